"""What changed between two texts can be put together again, both ways."""

from hypothesis import given
from hypothesis import strategies as st

from congress.documents.changes import Piece, changes


def test_a_word_put_in_and_one_taken_out() -> None:
    assert changes("夜间供应热饭", "夜间供应热饭热汤") == [
        Piece("same", "夜间供应热饭"),
        Piece("added", "热汤"),
    ]
    assert changes("自付不超过8元", "自付不超过10元") == [
        Piece("same", "自付不超过"), Piece("removed", "8"), Piece("added", "10"), Piece("same", "元"),
    ]  # fmt: skip
    assert changes("", "") == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_are_in_it(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after

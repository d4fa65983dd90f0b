"""What changed between two texts can be put together again, both ways."""

from hypothesis import given
from hypothesis import strategies as st

from congress.documents.changes import MOST, Piece, alike, changes, rewritten


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


LINES = st.lists(st.sampled_from(["甲乙丙", "甲丙", "丁", "", "Word one", "\u2028"]), max_size=12).map(
    "\n".join
)


@given(LINES | st.text(max_size=60), LINES | st.text(max_size=60))
def test_both_long_texts_are_in_it(before: str, after: str) -> None:
    pieces = rewritten(before, after)
    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after
    assert all(piece.text for piece in pieces)


def test_one_word_in_a_long_text_is_one_word_in_its_comparison() -> None:
    before = "会议同意。\n" * 5000 + "八元" + "。" * 9000
    assert [p.text for p in rewritten(before, before.replace("八", "十")) if p.kind != "same"] == ["八", "十"]


def test_what_would_take_for_ever_is_taken_out_and_put_in() -> None:
    before, after = "变" + "化变" * 1000, "化" + "变变" * 1000 + "元"
    assert len(before) * len(after) > MOST
    assert [p.kind for p in rewritten(before, after)] == ["removed", "added"]
    lines = "".join(f"{n}\n" for n in range(2000))
    assert [p.kind for p in rewritten(f"甲\n{lines}乙", f"丙\n{lines}丁")] == ["removed", "added"]


def test_what_two_texts_share_at_both_ends() -> None:
    assert alike("abcd", "abxd") == (2, 1)
    assert alike("aa", "aaa") == (2, 0)
    assert alike("", "a") == (0, 0)

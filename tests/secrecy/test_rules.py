"""When the count of a secret vote tells how people voted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.secrecy.rules import ODD, telling

SAME, BUT_FEW = "全都相同", "除 {n} 人以外"


@pytest.mark.parametrize(
    ("columns", "voters", "words"),
    [
        ((40, 0, 0), 40, SAME),
        ((0, 0, 7), 7, SAME),
        ((1, 0, 0), 1, SAME),
        ((39, 1, 0), 40, BUT_FEW),
        ((38, 1, 1), 40, BUT_FEW),
        ((0, 38, 2), 40, BUT_FEW),
        ((37, 3, 0), 40, ""),
        ((2, 1, 0), 3, BUT_FEW),
        ((1, 1, 0), 2, ""),
        ((2, 2, 0), 4, ""),
        ((1, 1, 1), 3, ""),
        ((0, 0, 0), 0, ""),
        ((), 0, ""),
        ((40, 22, 18), 40, SAME),  # two of three were to be marked, and all marked the first
    ],
)
def test_a_count_that_tells_is_noted(columns: tuple[int, ...], voters: int, words: str) -> None:
    found = telling(columns, voters)
    assert (words in found.text) if found and words else (found is None and not words)


@given(columns=st.lists(st.integers(0, 4), min_size=3, max_size=3))
def test_who_chose_otherwise_is_counted_rightly(columns: list[int]) -> None:
    found, others = telling(columns, sum(columns)), sum(columns) - max(columns)
    assert (found is not None) == (max(columns) > others <= ODD)
    if found and others:
        assert dict(found.values) == {"n": others}

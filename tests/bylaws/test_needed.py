"""What would pass: the number, and the rule in words."""

from dataclasses import replace
from fractions import Fraction

import pytest

from congress.bylaws.engine import needed, rule_in_words
from congress.bylaws.profile import Base, builtin
from congress.i18n import render

MOTION = builtin()["national"].matters["motion_resolution"]


@pytest.mark.parametrize(
    ("base", "share", "strict", "votes"),
    [
        (Base.ALL, Fraction(1, 2), True, 157),
        (Base.ALL, Fraction(1, 2), False, 156),
        (Base.ALL, Fraction(2, 3), False, 208),
        (Base.ALL, Fraction(2, 3), True, 209),
        (Base.ALL, Fraction(1), False, 312),
        (Base.PRESENT, Fraction(1, 2), True, 141),
        (Base.PRESENT, Fraction(2, 3), False, 187),
        (Base.CAST, Fraction(1, 2), True, 136),
        (Base.CAST, Fraction(3, 4), False, 203),
    ],
)
def test_the_number_needed(base, share, strict, votes):
    matter = replace(MOTION, base=base, threshold=share, strict=strict)
    assert needed(matter, 312, 280, 270) == votes


@pytest.mark.parametrize(
    ("base", "share", "strict", "zh", "en"),
    [
        (
            Base.ALL,
            (1, 2),
            True,
            "需全体代表 312 人过半数，即 157 票",
            "157, more than half of all delegates (312)",
        ),
        (
            Base.ALL,
            (1, 2),
            False,
            "需全体代表 312 人半数以上，即 156 票",
            "156, at least half of all delegates (312)",
        ),
        (
            Base.ALL,
            (2, 3),
            False,
            "需达到全体代表 312 人的三分之二，即 208 票",
            "208, at least two thirds of all",
        ),
        (
            Base.PRESENT,
            (2, 3),
            True,
            "需超过到会代表 280 人的三分之二，即 187 票",
            "more than two thirds of the delegates",
        ),
        (
            Base.CAST,
            (3, 5),
            False,
            "需达到收回的表决票 270 张的五分之三，即 162 票",
            "162, at least 3/5 of the ballots returned",
        ),
    ],
)
def test_the_rule_in_words(base, share, strict, zh, en):
    matter = replace(MOTION, base=base, threshold=Fraction(*share), strict=strict)
    words = rule_in_words(matter, 312, 280, 270)
    assert render(words, "zh") == zh
    assert en in render(words, "en")


@pytest.mark.parametrize(
    ("strict", "zh"), [(True, "赞成票需超过收回表决票的半数"), (False, "赞成票需达到收回表决票的半数")]
)
def test_the_rule_in_words_before_ballots_are_back(strict, zh):
    words = rule_in_words(replace(MOTION, base=Base.CAST, strict=strict), 312, 280)
    assert render(words, "zh") == zh + "，票数待收回后确定"

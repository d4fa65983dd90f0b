"""Did it pass and why: every outcome, and the chair's words for it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from congress.bylaws.engine import Counts, Outcome, check_counts, decide
from congress.bylaws.profile import Base, Confidence, Form, builtin
from congress.i18n import render

PROFILES = builtin()
MOTION = PROFILES["national"].matters["motion_resolution"]
CONTRACT = PROFILES["national"].matters["collective_contract"]


def ballots(favour, against=0, abstain=0, invalid=0, present=280, expected=312):
    valid = favour + against + abstain
    return Counts(expected, present, present, valid + invalid, valid, invalid, favour, against, abstain)


@pytest.mark.parametrize(
    ("name", "key", "favour", "passed"),
    [
        ("national", "motion_resolution", 157, True),
        ("national", "motion_resolution", 156, False),
        ("national", "collective_contract", 156, True),
        ("national", "collective_contract", 155, False),
        ("national", "resettlement_plan", 156, False),
        ("shanghai", "resettlement_plan", 156, True),
        ("shanghai", "resettlement_plan", 155, False),
        ("shanghai", "elect_employee_director", 156, False),
        ("shanghai", "motion_resolution", 156, False),
        ("zhejiang", "collective_contract", 156, False),
        ("zhejiang", "collective_contract", 157, True),
        ("henan", "collective_contract", 156, False),
        ("henan", "tellers", 157, True),
    ],
)
def test_the_same_votes_by_place_and_matter(name, key, favour, passed):
    decision = decide(PROFILES[name].matters[key], ballots(favour, 100, 5))
    assert decision.passed is passed
    assert decision.outcome is (Outcome.PASSED if passed else Outcome.FAILED)
    assert not decision.void


def test_the_absent_and_the_abstaining_count_as_not_in_favour():
    assert not decide(MOTION, ballots(156, 0, 124)).passed
    assert not decide(MOTION, ballots(156, 0, 0, present=208)).passed


@pytest.mark.parametrize(
    ("change", "outcome", "said"),
    [
        ({}, Outcome.PASSED, ""),
        ({"present": 313}, Outcome.UNBALANCED, "实到 313 人多于应到 312 人"),
        ({"issued": 281}, Outcome.UNBALANCED, "发出 281 张多于实到 280 人"),
        ({"issued": 269}, Outcome.VOID, "收回 270 张多于发出 269 张"),
        ({"invalid": 6}, Outcome.UNBALANCED, "收回 270 张不等于有效 265 张加无效 6 张"),
        ({"favour": 201}, Outcome.UNBALANCED, "有效 265 张不等于赞成 201 票加反对 60 票加弃权 5 票"),
        ({"abstain": -1, "favour": 206}, Outcome.UNBALANCED, "票数和人数不能为负数"),
    ],
)
def test_figures_that_cannot_be(change, outcome, said):
    counts = replace(Counts(312, 280, 280, 270, 265, 5, 200, 60, 5), **change)
    decision = decide(MOTION, counts)
    assert decision.outcome is outcome
    assert decision.passed is (outcome is Outcome.PASSED)
    assert decision.void is (outcome is not Outcome.PASSED)
    assert [render(finding.message, "zh") for finding in check_counts(counts)] == ([said] if said else [])


def test_without_a_quorum_nothing_is_decided():
    decision = decide(MOTION, ballots(200, 7, present=207))
    assert (decision.passed, decision.void, decision.outcome) == (False, True, Outcome.NO_QUORUM)
    assert "未达到应到人数的三分之二" in render(decision.announcement, "zh")
    assert render(decision.announcement, "zh").endswith("到会人数不足，本次表决不发生效力。")


def test_exactly_the_quorum_is_announced_as_met():
    decision = decide(MOTION, ballots(200, 8, present=208))
    assert decision.passed
    assert "实到 208 名，达到应到人数的三分之二，符合规定。" in render(decision.announcement, "zh")


def test_a_recalled_quorum_warns_and_the_result_stands():
    recalled = tuple(replace(s, confidence=Confidence.RECALLED) for s in MOTION.quorum_sources)
    decision = decide(replace(MOTION, quorum_sources=recalled), ballots(200, 7, present=207))
    assert decision.passed
    assert any(not f.ok and not f.blocks for f in decision.findings)
    assert "未达到应到人数的三分之二" in render(decision.announcement, "zh")


def test_opinions_heard_neither_pass_nor_fail():
    decision = decide(PROFILES["national"].matters["restructuring"], ballots(280))
    assert (decision.passed, decision.void, decision.outcome, decision.needed) == (
        False,
        False,
        Outcome.HEARD,
        0,
    )
    assert "不以票数决定" in render(decision.announcement, "zh")


def test_the_chair_announces_a_named_vote():
    words = decide(MOTION, ballots(200, 60, 5, 5), Form.NAMED, "关于改善夜班伙食的提案").announcement
    assert render(words, "zh") == (
        "本次会议应到职工代表 312 名，实到 280 名，达到应到人数的三分之二，符合规定。"
        "就“关于改善夜班伙食的提案”进行记名投票：发出表决票 280 张，收回 270 张，其中有效票 265 张、无效票 5 张；"
        "赞成 200 票，反对 60 票，弃权 5 票。赞成票超过全体职工代表的半数，现在宣布：予以通过。"
    )
    assert render(words, "en") == (
        "Delegates expected: 312; present: 280, at least two thirds of those expected, as the rules require. "
        "On “关于改善夜班伙食的提案”, by named ballot: ballots issued 280, returned 270, of which valid 265 and invalid 5; "
        "in favour 200, against 60, abstaining 5. The votes in favour exceed half of all delegates. I declare it passed."
    )


@pytest.mark.parametrize(
    ("matter", "favour", "zh", "en"),
    [
        (
            MOTION,
            157,
            "赞成票超过全体职工代表的半数，现在宣布：予以通过。",
            "exceed half of all delegates. I declare it passed.",
        ),
        (
            MOTION,
            156,
            "赞成票未超过全体职工代表的半数，现在宣布：未获通过。",
            "do not exceed half of all delegates.",
        ),
        (
            CONTRACT,
            156,
            "赞成票达到全体职工代表的半数，现在宣布：予以通过。",
            "reach half of all delegates. I declare it passed.",
        ),
        (
            CONTRACT,
            155,
            "赞成票未达到全体职工代表的半数，现在宣布：未获通过。",
            "do not reach half of all delegates.",
        ),
        (
            replace(MOTION, base=Base.PRESENT, threshold=Fraction(2, 3)),
            187,
            "赞成票超过到会职工代表的三分之二",
            "two thirds of",
        ),
        (
            replace(MOTION, base=Base.CAST, strict=False),
            78,
            "赞成票达到收回的表决票的半数",
            "reach half of the ballots",
        ),
    ],
)
def test_the_verdict_says_what_the_rule_is(matter, favour, zh, en):
    words = decide(matter, ballots(favour, 78)).announcement
    assert zh in render(words, "zh")
    assert en in render(words, "en")


def test_raised_hands_are_neither_issued_nor_returned():
    counts = Counts.by_hand(312, 280, 200, 3, 7)
    assert check_counts(counts) == ()
    decision = decide(PROFILES["national"].matters["agenda"], counts, Form.HAND)
    assert decision.passed
    assert "就“大会议程”举手表决：赞成 200 票，反对 3 票，弃权 7 票。" in render(decision.announcement, "zh")
    crowd = decide(MOTION, Counts.by_hand(312, 209, 209, 1, 0), Form.HAND)
    assert crowd.outcome is Outcome.UNBALANCED
    assert "举手 210 人多于实到 209 人" in [render(finding.message, "zh") for finding in crowd.findings]


def test_the_result_is_explained_in_one_line():
    assert render(decide(MOTION, ballots(150, 100)).words, "zh") == (
        "需全体代表 312 人过半数，即 157 票；赞成 150 票，还差 7 票，未通过"
    )
    assert render(decide(MOTION, ballots(160, 100)).words, "en") == (
        "Votes needed: 157, more than half of all delegates (312). In favour: 160. Passed"
    )


def test_people_may_write_braces_in_a_title():
    assert "{x}" in render(decide(MOTION, ballots(160), title="{x}").announcement, "en")

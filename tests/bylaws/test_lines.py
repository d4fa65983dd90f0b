"""Several lines on one ballot paper: items, candidates, persons; each judged by the rule, the figures checked first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.bylaws.engine import (
    BallotPaper,
    Outcome,
    PaperKind,
    SixCounts,
    Standing,
    check_vote,
    decide,
    decide_vote,
)
from congress.bylaws.lines import item_counts
from congress.bylaws.paper import MOST_COLUMNS, paper_refusal
from congress.bylaws.profile import Confidence, Form, builtin
from congress.i18n import render

NATIONAL = builtin()["national"].matters
DIRECTOR, CONTRACT, APPRAISED = (
    NATIONAL[key] for key in ("elect_employee_director", "collective_contract", "appraisal")
)
SIX = SixCounts(100, 90, 90, 80, 80, 0)
NAMES = ("钱一", "孙二", "李三", "周四")
TWO_OF_FOUR = BallotPaper(PaperKind.ELECTION, NAMES, 2)
THREE_ITEMS = BallotPaper(PaperKind.ITEMS, ("工资", "工时", "休假"))
TWO_LEADERS = BallotPaper(PaperKind.APPRAISAL, ("赵甲", "钱乙"))


def elected(*marks: int, empty: int = 0, counts: SixCounts = SIX, paper: BallotPaper = TWO_OF_FOUR):
    return decide_vote(DIRECTOR, counts, paper, ((empty, *marks),), Form.SECRET, "选举职工董事")


def standings(decision) -> dict[str, str]:
    return {line.name: line.standing.value for line in decision.lines}


# --- elections ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "became"),
    [
        ((60, 55, 20, 10), "elected elected short short"),
        ((51, 50, 20, 10), "elected short short short"),  # more than half of all 100, not of those who voted
        ((60, 50, 30, 20), "elected short short short"),
        ((50, 50, 50, 10), "short short short short"),
        ((55, 54, 51, 0), "elected elected full short"),
        ((53, 53, 53, 1), "tied tied tied short"),
        ((56, 52, 52, 0), "elected tied tied short"),
        ((52, 56, 52, 0), "tied elected tied short"),
        ((53, 53, 52, 2), "elected elected full short"),
    ],
)
def test_who_is_elected(marks: tuple[int, ...], became: str) -> None:
    decision = elected(*marks)
    assert [standings(decision)[name] for name in NAMES] == became.split()
    assert decision.passed is ("elected" in became)
    assert decision.outcome is (Outcome.PASSED if "elected" in became else Outcome.FAILED)


def test_candidates_are_announced_by_their_votes() -> None:
    decision = elected(20, 60, 10, 55)
    assert [(line.name, line.votes) for line in decision.lines] == [
        ("孙二", (60,)),
        ("周四", (55,)),
        ("钱一", (20,)),
        ("李三", (10,)),
    ]
    assert render(decision.announcement, "zh") == (
        "本次会议应到职工代表 100 名，实到 90 名，达到应到人数的三分之二，符合规定。"
        "就“选举职工董事”进行无记名投票：发出表决票 90 张，收回 80 张，其中有效票 80 张、无效票 0 张。"
        "孙二 60 票，当选；周四 55 票，当选；钱一 20 票，得票不足，未当选；李三 10 票，得票不足，未当选。"
        "孙二、周四当选。"
    )


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ((60, 55, 20, 10), "钱一、孙二当选"),
        ((60, 50, 20, 10), "钱一当选；还缺 1 名，应当另行选举"),
        ((50, 50, 40, 10), "没有候选人当选；还缺 2 名，应当另行选举"),
        ((56, 52, 52, 0), "钱一当选；孙二、李三得票相等，应当就他们再次投票"),
    ],
)
def test_what_follows_from_an_election(marks: tuple[int, ...], words: str) -> None:
    assert render(elected(*marks).words, "zh") == f"需全体代表 100 人过半数，即 51 票；{words}"


def test_as_many_candidates_as_seats() -> None:
    paper = BallotPaper(PaperKind.ELECTION, NAMES[:2], 2)
    assert standings(elected(70, 40, paper=paper)) == {"钱一": "elected", "孙二": "short"}


def test_those_who_left_it_empty_count_for_nobody() -> None:
    assert standings(elected(51, 0, 0, 0, empty=29))["钱一"] == "elected"
    assert elected(51, 0, 0, 0, empty=30).outcome is Outcome.UNBALANCED


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ((0, 81, 40, 20, 10), "“钱一”得 81 票，多于没有弃权的有效票 80 张"),
        ((5, 76, 40, 20, 10), "“钱一”得 76 票，多于没有弃权的有效票 75 张"),
        ((81, 0, 0, 0, 0), "弃权 81 张多于有效 80 张"),
        ((0, 80, 50, 20, 11), "候选人得票合计 161，不在 80 和 160 之间"),
        ((0, 40, 20, 10, 9), "候选人得票合计 79，不在 80 和 160 之间"),
        ((0, 80, -1, 1, 0), "票数和人数不能为负数"),
        ((0, 80, 50, 20), "票数与票样不符"),
    ],
)
def test_marks_that_cannot_be(votes: tuple[int, ...], said: str) -> None:
    assert [render(f.message, "zh") for f in check_vote(SIX, TWO_OF_FOUR, (votes,), Form.SECRET)] == [said]
    decision = decide_vote(DIRECTOR, SIX, TWO_OF_FOUR, (votes,), Form.SECRET)
    assert (decision.outcome, decision.void, decision.passed) == (Outcome.UNBALANCED, True, False)
    assert {line.standing for line in decision.lines} <= {Standing.NONE}


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"issued": 79}, Outcome.VOID),
        ({"issued": 91}, Outcome.UNBALANCED),
        ({"invalid": 1}, Outcome.UNBALANCED),
        ({"present": 66, "issued": 66, "returned": 60, "valid": 60}, Outcome.NO_QUORUM),
    ],
)
def test_a_vote_without_effect_elects_nobody(change: dict[str, int], outcome: Outcome) -> None:
    seen = tuple(replace(s, confidence=Confidence.SEEN) for s in DIRECTOR.quorum_sources)
    matter, counts = replace(DIRECTOR, quorum_sources=seen), replace(SIX, **change)
    marks = ((0, min(60, counts.valid), 40, 10, 10),)
    decision = decide_vote(matter, counts, TWO_OF_FOUR, marks, Form.SECRET)
    assert (decision.outcome, decision.void, decision.passed) == (outcome, True, False)
    assert {line.standing for line in decision.lines} == {Standing.NONE}


@given(st.lists(st.integers(0, 80), min_size=4, max_size=4), st.permutations(range(4)))
def test_the_order_on_the_paper_decides_nothing(marks: list[int], order: list[int]) -> None:
    counts = replace(SIX, expected=80, present=80, issued=80)
    paper = BallotPaper(PaperKind.ELECTION, NAMES, 4)
    other = BallotPaper(PaperKind.ELECTION, tuple(NAMES[n] for n in order), 4)
    moved = [marks[n] for n in order]
    one, two = (elected(*m, counts=counts, paper=p) for m, p in ((marks, paper), (moved, other)))
    assert standings(one) == standings(two)


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4), st.integers(1, 4))
def test_never_more_than_the_seats_and_always_those_with_most_votes(marks: list[int], seats: int) -> None:
    counts = SixCounts(60, 60, 60, 60, 60, 0)
    decision = elected(*marks, counts=counts, paper=BallotPaper(PaperKind.ELECTION, NAMES, seats))
    won = [line.votes[0] for line in decision.lines if line.won]
    lost = [line.votes[0] for line in decision.lines if not line.won]
    assert len(won) <= seats
    assert not won or (min(won) >= 31 and min(won) > max([n for n in lost if n >= 31], default=-1))
    tied = [line.votes[0] for line in decision.lines if line.standing is Standing.TIED]
    assert not tied or (len(set(tied)) == 1 and len(won) < seats < len(won) + len(tied))


# --- items and appraisals ----------------------------------------------------------------------------------------


def test_each_item_is_judged_as_if_it_had_been_alone() -> None:
    votes = ((55, 20, 5), (50, 25, 5), (49, 0, 31))
    decision = decide_vote(CONTRACT, SIX, THREE_ITEMS, votes, Form.SECRET)
    alone = [decide(CONTRACT, item_counts(SIX, row), Form.SECRET).passed for row in votes]
    assert (
        [line.won for line in decision.lines] == alone == [True, True, False]
    )  # half of all is enough for this
    assert decision.passed
    assert render(decision.words, "zh").endswith("3 项中通过 2 项，未通过 1 项")
    assert "“休假”赞成 49 票，反对 0 票，弃权 31 票，未通过" in render(decision.announcement, "zh")


def test_when_no_item_passes_nothing_does() -> None:
    decision = decide_vote(CONTRACT, SIX, THREE_ITEMS, ((10, 70, 0),) * 3, Form.SECRET)
    assert (decision.passed, decision.outcome) == (False, Outcome.FAILED)


def test_an_item_that_does_not_add_up() -> None:
    votes = ((55, 20, 5), (50, 25, 4), (49, 0, 31))
    [finding] = check_vote(SIX, THREE_ITEMS, votes, Form.SECRET)
    assert render(finding.message, "zh") == "“工时”各栏合计 79 票，不等于有效 80 张"


def test_an_appraisal_decides_nothing_and_stands() -> None:
    votes = ((2, 50, 20, 5, 3), (0, 10, 20, 30, 20))
    decision = decide_vote(APPRAISED, SIX, TWO_LEADERS, votes, Form.SECRET)
    assert (decision.outcome, decision.passed, decision.void) == (Outcome.HEARD, True, False)
    assert {line.standing for line in decision.lines} == {Standing.GRADED}
    said = render(decision.announcement, "zh")
    assert "赵甲：优秀 50 票、称职 20 票、基本称职 5 票、不称职 3 票、弃权 2 票" in said
    assert render(decision.words, "zh") == "已对 2 人进行民主评议，结果依规定报送"
    assert "Excellent 50" in render(decision.announcement, "en")


# --- what may stand on a paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (BallotPaper(), ""),
        (TWO_OF_FOUR, ""),
        (THREE_ITEMS, ""),
        (TWO_LEADERS, ""),
        (BallotPaper(PaperKind.ITEMS, ("工资",)), "请至少写两个分项，每行一个"),
        (BallotPaper(PaperKind.ELECTION, (), 1), "请写候选人，每行一个姓名"),
        (BallotPaper(PaperKind.APPRAISAL), "请写被评议人，每行一个姓名"),
        (BallotPaper(PaperKind.ELECTION, ("钱一", "钱一"), 1), "有两行相同"),
        (BallotPaper(PaperKind.ELECTION, NAMES, 0), "应选名额应当在 1 和候选人数 4 之间"),
        (BallotPaper(PaperKind.ELECTION, NAMES, 5), "应选名额应当在 1 和候选人数 4 之间"),
        (BallotPaper(PaperKind.ELECTION, tuple(map(str, range(41))), 1), "一张票上的内容太多"),
        (
            BallotPaper(PaperKind.APPRAISAL, tuple(map(str, range(MOST_COLUMNS // 5 + 1)))),
            "一张票上的内容太多",
        ),
    ],
)
def test_what_makes_no_sense_on_a_paper_is_said(paper: BallotPaper, said: str) -> None:
    refusal = paper_refusal(paper)
    assert render(refusal.reason, "zh").startswith(said) if said else refusal is None


def test_a_paper_may_be_as_long_as_a_phone_can_seal() -> None:
    assert paper_refusal(BallotPaper(PaperKind.APPRAISAL, tuple(map(str, range(MOST_COLUMNS // 5))))) is None

"""What goes back to those who wrote: titles, the first sentence, the last, and words that say the opposite of the tick."""

import pytest

from congress.committee.rules import DecisionKind, orders
from congress.committee.rules.answering import contradiction, decides, opening, title, wording
from congress.i18n import render

INSTRUCTION, REPLY, ANSWER = DecisionKind.INSTRUCTION, DecisionKind.REPLY, DecisionKind.ANSWER
ASKED, NUMBER = "关于增加通风资金的请示", "职代会请〔2026〕1号"


@pytest.mark.parametrize(
    ("asked", "kind", "titled"),
    [
        (ASKED, REPLY, "关于增加通风资金的批复"),
        (ASKED, ANSWER, "关于增加通风资金的答复"),
        ("通风资金", REPLY, "关于《通风资金》的批复"),
        ("关于报送《关于改善就餐条件的决议》的报告", INSTRUCTION, "关于改善就餐条件的批示"),
        ("关于报送《关于改善就餐条件的决议》的请示", REPLY, "关于报送《关于改善就餐条件的决议》的批复"),
        (
            "关于报送《长风精工有限公司第三届职工代表大会第二次会议关于通过〈集体合同（草案）〉的决议》的报告",
            ANSWER,
            "关于《集体合同（草案）》的答复",
        ),
        ("关于报送《关于评议〈办法〉的意见》的报告", INSTRUCTION, "关于《关于评议〈办法〉的意见》的批示"),
    ],
)
def test_it_is_titled_after_the_matter(asked: str, kind: DecisionKind, titled: str) -> None:
    assert title(asked, kind) == titled


def test_it_names_title_and_number_of_what_it_answers() -> None:
    assert (
        opening("关于报送《关于合同的决议》的报告", NUMBER)
        == f"你会《关于报送〈关于合同的决议〉的报告》（{NUMBER}）收悉。"
    )


@pytest.mark.parametrize(
    ("body", "left", "cites", "receives"),
    [
        ("请抓紧落实。", "请抓紧落实。", False, False),
        ("同意列支。此复。", "同意列支。", False, False),
        ("同意列支。\n特此批复\n", "同意列支。", False, False),
        ("你会请示收悉。同意。此复。", "同意。", False, True),
        ("报告收悉，予以备查。", "予以备查。", False, True),
        (f"你会《{ASKED}》收悉。同意。", f"你会《{ASKED}》收悉。同意。", True, True),
        (f"你会{NUMBER}请示收悉。同意。", f"你会{NUMBER}请示收悉。同意。", True, True),
        ("你会通风请示收悉。同意。", f"你会通风请示（{NUMBER}）收悉。同意。", True, True),
        ("待各方意见收悉后再议。", "待各方意见收悉后再议。", False, False),
        ("此复。", "", False, False),
    ],
)  # fmt: skip
def test_what_the_document_says_itself_is_taken_off(
    body: str, left: str, cites: bool, receives: bool
) -> None:
    found = wording(body, asked=ASKED, number=NUMBER)
    assert (found.body, found.cites, found.receives) == (left, cites, receives)


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        ("经党委会议研究，原则同意。", True),
        ("经研究，目前暂不同意列支。", True),
        ("请抓紧落实。\n同意列支。", False),
        ("一、同意列支。\n二、其余另议。", False),
        ("", False),
    ],
)
def test_whether_words_begin_with_the_decision(body: str, begins: bool) -> None:
    assert decides(body) is begins


@pytest.mark.parametrize(
    ("grants", "body", "phrase"),
    [
        (True, "经研究，目前条件尚不具备，暂不同意。", "不同意"),
        (True, "经党委会议研究不予批准。", "不予批准"),
        (False, "经党委会议研究，原则同意，请按程序办理。", "同意"),
        (True, "经研究，同意列支；不同意另行增加编制。", ""),
        (False, "经研究，暂不同意。", ""),
        (False, "请在征得职工代表同意后另行请示。", ""),
        (True, "职工不同意的，不得调岗。", ""),
        (None, "暂不同意。", ""),
    ],
)
def test_words_that_say_the_opposite_of_the_tick_are_told(
    grants: bool | None, body: str, phrase: str
) -> None:
    found = contradiction(grants, body)
    assert (f"“{phrase}”" in render(found, "zh")) if found else not phrase


def test_a_reply_that_contradicts_itself_is_not_read() -> None:
    """A proposal of the office neither: it is read by the same rule. An instruction has no tick to contradict."""
    said = {"grants": "yes", "body": "经研究，暂不同意。"}
    assert list(orders.read(REPLY, said)[1]) == ["body"]
    assert not orders.read(REPLY, said | {"grants": "no"})[1]
    assert not orders.read(INSTRUCTION, said)[1]

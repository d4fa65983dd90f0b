"""What a letter's text is made of, and when it may be issued."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.documents.content import NameList
from congress.documents.text import blanks
from congress.i18n import render
from congress.letters.originals import ORIGINALS, SLOTS, kind_of
from congress.letters.rules import MOVES, LetterKind, LetterStage, Move, Text, may_issue, may_move, parts
from congress.templates.rules import asked, fill, filled

GOOD = Text("标题", "签发人：文静\n正文。", "各代表团")


def test_lines_of_annexes_belong_to_the_annex_above_them() -> None:
    found = parts(LetterKind.NOTICE, "正文。\n附件：议程\n一、报告\n二、表决\n附件2：名单\n\n附件：\n张三")
    assert [block.text or block.head for block in found.blocks] == ["正文。"]
    assert [annex.title for annex in found.annexes] == ["议程", "名单"]
    assert [len(annex.body) for annex in found.annexes] == [2, 2]


def test_the_lists_of_a_letter_and_of_its_annex_look_alike_each_for_itself() -> None:
    mixed, run_in = (
        "（一）请阅读。\n（二）请到会。不能到会的请假。",
        "（一）责任。车间负责。\n（二）检查。每季度一次。",
    )
    found = parts(LetterKind.NOTICE, f"{mixed}\n附件：安排\n{run_in}\n附件：要求\n{mixed}")
    assert [block.head for block in found.blocks] == ["", ""]
    assert [[block.head for block in annex.body] for annex in found.annexes] == [
        ["（一）责任。", "（二）检查。"], ["", ""],
    ]  # fmt: skip


def test_minutes_have_lists_of_names_and_others_have_text() -> None:
    body = "会议决定如下。\n出席：安丽华、包建国\n请假:何静\n列席：倪大力"
    assert parts(LetterKind.MINUTES, body).lists == (
        NameList("出席", "安丽华、包建国"), NameList("请假", "何静"), NameList("列席", "倪大力"),
    )  # fmt: skip
    assert parts(LetterKind.NOTICE, body).lists == ()
    assert len(parts(LetterKind.NOTICE, body).blocks) == 4


@pytest.mark.parametrize("kind", LetterKind)
def test_whom_to_ask_stands_below_the_date_and_not_where_it_was_typed(kind: LetterKind) -> None:
    """附注; minutes have no date for it to stand below."""
    note = "（联系人：赵玥，电话：88123456）"
    found = parts(kind, f"妥否，请函复。\n{note}\n附件：回执\n（联系人：请填写）")
    noted = kind is not LetterKind.MINUTES
    assert found.note == (note if noted else "")
    assert [block.text for block in found.blocks] == ["妥否，请函复。", *([] if noted else [note])]
    assert [len(annex.body) for annex in found.annexes] == [1], "what stands in an annex stays there"


def test_a_second_contact_stays_in_the_text() -> None:
    found = parts(LetterKind.LETTER, "请函复。\n(联系人:甲)\n（联系人：乙）\n请找（联系人：丙）。")
    assert found.note == "(联系人:甲)"
    assert [block.text for block in found.blocks] == ["请函复。", "（联系人：乙）", "请找（联系人：丙）。"]


@given(st.text(max_size=300) | st.just("（联系人：甲）\n" * 3), st.sampled_from(LetterKind))
def test_no_line_is_lost(body: str, kind: LetterKind) -> None:
    found = parts(kind, body)
    lines = [line for line in body.splitlines() if line.strip()]
    inside = sum(1 + len(annex.body) for annex in found.annexes)
    assert len(found.blocks) + len(found.lists) + inside + bool(found.note) + bool(found.signer) == len(lines)


@pytest.mark.parametrize(
    ("kind", "said", "reason"),
    [
        (LetterKind.NOTICE, Text(" ", "正文。", "各代表团"), "没有标题或正文"),
        (LetterKind.NOTICE, Text("标题", "附件：议程", "各代表团"), "没有标题或正文"),
        (LetterKind.NOTICE, Text("标题", "正文。", " "), "没有写主送单位"),
        (LetterKind.LETTER, Text("标题", "正文。"), "没有写主送单位"),
        (LetterKind.REPORT, Text("标题", "签发人：文静\n正文。"), "没有写主送单位"),
        (LetterKind.REPORT, Text("标题", "正文。", "市总工会"), "没有写签发人"),
        (LetterKind.REQUEST, Text("标题", "正文。\n签发人：", "市总工会"), "没有写签发人"),
        (LetterKind.REQUEST, Text("标题", "签发人：文静", "市总工会"), "没有标题或正文"),
        (LetterKind.NOTICE, Text("标题", "正文【时间】。", "各代表团"), "没填的空"),
        (LetterKind.NOTICE, Text("标题", "正文。", "【上级工会】"), "没填的空"),
        (LetterKind.NOTICE, Text("标题", "正文。", "各代表团", "【谁】"), "没填的空"),
        (LetterKind.MINUTES, Text("标题", "正文。\n出席：【出席人员】"), "没填的空"),
        (LetterKind.NOTICE, Text("标题", "正文。\n附件：", "各代表团"), "后面没有名称"),
        (LetterKind.NOTICE, Text("标题", "正文。\n附件2: \n议程", "各代表团"), "后面没有名称"),
        (LetterKind.NOTICE, Text("标题", "正文。\n附件：议程\n一、报告\n附件：", "各代表团"), "后面没有名称"),
        (LetterKind.NOTICE, Text("标题", "正文。\n附件：议程", "各代表团"), "附件“{title}”没有内容"),
        (LetterKind.NOTICE, Text("标题", "正文。\n附件1：议程\n附件2：名单\n张三", "各代表团"), "没有内容"),
    ],
)
def test_what_may_not_be_issued(kind: LetterKind, said: Text, reason: str) -> None:
    assert reason in may_issue(kind, said).reason.text


def test_an_annex_with_name_and_text_may_go_and_a_word_is_no_annex() -> None:
    body = "正文见附件：\n附件1：议程\n一、报告\n附件2：名单\n张三"
    assert may_issue(LetterKind.NOTICE, Text("标题", body, "各代表团")) is None
    empty = may_issue(LetterKind.NOTICE, Text("标题", "正文。\n附件：议程", "各代表团"))
    assert "附件“议程”没有内容" in render(empty.reason, "zh")


@pytest.mark.parametrize("kind", LetterKind)
def test_a_whole_text_may_be_issued(kind: LetterKind) -> None:
    assert may_issue(kind, GOOD) is None


def test_only_drafts_change_and_only_what_is_issued_is_withdrawn() -> None:
    allowed = set(MOVES)
    assert allowed == {
        (LetterStage.DRAFT, Move.EDIT), (LetterStage.DRAFT, Move.REMOVE), (LetterStage.DRAFT, Move.ISSUE),
        (LetterStage.ISSUED, Move.WITHDRAW),
    }  # fmt: skip
    for stage in LetterStage:
        for move in Move:
            assert (may_move(stage, move) is None) is ((stage, move) in allowed)


# --- templates ---------------------------------------------------------------------------------------------------


def test_slots_fill_once_and_what_comes_in_is_text() -> None:
    assert (
        fill("【单位】于【时间】，【空】", {"单位": "【时间】公司", "时间": "今天", "空": ""})
        == "【时间】公司于今天，【空】"
    )


@pytest.mark.parametrize("key", ORIGINALS)
def test_every_template_fills_and_asks_only_what_people_know(key: str) -> None:
    original = ORIGINALS[key]
    said = filled(original.wording, dict.fromkeys(SLOTS, "甲"))
    assert set(blanks(said.whole)) == set(asked(original, original.wording))
    text = Text(said.title, said.body, said.addressee)
    assert (
        may_issue(
            kind_of(key),
            Text(
                *(
                    fill(each, dict.fromkeys([b[1:-1] for b in blanks(said.whole)], "乙"))
                    for each in vars(text).values()
                )
            ),
        )
        is None
    )
    assert bool(original.wording.addressee) is original.addressed

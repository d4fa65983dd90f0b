"""Plain text becomes the blocks of a formal document, and the counts stand in it exactly once."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congress.documents.content import COUNTS_MARK, Block, Tally
from congress.documents.text import (
    blanks,
    blocks,
    body,
    formal_date,
    formal_number,
    lines,
    nested,
    numbered_items,
    title_lines,
)

CALM = settings(deadline=None)  # a machine that does other things is no defect

TALLY = Tally(("表决通过。",), (("赞成", 9),))
LINE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from("一二（）()1.、。；【】 "),
    max_size=60,
)


@pytest.mark.parametrize(
    ("line", "level", "head", "text"),
    [
        ("会议听取了报告。", 0, "", "会议听取了报告。"),
        ("一、表决结果", 1, "一、表决结果", ""),
        ("十二、附则", 1, "十二、附则", ""),
        ("（一）关于劳动报酬", 2, "（一）关于劳动报酬", ""),
        ("(二)关于休假", 2, "(二)关于休假", ""),
        ("1. 加强检查", 3, "1. 加强检查", ""),
        ("2．加强培训", 3, "2．加强培训", ""),
        ("3、加强宣传", 3, "3、加强宣传", ""),
        ("（1）一线岗位", 4, "（1）一线岗位", ""),
        (
            "一、通过《集体合同》，自2026年4月1日起施行。",
            1,
            "",
            "一、通过《集体合同》，自2026年4月1日起施行。",
        ),
        ("（一）落实责任。各车间每季度检查一次。", 2, "（一）落实责任。", "各车间每季度检查一次。"),
        ("1.5 倍工资的计算方法", 0, "", "1.5 倍工资的计算方法"),
        ("一是加强领导", 0, "", "一是加强领导"),
        ("一、" + "长" * 60, 1, "", "一、" + "长" * 60),
    ],
)
def test_a_number_gives_a_line_its_level(line: str, level: int, head: str, text: str) -> None:
    assert blocks(line) == (Block(level, head, text),)


MIXED = "（一）请各代表团组织代表提前阅读会议文件。\n（二）请代表准时到会签到。因故不能到会的，请于会前请假。"
RUN_IN = "（一）落实责任。各车间负责。\n（二）加强检查。每季度一次。"
BACK = "\n".join(reversed(MIXED.split("\n")))


@pytest.mark.parametrize("text", [MIXED, BACK, f"一、要求\n各位：\n{MIXED}\n二、附则"])
def test_the_sentences_of_one_list_look_alike(text: str) -> None:
    """One whole sentence among them, and no other begins in the face of a heading."""
    found = {one.head + one.text: one.head for one in blocks(text)}
    assert [found[line] for line in MIXED.split("\n")] == ["", ""]
    assert [head for head in found.values() if head] == (["一、要求", "二、附则"] if "一、" in text else [])


def test_a_list_whose_items_all_have_a_heading_keeps_them() -> None:
    assert [one.head for one in blocks(RUN_IN)] == ["（一）落实责任。", "（二）加强检查。"]


def test_each_list_decides_for_itself() -> None:
    """Under the next heading a list of the same level is another one."""
    heads = [one.head for one in blocks(f"一、甲\n{MIXED}\n二、乙\n{RUN_IN}")]
    assert heads == ["一、甲", "", "", "二、乙", "（一）落实责任。", "（二）加强检查。"]


def test_a_heading_on_its_own_line_stays_one_among_sentences() -> None:
    text = "一、总体要求\n二、由设备部落实。各部门配合。\n三、本决议自通过之日起生效。"
    assert [one.head for one in blocks(text)] == ["一、总体要求", "", ""]


def test_the_counts_do_not_part_a_list() -> None:
    found = body("一、同意。\n【表决结果】\n二、由设备部落实。各部门配合。", TALLY)
    assert [part.head for part in found if isinstance(part, Block)] == ["", ""]


def test_indents_and_empty_lines_are_layout_not_content() -> None:
    assert blocks("　　会议认为，可行。\n\n \n  一、要求\n") == (
        Block(0, "", "会议认为，可行。"),
        Block(1, "一、要求", ""),
    )


@CALM
@given(st.lists(LINE, max_size=8))
def test_no_word_is_lost_or_added(typed: list[str]) -> None:
    text = "\n".join(typed)
    said = "".join(block.head + block.text for block in blocks(text))
    assert said.replace(" ", "").split() == "".join(lines(text)).replace(" ", "").split()


@CALM
@given(
    st.lists(
        LINE | st.sampled_from([COUNTS_MARK, f" {COUNTS_MARK} ", f"{COUNTS_MARK}赞成 999 票"]), max_size=8
    )
)
def test_the_counts_stand_exactly_once_whatever_is_typed(typed: list[str]) -> None:
    parts = body("\n".join(typed), TALLY)
    assert [part for part in parts if isinstance(part, Tally)] == [TALLY]
    assert not any(COUNTS_MARK in part.head + part.text for part in parts if isinstance(part, Block))


def test_the_counts_stand_where_their_mark_stands() -> None:
    assert [part.kind for part in body(f"前言。\n{COUNTS_MARK}\n结语。", TALLY)] == ["text", "tally", "text"]
    assert [part.kind for part in body("前言。\n结语。", TALLY)] == ["text", "text", "tally"]
    assert [part.kind for part in body(f"前言。\n{COUNTS_MARK}", None)] == ["text"]


def test_blanks_of_a_template_are_found_and_the_mark_is_none() -> None:
    assert blanks(f"由【责任部门】于【期限】前办理，【责任部门】负责。\n{COUNTS_MARK}") == (
        "【责任部门】",
        "【期限】",
    )
    assert blanks(f"没有空\n{COUNTS_MARK}") == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("恳请批准本方案。", 0),
        ("一、拨款\n二、增人", 2),
        ("（一）拨款；（二）增人", 2),
        ("1. 拨款。2. 增人。3. 扩建", 3),
        ("①拨款②增人", 2),
        ("自2026年1.5倍计算", 0),
    ],
)
def test_numbered_items(text: str, count: int) -> None:
    assert numbered_items(text) == count


def test_numbers_and_dates_are_written_as_the_standard_writes_them() -> None:
    assert formal_number("职代会", 2026, 3) == "职代会〔2026〕3号"
    assert formal_date(date(2026, 3, 8)) == "2026年3月8日"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "长风精工有限公司第三届职工代表大会第二次会议关于通过《集体合同》的决议",
            ("长风精工有限公司", "第三届职工代表大会第二次会议", "关于通过《集体合同》的决议"),
        ),
        ("关于通风改造的请示", ("关于通风改造的请示",)),
        ("", ("",)),
    ],
)
def test_a_long_title_is_set_in_its_parts(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


@CALM
@given(st.text(max_size=80))
def test_a_title_keeps_every_character(title: str) -> None:
    assert "".join(title_lines(title)) == title


@pytest.mark.parametrize(
    ("text", "set_"),
    [
        ("关于《集体合同》的决议", "关于《集体合同》的决议"),
        ("关于《关于通过《集体合同》的决议》的公示", "关于《关于通过〈集体合同〉的决议》的公示"),
        ("《甲《乙《丙》丁》戊》", "《甲〈乙《丙》丁〉戊》"),
        ("《关于〈细则〉的报告》和《关于《办法》的报告》", "《关于〈细则〉的报告》和《关于〈办法〉的报告》"),
        ("《甲》《乙》", "《甲》《乙》"),
        ("〈甲〉", "〈甲〉"),
        ("《甲《乙》", "《甲《乙》"),
        ("》《甲《乙》》", "》《甲《乙》》"),
    ],
)
def test_a_title_inside_a_title_has_the_other_marks(text, set_):
    assert nested(text) == set_
    assert nested(set_) == set_

"""Writing a roster sheet: the empty template and the present roster are the same sheet, which can be imported again.

Every cell is written as text or number, never as a formula, whatever it begins with.
"""

import io
from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from congress.i18n import Message, render, say
from congress.roster.rules import CATEGORY_WORDS, DELEGATE_WORDS, OFFICE_WORDS, SEX_WORDS, OfficeKind
from congress.roster.sheet.columns import EVERYBODY, HEADERS, REQUIRED, Column
from congress.roster.sheet.facts import Facts

ROOM = 5000  # rows that are prepared for typing
YES_NO = (say("是"), say("否"))
LISTS: dict[Column, Iterable[Message]] = {
    Column.SEX: SEX_WORDS.values(),
    Column.CATEGORY: CATEGORY_WORDS.values(),
    Column.DISPATCHED: YES_NO,
    Column.SEAT: DELEGATE_WORDS.values(),
    Column.HEADS: YES_NO,
}


def workbook(people: Iterable[Facts], delegations: dict[int, str], language: str) -> bytes:
    """The sheet with these people, and a sheet that explains the columns."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    head = book.add_format(
        {"bold": True, "bg_color": "#F2E6D5", "bottom": 2, "text_wrap": True, "valign": "vcenter"}
    )
    cell = book.add_format({"num_format": "@"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    _roster(book.add_worksheet(render(say("名册"), language)), people, delegations, language, head, cell)
    _hints(book.add_worksheet(render(say("填写说明"), language)), language, head, wrap)
    book.close()
    return target.getvalue()


def _roster(
    sheet: Worksheet,
    people: Iterable[Facts],
    delegations: dict[int, str],
    language: str,
    head: Format,
    cell: Format,
) -> None:
    sheet.freeze_panes(1, 2)
    for place, (column, header) in enumerate(HEADERS.items()):
        sheet.set_column(place, place, header.width, cell)
        star = "*" if column in {*REQUIRED, *EVERYBODY} else ""
        sheet.write_string(0, place, render(header.word, language) + star, head)
        if words := LISTS.get(column):
            source = [render(word, language) for word in words]
            sheet.data_validation(1, place, ROOM, place, {"validate": "list", "source": source})
    for row, facts in enumerate(people, 1):
        for place, column in enumerate(HEADERS):
            if said := _said(facts, column, delegations, language):
                sheet.write_string(row, place, said, cell)


def _said(facts: Facts, column: Column, delegations: dict[int, str], language: str) -> str:
    """A fact as the import reads it back."""
    match column:
        case Column.SEX:
            return render(SEX_WORDS[facts.sex], language)
        case Column.CATEGORY:
            return render(CATEGORY_WORDS[facts.category], language)
        case Column.SEAT:
            return render(DELEGATE_WORDS[facts.seat], language) if facts.seat else ""
        case Column.DELEGATION:
            return delegations.get(facts.delegation, "") if facts.delegation else ""
        case Column.OFFICES:
            words = [render(OFFICE_WORDS[kind], language) for kind in OfficeKind if kind in facts.offices]
            return ("、" if language == "zh" else ", ").join(words)
        case Column.PARENT:
            return ""
        case Column.DISPATCHED | Column.HEADS:
            return render(say("是"), language) if getattr(facts, column.value) else ""
        case _:
            return str(getattr(facts, column.value) or "")


def _hints(sheet: Worksheet, language: str, head: Format, wrap: Format) -> None:
    titles = (say("列名"), say("填写要求"), say("示例"))
    for place, (title, width) in enumerate(zip(titles, (16, 70, 28), strict=True)):
        sheet.set_column(place, place, width, wrap)
        sheet.write_string(0, place, render(title, language), head)
    for row, header in enumerate(HEADERS.values(), 1):
        for place, words in enumerate((header.word, header.hint, header.example)):
            sheet.write_string(row, place, render(words, language), wrap)
    offices = [render(word, language) for word in OFFICE_WORDS.values()]
    rules = (
        say("重名的人以工号区分；再次导入时按工号更新，不会重复。"),
        say("文件里没有的列，名册中的内容保持不变；有这一列而留空的格子，内容会被清空。"),
        say("可以填写的大会职务：{offices}", offices=render(say("、"), language).join(offices)),
    )
    for row, rule in enumerate(rules, len(HEADERS) + 2):
        sheet.merge_range(row, 0, row, 2, render(rule, language), wrap)
        sheet.set_row(row, 34)

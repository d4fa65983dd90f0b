"""Spreadsheets for the tests, made as people make them."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from congress.roster.rules import Category, Sex
from congress.roster.sheet import Facts, Known, Plan, plan, read, table

HEAD = ("工号", "姓名", "性别", "单位", "人员类别", "代表类别", "代表团", "团长", "大会职务")


def book(rows: Iterable[Sequence[object]], *, name: str = "名册", merged: Iterable[str] = ()) -> bytes:
    """An .xlsx of these cells; strings that begin with = become formulas, as in a spreadsheet."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    sheet = workbook.add_worksheet(name)
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if hasattr(value, "year"):
                sheet.write_datetime(r, c, value, day)
            else:
                sheet.write(r, c, value)
    for area in merged:
        sheet.merge_range(area, "合并")
    workbook.close()
    return target.getvalue()


def text(rows: Iterable[Sequence[object]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    """The same as .csv."""
    target = io.StringIO()
    csv.writer(target, delimiter=separator).writerows(rows)
    return target.getvalue().encode(encoding)


def someone(number: str, **more: object) -> Facts:
    """A person of the roster."""
    plain = {"name": f"职工{number}", "sex": Sex.MALE, "unit": "铸造车间", "category": Category.FRONTLINE}
    return Facts(number=number, **{**plain, **more})


def roster(*people: Facts, importer: str = "") -> Known:
    """What is known before the import."""
    return Known(
        {facts.number: facts for facts in people},
        ("长风精工有限公司", "铸造车间", "后勤保障部"),
        {1: "第一代表团", 2: "第二代表团"},
        importer,
    )


def planned(rows: Iterable[Sequence[object]], known: Known, *, complete: bool = False) -> Plan:
    """The plan for rows below ``HEAD``."""
    return plan(table(read(book([HEAD, *rows]), "a.xlsx")), known, complete=complete)

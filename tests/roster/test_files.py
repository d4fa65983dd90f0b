"""Files as people send them: every encoding that is met, and every way in which a spreadsheet can be broken."""

import io
import struct
import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter
from sheets import HEAD, book, text

from congress.errors import Invalid
from congress.i18n import render
from congress.roster.sheet import read, table
from congress.roster.sheet.columns import Column
from congress.roster.sheet.files import MOST_ROWS

ROWS = [HEAD, ("1001", "王秀兰", "女", "铸造车间", "一线职工", "正式", "第一代表团", "是", "")]


def why(content: bytes, filename: str = "a.xlsx") -> str:
    """What the organiser is told, in English, so that a missing translation shows too."""
    with pytest.raises(Invalid) as refused:
        table(read(content, filename))
    said = render(refused.value.fields["file"], "en")
    assert said.isascii(), said
    return said


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gb18030", ","),
        ("gbk", "\t"),
        ("utf-16", "\t"),
        ("utf-8-sig", ";"),
    ],
)
def test_text_in_every_encoding_that_is_met(encoding, separator):
    found = table(read(text(ROWS, encoding, separator), "名册.csv"))
    assert found.rows == [(2, dict(zip(found.places, ROWS[1], strict=True)))]


def test_a_workbook():
    found = table(read(book(ROWS), "a.xlsx"))
    assert found.sheet == "名册"
    assert found.rows[0][1][Column.NAME] == "王秀兰"


def test_english_headers_and_a_title_above_them():
    rows = [("Roster 2026",), (), ("Employee No.", "Name", "Sex", "Shoe size"), ("7", "Li", "male", "42")]
    found = table(read(book(rows), "a.xlsx"))
    assert list(found.places) == [Column.NUMBER, Column.NAME, Column.SEX]
    assert found.rows[0][0] == 4
    assert found.ignored == ("Shoe size",)


def test_the_roster_may_stand_on_a_later_sheet():
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    workbook.add_worksheet("说明").write(0, 0, "请在下一页填写")
    second = workbook.add_worksheet("名册")
    second.write_row(3, 2, ["工号", "姓名"])
    second.write_row(4, 2, ["1", "王"])
    workbook.close()
    found = table(read(target.getvalue(), "a.xlsx"))
    assert (found.sheet, found.places[Column.NUMBER], found.rows[0][0]) == ("名册", 2, 5)


def test_empty_rows_are_passed_over_and_rows_keep_their_numbers():
    found = table(read(book([ROWS[0], (), ROWS[1], ("", "　", None), ROWS[1]]), "a.xlsx"))
    assert [row for row, _ in found.rows] == [3, 5]
    assert found.blank == 2


def test_dates_stay_dates():
    rows = [("工号", "姓名", "出生年份"), ("1", "王", datetime(1986, 5, 1, tzinfo=UTC).replace(tzinfo=None))]
    assert table(read(book(rows), "a.xlsx")).rows[0][1][Column.BIRTH_YEAR].year == 1986


@pytest.mark.parametrize("content", [b"", b"   \r\n ", b"\x00\x00"])
def test_nothing_in_it(content):
    assert "empty" in why(content)


def test_not_a_zip():
    assert "not an Excel workbook" in why(b"hello, this is no workbook")
    assert "not an Excel workbook" in why(b"PK\x03\x04 but nothing more")


def test_a_zip_of_something_else():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8")
    assert "not an Excel workbook" in why(packed.getvalue())


def test_a_workbook_cut_short():
    whole = book(ROWS)
    assert "damaged" in why(whole[: len(whole) // 2])


def test_a_workbook_with_damaged_sheets():
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(ROWS))) as good, zipfile.ZipFile(packed, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    assert "damaged" in why(packed.getvalue()) or "headers" in why(packed.getvalue())


def test_protected_by_a_password():
    ole = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    assert "password" in why(ole)
    flagged = bytearray(book(ROWS))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = flagged.find(signature)
        while at >= 0:
            struct.pack_into("<H", flagged, at + offset, 1)
            at = flagged.find(signature, at + 4)
    assert "password" in why(bytes(flagged))


def test_the_old_kind():
    assert ".xls" in why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "a.xls")


def test_too_many_rows():
    assert str(MOST_ROWS) in why(text([ROWS[0], *[ROWS[1]] * 100_000]), "a.csv")
    many = [("工号", "姓名"), *((str(n), "王") for n in range(MOST_ROWS + 1))]
    assert str(MOST_ROWS) in why(book(many))


def test_one_stray_cell_at_the_end_of_the_sheet_does_not_fill_the_memory():
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["工号", "姓名"])
    sheet.write(1_048_575, 16_383, "x")
    workbook.close()
    assert "1048576" in why(target.getvalue())


def test_formatted_empty_rows_do_not_count():
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["工号", "姓名"])
    sheet.write_row(1, 0, ["1", "王"])
    sheet.write_blank(500_000, 3, None, workbook.add_format({"bold": True}))
    workbook.close()
    assert len(table(read(target.getvalue(), "a.xlsx")).rows) == 1


def test_a_few_kilobytes_that_unpack_to_too_much():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", bytes(200 * 1024 * 1024))
    assert len(packed.getvalue()) < 300_000
    assert "too large" in why(packed.getvalue())


def test_text_that_is_none():
    assert "encoding" in why(b"\xff\x80\x80\xff\xff,\xff\x00", "a.csv")
    assert "not a spreadsheet" in why("工号,姓名\n1,王\x00".encode(), "a.csv")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("部门", "年龄"), ("x", "y")], "headers"),
        ([("性别", "单位"), ("x", "y")], "Number"),
        ([("工号", "单位"), ("x", "y")], "Name"),
        ([("工号", "姓名", "工号"), ("x", "y", "z")], "two columns"),
        ([("工号", "姓名")], "nothing below"),
        ([("工号", "姓名"), ("", "　")], "nothing below"),
    ],
)
def test_headers_that_will_not_do(rows, words):
    said = None
    try:
        said = why(book(rows))
    except AssertionError as error:  # what the file says itself may be Chinese
        said = str(error)
    assert words in said


def test_formulas_are_named_by_their_cells():
    found = table(read(book([("工号", "姓名"), ("1", '="王"&"秀"'), ("2", "李")]), "a.xlsx"))
    assert [(t.place, t.header) for t in found.troubles] == [("B2", "姓名")]
    found = table(read(text([("工号", "姓名"), ("1", '=HYPERLINK("http://x","王")')]), "a.csv"))
    assert [t.place for t in found.troubles] == ["B2"]


def test_merged_cells_are_named_unless_they_are_a_title():
    rows = [("2026 年名册",), ("工号", "姓名", "单位"), ("1", "王", "铸造车间"), ("2", "李", "")]
    found = table(read(book(rows, merged=["A1:C1", "C3:C4"]), "a.xlsx"))
    assert [(t.place, t.why.values) for t in found.troubles] == [("C3", (("first", 3), ("last", 4)))]

"""Bytes to grids of cells: .xlsx by python-calamine, .csv in the encodings that are met; everything else is explained.

A workbook is looked into before it is parsed: one stray cell at the far end of a sheet, or a few
kilobytes that unpack to gigabytes, must not fill the memory.
"""

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

import python_calamine
from python_calamine import CalamineError, CalamineWorkbook

from congress.errors import Invalid
from congress.i18n import Message, say
from congress.roster.sheet.cells import Raw

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
MOST_UNPACKED: Final = 150 * 1024 * 1024
ENCODINGS: Final = ("utf-8-sig", "gb18030")
OLD_OR_LOCKED: Final = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE compound file: .xls, or an encrypted .xlsx
)
CELL: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(?<!/)>(\s*<(?:\w+:)?f\b)?')

Area = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Grid:
    """One sheet from its first cell on; positions are (row, column) from 0."""

    name: str
    rows: list[list[Raw]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[Area, ...] = ()


def read(content: bytes, filename: str) -> list[Grid]:
    """The sheets of a file. Raises Invalid with a sentence that says what is wrong with it."""
    if not content.strip(b"\x00 \r\n\t"):
        raise refuse(say("这个文件是空的"))
    if content.startswith(OLD_OR_LOCKED):
        raise _locked_or_old(content)
    if content.startswith(b"PK"):
        return _workbook(content)
    if filename.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods", ".et")):
        raise refuse(
            say("这个文件不是 Excel 工作簿，或者已经损坏"), say("请重新导出，或另存为 .xlsx 后再上传")
        )
    return [_csv(content)]


def refuse(reason: Message, remedy: Message | None = None) -> Invalid:
    """The file as a whole will not do."""
    whole = say("{reason}。{remedy}", reason=reason, remedy=remedy) if remedy else reason
    return Invalid(whole, {"file": whole})


# --- workbooks -----------------------------------------------------------------------------------------------------


def _locked_or_old(content: bytes) -> Invalid:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refuse(say("这个工作簿设了打开密码"), say("请取消密码后另存，再上传"))
    return refuse(say("这是旧格式（.xls）的工作簿"), say("请另存为 .xlsx 后再上传"))


def _workbook(content: bytes) -> list[Grid]:
    try:
        insides = _look_inside(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [_grid(book, name, insides.get(i, b"")) for i, name in enumerate(book.sheet_names)]
    except python_calamine.PasswordError as error:
        raise refuse(say("这个工作簿设了打开密码"), say("请取消密码后另存，再上传")) from error
    except (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise refuse(
            say("这个文件不是 Excel 工作簿，或者已经损坏"), say("请重新导出，或另存为 .xlsx 后再上传")
        ) from error


def _look_inside(content: bytes) -> dict[int, bytes]:
    """The XML of each worksheet, by its place among them; refuses what would unpack too large."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
            raise refuse(say("这个工作簿解开后太大"), say("请只保留名册所在的工作表，另存后再上传"))
        if any(entry.flag_bits & 1 for entry in packed.infolist()):
            raise refuse(say("这个工作簿设了打开密码"), say("请取消密码后另存，再上传"))
        names = packed.namelist()
        if "xl/workbook.xml" not in names:
            raise refuse(say("这个文件不是 Excel 工作簿"), say("请上传 .xlsx 或 .csv 文件"))
        paths = _sheet_paths(packed.read("xl/workbook.xml"), _relations(packed, names))
        return {i: packed.read(path) for i, path in enumerate(paths) if path in names}


def _relations(packed: zipfile.ZipFile, names: list[str]) -> dict[bytes, str]:
    listed = "xl/_rels/workbook.xml.rels"
    found: dict[bytes, str] = {}
    for tag in re.findall(
        rb"<(?:\w+:)?Relationship\s[^>]*>", packed.read(listed) if listed in names else b""
    ):
        key, target = re.search(rb'\bId="([^"]*)"', tag), re.search(rb'\bTarget="([^"]*)"', tag)
        if key and target:
            path = target[1].decode("utf-8", "replace")
            found[key[1]] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    return found


def _sheet_paths(workbook: bytes, relations: dict[bytes, str]) -> list[str]:
    """Where each sheet's XML lies, in the order of the tabs."""
    tags = re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", workbook)
    keys = [re.search(rb'\b(?:\w+:)?id="([^"]*)"', tag) for tag in tags]
    return [relations.get(key[1], "") if key else "" for key in keys]


def _grid(book: CalamineWorkbook, name: str, xml: bytes) -> Grid:
    rows = columns = 0
    formulas = set()
    for letters, digits, formula in CELL.findall(xml):
        row, column = int(digits) - 1, _index(letters)
        rows, columns = max(rows, row + 1), max(columns, column + 1)
        if formula:
            formulas.add((row, column))
    _insist_bounded(rows, columns)
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return Grid(name, [])
    cells: list[list[Raw]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    return Grid(name, cells, frozenset(formulas), tuple(sheet.merged_cell_ranges or ()))


def _insist_bounded(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise refuse(
            say("表格有 {n} 行，最多 {most} 行", n=rows, most=MOST_ROWS),
            say("请分成几个文件，或删去末尾多余的行"),
        )
    if columns > MOST_COLUMNS:
        raise refuse(
            say("表格有 {n} 列，最多 {most} 列", n=columns, most=MOST_COLUMNS), say("请删去右边多余的列")
        )


def _index(letters: bytes) -> int:
    total = 0
    for sign in letters:
        total = total * 26 + sign - 64
    return total - 1


# --- text ----------------------------------------------------------------------------------------------------------


def _csv(content: bytes) -> Grid:
    words = _decoded(content)
    if "\x00" in words:
        raise refuse(say("这不是表格文件"), say("请上传 .xlsx 或 .csv 文件"))
    head = words[:4096].split("\n", 1)[0]
    separator = max((",", "\t", ";", "，"), key=head.count)
    try:
        rows: list[list[Raw]] = []
        for row in csv.reader(io.StringIO(words, newline=""), delimiter=separator):
            _insist_bounded(len(rows) + 1, len(row))
            rows.append(list(row))
    except csv.Error as error:
        raise refuse(say("这个文件的分列方式读不懂"), say("请另存为 .xlsx 后再上传")) from error
    formulas = {
        (r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if str(cell).startswith("=")
    }
    return Grid("", rows, frozenset(formulas))


def _decoded(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, or GB 18030 (which holds GBK and GB 2312)."""
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refuse(say("文字编码读不懂"), say("请另存为 UTF-8 编码的 .csv，或 .xlsx"))

"""Grids to one table: which row holds the headers, which column is which, and the rows that say something."""

from dataclasses import dataclass
from typing import Final

from congress.i18n import say
from congress.roster.sheet.cells import Raw, shown, tidy
from congress.roster.sheet.columns import HEADERS, REQUIRED, Column, by_header, fold_header, letter
from congress.roster.sheet.facts import Trouble
from congress.roster.sheet.files import Area, Grid, refuse

SEARCHED: Final = 15  # rows in which the headers may stand, below a title


@dataclass(frozen=True)
class Table:
    """The roster sheet. Row numbers are those of the file, from 1; ``places`` are columns from 0."""

    sheet: str
    places: dict[Column, int]
    headers: dict[Column, str]
    rows: list[tuple[int, dict[Column, Raw]]]
    blank: int
    ignored: tuple[str, ...]
    troubles: tuple[Trouble, ...]

    def trouble(self, row: int, column: Column, value: str, why: object, remedy: object = None) -> Trouble:
        """What is wrong with a cell of this table."""
        place, header = self.places.get(column), self.headers.get(column, "")
        return Trouble(row, letter(place) if place is not None else "", header, value[:80], why, remedy)  # type: ignore[arg-type]


def table(grids: list[Grid]) -> Table:
    """The first sheet with a row of headers. Raises Invalid when there is none, or too little in it."""
    known = by_header()
    for grid in grids:
        for index, row in enumerate(grid.rows[:SEARCHED]):
            found = [known.get(fold_header(shown(cell))) for cell in row]
            if len({column for column in found if column}) >= 2:
                return _table(grid, index, found)
    raise refuse(say("没有找到表头"), say("表头行应有“工号”“姓名”等列名；可以下载模板，把名册粘贴进去"))


def _table(grid: Grid, head: int, found: list[Column | None]) -> Table:
    places: dict[Column, int] = {}
    for index, column in enumerate(found):
        if column in places:
            words = {
                "header": shown(grid.rows[head][index]),
                "one": letter(places[column]),
                "other": letter(index),
            }
            raise refuse(say("“{header}”出现了两列：{one} 和 {other}", **words), say("请只保留一列"))
        if column:
            places[column] = index
    for column in REQUIRED:
        if column not in places:
            raise refuse(say("表头缺少“{header}”", header=HEADERS[column].word), say("请对照模板补上这一列"))
    headers = {column: tidy(grid.rows[head][index]) for column, index in places.items()}
    rows = [(i + 1, _cells(grid.rows[i], places)) for i in range(head + 1, len(grid.rows))]
    filled = [(number, cells) for number, cells in rows if any(tidy(cell) for cell in cells.values())]
    if not filled:
        raise refuse(say("表头下面没有内容"), say("请从表头的下一行开始填写，每人一行"))
    unknown = tuple(
        tidy(cell) for cell, column in zip(grid.rows[head], found, strict=True) if tidy(cell) and not column
    )
    troubles = (*_formulas(grid, head, places, headers), *_merged(grid, head, places, headers))
    return Table(grid.name, places, headers, filled, len(rows) - len(filled), unknown, troubles)


def _cells(row: list[Raw], places: dict[Column, int]) -> dict[Column, Raw]:
    return {column: row[index] if index < len(row) else None for column, index in places.items()}


def _formulas(grid: Grid, head: int, places: dict[Column, int], headers: dict[Column, str]) -> list[Trouble]:
    columns = {index: column for column, index in places.items()}
    return [
        Trouble(
            row + 1,
            letter(index),
            headers[columns[index]],
            shown(grid.rows[row][index])[:80] if row < len(grid.rows) and index < len(grid.rows[row]) else "",
            say("这一格是公式"),
            say("请复制后“选择性粘贴”为数值，再上传"),
        )
        for row, index in sorted(grid.formulas)
        if row > head and index in columns
    ]


def _merged(grid: Grid, head: int, places: dict[Column, int], headers: dict[Column, str]) -> list[Trouble]:
    columns = {index: column for column, index in places.items()}
    return [
        Trouble(
            area[0][0] + 1,
            letter(index),
            headers[columns[index]],
            shown(grid.rows[area[0][0]][area[0][1]])[:80] if area[0][0] < len(grid.rows) else "",
            say("这里是合并单元格（第 {first} 至 {last} 行）", first=area[0][0] + 1, last=area[1][0] + 1),
            say("请取消合并，在每一行分别填写"),
        )
        for area in grid.merged
        if (index := _first(area, columns)) is not None and area[1][0] > head
    ]


def _first(area: Area, columns: dict[int, Column]) -> int | None:
    """The first known column that a merged area covers."""
    return next((i for i in range(area[0][1], area[1][1] + 1) if i in columns), None)

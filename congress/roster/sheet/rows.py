"""Rows to facts: each cell read, and the row compared with what is known of the person."""

from dataclasses import dataclass, replace
from typing import Any, Final

from congress.i18n import Message, say
from congress.roster.rules import OFFICE_WORDS, SEAT_BOUND, DelegateKind
from congress.roster.sheet.cells import READERS, Bad, shown
from congress.roster.sheet.columns import EVERYBODY, HEADERS, Column
from congress.roster.sheet.facts import Facts, Known, Trouble
from congress.roster.sheet.tables import Table

PLAIN: Final = tuple(column for column in Column if column not in {Column.PARENT, Column.DELEGATION})


@dataclass(frozen=True)
class Line:
    """A row that can be read: what it says of the person, and the names of unit, parent and delegation as written."""

    row: int
    before: Facts | None
    after: Facts
    unit: str
    parent: str
    delegation: str | None  # None: the sheet says nothing of delegations


def lines(table: Table, known: Known) -> tuple[list[Line], list[Trouble]]:
    """Every row that is in order, and every bad cell of the others."""
    reader = Reader(table, known)
    found = [line for row, cells in table.rows if (line := reader.line(row, cells))]
    return found, reader.troubles


class Reader:
    """Goes down the sheet once, and notes what is wrong."""

    def __init__(self, table: Table, known: Known) -> None:
        self.table = table
        self.known = known
        self.troubles: list[Trouble] = []
        self.values: dict[tuple[Column, Any], Any] = {}
        self.rows: dict[str, int] = {}  # where each 工号 was met

    def line(self, row: int, cells: dict[Column, Any]) -> Line | None:
        """The row, or None after a complaint."""
        noted = len(self.troubles)
        said = {column: self.read(row, column, raw) for column, raw in cells.items()}
        number = said[Column.NUMBER] or ""
        self.check_number(row, number, cells[Column.NUMBER])
        if not number:
            return None
        before = self.known.people.get(number)
        self.check_complete(row, said, before)
        if len(self.troubles) > noted:
            return None
        after = self.facts(said, before)
        self.check_sense(row, said, cells, after)
        if len(self.troubles) > noted:
            return None
        parent, group = said.get(Column.PARENT) or "", said.get(Column.DELEGATION)
        if Column.DELEGATION in said:
            group = group or ""
        return Line(row, before, after, after.unit, parent, group)

    def read(self, row: int, column: Column, raw: Any) -> Any:
        """The cell's value; the same words in a column are read once."""
        if (column, raw) in self.values and isinstance(raw, str):
            return self.values[column, raw]
        try:
            value = READERS[column](raw)
        except Bad as bad:
            self.wrong(row, column, raw, bad.why, bad.remedy)
            return None
        self.values[column, raw] = value
        return value

    def wrong(self, row: int, column: Column, raw: Any, why: Message, remedy: Message | None = None) -> None:
        self.troubles.append(self.table.trouble(row, column, shown(raw), why, remedy))

    def check_number(self, row: int, number: str, raw: Any) -> None:
        """There is one, it stands here first, and no zeros were lost in front of it."""
        if not number:
            if not any(t.row == row and t.header == self.table.headers[Column.NUMBER] for t in self.troubles):
                self.wrong(row, Column.NUMBER, raw, say("没有工号"), say("请填写工号；合计、签字等行请删去"))
            return
        if first := self.rows.get(number):
            self.wrong(
                row,
                Column.NUMBER,
                raw,
                say("工号重复，第 {row} 行已经有了", row=first),
                say("每人只留一行；若是两个人，请核对工号"),
            )
        self.rows.setdefault(number, row)
        if isinstance(raw, float | int) and number not in self.known.people:
            padded = [known for known in self.known.people if known.lstrip("0") == number and known != number]
            if padded:
                self.wrong(
                    row,
                    Column.NUMBER,
                    raw,
                    say("工号前面的 0 可能被表格软件去掉了"),
                    say("名册中有 {number}；请把这一列设为文本格式后重新填写", number=padded[0]),
                )

    def check_complete(self, row: int, said: dict[Column, Any], before: Facts | None) -> None:
        """A new person needs everything; what everybody has cannot be made empty."""
        bad = {t.header for t in self.troubles if t.row == row}
        for column in EVERYBODY:
            missing = column not in said if before is None else False
            empty = column in said and said[column] in {None, ""}
            if (missing or empty) and self.table.headers.get(column) not in bad:
                word = HEADERS[column].word
                why = say("新增人员须有“{header}”", header=word) if missing else say("没有填写")
                self.wrong(row, column, None, why, say("请填写“{header}”", header=word))

    def facts(self, said: dict[Column, Any], before: Facts | None) -> Facts:
        """What holds after this row: the columns there are, over what was known."""
        given = {column.value: said[column] for column in PLAIN if column in said}
        after = replace(before, **given, left=False) if before else Facts(**given)
        if Column.OFFICES not in said and after.seat is not DelegateKind.VOTING:
            return replace(after, offices=after.offices - SEAT_BOUND)
        return after

    def check_sense(self, row: int, said: dict[Column, Any], cells: dict[Column, Any], after: Facts) -> None:
        """The row agrees with itself."""
        if after.heads and (after.seat is None or said.get(Column.DELEGATION) == ""):
            why = say("团长须是代表，并编入代表团")
            self.wrong(row, Column.HEADS, cells.get(Column.HEADS), why, say("请填写“代表类别”和“代表团”"))
        if after.seat is None and said.get(Column.DELEGATION):
            why = say("不是代表，却编入了代表团")
            self.wrong(
                row, Column.DELEGATION, cells[Column.DELEGATION], why, say("请填写“代表类别”，或清空此格")
            )
        if Column.OFFICES in said and after.seat is not DelegateKind.VOTING:
            for kind in sorted(after.offices & SEAT_BOUND):
                why = say("{office}须由正式代表担任", office=OFFICE_WORDS[kind])
                self.wrong(
                    row,
                    Column.OFFICES,
                    cells[Column.OFFICES],
                    why,
                    say("请把“代表类别”填为正式，或去掉这个职务"),
                )

"""What stands on a ballot paper (票样): rows of columns to mark, and how many marks each row may have. Pure.

A count has one number for each column of each row. Where a row may be left empty, the empty
ones are counted in a column of their own, before the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from congress.errors import Refusal
from congress.i18n import Message, say

Votes = tuple[tuple[int, ...], ...]


class PaperKind(StrEnum):
    """What is asked: one matter, several items one by one, an election, an appraisal of persons."""

    MATTER = "matter"
    ITEMS = "items"
    ELECTION = "election"
    APPRAISAL = "appraisal"


PAPER_KINDS: Final[dict[PaperKind, Message]] = {
    PaperKind.MATTER: say("一事一票"),
    PaperKind.ITEMS: say("分项表决"),
    PaperKind.ELECTION: say("选举"),
    PaperKind.APPRAISAL: say("民主评议"),
}
ANSWERS: Final = (say("赞成"), say("反对"), say("弃权"))
GRADES: Final = (say("优秀"), say("称职"), say("基本称职"), say("不称职"))
EMPTY: Final = say("弃权")  # the column of rows that were left empty
MOST_LINES: Final = 40
MOST_COLUMNS: Final = 60  # a phone seals about a hundred columns in a second or two


def texts(words: tuple[Message, ...]) -> tuple[str, ...]:
    """As they are printed on the paper, in the congress's language."""
    return tuple(word.text for word in words)


@dataclass(frozen=True)
class Row:
    """Up to ``most`` marks, at least one, in these columns; ``empty``: or none at all."""

    text: str
    columns: tuple[str, ...]
    most: int = 1
    empty: bool = False

    @property
    def width(self) -> int:
        """Numbers in its count."""
        return len(self.columns) + self.empty

    @property
    def labels(self) -> tuple[Message | str, ...]:
        """A word for each number of its count; names of persons are people's own words."""
        known = {word.text: word for word in (*ANSWERS, *GRADES)}
        words = tuple(known.get(column, column) for column in self.columns)
        return (EMPTY, *words) if self.empty else words


@dataclass(frozen=True)
class BallotPaper:
    """``lines``: the items, candidates or persons; a single matter has none. ``seats``: to be filled by an election."""

    kind: PaperKind = PaperKind.MATTER
    lines: tuple[str, ...] = ()
    seats: int = 0

    @property
    def is_single(self) -> bool:
        """One matter: for, against, abstain."""
        return self.kind is PaperKind.MATTER

    def rows(self, title: str) -> tuple[Row, ...]:
        """What is marked, under this title."""
        match self.kind:
            case PaperKind.MATTER:
                return (Row(title, texts(ANSWERS)),)
            case PaperKind.ITEMS:
                return tuple(Row(line, texts(ANSWERS)) for line in self.lines)
            case PaperKind.ELECTION:
                return (Row(title, self.lines, self.seats, empty=True),)
            case PaperKind.APPRAISAL:
                return tuple(Row(line, texts(GRADES), empty=True) for line in self.lines)

    @property
    def columns(self) -> int:
        """All numbers of a count."""
        return sum(row.width for row in self.rows(""))

    def has_shape_of(self, votes: Sequence[Sequence[int]]) -> bool:
        """Is this a count of this paper: a number for each column?"""
        return [len(row) for row in votes] == [row.width for row in self.rows("")]


def paper_refusal(paper: BallotPaper) -> Refusal | None:
    """What does not make sense about a ballot paper."""
    if paper.is_single:
        return None
    words: dict[PaperKind, Message] = {
        PaperKind.ITEMS: say("请至少写两个分项，每行一个"),
        PaperKind.ELECTION: say("请写候选人，每行一个姓名"),
        PaperKind.APPRAISAL: say("请写被评议人，每行一个姓名"),
    }
    if len(paper.lines) < (2 if paper.kind is PaperKind.ITEMS else 1):
        return Refusal(words[paper.kind])
    if len(set(paper.lines)) < len(paper.lines):
        return Refusal(say("有两行相同"), say("同名的人请在姓名后注明单位"))
    if paper.kind is PaperKind.ELECTION and not 1 <= paper.seats <= len(paper.lines):
        return Refusal(
            say("应选名额应当在 1 和候选人数 {n} 之间", n=len(paper.lines)),
            say("等额选举：候选人与名额相等；差额选举：候选人多于名额"),
        )
    if len(paper.lines) > MOST_LINES or paper.columns > MOST_COLUMNS:
        return Refusal(say("一张票上的内容太多（至多 {n} 个可选项）", n=MOST_COLUMNS), say("请分成几次表决"))
    return None

"""Several on one ballot paper: each item, candidate or person judged by itself, under the same rule.

An election is won by those with the number of votes needed, the highest first, up to the seats.
Equal votes at the last seat decide nothing: those persons are voted on again (选举通例).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from congress.bylaws.counts import Counts, SixCounts, box_faults, head_faults, needed
from congress.bylaws.matter import Matter
from congress.bylaws.paper import BallotPaper, PaperKind, Votes
from congress.i18n import Message, say


class Standing(StrEnum):
    """What became of one line."""

    PASSED = "passed"
    FAILED = "failed"
    ELECTED = "elected"
    TIED = "tied"  # enough votes, but as many as another for the last seat
    FULL = "full"  # enough votes, but the seats are taken
    SHORT = "short"  # too few votes
    GRADED = "graded"  # an appraisal decides nothing
    NONE = "none"  # the vote has no effect


STANDINGS: dict[Standing, Message] = {
    Standing.PASSED: say("通过"),
    Standing.FAILED: say("未通过"),
    Standing.ELECTED: say("当选"),
    Standing.TIED: say("得票相等，须再次投票"),
    Standing.FULL: say("名额已满，未当选"),
    Standing.SHORT: say("得票不足，未当选"),
    Standing.GRADED: say("已评议"),
    Standing.NONE: say("无效"),
}


@dataclass(frozen=True)
class Line:
    """``votes``: 赞成 反对 弃权 of an item; the marks of a candidate; 弃权 and the four grades of a person."""

    name: str
    votes: tuple[int, ...]
    standing: Standing

    @property
    def won(self) -> bool:
        return self.standing in (Standing.PASSED, Standing.ELECTED)

    @property
    def became(self) -> Message:
        """Its standing in words."""
        return STANDINGS[self.standing]


def line_faults(counts: SixCounts, paper: BallotPaper, votes: Votes) -> Iterator[Message]:
    """What is impossible about the count of such a paper."""
    yield from head_faults(counts)
    yield from box_faults(counts)
    if not paper.has_shape_of(votes):
        yield say("票数与票样不符")
        return
    if min(min(row) for row in votes) < 0:
        yield say("票数和人数不能为负数")
    elif paper.kind is PaperKind.ELECTION:
        yield from _mark_faults(counts, paper, votes[0])
    else:
        for name, row in zip(paper.lines, votes, strict=True):
            if sum(row) != counts.valid:
                yield say("“{name}”各栏合计 {n} 票，不等于有效 {v} 张", name=name, n=sum(row), v=counts.valid)


def _mark_faults(counts: SixCounts, paper: BallotPaper, row: Sequence[int]) -> Iterator[Message]:
    empty, *marks = row
    marked = counts.valid - empty
    if marked < 0:
        yield say("弃权 {e} 张多于有效 {v} 张", e=empty, v=counts.valid)
        return
    for name, number in zip(paper.lines, marks, strict=True):
        if number > marked:
            yield say("“{name}”得 {n} 票，多于没有弃权的有效票 {m} 张", name=name, n=number, m=marked)
    if not marked <= sum(marks) <= marked * paper.seats:
        yield say(
            "候选人得票合计 {n}，不在 {low} 和 {high} 之间",
            n=sum(marks),
            low=marked,
            high=marked * paper.seats,
        )


def judge_lines(matter: Matter, counts: SixCounts, paper: BallotPaper, votes: Votes) -> tuple[Line, ...]:
    """Each line by the rule; candidates with the most votes first, as they are announced."""
    match paper.kind:
        case PaperKind.ITEMS:
            return tuple(
                _item(matter, counts, name, row) for name, row in zip(paper.lines, votes, strict=True)
            )
        case PaperKind.ELECTION:
            return _elect(matter, counts, paper, votes[0][1:])
        case _:
            graded = zip(paper.lines, votes, strict=True)
            return tuple(Line(name, row, Standing.GRADED) for name, row in graded)


def without_effect(paper: BallotPaper, votes: Votes) -> tuple[Line, ...]:
    """The figures, where the vote as a whole decides nothing."""
    if not paper.has_shape_of(votes):
        return ()
    rows = [(n,) for n in votes[0][1:]] if paper.kind is PaperKind.ELECTION else votes
    return tuple(Line(name, row, Standing.NONE) for name, row in zip(paper.lines, rows, strict=True))


def item_counts(counts: SixCounts, row: Sequence[int]) -> Counts:
    """The counts of one item, as if it had been alone on the paper."""
    return Counts(**vars(counts.six), favour=row[0], against=row[1], abstain=row[2])


def votes_needed(matter: Matter, counts: SixCounts) -> int:
    """The least number of votes that carries a line."""
    return needed(matter, counts.expected, counts.present, counts.returned)


def _item(matter: Matter, counts: SixCounts, name: str, row: tuple[int, ...]) -> Line:
    enough = row[0] >= votes_needed(matter, counts)
    return Line(name, row, Standing.PASSED if enough else Standing.FAILED)


def _elect(matter: Matter, counts: SixCounts, paper: BallotPaper, marks: Sequence[int]) -> tuple[Line, ...]:
    least = max(1, votes_needed(matter, counts))
    order = sorted(zip(paper.lines, marks, strict=True), key=lambda one: -one[1])  # stable: as on the paper
    able = [number for _, number in order if number >= least]
    contested = len(able) > paper.seats and able[paper.seats - 1] == able[paper.seats]
    last = able[paper.seats - 1] if len(able) >= paper.seats else least

    def standing(number: int) -> Standing:
        if number < least:
            return Standing.SHORT
        if number < last:
            return Standing.FULL
        return Standing.TIED if contested and number == last else Standing.ELECTED

    return tuple(Line(name, (number,), standing(number)) for name, number in order)

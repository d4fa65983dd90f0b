"""Counting: how many are needed, and whether the figures of a vote add up."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from math import ceil, floor
from typing import Final

from congress.bylaws.findings import Finding, impossible
from congress.bylaws.matter import Matter
from congress.bylaws.terms import Base, Confidence, Form, Source
from congress.i18n import Message, say

BALLOT_RULES: Final = Source("投票办法通例", "Customary ballot rules", "", Confidence.SEEN)


@dataclass(frozen=True)
class SixCounts:
    """应到 实到 发出 收回 有效 无效: of every vote, whatever stands on its ballot paper."""

    expected: int
    present: int
    issued: int
    returned: int
    valid: int
    invalid: int

    @property
    def six(self) -> "SixCounts":
        """Without what was chosen."""
        return SixCounts(self.expected, self.present, self.issued, self.returned, self.valid, self.invalid)


@dataclass(frozen=True)
class Counts(SixCounts):
    """The six, and 赞成 反对 弃权 of one matter."""

    favour: int
    against: int
    abstain: int

    @classmethod
    def by_hand(cls, expected: int, present: int, favour: int, against: int, abstain: int) -> "Counts":
        """Raised hands as tellers count them: everyone present could raise one, every hand raised is valid."""
        raised = favour + against + abstain
        return cls(expected, present, present, raised, raised, 0, favour, against, abstain)


def quorum_needed(matter: Matter, expected: int) -> int:
    """The least number present that makes the quorum."""
    return ceil(matter.quorum * expected)


def needed(matter: Matter, expected: int, present: int, cast: int) -> int:
    """The least number in favour that passes; 0 where opinions are heard and nothing is decided by number."""
    if matter.threshold is None:
        return 0
    share = matter.threshold * {Base.ALL: expected, Base.PRESENT: present, Base.CAST: cast}[matter.base]
    return floor(share) + 1 if matter.strict else max(1, ceil(share))


def is_void(counts: SixCounts, form: Form | None = None) -> bool:
    """More ballots came back than were given out: the vote is void and is taken again."""
    return form is not Form.HAND and counts.returned > counts.issued


def check_counts(counts: Counts, form: Form | None = None) -> tuple[Finding, ...]:
    """What is impossible about these figures; nothing when they add up."""
    by_hand = form is Form.HAND
    wrong = [*head_faults(counts), *(hand_faults(counts) if by_hand else ballot_faults(counts))]
    return as_findings(wrong, counts, form)


def as_findings(wrong: Iterable[Message], counts: SixCounts, form: Form | None) -> tuple[Finding, ...]:
    """Faults with what to do about them."""
    remedy = say("本次投票无效，应当重新投票") if is_void(counts, form) else say("请监票人、计票人重新清点")
    return tuple(impossible(message, remedy, BALLOT_RULES) for message in wrong)


def head_faults(counts: SixCounts) -> Iterator[Message]:
    """Figures wrong whatever the form."""
    if min(astuple(counts)) < 0:
        yield say("票数和人数不能为负数")
    if counts.present > counts.expected:
        yield say("实到 {p} 人多于应到 {n} 人", p=counts.present, n=counts.expected)


def hand_faults(counts: Counts) -> Iterator[Message]:
    """More hands than people."""
    raised = counts.favour + counts.against + counts.abstain
    if raised > counts.present:
        yield say("举手 {r} 人多于实到 {p} 人", r=raised, p=counts.present)


def ballot_faults(counts: Counts) -> Iterator[Message]:
    """Ballots that came from nowhere or went nowhere."""
    votes = {"y": counts.favour, "a": counts.against, "s": counts.abstain}
    yield from box_faults(counts)
    if counts.valid != sum(votes.values()):
        yield say("有效 {v} 张不等于赞成 {y} 票加反对 {a} 票加弃权 {s} 票", v=counts.valid, **votes)


def box_faults(counts: SixCounts) -> Iterator[Message]:
    """Papers given out, returned and judged, before anybody reads what is on them."""
    returned = {"r": counts.returned, "v": counts.valid, "x": counts.invalid}
    if counts.issued > counts.present:
        yield say("发出 {i} 张多于实到 {p} 人", i=counts.issued, p=counts.present)
    if counts.returned > counts.issued:
        yield say("收回 {r} 张多于发出 {i} 张", r=counts.returned, i=counts.issued)
    if counts.returned != counts.valid + counts.invalid:
        yield say("收回 {r} 张不等于有效 {v} 张加无效 {x} 张", **returned)

"""Counting: how many are needed, and whether the figures of a vote add up."""

from dataclasses import astuple, dataclass
from math import ceil, floor
from typing import Final

from congress.bylaws.findings import Finding, impossible
from congress.bylaws.matter import Matter
from congress.bylaws.terms import Base, Confidence, Source
from congress.i18n import Message, say

BALLOT_RULES: Final = Source("投票办法通例", "Customary ballot rules", "", Confidence.SEEN)


@dataclass(frozen=True)
class Counts:
    """应到 实到 发出 收回 有效 无效 赞成 反对 弃权."""

    expected: int
    present: int
    issued: int
    returned: int
    valid: int
    invalid: int
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


def is_void(counts: Counts) -> bool:
    """More ballots came back than were given out: the vote is void and is taken again."""
    return counts.returned > counts.issued


def check_counts(counts: Counts) -> tuple[Finding, ...]:
    """What is impossible about these figures; nothing when they add up."""
    recount = say("请监票人、计票人重新清点")
    revote = say("本次投票无效，应当重新投票")
    checks: tuple[tuple[bool, Message, Message], ...] = (
        (min(astuple(counts)) < 0, say("票数和人数不能为负数"), recount),
        (
            counts.present > counts.expected,
            say("实到 {p} 人多于应到 {n} 人", p=counts.present, n=counts.expected),
            recount,
        ),
        (
            counts.issued > counts.present,
            say("发出 {i} 张多于实到 {p} 人", i=counts.issued, p=counts.present),
            recount,
        ),
        (is_void(counts), say("收回 {r} 张多于发出 {i} 张", r=counts.returned, i=counts.issued), revote),
        (
            counts.returned != counts.valid + counts.invalid,
            say(
                "收回 {r} 张不等于有效 {v} 张加无效 {x} 张",
                r=counts.returned,
                v=counts.valid,
                x=counts.invalid,
            ),
            recount,
        ),
        (
            counts.valid != counts.favour + counts.against + counts.abstain,
            say(
                "有效 {v} 张不等于赞成 {y} 票加反对 {a} 票加弃权 {s} 票",
                v=counts.valid,
                y=counts.favour,
                a=counts.against,
                s=counts.abstain,
            ),
            recount,
        ),
    )
    return tuple(impossible(message, remedy, BALLOT_RULES) for wrong, message, remedy in checks if wrong)

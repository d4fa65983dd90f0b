"""What the Party committee does with what it receives: one table of moves. Pure.

A 报告 informs and asks for nothing; a 请示 asks for one thing; the two cannot be
mixed (党政机关公文处理工作条例 art. 15).
"""

from enum import StrEnum


class DispatchKind(StrEnum):
    """报告 or 请示."""

    REPORT = "report"
    REQUEST = "request"


class DispatchStage(StrEnum):
    """待签收, 研究中, 已批示, 落实中, 已答复."""

    SENT = "sent"
    STUDIED = "studied"
    DECIDED = "decided"
    CARRIED_OUT = "carried_out"
    ANSWERED = "answered"


class AssignmentStage(StrEnum):
    """A department's task: given, reported done, accepted; or sent back."""

    GIVEN = "given"
    REPORTED = "reported"
    ACCEPTED = "accepted"


class Rating(StrEnum):
    """满意, 基本满意, 不满意."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    UNSATISFIED = "unsatisfied"

"""What the Party committee does with what it receives, and what departments make of it. Pure, by capability.

The words every rule and table of this slice uses stand here; ``dispatches`` and
``assignments`` hold one table of moves each, ``wording`` keeps 报告 and 请示 apart,
``lights`` says how a deadline stands.
"""

from enum import StrEnum
from typing import Final

from congress.i18n import Message, say


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


class DecisionKind(StrEnum):
    """批示 instructs, 批复 answers a 请示, 办结答复 closes. None of them touches text or counts."""

    INSTRUCTION = "instruction"
    REPLY = "reply"
    ANSWER = "answer"


class AssignmentStage(StrEnum):
    """A department's task: given, reported done, accepted; sent back it is given again."""

    GIVEN = "given"
    REPORTED = "reported"
    ACCEPTED = "accepted"


class ProgressKind(StrEnum):
    """What was said about a task, and what that did."""

    STEP = "step"
    DONE = "done"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"


class Rating(StrEnum):
    """满意, 基本满意, 不满意."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    UNSATISFIED = "unsatisfied"


KINDS: Final[dict[DispatchKind, Message]] = {
    DispatchKind.REPORT: say("报告"),
    DispatchKind.REQUEST: say("请示"),
}
STAGES: Final[dict[DispatchStage, Message]] = {
    DispatchStage.SENT: say("待签收"),
    DispatchStage.STUDIED: say("研究中"),
    DispatchStage.DECIDED: say("已批示"),
    DispatchStage.CARRIED_OUT: say("落实中"),
    DispatchStage.ANSWERED: say("已答复"),
}
TASK_STAGES: Final[dict[AssignmentStage, Message]] = {
    AssignmentStage.GIVEN: say("办理中"),
    AssignmentStage.REPORTED: say("待验收"),
    AssignmentStage.ACCEPTED: say("已办结"),
}
PROGRESS: Final[dict[ProgressKind, Message]] = {
    ProgressKind.STEP: say("报告进展"),
    ProgressKind.DONE: say("报告完成"),
    ProgressKind.SENT_BACK: say("党委退回"),
    ProgressKind.ACCEPTED: say("党委验收"),
}
RATINGS: Final[dict[Rating, Message]] = {
    Rating.SATISFIED: say("满意"),
    Rating.PARTLY: say("基本满意"),
    Rating.UNSATISFIED: say("不满意"),
}
ROUNDS: Final = 2
"""不满意 reopens a dispatch once."""

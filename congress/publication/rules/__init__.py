"""What is shown to all employees (公示): for how long, what they may say about it, and how it ends. Pure, by capability.

The words that rules and tables of this slice share stand here; ``periods`` counts days, ``notices``
says when a notice may begin, go on and end, ``comments`` what employees may say and when it is answered.
"""

from enum import StrEnum
from typing import Final

from congress.i18n import Message, say


class Subject(StrEnum):
    """What is shown."""

    RESOLUTION = "resolution"
    CANDIDATES = "candidates"
    MODEL_WORKERS = "model_workers"
    RESULT = "result"
    PLAN = "plan"


class NoticeStage(StrEnum):
    """On show until the secretariat notes how it ended."""

    SHOWN = "shown"
    CONCLUDED = "concluded"


class Outcome(StrEnum):
    """How a notice ended."""

    NO_OBJECTION = "no_objection"
    HANDLED = "handled"
    WITHDRAWN = "withdrawn"


class Stance(StrEnum):
    """What a comment is: an objection must be dealt with before the notice can end well."""

    OBJECTION = "objection"
    SUGGESTION = "suggestion"


class Standing(StrEnum):
    """How a notice stands for what depends on it."""

    NONE = "none"
    RUNNING = "running"
    PASSED = "passed"  # its last day is over, and it was not withdrawn
    WITHDRAWN = "withdrawn"


SUBJECTS: Final[dict[Subject, Message]] = {
    Subject.RESOLUTION: say("决议公示"),
    Subject.CANDIDATES: say("候选人公示"),
    Subject.MODEL_WORKERS: say("先进人选公示"),
    Subject.RESULT: say("结果公示"),
    Subject.PLAN: say("方案公示"),
}
PERIODS: Final[dict[Subject, str]] = {
    Subject.RESOLUTION: "publish_shown",
    Subject.CANDIDATES: "candidates_shown",
    Subject.MODEL_WORKERS: "candidates_shown",
    Subject.RESULT: "publish_shown",
    Subject.PLAN: "publish_shown",
}
"""Which deadline of the rule profile says how long."""

MATTERS: Final[dict[Subject, str]] = {
    Subject.RESOLUTION: "custom",
    Subject.CANDIDATES: "elect_employee_director",
    Subject.MODEL_WORKERS: "model_workers",
    Subject.RESULT: "elect_employee_director",
    Subject.PLAN: "workplace_rules",
}
"""The matter that the form offers first."""

OUTCOMES: Final[dict[Outcome, Message]] = {
    Outcome.NO_OBJECTION: say("公示无异议"),
    Outcome.HANDLED: say("异议已处理"),
    Outcome.WITHDRAWN: say("公示撤回"),
}
STANCES: Final[dict[Stance, Message]] = {
    Stance.OBJECTION: say("有异议"),
    Stance.SUGGESTION: say("建议或询问"),
}
AWAITS_RESULT: Final = say("公示期满，等待记录结果")


def shown_for(days: int) -> Message:
    """How long it is still on show; ``days`` counts today."""
    return say("公示中，还有 {n} 天", n=days) if days > 1 else say("公示中，今天 24 时止")


CHOOSE: Final = say("请选择答复是否公开")

"""What motions are sorted by and decided with, each with its word."""

from enum import StrEnum

from congress.i18n import Message, say
from congress.motions.rules.stages import MotionStage, Move


class MotionCategory(StrEnum):
    """类别."""

    PRODUCTION = "production"
    LABOUR = "labour"
    SAFETY = "safety"
    WELFARE = "welfare"
    ORDER = "order"
    OTHER = "other"


class Answer(StrEnum):
    """What an invited seconder said; WITHDRAWN: the lead took the invitation back."""

    PENDING = "pending"
    SECONDED = "seconded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What the review decided."""

    FILE = "file"
    MERGE = "merge"
    SUGGEST = "suggest"
    RETURN = "return"
    REFUSE = "refuse"

    @property
    def move(self) -> Move:
        """The move that this decision makes."""
        return Move(self.value)

    @property
    def deed(self) -> "Deed":
        """What the timeline says of this decision."""
        return Deed(self.value)


class Deed(StrEnum):
    """What the timeline of a motion tells; the five of the review share their values with ``Outcome``."""

    DRAFTED = "drafted"
    OPENED = "opened"
    SECONDED = "seconded"
    DECLINED = "declined"
    REVISED = "revised"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    FILE = "file"
    MERGE = "merge"
    SUGGEST = "suggest"
    RETURN = "return"
    REFUSE = "refuse"
    PLACED = "placed"
    PASSED = "passed"
    FAILED = "failed"


CATEGORIES: dict[MotionCategory, Message] = {
    MotionCategory.PRODUCTION: say("生产经营"),
    MotionCategory.LABOUR: say("人事劳资"),
    MotionCategory.SAFETY: say("劳动保护"),
    MotionCategory.WELFARE: say("生活福利"),
    MotionCategory.ORDER: say("综合治理"),
    MotionCategory.OTHER: say("其他"),
}
ANSWERS: dict[Answer, Message] = {
    Answer.PENDING: say("待答复"),
    Answer.SECONDED: say("已附议"),
    Answer.DECLINED: say("未同意附议"),
    Answer.WITHDRAWN: say("邀请已收回"),
}
OUTCOMES: dict[Outcome, Message] = {
    Outcome.FILE: say("立案"),
    Outcome.MERGE: say("并案"),
    Outcome.SUGGEST: say("转意见建议"),
    Outcome.RETURN: say("退回修改"),
    Outcome.REFUSE: say("不予立案"),
}
DEEDS: dict[Deed, Message] = {
    Deed.DRAFTED: say("起草"),
    Deed.OPENED: say("公开征集附议"),
    Deed.SECONDED: say("附议"),
    Deed.DECLINED: say("未同意附议"),
    Deed.REVISED: say("修改文本"),
    Deed.SUBMITTED: say("提交审查"),
    Deed.WITHDRAWN: say("撤回提案"),
    **{outcome.deed: word for outcome, word in OUTCOMES.items()},
    Deed.PLACED: say("列入议程"),
    Deed.PASSED: say("大会通过"),
    Deed.FAILED: say("大会未通过"),
}
OUTCOME_HINTS: dict[Outcome, Message] = {
    Outcome.FILE: say("编立案号，交由大会审议或有关部门办理"),
    Outcome.MERGE: say("与内容相同的已立案提案合并办理"),
    Outcome.SUGGEST: say("不作为提案，转为意见建议由有关方面答复"),
    Outcome.RETURN: say("请领衔人修改后重新征集附议"),
    Outcome.REFUSE: say("不属于职工代表大会提案范围"),
}
LIGHTS: dict[MotionStage, str] = {
    MotionStage.DRAFT: "neutral",
    MotionStage.SEEKING: "amber",
    MotionStage.SUBMITTED: "amber",
    MotionStage.RETURNED: "red",
    MotionStage.FILED: "green",
    MotionStage.MERGED: "gold",
    MotionStage.SUGGESTION: "gold",
    MotionStage.REFUSED: "red",
    MotionStage.ON_AGENDA: "green",
    MotionStage.PASSED: "green",
    MotionStage.FAILED: "red",
    MotionStage.WITHDRAWN: "neutral",
}

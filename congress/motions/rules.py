"""The life of a motion (提案) as one table of moves. Pure."""

from enum import StrEnum


class MotionStage(StrEnum):
    """Where a motion stands."""

    DRAFT = "draft"
    SEEKING = "seeking"  # 征集附议
    SUBMITTED = "submitted"  # 待审查
    RETURNED = "returned"  # 退回修改
    FILED = "filed"  # 立案
    MERGED = "merged"  # 并案
    SUGGESTION = "suggestion"  # 转意见建议
    REFUSED = "refused"  # 不予立案
    ON_AGENDA = "on_agenda"
    PASSED = "passed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class MotionCategory(StrEnum):
    """类别."""

    PRODUCTION = "production"
    LABOUR = "labour"
    SAFETY = "safety"
    WELFARE = "welfare"
    ORDER = "order"
    OTHER = "other"


class Answer(StrEnum):
    """What an invited seconder said."""

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

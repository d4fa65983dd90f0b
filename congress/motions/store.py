"""Tables of motions, their seconders, reviews and discussion, and of employees' suggestions."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from congress.motions.rules import Answer, MotionCategory, MotionStage, Outcome
from congress.schema import Table, state, text


class Motion(Table, table=True):
    """提案. ``number`` is given at filing, without gaps within a sitting."""

    __table_args__ = (UniqueConstraint("sitting_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    number: int | None = None
    lead_id: int = Field(foreign_key="person.id", index=True)
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id")
    category: MotionCategory = state(MotionCategory, MotionCategory.OTHER)
    title: str
    title_en: str = ""
    grounds: str = text(default="")
    proposal: str = text(default="")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    stage: MotionStage = state(MotionStage, MotionStage.DRAFT, index=True)
    revision: int = 1
    merged_into_id: int | None = Field(default=None, foreign_key="motion.id")
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None = None
    filed_at: datetime | None = None
    result: str = text(default="")


class Seconding(Table, table=True):
    """附议: an invitation to second and its answer; ``statement`` and ``signature`` when signed."""

    __table_args__ = (UniqueConstraint("motion_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    motion_id: int = Field(foreign_key="motion.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    answer: Answer = state(Answer, Answer.PENDING)
    invited_at: datetime
    answered_at: datetime | None = None
    revision: int = 0  # the revision of the motion that was seconded
    seq: int | None = None  # entry of the record


class Review(Table, table=True):
    """审查意见: one decision of the motion committee on a motion, with its reasons."""

    id: int | None = Field(default=None, primary_key=True)
    motion_id: int = Field(foreign_key="motion.id", index=True)
    outcome: Outcome = state(Outcome)
    reasons: str = text()
    reviewer_id: int = Field(foreign_key="person.id")
    at: datetime


class Comment(Table, table=True):
    """One contribution to the discussion of a motion."""

    id: int | None = Field(default=None, primary_key=True)
    motion_id: int = Field(foreign_key="motion.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    body: str = text()
    at: datetime
    hidden_at: datetime | None = None
    hidden_by: int | None = Field(default=None, foreign_key="person.id")
    hidden_why: str = ""


class Suggestion(Table, table=True):
    """意见建议 of any employee, or a motion that the review turned into one."""

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    author: str
    unit: str = ""
    body: str = text()
    motion_id: int | None = Field(default=None, foreign_key="motion.id")
    at: datetime
    answer: str = text(default="")
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None

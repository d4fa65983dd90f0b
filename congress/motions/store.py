"""Tables of motions, their earlier texts, seconders, acts and discussion, and of suggestions."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from congress.motions.rules import Answer, Content, Deed, MotionCategory, MotionStage
from congress.schema import Table, state, text


class Motion(Table, table=True):
    """提案. ``number`` is given at filing, without gaps within a sitting. ``browsable``: any delegate may second."""

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
    browsable: bool = False
    revision: int = 1
    merged_into_id: int | None = Field(default=None, foreign_key="motion.id", index=True)
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None = None
    filed_at: datetime | None = None
    result: str = text(default="")

    @property
    def content(self) -> Content:
        """What seconders sign."""
        return Content(self.title, self.category.value, self.grounds, self.proposal, self.unit_id)


class MotionRevision(Table, table=True):
    """The text of a revision that has been replaced; seconds signed for it count no longer."""

    __tablename__ = "motion_revision"
    __table_args__ = (UniqueConstraint("motion_id", "revision"),)
    id: int | None = Field(default=None, primary_key=True)
    motion_id: int = Field(foreign_key="motion.id")
    revision: int
    category: MotionCategory = state(MotionCategory)
    title: str
    grounds: str = text()
    proposal: str = text()
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    replaced_at: datetime

    @property
    def content(self) -> Content:
        """What was signed then."""
        return Content(self.title, self.category.value, self.grounds, self.proposal, self.unit_id)


class Seconding(Table, table=True):
    """附议: an invitation to second and its last answer. ``seq`` is the answer's entry in the record."""

    __table_args__ = (UniqueConstraint("motion_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    motion_id: int = Field(foreign_key="motion.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    answer: Answer = state(Answer, Answer.PENDING)
    invited_at: datetime
    answered_at: datetime | None = None
    revision: int = 0  # the revision of the motion that was answered
    seq: int | None = None


class MotionAct(Table, table=True):
    """One step in the life of a motion: who did what, when, why (``note``), and its entry in the record."""

    __tablename__ = "motion_act"
    id: int | None = Field(default=None, primary_key=True)
    motion_id: int = Field(foreign_key="motion.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")  # None: the software itself
    deed: Deed = state(Deed)
    note: str = text(default="")
    other_id: int | None = Field(
        default=None, foreign_key="motion.id"
    )  # the motion that this one was merged into
    revision: int
    at: datetime
    seq: int | None = None


class Comment(Table, table=True):
    """One contribution to the discussion of a motion. Hidden ones stay, with the reason shown."""

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
    motion_id: int | None = Field(default=None, foreign_key="motion.id", unique=True)
    at: datetime
    answer: str = text(default="")
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None

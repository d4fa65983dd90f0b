"""Tables of what was sent to the Party committee, what it decided, and what became of it."""

from datetime import date, datetime

from sqlmodel import Field

from congress.committee.rules import AssignmentStage, DispatchKind, DispatchStage, Rating
from congress.schema import Table, state, text


class Dispatch(Table, table=True):
    """A 报告 or 请示 with one resolution as its annex."""

    id: int | None = Field(default=None, primary_key=True)
    kind: DispatchKind = state(DispatchKind)
    resolution_id: int = Field(foreign_key="resolution.id", index=True)
    title: str
    body: str = text()
    sha256: str
    stage: DispatchStage = state(DispatchStage, DispatchStage.SENT, index=True)
    sent_by: int = Field(foreign_key="person.id")
    sent_at: datetime
    due_on: date
    received_by: int | None = Field(default=None, foreign_key="person.id")
    received_at: datetime | None = None
    answered_at: datetime | None = None
    reopened_at: datetime | None = None


class Decision(Table, table=True):
    """批示 (instructions) or 批复 (the reply to a 请示). Never touches text or counts."""

    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", index=True)
    is_reply: bool = False
    grants: bool | None = None  # of a reply: granted or not
    body: str = text()
    decided_by: int = Field(foreign_key="person.id")
    at: datetime


class Assignment(Table, table=True):
    """交办: one department, one deadline."""

    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    task: str = text()
    due_on: date
    stage: AssignmentStage = state(AssignmentStage, AssignmentStage.GIVEN)
    round: int = 1  # 2 after the proposer was not satisfied
    accepted_at: datetime | None = None


class Progress(Table, table=True):
    """What a department reports: a step on the way, or that the task is done; and what came back."""

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    body: str = text()
    done: bool = False
    sent_back: bool = False
    at: datetime


class Opinion(Table, table=True):
    """评价: the proposer's rating of what was done, once a round."""

    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    rating: Rating = state(Rating)
    body: str = text(default="")
    round: int = 1
    at: datetime

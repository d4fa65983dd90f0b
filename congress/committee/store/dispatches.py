"""Tables of what was sent to the Party committee, what it decided, and what became of it."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from congress.committee.rules import (
    AssignmentStage,
    DecisionKind,
    DispatchKind,
    DispatchStage,
    ProgressKind,
    Rating,
)
from congress.schema import Table, state, text


class Dispatch(Table, table=True):
    """A 报告 or 请示 with one resolution as its annex. ``request`` is the one thing a 请示 asks for.

    ``attempt`` counts dispatches of one kind for one resolution: a 请示 that was not granted may be followed by another.
    ``signer`` is the name of 签发人; empty where none was asked for: then who sent it is printed.
    """

    __table_args__ = (
        UniqueConstraint("kind", "year", "number"),
        UniqueConstraint("resolution_id", "kind", "attempt"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: DispatchKind = state(DispatchKind)
    year: int
    number: int
    resolution_id: int = Field(foreign_key="resolution.id", index=True)
    attempt: int = 1
    title: str
    body: str = text()
    request: str = text(default="")
    signer: str = ""
    sha256: str
    stage: DispatchStage = state(DispatchStage, DispatchStage.SENT, index=True)
    round: int = 1  # 2 after the proposer was not satisfied
    proposer_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    sent_by: int = Field(foreign_key="person.id")
    sent_at: datetime
    sent_seq: int
    due_on: date
    received_by: int | None = Field(default=None, foreign_key="person.id")
    received_at: datetime | None = None
    received_seq: int | None = None
    answered_at: datetime | None = None
    archived_by: int | None = Field(default=None, foreign_key="person.id")
    archived_at: datetime | None = None
    archived_seq: int | None = None


class Decision(Table, table=True):
    """批示, 批复 or the answer that closes. There is no field here for text or counts of a resolution."""

    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", index=True)
    kind: DecisionKind = state(DecisionKind)
    grants: bool | None = None  # of a 批复: granted or not
    body: str = text()
    round: int = 1
    decided_by: int = Field(foreign_key="person.id")
    proxy_id: int | None = Field(default=None, foreign_key="proxy.id")  # signed in another's name
    at: datetime
    seq: int
    digest: str = Field(unique=True)  # SHA-256 of the signed statement: the same decision twice is one


class Assignment(Table, table=True):
    """交办: one department, one task, one deadline."""

    __table_args__ = (UniqueConstraint("decision_id", "unit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", index=True)
    decision_id: int = Field(foreign_key="decision.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    task: str = text()
    due_on: date
    stage: AssignmentStage = state(AssignmentStage, AssignmentStage.GIVEN)
    round: int = 1
    given_at: datetime
    given_seq: int
    accepted_at: datetime | None = None


class Progress(Table, table=True):
    """What was said about a task: a step, that it is done, that it was accepted, or why it came back."""

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    kind: ProgressKind = state(ProgressKind)
    person_id: int = Field(foreign_key="person.id")
    body: str = text(default="")
    at: datetime
    seq: int


class Opinion(Table, table=True):
    """评价: the proposer's rating of what was done, once a round."""

    __table_args__ = (UniqueConstraint("dispatch_id", "round"),)
    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    rating: Rating = state(Rating)
    body: str = text(default="")
    round: int = 1
    at: datetime
    seq: int
    digest: str = Field(unique=True)


# --- queries -----------------------------------------------------------------------------------------------


def next_number(session: Session, kind: DispatchKind, year: int) -> int:
    """The number after the last one of this kind in the year."""
    query = select(func.max(Dispatch.number)).where(Dispatch.kind == kind, Dispatch.year == year)
    return (session.exec(query).one() or 0) + 1


def last_signer(session: Session) -> str:
    """Who signed off the newest one that names it; empty where none does."""
    query = select(Dispatch.signer).where(Dispatch.signer != "").order_by(col(Dispatch.id).desc())
    return session.exec(query).first() or ""


def dispatches(session: Session) -> list[Dispatch]:
    """All of them, those due first on top."""
    return list(session.exec(select(Dispatch).order_by(col(Dispatch.due_on), col(Dispatch.id))).all())


def dispatches_of(session: Session, resolution_ids: Iterable[int]) -> list[Dispatch]:
    """Those that carry one of these resolutions, oldest first."""
    query = select(Dispatch).where(col(Dispatch.resolution_id).in_(set(resolution_ids)))
    return list(session.exec(query.order_by(col(Dispatch.id))).all())


def dispatches_in(session: Session, stage: DispatchStage) -> list[Dispatch]:
    """Those that stand here, oldest first."""
    return list(
        session.exec(select(Dispatch).where(Dispatch.stage == stage).order_by(col(Dispatch.id))).all()
    )


def several(session: Session, ids: Iterable[int]) -> dict[int, Dispatch]:
    """By id."""
    query = select(Dispatch).where(col(Dispatch.id).in_(set(ids)))
    return {found.id: found for found in session.exec(query) if found.id is not None}


def decisions(session: Session, dispatch_ids: Iterable[int]) -> list[Decision]:
    """What was decided about them, oldest first."""
    query = select(Decision).where(col(Decision.dispatch_id).in_(set(dispatch_ids)))
    return list(session.exec(query.order_by(col(Decision.seq))).all())


def replies_until(session: Session, seq: int) -> list[Decision]:
    """Every 批复 up to this entry of the record, oldest first."""
    query = select(Decision).where(Decision.kind == DecisionKind.REPLY, Decision.seq <= seq)
    return list(session.exec(query.order_by(col(Decision.seq))).all())


def assignments(session: Session, dispatch_ids: Iterable[int]) -> list[Assignment]:
    """The tasks given for them, oldest first."""
    query = select(Assignment).where(col(Assignment.dispatch_id).in_(set(dispatch_ids)))
    return list(session.exec(query.order_by(col(Assignment.id))).all())


def assignments_of(session: Session, unit_ids: Iterable[int]) -> list[Assignment]:
    """The tasks of these units, those due first on top."""
    query = select(Assignment).where(col(Assignment.unit_id).in_(set(unit_ids)))
    return list(session.exec(query.order_by(col(Assignment.due_on), col(Assignment.id))).all())


def progress(session: Session, assignment_ids: Iterable[int]) -> list[Progress]:
    """What was said about these tasks, oldest first."""
    query = select(Progress).where(col(Progress.assignment_id).in_(set(assignment_ids)))
    return list(session.exec(query.order_by(col(Progress.seq))).all())


def opinions(session: Session, dispatch_ids: Iterable[int]) -> list[Opinion]:
    """How they were rated, oldest first."""
    query = select(Opinion).where(col(Opinion.dispatch_id).in_(set(dispatch_ids)))
    return list(session.exec(query.order_by(col(Opinion.seq))).all())


def decision_by_digest(session: Session, digest: str) -> Decision | None:
    """The decision that this very statement made."""
    return session.exec(select(Decision).where(Decision.digest == digest)).first()


def opinion_by_digest(session: Session, digest: str) -> Opinion | None:
    """The rating that this very statement made."""
    return session.exec(select(Opinion).where(Opinion.digest == digest)).first()

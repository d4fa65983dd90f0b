"""Tables of resolutions and the signatures under them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from congress.resolutions.rules import ResolutionStage, Signatory
from congress.schema import Table, state, text


class Resolution(Table, table=True):
    """决议. ``body`` is content only (see ``documents``); ``sha256`` freezes it with the counts once signing begins.

    ``issuer`` and ``passed_line`` are kept as they were said when it was drafted.
    """

    __table_args__ = (UniqueConstraint("year", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    poll_id: int = Field(foreign_key="poll.id", unique=True)
    year: int | None = None
    number: int | None = None  # 职代会〔year〕number 号, without gaps within the year
    issuer: str
    title: str
    passed_line: str
    body: str = text()
    stage: ResolutionStage = state(ResolutionStage, ResolutionStage.DRAFT, index=True)
    revision: int = 1
    sha256: str = ""
    drafted_by: int = Field(foreign_key="person.id")
    drafted_at: datetime
    changed_at: datetime
    sealed_at: datetime | None = None
    sealed_seq: int | None = None  # entries of the record
    file: str = ""  # SHA-256 of its PDF, once that is fixed for the seal
    published_at: datetime | None = None
    published_seq: int | None = None


class Approval(Table, table=True):
    """One signature under one revision of a resolution, made on the officer's device."""

    __table_args__ = (
        UniqueConstraint("resolution_id", "signatory", "revision"),
        UniqueConstraint("resolution_id", "person_id", "revision"),
    )
    id: int | None = Field(default=None, primary_key=True)
    resolution_id: int = Field(foreign_key="resolution.id", index=True)
    revision: int
    signatory: Signatory = state(Signatory)
    person_id: int = Field(foreign_key="person.id")
    key: str = Field(foreign_key="device_key.id")
    statement: str = text()
    signature: str
    at: datetime
    seq: int


def approvals(session: Session, resolution_id: int) -> list[Approval]:
    """All signatures, void ones too, oldest first."""
    query = select(Approval).where(Approval.resolution_id == resolution_id).order_by(col(Approval.seq))
    return list(session.exec(query).all())


def of_poll(session: Session, poll_id: int) -> Resolution | None:
    """The resolution that a poll became."""
    return session.exec(select(Resolution).where(Resolution.poll_id == poll_id)).first()


def of_file(session: Session, sha256: str) -> Resolution | None:
    """The resolution whose PDF has this hash."""
    return session.exec(select(Resolution).where(Resolution.file == sha256)).first() if sha256 else None


def next_number(session: Session, year: int) -> int:
    """The number after the last one of the year."""
    return (session.exec(select(func.max(Resolution.number)).where(Resolution.year == year)).one() or 0) + 1


def by_ids(session: Session, ids: Iterable[int]) -> list[Resolution]:
    """Several at once, in no order."""
    return list(session.exec(select(Resolution).where(col(Resolution.id).in_(set(ids)))).all())


def in_stages(session: Session, stages: Iterable[ResolutionStage]) -> list[Resolution]:
    """Those in any of these stages: numbered ones newest first, then the drafts."""
    query = select(Resolution).where(col(Resolution.stage).in_(list(stages)))
    newest = (col(Resolution.year).desc(), col(Resolution.number).desc(), col(Resolution.id).desc())
    return list(session.exec(query.order_by(*newest)).all())


def drafted(session: Session, poll_ids: Iterable[int]) -> set[int]:
    """Which of these polls have a resolution already."""
    return set(
        session.exec(select(Resolution.poll_id).where(col(Resolution.poll_id).in_(set(poll_ids)))).all()
    )

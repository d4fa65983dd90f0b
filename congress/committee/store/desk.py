"""Tables of the committee's desk: authority handed over, proposed handling, circulation, phrases."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from congress.committee.rules import DecisionKind
from congress.schema import Table, state, text


class Proxy(Table, table=True):
    """授权代办: from the first day to the last, both included, the deputy signs in the grantor's name.

    ``kinds`` are values of ``rules.proxies.Power``; ``matter`` is a key of the rule profile, or empty for all.
    ``key`` is the device key that signed it: when that key is revoked, so is what it handed over.
    """

    id: int | None = Field(default=None, primary_key=True)
    grantor_id: int = Field(foreign_key="person.id", index=True)
    deputy_id: int = Field(foreign_key="person.id", index=True)
    kinds: list[str] = Field(sa_type=JSON)
    matter: str = ""
    begins_on: date
    ends_on: date
    key: str = Field(foreign_key="device_key.id")
    given_at: datetime
    seq: int
    digest: str = Field(unique=True)
    revoked_at: datetime | None = None
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_seq: int | None = None


class Advice(Table, table=True):
    """拟办: a decision as the committee's office proposes it. ``said`` holds the fields of the decision's form."""

    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", index=True)
    round: int
    kind: DecisionKind = state(DecisionKind)
    said: dict[str, str] = Field(sa_type=JSON)
    person_id: int = Field(foreign_key="person.id")
    at: datetime
    seq: int
    digest: str = Field(unique=True)
    reviewed_by: int | None = Field(default=None, foreign_key="person.id")
    reviewed_at: datetime | None = None
    reviewed_seq: int | None = None
    decision_id: int | None = Field(default=None, foreign_key="decision.id")
    taken: bool | None = None  # once decided: word for word as proposed, or otherwise


class Circulation(Table, table=True):
    """传阅 of a dispatch, or of a resolution where there is no dispatch."""

    id: int | None = Field(default=None, primary_key=True)
    resolution_id: int = Field(foreign_key="resolution.id", index=True)
    dispatch_id: int | None = Field(default=None, foreign_key="dispatch.id", index=True)
    note: str = text(default="")
    due_on: date
    started_by: int = Field(foreign_key="person.id")
    at: datetime
    seq: int
    digest: str = Field(unique=True)


class Reading(Table, table=True):
    """One person asked to read. ``read_at`` is empty until they have signed 已阅."""

    __table_args__ = (UniqueConstraint("circulation_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    circulation_id: int = Field(foreign_key="circulation.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    remark: str = text(default="")
    read_at: datetime | None = None
    seq: int | None = None


class ReadingReminder(Table, table=True):
    """催阅: one a day for each reader at most. ``day`` is where the enterprise is."""

    __tablename__ = "reading_reminder"
    __table_args__ = (UniqueConstraint("reading_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    reading_id: int = Field(foreign_key="reading.id")
    day: date
    person_id: int = Field(foreign_key="person.id")
    at: datetime
    seq: int


class Phrase(Table, table=True):
    """A sentence that the committee often writes. Nothing official: it is not in the record."""

    id: int | None = Field(default=None, primary_key=True)
    kind: DecisionKind = state(DecisionKind, index=True)
    body: str = text()
    changed_by: int = Field(foreign_key="person.id")
    changed_at: datetime


# --- queries -----------------------------------------------------------------------------------------------


def proxies(session: Session) -> list[Proxy]:
    """All that were ever given, newest first."""
    return list(session.exec(select(Proxy).order_by(col(Proxy.seq).desc())).all())


def proxies_to(session: Session, deputy_id: int) -> list[Proxy]:
    """Those given to this person and not revoked, oldest first."""
    query = select(Proxy).where(Proxy.deputy_id == deputy_id, col(Proxy.revoked_at).is_(None))
    return list(session.exec(query.order_by(col(Proxy.seq))).all())


def proxies_by_id(session: Session, ids: Iterable[int]) -> dict[int, Proxy]:
    """By id."""
    query = select(Proxy).where(col(Proxy.id).in_(set(ids)))
    return {found.id: found for found in session.exec(query) if found.id is not None}


def proxy_by_digest(session: Session, digest: str) -> Proxy | None:
    """The one that this very statement gave."""
    return session.exec(select(Proxy).where(Proxy.digest == digest)).first()


def advice(session: Session, dispatch_ids: Iterable[int]) -> list[Advice]:
    """What was proposed about them, oldest first."""
    query = select(Advice).where(col(Advice.dispatch_id).in_(set(dispatch_ids)))
    return list(session.exec(query.order_by(col(Advice.seq))).all())


def undecided(session: Session) -> list[Advice]:
    """What was proposed and not decided, oldest first."""
    query = select(Advice).where(col(Advice.decision_id).is_(None))
    return list(session.exec(query.order_by(col(Advice.seq))).all())


def advice_by_digest(session: Session, digest: str) -> Advice | None:
    """The proposal that this very statement made."""
    return session.exec(select(Advice).where(Advice.digest == digest)).first()


def circulations(session: Session) -> list[Circulation]:
    """All of them, newest first."""
    return list(session.exec(select(Circulation).order_by(col(Circulation.seq).desc())).all())


def circulations_of(session: Session, dispatch_ids: Iterable[int]) -> list[Circulation]:
    """Those of these dispatches, oldest first."""
    query = select(Circulation).where(col(Circulation.dispatch_id).in_(set(dispatch_ids)))
    return list(session.exec(query.order_by(col(Circulation.seq))).all())


def circulations_by_id(session: Session, ids: Iterable[int]) -> list[Circulation]:
    """These, newest first."""
    query = select(Circulation).where(col(Circulation.id).in_(set(ids)))
    return list(session.exec(query.order_by(col(Circulation.seq).desc())).all())


def circulation_by_digest(session: Session, digest: str) -> Circulation | None:
    """The one that this very statement began."""
    return session.exec(select(Circulation).where(Circulation.digest == digest)).first()


def readings(session: Session, circulation_ids: Iterable[int]) -> list[Reading]:
    """Who was asked to read, in the order in which they were named."""
    query = select(Reading).where(col(Reading.circulation_id).in_(set(circulation_ids)))
    return list(session.exec(query.order_by(col(Reading.id))).all())


def readings_of(session: Session, person_id: int) -> list[Reading]:
    """What this person was asked to read, newest first."""
    query = select(Reading).where(Reading.person_id == person_id)
    return list(session.exec(query.order_by(col(Reading.id).desc())).all())


def reminded(session: Session, reading_ids: Iterable[int]) -> dict[int, date]:
    """The last day on which each was reminded, by reading."""
    query = (
        select(ReadingReminder.reading_id, func.max(ReadingReminder.day))
        .where(col(ReadingReminder.reading_id).in_(set(reading_ids)))
        .group_by(col(ReadingReminder.reading_id))
    )
    return dict(session.exec(query).all())


def reminders(session: Session, reading_ids: Iterable[int]) -> list[ReadingReminder]:
    """Every reminder of these readers, oldest first."""
    query = select(ReadingReminder).where(col(ReadingReminder.reading_id).in_(set(reading_ids)))
    return list(session.exec(query.order_by(col(ReadingReminder.id))).all())


def phrases(session: Session, kind: DecisionKind | None = None) -> list[Phrase]:
    """All, or those of a kind, in the order in which they were written."""
    query = select(Phrase).order_by(col(Phrase.id))
    return list(session.exec(query if kind is None else query.where(Phrase.kind == kind)).all())

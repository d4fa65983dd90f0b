"""Tables of the outbox: whose addresses there are, what is to be delivered, and every try."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from congress.delivery.rules import Matter, Stage, Trouble, Way, Who
from congress.schema import Table, state, text


class Receiver(Table, table=True):
    """An address outside the house. ``key`` is the public key of its receipts, if it gives any.

    ``generation`` counts the secrets that a webhook had; the secrets themselves are not here.
    """

    id: int | None = Field(default=None, primary_key=True)
    who: Who = state(Who)
    way: Way = state(Way)
    name: str
    address: str
    key: str = ""
    generation: int = 1
    made_at: datetime
    made_by: int = Field(foreign_key="person.id")
    retired_at: datetime | None = None


class Delivery(Table, table=True):
    """One thing to one receiver. ``uid`` is what receivers know it by; ``cause`` lets the same act queue it once.

    ``about`` is the id of what it is about (``matter`` says of what kind); ``file`` and
    ``signature`` are the SHA-256 of the bytes that go, fixed at the first try. Without a receiver it lies in the house.
    """

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    cause: str = Field(unique=True)
    matter: Matter = state(Matter)
    about: int = Field(index=True)
    title: str
    number: str = ""
    who: Who = state(Who)
    way: Way = state(Way)
    receiver_id: int | None = Field(default=None, foreign_key="receiver.id", index=True)
    stage: Stage = state(Stage, Stage.WAITING, index=True)
    put_at: datetime
    put_by: int  # 0 is the software itself
    put_seq: int  # the act's entry in the record
    next_at: datetime | None = None
    tries: int = 0  # since it was put or started again
    file: str = ""
    signature: str = ""
    sent_at: datetime | None = None
    receipt: str = text(default="")
    received_at: datetime | None = None
    received_by: int | None = Field(default=None, foreign_key="person.id")  # of an inbox of the house
    received_seq: int | None = None


class Try(Table, table=True):
    """One try: when, and what the other side said."""

    __tablename__ = "delivery_try"
    __table_args__ = (UniqueConstraint("delivery_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id", index=True)
    number: int
    at: datetime
    trouble: Trouble | None = state(Trouble, nullable=True)
    said: str = text(default="")


# --- queries -----------------------------------------------------------------------------------------------------


def receivers(session: Session) -> list[Receiver]:
    """Those in use, in the order in which they were made."""
    query = select(Receiver).where(col(Receiver.retired_at).is_(None)).order_by(col(Receiver.id))
    return list(session.exec(query).all())


def several(session: Session, ids: Iterable[int]) -> dict[int, Receiver]:
    """Receivers by id, retired ones too."""
    query = select(Receiver).where(col(Receiver.id).in_(set(ids)))
    return {found.id: found for found in session.exec(query) if found.id is not None}


def by_cause(session: Session, cause: str) -> Delivery | None:
    """What an act has queued already."""
    return session.exec(select(Delivery).where(Delivery.cause == cause)).first()


def by_uid(session: Session, uid: str) -> Delivery | None:
    """By the name that receivers know."""
    return session.exec(select(Delivery).where(Delivery.uid == uid)).first()


def waiting(session: Session) -> list[Delivery]:
    """Those that are to be tried, in the order of their time."""
    query = select(Delivery).where(Delivery.stage == Stage.WAITING)
    return list(session.exec(query.order_by(col(Delivery.next_at), col(Delivery.id))).all())


def waiting_for(session: Session, receiver_id: int) -> list[Delivery]:
    """Those that wait for this receiver."""
    query = select(Delivery).where(Delivery.stage == Stage.WAITING, Delivery.receiver_id == receiver_id)
    return list(session.exec(query).all())


def unproved(session: Session, way: Way) -> list[Delivery]:
    """Those of a way that went out and have no proof of receipt; given up ones too, for a receipt that comes late."""
    query = select(Delivery).where(Delivery.way == way, Delivery.receipt == "", Delivery.file != "")
    return list(session.exec(query.order_by(col(Delivery.id))).all())


def of(session: Session, matter: Matter, about: int) -> list[Delivery]:
    """Every delivery of one thing, oldest first."""
    query = select(Delivery).where(Delivery.matter == matter, Delivery.about == about)
    return list(session.exec(query.order_by(col(Delivery.id))).all())


def in_stages(session: Session, stages: Iterable[Stage], *, start: int, limit: int) -> list[Delivery]:
    """A page of those that stand here, newest first."""
    query = select(Delivery).where(col(Delivery.stage).in_(list(stages)))
    return list(session.exec(query.order_by(col(Delivery.id).desc()).offset(start).limit(limit)).all())


def numbers(session: Session) -> dict[Stage, int]:
    """How many stand where."""
    query = select(Delivery.stage, func.count()).group_by(col(Delivery.stage))
    return {Stage(stage): number for stage, number in session.exec(query)}


def tries(session: Session, delivery_id: int) -> list[Try]:
    """Every try, newest first."""
    query = select(Try).where(Try.delivery_id == delivery_id).order_by(col(Try.number).desc())
    return list(session.exec(query).all())


def last_tries(session: Session, ids: Iterable[int]) -> dict[int, Try]:
    """The newest try of each."""
    newest = select(func.max(Try.id)).where(col(Try.delivery_id).in_(set(ids))).group_by(col(Try.delivery_id))
    return {found.delivery_id: found for found in session.exec(select(Try).where(col(Try.id).in_(newest)))}


def everything(session: Session) -> list[Delivery]:
    """All deliveries that there ever were, oldest first."""
    return list(session.exec(select(Delivery).order_by(col(Delivery.id))).all())


def all_receivers(session: Session) -> list[Receiver]:
    """Every address that there ever was, retired ones too."""
    return list(session.exec(select(Receiver).order_by(col(Receiver.id))).all())


def all_tries(session: Session) -> list[Try]:
    """Every try of every delivery, in its order."""
    return list(session.exec(select(Try).order_by(col(Try.delivery_id), col(Try.number))).all())

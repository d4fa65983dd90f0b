"""Tables of the seal: its certificates one after the other, its uses, and who allowed them."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, Session, col, select

from congress.schema import Table, state, text
from congress.seals.rules import Level, Origin


class Seal(Table, table=True):
    """印章: a certificate. Its private key lies in a file of its own, encrypted (see ``keyfile``); never here.

    ``fingerprint`` is the certificate's SHA-256; ``authority`` that of the own root, empty where it was imported.
    ``sm2`` is the public key of its SM2 signatures (PEM), empty where it makes none.
    """

    id: int | None = Field(default=None, primary_key=True)
    fingerprint: str = Field(unique=True)
    authority: str
    origin: Origin = state(Origin)
    subject: str
    issuer: str
    serial: str
    begins_at: datetime
    ends_at: datetime
    certificate: str = text()  # PEM
    chain: str = text()  # PEM, one after the other
    sm2: str = text(default="")
    made_at: datetime
    made_by: int = Field(foreign_key="person.id")
    retired_at: datetime | None = None
    seq: int


class Impression(Table, table=True):
    """用印: one file to be sealed, told by the SHA-256 of its exact bytes; ``result`` is the sealed file's.

    One request for a file stands at a time; withdrawn ones stay. ``spot`` is where the seal is seen: page, x and y
    (micrometres), or nothing.
    """

    __table_args__ = (
        Index("uq_impression_standing", "sha256", unique=True, sqlite_where=sql("withdrawn_at IS NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    name: str
    sha256: str
    size: int
    asked_at: datetime
    asked_by: int = Field(foreign_key="person.id")
    spot: list[int] | None = Field(default=None, sa_type=JSON)
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="person.id")
    seal_id: int | None = Field(default=None, foreign_key="seal.id")
    level: Level | None = state(Level, nullable=True)
    untimed: bool = False  # a time stamp was wanted, and the service gave none
    result: str = ""
    signature: str = ""  # SHA-256 of the .p7s
    sm2: str = ""  # SHA-256 of the .sm2, empty where the seal has no such key
    pressed_at: datetime | None = None
    pressed_by: int | None = Field(default=None, foreign_key="person.id")
    seq: int | None = None


class SealApproval(Table, table=True):
    """An officer's leave to press the seal, signed on their device."""

    __tablename__ = "seal_approval"
    __table_args__ = (
        UniqueConstraint("impression_id", "office"),
        UniqueConstraint("impression_id", "person_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    impression_id: int = Field(foreign_key="impression.id", index=True)
    office: str  # an OfficeKind by value; which ones may, the rules say
    person_id: int = Field(foreign_key="person.id")
    key: str = Field(foreign_key="device_key.id")
    statement: str = text()
    signature: str
    at: datetime
    seq: int


class SealRefusal(Table, table=True):
    """An officer declined a use of the seal, and why. The request is withdrawn with it."""

    __tablename__ = "seal_refusal"
    id: int | None = Field(default=None, primary_key=True)
    impression_id: int = Field(foreign_key="impression.id", unique=True)
    office: str  # an OfficeKind by value
    person_id: int = Field(foreign_key="person.id")
    why: str = text()
    at: datetime
    seq: int


def current(session: Session) -> Seal | None:
    """The seal in use, good or expired."""
    return session.exec(
        select(Seal).where(col(Seal.retired_at).is_(None)).order_by(col(Seal.id).desc())
    ).first()


def seals(session: Session) -> list[Seal]:
    """Every certificate there ever was, newest first."""
    return list(session.exec(select(Seal).order_by(col(Seal.id).desc())).all())


def impressions(session: Session) -> list[Impression]:
    """Every use, newest first."""
    return list(session.exec(select(Impression).order_by(col(Impression.id).desc())).all())


def of_file(session: Session, sha256: str) -> Impression | None:
    """The request for the seal on the file with this hash: the one that stands, or the last that was withdrawn."""
    query = select(Impression).where(Impression.sha256 == sha256)
    return session.exec(query.order_by(col(Impression.id).desc())).first()


def standing_requests(session: Session) -> list[Impression]:
    """Requests that were neither withdrawn nor done, oldest first."""
    query = select(Impression).where(
        col(Impression.withdrawn_at).is_(None), col(Impression.pressed_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Impression.id))).all())


def approvals(session: Session, impression_id: int) -> list[SealApproval]:
    """Who has allowed a use, in order."""
    query = select(SealApproval).where(SealApproval.impression_id == impression_id)
    return list(session.exec(query.order_by(col(SealApproval.seq))).all())


def refusals(session: Session) -> list[SealRefusal]:
    """Every use that was declined, oldest first."""
    return list(session.exec(select(SealRefusal).order_by(col(SealRefusal.seq))).all())


def refusal(session: Session, impression_id: int) -> SealRefusal | None:
    """Who declined a use, if somebody did."""
    return session.exec(select(SealRefusal).where(SealRefusal.impression_id == impression_id)).first()

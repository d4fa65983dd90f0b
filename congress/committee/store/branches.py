"""Tables of what branches off: a resolution sent back to the congress, and its filing with the higher union."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from congress.committee.rules.filings import FilingKind, Outcome
from congress.schema import Table, state, text


class Remand(Table, table=True):
    """退回复议: the committee asks the congress to deliberate again. ``item_id`` is where that will happen."""

    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", unique=True)
    body: str = text()
    round: int
    person_id: int = Field(foreign_key="person.id")
    proxy_id: int | None = Field(default=None, foreign_key="proxy.id")
    at: datetime
    seq: int
    digest: str = Field(unique=True)
    item_id: int | None = Field(default=None, foreign_key="agenda_item.id", index=True)
    placed_by: int | None = Field(default=None, foreign_key="person.id")
    placed_at: datetime | None = None
    placed_seq: int | None = None


class Transfer(Table, table=True):
    """改派: a task goes to another department, because the first was merged, dissolved, or is the wrong one."""

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    from_unit: int = Field(foreign_key="unit.id")
    to_unit: int = Field(foreign_key="unit.id")
    body: str = text()
    person_id: int = Field(foreign_key="person.id")
    proxy_id: int | None = Field(default=None, foreign_key="proxy.id")
    at: datetime
    seq: int
    digest: str = Field(unique=True)


class Filing(Table, table=True):
    """备案: what was filed, with whom and under which number; filed again, ``attempt`` counts."""

    __table_args__ = (UniqueConstraint("resolution_id", "kind", "attempt"),)
    id: int | None = Field(default=None, primary_key=True)
    resolution_id: int = Field(foreign_key="resolution.id", index=True)
    kind: FilingKind = state(FilingKind)
    attempt: int = 1
    due_on: date
    authority: str
    number: str
    proof: str = ""  # the number of the file that proves it: a receipt, a stamped copy
    filed_on: date
    person_id: int = Field(foreign_key="person.id")
    at: datetime
    seq: int
    digest: str = Field(unique=True)
    outcome: Outcome = state(Outcome, Outcome.PENDING)
    outcome_on: date | None = None
    outcome_body: str = text(default="")
    outcome_by: int | None = Field(default=None, foreign_key="person.id")
    outcome_seq: int | None = None


class FilingProof(Table, table=True):
    """A scan that proves a filing: a receipt, a stamped copy. Its bytes lie with the papers under their SHA-256."""

    __tablename__ = "filing_proof"
    __table_args__ = (UniqueConstraint("filing_id", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    filing_id: int = Field(foreign_key="filing.id")
    name: str
    media_type: str
    size: int
    sha256: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime
    seq: int


def remands(session: Session, dispatch_ids: Iterable[int]) -> dict[int, Remand]:
    """By dispatch."""
    query = select(Remand).where(col(Remand.dispatch_id).in_(set(dispatch_ids)))
    return {found.dispatch_id: found for found in session.exec(query)}


def remands_unplaced(session: Session) -> list[Remand]:
    """Those that stand on no agenda yet, oldest first."""
    query = select(Remand).where(col(Remand.item_id).is_(None))
    return list(session.exec(query.order_by(col(Remand.seq))).all())


def remands_on(session: Session, item_id: int) -> list[Remand]:
    """Those that are deliberated under this item."""
    return list(session.exec(select(Remand).where(Remand.item_id == item_id)).all())


def transfers(session: Session, assignment_ids: Iterable[int]) -> list[Transfer]:
    """Of these tasks, oldest first."""
    query = select(Transfer).where(col(Transfer.assignment_id).in_(set(assignment_ids)))
    return list(session.exec(query.order_by(col(Transfer.seq))).all())


def transfer_by_digest(session: Session, digest: str) -> Transfer | None:
    """The one that this very statement made."""
    return session.exec(select(Transfer).where(Transfer.digest == digest)).first()


def filings(session: Session, resolution_ids: Iterable[int]) -> list[Filing]:
    """Of these resolutions, oldest first."""
    query = select(Filing).where(col(Filing.resolution_id).in_(set(resolution_ids)))
    return list(session.exec(query.order_by(col(Filing.seq))).all())


def filing_by_digest(session: Session, digest: str) -> Filing | None:
    """The one that this very statement made."""
    return session.exec(select(Filing).where(Filing.digest == digest)).first()


def filing_proofs(session: Session, filing_ids: Iterable[int]) -> list[FilingProof]:
    """The scans of these filings, in the order they came."""
    query = select(FilingProof).where(col(FilingProof.filing_id).in_(set(filing_ids)))
    return list(session.exec(query.order_by(col(FilingProof.id))).all())

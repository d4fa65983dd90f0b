"""Tables of formal letters and of every text that they had."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import UniqueConstraint, delete, func
from sqlmodel import Field, Session, col, select

from congress.letters.rules import LetterKind, LetterStage
from congress.schema import Table, state, text


class Letter(Table, table=True):
    """公文. ``sha256`` freezes the text when it is issued; ``issuer`` is kept as it was said then."""

    __table_args__ = (UniqueConstraint("kind", "year", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    kind: LetterKind = state(LetterKind)
    template: str
    year: int | None = None
    number: int | None = None  # 职代会通〔year〕number 号, without gaps within kind and year
    issuer: str
    title: str = text()
    addressee: str = text(default="")
    body: str = text()
    copies: str = text(default="")
    stage: LetterStage = state(LetterStage, LetterStage.DRAFT, index=True)
    revision: int = 1
    sha256: str = ""
    drafted_by: int = Field(foreign_key="person.id")
    drafted_at: datetime
    changed_at: datetime
    issued_by: int | None = Field(default=None, foreign_key="person.id")
    issued_at: datetime | None = None
    issued_seq: int | None = None  # entries of the record
    withdrawn_at: datetime | None = None
    withdrawn_seq: int | None = None
    withdrawn_why: str = text(default="")


class LetterVersion(Table, table=True):
    """One text of a letter, by whom and when; ``number`` is the revision that it was."""

    __tablename__ = "letter_version"
    __table_args__ = (UniqueConstraint("letter_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    number: int
    title: str = text()
    addressee: str = text(default="")
    body: str = text()
    copies: str = text(default="")
    changed_by: int = Field(foreign_key="person.id")
    changed_at: datetime


def versions(session: Session, letter_id: int) -> list[LetterVersion]:
    """Of one letter, newest first."""
    query = select(LetterVersion).where(LetterVersion.letter_id == letter_id)
    return list(session.exec(query.order_by(col(LetterVersion.number).desc())).all())


def in_stages(
    session: Session, stages: Iterable[LetterStage], kinds: Iterable[LetterKind] = LetterKind
) -> list[Letter]:
    """Those in any of these stages and of these kinds, what changed last first."""
    query = select(Letter).where(col(Letter.stage).in_(list(stages)), col(Letter.kind).in_(list(kinds)))
    return list(session.exec(query.order_by(col(Letter.changed_at).desc(), col(Letter.id).desc())).all())


def untouched(session: Session, *, sitting_id: int, template: str, by: int) -> Letter | None:
    """A draft that this person has begun and not changed."""
    query = select(Letter).where(
        Letter.sitting_id == sitting_id,
        Letter.template == template,
        Letter.drafted_by == by,
        Letter.revision == 1,
        Letter.stage == LetterStage.DRAFT,
    )
    return session.exec(query).first()


def next_number(session: Session, kind: LetterKind, year: int) -> int:
    """The number after the last one of the kind and year."""
    last = select(func.max(Letter.number)).where(Letter.kind == kind, Letter.year == year)
    return (session.exec(last).one() or 0) + 1


def remove(session: Session, letter: Letter) -> None:
    """A draft with its versions."""
    session.exec(delete(LetterVersion).where(col(LetterVersion.letter_id) == letter.id))
    session.delete(letter)

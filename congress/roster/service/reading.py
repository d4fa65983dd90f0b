"""The roster as other slices read it: delegates, names, delegations, units, holders of offices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from congress.roster.rules import DelegateKind, Mandate, OfficeKind
from congress.roster.store import Delegate, Delegation, Office, Person, Unit


def voting_delegates(session: Session, term_id: int) -> list[tuple[int, int | None]]:
    """(person id, delegation id) of every delegate of the term who has a vote: 应到."""
    query = select(Delegate.person_id, Delegate.delegation_id).where(
        Delegate.term_id == term_id,
        Delegate.kind == DelegateKind.VOTING,
        col(Delegate.ended_at).is_(None),
    )
    return list(session.exec(query.order_by(col(Delegate.delegation_id), col(Delegate.id))).all())


def kinds(session: Session, term_id: int) -> dict[int, DelegateKind]:
    """Of every seat that is held now, by delegate id, its kind: what counting needs, and nothing more."""
    query = select(Delegate.id, Delegate.kind).where(
        Delegate.term_id == term_id, col(Delegate.ended_at).is_(None)
    )
    return {delegate or 0: DelegateKind(kind) for delegate, kind in session.exec(query)}


def mandates(session: Session, term_id: int) -> list[Mandate]:
    """Every seat of a term that is held now, with and without a vote, by the number of the person."""
    return [_mandate(*row) for row in session.exec(_seats(term_id).order_by(Person.number))]


def mandate(
    session: Session, term_id: int, *, person_id: int | None = None, delegate_id: int | None = None
) -> Mandate | None:
    """The seat that this person, or this delegate, holds now."""
    one = col(Delegate.id) == delegate_id if person_id is None else col(Delegate.person_id) == person_id
    found = session.exec(_seats(term_id).where(one)).first()
    return _mandate(*found) if found else None


def _seats(term_id: int) -> Select[Delegate, str, str]:
    return (
        select(Delegate, Person.number, Person.name)
        .join(Person, col(Person.id) == Delegate.person_id)
        .where(Delegate.term_id == term_id, col(Delegate.ended_at).is_(None))
    )


def _mandate(seat: Delegate, number: str, name: str) -> Mandate:
    return Mandate(seat.id or 0, seat.person_id, number, name, seat.kind, seat.delegation_id)


@dataclass(frozen=True)
class Past:
    """A seat of a term that is held, or was."""

    delegate_id: int
    person_id: int
    kind: DelegateKind
    delegation_id: int | None
    ended_at: datetime | None


@dataclass(frozen=True)
class PastOffice:
    """An office of a term that is held, or was."""

    office_id: int
    kind: OfficeKind
    person_id: int
    unit_id: int | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Known:
    """Who a person is, and nothing more: for the archive."""

    number: str
    name: str
    unit_id: int


def past_seats(session: Session, term_id: int) -> list[Past]:
    """Every seat that there was in a term, ended ones too, in the order of their numbers."""
    query = select(Delegate).where(Delegate.term_id == term_id).order_by(col(Delegate.id))
    return [
        Past(row.id or 0, row.person_id, DelegateKind(row.kind), row.delegation_id, row.ended_at)
        for row in session.exec(query)
    ]


def past_offices(session: Session, term_id: int | None = None) -> list[PastOffice]:
    """Every office that there was in a term, or ever, ended ones too."""
    query = select(Office).order_by(col(Office.id))
    if term_id is not None:
        query = query.where(Office.term_id == term_id)
    return [
        PastOffice(row.id or 0, OfficeKind(row.kind), row.person_id, row.unit_id, row.ended_at)
        for row in session.exec(query)
    ]


def known_people(session: Session) -> dict[int, Known]:
    """Everybody by person id."""
    query = select(Person.id, Person.number, Person.name, Person.unit_id)
    return {person or 0: Known(number, name, unit) for person, number, name, unit in session.exec(query)}


def names(session: Session, people: Iterable[int] | None = None) -> dict[int, str]:
    """Names by person id; of everybody when no ids are given."""
    query = select(Person.id, Person.name)
    if people is not None:
        query = query.where(col(Person.id).in_(set(people)))
    return {person: name for person, name in session.exec(query) if person is not None}


def by_numbers(session: Session, numbers: Iterable[str]) -> dict[str, tuple[int, str]]:
    """(person id, name) by employee number."""
    query = select(Person.number, Person.id, Person.name).where(col(Person.number).in_(set(numbers)))
    return {number: (person or 0, name) for number, person, name in session.exec(query)}


def delegations(session: Session, term_id: int) -> dict[int, Delegation]:
    """The delegations of a term by id, in their order."""
    query = select(Delegation).where(Delegation.term_id == term_id).order_by(col(Delegation.number))
    return {found.id: found for found in session.exec(query) if found.id is not None}


def units(session: Session) -> dict[int, Unit]:
    """All units by id, in the order they were entered."""
    return {
        unit.id: unit for unit in session.exec(select(Unit).order_by(col(Unit.id))) if unit.id is not None
    }


def handling_units(session: Session) -> list[Unit]:
    """承办部门: the units that take motions and resolutions in hand."""
    return list(session.exec(select(Unit).where(col(Unit.handles).is_(True)).order_by(col(Unit.id))))


def holders(session: Session, term_id: int, kind: OfficeKind) -> list[int]:
    """Person ids of those who hold an office now."""
    query = select(Office.person_id).where(
        Office.term_id == term_id, Office.kind == kind, col(Office.ended_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Office.id))).all())

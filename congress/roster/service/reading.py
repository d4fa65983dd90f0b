"""The roster as other slices read it: delegates, names, delegations, units, holders of offices."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

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


def mandates(session: Session, term_id: int) -> list[Mandate]:
    """Every seat of a term that is held now, with and without a vote, by the number of the person."""
    query = (
        select(Delegate, Person.number, Person.name)
        .join(Person, col(Person.id) == Delegate.person_id)
        .where(Delegate.term_id == term_id, col(Delegate.ended_at).is_(None))
        .order_by(Person.number)
    )
    return [
        Mandate(seat.id or 0, seat.person_id, number, name, seat.kind, seat.delegation_id)
        for seat, number, name in session.exec(query)
    ]


def names(session: Session, people: Iterable[int] | None = None) -> dict[int, str]:
    """Names by person id; of everybody when no ids are given."""
    query = select(Person.id, Person.name)
    if people is not None:
        query = query.where(col(Person.id).in_(set(people)))
    return {person: name for person, name in session.exec(query) if person is not None}


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

"""Offices of a term: who holds them, appointed and dismissed on record."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from congress.clock import now
from congress.errors import Invalid, Missing, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import WITH_ACCOUNT, DelegateKind, OfficeKind, may_appoint, may_dismiss
from congress.roster.store import Delegate, Office, Person, Unit


@dataclass(frozen=True)
class Holder:
    """An office as a list shows it."""

    office_id: int
    kind: OfficeKind
    person_id: int
    number: str
    name: str
    unit_id: int | None


def held(session: Session, person_id: int) -> list[Office]:
    """The offices a person holds now."""
    query = select(Office).where(Office.person_id == person_id, col(Office.ended_at).is_(None))
    return list(session.exec(query.order_by(col(Office.id))).all())


def officers(session: Session, term_id: int) -> list[Holder]:
    """Every office of a term that is held now, in the order in which they were given."""
    query = (
        select(Office, Person.number, Person.name)
        .join(Person, col(Person.id) == Office.person_id)
        .where(Office.term_id == term_id, col(Office.ended_at).is_(None))
        .order_by(col(Office.id))
    )
    return [
        Holder(o.id or 0, OfficeKind(o.kind), o.person_id, number, name, o.unit_id)
        for o, number, name in session.exec(query)
    ]


def offices_of(session: Session, people: Iterable[int]) -> dict[int, list[OfficeKind]]:
    """The kinds of office that each of these people holds now, in one query."""
    query = select(Office.person_id, Office.kind).where(
        col(Office.person_id).in_(set(people)), col(Office.ended_at).is_(None)
    )
    found: dict[int, list[OfficeKind]] = {}
    for person, kind in session.exec(query.order_by(col(Office.id))):
        found.setdefault(person, []).append(OfficeKind(kind))
    return found


def appoint(
    session: Session, *, term_id: int, person_id: int, kind: OfficeKind, unit_id: int | None, by: int
) -> Office:
    """Give an office. Giving it again changes nothing."""
    person = session.get(Person, person_id)
    if person is None or person.left_at:
        raise Missing(say("没有这个人"))
    insist(may_appoint(kind, _seat_kind(session, term_id, person_id)))
    unit_id = _department(session, unit_id) if kind is OfficeKind.DEPARTMENT_HEAD else None
    query = select(Office).where(
        Office.term_id == term_id, Office.person_id == person_id, Office.kind == kind
    )
    found = next((o for o in session.exec(query) if o.unit_id == unit_id), None)
    if found and found.ended_at is None:
        return found
    found = found or Office(term_id=term_id, person_id=person_id, kind=kind, unit_id=unit_id)
    found.ended_at = None
    session.add(found)
    session.flush()
    _note(session, found, "given", by)
    return found


def dismiss(session: Session, *, office_id: int, by: int) -> Office:
    """End an office. Ending it twice is one end. Who needs no account any more has none."""
    found = session.get(Office, office_id)
    if found is None:
        raise Missing(say("没有这个职务"))
    if found.ended_at:
        return found
    insist(may_dismiss(found.kind, _holders(session, found)))
    release(session, found, by=by)
    return found


def release(session: Session, office: Office, *, by: int) -> None:
    """End an office whose end is beyond question, and close the account that it was for."""
    office.ended_at = now()
    session.add(office)
    session.flush()
    _note(session, office, "ended", by)
    left = {OfficeKind(other.kind) for other in held(session, office.person_id)}
    account = identity.account(session, office.person_id)
    if account and account.disabled_at is None and not left & WITH_ACCOUNT:
        identity.disable_account(session, person_id=office.person_id)
        facts = {"change": "disabled", "login": account.login, "person": office.person_id}
        record.append(session, Kind.ACCOUNT_CHANGED, actor=by, facts=facts)


def _seat_kind(session: Session, term_id: int, person_id: int) -> DelegateKind | None:
    query = select(Delegate.kind).where(
        Delegate.term_id == term_id, Delegate.person_id == person_id, col(Delegate.ended_at).is_(None)
    )
    kind = session.exec(query).first()
    return DelegateKind(kind) if kind else None


def _department(session: Session, unit_id: int | None) -> int:
    """A department head's department takes matters in hand from now on."""
    unit = session.get(Unit, unit_id) if unit_id else None
    if unit is None or unit.id is None:
        raise Invalid(say("请选择承办部门"), {"unit": say("请选择承办部门")})
    unit.handles = True
    session.add(unit)
    return unit.id


def _holders(session: Session, office: Office) -> int:
    query = select(func.count()).where(
        Office.term_id == office.term_id, Office.kind == office.kind, col(Office.ended_at).is_(None)
    )
    return session.exec(query).one()


def _note(session: Session, office: Office, change: str, by: int) -> None:
    facts = {
        "change": change,
        "kind": OfficeKind(office.kind).value,
        "office": office.id,
        "person": office.person_id,
        "term": office.term_id,
        "unit": office.unit_id,
    }
    record.append(session, Kind.OFFICE_CHANGED, actor=by, facts=facts)

"""Employees: entered, corrected, gone, come back."""

from dataclasses import asdict, dataclass

from sqlmodel import Session, col, select

from congress.clock import now
from congress.errors import Invalid, Missing, Refused, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Category, OfficeKind, Sex, may_dismiss
from congress.roster.service.offices import held, release
from congress.roster.service.seats import end_seat
from congress.roster.store import Delegate, Office, Person, Unit


@dataclass(frozen=True)
class PersonWish:
    """What an organiser writes about a person."""

    number: str
    name: str
    sex: Sex
    unit_id: int
    post: str = ""
    category: Category = Category.FRONTLINE
    dispatched: bool = False
    birth_year: int | None = None
    phone: str = ""


def person(session: Session, person_id: int) -> Person:
    """A person, or Missing."""
    found = session.get(Person, person_id)
    if found is None:
        raise Missing(say("没有这个人"))
    return found


def person_by_number(session: Session, number: str) -> Person | None:
    """Whoever has this 工号."""
    return session.exec(select(Person).where(Person.number == number)).first()


def add_person(session: Session, *, wish: PersonWish, by: int) -> Person:
    """A new employee."""
    _insist_free(session, wish, None)
    found = Person(**asdict(wish))
    session.add(found)
    session.flush()
    note(session, found, "added", by=by)
    return found


def edit_person(session: Session, *, person_id: int, wish: PersonWish, by: int) -> Person:
    """Correct what is known of a person."""
    found = person(session, person_id)
    _insist_free(session, wish, person_id)
    fields = sorted(name for name, value in asdict(wish).items() if getattr(found, name) != value)
    for name in fields:
        setattr(found, name, getattr(wish, name))
    session.add(found)
    if fields:
        note(session, found, "changed", by=by, fields=fields)
    return found


def depart(session: Session, *, person_id: int, by: int, why: str) -> Person:
    """A person leaves the enterprise: mandate, offices and every way in end with it."""
    found = person(session, person_id)
    if found.left_at:
        return found
    if person_id == by:
        raise Refused(say("不能把自己登记为离职"), say("请由另一名秘书处成员办理"))
    for office in held(session, person_id):
        insist(may_dismiss(office.kind, _others(session, office) + 1))
        release(session, office, by=by)
    for seat in session.exec(
        select(Delegate).where(Delegate.person_id == person_id, col(Delegate.ended_at).is_(None))
    ).all():
        end_seat(session, term_id=seat.term_id, person_id=person_id, why=why, by=by)
    identity.shut_out(session, person_id=person_id, by=by, why=why)
    found.left_at = now()
    session.add(found)
    note(session, found, "left", by=by)
    return found


def take_back(session: Session, *, person_id: int, by: int) -> Person:
    """A person has come back; mandates and offices do not come back by themselves."""
    found = person(session, person_id)
    if found.left_at:
        found.left_at = None
        session.add(found)
        note(session, found, "returned", by=by)
    return found


def note(session: Session, person: Person, change: str, *, by: int, fields: list[str] | None = None) -> None:
    """Put on record that something about a person changed, not what: the record is public, a phone number is not."""
    facts = {"change": change, "fields": fields or [], "number": person.number, "person": person.id}
    record.append(session, Kind.PERSON_CHANGED, actor=by, facts=facts)


def _insist_free(session: Session, wish: PersonWish, person_id: int | None) -> None:
    known = person_by_number(session, wish.number)
    if known and known.id != person_id:
        complaint = say("这个工号已经属于 {name}", name=known.name)
        raise Invalid(complaint, {"number": complaint})
    if session.get(Unit, wish.unit_id) is None:
        raise Invalid(say("请选择单位"), {"unit_id": say("请选择单位")})


def _others(session: Session, office: Office) -> int:
    """How many besides this one hold the same office."""
    query = select(Office.id).where(
        Office.term_id == office.term_id,
        Office.kind == OfficeKind(office.kind),
        col(Office.ended_at).is_(None),
        col(Office.id) != office.id,
    )
    return len(session.exec(query).all())

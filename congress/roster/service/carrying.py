"""Carrying a plan out: what the preview showed, done to the roster in one transaction, each act on record."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from congress.roster.rules import LEFT_OUT, SEAT_BOUND, OfficeKind
from congress.roster.service.employment import note as note_person
from congress.roster.service.groups import add_delegation
from congress.roster.service.groups import note as note_delegation
from congress.roster.service.offices import appoint, held, release
from congress.roster.service.seats import end_seat, seat
from congress.roster.service.tree import UnitWish, add_unit
from congress.roster.sheet import Change, Facts, Plan
from congress.roster.store import Delegation, Person, Unit

PLAIN = ("name", "sex", "post", "category", "dispatched", "birth_year", "phone")


class Hands:
    """Ids by the names that a sheet uses."""

    def __init__(self, session: Session, term_id: int, by: int) -> None:
        self.session = session
        self.term_id = term_id
        self.by = by
        units = session.exec(select(Unit).order_by(col(Unit.id))).all()
        self.root = next((unit.id for unit in units if unit.parent_id is None), None)
        self.units = {unit.name: unit.id or 0 for unit in units}
        found = session.exec(select(Delegation).where(Delegation.term_id == term_id)).all()
        self.delegations = {group.number: group for group in found}
        self.people: dict[str, Person] = {}


def carry_out(session: Session, plan: Plan, *, term_id: int, by: int) -> None:
    """Units and delegations first, then people, seats, offices, and heads last."""
    hands = Hands(session, term_id, by)
    for unit in plan.units:
        parent = hands.units.get(unit.parent, hands.root)
        made = add_unit(session, wish=UnitWish(unit.name, unit.kind, parent), by=by)
        hands.units[unit.name] = made.id or 0
    for new in plan.delegations:
        hands.delegations[new.number] = add_delegation(
            session, term_id=term_id, number=new.number, name=new.name, by=by
        )
    changes = [*plan.added, *plan.changed, *plan.ended]
    _people(hands, changes)
    for change in changes:
        _seat(hands, change)
    for change in changes:
        _offices(hands, change)
    _heads(hands, changes)


def _people(hands: Hands, changes: list[Change]) -> None:
    numbers = [change.after.number for change in changes]
    hands.people = {person.number: person for person in _load(hands.session, numbers)}
    fresh = [Person(**_columns(hands, change.after)) for change in changes if change.before is None]
    hands.session.add_all(fresh)
    hands.session.flush()
    hands.people |= {person.number: person for person in fresh}
    for change in changes:
        _person(hands, change)


def _load(session: Session, numbers: list[str]) -> Iterable[Person]:
    for start in range(0, len(numbers), 5000):
        yield from session.exec(
            select(Person).where(col(Person.number).in_(numbers[start : start + 5000]))
        ).all()


def _columns(hands: Hands, facts: Facts) -> dict[str, Any]:
    plain = {name: getattr(facts, name) for name in PLAIN}
    return {"number": facts.number, "unit_id": hands.units[facts.unit], **plain}


def _person(hands: Hands, change: Change) -> None:
    person = hands.people[change.after.number]
    if change.before is None:
        return  # the entry of the import itself counts those who are new
    fields = sorted({*change.fields} & {*PLAIN, "unit", "left"})
    if not fields:
        return
    for name, value in _columns(hands, change.after).items():
        setattr(person, name, value)
    if "left" in fields:
        person.left_at = None
    hands.session.add(person)
    note_person(hands.session, person, "changed", by=hands.by, fields=fields)


def _seat(hands: Hands, change: Change) -> None:
    before, after = change.before, change.after
    same = before and (before.seat, before.delegation) == (after.seat, after.delegation)
    person_id = hands.people[after.number].id or 0
    if same:
        return
    if after.seat:
        group = hands.delegations[after.delegation].id if after.delegation else None
        seat(
            hands.session,
            term_id=hands.term_id,
            person_id=person_id,
            kind=after.seat,
            delegation_id=group,
            by=hands.by,
        )
    elif before and before.seat:
        why = "" if change.row else LEFT_OUT.text
        end_seat(hands.session, term_id=hands.term_id, person_id=person_id, why=why, by=hands.by)


def _offices(hands: Hands, change: Change) -> None:
    before = change.before.offices if change.before else frozenset()
    person = hands.people[change.after.number]
    for kind in sorted(change.after.offices - before):
        unit = person.unit_id if kind is OfficeKind.DEPARTMENT_HEAD else None
        appoint(
            hands.session,
            term_id=hands.term_id,
            person_id=person.id or 0,
            kind=kind,
            unit_id=unit,
            by=hands.by,
        )
    gone = before - change.after.offices - SEAT_BOUND if change.ends else before - change.after.offices
    if gone:
        for office in held(hands.session, person.id or 0):
            if office.kind in gone and office.term_id == hands.term_id:
                release(hands.session, office, by=hands.by)


def _heads(hands: Hands, changes: list[Change]) -> None:
    """Who heads no more steps down before another steps up; who moved has stepped down already."""
    for change in changes:
        led = bool(change.before and change.before.heads)
        moved = bool(change.before and change.before.delegation != change.after.delegation)
        if led == change.after.heads and not moved:
            continue
        group = hands.delegations.get(change.after.delegation or 0)
        person_id = hands.people[change.after.number].id
        if group and change.after.heads:
            group.head_id = person_id
        elif group and group.head_id == person_id:
            group.head_id = None
        else:
            continue
        hands.session.add(group)
        note_delegation(hands.session, group, "changed", hands.by)
    hands.session.flush()

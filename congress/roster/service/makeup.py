"""How the congress is made up, counted from the roster: what the credentials check (资格审查) goes by."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from congress.bylaws.composition import Composition
from congress.errors import Missing
from congress.i18n import say
from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex
from congress.roster.service.groups import groups
from congress.roster.service.people import enterprise
from congress.roster.store import Delegate, Office, Person


@dataclass(frozen=True)
class Share:
    """A part of the voting delegates."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """One decimal, rounded half up: 33.3%."""
        tenths = (2000 * self.part + self.whole) // (2 * self.whole) if self.whole else 0
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True)
class Row:
    """One delegation in the summary."""

    name: str
    voting: int
    women: int
    frontline: int
    others: int


@dataclass(frozen=True)
class Makeup:
    """The whole summary."""

    facts: Composition
    kinds: dict[DelegateKind, int]
    categories: dict[Category, Share]
    women: Share
    dispatched: Share
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Seat:
    kind: DelegateKind
    group: int | None
    sex: Sex
    category: Category
    dispatched: bool
    presidium: bool


def makeup(session: Session, term_id: int) -> Makeup:
    """Count the roster of a term."""
    seats = _seats(session, term_id)
    voting = [seat for seat in seats if seat.kind is DelegateKind.VOTING]
    return Makeup(
        facts=_composition(session, seats, voting),
        kinds={kind: sum(seat.kind is kind for seat in seats) for kind in DelegateKind},
        categories={c: Share(sum(seat.category is c for seat in voting), len(voting)) for c in Category},
        women=Share(sum(seat.sex is Sex.FEMALE for seat in voting), len(voting)),
        dispatched=Share(sum(seat.dispatched for seat in voting), len(voting)),
        rows=_rows(session, term_id, seats),
    )


def _seats(session: Session, term_id: int) -> list[_Seat]:
    query = (
        select(Delegate, Person)
        .join(Person, col(Person.id) == Delegate.person_id)
        .where(Delegate.term_id == term_id, col(Delegate.ended_at).is_(None))
    )
    presidium = set(
        session.exec(
            select(Office.person_id).where(
                Office.term_id == term_id,
                Office.kind == OfficeKind.PRESIDIUM,
                col(Office.ended_at).is_(None),
            )
        )
    )
    return [
        _Seat(
            DelegateKind(seat.kind),
            seat.delegation_id,
            Sex(person.sex),
            Category(person.category),
            person.dispatched,
            person.id in presidium,
        )
        for seat, person in session.exec(query)
    ]


def _composition(session: Session, seats: list[_Seat], voting: list[_Seat]) -> Composition:
    known = enterprise(session)
    if known is None:
        raise Missing(say("还没有会议"))
    presidium = [seat for seat in seats if seat.presidium]
    return Composition(
        employees=known.employees,
        women_employees=known.women,
        delegates=len(voting),
        managers=sum(seat.category in {Category.MANAGER, Category.LEADER} for seat in voting),
        women=sum(seat.sex is Sex.FEMALE for seat in voting),
        frontline=sum(seat.category is Category.FRONTLINE for seat in voting),
        dispatched=sum(seat.dispatched for seat in voting),
        nonvoting=sum(seat.kind is DelegateKind.NONVOTING for seat in seats),
        dispatched_employees=known.dispatched,
        disabled=known.disabled_delegates,
        disabled_employees=known.disabled,
        presidium=len(presidium),
        presidium_frontline=sum(seat.category is Category.FRONTLINE for seat in presidium),
        presidium_ordinary=sum(seat.category is not Category.LEADER for seat in presidium),
    )


def _rows(session: Session, term_id: int, seats: list[_Seat]) -> tuple[Row, ...]:
    names: dict[int | None, str] = {group.id: group.name for group in groups(session, term_id)}
    if any(seat.group is None for seat in seats):
        names[None] = ""
    return tuple(_row(name, [seat for seat in seats if seat.group == group]) for group, name in names.items())


def _row(name: str, seats: list[_Seat]) -> Row:
    voting = [seat for seat in seats if seat.kind is DelegateKind.VOTING]
    return Row(
        name,
        len(voting),
        sum(seat.sex is Sex.FEMALE for seat in voting),
        sum(seat.category is Category.FRONTLINE for seat in voting),
        len(seats) - len(voting),
    )

"""The roster as a list: searched, filtered, a page at a time; a page costs the same few queries however long the list."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from congress.identity import service as identity
from congress.identity.service import Access
from congress.roster.rules import Category, DelegateKind, OfficeKind
from congress.roster.service.offices import offices_of
from congress.roster.store import Delegate, Delegation, Person, Unit

PAGE = 50
NOTHING = Access()


@dataclass(frozen=True)
class Search:
    """What is looked for; empty fields do not narrow. ``delegates`` leaves out employees without a seat."""

    words: str = ""
    kind: DelegateKind | None = None
    delegation_id: int | None = None
    unit_id: int | None = None
    delegates: bool = False
    gone: bool = False  # ended mandates, or people who have left, instead of the present ones


@dataclass(frozen=True)
class Line:
    """A person in the list."""

    person: Person
    unit: str
    seat: Delegate | None
    delegation: str
    offices: tuple[OfficeKind, ...]
    access: Access

    @property
    def category(self) -> Category:
        """一线, 技术, 管理 or 领导."""
        return Category(self.person.category)


@dataclass(frozen=True)
class Found:
    """One page of the list."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


def search(session: Session, term_id: int, wish: Search, page: int = 1) -> Found:
    """A page of those who fit, delegates by delegation and number, others by number."""
    narrowed = _narrow(_joined(select(Person.id), term_id), wish)
    total = session.exec(select(func.count()).select_from(narrowed.subquery())).one()
    pages = max(1, ceil(total / PAGE))
    page = min(max(1, page), pages)
    group = col(Delegation.number)
    order = (group.is_(None), group, col(Person.number)) if wish.delegates else (col(Person.number),)
    ids = session.exec(narrowed.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)).all()
    return Found(tuple(_lines(session, term_id, [i for i in ids if i is not None])), total, page, pages)


def _joined(query: Any, term_id: int) -> Any:
    seat = (col(Delegate.person_id) == col(Person.id)) & (col(Delegate.term_id) == term_id)
    return (
        query.join(Unit, col(Unit.id) == Person.unit_id)
        .join(Delegate, seat, isouter=True)
        .join(Delegation, col(Delegation.id) == col(Delegate.delegation_id), isouter=True)
    )


def _narrow(query: SelectOfScalar[int | None], wish: Search) -> SelectOfScalar[int | None]:
    query = query.where(*_standing(wish))
    if wish.kind:
        query = query.where(Delegate.kind == wish.kind)
    if wish.delegation_id is not None:
        query = query.where(Delegate.delegation_id == wish.delegation_id)
    if wish.unit_id is not None:
        query = query.where(Person.unit_id == wish.unit_id)
    for word in wish.words.split()[:5]:
        fields = (Person.number, Person.name, Unit.name, Delegation.name, Person.post)
        query = query.where(or_(*(col(field).contains(word, autoescape=True) for field in fields)))
    return query


def _standing(wish: Search) -> list[Any]:
    if wish.delegates:
        ended = col(Delegate.ended_at)
        return [col(Delegate.id).is_not(None), ended.is_not(None) if wish.gone else ended.is_(None)]
    left = col(Person.left_at)
    return [left.is_not(None) if wish.gone else left.is_(None)]


def _lines(session: Session, term_id: int, ids: list[int]) -> list[Line]:
    query = _joined(select(Person, Unit.name, Delegate, Delegation.name), term_id)
    rows = {row[0].id: row for row in session.exec(query.where(col(Person.id).in_(ids)))}
    offices, access = offices_of(session, ids), identity.access(session, ids)
    return [
        Line(
            person, unit, seat, group or "", tuple(offices.get(person_id, ())), access.get(person_id, NOTHING)
        )
        for person_id in ids
        for person, unit, seat, group in (rows[person_id],)
    ]

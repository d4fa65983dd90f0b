"""Delegations (代表团): numbered, named, headed."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from congress.errors import Invalid, Missing, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import DelegateKind, may_head, may_remove
from congress.roster.store import Delegate, Delegation, Person


@dataclass(frozen=True)
class Group:
    """A delegation as the list shows it."""

    id: int
    number: int
    name: str
    head_id: int | None
    head: str
    voting: int
    others: int


def delegation(session: Session, term_id: int, delegation_id: int) -> Delegation:
    """A delegation of the term, or Missing."""
    found = session.get(Delegation, delegation_id)
    if found is None or found.term_id != term_id:
        raise Missing(say("没有这个代表团"))
    return found


def groups(session: Session, term_id: int) -> list[Group]:
    """Every delegation of the term with its head and its numbers, in two queries."""
    heads = (
        select(Delegation, Person.name)
        .join(Person, col(Person.id) == col(Delegation.head_id), isouter=True)
        .where(Delegation.term_id == term_id)
        .order_by(col(Delegation.number))
    )
    sizes = _sizes(session, term_id)
    return [
        Group(d.id or 0, d.number, d.name, d.head_id, name or "", *sizes.get(d.id, (0, 0)))
        for d, name in session.exec(heads)
    ]


def _sizes(session: Session, term_id: int) -> dict[int | None, tuple[int, int]]:
    query = (
        select(Delegate.delegation_id, Delegate.kind, func.count())
        .where(Delegate.term_id == term_id, col(Delegate.ended_at).is_(None))
        .group_by(col(Delegate.delegation_id), col(Delegate.kind))
    )
    sizes: dict[int | None, tuple[int, int]] = {}
    for group, kind, number in session.exec(query):
        voting, others = sizes.get(group, (0, 0))
        votes = kind == DelegateKind.VOTING
        sizes[group] = (voting + number, others) if votes else (voting, others + number)
    return sizes


def add_delegation(session: Session, *, term_id: int, number: int, name: str, by: int) -> Delegation:
    """A new delegation."""
    _insist_free(session, term_id, number, name, None)
    found = Delegation(term_id=term_id, number=number, name=name)
    session.add(found)
    session.flush()
    note(session, found, "added", by)
    return found


def edit_delegation(
    session: Session,
    *,
    term_id: int,
    delegation_id: int,
    number: int,
    name: str,
    head_id: int | None,
    by: int,
) -> Delegation:
    """Renumber, rename, and say who leads."""
    found = delegation(session, term_id, delegation_id)
    _insist_free(session, term_id, number, name, delegation_id)
    if head_id is not None and head_id != found.head_id:
        insist(may_head(delegation=delegation_id, sits_in=_sits_in(session, term_id, head_id)))
    changed = (found.number, found.name, found.head_id) != (number, name, head_id)
    found.number, found.name, found.head_id = number, name, head_id
    session.add(found)
    session.flush()
    if changed:
        note(session, found, "changed", by)
    return found


def remove_delegation(session: Session, *, term_id: int, delegation_id: int, by: int) -> None:
    """Take away a delegation that nobody ever sat in."""
    found = delegation(session, term_id, delegation_id)
    members = session.exec(select(func.count()).where(Delegate.delegation_id == delegation_id)).one()
    insist(may_remove(members))
    session.delete(found)
    session.flush()
    note(session, found, "removed", by)


def note(session: Session, group: Delegation, change: str, by: int) -> None:
    """Put a change of a delegation on record."""
    facts = {
        "change": change,
        "delegation": group.id,
        "head": group.head_id,
        "name": group.name,
        "number": group.number,
        "term": group.term_id,
    }
    record.append(session, Kind.DELEGATION_CHANGED, actor=by, facts=facts)


def _sits_in(session: Session, term_id: int, person_id: int) -> int | None:
    query = select(Delegate.delegation_id).where(
        Delegate.term_id == term_id, Delegate.person_id == person_id, col(Delegate.ended_at).is_(None)
    )
    return session.exec(query).first()


def _insist_free(session: Session, term_id: int, number: int, name: str, own: int | None) -> None:
    complaints = {}
    for other in session.exec(select(Delegation).where(Delegation.term_id == term_id)):
        if other.id != own and other.number == number:
            complaints["number"] = say("第 {n} 号已经是 {name}", n=number, name=other.name)
        if other.id != own and other.name == name:
            complaints["name"] = say("已经有同名的代表团")
    if complaints:
        raise Invalid(next(iter(complaints.values())), complaints)

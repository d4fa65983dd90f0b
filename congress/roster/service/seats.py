"""Mandates: given, changed, ended. History stays; whoever has no reason left to come in is shut out."""

from typing import Any

from sqlmodel import Session, col, select

from congress.clock import now
from congress.errors import Missing, Refused
from congress.i18n import say
from congress.identity import service as identity
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import SEAT_BOUND, DelegateKind, keeps_access
from congress.roster.service.offices import held, release
from congress.roster.store import Delegate, Delegation, Person


def seat_of(session: Session, term_id: int, person_id: int) -> Delegate | None:
    """The seat a person holds or held in a term."""
    query = select(Delegate).where(Delegate.term_id == term_id, Delegate.person_id == person_id)
    return session.exec(query).first()


def seat(
    session: Session,
    *,
    term_id: int,
    person_id: int,
    kind: DelegateKind,
    delegation_id: int | None,
    by: int,
) -> Delegate:
    """Give a person a seat, or change it. The same seat again changes nothing."""
    person = session.get(Person, person_id)
    if person is None:
        raise Missing(say("没有这个人"))
    if person.left_at:
        raise Refused(say("此人已离职，不能担任代表"))
    if delegation_id is not None:
        _insist_known(session, term_id, delegation_id)
    found = seat_of(session, term_id, person_id)
    fresh = found is None or found.ended_at is not None
    if found and not fresh and (found.kind, found.delegation_id) == (kind, delegation_id):
        return found
    was = None if found is None or fresh else _place(found)
    found = found or Delegate(term_id=term_id, person_id=person_id)
    if found.delegation_id != delegation_id:
        _vacate(session, person_id)
    found.kind, found.delegation_id, found.ended_at, found.end_reason = kind, delegation_id, None, ""
    session.add(found)
    session.flush()
    if kind is not DelegateKind.VOTING:
        _leave_bound_offices(session, found, by)
    note(session, found, "seated" if fresh else "changed", by=by, was=was)
    return found


def end_seat(session: Session, *, term_id: int, person_id: int, why: str, by: int) -> Delegate:
    """End a mandate, with what hangs on it. Ending it twice is one end."""
    found = seat_of(session, term_id, person_id)
    if found is None:
        raise Missing(say("此人不是本届代表"))
    if found.ended_at:
        return found
    found.ended_at, found.end_reason = now(), why
    session.add(found)
    _vacate(session, person_id)
    _leave_bound_offices(session, found, by)
    note(session, found, "ended", by=by, why=why)
    left = held(session, person_id)
    if not keeps_access(frozenset(office.kind for office in left)):
        identity.shut_out(session, person_id=person_id, by=by, why=why)
    return found


def note(
    session: Session,
    seat: Delegate,
    change: str,
    *,
    by: int,
    why: str = "",
    was: dict[str, Any] | None = None,
) -> None:
    """Put a change of a mandate on record; ``was``: what it was before, so that the archive can tell the roster of then."""
    facts = {
        "change": change,
        "delegate": seat.id,
        **_place(seat),
        **({"was": was} if was else {}),
        "person": seat.person_id,
        "term": seat.term_id,
        "why": why,
    }
    record.append(session, Kind.DELEGATE_CHANGED, actor=by, facts=facts)


def _place(seat: Delegate) -> dict[str, Any]:
    return {"delegation": seat.delegation_id, "kind": DelegateKind(seat.kind).value}


def _insist_known(session: Session, term_id: int, delegation_id: int) -> None:
    found = session.get(Delegation, delegation_id)
    if found is None or found.term_id != term_id:
        raise Missing(say("没有这个代表团"))


def _vacate(session: Session, person_id: int) -> None:
    """Who moves or goes heads no delegation any more."""
    for led in session.exec(select(Delegation).where(col(Delegation.head_id) == person_id)):
        led.head_id = None
        session.add(led)


def _leave_bound_offices(session: Session, seat: Delegate, by: int) -> None:
    for office in held(session, seat.person_id):
        if office.kind in SEAT_BOUND:
            release(session, office, by=by)

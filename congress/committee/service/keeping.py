"""What is kept for good of the Party committee's desk and of filings, for the archive: whoever calls may give out all of it."""

from collections.abc import Iterable

from sqlmodel import Session

from congress.committee import store
from congress.committee.rules import DecisionKind
from congress.committee.service.timeline import grouped
from congress.committee.store import (
    Advice,
    Circulation,
    Decision,
    Filing,
    FilingProof,
    Proxy,
    Reading,
    ReadingReminder,
)


def authorities(session: Session) -> list[Proxy]:
    """Every authority that was ever given, oldest first."""
    return list(reversed(store.proxies(session)))


def decided(session: Session, dispatch_ids: Iterable[int]) -> list[Decision]:
    """What was decided about these dispatches, oldest first."""
    return store.decisions(session, dispatch_ids)


def replied(session: Session, dispatch_ids: Iterable[int]) -> list[Decision]:
    """The formal replies (批复) among them."""
    return [one for one in decided(session, dispatch_ids) if one.kind is DecisionKind.REPLY]


def proposed(session: Session, dispatch_ids: Iterable[int]) -> list[Advice]:
    """What the committee's office proposed about them, oldest first."""
    return store.advice(session, dispatch_ids)


def circulated(session: Session, resolution_ids: Iterable[int]) -> list[tuple[Circulation, list[Reading]]]:
    """What was circulated of these resolutions and their dispatches, with those who were asked to read, oldest first."""
    wanted = set(resolution_ids)
    found = [one for one in reversed(store.circulations(session)) if one.resolution_id in wanted]
    asked = grouped(store.readings(session, [one.id or 0 for one in found]), lambda one: one.circulation_id)
    return [(one, asked.get(one.id, [])) for one in found]


def filed(session: Session, resolution_ids: Iterable[int]) -> list[Filing]:
    """What was filed of these resolutions, oldest first."""
    return store.filings(session, resolution_ids)


def proved(session: Session, filing_ids: Iterable[int]) -> list[FilingProof]:
    """The scans that prove these filings, in the order they came."""
    return store.filing_proofs(session, filing_ids)


def reminders(session: Session, reading_ids: Iterable[int]) -> list[ReadingReminder]:
    """Every reminder of these readers, oldest first."""
    return store.reminders(session, reading_ids)

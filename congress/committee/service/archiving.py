"""归档: the loop is closed. Afterwards nothing of a dispatch moves any more."""

from typing import Any

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules.dispatches import Move, may_move
from congress.committee.service.loading import NONE, facts, for_committee
from congress.committee.service.reading import Card, cards
from congress.committee.store import Dispatch
from congress.errors import insist
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Viewer


def statement_for_archiving(found: Dispatch, *, site: str) -> dict[str, Any]:
    """What is signed."""
    return {"act": "archive", "dispatch": found.id, "sha256": found.sha256, "site": site}


def archive(session: Session, viewer: Viewer, dispatch_id: int, *, site: str, signed: Signed) -> Dispatch:
    """Close it for good. Again is harmless: the first name and time stand."""
    found = for_committee(session, viewer, dispatch_id)
    if found.archived_at:
        return found
    insist(may_move(facts(session, found), Move.ARCHIVE))
    expected = statement_for_archiving(found, site=site)
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    found.archived_by, found.archived_at = viewer.person_id, now()
    found.archived_seq = record.append(
        session,
        Kind.DISPATCH_ARCHIVED,
        actor=viewer.person_id,
        at=found.archived_at,
        facts={"dispatch": found.id, "sha256": found.sha256},
        signed=proof,
    )
    session.add(found)
    return found


def archived(session: Session, viewer: Viewer, zone: str) -> list[Card]:
    """What was archived, newest first."""
    if not viewer.is_committee:
        raise NONE
    found = [one for one in store.dispatches(session) if one.archived_at]
    found.sort(key=lambda one: one.archived_seq or 0, reverse=True)
    return cards(session, found, zone)

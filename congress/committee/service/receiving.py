"""签收: one tap, signed on the device; the sender gets it back as the proof of receipt."""

from typing import Any

from sqlmodel import Session

from congress.clock import now
from congress.committee.rules.dispatches import Move, after, may_move
from congress.committee.service.loading import facts, for_committee
from congress.committee.service.papers import number_of
from congress.committee.store import Dispatch
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.delivery.service import Cause
from congress.errors import insist
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Viewer


def statement_for_receipt(found: Dispatch, *, site: str) -> dict[str, Any]:
    """What the receiver's device signs."""
    return {"act": "receive", "dispatch": found.id, "sha256": found.sha256, "site": site}


def receive(session: Session, viewer: Viewer, dispatch_id: int, *, site: str, signed: Signed) -> Dispatch:
    """Sign for it. Signing again is harmless: the first name and time stand."""
    found = for_committee(session, viewer, dispatch_id)
    if found.received_at:
        return found
    insist(may_move(facts(session, found), Move.RECEIVE))
    expected = statement_for_receipt(found, site=site)
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    found.stage = after(found.stage, Move.RECEIVE)
    found.received_by, found.received_at = viewer.person_id, now()
    found.received_seq = record.append(
        session,
        Kind.DISPATCH_RECEIVED,
        actor=viewer.person_id,
        at=found.received_at,
        facts={"dispatch": found.id, "sha256": found.sha256},
        signed=proof,
    )
    session.add(found)
    number, seq = number_of(found), found.received_seq
    sent = Cause(
        Matter.DISPATCH, dispatch_id, found.title, number, found.sent_by, found.sent_at, found.sent_seq
    )
    delivery.lay_inside(session, sent)  # one of before there were deliveries has not been laid there yet
    cause = Cause(Matter.DISPATCH, dispatch_id, found.title, number, viewer.person_id, found.received_at, seq)
    public = {key.id: key.public for key in identity.keys(session, viewer.person_id)}[proof["key"]]
    delivery.receive_inside(session, cause, public=public, proof=proof)
    return found

"""评价: the proposer rates what was done; 不满意 takes it up again, once."""

from hashlib import sha256
from typing import Any

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules import DispatchStage, Rating
from congress.committee.rules.dispatches import Move, after, may_rate, reopens
from congress.committee.service.loading import facts, raters, visible_to
from congress.committee.service.sending import default_due
from congress.committee.store import Dispatch, Opinion
from congress.errors import Missing, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import service as resolutions
from congress.roster.rules import Viewer

FIELDS = ("rating", "body")


def statement_for_rating(found: Dispatch, *, site: str) -> dict[str, Any]:
    """What the proposer's device signs, before it adds ``rating`` and ``body``."""
    return {
        "act": "rate",
        "dispatch": found.id,
        "round": found.round,
        "sha256": found.sha256,
        "site": site,
    }


def rate(
    session: Session, viewer: Viewer, dispatch_id: int, *, site: str, said: dict[str, str], signed: Signed
) -> Dispatch:
    """Rate a closed dispatch. The same signed rating again changes nothing."""
    found = visible_to(session, viewer, dispatch_id)
    entitled = raters(session, found)
    if viewer.person_id not in entitled:
        raise Missing(say("没有这个页面"))
    digest = sha256(signed.statement.encode()).hexdigest()
    if store.opinion_by_digest(session, digest):
        return found
    insist(may_rate(facts(session, found), person=viewer.person_id, raters=entitled))
    expected = statement_for_rating(found, site=site) | {name: said[name] for name in FIELDS}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    rating = Rating(said["rating"])
    moment = now()
    details = {
        "dispatch": found.id,
        "round": found.round,
        "rating": rating.value,
        "body": said["body"],  # as it was signed, with every space
    }
    seq = record.append(
        session, Kind.DISPATCH_RATED, actor=viewer.person_id, at=moment, facts=details, signed=proof
    )
    opinion = Opinion(
        dispatch_id=found.id or 0,
        person_id=viewer.person_id,
        rating=rating,
        body=said["body"].strip(),
        round=found.round,
        at=moment,
        seq=seq,
        digest=digest,
    )
    session.add(opinion)
    session.flush()
    if reopens(rating, found.round):
        _reopen(session, viewer, found)
    return found


def _reopen(session: Session, viewer: Viewer, found: Dispatch) -> None:
    """A second round begins, with a deadline of its own."""
    resolution = resolutions.load(session, found.resolution_id)
    found.stage = after(found.stage, Move.REOPEN)
    found.round, found.answered_at = found.round + 1, None
    found.due_on = default_due(session, resolution)
    session.add(found)
    details = {"dispatch": found.id, "round": found.round, "due_on": found.due_on.isoformat()}
    record.append(session, Kind.DISPATCH_REOPENED, actor=viewer.person_id, facts=details)


def waits_for_rating(session: Session, viewer: Viewer) -> list[Dispatch]:
    """What this person is asked to rate: as proposer, or as executive chair where there is no proposer."""
    answered = [
        found
        for found in store.dispatches_in(session, DispatchStage.ANSWERED)
        if not found.archived_at
        and (found.proposer_id == viewer.person_id or (found.proposer_id is None and viewer.chairs))
    ]
    remanded = store.remands(session, [found.id or 0 for found in answered])
    opinions = store.opinions(session, [found.id or 0 for found in answered])
    rated = {(opinion.dispatch_id, opinion.round) for opinion in opinions}
    return [
        found
        for found in answered
        if (found.id, found.round) not in rated and (found.id or 0) not in remanded
    ]

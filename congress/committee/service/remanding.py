"""退回复议: the committee asks the congress to deliberate again. It changes nothing of what was resolved."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from congress.bylaws.terms import Verb
from congress.clock import now
from congress.committee import store
from congress.committee.rules.dispatches import Move, after, may_move
from congress.committee.rules.orders import BODY_MOST, REMAND_FIELDS
from congress.committee.rules.proxies import Power
from congress.committee.service.loading import facts, for_committee, visible_to
from congress.committee.service.papers import number_of
from congress.committee.service.proxies import authority
from congress.committee.store import Dispatch, Remand
from congress.documents.text import nested
from congress.errors import Invalid, Missing, Refusal, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import service as resolutions
from congress.roster.rules import Viewer
from congress.sittings import rules as sitting_rules
from congress.sittings import service as sittings


def statement_for_remand(found: Dispatch, *, site: str) -> dict[str, Any]:
    """What the device signs, before it adds the fields."""
    return {
        "act": "remand",
        "dispatch": found.id,
        "round": found.round,
        "sha256": found.sha256,
        "site": site,
    }


def remand(
    session: Session,
    viewer: Viewer,
    dispatch_id: int,
    *,
    site: str,
    said: Mapping[str, str],
    signed: Signed,
) -> Remand:
    """Send it back, with the reasons. The same signed words again are one return."""
    found = for_committee(session, viewer, dispatch_id)
    digest = sha256(signed.statement.encode()).hexdigest()
    made = store.remands(session, [dispatch_id]).get(dispatch_id)
    if made and made.digest == digest:
        return made
    insist(may_move(facts(session, found), Move.REMAND))
    body = said["body"].strip()
    if not 0 < len(body) <= BODY_MOST:
        complaint = (
            say("最多 {n} 个字，现有 {m} 个", n=BODY_MOST, m=len(body)) if body else say("请填写这一项")
        )
        raise Invalid(complaint, {"body": complaint})
    proxy = authority(session, viewer, found, Power.REMAND, said["proxy"])
    expected = statement_for_remand(found, site=site) | {name: said[name] for name in REMAND_FIELDS}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    moment = now()
    told: dict[str, Any] = {
        "dispatch": found.id,
        "resolution": found.resolution_id,
        "round": found.round,
        "body": said["body"],  # as it was signed, with every space
    }
    if proxy:
        told |= {"proxy": proxy.id, "on_behalf_of": proxy.grantor_id}
    seq = record.append(
        session, Kind.DISPATCH_REMANDED, actor=viewer.person_id, at=moment, facts=told, signed=proof
    )
    made = Remand(
        dispatch_id=dispatch_id,
        body=body,
        round=found.round,
        person_id=viewer.person_id,
        proxy_id=proxy.id if proxy else None,
        at=moment,
        seq=seq,
        digest=digest,
    )
    found.stage, found.answered_at = after(found.stage, Move.REMAND), moment
    session.add_all([found, made])
    session.flush()
    return made


def may_place(session: Session, found: Remand) -> Refusal | None:
    """Is there a sitting after the one that resolved it, which still takes items?"""
    resolution = resolutions.load(session, _dispatch(session, found).resolution_id)
    meeting = sittings.current(session)
    if meeting is None or (meeting.sitting.id or 0) <= resolution.sitting_id:
        return Refusal(say("还没有筹备下一次会议"), say("请先筹备下一次会议，再列入议程"))
    return sitting_rules.may_add(meeting.sitting.stage)


def _dispatch(session: Session, found: Remand) -> Dispatch:
    return store.several(session, [found.dispatch_id])[found.dispatch_id]


def place(session: Session, viewer: Viewer, dispatch_id: int) -> Remand:
    """Put the new deliberation on the agenda of the next sitting. Placing it again changes nothing."""
    found = store.remands(session, [dispatch_id]).get(dispatch_id)
    if found is None or not viewer.organises:
        raise Missing(say("没有这件来文"))
    if found.item_id is not None:
        return found
    insist(may_place(session, found))
    meeting = sittings.current(session)
    resolution = resolutions.load(session, _dispatch(session, found).resolution_id)
    item = sittings.add_item(
        session,
        sitting_id=(meeting.sitting.id or 0) if meeting else 0,
        title=nested(f"复议《{resolution.title}》（{resolutions.number_of(resolution)}）"),
        verb=Verb.DELIBERATE,
        by=viewer.person_id,
    )
    found.item_id, found.placed_by, found.placed_at = item.id, viewer.person_id, now()
    told = {
        "dispatch": dispatch_id,
        "resolution": resolution.id,
        "item": item.id,
        "sitting": item.sitting_id,
    }
    found.placed_seq = record.append(
        session, Kind.REMAND_PLACED, actor=viewer.person_id, at=found.placed_at, facts=told
    )
    session.add(found)
    session.flush()
    return found


def unplaced(session: Session, viewer: Viewer) -> list[tuple[Remand, Dispatch]]:
    """What waits for a place on an agenda, for the secretariat."""
    if not viewer.organises:
        return []
    found = store.remands_unplaced(session)
    known = store.several(session, [one.dispatch_id for one in found])
    return [(one, known[one.dispatch_id]) for one in found]


@dataclass(frozen=True)
class Origin:
    """Where an item of the agenda comes from, as far as the reader may know: a dispatch, and why it was sent back."""

    dispatch: int
    number: str
    reason: str


def origins(session: Session, viewer: Viewer, item_id: int) -> list[Origin]:
    """What the committee sent back and is deliberated under this item; nothing of what this person may not read."""
    return [one for made in store.remands_on(session, item_id) if (one := _origin(session, viewer, made))]


def _origin(session: Session, viewer: Viewer, made: Remand) -> Origin | None:
    try:
        found = visible_to(session, viewer, made.dispatch_id)
    except Missing:
        return None
    return Origin(made.dispatch_id, number_of(found), made.body)

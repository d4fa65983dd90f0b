"""Signing: the executive chair and the chief teller, each on their own device; the second signature seals."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.clock import now
from congress.errors import Conflict, Missing, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import rules, store
from congress.resolutions.certificates import Certificate
from congress.resolutions.rules import Move, Signatory, SigningFacts
from congress.resolutions.service.reading import certificate, current_hash, current_text, roles_of, visible_to
from congress.resolutions.store import Approval, Resolution
from congress.roster import service as roster
from congress.roster.rules import Viewer


def signing_facts(session: Session, found: Resolution) -> SigningFacts:
    """Who has signed the present revision."""
    signed = {
        a.signatory: a.person_id
        for a in store.approvals(session, found.id or 0)
        if a.revision == found.revision
    }
    return SigningFacts(found.stage, signed)


def statement_for(found: Resolution, *, site: str, role: Signatory) -> dict[str, Any]:
    """What a signatory's device signs."""
    return rules.statement(
        resolution=found.id or 0,
        revision=found.revision,
        sha256=found.sha256,
        poll=found.poll_id,
        site=site,
        role=role,
    )


def approve(
    session: Session, viewer: Viewer, resolution_id: int, *, site: str, role: Signatory, signed: Signed
) -> Resolution:
    """Sign the frozen text; with the second signature it is numbered and sealed. Signing twice is harmless."""
    found = visible_to(session, viewer, resolution_id)
    facts = signing_facts(session, found)
    if facts.signed.get(role) == viewer.person_id:
        return found
    insist(rules.may_sign(facts, role=role, roles=roles_of(viewer), person=viewer.person_id))
    known = certificate(session, found)
    if current_hash(found, known) != found.sha256:
        raise Conflict(say("决议文本与送签时不一致"), say("请告诉会务组：退回起草后重新送签"))
    expected = statement_for(found, site=site, role=role)
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    _keep(session, viewer, found, role, proof)
    if rules.is_complete({**facts.signed, role: viewer.person_id}):
        _seal(session, viewer, found, known)
    return found


def _keep(
    session: Session, viewer: Viewer, found: Resolution, role: Signatory, proof: dict[str, str]
) -> None:
    moment = now()
    facts = {"resolution": found.id, "revision": found.revision, "role": role.value}
    seq = record.append(
        session, Kind.RESOLUTION_SIGNED, actor=viewer.person_id, at=moment, facts=facts, signed=proof
    )
    session.add(
        Approval(
            resolution_id=found.id or 0,
            revision=found.revision,
            signatory=role,
            person_id=viewer.person_id,
            key=proof["key"],
            statement=proof["statement"],
            signature=proof["signature"],
            at=moment,
            seq=seq,
        )
    )
    session.flush()


def _seal(session: Session, viewer: Viewer, found: Resolution, known: Certificate) -> None:
    """Give it the next number of the year and freeze it for good."""
    moment = now()
    insist(rules.may_move(found.stage, Move.SEAL))
    found.year = _year(session, moment)
    found.number = store.next_number(session, found.year)
    found.stage, found.sealed_at, found.changed_at = rules.after(found.stage, Move.SEAL), moment, moment
    facts = {
        "resolution": found.id,
        "revision": found.revision,
        "year": found.year,
        "number": found.number,
        "sha256": found.sha256,
        "text": current_text(found, known),
    }
    found.sealed_seq = record.append(
        session, Kind.RESOLUTION_SEALED, actor=viewer.person_id, at=moment, facts=facts
    )
    session.add(found)
    session.flush()


def _year(session: Session, moment: datetime) -> int:
    enterprise = roster.enterprise(session)
    if enterprise is None:
        raise Missing(say("还没有会议"))
    return moment.astimezone(ZoneInfo(enterprise.timezone)).year

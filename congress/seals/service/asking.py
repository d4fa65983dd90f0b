"""Asking for the seal, taking the request back, and the two officers' leave: each signs on their own device which bytes may be sealed."""

from collections.abc import Mapping
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlmodel import Session

from congress.clock import now
from congress.errors import insist
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import OfficeKind, Viewer
from congress.seals import keyfile, rules, store
from congress.seals.rules import ImpressionFacts
from congress.seals.service.reading import current, impression, visible_to
from congress.seals.store import Impression, SealApproval
from congress.typesetting.pdf import Spot


def lay(folder: Path, document: bytes) -> str:
    """Keep the bytes that are to be sealed, before the writer's turn. Their SHA-256, lower-case hex."""
    name = sha256(document).hexdigest()
    keyfile.write(folder / name, document)
    return name


def ask(
    session: Session,
    viewer: Viewer,
    *,
    name: str,
    sha256: str,
    size: int,
    spot: Spot | None = None,
    about: Mapping[str, int] | None = None,
) -> Impression:
    """Lay these exact bytes (see :func:`lay`) before the officers. The same bytes are asked for once.

    ``spot`` is where the seal will be seen; ``about`` tells the record what the file is: ``{"resolution": 7}``.
    """
    roster.organiser(viewer)
    known = store.of_file(session, sha256)
    if known and known.withdrawn_at is None:
        return known
    insist(rules.may_ask(current(session) is not None))
    moment = now()
    found = Impression(
        name=name[: rules.NAME_MOST],
        sha256=sha256,
        size=size,
        asked_at=moment,
        asked_by=viewer.person_id,
        spot=list(astuple(spot)) if spot else None,
    )
    session.add(found)
    session.flush()
    facts = {
        **(about or {}),
        "impression": found.id,
        "name": found.name,
        "sha256": sha256,
        "size": size,
        "spot": found.spot,
    }
    record.append(session, Kind.SEAL_ASKED, actor=viewer.person_id, at=moment, facts=facts)
    return found


def facts_of(session: Session, found: Impression) -> ImpressionFacts:
    """Who has allowed it, and whether it is done."""
    approved = {OfficeKind(a.office): a.person_id for a in store.approvals(session, found.id or 0)}
    return ImpressionFacts(found.pressed_at is not None, approved, found.withdrawn_at is not None)


def withdraw(session: Session, viewer: Viewer, impression_id: int) -> Impression:
    """Take the request back, before the seal is pressed: leave that was given allows nothing any more.

    Withdrawing twice is harmless. The file may be asked for again, and needs new leave.
    """
    roster.organiser(viewer)
    found = impression(session, impression_id)
    if found.withdrawn_at:
        return found
    insist(rules.may_withdraw(facts_of(session, found)))
    found.withdrawn_at, found.withdrawn_by = now(), viewer.person_id
    session.add(found)
    facts = {"impression": found.id, "sha256": found.sha256}
    record.append(session, Kind.SEAL_WITHDRAWN, actor=viewer.person_id, at=found.withdrawn_at, facts=facts)
    session.flush()
    return found


def waits_for(session: Session, viewer: Viewer) -> list[Impression]:
    """Requests that this officer has yet to allow."""
    mine = viewer.offices & set(rules.OFFICES)
    if not mine:
        return []
    return [
        found
        for found in store.standing_requests(session)
        if any(
            rules.may_approve(facts, office=office, offices=viewer.offices, person=viewer.person_id) is None
            for facts in (facts_of(session, found),)
            for office in mine
        )
    ]


def statement_for(found: Impression, *, site: str, office: OfficeKind) -> dict[str, Any]:
    """What an officer's device signs."""
    return rules.statement(impression=found.id or 0, sha256=found.sha256, site=site, office=office)


def approve(
    session: Session, viewer: Viewer, impression_id: int, *, site: str, office: OfficeKind, signed: Signed
) -> Impression:
    """Allow that these bytes are sealed. Allowing twice is harmless."""
    found = visible_to(session, viewer, impression_id)
    facts = facts_of(session, found)
    if facts.approved.get(office) == viewer.person_id:
        return found
    insist(rules.may_approve(facts, office=office, offices=viewer.offices, person=viewer.person_id))
    expected = statement_for(found, site=site, office=office)
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    moment = now()
    told = {"impression": found.id, "role": office.value, "sha256": found.sha256}
    seq = record.append(
        session, Kind.SEAL_APPROVED, actor=viewer.person_id, at=moment, facts=told, signed=proof
    )
    session.add(
        SealApproval(
            impression_id=found.id or 0,
            office=office.value,
            person_id=viewer.person_id,
            key=proof["key"],
            statement=proof["statement"],
            signature=proof["signature"],
            at=moment,
            seq=seq,
        )
    )
    session.flush()
    return found

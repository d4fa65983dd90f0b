"""改派: a task whose department was merged or dissolved, or which was given to the wrong one, goes to another."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules import DispatchStage
from congress.committee.rules.assignments import may_transfer
from congress.committee.rules.proxies import Power
from congress.committee.service.loading import load, task_for_committee
from congress.committee.service.proxies import authority
from congress.committee.store import Assignment, Transfer
from congress.errors import Invalid, insist
from congress.i18n import Message, say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer

FIELDS = ("proxy", "unit", "body")
BODY_MOST = 500


def statement_for_transfer(found: Assignment, *, site: str) -> dict[str, Any]:
    """What the device signs, before it adds the fields. ``from_unit``: there and back again are two transfers."""
    return {"act": "transfer", "assignment": found.id, "from_unit": found.unit_id, "site": site}


def transfer(
    session: Session,
    viewer: Viewer,
    assignment_id: int,
    *,
    site: str,
    said: Mapping[str, str],
    signed: Signed,
) -> Assignment:
    """Give the task to another department, with its deadline and what was reported. The same again is one transfer."""
    found = task_for_committee(session, viewer, assignment_id)
    digest = sha256(signed.statement.encode()).hexdigest()
    if store.transfer_by_digest(session, digest):
        return found
    unit, body = _read(said)
    dispatch = load(session, found.dispatch_id)
    others = store.assignments(session, [found.dispatch_id])
    insist(
        may_transfer(
            found.stage,
            handles=unit in {one.id for one in roster.handling_units(session)},
            same=unit == found.unit_id,
            taken=any(one.unit_id == unit and one.decision_id == found.decision_id for one in others),
            open_=dispatch.stage is DispatchStage.CARRIED_OUT,
        )
    )
    proxy = authority(session, viewer, dispatch, Power.INSTRUCTION, said["proxy"])
    expected = statement_for_transfer(found, site=site) | {name: said[name] for name in FIELDS}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    moment = now()
    facts: dict[str, Any] = {
        "assignment": found.id,
        "dispatch": found.dispatch_id,
        "from_unit": found.unit_id,
        "unit": unit,
        "body": said["body"],  # as it was signed, with every space
    }
    if proxy:
        facts |= {"proxy": proxy.id, "on_behalf_of": proxy.grantor_id}
    seq = record.append(
        session, Kind.TASK_TRANSFERRED, actor=viewer.person_id, at=moment, facts=facts, signed=proof
    )
    made = Transfer(
        assignment_id=assignment_id,
        from_unit=found.unit_id,
        to_unit=unit,
        body=body,
        person_id=viewer.person_id,
        proxy_id=proxy.id if proxy else None,
        at=moment,
        seq=seq,
        digest=digest,
    )
    found.unit_id = unit
    session.add_all([found, made])
    session.flush()
    return found


def _read(said: Mapping[str, str]) -> tuple[int, str]:
    complaints: dict[str, Message] = {}
    unit, body = said["unit"], said["body"].strip()
    if not (unit.isascii() and unit.isdecimal() and len(unit) < 10):
        complaints["unit"] = say("请选择承办部门")
    if not body:
        complaints["body"] = say("请填写这一项")
    elif len(body) > BODY_MOST:
        complaints["body"] = say("最多 {n} 个字，现有 {m} 个", n=BODY_MOST, m=len(body))
    if complaints:
        raise Invalid(next(iter(complaints.values())), complaints)
    return int(unit), body

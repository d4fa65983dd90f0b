"""Issue (印发) and withdrawal (撤销): both signed on the device, both in the record."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from congress.clock import now
from congress.errors import Conflict, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.letters import rules, store
from congress.letters.rules import LetterStage, Move
from congress.letters.service.filling import known
from congress.letters.service.reading import current_hash, kept_by, written
from congress.letters.store import Letter
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Viewer


def issue_statement(found: Letter, *, site: str) -> dict[str, Any]:
    """What the device of who issues it signs."""
    return rules.issue_statement(
        letter=found.id or 0, revision=found.revision, sha256=current_hash(found), site=site
    )


def issue(
    session: Session, viewer: Viewer, letter_id: int, *, seen: int, site: str, signed: Signed
) -> Letter:
    """Freeze the text and give it the next number of its kind and year. Pressing twice is harmless."""
    found = kept_by(session, viewer, letter_id)
    if found.stage is LetterStage.ISSUED:
        return found
    insist(rules.may_move(found.stage, Move.ISSUE))
    if seen != found.revision:
        raise Conflict(say("这份草稿在您打开之后有改动"), say("请刷新后再看一遍，然后印发"))
    insist(rules.may_issue(found.kind, written(found)))
    expected = issue_statement(found, site=site)
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    return _number(session, viewer, found, proof)


def _number(session: Session, viewer: Viewer, found: Letter, proof: dict[str, str]) -> Letter:
    moment = now()
    found.year = _year(session, moment)
    found.number = store.next_number(session, found.kind, found.year)
    found.sha256, found.stage = current_hash(found), LetterStage.ISSUED
    found.issued_by, found.issued_at, found.changed_at = viewer.person_id, moment, moment
    facts = {
        "letter": found.id,
        "sitting": found.sitting_id,
        "kind": found.kind.value,
        "year": found.year,
        "number": found.number,
        "revision": found.revision,
        "sha256": found.sha256,
        "text": rules.frozen(found.kind, found.issuer, written(found)),
    }
    found.issued_seq = record.append(
        session, Kind.LETTER_ISSUED, actor=viewer.person_id, at=moment, facts=facts, signed=proof
    )
    session.add(found)
    session.flush()
    return found


def _year(session: Session, moment: datetime) -> int:
    return moment.astimezone(known(session).zone).year


def withdrawal_statement(found: Letter, *, site: str) -> dict[str, Any]:
    """What the device of who withdraws it signs, besides ``why``."""
    return rules.withdrawal_statement(letter=found.id or 0, sha256=found.sha256, site=site)


def withdraw(
    session: Session, viewer: Viewer, letter_id: int, *, why: str, site: str, signed: Signed
) -> Letter:
    """Say that it no longer holds, and why; it stays readable. Pressing twice is harmless."""
    found = kept_by(session, viewer, letter_id)
    if found.stage is LetterStage.WITHDRAWN:
        return found
    insist(rules.may_move(found.stage, Move.WITHDRAW))
    expected = {**withdrawal_statement(found, site=site), "why": why}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    found.stage, found.withdrawn_at, found.withdrawn_why = LetterStage.WITHDRAWN, now(), why
    facts = {"letter": found.id, "year": found.year, "number": found.number, "sha256": found.sha256}
    found.withdrawn_seq = record.append(
        session,
        Kind.LETTER_WITHDRAWN,
        actor=viewer.person_id,
        at=found.withdrawn_at,
        facts={**facts, "kind": found.kind.value, "why": why},
        signed=proof,
    )
    session.add(found)
    return found

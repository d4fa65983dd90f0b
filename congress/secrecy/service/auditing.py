"""Ballots opened instead of cast: the voter's check that a device encrypts what was chosen (Benaloh's challenge).

The device shows the tracker before it is told which it will be, so it cannot cheat in one case only.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from congress.crypto.belenios import wire
from congress.errors import Refused, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.secrecy import rules
from congress.secrecy.service.box import Checked, is_holder, known
from congress.secrecy.store import AuditedBallot


@dataclass(frozen=True)
class Audited:
    """A ballot and what opens it, as published."""

    tracker: str
    body: str
    opening: str


def audit(session: Session, *, poll_id: int, person_id: int, checked: Checked, opening: str) -> Audited:
    """Publish a ballot that was opened. It can never be cast; one that was cast can never be opened.

    ``opening`` was checked with the ballot (:func:`congress.crypto.belenios.audit.open_ballot`).
    """
    if earlier := audited(session, poll_id, checked.tracker):
        return earlier
    if known(session, poll_id, checked.tracker, may_change=False):
        raise Refused(say("这张票已经投入票箱，不能再打开检验"), say("要检验，请在投出之前"))
    mine = is_holder(session, poll_id, person_id, checked.credential)
    insist(rules.may_cast(on_roll=mine, follows=True))
    session.add(AuditedBallot(poll_id=poll_id, tracker=checked.tracker, body=checked.body, opening=opening))
    session.flush()
    facts = {
        "poll": poll_id,
        "tracker": checked.tracker,
        "body": wire.digest(checked.body),
        "opening": wire.digest(opening),
    }
    record.append(
        session, Kind.BALLOT_AUDITED, actor=0, facts=facts
    )  # whose device it was, the record need not say
    return Audited(checked.tracker, checked.body, opening)


def audited(session: Session, poll_id: int, tracker: str) -> Audited | None:
    """A ballot of this tracker that was opened."""
    row = session.get(AuditedBallot, (poll_id, tracker))
    return Audited(row.tracker, row.body, row.opening) if row else None


def audits(session: Session, poll_id: int) -> list[Audited]:
    """All that were opened in a vote, by tracker."""
    query = select(AuditedBallot).where(AuditedBallot.poll_id == poll_id).order_by(col(AuditedBallot.tracker))
    return [Audited(row.tracker, row.body, row.opening) for row in session.exec(query)]

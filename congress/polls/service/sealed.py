"""Secret ballots by phone, as the hall's rules see them: who may cast when. The box itself is of ``secrecy``."""

from sqlalchemy import String, bindparam, select
from sqlalchemy import cast as cast_as
from sqlmodel import Session, col

from congress.bylaws.terms import Form
from congress.database import Prepared
from congress.errors import Missing, insist
from congress.i18n import say
from congress.polls import rules
from congress.polls.rules import CastFacts, PollStage
from congress.polls.service.reading import poll, seat
from congress.polls.store import Poll, Seat
from congress.record import service as record
from congress.record.entries import Kind, read
from congress.secrecy import service as secrecy
from congress.secrecy.service import Audited, Checked, Posted

EVERY = 100_000  # openings: more than there will be
FACTS = Prepared(
    select(
        cast_as(col(Poll.stage), String),
        cast_as(col(Poll.form), String),
        col(Poll.paper),
        col(Poll.may_change),
        col(Seat.present),
    )
    .outerjoin(Seat, (col(Seat.poll_id) == col(Poll.id)) & (col(Seat.person_id) == bindparam("person")))
    .where(col(Poll.id) == bindparam("poll"))
)


def cast_secret(session: Session, *, poll_id: int, person_id: int, checked: Checked, follows: str) -> Posted:
    """Put a checked secret ballot into the box. The same ballot again gives the same receipt, also after the end."""
    row = FACTS.run(session, poll=poll_id, person=person_id).fetchone()
    if row is None:
        raise Missing(say("没有这项表决"))
    stage, form, paper, may_change, present = tuple(row)
    if known := secrecy.arrived_of(session, poll_id, person_id, checked, may_change=bool(may_change)):
        return known
    sealed = form == Form.SECRET.value and not paper
    here = None if present is None else bool(present)
    insist(rules.may_cast(CastFacts(PollStage(stage), sealed, bool(may_change), here, False)))
    return secrecy.cast(
        session,
        poll_id=poll_id,
        person_id=person_id,
        checked=checked,
        follows=follows,
        may_change=bool(may_change),
    )


def audit_ballot(
    session: Session, *, poll_id: int, person_id: int, checked: Checked, opening: str
) -> Audited:
    """Open a checked ballot instead of casting it; for those who may cast one now, also when they have."""
    found, here = poll(session, poll_id), seat(session, poll_id, person_id)
    present = here.present if here else None
    insist(rules.may_cast(CastFacts(found.stage, found.sealed, True, present, False)))
    return secrecy.audit(session, poll_id=poll_id, person_id=person_id, checked=checked, opening=opening)


def tracker_of(session: Session, poll_id: int, person_id: int) -> Posted | None:
    """Where a person's secret ballot is on the board."""
    found = poll(session, poll_id)
    return secrecy.last_of(session, poll_id, person_id, may_change=found.may_change) if found.sealed else None


def booth_then(session: Session, poll_id: int) -> str:
    """The fingerprint of the scripts when the vote was opened, as the record has it; "" when it has none."""
    for entry in record.entries(session, kinds=[Kind.POLL_OPENED], limit=EVERY):
        facts = read(entry.body.encode()).facts
        if facts["poll"] == poll_id:
            return str(facts.get("booth", ""))
    return ""

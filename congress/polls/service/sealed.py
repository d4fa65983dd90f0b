"""Secret ballots by phone, as the hall's rules see them: who may cast when. The box itself is of ``secrecy``."""

from sqlmodel import Session

from congress.errors import insist
from congress.polls import rules
from congress.polls.rules import CastFacts
from congress.polls.service.reading import poll, seat
from congress.secrecy import service as secrecy
from congress.secrecy.service import Audited, Checked, Posted


def cast_secret(session: Session, *, poll_id: int, person_id: int, checked: Checked, follows: str) -> Posted:
    """Put a checked secret ballot into the box. The same ballot again gives the same receipt, also after the end."""
    found = poll(session, poll_id)
    known = secrecy.known(session, poll_id, checked.tracker, may_change=found.may_change)
    if known:
        return known
    here = seat(session, poll_id, person_id)
    insist(
        rules.may_cast(
            CastFacts(found.stage, found.sealed, found.may_change, here.present if here else None, False)
        )
    )
    return secrecy.cast(
        session,
        poll_id=poll_id,
        person_id=person_id,
        checked=checked,
        follows=follows,
        may_change=found.may_change,
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

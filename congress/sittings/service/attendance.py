"""Who is in the hall: check-in by phone and desk, leaving and coming back, and the numbers of the quorum."""

from sqlmodel import Session, col, func, select

from congress.roster import service as roster
from congress.sittings import rules
from congress.sittings.rules import PRESENT, Presence, Tally
from congress.sittings.service import meetings
from congress.sittings.store import Attendance


def tally(session: Session, sitting_id: int) -> Tally:
    """应到, 实到 and the line of the quorum, now."""
    seats = roster.mandates(session, meetings.term_of(session, sitting_id))
    inside = in_hall(session, sitting_id)
    return rules.tallied(
        meetings.rule(session, sitting_id),
        expected=sum(seat.votes for seat in seats),
        present=sum(seat.votes and seat.delegate_id in inside for seat in seats),
        nonvoting=sum(not seat.votes and seat.delegate_id in inside for seat in seats),
    )


def present(session: Session, sitting_id: int) -> set[int]:
    """Person ids of all delegates in the hall whose mandate is live, with and without a vote."""
    inside = in_hall(session, sitting_id)
    seats = roster.mandates(session, meetings.term_of(session, sitting_id))
    return {seat.person_id for seat in seats if seat.delegate_id in inside}


def is_present(session: Session, sitting_id: int, delegate_id: int) -> bool:
    """Whether this delegate is in the hall: one look at their newest entry."""
    newest = session.exec(
        select(Attendance.presence)
        .where(Attendance.sitting_id == sitting_id, Attendance.delegate_id == delegate_id)
        .order_by(col(Attendance.id).desc())
        .limit(1)
    ).first()
    return newest is not None and Presence(newest) in PRESENT


def in_hall(session: Session, sitting_id: int) -> set[int]:
    """Delegate ids whose newest entry says that they are here."""
    newest = (
        select(func.max(Attendance.id))
        .where(Attendance.sitting_id == sitting_id)
        .group_by(col(Attendance.delegate_id))
    )
    return set(
        session.exec(
            select(Attendance.delegate_id).where(
                col(Attendance.id).in_(newest), col(Attendance.presence).in_(PRESENT)
            )
        )
    )

"""The sitting as a whole: planned, opened with its numbers stated, closed."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, func, select

from congress.clock import now
from congress.errors import Invalid, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.sittings import rules
from congress.sittings.rules import SittingStage
from congress.sittings.service import agenda, attendance, meetings, rollcall
from congress.sittings.store import Sitting, Term


def begin_term(
    session: Session, *, number: int, starts_on: date, ends_on: date, profile: dict[str, Any]
) -> Term:
    """第 X 届, under a rule profile."""
    term = Term(number=number, starts_on=starts_on, ends_on=ends_on, profile=profile)
    session.add(term)
    session.flush()
    return term


def plan(
    session: Session, *, term_id: int, opens_at: datetime, place: str, number: int | None = None
) -> Sitting:
    """The next sitting of a term; one at a time. Its number follows the last one's unless it is given."""
    newest = meetings.current(session)
    insist(rules.may_plan(newest.sitting.stage if newest else None))
    last = session.exec(select(func.max(Sitting.number)).where(Sitting.term_id == term_id)).one()
    if number is not None and number <= (last or 0):
        complaint = say("这一届已经有第 {n} 次会议", n=last)
        raise Invalid(complaint, {"number": complaint})
    planned = Sitting(term_id=term_id, number=number or (last or 0) + 1, opens_at=opens_at, place=place)
    session.add(planned)
    session.flush()
    return planned


def replan(session: Session, *, sitting_id: int, opens_at: datetime, place: str) -> Sitting:
    """Another time or place, while the sitting is prepared."""
    found = meetings.sitting(session, sitting_id)
    insist(rules.may_edit(found.stage))
    found.opens_at, found.place = opens_at, place
    session.add(found)
    return found


def open_sitting(session: Session, *, sitting_id: int, by: int) -> Sitting:
    """Open the sitting and state 应到 and 实到. The agenda stands from now on. Opening it twice is one opening."""
    found = meetings.sitting(session, sitting_id)
    if found.stage is SittingStage.HELD:
        return found
    numbers = rollcall.tally(session, sitting_id)
    insist(rules.may_open(found.stage, numbers, meetings.rule(session, sitting_id)))
    found.stage, found.opened_at = SittingStage.HELD, now()
    found.opened_expected, found.opened_present = numbers.expected, numbers.present
    session.add(found)
    facts = {
        "agenda": [[i.id, i.verb.value, i.title] for i in agenda.items(session, sitting_id)],
        "expected": numbers.expected,
        "needed": numbers.needed,
        "nonvoting": numbers.nonvoting,
        "present": numbers.present,
        "sitting": sitting_id,
    }
    record.append(session, Kind.SITTING_OPENED, actor=by, facts=facts, at=found.opened_at)
    return found


def close_sitting(session: Session, *, sitting_id: int, by: int) -> Sitting:
    """Close the sitting for good; check-in ends with it. Closing it twice is one closing."""
    found = meetings.sitting(session, sitting_id)
    if found.stage is SittingStage.OVER:
        return found
    insist(rules.may_close(found.stage, [i.stage for i in agenda.items(session, sitting_id)]))
    attendance.close_check_in(session, sitting_id=sitting_id, by=by)
    found.stage, found.closed_at = SittingStage.OVER, now()
    session.add(found)
    record.append(session, Kind.SITTING_CLOSED, actor=by, facts={"sitting": sitting_id}, at=found.closed_at)
    return found

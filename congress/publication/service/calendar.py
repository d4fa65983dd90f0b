"""The enterprise's calendar: holidays, and weekends worked in exchange. What has been put up keeps the days it was given."""

from datetime import date, timedelta

from sqlmodel import Session

from congress.bylaws.calendar import WorkCalendar
from congress.clock import now
from congress.errors import Invalid, Missing
from congress.i18n import say
from congress.publication import store
from congress.publication.store import CalendarDay
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer

LONGEST = 40  # days noted at once


def calendar(session: Session) -> WorkCalendar:
    """Which days are worked, for the rules."""
    noted = store.calendar_days(session)
    return WorkCalendar(
        frozenset(d.day for d in noted if not d.works), frozenset(d.day for d in noted if d.works)
    )


def days(session: Session) -> list[CalendarDay]:
    """Every day that was noted, in order."""
    return store.calendar_days(session)


def note(session: Session, viewer: Viewer, *, first: date, last: date, works: bool, name: str) -> int:
    """Note the days from ``first`` to ``last``; noted again they are changed. How many differ from before."""
    roster.organiser(viewer)
    if not first <= last or (last - first).days >= LONGEST:
        complaint = say("最后一天应当不早于第一天，一次最多 {n} 天", n=LONGEST)
        raise Invalid(complaint, {"last": complaint})
    known = {d.day: d for d in store.days_between(session, first, last)}
    wanted = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    changed = [d for d in wanted if d not in known or (known[d].works, known[d].name) != (works, name)]
    for day in changed:
        session.merge(CalendarDay(day=day, works=works, name=name))
    if changed:
        _tell(session, viewer, changed, name=name, works=works)
    return len(changed)


def forget(session: Session, viewer: Viewer, day: str) -> None:
    """Take a day (2026-10-01) out. Once it is gone, doing so again is harmless."""
    roster.organiser(viewer)
    try:
        found = session.get(CalendarDay, date.fromisoformat(day))
    except ValueError as error:
        raise Missing(say("没有这一天")) from error
    if found:
        session.delete(found)
        _tell(session, viewer, [found.day], name=found.name, works=None)


def _tell(session: Session, viewer: Viewer, changed: list[date], *, name: str, works: bool | None) -> None:
    facts = {"days": [day.isoformat() for day in changed], "name": name, "works": works}
    record.append(session, Kind.CALENDAR_CHANGED, actor=viewer.person_id, at=now(), facts=facts)

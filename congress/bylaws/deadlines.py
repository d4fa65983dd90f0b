"""When a paper, a notice or a filing is due."""

from datetime import date, timedelta

from congress.bylaws.calendar import WEEKDAYS, WorkCalendar
from congress.bylaws.shapes import Deadline, Profile


def deadlines(profile: Profile) -> tuple[Deadline, ...]:
    """The deadlines of a profile, those before the meeting first."""
    return tuple(sorted(profile.deadlines.values(), key=lambda rule: not rule.before))


def due(start: date, rule: Deadline, calendar: WorkCalendar = WEEKDAYS) -> date:
    """The last day on which the rule can be kept, counted from the meeting or event on ``start``.

    The first day is not counted (民法典 art. 201). Working days are Monday to Friday unless a
    calendar knows better: without one, public holidays and the weekends worked in exchange for
    them are not known, so around Spring Festival, 1 May and 1 October check the date against
    the official calendar. A day that falls on a weekend is not moved: earlier is always in time.
    """
    step = timedelta(days=-1 if rule.before else 1)
    if not rule.working:
        return start + step * rule.days
    day, left = start, rule.days
    while left:
        day += step
        left -= calendar.works(day)
    return day

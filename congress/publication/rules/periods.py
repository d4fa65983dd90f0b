"""The days of a notice (公示期): its first and its last, and the moment at which it is over. Pure; time is an argument.

The day on which it is put up is not counted (民法典 art. 201). A last day without work moves
to the next working day (art. 203): people must be able to object on it, and longer is always
in time. The last day ends at 24:00 in the enterprise's own time zone (art. 203).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from congress.bylaws.calendar import WorkCalendar
from congress.errors import Refusal
from congress.i18n import say

DAYS_MOST: Final = 90
ONE: Final = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """So many days, counted as calendar days or as working days."""

    days: int
    working: bool


@dataclass(frozen=True)
class Period:
    """The first day that is counted, and the last; both belong to it."""

    first: date
    last: date


def period(posted: date, span: Span, calendar: WorkCalendar) -> Period:
    """The period of a notice that is put up on ``posted``."""
    first = posted + ONE
    if span.working:
        first = next_working(first, calendar)
        last = first
        for _ in range(span.days - 1):
            last = next_working(last + ONE, calendar)
        return Period(first, last)
    return Period(first, next_working(posted + span.days * ONE, calendar))


def next_working(day: date, calendar: WorkCalendar) -> date:
    """The day itself, or the first working day after it."""
    while not calendar.works(day):
        day += ONE
    return day


def ends_at(last: date, zone: str) -> datetime:
    """24:00 of the last day, as a moment in UTC.

    Where clocks are put back over midnight there are two of them, and where they are put forward
    over it none: the later reading is meant, so that no change of the clock ends a period early.
    """
    midnight = datetime.combine(last + ONE, time(), ZoneInfo(zone))
    return max(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def is_over(last: date, zone: str, now: datetime) -> bool:
    """Has the last day ended?"""
    return now >= ends_at(last, zone)


def days_left(last: date, today: date) -> int:
    """Days that remain, today among them; 0 when the last day is over."""
    return max(0, (last - today).days + 1)


def may_last(span: Span, least: Span, *, firm: bool) -> Refusal | None:
    """May a notice be so short? ``least`` is what the profile asks; only where its text was read is it ``firm``."""
    if not 1 <= span.days <= DAYS_MOST:
        return Refusal(say("公示期为 1 至 {most} 天", most=DAYS_MOST))
    if firm and is_shorter(span, least):
        return Refusal(
            say("公示期短于规则方案的要求（{n} 天）", n=least.days),
            say("请把天数改为不少于 {n} 天", n=least.days),
        )
    return None


def is_shorter(span: Span, least: Span) -> bool:
    """Fewer days; calendar days where working days are asked for count as fewer unless a week makes up for it."""
    if least.working and not span.working:
        return span.days < least.days + 2 * -(-least.days // 5)
    return span.days < least.days


def may_extend(*, last: date, wanted: date, today: date) -> Refusal | None:
    """May the last day be this one instead?"""
    if wanted <= last:
        return Refusal(say("新的最后一天应当晚于原来的最后一天"), say("公示期只能延长，不能缩短"))
    if wanted < today:
        return Refusal(say("新的最后一天已经过去"), say("请选择今天或以后的一天"))
    if (wanted - max(last, today)).days > DAYS_MOST:
        return Refusal(say("一次最多延长 {most} 天", most=DAYS_MOST))
    return None

"""The days of a notice: which are counted, when the last is over, and that nothing ends one early."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from congress.bylaws.calendar import WEEKDAYS, WorkCalendar
from congress.bylaws.deadlines import due
from congress.bylaws.profile import builtin
from congress.publication.rules import periods
from congress.publication.rules.periods import Span

SHANGHAI = "Asia/Shanghai"
NATIONAL_DAY = WorkCalendar(
    off=frozenset(date(2026, 10, day) for day in range(1, 8)), worked=frozenset({date(2026, 10, 10)})
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
SPANS = st.builds(Span, st.integers(1, periods.DAYS_MOST), st.booleans())
ZONES = st.sampled_from(
    [
        SHANGHAI,
        "Europe/Berlin",
        "America/St_Johns",
        "America/Sao_Paulo",
        "America/Havana",
        "Asia/Beirut",
        "UTC",
    ]
)


@st.composite
def calendars(draw):
    """Some days off, some worked, around the days that are counted."""
    some = st.frozensets(st.dates(date(2025, 12, 1), date(2026, 12, 31)), max_size=40)
    return WorkCalendar(draw(some), draw(some))


@pytest.mark.parametrize(
    ("posted", "span", "first", "last"),
    [
        (date(2026, 11, 26), Span(5, working=True), date(2026, 11, 27), date(2026, 12, 3)),
        (date(2026, 11, 26), Span(7, working=False), date(2026, 11, 27), date(2026, 12, 3)),
        (date(2026, 11, 27), Span(1, working=True), date(2026, 11, 30), date(2026, 11, 30)),
        (
            date(2026, 11, 27),
            Span(1, working=False),
            date(2026, 11, 28),
            date(2026, 11, 30),
        ),  # a Sunday moves
        (
            date(2026, 9, 30),
            Span(5, working=True),
            date(2026, 10, 8),
            date(2026, 10, 13),
        ),  # a Saturday worked
        (date(2026, 9, 28), Span(7, working=False), date(2026, 9, 29), date(2026, 10, 8)),  # past the holiday
        (date(2026, 9, 30), Span(10, working=False), date(2026, 10, 1), date(2026, 10, 10)),
    ],
)
def test_first_and_last_day(posted, span, first, last):
    found = periods.period(posted, span, NATIONAL_DAY)
    assert (found.first, found.last) == (first, last)


@given(st.dates(date(2026, 1, 1), date(2026, 9, 1)), SPANS, calendars())
def test_the_day_of_posting_is_not_counted_and_no_day_is_missing(posted, span, calendar):
    found = periods.period(posted, span, calendar)
    assert found.first > posted
    counted = [found.first + timedelta(n) for n in range((found.last - found.first).days + 1)]
    if span.working:
        assert sum(map(calendar.works, counted)) == span.days
        assert calendar.works(found.first)
    else:
        assert found.first == posted + periods.ONE
        assert len(counted) >= span.days
        assert not any(map(calendar.works, counted[span.days - 1 : -1]))
    assert calendar.works(found.last)


@given(st.dates(date(2026, 1, 1), date(2026, 9, 1)), SPANS, calendars())
def test_a_longer_span_never_ends_sooner(posted, span, calendar):
    assume(span.days < periods.DAYS_MOST)
    longer = Span(span.days + 1, span.working)
    assert periods.period(posted, longer, calendar).last >= periods.period(posted, span, calendar).last


@given(DAYS)
def test_in_shanghai_the_last_day_ends_at_sixteen_utc(last):
    assert periods.ends_at(last, SHANGHAI) == datetime.combine(last, time(16), UTC)


@given(DAYS, ZONES, st.integers(-200, 200))
def test_no_change_of_the_clock_ends_a_period_early(last, zone, minutes):
    """While the wall still shows the last day, or will show it again, the period is not over."""
    end = periods.ends_at(last, zone)
    before = end - timedelta(minutes=abs(minutes) + 1)
    assert not periods.is_over(last, zone, before)
    assert not periods.is_over(last, zone, end - timedelta(milliseconds=1))
    after = [end + timedelta(minutes=n) for n in range(0, 201, 20)]
    assert all(moment.astimezone(ZoneInfo(zone)).date() > last for moment in after)
    assert all(periods.is_over(last, zone, moment) for moment in after)


def test_where_midnight_comes_twice_the_second_one_ends_the_day():
    """St. John's put its clocks back at one minute past midnight, to 23:01 of the day before."""
    last, zone = date(2010, 11, 6), "America/St_Johns"
    first_midnight = datetime(2010, 11, 7, 0, 0, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert periods.ends_at(last, zone) == first_midnight + timedelta(hours=1)


@given(DAYS, st.integers(0, 100))
def test_days_left_counts_today(last, ahead):
    today = last - timedelta(days=ahead)
    assert periods.days_left(last, today) == ahead + 1
    assert periods.days_left(last, last + timedelta(days=ahead + 1)) == 0


@pytest.mark.parametrize(
    ("span", "least", "shorter"),
    [
        (Span(7, working=False), Span(7, working=False), False),
        (Span(6, working=False), Span(7, working=False), True),
        (Span(7, working=True), Span(7, working=False), False),
        (Span(5, working=False), Span(5, working=True), True),
        (Span(7, working=False), Span(5, working=True), False),
        (Span(4, working=True), Span(5, working=True), True),
    ],
)
def test_what_is_shorter_than_asked(span, least, shorter):
    assert periods.is_shorter(span, least) is shorter
    assert bool(periods.may_last(span, least, firm=True)) is shorter
    assert periods.may_last(span, least, firm=False) is None


@given(DAYS, st.integers(1, 30), st.integers(1, 30))
def test_calendar_days_that_are_not_called_shorter_hold_the_working_days(posted, days, wanted):
    """Where no holiday falls into it, a period that passes for long enough has at least the working days asked."""
    span, least = Span(days, working=False), Span(wanted, working=True)
    assume(not periods.is_shorter(span, least))
    found = periods.period(posted, span, WEEKDAYS)
    counted = [found.first + timedelta(n) for n in range((found.last - found.first).days + 1)]
    assert sum(map(WEEKDAYS.works, counted)) >= wanted


@pytest.mark.parametrize("days", [0, -1, periods.DAYS_MOST + 1])
def test_no_period_is_empty_or_endless(days):
    assert periods.may_last(Span(days, working=False), Span(7, working=False), firm=False)


@pytest.mark.parametrize(
    ("wanted", "fine"),
    [(date(2026, 11, 30), False), (date(2026, 12, 1), False), (date(2026, 12, 4), False),
     (date(2026, 12, 5), True), (date(2027, 3, 5), True), (date(2027, 3, 6), False)],
)  # fmt: skip
def test_more_days_end_later_and_not_in_the_past(wanted, fine):
    refusal = periods.may_extend(last=date(2026, 12, 1), wanted=wanted, today=date(2026, 12, 5))
    assert (refusal is None) is fine


def test_answers_are_due_by_the_enterprises_calendar():
    rule = builtin()["shanghai"].deadlines["report_union"]  # seven working days
    assert due(date(2026, 9, 30), rule) == date(2026, 10, 9)
    assert due(date(2026, 9, 30), rule, NATIONAL_DAY) == date(2026, 10, 15)

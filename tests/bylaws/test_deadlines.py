"""Days before and after, working or not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.bylaws.deadlines import deadlines, due
from congress.bylaws.profile import builtin

PROFILES = builtin()
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "key", "day"),
    [
        ("shanghai", "papers", date(2026, 11, 13)),
        ("shanghai", "report_union", date(2026, 12, 1)),
        ("shanghai", "contract_file", date(2026, 11, 30)),
        ("shanghai", "contract_effective", date(2026, 12, 5)),
        ("zhejiang", "contract_submit", date(2026, 12, 11)),
        ("zhejiang", "contract_publish", date(2026, 11, 27)),
        ("zhejiang", "comments_answer", date(2026, 12, 20)),
        ("henan", "items_to_union", date(2026, 11, 5)),
        ("henan", "contract_file", date(2026, 11, 27)),
        ("henan", "publish_shown", date(2026, 11, 27)),
        ("national", "layoff_notice", date(2026, 10, 21)),
    ],
)
def test_from_a_friday(name, key, day):
    assert due(FRIDAY, PROFILES[name].deadlines[key]) == day


@pytest.mark.parametrize("offset", range(7))
def test_one_working_day_is_the_next_weekday(offset):
    rule = replace(PROFILES["shanghai"].deadlines["report_union"], days=1)
    start = FRIDAY + timedelta(offset)
    after, before = due(start, rule), due(start, replace(rule, before=True))
    assert after.weekday() < 5
    assert before.weekday() < 5
    assert all((start + timedelta(n)).weekday() >= 5 for n in range(1, (after - start).days))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60), st.booleans())
def test_working_days_are_counted_one_by_one(start, days, before):
    rule = replace(PROFILES["shanghai"].deadlines["report_union"], days=days, before=before)
    end = due(start, rule)
    between = range(1, abs((end - start).days) + 1)
    step = -1 if before else 1
    assert sum((start + timedelta(step * n)).weekday() < 5 for n in between) == days
    assert (end <= start) if before else (end >= start)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=str)
def test_what_comes_before_the_meeting_is_listed_first(profile):
    order = [rule.before for rule in deadlines(profile)]
    assert order == sorted(order, reverse=True)
    assert len(order) == len(profile.deadlines)

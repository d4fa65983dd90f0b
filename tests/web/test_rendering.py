"""What templates say about time: in the reader's language, the enterprise's zone, and with the year where it is another."""

from datetime import UTC, datetime

import pytest

from congress.clock import as_of
from congress.web.rendering import environment

NEW_YEAR = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight of 2027 in Shanghai


@pytest.mark.parametrize(
    ("today", "lang", "said"),
    [
        (datetime(2027, 6, 1, tzinfo=UTC), "zh", "1月1日 00:30"),
        (datetime(2027, 6, 1, tzinfo=UTC), "en", "1 Jan 00:30"),
        (datetime(2026, 12, 31, 15, tzinfo=UTC), "zh", "2027年1月1日 00:30"),
        (datetime(2028, 1, 1, tzinfo=UTC), "en", "1 Jan 2027 00:30"),
    ],
)
def test_a_moment_of_another_year_names_it(today, lang, said):
    template = environment().from_string("{{ at|moment }}")
    with as_of(today):
        assert template.render(at=NEW_YEAR, lang=lang, timezone="Asia/Shanghai") == said

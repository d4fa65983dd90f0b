"""Which days are worked: Monday to Friday, less the holidays and more the weekends that the State Council exchanges each year.

全国年节及纪念日放假办法 names the holidays; the days in exchange are announced every November
and cannot be computed, so the enterprise writes them down.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

SATURDAY: Final = 5


@dataclass(frozen=True)
class WorkCalendar:
    """``off``: days without work whatever the weekday; ``worked``: weekends that are worked in exchange."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Is this a working day? Where both are noted, the day is off."""
        if day in self.off:
            return False
        return day in self.worked or day.weekday() < SATURDAY


WEEKDAYS: Final = WorkCalendar()
"""Where nobody has written a holiday down."""

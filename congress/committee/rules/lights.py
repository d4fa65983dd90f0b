"""How a deadline stands: a word, a colour, and the date itself. Pure; today is an argument."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from congress.bylaws.calendar import WorkCalendar
from congress.bylaws.deadlines import due
from congress.bylaws.profile import Profile
from congress.i18n import Message, say

SOON: Final = 7  # days
FURTHEST: Final = timedelta(days=366)


class Colour(StrEnum):
    """As the badges of the pages know them."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Light:
    """Colour never speaks alone: the word says the same."""

    colour: Colour
    word: Message


def light(due_on: date, today: date, done_on: date | None = None) -> Light:
    """The light of something that is due; once done it says whether that was in time."""
    if done_on:
        late = (done_on - due_on).days
        return Light(Colour.NEUTRAL, say("超期 {n} 天完成", n=late) if late > 0 else say("按期完成"))
    left = (due_on - today).days
    if left < 0:
        return Light(Colour.RED, say("已超期 {n} 天", n=-left))
    if left == 0:
        return Light(Colour.AMBER, say("今天到期"))
    return Light(Colour.AMBER if left <= SOON else Colour.GREEN, say("还有 {n} 天", n=left))


def answer_due(profile: Profile, today: date, calendar: WorkCalendar) -> date:
    """When the committee's answer is due unless another day is chosen: the profile's days for answering comments."""
    rule = profile.deadlines.get("comments_answer")
    return due(today, rule, calendar) if rule else today + timedelta(days=profile.motions.first_answer)


def task_due(profile: Profile, today: date) -> date:
    """When a department should be done unless another day is chosen."""
    return today + timedelta(days=profile.motions.finish)


def is_sensible(day: date, today: date) -> bool:
    """After today and within a year."""
    return today < day <= today + FURTHEST

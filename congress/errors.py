"""What can go wrong, each with a sentence for a human.

A *refusal* is a value that a rule returns: the page uses it to explain a button,
the service raises it. ``app.py`` maps each error class to one HTTP status, once.
"""

from dataclasses import dataclass
from typing import ClassVar

from congress.i18n import Message


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done, and what would help; ``article`` names the rule, if one applies."""

    reason: Message
    remedy: Message | None = None
    article: Message | str = ""


class CongressError(Exception):
    """Root of every error that is meant to be read by a person."""

    status: ClassVar[int] = 500

    def __init__(self, reason: Message, remedy: Message | None = None, article: Message | str = "") -> None:
        super().__init__(reason.text)
        self.refusal = Refusal(reason, remedy, article)


class Refused(CongressError):
    """A rule says no (403)."""

    status = 403


class Missing(CongressError):
    """There is no such thing, or not for this person (404)."""

    status = 404


class Conflict(CongressError):
    """The state has moved on since the page was shown (409)."""

    status = 409


class Invalid(CongressError):
    """The form cannot be accepted as it is (422); ``fields`` maps a field to its complaint."""

    status = 422

    def __init__(self, reason: Message, fields: dict[str, Message] | None = None) -> None:
        super().__init__(reason)
        self.fields = fields or {}


class TooMany(CongressError):
    """Slow down (429)."""

    status = 429
    fields: ClassVar[dict[str, Message]] = {}  # no field is at fault


def insist(refusal: Refusal | None) -> None:
    """Raise the refusal that a rule returned, if it returned one."""
    if refusal:
        raise Refused(refusal.reason, refusal.remedy, refusal.article)

"""What is shown to all employees: put up, commented on, answered, given more days, ended; and the calendar it is counted by."""

from congress.publication.service.answering import Voice, answer, comment_for, comments, queue, said
from congress.publication.service.calendar import calendar, days, forget, note
from congress.publication.service.commenting import Words, found_again, mine, say_about
from congress.publication.service.concluding import (
    conclude,
    conclusion_for,
    extend,
    extension_for,
    facts_of,
)
from congress.publication.service.posting import Wish, begin, least, post, preview, profile
from congress.publication.service.reading import (
    document,
    extensions,
    kept,
    kept_by,
    listed,
    number_of,
    of_resolution,
    standing,
    standing_of,
    today,
    visible_to,
)
from congress.publication.store import CalendarDay, Notice, NoticeComment

__all__ = [
    "CalendarDay",
    "Notice",
    "NoticeComment",
    "Voice",
    "Wish",
    "Words",
    "answer",
    "begin",
    "calendar",
    "comment_for",
    "comments",
    "conclude",
    "conclusion_for",
    "days",
    "document",
    "extend",
    "extension_for",
    "extensions",
    "facts_of",
    "forget",
    "found_again",
    "kept",
    "kept_by",
    "least",
    "listed",
    "mine",
    "note",
    "number_of",
    "of_resolution",
    "post",
    "preview",
    "profile",
    "queue",
    "said",
    "say_about",
    "standing",
    "standing_of",
    "today",
    "visible_to",
]

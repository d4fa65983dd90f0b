"""The verbs of polls: draft, open, cast, count, close."""

from congress.polls.service.casting import Receipt, cast, receipt_for, receipt_of, receipts
from congress.polls.service.closing import close, void
from congress.polls.service.counting import (
    HandFigures,
    confirm_count,
    count_statement,
    enter_count,
    latest_count,
)
from congress.polls.service.drafting import Draft, discard, draft, edit, may_draft
from congress.polls.service.opening import Preflight, open_poll, preflight
from congress.polls.service.reading import (
    Turnout,
    choices,
    closed,
    decision,
    matter_of,
    of_item,
    of_sitting,
    open_now,
    poll,
    present_at,
    profile,
    proposer,
    rule_words,
    seat,
    several,
    turnout,
    turnout_numbers,
)
from congress.polls.service.result import Result, Vote, named_list, result
from congress.polls.store import Poll

__all__ = [
    "Draft",
    "HandFigures",
    "Poll",
    "Preflight",
    "Receipt",
    "Result",
    "Turnout",
    "Vote",
    "cast",
    "choices",
    "close",
    "closed",
    "confirm_count",
    "count_statement",
    "decision",
    "discard",
    "draft",
    "edit",
    "enter_count",
    "latest_count",
    "matter_of",
    "may_draft",
    "named_list",
    "of_item",
    "of_sitting",
    "open_now",
    "open_poll",
    "poll",
    "preflight",
    "present_at",
    "profile",
    "proposer",
    "receipt_for",
    "receipt_of",
    "receipts",
    "result",
    "rule_words",
    "seat",
    "several",
    "turnout",
    "turnout_numbers",
    "void",
]

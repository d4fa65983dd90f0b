"""The Party committee: sending, receipt, decisions, departments' tasks, the answer, the rating."""

from congress.committee.service.deciding import decide, statement_for_decision
from congress.committee.service.handling import accept, report, send_back
from congress.committee.service.loading import load, raters, task_for, visible_to
from congress.committee.service.motion_form import motion_form
from congress.committee.service.papers import decision_paper, number_of
from congress.committee.service.rating import rate, statement_for_rating, waits_for_rating
from congress.committee.service.reading import (
    Card,
    Column,
    Journey,
    Sheet,
    TaskLine,
    inbox,
    journeys,
    sheet,
    standing,
    task_line_for_committee,
    task_lines,
    tasks_for,
)
from congress.committee.service.receiving import receive, statement_for_receipt
from congress.committee.service.replies import replies, reply, reply_document, reply_number
from congress.committee.service.sending import Proposal, propose, send, today
from congress.committee.service.timeline import State, Step

__all__ = [
    "Card",
    "Column",
    "Journey",
    "Proposal",
    "Sheet",
    "State",
    "Step",
    "TaskLine",
    "accept",
    "decide",
    "decision_paper",
    "inbox",
    "journeys",
    "load",
    "motion_form",
    "number_of",
    "propose",
    "rate",
    "raters",
    "receive",
    "replies",
    "reply",
    "reply_document",
    "reply_number",
    "report",
    "send",
    "send_back",
    "sheet",
    "standing",
    "statement_for_decision",
    "statement_for_rating",
    "statement_for_receipt",
    "task_for",
    "task_line_for_committee",
    "task_lines",
    "tasks_for",
    "today",
    "visible_to",
    "waits_for_rating",
]

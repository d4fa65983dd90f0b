"""Resolutions: drafting, signing, publishing, and how others read them."""

from congress.resolutions.service.drafting import create, edit, offered, recall, stamp_of, start
from congress.resolutions.service.publishing import publish
from congress.resolutions.service.reading import (
    Line,
    Sheet,
    certificate,
    certificates,
    is_insider,
    listed,
    load,
    number_of,
    of_poll,
    sheet,
    visible_to,
    waiting,
)
from congress.resolutions.service.signing import approve, statement_for

__all__ = [
    "Line",
    "Sheet",
    "approve",
    "certificate",
    "certificates",
    "create",
    "edit",
    "is_insider",
    "listed",
    "load",
    "number_of",
    "of_poll",
    "offered",
    "publish",
    "recall",
    "sheet",
    "stamp_of",
    "start",
    "statement_for",
    "visible_to",
    "waiting",
]

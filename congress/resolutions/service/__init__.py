"""Resolutions: drafting, signing, publishing, and how others read them."""

from congress.resolutions.service.drafting import create, edit, offered, recall, stamp_of, start
from congress.resolutions.service.publishing import publish
from congress.resolutions.service.reading import (
    Line,
    Sheet,
    certificate,
    certificates,
    certify,
    draft_document,
    is_insider,
    listed,
    load,
    number_of,
    numbered,
    of_poll,
    roles_of,
    sheet,
    visible_to,
    waiting,
)
from congress.resolutions.service.signing import approve, signing_facts, statement_for
from congress.resolutions.store import Resolution

__all__ = [
    "Line",
    "Resolution",
    "Sheet",
    "approve",
    "certificate",
    "certificates",
    "certify",
    "create",
    "draft_document",
    "edit",
    "is_insider",
    "listed",
    "load",
    "number_of",
    "numbered",
    "of_poll",
    "offered",
    "publish",
    "recall",
    "roles_of",
    "sheet",
    "signing_facts",
    "stamp_of",
    "start",
    "statement_for",
    "visible_to",
    "waiting",
]

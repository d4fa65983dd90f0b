"""Formal letters: drafting from templates, versions, issue and withdrawal, and how others read them."""

from congress.letters.service.drafting import begin, edit, fill, remove, restore, sample
from congress.letters.service.issuing import issue, issue_statement, withdraw, withdrawal_statement
from congress.letters.service.reading import (
    Line,
    Sheet,
    Version,
    current_hash,
    document,
    drafts,
    issued,
    kept,
    kept_by,
    number_of,
    sheet,
    versions,
    visible_to,
    written,
)
from congress.letters.store import Letter

__all__ = [
    "Letter",
    "Line",
    "Sheet",
    "Version",
    "begin",
    "current_hash",
    "document",
    "drafts",
    "edit",
    "fill",
    "issue",
    "issue_statement",
    "issued",
    "kept",
    "kept_by",
    "number_of",
    "remove",
    "restore",
    "sample",
    "sheet",
    "versions",
    "visible_to",
    "withdraw",
    "withdrawal_statement",
    "written",
]

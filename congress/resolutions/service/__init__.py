"""Resolutions: drafting, signing, publishing, and how others read them."""

from congress.resolutions.service.drafting import create, edit, offered, recall, stamp_of, start
from congress.resolutions.service.forms import certificate_form, tellers_report
from congress.resolutions.service.proving import certified_to, confirm, prove
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
    sealed,
    sheet,
    visible_to,
    waiting,
)
from congress.resolutions.service.resending import sealed_since, send_sealed, sent_sealed
from congress.resolutions.service.sampling import Sample, sample
from congress.resolutions.service.sealing import ask_for_seal, file_of, impression_of, of_file, shown
from congress.resolutions.service.showing import notice_wish, put_on_notice
from congress.resolutions.service.signing import approve, signing_facts, statement_for
from congress.resolutions.store import Resolution

__all__ = [
    "Line",
    "Resolution",
    "Sample",
    "Sheet",
    "approve",
    "ask_for_seal",
    "certificate",
    "certificate_form",
    "certificates",
    "certified_to",
    "certify",
    "confirm",
    "create",
    "draft_document",
    "edit",
    "file_of",
    "impression_of",
    "is_insider",
    "listed",
    "load",
    "notice_wish",
    "number_of",
    "numbered",
    "of_file",
    "of_poll",
    "offered",
    "prove",
    "publish",
    "put_on_notice",
    "recall",
    "roles_of",
    "sample",
    "sealed",
    "sealed_since",
    "send_sealed",
    "sent_sealed",
    "sheet",
    "shown",
    "signing_facts",
    "stamp_of",
    "start",
    "statement_for",
    "tellers_report",
    "visible_to",
    "waiting",
]

"""A formal document as a Word file (ECMA-376, .docx): the pages of the PDF, in the fonts that offices have.

The same document and time give the same bytes. Looks are in ``template/``, a Word file without words.
"""

from datetime import datetime
from functools import lru_cache
from importlib import import_module
from threading import Lock
from typing import Final

from congress.documents.content import Document

KEPT: Final = 32  # files of the last documents, about 10 kB each
ONE: Final = Lock()  # a hall that opens a document at once has it made once


def docx(document: Document, at: datetime) -> bytes:
    """The file. ``at`` is when the document became what it is, not now."""
    with ONE:
        return _made(document, at)


@lru_cache(maxsize=KEPT)
def _made(document: Document, at: datetime) -> bytes:
    """The writer is loaded when the first file is made: python-docx is large."""
    made: bytes = import_module("congress.typesetting.word.file").made(document, at)
    return made

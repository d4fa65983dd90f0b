"""A formal document as a PDF (GB/T 9704-2012): tagged, PDF/A-2a and PDF/UA-1 as typst claims, fonts inside.

The same document and time give the same bytes. No font of the system is used, nothing is fetched.
"""

import json
from datetime import datetime
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from congress.documents.content import Document
from congress.typesetting.told import told
from congress.typesetting.words import FONTS, all_printable

if TYPE_CHECKING:
    from typst import Compiler, Fonts

FORMAT: Final = Path(__file__).parent / "gongwen.typ"
KEPT: Final = 32  # files of the last documents, about 100 kB each
ONE: Final = Lock()  # a hall that opens a document at once has it set once


def pdf(document: Document, at: datetime) -> bytes:
    """The file. ``at`` is when the document became what it is, not now."""
    with ONE:
        return _set(document, at)


@lru_cache(maxsize=KEPT)
def _set(document: Document, at: datetime) -> bytes:
    said = json.dumps(all_printable(told(document, at)), ensure_ascii=False)
    made = compiler().compile(
        input=FORMAT,
        format="pdf",
        sys_inputs={"document": said},
        pdf_standards=["a-2a", "ua-1"],
    )
    if not isinstance(made, bytes):
        raise TypeError("a document is one file")
    return made


@cache
def compiler() -> "Compiler":
    """Typst. Loaded when the first document is set: it is large."""
    compiler: Compiler = import_module("typst").Compiler(root=FORMAT.parent, font_paths=faces())
    return compiler


@cache
def faces() -> "Fonts":
    """Our fonts and no others: neither those of the system nor those that typst brings."""
    found: Fonts = import_module("typst").Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    return found

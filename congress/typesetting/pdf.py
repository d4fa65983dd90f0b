"""A formal document as a PDF (GB/T 9704-2012): tagged, PDF/UA-1, PDF/A-2a or, with data attached, PDF/A-3a, as typst claims.

The same document and time give the same bytes. No font of the system is used, nothing is fetched.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from congress.documents.content import Document
from congress.typesetting.told import told
from congress.typesetting.words import FONTS, all_printable, printable

if TYPE_CHECKING:
    from typst import Compiler, Fonts, PDFStandard

FORMAT: Final = Path(__file__).parent / "gongwen.typ"
SEAL: Final = Path(__file__).parent / "seal.typ"
KEPT: Final = 32  # files of the last documents, about 100 kB each
ONE: Final = Lock()  # a hall that opens a document at once has it set once
ARCHIVAL: "Final[list[PDFStandard]]" = ["a-2a", "ua-1"]
WITH_DATA: "Final[list[PDFStandard]]" = [
    "a-3a",
    "ua-1",
]  # PDF/A-2 holds no files but PDF/A itself (ISO 19005-3, 6.8)


@dataclass(frozen=True)
class Attachment:
    """JSON that is part of the file, beside its pages. ``name`` is a file's, of plain letters."""

    name: str
    description: str
    content: str


@dataclass(frozen=True)
class Spot:
    """Where the middle of the seal belongs: the page, from 1, and micrometres from its top left corner."""

    page: int
    x: int
    y: int


@dataclass(frozen=True)
class Sheets:
    """A file that waits for its seal. ``spot`` is missing where the document has no place for one."""

    content: bytes
    spot: Spot | None


def pdf(document: Document, at: datetime) -> bytes:
    """The file. ``at`` is when the document became what it is, not now."""
    with ONE:
        return _set(document, at).content


def pdf_to_seal(document: Document, at: datetime, attached: tuple[Attachment, ...]) -> Sheets:
    """The same with data attached: PDF/A-3a, which stays true when the seal attaches its approvals."""
    with ONE:
        return _set(document, at, attached)


@lru_cache(maxsize=KEPT)
def _set(document: Document, at: datetime, attached: tuple[Attachment, ...] = ()) -> Sheets:
    made = compiled(FORMAT, told(document, at), attached)
    spots = json.loads(compiler().query("<seal>", field="value")) if document.signoff else []
    return Sheets(made, Spot(**spots[0]) if spots else None)


def compiled(layout: Path, told: dict[str, Any], attached: tuple[Attachment, ...] = ()) -> bytes:
    """The file that a layout makes of plain data. One at a time: whoever calls holds :data:`ONE`."""
    said = json.dumps(all_printable(told), ensure_ascii=False)
    files = json.dumps([asdict(one) for one in attached], ensure_ascii=False)
    made = compiler().compile(
        input=layout,
        format="pdf",
        sys_inputs={"document": said, "attached": files},
        pdf_standards=WITH_DATA if attached else ARCHIVAL,
    )
    if not isinstance(made, bytes):
        raise TypeError("a document is one file")
    return made


@lru_cache(maxsize=KEPT)
def seal_picture(enterprise: str, body: str) -> bytes:
    """The seal as it is seen: a page of 42 x 42 mm with a ring, a star, and the names. Outlines, no pixels."""
    said = json.dumps({"enterprise": printable(enterprise), "body": printable(body)}, ensure_ascii=False)
    with ONE:
        made = compiler().compile(
            input=SEAL, format="pdf", sys_inputs={"seal": said}, pdf_standards=["a-3b"], pdf_tags=False
        )
    if not isinstance(made, bytes):
        raise TypeError("a seal is one file")
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

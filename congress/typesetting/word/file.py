"""The file: opened from the template, filled, and packed so that the same words give the same bytes."""

import io
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document as Paper

from congress.documents.content import Document
from congress.typesetting.told import told
from congress.typesetting.word.code import code
from congress.typesetting.word.head import head, is_letter, title
from congress.typesetting.word.imprint import imprint
from congress.typesetting.word.parts import addressee, annex_note, body, name_lists, note, signatures, signoff
from congress.typesetting.word.writing import paragraph
from congress.typesetting.words import writable

TEMPLATE: Final = Path(__file__).parent / "template"
TYPES: Final = "[Content_Types].xml"  # comes first, as readers expect (ECMA-376, part 2)
EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows
LONGEST: Final = 255  # characters of a property (ECMA-376, part 2)


def made(document: Document, at: datetime) -> bytes:
    """The whole file."""
    said = told(document, at)
    paper = docx.Document(io.BytesIO(blank()))
    describe(paper, said)
    sheet(paper, said["sheet"], 1)
    for each in said["sheet"]["annexes"]:
        annex(paper, each, 2)
    if said["imprint"]:
        imprint(paper, said["imprint"], letter=is_letter(said["sheet"], 1))
    out = io.BytesIO()
    paper.save(out)
    with zipfile.ZipFile(out) as saved:
        return packed({name: saved.read(name) for name in saved.namelist()})


@cache
def blank() -> bytes:
    """The template as a file."""
    files = (path for path in TEMPLATE.rglob("*") if path.is_file())
    return packed({path.relative_to(TEMPLATE).as_posix(): path.read_bytes() for path in files})


def packed(members: dict[str, bytes]) -> bytes:
    """A zip file in which nothing tells when or where it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members, key=lambda name: (name != TYPES, name)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(info, members[name])
    return out.getvalue()


def describe(paper: Paper, said: dict[str, Any]) -> None:
    """What file managers and archives show (Dublin Core)."""
    found, at = paper.core_properties, datetime(**said["at"])  # noqa: DTZ001 python-docx writes it as UTC
    found.title, found.author = writable(said["title"])[:LONGEST], writable(said["author"])[:LONGEST]
    found.last_modified_by, found.language, found.revision = found.author, "zh-CN", 1
    found.created = found.modified = at


def sheet(paper: Paper, said: dict[str, Any], rank: int) -> None:
    """A whole document without its annexes."""
    head(paper, said, rank)
    addressee(paper, said["addressee"])
    body(paper, said["body"], kept=said["kept"])
    annex_note(paper, [each["name"] for each in said["annexes"]], stays=said["together"])
    name_lists(paper, said["lists"])
    signoff(paper, said["signoff"], stays=bool(said["note"]))
    note(paper, said["note"])
    signatures(paper, said["signatures"])
    code(paper, said["code"])


def annex(paper: Paper, said: dict[str, Any], rank: int) -> None:
    """附件: on a page of its own, the word at the top left, the title on the third line (7.3.6)."""
    paragraph(paper, "附件标识", said["word"])
    if said["document"]:
        sheet(paper, said["document"], rank)
        for inner in said["document"]["annexes"]:
            annex(paper, inner, rank + 1)
        return
    paragraph(paper, "空行")
    title(paper, said["title"], rank)
    body(paper, said["body"], kept=0)

"""A printed page as poppler sees it: it knows nothing of this software. Millimetres from the paper's top left corner."""

import io
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from PIL import Image, ImageChops

from congress.documents.content import Document

AT = datetime(2026, 3, 8, 7, 4, tzinfo=UTC)
MM = 25.4 / 72
DPI = 200
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Word:
    """Signs without a gap between them."""

    text: str
    left: float
    right: float
    top: float


def poppler(command: str, pdf: bytes) -> bytes:
    """What a tool of poppler makes of a file; ``-`` in the command is the file."""
    return subprocess.run(command.split(), input=pdf, capture_output=True, check=True).stdout


def words(pdf: bytes) -> list[list[Word]]:
    """The words of each page, in the order of reading."""
    tree = ET.fromstring(poppler("pdftotext -bbox-layout - -", pdf))
    return [[word(each) for each in page.iter(f"{XHTML}word")] for page in tree.iter(f"{XHTML}page")]


def word(found: ET.Element) -> Word:
    left, right, top = (float(found.attrib[name]) * MM for name in ("xMin", "xMax", "yMin"))
    return Word(found.text or "", left, right, top)


def lines(page: list[Word]) -> list[list[Word]]:
    """The words of a page by line, from top to bottom."""
    rows: dict[float, list[Word]] = {}
    for each in page:
        near = next((top for top in rows if abs(top - each.top) < 1.5), each.top)
        rows.setdefault(near, []).append(each)
    return [sorted(rows[top], key=lambda each: each.left) for top in sorted(rows)]


def said(line: list[Word]) -> str:
    return "".join(each.text for each in line)


def text(pdf: bytes) -> str:
    """Everything that stands in a file, without spaces."""
    return "".join("".join(each.text for each in page) for page in words(pdf))


def part(made: bytes, name: str) -> ET.Element:
    """One part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return ET.fromstring(archive.read(name))


def written(word: bytes) -> str:
    """Everything that stands in the text of a Word file, without its layout."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        return "".join(ET.fromstring(archive.read("word/document.xml")).itertext())


def fonts(pdf: bytes) -> list[tuple[str, bool]]:
    """The name of each font without its subset's mark, and whether it is embedded."""
    rows = poppler("pdffonts -", pdf).decode().splitlines()[2:]
    return [
        (row.split()[0].partition("+")[2].removesuffix("-Identity-H"), row.split()[-5] == "yes")
        for row in rows
    ]


def picture(pdf: bytes, page: int) -> Image.Image:
    """One page in shades of grey."""
    command = f"pdftoppm -gray -r {DPI} -f {page} -l {page} -"
    return Image.open(io.BytesIO(poppler(command, pdf)))


def ink(drawn: Image.Image) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn."""
    box = ImageChops.invert(drawn).point(lambda shade: 255 if shade > 100 else 0).getbbox()
    assert box, "an empty page"
    left, top, right, bottom = (edge * 25.4 / DPI for edge in box)
    return left, top, right, bottom


def plain(**changes: object) -> Document:
    """The least that a document has."""
    values = {
        "mark": "长风精工职工代表大会文件",
        "number": "职代会〔2026〕3号",
        "title": "关于集体合同的决议",
        "body": (),
    }
    return Document(**{**values, **changes})  # type: ignore[arg-type]

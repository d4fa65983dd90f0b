"""A Word file being written: paragraphs in the template's styles. A line is 225 mm / 22, a character 156 mm / 28."""

import re
from dataclasses import dataclass
from typing import Final

from docx.document import Document as Paper
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt, Twips
from docx.text.paragraph import Paragraph

from congress.typesetting.words import writable

LINE: Final = 579  # twips; 22 of them are 18 short of 225 mm
SIGN: Final = 315  # twips; 28 of them are 25 short of 156 mm
WIDE: Final = 8845  # twips, 156 mm
TAB: Final = "\t"
LONG: Final = re.compile(r"([!-~]{24,})")


@dataclass(frozen=True)
class Said:
    """Words in another face than that of their paragraph: the name of a character style, or none."""

    text: str
    face: str | None


def paragraph(paper: Paper, style: str, *said: str | Said) -> Paragraph:
    """One paragraph of words, and of :data:`TAB` between them."""
    made = paper.add_paragraph(style=style)
    for each in said:
        if each is TAB:
            made.add_run(TAB)
        elif isinstance(each, Said):
            write(made, each.text, each.face)
        else:
            write(made, each)
    return made


def broken(paper: Paper, style: str, lines: tuple[str, ...]) -> Paragraph:
    """One paragraph in lines that end where they are told to."""
    made = paper.add_paragraph(style=style)
    lined(made, lines)
    return made


def lined(made: Paragraph, lines: tuple[str, ...]) -> None:
    """Add lines to a paragraph."""
    for at, line in enumerate(lines):
        if at:
            made.add_run().add_break()
        write(made, line)


def write(made: Paragraph, text: str, face: str | None = None) -> None:
    """Add words. Signs without a place to break (addresses, hashes) may break anywhere, as they do in the PDF."""
    for at, piece in enumerate(LONG.split(writable(text))):
        if at % 2:
            made.add_run(piece, "长串")
            marked(made, "w:wordWrap", val="0")
        elif piece:
            made.add_run(piece, face)


def marked(made: Paragraph, name: str, **values: str) -> None:
    """A property of the paragraph that python-docx has no word for, once; its attributes are in the same namespace."""
    properties = made._p.get_or_add_pPr()  # noqa: SLF001
    if properties.find(qn(name)) is None:
        found = OxmlElement(name)
        for key, value in values.items():
            found.set(qn(f"w:{key}"), value)
        properties.append(found)


def tall(made: Paragraph, twips: int) -> None:
    """Every line of the paragraph is exactly so high."""
    made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    made.paragraph_format.line_spacing = Twips(twips)


def large(made: Paragraph, points: float) -> None:
    """The size of all its words, in half points as Word has them."""
    for run in made.runs:
        run.font.size = Pt(int(points * 2) / 2)

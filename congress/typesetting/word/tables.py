"""The result of a vote: its figures, and the lines of its ballot paper. A row of one line is a line of the page."""

from math import ceil
from typing import Any, Final

from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Twips
from docx.table import _Row
from docx.text.paragraph import Paragraph

from congress.typesetting.lines import width
from congress.typesetting.word.writing import LINE, WIDE, paragraph, tall, write

RULE: Final = 10  # twips, half a point; a table has one more of them than rows
ROW: Final = LINE - 3  # its rules need a little room
ABOVE: Final = 132  # twips over a table of figures, which takes three lines
BELOW: Final = LINE - ABOVE - 3 * RULE
SMALL: Final = 280  # twips, 4号
MARGIN: Final = 120  # twips on each side of a cell
LEAST: Final = 4 * SMALL  # of the first column

Words = tuple[str, ...]


def tally(paper: Paper, said: dict[str, Any], *, stays: bool) -> None:
    """Sentences, figures, and the lines where there were several; ``stays``: on the page of what follows."""
    first = len(paper.element.body)
    for sentence in said["words"]:
        paragraph(paper, "Normal Indent", sentence)
    if said["cells"]:
        names, figures = zip(*said["cells"], strict=True)
        tall(paragraph(paper, "表格间隔"), ABOVE)
        table(paper, even(len(names)), [names, tuple(map(str, figures))])
        tall(paragraph(paper, "表格间隔"), BELOW)
    if said["rows"]:
        table(paper, shares(said["head"], said["rows"]), [said["head"], *said["rows"]], names=True)
        tall(paragraph(paper, "表格间隔"), RULE)
    if stays:
        for made in list(paper.element.body)[first - 1 : -1]:  # the section's own properties come last
            for each in made.iter(qn("w:p")):
                Paragraph(each, paper).paragraph_format.keep_with_next = True


def even(count: int) -> list[int]:
    """Columns of one width."""
    return [WIDE * (at + 1) // count - WIDE * at // count for at in range(count)]


def shares(head: Words, rows: tuple[Words, ...]) -> list[int]:
    """Every column is as wide as its longest word, the first takes what is left."""
    longest = [max(width(row[at]) for row in (head, *rows)) for at in range(1, len(head))]
    wide = [ceil(each * SMALL) + 2 * MARGIN for each in longest]
    return [max(LEAST, WIDE - sum(wide)), *wide]


def table(paper: Paper, columns: list[int], rows: list[Words], *, names: bool = False) -> None:
    """A table whose first row is repeated on every page; ``names``: its first column is read from the left."""
    made = paper.add_table(len(rows), len(columns), "表决结果")
    made.autofit = False
    for column, wide in zip(made.columns, columns, strict=True):
        column.width = Twips(wide)
    for at, (row, words) in enumerate(zip(made.rows, rows, strict=True)):
        fill(row, words, columns, "表格文字" if at else "表格标题行")
        marks = row._tr.get_or_add_trPr()  # noqa: SLF001 python-docx has no word for these
        marks.append(OxmlElement("w:cantSplit"))
        if not at:
            marks.append(OxmlElement("w:tblHeader"))
        if names:
            row.cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT


def fill(row: _Row, words: Words, columns: list[int], style: str) -> None:
    """One row, as many lines high as its longest cell needs."""
    lines = 1
    for cell, word, wide in zip(row.cells, words, columns, strict=True):
        cell.width, cell.vertical_alignment = Twips(wide), WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell.paragraphs[0].style = style
        write(cell.paragraphs[0], word)
        lines = max(lines, ceil(width(word) * SMALL / max(SMALL, wide - 2 * MARGIN)))
    row.height, row.height_rule = Twips(lines * ROW), WD_ROW_HEIGHT_RULE.AT_LEAST

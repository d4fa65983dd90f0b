"""版记: on the last lines of the last page (7.4)."""

from math import ceil
from typing import Final

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Twips
from docx.table import Table, _Cell

from congress.typesetting.lines import width
from congress.typesetting.word.writing import LINE, SIGN, WIDE, paragraph, tall, write

SMALL: Final = 280  # twips, 4号
ROW: Final = 440  # twips, with its rule
SPACE: Final = 20  # twips: the last paragraph of a box, which none can do without
EMU: Final = 635  # to a twip
COPIES: Final = (WIDE - 2 * SIGN) / SMALL - 3  # characters of 抄送机关 in a line
BROAD: Final = 1.25  # how much wider a date is where another face stands in whose figures are wide (DejaVu's)

BOX: Final = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
  <mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
    <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"
      layoutInCell="1" allowOverlap="1">
      <wp:simplePos x="0" y="0"/>
      <wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
      <wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
      <wp:extent cx="{wide}" cy="{high}"/>
      <wp:effectExtent l="0" t="0" r="0" b="0"/>
      <wp:wrapNone/>
      <wp:docPr id="1" name="版记"/>
      <wp:cNvGraphicFramePr/>
      <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
        <wps:cNvSpPr txBox="1"/>
        <wps:spPr>
          <a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
          <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
          <a:noFill/>
        </wps:spPr>
        <wps:txbx><w:txbxContent/></wps:txbx>
        <wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
      </wps:wsp></a:graphicData></a:graphic>
    </wp:anchor>
  </w:drawing></mc:Choice></mc:AlternateContent>
</w:r>
"""


def imprint(paper: Paper, said: dict[str, str], *, letter: bool) -> None:
    """A box at the foot of the type area, whatever stands above it; an empty paragraph holds its place below the text.

    That of a letter has 抄送机关 alone, and no lines (10.1).
    """
    copies = said["copied"]
    printed = None if letter else (said["printer"], f"{said['date']}印发")
    count = (ceil((width(copies) - 3) / COPIES) if copies else 0) + (
        printed_lines(*printed) if printed else 0
    )
    if not count:
        return
    made = table(paper, copies, printed)
    room, end = paragraph(paper, "版记位置"), paragraph(paper, "版记")
    tall(room, ceil(count * ROW / LINE) * LINE)
    tall(end, SPACE)
    box = parse_xml(BOX.format(wide=WIDE * EMU, high=(count * ROW + SPACE) * EMU))
    inside = next(box.iter("{*}txbxContent"))
    inside.extend([made._tbl, end._p])  # noqa: SLF001
    room._p.append(box)  # noqa: SLF001


def date_column(printer: str, date: str) -> int:
    """Twips for the date: with room for wide figures, where who printed it leaves that; never so little that it wraps."""
    least, most = (round(width(date) * SMALL * by) + SIGN for by in (1, BROAD))
    left = WIDE - SIGN - round(width(printer) * SMALL)
    return min(most, left) if left >= least else min(most, WIDE // 2)


def printed_lines(printer: str, date: str) -> int:
    """How many lines the name of who printed it takes beside the date."""
    return max(1, ceil(width(printer) * SMALL / (WIDE - SIGN - date_column(printer, date)) - 0.001))


def table(paper: Paper, copies: str, printed: tuple[str, str] | None) -> Table:
    """Who gets copies, above who printed it and when."""
    made: Table = paper.add_table(bool(copies) + bool(printed), 2, "版记表" if printed else "信函版记表")
    made.autofit = False
    date = date_column(*printed) if printed else 0
    if copies:
        cell = made.cell(0, 0).merge(made.cell(0, 1))
        place(cell, copies, WIDE)
        cell.paragraphs[0].paragraph_format.left_indent = Twips(3 * SMALL)
        cell.paragraphs[0].paragraph_format.first_line_indent = Twips(-3 * SMALL)
    if printed:
        left, right = made.rows[-1].cells
        place(left, printed[0], WIDE - date)
        place(right, printed[1], date)
        right.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        right._tc.get_or_add_tcPr().append(OxmlElement("w:noWrap"))  # noqa: SLF001
        close(left, "right")
        close(right, "left")
    for column, wide in zip(
        made.columns, (WIDE - date, date) if printed else (WIDE // 2, WIDE - WIDE // 2), strict=True
    ):
        column.width = Twips(wide)
    return made


def place(cell: _Cell, words: str, wide: int) -> None:
    """One cell."""
    cell.width = Twips(wide)
    cell.paragraphs[0].style = "版记"
    write(cell.paragraphs[0], words)


def close(cell: _Cell, side: str) -> None:
    """No margin on this side: where one cell ends, the other begins (ECMA-376, part 1, 17.4.42)."""
    margins, margin = OxmlElement("w:tcMar"), OxmlElement(f"w:{side}")
    margin.set(qn("w:w"), "0")
    margin.set(qn("w:type"), "dxa")
    margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)  # noqa: SLF001

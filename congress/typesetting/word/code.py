"""A QR code under the text, with lines beside it."""

import io
from math import ceil
from typing import Any, Final

from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.shared import Mm, Twips

from congress.documents.qr import png
from congress.typesetting.word.writing import LINE, WIDE, lined, paragraph, tall

SIDE: Final = 1701  # twips, 30 mm
BESIDE: Final = 227  # twips, 4 mm
ROOM: Final = ceil(SIDE / LINE + 0.5) * LINE  # whole lines, as in the PDF


def code(paper: Paper, said: dict[str, Any] | None) -> None:
    """The picture, which tells its content to who cannot see it, and the lines."""
    if not said:
        return
    paragraph(paper, "空行")
    made = paper.add_table(1, 2, "Normal Table")
    made.autofit = False
    row = made.rows[0]
    row.height, row.height_rule = Twips(ROOM - LINE // 10), WD_ROW_HEIGHT_RULE.EXACTLY
    for column, cell, wide in zip(
        made.columns, row.cells, (SIDE + BESIDE, WIDE - SIDE - BESIDE), strict=True
    ):
        column.width = cell.width = Twips(wide)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    left, right = (cell.paragraphs[0] for cell in row.cells)
    left.style, right.style = "二维码", "二维码说明"
    shape = left.add_run().add_picture(io.BytesIO(png(said["content"])), width=Mm(30), height=Mm(30))
    shape._inline.docPr.set("descr", f"二维码：{said['content']}")  # noqa: SLF001 python-docx has no word for it
    lined(right, tuple(said["lines"]))
    tall(paragraph(paper, "表格间隔"), LINE // 10)

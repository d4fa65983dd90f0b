"""信函格式 (10.1): the mark above the type area and the red double lines, on the first page only."""

from typing import Any, Final

from docx.document import Document as Paper
from docx.shared import Pt, Twips

from congress.typesetting.word.marks import INK, MARK_TOP, MM, mark_lines, mark_size
from congress.typesetting.word.writing import LINE, lined, paragraph

ABOVE: Final = 30 * MM  # the mark, from the paper's edge
FOOT: Final = 20 * MM  # the lower double line, from the paper's edge
DOUBLE: Final = 9.5  # the upper double line and its distance, as the template has them
NUMBER: Final = (4 + 2.2) * MM + 7 / 8 * 15.75  # from the mark's ink to the number
NUMBER_TOP: Final = 9.1  # in a line: what is above its characters
GROWN: Final = 210  # twips: how much higher than its lines LibreOffice makes a head of two, as measured
PAGE_NUMBER: Final = 24.7 * MM - FOOT  # under the page numbers, which stand higher than the double line


def letter_top(paper: Paper, said: dict[str, Any]) -> int:
    """Mark, double line and number; how far they reach below the top of the type area, in twips."""
    section, size = paper.sections[0], mark_size(said["mark"])
    section.different_first_page_header_footer = True
    section.header_distance = Pt(ABOVE - MARK_TOP * size)
    mark = section.first_page_header.paragraphs[0]
    mark.style = "信函发文机关标志"
    lined(mark, said["mark"])
    count, high = max(1, len(said["mark"])), mark_lines(mark, size)
    foot(paper)
    ink = INK * size * count + 0.35 * size * (count - 1)
    # From the paper's edge: where the text begins, and where the number is wanted.
    begins = round((ABOVE - MARK_TOP * size + DOUBLE) * 20) + high * count + GROWN * (count - 1)
    wanted = round((ABOVE + ink + NUMBER - NUMBER_TOP) * 20)
    made = paragraph(paper, "信函发文字号", said["number"])
    made.paragraph_format.space_before = Twips(max(0, wanted - begins))
    return max(wanted, begins) + LINE - int(section.top_margin or 0) // 635


def foot(paper: Paper) -> None:
    """The lower double line instead of a number on the first page; the numbers of the others stay where they are."""
    section = paper.sections[0]
    section.footer_distance = Pt(FOOT)
    section.first_page_footer.paragraphs[0].style = "信函页脚"
    for other in (section.footer, section.even_page_footer):
        other.paragraphs[0].paragraph_format.space_after = Pt(PAGE_NUMBER)

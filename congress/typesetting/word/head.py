"""版头 and the title: as many whole lines as they take in the PDF, so that the text below begins on the same line.

Lengths in points unless a name says otherwise.
"""

from math import ceil
from typing import Any, Final

from docx.document import Document as Paper
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from congress.typesetting.word.letter import letter_top
from congress.typesetting.word.marks import INK, MARK_TOP, MM, mark_lines, mark_size
from congress.typesetting.word.writing import LINE, TAB, Said, broken, large, marked, paragraph, tall

PITCH: Final = 225 / 22 * 72 / 25.4  # a line
SIZE: Final = 15.75
GAP: Final = PITCH - SIZE
RULE: Final = 16.5  # the red line with what typst sets around it, as measured
ABOVE: Final = {True: 35 * MM, False: 8 * MM}  # the mark: of a document, and of one that is annexed
NUMBER_TOP, TITLE_TOP, PASSED_TOP = 930, 1290, 100  # twips above each: what its own line does not bring
BORDER: Final = 195  # twips: the red line and its distance
LETTER_ABOVE: Final = -7 * MM  # the mark of a letter, 30 mm below the paper's edge (10.1)
LETTER_RULE: Final = 18.0  # as RULE


def head(paper: Paper, said: dict[str, Any], rank: int) -> None:
    """Mark, number, red line, title and the note below it (7.2, 7.3.1); of a letter, 10.1."""
    used = letter_top(paper, said) if is_letter(said, rank) else usual_top(paper, said, rank)
    used += title_twips(said["title"]) + (PASSED_TOP + LINE * len(said["passed"]) if said["passed"] else 0)
    room = max(0, head_lines(said, rank) * LINE - used)
    last = titled(paper, said["title"], rank)
    last.paragraph_format.space_before = Twips(above := min(TITLE_TOP, room) if said["mark"] else 0)
    if said["passed"]:
        last = broken(paper, "通过信息", said["passed"])
        last.paragraph_format.space_before = Twips(PASSED_TOP)
    last.paragraph_format.space_after = Twips(room - above)


def is_letter(said: dict[str, Any], rank: int) -> bool:
    """信函格式; what is annexed has the usual one."""
    return bool(said["layout"] == "letter") and rank == 1


def usual_top(paper: Paper, said: dict[str, Any], rank: int) -> int:
    """Mark, number and red line; how far down they reach, in twips. None of them where there is no 版头."""
    if not said["mark"]:
        return 0
    marks, size = said["mark"], mark_size(said["mark"])
    first = broken(paper, "发文机关标志", marks)
    first.paragraph_format.space_before = Twips(before := round((ABOVE[rank == 1] - MARK_TOP * size) * 20))
    high = mark_lines(first, size)
    number(paper, said)
    return before + high * max(1, len(marks)) + NUMBER_TOP + LINE + BORDER


def number(paper: Paper, said: dict[str, Any]) -> None:
    """发文字号 in the middle; beside 签发人 on what goes up (7.2.5, 7.2.6)."""
    if said["signer"]:
        made = paragraph(
            paper, "发文字号（上行）", said["number"], TAB, "签发人：", Said(said["signer"], "楷体字")
        )
    else:
        made = paragraph(paper, "发文字号", said["number"])
    made.paragraph_format.space_before = Twips(NUMBER_TOP)


def head_lines(said: dict[str, Any], rank: int) -> int:
    """How many lines of the type area all of it takes in the PDF."""
    marks, size = said["mark"], mark_size(said["mark"])
    high = INK * size * len(marks) + 0.35 * size * max(0, len(marks) - 1)
    if is_letter(said, rank):
        high += LETTER_ABOVE + 4 * MM + 2.2 * MM + 7 / 8 * SIZE + LETTER_RULE
    elif marks:
        high += ABOVE[rank == 1] + 2 * PITCH + 4 * MM + RULE
    high += SIZE + 2 * PITCH if marks else 0
    high += title_high(said["title"])
    if said["passed"]:
        high += 14 + PITCH * len(said["passed"]) - GAP
    return lines(high + PITCH)


def title(paper: Paper, said: dict[str, Any], rank: int) -> None:
    """The title of a plain annex: whole lines, with one below it."""
    made = titled(paper, said, rank)
    made.paragraph_format.space_after = Twips(
        max(0, lines(title_high(said) + PITCH) * LINE - title_twips(said))
    )


def titled(paper: Paper, said: dict[str, Any], rank: int) -> Paragraph:
    """A title in its lines. In the outline it has the rank that it has in the tagged PDF."""
    made = broken(paper, "Heading 1" if rank == 1 else "附件标题", said["lines"])
    large(made, said["size"])
    tall(made, (said["size"] + said["leading"]) * 20)
    outlined(made, rank)
    return made


def outlined(made: Paragraph, rank: int) -> None:
    """The place in the outline (w:outlineLvl counts from 0, and knows nine)."""
    marked(made, "w:outlineLvl", val=str(min(rank, 9) - 1))


def title_high(said: dict[str, Any]) -> float:
    """As typst sets it: no leading after the last line."""
    count = len(said["lines"])
    return float(count * said["size"] + (count - 1) * said["leading"])


def title_twips(said: dict[str, Any]) -> int:
    """As Word sets it."""
    return int(len(said["lines"]) * (said["size"] + said["leading"]) * 20)


def lines(high: float) -> int:
    """Whole lines for what is so high."""
    return max(1, ceil(high / PITCH - 0.001))

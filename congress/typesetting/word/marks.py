"""发文机关标志: as large as in the PDF (7.2.4)."""

from typing import Final

from docx.text.paragraph import Paragraph

from congress.typesetting.word.writing import large, tall

MM: Final = 72 / 25.4  # points
INK: Final = 0.92  # of a mark's size: how tall its characters are
MARK_LINE: Final = 1.27  # of a mark's size: a line of it
MARK_TOP: Final = 0.17  # of a mark's size: from the top of such a line to the ink


def mark_lines(made: Paragraph, size: float) -> int:
    """Set a mark in its size; the height of one of its lines, in twips."""
    large(made, size)
    tall(made, high := round(MARK_LINE * size * 20))
    return high


def mark_size(marks: tuple[str, ...]) -> float:
    """As large as the longest line fits 154 mm, and no larger than 36 points, or 32 where there are two lines."""
    longest = max(1, *map(len, marks), 1)
    return min(32.0 if len(marks) > 1 else 36.0, 154 * MM / longest)

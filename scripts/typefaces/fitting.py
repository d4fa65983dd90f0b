"""Makes the characters of one font stand beside those of another: as wide, as high and as light, and rising like them.

For names whose characters Fandol lacks. Lengths are units of the em (1,000).
"""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Final

from fontTools.ttLib import TTFont

Point = tuple[float, float]
SHARPEST: Final = 0.5  # of 2: a corner moves no further than that of 120 degrees


@dataclass(frozen=True)
class Fit:
    """``box`` (left, foot, right, top): where the characters stand on average. ``rise``: of a level line over its length.

    ``thinner``: by how much every edge moves into the stroke.
    """

    box: tuple[float, float, float, float]
    rise: float
    thinner: float


def fit(font: TTFont, is_at: tuple[float, float, float, float], wanted: Fit) -> None:
    """Draws every character of a TrueType font anew. ``is_at``: where its characters stand on average now."""
    glyphs = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = glyphs[name]
        if glyph.isComposite():
            raise ValueError(f"{name} is made of others: they would be fitted twice")
        if glyph.numberOfContours < 1:
            continue
        moved = [place(point, is_at, wanted) for point in glyph.coordinates]
        bounds = [0, *(end + 1 for end in glyph.endPtsOfContours)]
        drawn = [
            point for first, end in pairwise(bounds) for point in thinned(moved[first:end], wanted.thinner)
        ]
        for at, (x, y) in enumerate(drawn):
            glyph.coordinates[at] = (round(x), round(y))
        glyph.recalcBounds(glyphs)
        font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin)


def place(point: Point, is_at: tuple[float, float, float, float], wanted: Fit) -> Point:
    """From its place in one box to the same place in the other, risen by how far it is from the character's middle."""
    (left, foot, right, top), (to_left, to_foot, to_right, to_top) = is_at, wanted.box
    x = to_left + (point[0] - left) * (to_right - to_left) / (right - left)
    y = to_foot + (point[1] - foot) * (to_top - to_foot) / (top - foot)
    return x, y + wanted.rise * (x - (to_left + to_right) / 2)


def thinned(contour: list[Point], by: float) -> list[Point]:
    """Every point moved into the stroke, which lies to the right of the way along a TrueType contour."""
    return [inwards(contour, at, by) for at in range(len(contour))]


def inwards(contour: list[Point], at: int, by: float) -> Point:
    x, y = here = contour[at]
    around = contour[at + 1 :] + contour[:at]
    after = next((point for point in around if point != here), here)
    before = next((point for point in reversed(around) if point != here), here)
    (right, up), (next_right, next_up) = right_of(before, here), right_of(here, after)
    far = by / max(SHARPEST, 1 + right * next_right + up * next_up)
    return x + far * (right + next_right), y + far * (up + next_up)


def right_of(start: Point, end: Point) -> Point:
    """One unit to the right of the way from one point to another."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy) or 1
    return dy / length, -dx / length

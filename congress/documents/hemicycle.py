"""Seats of a hall in half circles, as numbers: a template draws them, nothing here knows about colour.

Rows are even: the gap between rows is as near as possible to the gap between neighbours, and seats are
numbered by angle from left to right, so that filling them in order makes wedges, as in a real chamber.
"""

from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import cos, isqrt, pi, sin
from typing import Final

OUTER: Final = 460.0
INNER: Final = 0.4
FILL: Final = 0.37


@dataclass(frozen=True)
class Seat:
    """Centre of one seat, in units of the hall's box (x to the right, y down)."""

    x: float
    y: float


@dataclass(frozen=True)
class Hall:
    """A box of ``width`` x ``height``, the seats from left to right, and half the size of a seat."""

    width: float
    height: float
    radius: float
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class Wedge:
    """Neighbouring seats of one kind: ``for``, ``abstain``, ``absent`` or ``against``; ``cast`` while voting."""

    kind: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class Chamber:
    """A hall whose seats are given out."""

    hall: Hall
    wedges: tuple[Wedge, ...]


def result_chamber(expected: int, favour: int, against: int, abstain: int) -> Chamber:
    """The hall after a vote, those for on the left and those against on the right; the rest did not vote."""
    rest = expected - favour - against - abstain
    return give_out(
        arrange(expected), (("for", favour), ("abstain", abstain), ("absent", rest), ("against", against))
    )


def turnout_chamber(expected: int, cast: int) -> Chamber:
    """The hall during a vote: how many ballots are in, and nothing of what they say."""
    return give_out(arrange(expected), (("cast", cast), ("absent", expected - cast)))


def give_out(hall: Hall, parts: tuple[tuple[str, int], ...]) -> Chamber:
    """Fill the seats from left to right. Raises ValueError unless every seat belongs to exactly one part."""
    sizes = [size for _, size in parts]
    if min(sizes) < 0 or sum(sizes) != len(hall.seats):
        raise ValueError("every seat belongs to exactly one part")
    line = iter(hall.seats)
    return Chamber(hall, tuple(Wedge(kind, tuple(islice(line, size))) for kind, size in parts))


@cache
def arrange(count: int) -> Hall:
    """Seats for ``count`` people. Raises ValueError when there is nobody to seat."""
    if count < 1:
        raise ValueError("a hall needs a seat")
    radii = row_radii(rows_for(count))
    shares = apportion(count, radii)
    size = round(FILL * OUTER * gap(radii, shares), 2)
    places = [(angle, radius) for radius, n in zip(radii, shares, strict=True) for angle in angles(n)]
    seats = tuple(seat(angle, radius, OUTER + size) for angle, radius in sorted(places, key=rank))
    return Hall(round(2 * (OUTER + size), 1), round(OUTER + 2 * size, 1), size, seats)


def rank(place: tuple[float, float]) -> tuple[float, float]:
    """From the left end to the right; where two stand in line, the outer comes first on the left, last on the right."""
    angle, radius = place
    return round(angle, 9), radius * (1 if angle > pi / 2 else -1)


def seat(angle: float, radius: float, middle: float) -> Seat:
    """From polar to the box; a tenth of a unit is finer than any screen."""
    return Seat(
        round(middle - OUTER * radius * cos(angle), 1), round(middle - OUTER * radius * sin(angle), 1)
    )


def rows_for(count: int) -> int:
    """The number of rows whose own gap is nearest to the gap between neighbours."""
    return min(range(1, isqrt(count) + 1), key=lambda n: abs(row_gap(n) - pi * sum(row_radii(n)) / count))


def row_radii(rows: int) -> tuple[float, ...]:
    """Radii from the inner row to the outer, the outermost being 1."""
    return (1.0,) if rows == 1 else tuple(INNER + (1 - INNER) * i / (rows - 1) for i in range(rows))


def row_gap(rows: int) -> float:
    """The distance between two rows, in units of the outer radius; a single row has room to spare."""
    return (1 - INNER) / max(rows - 1, 1)


def apportion(count: int, radii: tuple[float, ...]) -> tuple[int, ...]:
    """Seats per row by its length, largest remainders first (outer rows before inner)."""
    exact = [count * radius / sum(radii) for radius in radii]
    seats = [int(share) for share in exact]
    spare = sorted(range(len(radii)), key=lambda row: (exact[row] - seats[row], row), reverse=True)
    for row in spare[: count - sum(seats)]:
        seats[row] += 1
    return tuple(seats)


def angles(seats: int) -> tuple[float, ...]:
    """Angles from the left end (0) to the right end (pi) of one row; a lone seat sits in the middle."""
    return (pi / 2,) if seats == 1 else tuple(pi * i / (seats - 1) for i in range(seats))


def gap(radii: tuple[float, ...], shares: tuple[int, ...]) -> float:
    """The smallest distance between two seats, in units of the outer radius."""
    along = [2 * r * sin(pi / (2 * (n - 1))) for r, n in zip(radii, shares, strict=True) if n > 1]
    return min([row_gap(len(radii)), *along, 0.2])

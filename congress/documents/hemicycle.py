"""Seats of a hall in half circles, as numbers: a template draws them, nothing here knows about colour.

Rows are even: the gap between rows is as near as possible to the gap between neighbours, and seats are
numbered by angle from left to right, so that filling them in order makes wedges, as in a real chamber.
"""

from dataclasses import dataclass
from itertools import islice
from math import cos, pi, sin
from typing import Final

OUTER: Final = 470.0
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
    """Neighbouring seats of one kind (``for``, ``abstain``, ``absent``, ``against``)."""

    kind: str
    seats: tuple[Seat, ...]


def arrange(count: int) -> Hall:
    """Seats for ``count`` people. Raises ValueError when there is nobody to seat."""
    if count < 1:
        raise ValueError("a hall needs a seat")
    radii = row_radii(rows_for(count))
    shares = apportion(count, radii)
    placed = [
        (angle, -radius, radius)
        for radius, seats in zip(radii, shares, strict=True)
        for angle in angles(seats)
    ]
    size = round(FILL * OUTER * gap(radii, shares), 2)
    middle, floor = 500.0, OUTER + size
    seats = tuple(
        Seat(round(middle - OUTER * radius * cos(angle), 1), round(floor - OUTER * radius * sin(angle), 1))
        for angle, _, radius in sorted(placed)
    )
    return Hall(1000.0, round(floor + size, 1), size, seats)


def rows_for(count: int) -> int:
    """The number of rows whose own gap is nearest to the gap between neighbours."""
    return (
        min(range(1, count + 1), key=lambda rows: abs(row_gap(rows) - length(row_radii(rows)) / count))
        if count > 3
        else 1
    )


def row_radii(rows: int) -> tuple[float, ...]:
    """Radii from the inner row to the outer, the outermost being 1."""
    return (1.0,) if rows == 1 else tuple(INNER + (1 - INNER) * i / (rows - 1) for i in range(rows))


def row_gap(rows: int) -> float:
    return (1 - INNER) / max(rows - 1, 1)


def length(radii: tuple[float, ...]) -> float:
    return pi * sum(radii)


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


def wedges(hall: Hall, parts: list[tuple[str, int]]) -> tuple[Wedge, ...]:
    """Give the seats out from left to right: ``parts`` are kinds with how many seats each takes."""
    if sum(size for _, size in parts) != len(hall.seats):
        raise ValueError("every seat belongs to exactly one part")
    line = iter(hall.seats)
    return tuple(Wedge(kind, tuple(islice(line, size))) for kind, size in parts)

"""QR codes (ISO/IEC 18004) as pictures that need no request of their own."""

from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import ClassVar, Final, TypedDict

import segno

QUIET: Final = 4  # modules that stay white around a code (ISO/IEC 18004, 9.1)


@dataclass(frozen=True)
class Code:
    """A QR code in a document or a form, and the lines beside it; the last of them is what it holds."""

    kind: ClassVar[str] = "code"
    content: str
    lines: tuple[str, ...]


class Outline(TypedDict):
    """A code as the outline of its dark modules (an SVG path), and how many modules it is wide with its quiet zone."""

    size: int
    path: str


def qr(text: str) -> str:
    """The address of a picture (SVG in a ``data:`` URI), black on white with its quiet zone."""
    return segno.make(text, error="m", micro=False).svg_data_uri(border=QUIET, light="#fff")


def outline(text: str) -> Outline:
    """The same code for a printed page; error correction M survives a fold."""
    rows = segno.make(text, error="m", micro=False).matrix
    path = "".join(
        f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(rows, QUIET) for x, width in _runs(row)
    )
    return {"size": len(rows) + 2 * QUIET, "path": path}


def png(text: str) -> bytes:
    """The same code for files that know no outlines: eight points for each module."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=QUIET)
    return out.getvalue()


def _runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many follow each other."""
    found, x = [], QUIET
    for dark, group in groupby(row):
        width = len(list(group))
        if dark:
            found.append((x, width))
        x += width
    return found

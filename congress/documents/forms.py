"""Forms and reports (提案表, 计票报告单, 表决证明 and the like): tables with words between them, and places to sign.

Not official documents in the sense of GB/T 9704: they have no mark, number or imprint of their own.
Everything here is the document's own language, already said.
"""

from dataclasses import dataclass
from typing import ClassVar

from congress.documents.qr import Code


@dataclass(frozen=True)
class Fact:
    """A term and what it is. ``tall``: room to write by hand where nothing is known yet."""

    term: str
    value: str
    tall: bool = False


@dataclass(frozen=True)
class Facts:
    """A table of terms, one or two beside each other in a row."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[Fact, ...], ...]
    title: str = ""


@dataclass(frozen=True)
class Grid:
    """A table with a head, repeated on each page that it goes over. ``widths`` are shares of the page's width.

    Where it has no rows ``empty`` is said in their place. Numbers are centred, the first ``texts`` columns are not.
    """

    kind: ClassVar[str] = "grid"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    title: str = ""
    texts: int = 1
    empty: str = "无"


@dataclass(frozen=True)
class Words:
    """Paragraphs, under a heading if there is one."""

    kind: ClassVar[str] = "words"
    lines: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class Hands:
    """Places to sign by hand: what as, and who is expected to; a date beside each."""

    kind: ClassVar[str] = "hands"
    places: tuple[tuple[str, str], ...]


Part = Facts | Grid | Words | Hands | Code


@dataclass(frozen=True)
class Form:
    """``issuer`` stands above the title, ``note`` under it, ``foot`` at the foot of every page."""

    issuer: str
    title: str
    parts: tuple[Part, ...]
    note: str = ""
    foot: str = ""


@dataclass(frozen=True)
class Card:
    """An invitation card: the address in its code, and the lines beside it."""

    content: str
    head: str
    name: str
    who: str
    how: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class CardSheet:
    """Cards to be cut apart, so many in a row and so many rows on a page of A4."""

    title: str
    author: str
    cards: tuple[Card, ...]
    columns: int
    rows: int

"""Forms, reports and cards as PDF: tagged, archival, fonts inside, the same bytes for the same content and time."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from congress.documents.forms import Card, CardSheet, Form, Part
from congress.documents.qr import Code, outline
from congress.typesetting.lines import titled
from congress.typesetting.pdf import ONE, compiled
from congress.typesetting.words import printable

FORM: Final = Path(__file__).parent / "form.typ"
CARDS: Final = Path(__file__).parent / "cards.typ"
KEPT: Final = 32  # files of the last forms
LINED: Final = frozenset({"value", "rows", "lines"})  # where people's own line breaks are kept
TITLES: Final = ((18, 24, 4), (14, 31, 999))
"""Size of a title (points), characters in a line, and up to how many lines it is set so."""


def form_pdf(form: Form, at: datetime) -> bytes:
    """The file. ``at`` is when the form became what it is, not now."""
    with ONE:
        return _set(form, at)


@lru_cache(maxsize=KEPT)
def _set(form: Form, at: datetime) -> bytes:
    return compiled(FORM, told(form, at))


def cards_pdf(sheet: CardSheet, at: datetime, tell: Callable[[int, int], None] | None = None) -> bytes:
    """Cards to be cut apart. Never kept: who has their tokens can come in.

    ``tell`` hears after each card that is drawn, which takes most of the time.
    """
    drawn = cards(sheet, tell)
    with ONE:
        return compiled(CARDS, {**heading(sheet.title, sheet.author, at), **asdict(sheet), "cards": drawn})


def cards(sheet: CardSheet, tell: Callable[[int, int], None] | None = None) -> list[dict[str, Any]]:
    """Each card with its code drawn."""
    drawn = []
    for number, each in enumerate(sheet.cards, 1):
        drawn.append(card(each))
        if tell:
            tell(number, len(sheet.cards))
    return drawn


def card(found: Card) -> dict[str, Any]:
    """One card; what its code holds is drawn and not said again."""
    said = asdict(found)
    return {**said, "drawn": outline(said.pop("content"))}


def heading(title: str, author: str, at: datetime) -> dict[str, Any]:
    """What a file says of itself."""
    moment = at.astimezone(UTC)
    parts = ("year", "month", "day", "hour", "minute", "second")
    return {"title": title, "author": author, "at": {part: getattr(moment, part) for part in parts}}


def told(form: Form, at: datetime) -> dict[str, Any]:
    """Everything that is printed, as plain data."""
    title = printable(form.title).strip() or "（尚无标题）"
    size, most = next((size, most) for size, most, lines in TITLES if len(titled(title, most)) <= lines)
    return {
        **heading(title, form.issuer, at),
        "lines": titled(title, most),
        "size": size,
        "issuer": form.issuer,
        "note": form.note,
        "foot": form.foot,
        "parts": [part(each) for each in form.parts],
    }


def part(found: Part) -> dict[str, Any]:
    """One part with its kind; a code is drawn."""
    drawn = {"drawn": outline(found.content)} if isinstance(found, Code) else {}
    said: dict[str, Any] = broken(asdict(found))
    return {**said, **drawn, "kind": found.kind, "title": getattr(found, "title", "")}


def broken(value: Any, *, many: bool = False) -> Any:
    """Texts that may have several lines as lists of them; everywhere else a break is a space, like any control character."""
    if isinstance(value, str):
        return value.strip().splitlines() if many and "\n" in value.strip() else value.strip()
    if isinstance(value, dict):
        return {key: broken(each, many=key in LINED) for key, each in value.items()}
    return [broken(each, many=many) for each in value] if isinstance(value, list | tuple) else value

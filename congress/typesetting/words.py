"""People's words as they can be printed: no control characters, and no sign without a picture."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

FONTS: Final = Path(__file__).parent / "fonts"
NO_PICTURE: Final = "〓"
"""Where a sign is in none of our fonts: what printers have always put in its place."""

DROPPED: Final = frozenset({"Cc", "Cf"})  # controls, and marks that turn or join what stands around them


@cache
def covered() -> frozenset[str]:
    """Every character that one of the fonts can draw (see ``fonts/coverage.txt``)."""
    ranges = (line.split("-") for line in (FONTS / "coverage.txt").read_text("ascii").splitlines())
    return frozenset(chr(code) for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))


def printable(text: str) -> str:
    """The text with spaces for what moves the pen, and :data:`NO_PICTURE` for what cannot be drawn."""
    signs = (sign for sign in writable(text) if not is_variation(sign))
    return "".join(sign if sign.isspace() or sign in covered() else NO_PICTURE for sign in signs)


def writable(text: str) -> str:
    """The text with spaces for what moves the pen, and every sign that a file of XML can hold: its reader has other fonts."""
    return "".join(map(_sign, text))


def _sign(raw: str) -> str:
    if raw.isspace():
        return "\u3000" if raw == "\u3000" else " "
    if unicodedata.category(raw) in DROPPED:
        return ""
    return NO_PICTURE if unicodedata.category(raw) == "Cs" or ord(raw) & 0xFFFE == 0xFFFE else raw


def is_variation(sign: str) -> bool:
    """Whether the sign only picks among pictures of the one before it."""
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def all_printable(value: Any) -> Any:
    """The same for every text in a structure of lists and dictionaries."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: all_printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [all_printable(each) for each in value]
    return value


def without_picture(text: str) -> tuple[str, ...]:
    """The characters of a text that will be printed as :data:`NO_PICTURE`, each once."""
    return tuple(dict.fromkeys(sign for sign in text if sign != NO_PICTURE and printable(sign) == NO_PICTURE))

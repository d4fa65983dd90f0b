"""What the README shows: the names of its pictures. Run as a program, it takes them."""

from pathlib import Path
from typing import Final

LANGUAGES: Final = ("zh", "en")
SHOWN: Final = ("ballot", "receipt", "desk", "projector", "committee")  # once in each language
DOCUMENT: Final = "document.png"  # Chinese, whoever reads it
PICTURES: Final = Path(__file__).parents[2] / "docs/img"
HEAVIEST: Final = 150_000  # bytes of one picture


def names() -> set[str]:
    """Every picture."""
    return {f"{name}.{language}.png" for name in SHOWN for language in LANGUAGES} | {DOCUMENT}

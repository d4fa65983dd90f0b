"""Lines of a title: broken between words, as few as will do, and as even as they can be (GB/T 9704-2012, 7.3.1).

Lengths are in characters of full width. A text's letters and figures count as half of one; those of a title have the
widths of its face, which are larger.
"""

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final

from congress.documents.text import title_lines
from congress.documents.titles import pieces, short_enough

NARROW: Final = frozenset({"Na", "N", "H"})
ADVANCES: Final = """
    250 355 447 615 589 966 803 235 400 400 485 603 335 370 335 400 593 466 594 593 593 594 594 588 594 596 335 335 603
    603 603 473 970 746 708 702 789 666 648 757 864 426 428 767 642 1001 815 785 673 785 751 597 695 818 734 1091 726 701
    627 372 400 372 603 593 447 585 672 565 658 572 402 596 687 349 335 651 355 1008 685 623 671 640 500 499 393 678 578
    874 599 582 517 380 338 380 603
"""
"""Of CongressTitle, in thousandths, from the space to ~ (the font's ``hmtx``)."""

TITLE: Final = {chr(0x20 + at): int(wide) / 1000 for at, wide in enumerate(ADVANCES.split())}


def width(text: str) -> float:
    """In characters of full width."""
    return sum(0.5 if unicodedata.east_asian_width(sign) in NARROW else 1 for sign in text)


def title_width(text: str) -> float:
    """The same in the face of titles; a letter with an accent is as wide as without."""
    return sum(TITLE.get(unicodedata.normalize("NFD", sign)[0]) or 1 for sign in text)


def titled(title: str, most: int) -> tuple[str, ...]:
    """A title in its parts, each of them in even lines of at most ``most`` characters."""
    return tuple(
        line for part in title_lines(title) for line in fewest(pieces(part.strip()), most, title_width)
    )


def even(text: str, most: int) -> tuple[str, ...]:
    """As few lines as will do; of these the ones whose lengths differ least."""
    return fewest(pieces(text.strip()), most)


def fewest(cut: list[str], most: int, measure: Callable[[str], float] = width) -> tuple[str, ...]:
    """The same for a text in pieces between which a line may end."""
    words = tuple(word for piece in short_enough(cut, most) for word in forced(piece, most, measure))

    @cache
    def best(start: int) -> tuple[int, float, tuple[str, ...]]:
        """The lines from this word on: how many, the sum of their squared lengths, and themselves."""
        if start == len(words):
            return 0, 0.0, ()
        found = []
        for end in range(start + 1, len(words) + 1):
            line = "".join(words[start:end]).strip()
            if measure(line) > most and end > start + 1:
                break
            count, squares, after = best(end)
            found.append((count + 1, squares + measure(line) ** 2, (line, *after)))
        return min(found, key=lambda one: one[:2])

    return best(0)[2]


def forced(word: str, most: int, measure: Callable[[str], float]) -> list[str]:
    """A word longer than a line is cut where the line ends."""
    cut = [""]
    for sign in word:
        if cut[-1] and measure(cut[-1] + sign) > most:
            cut.append("")
        cut[-1] += sign
    return cut

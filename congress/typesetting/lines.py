"""Lines of a title: broken between words, as few as will do, and as even as they can be (GB/T 9704-2012, 7.3.1).

Lengths are in characters of full width; letters and figures count as half of one.
"""

import unicodedata
from functools import cache
from typing import Final

from congress.documents.text import title_lines
from congress.documents.titles import pieces, short_enough

NARROW: Final = frozenset({"Na", "N", "H"})


def titled(title: str, most: int) -> tuple[str, ...]:
    """A title in its parts, each of them in even lines of at most ``most`` characters."""
    return tuple(line for part in title_lines(title) for line in even(part, most))


def even(text: str, most: int) -> tuple[str, ...]:
    """As few lines as will do; of these the ones whose lengths differ least."""
    return fewest(pieces(text.strip()), most)


def fewest(cut: list[str], most: int) -> tuple[str, ...]:
    """The same for a text in pieces between which a line may end."""
    words = tuple(word for piece in short_enough(cut, most) for word in forced(piece, most))

    @cache
    def best(start: int) -> tuple[int, float, tuple[str, ...]]:
        """The lines from this word on: how many, the sum of their squared lengths, and themselves."""
        if start == len(words):
            return 0, 0.0, ()
        found = []
        for end in range(start + 1, len(words) + 1):
            line = "".join(words[start:end]).strip()
            if width(line) > most and end > start + 1:
                break
            count, squares, after = best(end)
            found.append((count + 1, squares + width(line) ** 2, (line, *after)))
        return min(found, key=lambda one: one[:2])

    return best(0)[2]


def forced(word: str, most: int) -> list[str]:
    """A word longer than a line is cut where the line ends."""
    if width(word) <= most:
        return [word]
    return [word[at : at + most] for at in range(0, len(word), most)]


def width(text: str) -> float:
    """In characters of full width."""
    return sum(0.5 if unicodedata.east_asian_width(sign) in NARROW else 1 for sign in text)

"""What changed between two revisions of a text, piece by piece."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

PIECE = re.compile(r"[A-Za-z0-9]+|\s|.", re.DOTALL)  # Latin words stay whole, Chinese goes by the character


@dataclass(frozen=True)
class Piece:
    """``kind`` is "same", "removed" or "added"."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[Piece]:
    """The later text with what was taken out and put in, in reading order."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[k:m])))
            continue
        pieces += [Piece("removed", "".join(old[i:j]))] if i < j else []
        pieces += [Piece("added", "".join(new[k:m]))] if k < m else []
    return pieces


MOST = 1_000_000  # of one text times those of the other: a comparison that ends within a second or so


def rewritten(before: str, after: str) -> list[Piece]:
    """:func:`changes` of long texts: line by line, then within lines.

    What would take too long to compare is shown as taken out and put in.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start, end = alike(old, new)
    middle = old[start : len(old) - end], new[start : len(new) - end]
    changed = _by_line(*middle) if len(middle[0]) * len(middle[1]) <= MOST else _whole(*map("".join, middle))
    found = [Piece("same", "".join(old[:start])), *changed, Piece("same", "".join(old[len(old) - end :]))]
    return [piece for piece in found if piece.text]


def alike(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How much the two have in common at their beginning, and then at their end."""
    pairs = min(len(old), len(new))
    start = next((n for n in range(pairs) if old[n] != new[n]), pairs)
    rest = pairs - start
    return start, next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)


def _by_line(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[k:m]))
        elif j - i == m - k:
            for one, other in zip(old[i:j], new[k:m], strict=True):
                yield from _within(one, other)
        else:
            yield from _within("".join(old[i:j]), "".join(new[k:m]))


def _within(old: str, new: str) -> Iterator[Piece]:
    start, end = alike(old, new)
    yield Piece("same", old[:start])
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    yield from changes(before, after) if len(before) * len(after) <= MOST else _whole(before, after)
    yield Piece("same", old[len(old) - end :])


def _whole(before: str, after: str) -> list[Piece]:
    return [Piece("removed", before), Piece("added", after)]

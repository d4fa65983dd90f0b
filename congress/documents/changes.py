"""What changed between two revisions of a text, piece by piece."""

import re
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


def rewritten(before: str, after: str) -> list[Piece]:
    """:func:`changes` of long texts: line by line, and piece by piece only in lines that are not the same."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[k:m])))
        else:
            pieces += changes("".join(old[i:j]), "".join(new[k:m]))
    return pieces

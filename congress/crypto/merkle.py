"""Merkle trees as in RFC 9162 section 2.1 (Certificate Transparency), with SHA-256.

A root of 32 bytes fixes every entry before it. An inclusion proof shows that an entry
stands under a root; a consistency proof, that a later root only added entries.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256().digest()
"""The root of a tree without entries."""


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows at its right edge and can answer for each of its earlier sizes.

    ``levels[k][i]`` is the hash over the entries from ``i * 2**k`` to before
    ``(i + 1) * 2**k``: only complete subtrees are kept, and they never change.
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        return len(self.levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash. Amortised O(1): one node for each subtree that it completes."""
        level = 0
        self.levels[0].append(leaf)
        while len(row := self.levels[level]) % 2 == 0:
            level += 1
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(node_hash(row[-2], row[-1]))

    def truncate(self, size: int) -> None:
        """Forget every leaf from ``size`` on (a transaction was taken back)."""
        self._insist(0 <= size <= self.size)
        for level, row in enumerate(self.levels):
            del row[size >> level :]
        while len(self.levels) > 1 and not self.levels[-1]:
            self.levels.pop()

    def root(self, size: int | None = None) -> bytes:
        """MTH(D[size]): the root now, or as it was at an earlier size."""
        size = self.size if size is None else size
        self._insist(0 <= size <= self.size)
        return self._range(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """PATH(index, D[size]) of section 2.1.3.1, from the leaf upwards."""
        size = self.size if size is None else size
        self._insist(0 <= index < size <= self.size)
        return self._path(index, 0, size)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """PROOF(old, D[new]) of section 2.1.4.1; empty when nothing was there or nothing was added."""
        new = self.size if new is None else new
        self._insist(0 <= old <= new <= self.size)
        return self._subproof(old, 0, new, whole=True) if 0 < old < new else []

    def _range(self, start: int, end: int) -> bytes:
        """The hash over entries start to before end; start is a multiple of the subtree's width."""
        width = end - start
        if width & (width - 1) == 0:
            level = width.bit_length() - 1
            return self.levels[level][start >> level]
        middle = start + split(width)
        return node_hash(self._range(start, middle), self._range(middle, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._range(middle, end)]
        return [*self._path(index, middle, end), self._range(start, middle)]

    def _subproof(self, old: int, start: int, end: int, whole: bool) -> list[bytes]:
        """SUBPROOF; ``whole``: the verifier already knows the hash of this range."""
        if old == end:
            return [] if whole else [self._range(start, end)]
        middle = start + split(end - start)
        if old <= middle:
            return [
                *self._subproof(old, start, middle, whole),
                self._range(middle, end),
            ]
        return [
            *self._subproof(old, middle, end, whole=False),
            self._range(start, middle),
        ]

    def _insist(self, possible: bool) -> None:
        if not possible:
            raise IndexError(f"no such place in a tree of {self.size}")


def split(width: int) -> int:
    """The largest power of two smaller than the width (width > 1)."""
    return 1 << ((width - 1).bit_length() - 1)


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Section 2.1.3.2: does the leaf hash stand at this index of the tree with this size and root?"""
    if not 0 <= index < size:
        return False
    place, last, climbed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            climbed = node_hash(sibling, climbed)
            place, last = without_lone_steps(place, last)
        else:
            climbed = node_hash(climbed, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and climbed == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Section 2.1.4.2: does the tree of size ``new`` begin with the tree of size ``old``?

    The RFC leaves out two plain cases: the same size has the same root, and every
    tree begins with the empty one; both with an empty proof.
    """
    if old in (0, new):
        return 0 <= old <= new and not proof and old_root == (new_root if old == new else EMPTY)
    if not (0 < old < new and proof):
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    was = climbed = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            was, climbed = node_hash(sibling, was), node_hash(sibling, climbed)
            place, last = without_lone_steps(place, last)
        else:
            climbed = node_hash(climbed, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and was == old_root and climbed == new_root


def without_lone_steps(place: int, last: int) -> tuple[int, int]:
    """Skip the levels where the node at the right edge has no sibling and is simply lifted."""
    while place % 2 == 0 and place:
        place, last = place >> 1, last >> 1
    return place, last

"""Tellers hold the key together: any ``threshold`` of them open the box, fewer learn nothing (sections 4.5 and 5.2).

The list of them as it is published, whole. How it comes to be: ``ceremony.py``.
"""

from dataclasses import dataclass
from typing import Any, Final

from congress.crypto.belenios import wire
from congress.crypto.belenios.ceremony import (
    NO_TRUSTEES,
    SAME_KEY,
    check_certificate,
    check_dealing,
    check_key,
    check_seen,
    check_verification,
)
from congress.crypto.belenios.group import Group

PARTS: Final = ("threshold", "certs", "coefexps", "signatures", "verification_keys")


@dataclass(frozen=True)
class Holders:
    """Tellers who decrypt together: their keys in order, and how many are needed."""

    keys: tuple[str, ...]
    threshold: int
    public_key: str
    single: bool


@dataclass(frozen=True)
class Trustees:
    """Everyone who holds a part of the key. Owners are numbered from 1 through all groups."""

    groups: tuple[Holders, ...]

    @property
    def owners(self) -> list[str]:
        """The verification key of each owner, in order."""
        return [key for group in self.groups for key in group.keys]

    def public_key(self, group: Group) -> str:
        """The key that ballots must be encrypted with."""
        return group.product(*(part.public_key for part in self.groups))


# --- reading and checking ----------------------------------------------------------------------------------------


def read_trustees(raw: str, group: Group) -> Trustees:
    """From the archive, fully checked. Raises Broken at the first thing that is wrong."""
    groups: list[Holders] = []
    for entry in wire.array(wire.read(raw, NO_TRUSTEES), NO_TRUSTEES):
        kind, body = wire.array(entry, NO_TRUSTEES, length=2)
        wire.insist(kind in {"Single", "Pedersen"}, NO_TRUSTEES)
        groups.append(_single(body, group) if kind == "Single" else _pedersen(body, group))
    wire.insist(bool(groups), NO_TRUSTEES)
    found = Trustees(tuple(groups))
    wire.insist(len(set(found.owners)) == len(found.owners), SAME_KEY)
    return found


def _single(value: Any, group: Group) -> Holders:
    key, _ = check_key(value, group, signed=False)
    return Holders((key,), 1, key, single=True)


def _pedersen(value: Any, group: Group) -> Holders:
    threshold, certs, coefexps, signatures, keys = wire.fields(value, PARTS, NO_TRUSTEES)
    size = len(wire.array(certs, NO_TRUSTEES))
    needed = wire.natural(threshold, NO_TRUSTEES, most=size)
    wire.insist(needed >= 1, NO_TRUSTEES)
    for part in (coefexps, signatures, keys):
        wire.array(part, NO_TRUSTEES, length=size)
    signers: list[str] = []
    for index, cert in enumerate(certs, 1):
        signers.append(check_certificate(cert, group, size, needed, index, signers)[0])
    dealt = [
        check_dealing(value, group, signer, needed) for value, signer in zip(coefexps, signers, strict=True)
    ]
    for given, signer, one in zip(signatures, signers, dealt, strict=True):
        check_seen(given, group, signer, certs, one)
    found = [
        check_verification(given, group, signer, dealt, index)
        for index, (given, signer) in enumerate(zip(keys, signers, strict=True), 1)
    ]
    return Holders(tuple(found), needed, group.product(*(one[0] for one in dealt)), single=False)

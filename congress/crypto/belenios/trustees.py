"""Tellers hold the key together: any ``threshold`` of them open the box, fewer learn nothing (sections 4.5 and 5.2).

Pedersen's distributed key generation. Each teller deals a polynomial in public (its coefficients
in the exponent) and one secret share to each; what a teller publishes is signed with a key of
their own, so that nobody can be shown another ceremony than the rest.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from congress.crypto.belenios import wire
from congress.crypto.belenios.election import BASE58
from congress.crypto.belenios.group import Group
from congress.crypto.belenios.proofs import Proof, prove_secret, proves_secret, random_scalar, read_proof
from congress.i18n import say

NO_TRUSTEES: Final = say("计票密钥名单不合格式")
BAD_PROOF: Final = say("计票人公钥的持有证明不符")
BAD_CERTIFICATE: Final = say("计票人在密钥仪式中的签名不符")
KEY: Final = ("pok", "public_key", "signature", "name")
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


# --- what tellers publish ----------------------------------------------------------------------------------------


def proof_prefix(group: Group, public: str) -> str:
    """What a proof of possession is about."""
    return f"pok|{group.name}|{public}|"


def sign(group: Group, secret: int, message: str) -> dict[str, Any]:
    """A signed message."""
    return {"message": message, "signature": prove_secret(group, secret, f"sigmsg|{message}|").as_json()}


def is_signed(group: Group, public: str, message: str, proof: Proof) -> bool:
    """Did the holder of this key sign this message?"""
    return proves_secret(group, public, f"sigmsg|{message}|", proof)


def single_key(group: Group, secret: int) -> dict[str, Any]:
    """The published part of a teller who decrypts alone."""
    public = group.power(group.generator, secret)
    return {
        "pok": prove_secret(group, secret, proof_prefix(group, public)).as_json(),
        "public_key": public,
    }


@dataclass(frozen=True)
class Seat:
    """One teller's secrets in the ceremony; both keys come from one seed of 22 characters."""

    seed: str

    @classmethod
    def new(cls) -> "Seat":
        """With a fresh seed of more than 128 bits."""
        return cls("".join(secrets.choice(BASE58) for _ in range(22)))

    def signing(self, group: Group) -> int:
        """The exponent that signs."""
        return int(wire.digest(f"sk|{self.seed}"), 16) % group.order

    def decrypting(self, group: Group) -> int:
        """The exponent that receives shares."""
        return int(wire.digest(f"dk|{self.seed}"), 16) % group.order

    def certificate(self, group: Group, size: int, threshold: int, index: int) -> dict[str, Any]:
        """Step 1: my two public keys, and which ceremony they are for; ``index`` from 1."""
        secret = self.signing(group)
        message = {
            "context": {"group": group.name, "size": size, "threshold": threshold, "index": index},
            "verification": group.power(group.generator, secret),
            "encryption": group.power(group.generator, self.decrypting(group)),
        }
        return sign(group, secret, wire.compact(message))


def new_polynomial(group: Group, threshold: int) -> list[int]:
    """Step 2: secret coefficients, as many as tellers are needed."""
    return [random_scalar(group) for _ in range(threshold)]


def coefficients(group: Group, polynomial: Sequence[int]) -> list[str]:
    """The coefficients in the exponent: what everybody may see."""
    return [group.power(group.generator, coefficient) for coefficient in polynomial]


def share(group: Group, polynomial: Sequence[int], index: int) -> int:
    """What the dealer gives to teller ``index``: the polynomial there."""
    return reduce(lambda value, c: (value * index + c) % group.order, reversed(polynomial), 0)


def share_fits(group: Group, dealt: Sequence[str], index: int, secret: int) -> bool:
    """Step 3: is the share I was given the one that the dealer committed to?"""
    return group.power(group.generator, secret) == committed(group, [dealt], index)


def committed(group: Group, dealt: Sequence[Sequence[str]], index: int) -> str:
    """The verification key of teller ``index``, from what all dealers published."""
    factors = [
        group.power(coefficient, pow(index, k, group.order))
        for coefficients in dealt
        for k, coefficient in enumerate(coefficients)
    ]
    return group.product(*factors)


def publish(
    group: Group, seats: Sequence[Seat], polynomials: Sequence[Sequence[int]], certs: Sequence[dict[str, Any]]
) -> tuple[dict[str, Any], list[int]]:
    """The whole ceremony, of tellers who sit in one process (demo and tests): what is published, and each one's key."""
    size, threshold = len(seats), len(polynomials[0])
    dealt = [coefficients(group, polynomial) for polynomial in polynomials]
    keys = [sum(share(group, p, j) for p in polynomials) % group.order for j in range(1, size + 1)]
    about = [_certified(certs, one) for one in dealt]
    published = {
        "threshold": threshold,
        "certs": list(certs),
        "coefexps": [
            sign(group, seat.signing(group), wire.compact({"coefexps": one}))
            for seat, one in zip(seats, dealt, strict=True)
        ],
        "signatures": [
            sign(group, seat.signing(group), message)["signature"]
            for seat, message in zip(seats, about, strict=True)
        ],
        "verification_keys": [
            {
                **single_key(group, key),
                "signature": sign(group, seat.signing(group), group.power(group.generator, key))["signature"],
            }
            for seat, key in zip(seats, keys, strict=True)
        ],
    }
    return published, keys


def _certified(certs: Sequence[dict[str, Any]], dealt: Sequence[str]) -> str:
    """What a dealer signs when all certificates are known."""
    return "certs_sig|" + wire.compact({"certs": list(certs), "coefexps": list(dealt)})


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
    wire.insist(len(set(found.owners)) == len(found.owners), say("两名计票人用了同一把公钥"))
    return found


def _key(value: Any, group: Group, *, signed: bool) -> tuple[str, Proof | None]:
    pok, public, signature, name = wire.fields(value, KEY, NO_TRUSTEES, optional=("signature", "name"))
    wire.insist(name is None or isinstance(name, str), NO_TRUSTEES)
    key = _member(public, group)
    proof = read_proof(pok, group, NO_TRUSTEES)
    wire.insist(proves_secret(group, key, proof_prefix(group, key), proof), BAD_PROOF)
    wire.insist(signed or signature is None, NO_TRUSTEES)
    wire.insist(not signed or signature is not None, BAD_CERTIFICATE)
    return key, read_proof(signature, group, NO_TRUSTEES) if signed else None


def _member(value: Any, group: Group) -> str:
    text = wire.words(value, NO_TRUSTEES)
    wire.insist(group.is_member(text) and text != group.identity, say("计票人公钥不是群里的合格元素"))
    return text


def _single(value: Any, group: Group) -> Holders:
    key, _ = _key(value, group, signed=False)
    return Holders((key,), 1, key, single=True)


def _pedersen(value: Any, group: Group) -> Holders:
    threshold, certs, coefexps, signatures, keys = wire.fields(value, PARTS, NO_TRUSTEES)
    size = len(wire.array(certs, NO_TRUSTEES))
    needed = wire.natural(threshold, NO_TRUSTEES, most=size)
    wire.insist(needed >= 1, NO_TRUSTEES)
    for part in (coefexps, signatures, keys):
        wire.array(part, NO_TRUSTEES, length=size)
    signers = [_certificate(cert, group, size, needed, i) for i, cert in enumerate(certs, 1)]
    wire.insist(len(set(signers)) == size, say("两名计票人用了同一把公钥"))
    dealt = [_dealt(value, group, signer, needed) for value, signer in zip(coefexps, signers, strict=True)]
    for given, signer, one in zip(signatures, signers, dealt, strict=True):
        proof = read_proof(given, group, NO_TRUSTEES)
        wire.insist(is_signed(group, signer, _certified(certs, one), proof), BAD_CERTIFICATE)
    found = []
    for index, (given, signer) in enumerate(zip(keys, signers, strict=True), 1):
        key, signature = _key(given, group, signed=True)
        wire.insist(key == committed(group, dealt, index), say("计票人公钥与密钥仪式公布的系数不符"))
        fine = signature is not None and is_signed(group, signer, key, signature)
        wire.insist(fine, BAD_CERTIFICATE)
        found.append(key)
    return Holders(tuple(found), needed, group.product(*(one[0] for one in dealt)), single=False)


def _certificate(value: Any, group: Group, size: int, threshold: int, index: int) -> str:
    """The signing key of teller ``index``, who signed for exactly this ceremony."""
    message, proof = _signed(value, group)
    context, verification, encryption = wire.fields(
        wire.read(message, NO_TRUSTEES), ("context", "verification", "encryption"), NO_TRUSTEES
    )
    expected = {"group": group.name, "size": size, "threshold": threshold, "index": index}
    wire.insist(wire.compact(context) == wire.compact(expected), say("计票人签的不是这次密钥仪式"))
    _member(encryption, group)
    signer = _member(verification, group)
    wire.insist(is_signed(group, signer, message, proof), BAD_CERTIFICATE)
    return signer


def _dealt(value: Any, group: Group, signer: str, threshold: int) -> list[str]:
    message, proof = _signed(value, group)
    [given] = wire.fields(wire.read(message, NO_TRUSTEES), ("coefexps",), NO_TRUSTEES)
    wire.insist(is_signed(group, signer, message, proof), BAD_CERTIFICATE)
    return [_member(text, group) for text in wire.array(given, NO_TRUSTEES, length=threshold)]


def _signed(value: Any, group: Group) -> tuple[str, Proof]:
    message, signature = wire.fields(value, ("message", "signature"), NO_TRUSTEES)
    return wire.words(message, NO_TRUSTEES), read_proof(signature, group, NO_TRUSTEES)

"""How the tellers' common key comes to be, and what is checked of what each of them sends (sections 4.5 and 5.2).

Pedersen's distributed key generation, in three steps: certificates; dealings, with a secret share to
each (``channel.py``); then everybody signs what they saw, and shows their key. What a teller publishes
is signed with a key of their own, so that nobody can be shown another ceremony than the rest. A check
takes parsed JSON, raises :class:`~congress.crypto.belenios.wire.Broken`, and is enough for its step:
after ``check_finish`` of all, ``read_trustees`` accepts what :func:`assemble` writes.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from congress.crypto.belenios import wire
from congress.crypto.belenios.election import BASE58
from congress.crypto.belenios.group import Group
from congress.crypto.belenios.proofs import (
    Proof,
    is_signed,
    prove_secret,
    proves_secret,
    random_scalar,
    read_proof,
    sign,
)
from congress.i18n import say

NO_TRUSTEES: Final = say("计票密钥名单不合格式")
BAD_PROOF: Final = say("计票人公钥的持有证明不符")
BAD_CERTIFICATE: Final = say("计票人在密钥仪式中的签名不符")
SAME_KEY: Final = say("两名计票人用了同一把公钥")
KEY: Final = ("pok", "public_key", "signature", "name")


# --- what tellers make --------------------------------------------------------------------------------------------


def proof_prefix(group: Group, public: str) -> str:
    """What a proof of possession is about."""
    return f"pok|{group.name}|{public}|"


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
    about = [certified(certs, one) for one in dealt]
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


def certified(certs: Sequence[dict[str, Any]], dealt: Sequence[str]) -> str:
    """What a dealer signs when all certificates are known."""
    return "certs_sig|" + wire.compact({"certs": list(certs), "coefexps": list(dealt)})


def assemble(
    threshold: int,
    certs: Sequence[Any],
    coefexps: Sequence[Any],
    signatures: Sequence[Any],
    keys: Sequence[Any],
) -> str:
    """The list of trustees of a finished ceremony, as it is written: one of each from every teller, in order."""
    parts = {
        "threshold": threshold,
        "certs": list(certs),
        "coefexps": list(coefexps),
        "signatures": list(signatures),
        "verification_keys": list(keys),
    }
    return wire.compact([["Pedersen", parts]])


# --- what is checked ---------------------------------------------------------------------------------------------


def check_certificate(
    value: Any, group: Group, size: int, threshold: int, index: int, others: Collection[str] = ()
) -> tuple[str, str]:
    """Step 1: the signing and the encryption key of teller ``index``, who signed for exactly this ceremony.

    ``others`` are the signing keys of tellers who were there before.
    """
    message, proof = _signed(value, group)
    context, verification, encryption = wire.fields(
        wire.read(message, NO_TRUSTEES), ("context", "verification", "encryption"), NO_TRUSTEES
    )
    expected = {"group": group.name, "size": size, "threshold": threshold, "index": index}
    wire.insist(wire.compact(context) == wire.compact(expected), say("计票人签的不是这次密钥仪式"))
    receiver, signer = check_member(encryption, group), check_member(verification, group)
    wire.insist(is_signed(group, signer, message, proof), BAD_CERTIFICATE)
    wire.insist(signer not in others, SAME_KEY)
    return signer, receiver


def check_dealing(value: Any, group: Group, signer: str, threshold: int) -> list[str]:
    """Step 2: the coefficients in the exponent, as many as tellers are needed, signed by this teller."""
    message, proof = _signed(value, group)
    [given] = wire.fields(wire.read(message, NO_TRUSTEES), ("coefexps",), NO_TRUSTEES)
    wire.insist(is_signed(group, signer, message, proof), BAD_CERTIFICATE)
    return [check_member(text, group) for text in wire.array(given, NO_TRUSTEES, length=threshold)]


def check_seen(
    value: Any, group: Group, signer: str, certs: Sequence[dict[str, Any]], dealt: Sequence[str]
) -> None:
    """Step 3: the teller's signature of all certificates as they saw them, with what they dealt themselves."""
    proof = read_proof(value, group, NO_TRUSTEES)
    wire.insist(is_signed(group, signer, certified(certs, dealt), proof), BAD_CERTIFICATE)


def check_verification(
    value: Any, group: Group, signer: str, dealt: Sequence[Sequence[str]], index: int
) -> str:
    """Step 3: the key of teller ``index``: possessed, signed, and what follows from all that was dealt."""
    key, signature = check_key(value, group, signed=True)
    wire.insist(key == committed(group, dealt, index), say("计票人公钥与密钥仪式公布的系数不符"))
    wire.insist(signature is not None and is_signed(group, signer, key, signature), BAD_CERTIFICATE)
    return key


def check_finish(
    signature: Any,
    verification: Any,
    group: Group,
    signer: str,
    certs: Sequence[dict[str, Any]],
    dealt: Sequence[Sequence[str]],
    index: int,
) -> str:
    """Step 3 whole, of teller ``index``: their verification key. ``dealt`` is by all tellers in order."""
    check_seen(signature, group, signer, certs, dealt[index - 1])
    return check_verification(verification, group, signer, dealt, index)


def check_key(value: Any, group: Group, *, signed: bool) -> tuple[str, Proof | None]:
    """A published key whose holder proves to possess it, and the signature that stands with it if one must."""
    pok, public, signature, name = wire.fields(value, KEY, NO_TRUSTEES, optional=("signature", "name"))
    wire.insist(name is None or isinstance(name, str), NO_TRUSTEES)
    key = check_member(public, group)
    proof = read_proof(pok, group, NO_TRUSTEES)
    wire.insist(proves_secret(group, key, proof_prefix(group, key), proof), BAD_PROOF)
    wire.insist(signed or signature is None, NO_TRUSTEES)
    wire.insist(not signed or signature is not None, BAD_CERTIFICATE)
    return key, read_proof(signature, group, NO_TRUSTEES) if signed else None


def check_member(value: Any, group: Group) -> str:
    """The text of an element of the group other than the identity."""
    text = wire.words(value, NO_TRUSTEES)
    wire.insist(group.is_member(text) and text != group.identity, say("计票人公钥不是群里的合格元素"))
    return text


def _signed(value: Any, group: Group) -> tuple[str, Proof]:
    message, signature = wire.fields(value, ("message", "signature"), NO_TRUSTEES)
    return wire.words(message, NO_TRUSTEES), read_proof(signature, group, NO_TRUSTEES)

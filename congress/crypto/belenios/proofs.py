"""Zero-knowledge proofs by the Fiat-Shamir transform (specification, sections 4.3 to 4.9).

A proof is a challenge and a response. Making one draws fresh randomness from the system
each time; nothing lets a caller choose it, for a nonce used twice gives the secret away.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from congress.crypto.belenios import wire
from congress.crypto.belenios.group import GROUPS, Group
from congress.i18n import Message


@dataclass(frozen=True)
class Proof:
    """Both numbers are below the group's order."""

    challenge: int
    response: int

    def as_json(self) -> dict[str, str]:
        """As it is written."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


def read_proof(value: Any, group: Group, fault: Message) -> Proof:
    """A proof from its JSON. Raises Broken with this fault when it is not one."""
    challenge, response = wire.fields(value, ("challenge", "response"), fault)
    return Proof(wire.scalar(challenge, group.order, fault), wire.scalar(response, group.order, fault))


def random_scalar(group: Group) -> int:
    """A secret exponent between 1 and the order less one."""
    return 1 + secrets.randbelow(group.order - 1)


# --- knowledge of a secret exponent ------------------------------------------------------------------------------


def prove_secret(group: Group, secret: int, prefix: str) -> Proof:
    """Schnorr: I know the ``secret`` of generator^secret; ``prefix`` says what for."""
    nonce = random_scalar(group)
    challenge = wire.challenge(group.order, prefix, [group.power(group.generator, nonce)])
    return Proof(challenge, (nonce - secret * challenge) % group.order)


def proves_secret(group: Group, public: str, prefix: str, proof: Proof) -> bool:
    """Does this prove knowledge of the secret exponent of ``public``?"""
    again = _commitment(group, group.generator, public, proof)
    return wire.challenge(group.order, prefix, [again]) == proof.challenge


def sign(group: Group, secret: int, message: str) -> dict[str, Any]:
    """A signed message."""
    return {"message": message, "signature": prove_secret(group, secret, f"sigmsg|{message}|").as_json()}


def is_signed(group: Group, public: str, message: str, proof: Proof) -> bool:
    """Did the holder of this key sign this message?"""
    return proves_secret(group, public, f"sigmsg|{message}|", proof)


def _commitment(group: Group, base: str, target: str, proof: Proof) -> str:
    """base^response · target^challenge."""
    return group.product(group.power(base, proof.response), group.power(target, proof.challenge))


# --- equality of two secret exponents: decryption ----------------------------------------------------------------


def prove_equal(group: Group, secret: int, base: str, prefix: str) -> Proof:
    """The exponent of generator^secret is that of base^secret."""
    nonce = random_scalar(group)
    committed = [group.power(group.generator, nonce), group.power(base, nonce)]
    challenge = wire.challenge(group.order, prefix, committed)
    return Proof(challenge, (nonce - secret * challenge) % group.order)


def proves_equal(group: Group, public: str, base: str, target: str, prefix: str, proof: Proof) -> bool:
    """Is ``target`` = base^x for the x of ``public`` = generator^x?"""
    again = [_commitment(group, group.generator, public, proof), _commitment(group, base, target, proof)]
    return wire.challenge(group.order, prefix, again) == proof.challenge


# --- one of several statements about ciphertexts is true ---------------------------------------------------------


@dataclass(frozen=True)
class Ciphertext:
    """ElGamal: alpha = g^r, beta = y^r · g^m."""

    alpha: str
    beta: str

    def as_json(self) -> dict[str, str]:
        """As it is written."""
        return {"alpha": self.alpha, "beta": self.beta}


@dataclass(frozen=True)
class Branch:
    """One statement: this ciphertext encrypts this number."""

    ciphertext: Ciphertext
    message: int


def prove_one(
    group: Group, key: str, prefix: str, branches: Sequence[Branch], true: int, exponent: int
) -> list[Proof]:
    """Prove that one of the branches holds, without telling which.

    ``true`` is the index of the one that does, ``exponent`` its ciphertext's r. The other proofs are
    simulated; all challenges add up to the hash of all commitments.
    """
    order = group.order
    proofs = [Proof(random_scalar(group), random_scalar(group)) for _ in branches]
    nonce = random_scalar(group)
    committed: list[str] = []
    for index, (branch, proof) in enumerate(zip(branches, proofs, strict=True)):
        if index == true:
            committed += [group.power(group.generator, nonce), group.power(key, nonce)]
        else:
            committed += _commitments(group, key, branch, proof)
    whole = wire.challenge(order, prefix, committed)
    mine = (whole - sum(proof.challenge for i, proof in enumerate(proofs) if i != true)) % order
    proofs[true] = Proof(mine, (nonce - exponent * mine) % order)
    return proofs


def proves_one(
    group: Group, key: str, prefix: str, branches: Sequence[Branch], proofs: Sequence[Proof]
) -> bool:
    """Does one of the branches hold? There must be exactly one proof for each."""
    if len(branches) != len(proofs) or not branches:
        return False
    committed: list[str] = []
    for branch, proof in zip(branches, proofs, strict=True):
        committed += _commitments(group, key, branch, proof)
    whole = sum(proof.challenge for proof in proofs) % group.order
    return wire.challenge(group.order, prefix, committed) == whole


@cache
def _less(group: str, message: int) -> str:
    """g^-m: every ballot asks for the same few."""
    return GROUPS[group].power(GROUPS[group].generator, -message)


def _commitments(group: Group, key: str, branch: Branch, proof: Proof) -> list[str]:
    """g^t · alpha^c and y^t · (beta / g^m)^c."""
    alpha, beta = branch.ciphertext.alpha, branch.ciphertext.beta
    if branch.message:
        beta = group.product(beta, _less(group.name, branch.message))
    return [_commitment(group, group.generator, alpha, proof), _commitment(group, key, beta, proof)]

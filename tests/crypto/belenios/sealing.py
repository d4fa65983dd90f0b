"""Sealed texts as section 4.5 says, without our own code for it: what is inside may be anything."""

from hashlib import sha256

from crypto.belenios.secretvote import EDWARDS
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from congress.crypto.belenios import wire
from congress.crypto.belenios.group import Group
from congress.crypto.belenios.proofs import random_scalar, sign


def public(secret: int, group: Group = EDWARDS) -> str:
    return group.power(group.generator, secret)


def sealed_as(inside: str, recipient: str) -> str:
    """Encrypted for the holder of this public key."""
    exponent, element = random_scalar(EDWARDS), public(random_scalar(EDWARDS))
    alpha = public(exponent)
    beta = EDWARDS.product(EDWARDS.power(recipient, exponent), element)
    key, start = (sha256(text.encode()).digest() for text in (f"key|{element}", f"iv|{alpha}"))
    encrypted = AESGCM(key).encrypt(start, inside.encode("utf-8", "surrogateescape"), None)
    return wire.compact({"algorithm": "AES-GCM", "alpha": alpha, "beta": beta, "data": encrypted.hex()})


def signed_inside(signer: int, named: str, message: object) -> str:
    """What the signer says to the one who is named."""
    content = wire.compact({"recipient": named, "message": message})
    return wire.compact(sign(EDWARDS, signer, content))

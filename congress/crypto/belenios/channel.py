"""What one teller writes to another through a server that must not read it (section 4.5, "secret channel").

Inside is a signed text that names its recipient, so that nobody can pass it on as their own or to
somebody else; around it ElGamal for a fresh element, whose hash is the key of AES-256-GCM. None of
this is published.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from congress.crypto.belenios import wire
from congress.crypto.belenios.group import Group
from congress.crypto.belenios.proofs import Proof, is_signed, random_scalar, read_proof, sign
from congress.i18n import say

ALGORITHM: Final = "AES-GCM"
WRAPPING: Final = ("algorithm", "alpha", "beta", "data")
DATA: Final = re.compile(r"([0-9a-f]{2}){17,4096}")  # something, and the tag of 16 bytes
NO_SEALED: Final = say("计票人之间的密信不合格式")
NOT_OPENED: Final = say("计票人之间的密信打不开")
BAD_SIGNATURE: Final = say("计票人之间的密信签名不符")
OTHERS: Final = say("这封密信不是写给这位计票人的")


@dataclass(frozen=True)
class Sealed:
    """A sealed text from outside: alpha = g^r, beta = recipient^r · element; ``encrypted`` is under the element's hash."""

    alpha: str
    beta: str
    encrypted: bytes


def seal(group: Group, signer_secret: int, recipient_public: str, message: str) -> str:
    """The message, signed by the holder of this secret, for the holder of that public key only."""
    content = wire.compact({"recipient": recipient_public, "message": message})
    signed = wire.compact(sign(group, signer_secret, content))
    exponent = random_scalar(group)
    element = group.power(group.generator, random_scalar(group))
    alpha = group.power(group.generator, exponent)
    beta = group.product(group.power(recipient_public, exponent), element)
    encrypted = AESGCM(_hash("key", element)).encrypt(_hash("iv", alpha), signed.encode(), None)
    return wire.compact({"algorithm": ALGORITHM, "alpha": alpha, "beta": beta, "data": encrypted.hex()})


def open_sealed(group: Group, sender_public: str, own_secret: int, raw: str) -> str:
    """The message. Raises Broken unless this sender signed it, for me."""
    sealed = read_sealed(group, raw)
    element = group.product(sealed.beta, group.inverse(group.power(sealed.alpha, own_secret)))
    try:
        key, start = _hash("key", element), _hash("iv", sealed.alpha)
        signed = AESGCM(key).decrypt(start, sealed.encrypted, None).decode()
    except (InvalidTag, UnicodeDecodeError) as error:
        raise wire.Broken(NOT_OPENED) from error
    content, proof = _signed(signed, group)
    wire.insist(is_signed(group, sender_public, content, proof), BAD_SIGNATURE)
    recipient, message = wire.fields(wire.read(content, NO_SEALED), ("recipient", "message"), NO_SEALED)
    wire.insist(recipient == group.power(group.generator, own_secret), OTHERS)
    return wire.words(message, NO_SEALED)


def read_sealed(group: Group, raw: str) -> Sealed:
    """What anybody can check, also the server that passes it on. Raises Broken when it is not written as it must be."""
    algorithm, *halves, encrypted = wire.fields(wire.read(raw, NO_SEALED), WRAPPING, NO_SEALED)
    wire.insist(algorithm == ALGORITHM, NO_SEALED)
    alpha, beta = (wire.words(half, NO_SEALED) for half in halves)
    for element in (alpha, beta):
        wire.insist(group.is_member(element) and element != group.identity, NO_SEALED)
    wire.insist(DATA.fullmatch(wire.words(encrypted, NO_SEALED)) is not None, NO_SEALED)
    return Sealed(alpha, beta, bytes.fromhex(encrypted))


def _signed(text: str, group: Group) -> tuple[str, Proof]:
    value: Any = wire.read(text, NO_SEALED)
    content, signature = wire.fields(value, ("message", "signature"), NO_SEALED)
    return wire.words(content, NO_SEALED), read_proof(signature, group, NO_SEALED)


def _hash(use: str, element: str) -> bytes:
    """32 bytes; as an IV too, which is longer than usual and what the format says."""
    return sha256(f"{use}|{element}".encode()).digest()

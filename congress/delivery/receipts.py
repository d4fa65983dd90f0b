"""Proof of receipt (签收): what a receiver signs, read and checked. Pure.

A receipt is JSON with ``statement`` (canonical JSON, as text), ``key`` and ``signature``
(Ed25519, RFC 8032, base64url). A receipt proves who has which bytes; stock ``openssl`` checks it.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from congress import clock
from congress.crypto import canonical, signatures
from congress.errors import Refusal
from congress.i18n import say

LARGEST: Final = 16 * 1024
FREE: Final = frozenset({"at", "nonce", "name"})
"""What a receiver may say beside what it must: when, something random, and who it is."""
MALFORMED: Final = Refusal(say("对方的签收凭证格式不对"))
OTHER: Final = Refusal(say("对方签收的不是这份文件"))
FORGED: Final = Refusal(say("签收凭证的签名与对方公钥不符"))


@dataclass(frozen=True)
class Receipt:
    """A receipt that was read; :func:`check` says whether it is one."""

    statement: str
    key: str
    signature: str

    def text(self, public: str) -> str:
        """As it is kept and downloaded: with the public key, so that it can be checked alone."""
        said = {"key": self.key, "public": public, "signature": self.signature, "statement": self.statement}
        return canonical.canonical(said).decode()

    @property
    def at(self) -> str:
        """When the receiver says it has received; an empty text where it says nothing."""
        return str(canonical.parse(self.statement.encode()).get("at", ""))


def read(text: str) -> Receipt | None:
    """A receipt in this JSON, or None."""
    try:
        said = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        return None
    fields = ("statement", "key", "signature")
    if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in fields):
        return None
    return Receipt(said["statement"], said["key"], said["signature"])


def check(found: Receipt, public: str, expected: dict[str, Any]) -> Refusal | None:
    """Did the owner of this public key (base64url) sign that it has what was sent?"""
    try:
        said = canonical.parse(found.statement.encode())
        clock.parse(said["at"])
        raw, signature = signatures.decode(public), signatures.decode(found.signature)
    except (ValueError, KeyError, TypeError):
        return MALFORMED
    if {name: value for name, value in said.items() if name not in FREE} != expected:
        return OTHER
    return None if signatures.verify(raw, found.statement.encode(), signature) else FORGED


def is_public_key(text: str) -> bool:
    """Is this somebody's Ed25519 public key in base64url?"""
    try:
        return signatures.is_usable(signatures.decode(text))
    except ValueError:
        return False

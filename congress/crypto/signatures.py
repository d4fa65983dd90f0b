"""Ed25519 signatures (RFC 8032): what proves who said a statement.

Keys travel as their raw 32 bytes, signatures as 64 bytes, both written in base64url
without padding (RFC 4648 section 5). Stock ``openssl`` checks the same signatures.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES: Final = 32

PRIME: Final = 2**255 - 19
CURVE_D: Final = -121665 * pow(121666, -1, PRIME) % PRIME
ORDER_EIGHT: Final = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
SMALL_ORDER: Final = frozenset({0, 1, PRIME - 1, ORDER_EIGHT, PRIME - ORDER_EIGHT})
"""The y of the eight points of order 1, 2, 4 and 8: under such a key one signature fits many messages."""


def is_usable(public: bytes) -> bool:
    """May these 32 bytes be somebody's key?

    They must be the one encoding (y below 2^255 - 19, RFC 8032 section 5.1.3) of a
    point on the curve whose order is not 1, 2, 4 or 8. To be asked when a key is registered.
    """
    return len(public) == KEY_BYTES and is_strong(public) and is_on_curve(public)


def is_strong(public: bytes) -> bool:
    """The part of :func:`is_usable` that is cheap enough to be asked at every verification."""
    y = y_of(public)
    return y < PRIME and y not in SMALL_ORDER


def is_on_curve(public: bytes) -> bool:
    """Is there an x with -x² + y² = 1 + d·x²·y²? By Euler's criterion, about 0.1 ms."""
    square = y_of(public) ** 2
    x_squared = (square - 1) * (CURVE_D * square + 1)  # times a square: the same answer without a division
    return pow(x_squared, (PRIME - 1) // 2, PRIME) in (0, 1)


def y_of(public: bytes) -> int:
    """The y coordinate as written: the top bit is the sign of x."""
    return int.from_bytes(public, "little") & (2**255 - 1)


def key_id(public: bytes) -> str:
    """The short name of a key: the first 16 hexadecimal digits of the SHA-256 of its raw bytes."""
    return sha256(public).hexdigest()[:16]


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Did the owner of this key sign exactly these bytes? Never raises; anything malformed is no.

    Refuses weak and non-canonical keys (:func:`is_strong`). OpenSSL beneath refuses an S
    not below the group order, compares R byte for byte and does not multiply by the
    cofactor: a signature cannot be rewritten, and ``openssl`` accepts whatever we accept.
    """
    if not is_strong(public):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def pem(public: bytes) -> str:
    """The key as SubjectPublicKeyInfo in PEM, for ``openssl pkeyutl -verify -pubin -rawin``.

    Raises ValueError unless the key is usable.
    """
    if not is_usable(public):
        raise ValueError("not a usable Ed25519 public key")
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def encode(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Inverse of :func:`encode`. Raises ValueError on anything that :func:`encode` would not write."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raw = b""
    if encode(raw) != text:
        raise ValueError("not base64url without padding")
    return raw


class Signer:
    """A private key: the server's own (for the heads of the record), or a simulated device's."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public: Final = key.public_key().public_bytes_raw()
        self.id: Final = key_id(self.public)

    @classmethod
    def generate(cls) -> Self:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, seed: bytes) -> Self:
        """From the 32-byte seed of RFC 8032. Raises ValueError on another length."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def to_bytes(self) -> bytes:
        """The 32-byte seed: a secret, to be stored where only the server reads."""
        return self._key.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)

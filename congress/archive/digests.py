"""Two digests of a file, found while it passes by: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905-2016)."""

from collections.abc import Iterable
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SM3, Hash


class Digests:
    """Fed piece by piece."""

    def __init__(self) -> None:
        self._sha256, self._sm3 = sha256(), Hash(SM3())

    def update(self, piece: bytes) -> None:
        self._sha256.update(piece)
        self._sm3.update(piece)

    def both(self) -> tuple[str, str]:
        """SHA-256 and SM3, lower-case hex. Once, at the end."""
        return self._sha256.hexdigest(), self._sm3.finalize().hex()


def sm3(content: Iterable[bytes]) -> str:
    """The SM3 digest, as ``openssl dgst -sm3`` prints it."""
    found = Hash(SM3())
    for piece in content:
        found.update(piece)
    return found.finalize().hex()

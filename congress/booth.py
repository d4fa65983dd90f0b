"""The voting booth: every script that our pages run on people's devices, and the fingerprint of them all.

All of them, not only those that seal a ballot: scripts of one page can read what the others know.
They are read once, so that what is hashed is what is served, whatever happens on the disk meanwhile.
"""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"


@dataclass(frozen=True)
class Booth:
    """The scripts by their path within ``static/``, e.g. ``js/seal.js``."""

    files: dict[str, bytes]

    @cached_property
    def listing(self) -> str:
        """What ``sha256sum`` prints for the files, sorted by path: anybody can make it again."""
        sums = {f"static/{name}": sha256(body).hexdigest() for name, body in self.files.items()}
        return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the listing, in hex."""
        return sha256(self.listing.encode()).hexdigest()

    @cached_property
    def integrity(self) -> dict[str, str]:
        """What browsers compare each script with before they run it (W3C Subresource Integrity)."""
        return {name: integrity(body) for name, body in self.files.items()}


def integrity(body: bytes) -> str:
    """SHA-256 as browsers write it, in pages and in content policies."""
    return f"sha256-{b64encode(sha256(body).digest()).decode()}"


@cache
def read(static: Path = STATIC) -> Booth:
    """The scripts of this folder as they were when it was first asked for."""
    return Booth({path.relative_to(static).as_posix(): path.read_bytes() for path in static.rglob("*.js")})

"""What a way is given to carry: the bytes, what is said of them, and how the house is set up."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from congress.crypto.signatures import Signer
from congress.delivery.rules import Matter
from congress.i18n import Message


@dataclass(frozen=True)
class Parcel:
    """One delivery, the same at every try. ``signature`` is the seal's, beside the file (.p7s), or empty."""

    uid: str
    site: str
    enterprise: str
    matter: Matter
    word: Message
    title: str
    number: str
    put_at: datetime
    content: bytes
    media_type: str
    signature: bytes = b""

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def ending(self) -> str:
        """Of the file's name."""
        return ".pdf" if self.media_type == "application/pdf" else ".json"


@dataclass(frozen=True)
class Target:
    """Where it goes: the receiver's address, and the number and generation of its secret."""

    address: str
    receiver: int
    generation: int


@dataclass(frozen=True)
class Mailer:
    """The enterprise's mail server. ``tls``: "always", "start" (STARTTLS, or nothing is sent) or "never"."""

    host: str
    port: int
    tls: str
    user: str
    password: str = field(repr=False)
    sender: str


@dataclass(frozen=True)
class Means:
    """How this house may send: its key, its mail server if there is one, the folders where it may drop files."""

    signer: Signer
    mailer: Mailer | None
    drops: tuple[Path, ...]

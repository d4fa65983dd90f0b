"""Where this installation lives and how it listens. Decided once, by the command line."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """``data`` is the one folder that holds everything; ``secure`` says that pages are served over TLS.

    ``public_url``: where phones find the software, when that is not the address the organiser uses.
    ``timestamp``: an RFC 3161 service for what the seal signs; none unless given.
    ``smtp``, ``smtp_from``, ``smtp_password``: the mail server for deliveries; ``drops``: folders where files may be dropped.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    secure: bool = False
    public_url: str = ""
    timestamp: str = ""
    smtp: str = ""
    smtp_from: str = ""
    smtp_password: str = field(default="", repr=False)
    drops: tuple[Path, ...] = ()
    database_url: str = ""
    upload_limit: int = 20 * 1024 * 1024
    body_limit: int = 24 * 1024 * 1024

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the database: SQLite in the data folder unless another is given."""
        return self.database_url or f"sqlite:///{self.data / 'congress.db'}"

    @property
    def papers(self) -> Path:
        """Attached papers, one file per SHA-256."""
        return self.data / "papers"

    @property
    def imports(self) -> Path:
        """Spreadsheets that wait for their import to be confirmed, one file per SHA-256."""
        return self.data / "imports"

    @property
    def seal(self) -> Path:
        """Private keys of the seal, each encrypted; and what was sealed, one file per SHA-256."""
        return self.data / "seal"

    @property
    def outbox(self) -> Path:
        """The very bytes that are delivered, one file per SHA-256."""
        return self.data / "outbox"

    @property
    def delivery_key(self) -> Path:
        """The private key with which deliveries are signed, and from which webhooks' secrets are derived."""
        return self.data / "delivery.key"

    @property
    def is_local(self) -> bool:
        """Does the server answer this machine only?"""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def record_key(self) -> Path:
        """The private key with which the record signs its heads."""
        return self.data / "record.key"

    @property
    def own_address(self) -> str:
        """Where this server reaches itself."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", "localhost"} else self.host  # noqa: S104 not listened on here
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Where a browser on this machine finds the software."""
        return f"{'https' if self.secure else 'http'}://{self.host}:{self.port}"

"""Where this installation lives and how it listens. Decided once, by the command line."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """``data`` is the one folder that holds everything; ``secure`` says that pages are served over TLS."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    secure: bool = False
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
    def record_key(self) -> Path:
        """The private key with which the record signs its heads."""
        return self.data / "record.key"

    @property
    def origin(self) -> str:
        """Where a browser on this machine finds the software."""
        return f"{'https' if self.secure else 'http'}://{self.host}:{self.port}"

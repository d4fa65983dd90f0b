"""Tables of how people come in and what they sign with. Secrets are stored as hashes only."""

from datetime import datetime

from sqlmodel import Field

from congress.identity.rules import KeyMethod
from congress.schema import Table, state


class Account(Table, table=True):
    """Name and password of an organiser, a committee member or a department."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    login: str = Field(unique=True)
    password_hash: str
    disabled_at: datetime | None = None


class Invitation(Table, table=True):
    """A delegate's card. ``token_hash`` is the SHA-256 of the 128-bit token printed on it."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime
    created_by: int = Field(foreign_key="person.id")
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class SignIn(Table, table=True):
    """A session in a browser; the cookie holds a token whose SHA-256 is ``token_hash``."""

    __tablename__ = "sign_in"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class DeviceKey(Table, table=True):
    """The public half of a signing key; the private half never leaves the device."""

    __tablename__ = "device_key"
    id: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    public: str
    method: KeyMethod = state(KeyMethod)
    device: str
    registered_at: datetime
    revoked_at: datetime | None = None
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_why: str = ""

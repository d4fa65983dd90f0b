"""Tables of resolutions and the signatures under them."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from congress.resolutions.rules import ResolutionStage, Signatory
from congress.schema import Table, state, text


class Resolution(Table, table=True):
    """决议. ``body`` is content only (see ``documents``); ``sha256`` is of title and body once signing begins."""

    __table_args__ = (UniqueConstraint("sitting_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    poll_id: int = Field(foreign_key="poll.id", unique=True)
    number: int | None = None
    title: str
    body: str = text()
    stage: ResolutionStage = state(ResolutionStage, ResolutionStage.DRAFT, index=True)
    revision: int = 1
    sha256: str = ""
    drafted_by: int = Field(foreign_key="person.id")
    drafted_at: datetime
    sealed_at: datetime | None = None
    published_at: datetime | None = None


class Approval(Table, table=True):
    """One signature under a resolution, made on the officer's device."""

    __table_args__ = (UniqueConstraint("resolution_id", "signatory", "revision"),)
    id: int | None = Field(default=None, primary_key=True)
    resolution_id: int = Field(foreign_key="resolution.id", index=True)
    revision: int
    signatory: Signatory = state(Signatory)
    person_id: int = Field(foreign_key="person.id")
    key: str = Field(foreign_key="device_key.id")
    statement: str = text()
    signature: str
    at: datetime
    seq: int

"""The record's two tables: entries and signed heads. Rows are only ever added."""

from sqlalchemy import LargeBinary
from sqlmodel import Field

from congress.schema import Table, text


class Entry(Table, table=True):
    """One official act. ``body`` is canonical JSON; ``leaf`` is its RFC 9162 leaf hash."""

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(index=True)
    leaf: bytes = Field(sa_type=LargeBinary)
    body: str = text()


class Head(Table, table=True):
    """The tree head after a commit: ``size`` entries, their root, signed by the record's key."""

    size: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    root: bytes = Field(sa_type=LargeBinary)
    at: str
    key: str
    signature: bytes = Field(sa_type=LargeBinary)

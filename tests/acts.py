"""What tests of slices ask of the record, and how they meet a refusal."""

import pytest
from sqlmodel import Session, select

from congress.database import Database
from congress.errors import CongressError, Refused
from congress.record.entries import Kind, read
from congress.record.store import Entry


def acts(session: Session, kind: Kind) -> list[dict[str, object]]:
    """The facts of every act of a kind, oldest first."""
    rows = session.exec(select(Entry).where(Entry.kind == kind.value).order_by(Entry.seq))
    return [read(row.body.encode()).facts for row in rows]


def refused(database: Database, job: object, error: type[CongressError] = Refused) -> CongressError:
    """Try a change that must not happen; what the person is told."""
    with pytest.raises(error) as caught:
        database.write(job)
    return caught.value

"""The small congress, and a session to read with."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from congress.database import Database


@pytest.fixture
def reading(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session

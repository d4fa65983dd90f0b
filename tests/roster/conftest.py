"""The small congress of ``cast`` in a database, and ways to look at it."""

from collections.abc import Callable
from typing import Any

import pytest

from congress.database import Database
from congress.record.entries import Act, Kind, read
from congress.record.service import entries


@pytest.fixture
def acts(database: Database) -> Callable[..., list[Act]]:
    """The record's entries of some kinds, oldest first."""

    def look(*kinds: Kind) -> list[Act]:
        with database.read() as session:
            return [read(entry.body.encode()) for entry in entries(session, kinds=kinds, limit=5000)]

    return look


@pytest.fixture
def ask(database: Database) -> Callable[..., Any]:
    """Something read in a session of its own."""

    def look(question: Callable[..., Any], *args: Any, **more: Any) -> Any:
        with database.read() as session:
            return question(session, *args, **more)

    return look

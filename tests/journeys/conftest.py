"""Journeys: people with browsers in front of the whole software."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

PATIENCE = 30_000  # milliseconds: the machine may be busy


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """What a page promises may take longer here than on a quiet machine."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)

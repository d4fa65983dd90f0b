"""A congress in the middle of everything, for all tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hall import Hall
from hostile.busy import busy_hall


@pytest.fixture(scope="module")
def busy(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with busy_hall(migrated, tmp_path_factory.mktemp("busy")) as hall:
        yield hall

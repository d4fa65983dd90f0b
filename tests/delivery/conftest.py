"""The outbox over the small congress of ``cast``."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from cast import Cast
from posted import Post, open_post


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A folder that an office system watches."""
    folder = tmp_path / "exchange"
    folder.mkdir()
    return folder


@pytest.fixture
def post(founded: tuple[Path, Cast], tmp_path: Path, drop: Path) -> Iterator[Post]:
    """A house with its courier; nothing goes until it is told to look."""
    folder, cast = founded
    shutil.copytree(folder, tmp_path / "data")
    opened = open_post(tmp_path / "data", deepcopy(cast), drops=(drop,))
    yield opened
    opened.courier.turn.give_back()
    opened.house.database.close()

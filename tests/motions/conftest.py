"""A floor for the tests of motions."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cast import Cast, found
from motions.floor import Floor, text

from congress.database import Database
from congress.motions.rules import MotionStage


@pytest.fixture
def floor(database: Database, cast: Cast) -> Floor:
    return Floor(database, cast)


@pytest.fixture(scope="module")
def gallery(
    migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Floor, dict[MotionStage, int]]]:
    """A motion of Bob's at every stage, to look at and leave as it is."""
    path = shutil.copy(migrated, tmp_path_factory.mktemp("gallery") / "congress.db")
    database = Database(f"sqlite:///{path}")
    floor = Floor(database, database.write(found))
    yield floor, {stage: floor.motion(stage, text(f"关于{stage.value}的提案")) for stage in MotionStage}
    database.close()

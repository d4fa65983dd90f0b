"""The export that the tests of the archive share."""

import shutil
from pathlib import Path

import pytest
from archive.boxed import Boxed, vote_secretly
from cast import SITE, Cast
from exported import Exported, by_hands, by_phone

from congress.archive import export
from congress.archive.package import read
from congress.house import open_house
from congress.settings import Settings


@pytest.fixture(scope="session")
def exported(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Two votes, one on phones and one by raised hands, as the software exports them."""
    folder = tmp_path_factory.mktemp("archive") / "data"
    shutil.copytree(founded[0], folder)
    house = open_house(Settings(data=folder))
    house.name_site(SITE, "Asia/Shanghai")
    by_phone(house, founded[1])
    by_hands(house, founded[1])
    path = folder.parent / "export.zip"
    with house.database.read() as session:
        export(session, house.keeper, path)
    house.database.close()
    return Exported(read(path), path, house.keeper.signer)


@pytest.fixture(scope="session")
def boxed(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory) -> Boxed:
    """Four secret votes by phone, as the software exports them."""
    folder = tmp_path_factory.mktemp("boxed") / "data"
    shutil.copytree(founded[0], folder)
    house = open_house(Settings(data=folder))
    house.name_site(SITE, "Asia/Shanghai")
    vote, held = vote_secretly(house, founded[1])
    path = folder.parent / "export.zip"
    with house.database.read() as session:
        export(session, house.keeper, path)
    house.database.close()
    return Boxed(Exported(read(path), path, house.keeper.signer), vote, held)

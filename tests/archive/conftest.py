"""The export that the tests of the archive share."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive.boxed import Boxed, vote_secretly
from archive.furnished import Furnished, furnished
from archive.rich import Rich
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


@pytest.fixture(scope="session")
def rich(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rich]:
    """A congress with one of each kind of thing in it. To be read; who changes it copies the folder."""
    folder = tmp_path_factory.mktemp("rich") / "data"
    shutil.copytree(founded[0], folder)
    house = open_house(Settings(data=folder))
    house.name_site(SITE, "Asia/Shanghai")
    yield Rich(house, founded[1], folder).live()
    house.database.close()


@pytest.fixture(scope="session")
def whole(rich: Rich, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Its export."""
    return rich.exported(tmp_path_factory.mktemp("whole") / "export.zip")


@pytest.fixture(scope="session")
def unpacked(whole: Exported, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export, unpacked."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(whole.path) as source:
        source.extractall(folder)
    return folder


@pytest.fixture(scope="session")
def office(rich: Rich, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """The same with letters, notices, deliveries, filings and the committee's desk."""
    found = furnished(rich, tmp_path_factory.mktemp("furnished"))
    yield found
    found.house.database.close()


@pytest.fixture(scope="session")
def full(office: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Its export."""
    return office.exported(tmp_path_factory.mktemp("full") / "export.zip")

"""What tests may ask for: a database, the running software, a browser. All of it real."""

import fcntl
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from browser import QUIET, environment, find
from cast import SITE, Cast, found
from hall import Hall, open_hall
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from server import Server, load_demo, serving
from sharing import pytest_xdist_make_scheduler  # noqa: F401 (a hook)

from congress.database import Database, migrate
from congress.house import open_house
from congress.settings import Settings

PATIENCE = 30_000  # milliseconds for what a page promises: the machine may be busy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: playwright keeps an event loop in this thread. Of them journeys first, then large files.

    So that at the end, when processes side by side run out of files, what is left is short.
    A fixture that asks for the browser only by ``getfixturevalue`` must name it too, to be seen here.
    """
    sizes = Counter(item.path for item in items if _browses(item))
    items.sort(key=lambda item: _turn(item, sizes))


def _turn(item: pytest.Item, sizes: Counter[Path]) -> tuple[bool, bool, int]:
    browses = _browses(item)
    return browses, browses and "journeys" not in item.path.parts, -sizes[item.path] * browses


def _browses(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file, made by the real migrations."""
    path = tmp_path_factory.mktemp("migrated") / "congress.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh database of this test's own."""
    path = shutil.copy(migrated, tmp_path / "congress.db")
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def peopled(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """A database file with the small congress of ``cast`` in it, and who is who; tests copy it."""
    path = Path(shutil.copy(migrated, tmp_path_factory.mktemp("peopled") / "congress.db"))
    database = Database(f"sqlite:///{path}")
    cast = database.write(found)
    database.close()
    return path, cast


@pytest.fixture
def cast(database: Database, tmp_path: Path, peopled: tuple[Path, Cast]) -> Cast:
    """The small congress of ``cast`` in this test's database: copied into it, for founding takes a tenth of a second."""
    path, cast = peopled
    with closing(connect(path)) as source, closing(connect(tmp_path / "congress.db")) as target:
        source.backup(target)
    return deepcopy(cast)


@pytest.fixture(scope="session")
def founded(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """A folder with the small congress of ``cast`` in it, and who is who; tests copy it."""
    folder = tmp_path_factory.mktemp("founded")
    path = Path(shutil.copy(migrated, folder / "congress.db"))
    house = open_house(Settings(data=folder, database_url=f"sqlite:///{path}"))
    house.name_site(SITE, "Asia/Shanghai")
    cast = house.database.write(found)
    house.database.close()
    return folder, cast


@pytest.fixture
def hall(founded: tuple[Path, Cast], tmp_path: Path) -> Iterator[Hall]:
    """The application on a port, with the small congress of ``cast`` in it."""
    folder, cast = founded
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with open_hall(tmp_path / "congress.db", cast=deepcopy(cast)) as opened:
        yield opened


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The software with an empty database, for all tests of a module."""
    with serving(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo congress as it is when loaded. To be copied, not served.

    Processes side by side have their folders in one: whoever needs it first loads it, for all.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    loaded = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            load_demo(shared / "loading")
            (shared / "loading").rename(loaded)
    return shutil.copytree(loaded, tmp_path_factory.mktemp("loaded") / "data")


@pytest.fixture(scope="module")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The software with the demo congress and its simulated delegates, for all tests of a module."""
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("demo") / "data")
    with serving(folder, "--demo") as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    path = find()
    assert path, "no Chromium: run ./scripts/setup test, or name one in CONGRESS_CHROMIUM"
    return path


@pytest.fixture(scope="session")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests; each person gets a context of their own."""
    home = tmp_path_factory.mktemp("browser")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=list(QUIET), env=environment(home)
        )
        yield browser
        browser.close()


@pytest.fixture
def context_for(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Gives a person a browser of their own: ``context_for(server.url, viewport=…)``. A phone unless told."""
    contexts: list[BrowserContext] = []

    def open_context(base_url: str, **options: Any) -> BrowserContext:
        usual = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 390, "height": 844}}
        contexts.append(browser.new_context(base_url=base_url, **{**usual, **options}))
        return contexts[-1]

    yield open_context
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="wait")  # who changes an answer on its way may still be at it
        context.close()


@pytest.fixture
def page_for() -> Iterator[Callable[[BrowserContext], Page]]:
    """Opens a page, and fails the test if a script on it failed or the content policy was broken."""
    complaints: list[str] = []

    def open_page(context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said.text) else None)
        return page

    yield open_page
    assert not complaints


def is_complaint(text: str) -> bool:
    """Whether the browser refused something that the page should not have tried."""
    return "Content Security Policy" in text or "Refused to" in text or "Uncaught" in text

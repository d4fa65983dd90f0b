"""A backup taken from a living server is one moment of it, put back row by row and byte by byte; or nothing is put back."""

import json
import resource
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import pytest
from archive.packages import ROOT, faults
from archive.rich import PASSPHRASE, Rich
from cast import Cast
from hall import Hall, open_hall

from congress.archive import restore
from congress.bylaws.terms import Verb
from congress.errors import Invalid
from congress.i18n import render
from congress.identity import service as identity
from congress.record import service as record
from congress.seals import keyfile
from congress.seals import service as seals
from congress.sittings import service as sittings
from congress.sittings.rules import Presence
from congress.visit import COOKIE

PASSWORD = "correct horse battery"
RUN = "from congress.__main__ import cli; cli()"
DIES = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); " + RUN
DATABASE = "congress.db"
MANY = 4_000_000  # bytes: more than this database has
ROOM = 100_000  # bytes that a file may have: more than SQLite needs to begin, less than the database has


def congress(*words: object, code: str = RUN, room: int = 0) -> "subprocess.CompletedProcess[str]":
    """The command line; ``room``: how many bytes of a file it may write."""
    limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))) if room else None
    return subprocess.run(
        [sys.executable, "-B", "-c", code, *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limit,
    )  # fmt: skip


def rows(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table row by row, as of one moment."""
    with closing(sqlite3.connect(f"file:{data / DATABASE}?mode=ro", uri=True)) as opened:
        opened.execute("BEGIN")
        names = [
            n for (n,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {name: sorted(opened.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}


def digest(data: Path) -> str:
    return sha256(repr(rows(data)).encode()).hexdigest()


def files(data: Path) -> dict[str, bytes]:
    """Every file but the database's."""
    found = (path for path in data.rglob("*") if path.is_file() and not path.name.startswith(DATABASE))
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in found}


# --- a living server ---------------------------------------------------------------------------------------------


@dataclass
class Life:
    """Delegates come and go, papers are laid, sheets come and are taken away, until it is ended. Every state is noted."""

    hall: Hall
    states: list[str] = field(default_factory=list)
    failed: list[BaseException] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._go)
        self.states.append(digest(self.data))
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self._thread.join(60)
        assert self.failed == []

    @property
    def data(self) -> Path:
        return self.hall.house.settings.data

    def _go(self) -> None:
        try:
            turn = 0
            while not self._end.is_set():
                self._live(turn)
                turn += 1
        except BaseException as error:  # noqa: BLE001 -- told to the test
            self.failed.append(error)

    def _live(self, turn: int) -> None:
        for change in (self._walk, self._lay, self._come_in):
            change(turn)
            self.states.append(digest(self.data))

    def _walk(self, turn: int) -> None:
        member = self.hall.cast.voting[turn % 12]
        coming = (Presence.LEFT, Presence.RETURNED)[turn // 12 % 2 - 1]
        presence = coming if turn >= 12 else Presence.ARRIVED
        olga = self.hall.cast["olga"].person_id
        self.hall.house.database.write(
            lambda s: sittings.note(
                s,
                sitting_id=self.hall.cast.sitting_id,
                delegate_id=member.delegate_id,
                presence=presence,
                by=olga,
            )
        )

    def _lay(self, turn: int) -> None:
        content = f"paper {turn}".encode() * 1000
        name = sittings.keep(self.hall.house.settings.papers, content)
        self.hall.house.database.write(lambda s: lay(s, self.hall.cast, name, len(content), turn))
        sheet = self.data / "imports" / f"{turn}.xlsx"
        sheet.parent.mkdir(exist_ok=True)
        sheet.write_bytes(content)
        (self.data / "imports" / f"{turn - 1}.xlsx").unlink(missing_ok=True)

    def _come_in(self, _turn: int) -> None:
        answer = self.hall.client().post("/sign-in", data={"login": "peter", "password": PASSWORD})
        assert answer.status_code in {303, 429}


def lay(session: Any, cast: Cast, digest: str, size: int, turn: int) -> None:
    found = sittings.items(session, cast.sitting_id)
    olga = cast["olga"].person_id
    item = (
        found[0]
        if found
        else sittings.add_item(session, sitting_id=cast.sitting_id, title="办法", verb=Verb.PASS, by=olga)
    )
    sittings.add_paper(
        session,
        item_id=item.id,
        name=f"{turn}.txt",
        media_type="text/plain",
        size=size,
        sha256=digest,
        by=olga,
    )


@dataclass
class Saved:
    """A backup of a living server, restored; the states that the server went through; a browser's session."""

    restored: Path
    life: Life
    states: list[str]
    cookie: str
    source: dict[str, bytes]


@pytest.fixture(scope="module")
def saved(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory):
    place = tmp_path_factory.mktemp("saved")
    data = shutil.copytree(founded[0], place / "data")
    with open_hall(data / DATABASE, cast=deepcopy(founded[1])) as hall:
        peter = hall.cast["peter"].person_id
        hall.house.database.write(
            lambda s: identity.open_account(s, person_id=peter, login="peter", password=PASSWORD)
        )
        Rich(hall.house, hall.cast, data).seal_a_file()
        for turn in range(3):  # so that copying takes a while
            (hall.house.settings.papers / sha256(bytes([turn])).hexdigest()).write_bytes(
                bytes([turn]) * 40_000_000
            )
        cookie = hall.client("bob").cookies[COOKIE]
        with Life(hall) as life:
            done = congress("backup", place / "backup.zip", "--data", data)
            assert done.returncode == 0, done.stderr
        source = files(data)
        assert congress("restore", place / "backup.zip", "--data", place / "restored").returncode == 0
    return Saved(place / "restored", life, life.states, cookie, source)


def test_what_is_restored_is_a_moment_that_the_living_server_went_through(saved: Saved) -> None:
    found = digest(saved.restored)
    assert found in saved.states
    place = saved.states.index(found)
    assert 0 < place < len(saved.states) - 1, "written before it and after it"


def test_every_file_is_there_byte_by_byte(saved: Saved) -> None:
    found = files(saved.restored)
    assert found.keys() <= saved.source.keys() | {n for n in found if n.startswith("imports/")}
    for name, content in found.items():
        if not name.startswith("imports/"):
            assert content == saved.source[name], name
    wanted = {row[5] for row in rows(saved.restored)["paper"]}
    assert {f"papers/{name}" for name in wanted} <= found.keys()
    assert all(sha256(found[f"papers/{name}"]).hexdigest() == name for name in wanted)
    assert "record.key" in found
    assert len([name for name in found if name.startswith("seal/")]) >= 4


def test_keys_passwords_and_sessions_work_as_they_did(
    saved: Saved, founded: tuple[Path, Cast], tmp_path: Path
) -> None:
    data = shutil.copytree(saved.restored, tmp_path / "data")
    with open_hall(data / DATABASE, cast=deepcopy(founded[1])) as hall:
        client = hall.client()
        client.cookies.set(COOKIE, saved.cookie)
        assert client.get("/me").status_code == 200, "who was signed in still is"
        assert (
            hall.client().post("/sign-in", data={"login": "peter", "password": PASSWORD}).status_code == 303
        )
        assert hall.client().post("/sign-in", data={"login": "peter", "password": "wrong"}).status_code == 422
        with hall.house.database.read() as session:
            seal = seals.current(session)
            head = record.latest_head(session)
        assert seal
        assert head
        locked = keyfile.path_of(hall.house.settings.seal, seal.fingerprint).read_bytes()
        assert isinstance(keyfile.unlock(locked, PASSPHRASE), keyfile.Unlocked)
        assert head.key == hall.house.keeper.signer.id, "the record goes on with the same key"
        Rich(hall.house, hall.cast, data).seal_a_file(b"after", "恢复以后")
        made = Rich(hall.house, hall.cast, data).exported(tmp_path / "export.zip")
    assert faults(made.package) == set()
    assert made.package.manifest["entries"] > head.size


def test_only_the_owner_reads_what_was_restored(saved: Saved) -> None:
    assert saved.restored.stat().st_mode & 0o077 == 0
    assert [p for p in saved.restored.rglob("*") if p.is_file() and p.stat().st_mode & 0o077] == []


# --- a quiet one, compared whole -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quiet(rich: Rich, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a congress with one of each kind of thing in it."""
    path = tmp_path_factory.mktemp("quiet") / "backup.zip"
    done = congress("backup", path, "--data", rich.folder)
    assert done.returncode == 0, done.stderr
    return path


def test_a_quiet_house_comes_back_the_same_in_everything(rich: Rich, quiet: Path, tmp_path: Path) -> None:
    assert congress("restore", quiet, "--data", tmp_path / "back").returncode == 0
    assert rows(tmp_path / "back") == rows(rich.folder)
    assert files(tmp_path / "back") == files(rich.folder)
    assert quiet.stat().st_mode & 0o077 == 0
    again = congress("export", tmp_path / "again.zip", "--data", tmp_path / "back")
    assert again.returncode == 0
    rich.exported(tmp_path / "first.zip")
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "first.zip").read_bytes()


def test_exports_and_unfinished_files_are_left_out(rich: Rich, tmp_path: Path) -> None:
    data = tmp_path / "data"
    rich.copied(data)
    (data / "exports").mkdir()
    (data / "exports/3-2.zip").write_bytes(b"large")
    (data / "papers/.new-abc").write_bytes(b"half")
    assert congress("backup", tmp_path / "b.zip", "--data", data).returncode == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as source:
        names = source.namelist()
    assert not [name for name in names if "exports" in name or ".new-" in name]


# --- refused, and nothing is left half ----------------------------------------------------------------------------


def flip(path: Path, place: float) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 0x55
    path.write_bytes(content)


def rewrite(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The zip with other files, its sums as they were."""
    with zipfile.ZipFile(path) as source:
        found = {name: source.read(name) for name in source.namelist()}
    change(found)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in found.items():
            target.writestr(name, content)


def listed_anew(found: dict[str, bytes], name: str, content: bytes) -> None:
    """A file changed, and the list with it."""
    told = json.loads(found["backup.json"])
    found[name], told["files"][name] = content, sha256(content).hexdigest()
    found["backup.json"] = json.dumps(told).encode()


def of_tomorrow(found: dict[str, bytes]) -> None:
    """A database whose tables this version does not know."""
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.execute("CREATE TABLE alembic_version (version_num TEXT)")
        opened.execute("INSERT INTO alembic_version VALUES ('9999_tomorrow')")
        opened.commit()
        listed_anew(found, DATABASE, opened.serialize())


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte of the database": (lambda path: flip(path, 0.02), "damaged"),
    "a byte in the middle": (lambda path: flip(path, 0.5), "damaged"),
    "half of it": (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), "damaged"),
    "nothing": (lambda path: path.write_bytes(b""), "damaged"),
    "no zip": (lambda path: path.write_bytes(b"hello" * 100), "damaged"),
    "another content": (lambda path: rewrite(path, lambda f: f.update({"record.key": b"x" * 32})), "damaged"),
    "a file less": (lambda path: rewrite(path, lambda f: f.pop("record.key") and None), "damaged"),
    "a file more": (lambda path: rewrite(path, lambda f: f.update({"papers/more": b"x"})), "damaged"),
    "a way out": (lambda path: rewrite(path, lambda f: f.update({"../outside": b"x"})), "not a backup"),
    "no database": (lambda path: rewrite(path, lambda f: f.pop(DATABASE) and None), "not a backup"),
    "no SQLite": (lambda path: rewrite(path, lambda f: listed_anew(f, DATABASE, b"x" * 5000)), "damaged"),
    "a newer version": (lambda path: rewrite(path, of_tomorrow), "newer version"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_put_back(
    quiet: Path, tmp_path: Path, what: str
) -> None:
    path, data = Path(shutil.copy(quiet, tmp_path / "backup.zip")), tmp_path / "data"
    spoil, said = BROKEN[what]
    spoil(path)
    for make_it in (lambda: None, data.mkdir):
        make_it()
        with pytest.raises(Invalid) as error:
            restore(path, data)
        assert said in render(error.value.refusal.reason, "en")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["backup.zip", "data"]
    assert list(data.iterdir()) == []


def test_the_command_says_in_words_why_it_refuses(quiet: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(quiet, tmp_path / "backup.zip"))
    flip(path, 0.5)
    done = congress("restore", path, "--data", tmp_path / "data")
    assert (done.returncode, (tmp_path / "data").exists()) == (1, False)
    assert "damaged" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_export_is_no_backup(rich: Rich, tmp_path: Path) -> None:
    rich.exported(tmp_path / "export.zip")
    done = congress("restore", tmp_path / "export.zip", "--data", tmp_path / "data")
    assert (done.returncode, (tmp_path / "data").exists()) == (1, False)
    assert "not a backup" in done.stderr


def test_a_backup_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = congress("restore", tmp_path / "no.zip", "--data", tmp_path / "data")
    assert done.returncode == 1
    assert "no.zip" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_in_use_is_never_overwritten(rich: Rich, quiet: Path, tmp_path: Path) -> None:
    data = rich.copied(tmp_path / "data")
    before = digest(data), files(data)
    done = congress("restore", quiet, "--data", data)
    assert done.returncode == 1
    assert (digest(data), files(data)) == before


def test_a_restore_killed_half_way_leaves_the_folder_as_it_was(quiet: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    done = congress("restore", quiet, "--data", data, code=DIES, room=ROOM)
    assert done.returncode == -signal.SIGXFSZ
    assert list(data.iterdir()) == []
    [left] = [p for p in tmp_path.iterdir() if p != data]
    assert left.name.startswith(".data.")
    assert congress("restore", quiet, "--data", data).returncode == 0
    assert (data / DATABASE).exists()


def test_a_full_disk_stops_a_restore_and_leaves_nothing(quiet: Path, tmp_path: Path) -> None:
    done = congress("restore", quiet, "--data", tmp_path / "data", room=ROOM)
    assert done.returncode == 1
    assert "not written" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_backup_killed_half_way_is_not_taken_for_one(rich: Rich, tmp_path: Path) -> None:
    data, path = rich.copied(tmp_path / "data"), tmp_path / "backup.zip"
    (data / "papers/large").write_bytes(secrets.token_bytes(2 * MANY))
    done = congress("backup", path, "--data", data, code=DIES, room=MANY)
    assert done.returncode == -signal.SIGXFSZ
    assert not path.exists()
    left = [found.name for found in tmp_path.iterdir() if found != data]
    assert left
    assert all(name.startswith(".backup.zip.") for name in left)


def test_a_backup_of_the_first_version_is_still_restored(rich: Rich, quiet: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(quiet, tmp_path / "backup.zip"))
    rewrite(path, lambda found: found.pop("backup.json") and None)
    assert congress("restore", path, "--data", tmp_path / "data").returncode == 0
    assert rows(tmp_path / "data") == rows(rich.folder)

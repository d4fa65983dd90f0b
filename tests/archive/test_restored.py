"""A backup of a quiet house comes back whole and the same; one that is not whole is refused, and nothing is put back."""

import json
import secrets
import shutil
import signal
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from archive.backed import DATABASE, RUN, congress, digest, files, rows
from archive.rich import Rich

from congress.archive import restore
from congress.errors import Invalid
from congress.i18n import render

DIES = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); " + RUN
MANY = 4_000_000  # bytes: more than this database has
ROOM = 100_000  # bytes that a file may have: more than SQLite needs to begin, less than the database has


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

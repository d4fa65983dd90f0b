"""A copy of everything, taken while the server runs, and put back into an empty folder."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from congress import VERSION
from congress.archive.durable import UNFINISHED, settle, whole
from congress.archive.package import CORRUPT, PIECE
from congress.database import known_revisions
from congress.errors import Invalid
from congress.i18n import say
from congress.settings import Settings

DATABASE = "congress.db"
LIST = "backup.json"
FORMAT = "congress/backup/1"
LEFT_OUT = frozenset({"bundles", "exports"})  # made again from what is here, and large
NOT_OURS = Invalid(say("这不是本系统的备份"))
DAMAGED = Invalid(say("备份已经损坏或不完整，没有恢复任何内容"))
NEWER = Invalid(say("备份来自更新的版本，请先升级本软件"))


def backup(settings: Settings, path: Path) -> int:
    """Write database, papers, seal and keys into one zip, whole or not at all. Returns its size in bytes.

    The database is copied as of one moment (``VACUUM INTO``); writers wait for it only briefly. Files are copied
    after it: what the tables name is there, because files are written before tables name them.
    """
    sums: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder,
        whole(path) as unfinished,
        ZipFile(unfinished, "w", ZIP_DEFLATED) as target,
    ):
        snapshot = Path(folder) / DATABASE
        with closing(sqlite3.connect(f"file:{settings.data / DATABASE}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(snapshot),))
        sums[DATABASE] = _add(target, snapshot, DATABASE)
        for file in _files(settings.data):
            name = file.relative_to(settings.data).as_posix()
            try:
                sums[name] = _add(target, file, name)
            except FileNotFoundError:  # a key that was replaced, a sheet that was imported, meanwhile
                continue
        target.writestr(LIST, json.dumps({"format": FORMAT, "version": VERSION, "files": sums}, indent=1))
    return path.stat().st_size  # 0600: it holds the record's private key


def _files(data: Path) -> Iterator[Path]:
    """Everything but the database, and what is being written just now."""
    for file in sorted(data.rglob("*")):
        inside = file.relative_to(data)
        skipped = (
            inside.parts[0] in LEFT_OUT or file.name.startswith((DATABASE, ".")) or file.suffix == UNFINISHED
        )
        if file.is_file() and not skipped:
            yield file


def _add(target: ZipFile, file: Path, name: str) -> str:
    """Stream one file into the zip; its SHA-256."""
    with file.open("rb") as source, target.open(name, "w", force_zip64=True) as sink:
        return _copy(source, sink)


def _copy(source: IO[bytes], sink: IO[bytes]) -> str:
    found = sha256()
    while piece := source.read(PIECE):
        found.update(piece)
        sink.write(piece)
    return found.hexdigest()


# --- putting back ------------------------------------------------------------------------------------------


def restore(path: Path, data: Path) -> None:
    """Put a backup into an empty folder, all of it or nothing. Raises Invalid when that cannot be done.

    It is unpacked beside the folder, checked, and moved there in one step: who is interrupted finds the
    folder as it was, and can begin again.
    """
    if not path.is_file():
        raise Invalid(say("没有这个文件：{name}", name=str(path)))
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise Invalid(say("目标文件夹不是空的：{folder}", folder=str(data)))
    data.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=data.parent, prefix=f".{data.name}.", suffix=UNFINISHED))  # 0700
    try:
        _unpack(path, beside)
        _insist_sound(beside / DATABASE)
        _move(beside, data)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    settle(data.parent)


def _unpack(path: Path, folder: Path) -> None:
    """Every file with the hash that the list names; nothing outside the folder, and nothing more."""
    try:
        with ZipFile(path) as source:
            names = source.namelist()
            if DATABASE not in names or len(set(names)) != len(names) or not all(map(_is_inside, names)):
                raise NOT_OURS
            sums = _sums(source)
            for name in names:
                if name != LIST and not _unpack_one(source, name, folder / name, sums):
                    raise DAMAGED
            if sums is not None and set(sums) != set(names) - {LIST}:
                raise DAMAGED
    except CORRUPT as error:
        raise DAMAGED from error


def _sums(source: ZipFile) -> Mapping[str, str] | None:
    """The hashes by name; None for a backup of the first version, which had no list."""
    if LIST not in source.namelist():
        return None
    try:
        listed: dict[str, Any] = json.loads(source.read(LIST))
        if listed["format"] != FORMAT:
            raise NEWER
        return {str(name): str(found) for name, found in listed["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DAMAGED from error


def _unpack_one(source: ZipFile, name: str, place: Path, sums: Mapping[str, str] | None) -> bool:
    place.parent.mkdir(parents=True, exist_ok=True)
    with source.open(name) as file, place.open("xb") as sink:
        found = _copy(file, sink)
    place.chmod(0o600)
    return sums is None or sums.get(name) == found


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\\" not in name


def _insist_sound(database: Path) -> None:
    """SQLite finds nothing wrong, and this version of the software knows its tables."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)) as opened:
            [[verdict]] = opened.execute("PRAGMA integrity_check(1)").fetchall()
            [[revision]] = opened.execute("SELECT version_num FROM alembic_version").fetchall()
    except (sqlite3.DatabaseError, ValueError) as error:
        raise DAMAGED from error
    if verdict != "ok":
        raise DAMAGED
    if revision not in known_revisions():
        raise NEWER


def _move(beside: Path, data: Path) -> None:
    try:
        beside.replace(data)  # over an empty folder, in one step
    except OSError as error:
        raise Invalid(
            say("不能放到 {folder}：它可能是一个挂载点，请恢复到它里面的一个新文件夹", folder=str(data))
        ) from error

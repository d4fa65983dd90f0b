"""A copy of everything, taken while the server runs, and put back into an empty folder."""

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from congress.errors import Invalid
from congress.i18n import say
from congress.settings import Settings

DATABASE = "congress.db"


def backup(settings: Settings, path: Path) -> int:
    """Write database, papers and keys into one zip. Returns its size in bytes.

    The database is copied as of one moment (``VACUUM INTO``); writers wait for it only briefly.
    """
    unfinished = path.with_name(path.name + ".part")
    with TemporaryDirectory(dir=path.parent) as folder, ZipFile(unfinished, "w", ZIP_DEFLATED) as target:
        snapshot = Path(folder) / DATABASE
        source = sqlite3.connect(f"file:{settings.data / DATABASE}?mode=ro", uri=True)
        source.execute("VACUUM INTO ?", (str(snapshot),))
        source.close()
        target.write(snapshot, DATABASE)
        for file in sorted(settings.data.rglob("*")):
            if file.is_file() and not file.name.startswith(DATABASE):
                target.write(file, file.relative_to(settings.data).as_posix())
    unfinished.replace(path)
    path.chmod(0o600)  # it holds the record's private key
    return path.stat().st_size


def restore(path: Path, data: Path) -> None:
    """Put a backup into an empty folder. Raises Invalid when the folder is not empty or the file is not a backup."""
    if data.exists() and any(data.iterdir()):
        raise Invalid(say("目标文件夹不是空的：{folder}", folder=str(data)))
    data.mkdir(parents=True, exist_ok=True)
    with ZipFile(path) as source:
        names = source.namelist()
        if DATABASE not in names or any(name.startswith("/") or ".." in name.split("/") for name in names):
            raise Invalid(say("这不是本系统的备份"))
        source.extractall(data)
    for secret in (*data.rglob("*.key"), *data.glob("*-keys.json")):
        secret.chmod(0o600)

"""What tests of backups share: the command line, and what a data folder holds."""

import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive.packages import ROOT

RUN = "from congress.__main__ import cli; cli()"
DATABASE = "congress.db"


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
    """All of these rows in one word."""
    return sha256(repr(rows(data)).encode()).hexdigest()


def files(data: Path) -> dict[str, bytes]:
    """Every file but the database's."""
    found = (path for path in data.rglob("*") if path.is_file() and not path.name.startswith(DATABASE))
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in found}

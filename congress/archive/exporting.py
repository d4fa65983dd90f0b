"""Exports that are made while the server runs: one after the other, in a thread, kept in the data folder until taken away.

One file for each sitting and one for everything; a new one takes the place of the old one when it is whole.
"""

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session

from congress.archive import package
from congress.archive.contents.scope import name_of, on_disk
from congress.archive.durable import UNFINISHED
from congress.archive.export import export
from congress.database import Database
from congress.errors import Invalid, Missing
from congress.i18n import Message, say
from congress.record.service import Keeper
from congress.sittings import service as sittings
from congress.work import Tell, Work

EVERYTHING = 0  # in place of a sitting's id
FOLDER = "exports"  # in the data folder; backups leave it out


@dataclass(frozen=True)
class Wish:
    """What is to be exported, and to whom progress is told: ``(done, of)`` after each file, ``(0, 0)`` at the end."""

    sitting: int
    folder: Path  # the data folder
    news: Tell


@dataclass(frozen=True)
class Made:
    """An export that is ready to be fetched."""

    sitting: int
    label: Message | str
    path: Path
    size: int
    sha256: str
    entries: int
    state_at: str


def begin(work: Work, database: Database, keeper: Keeper, wish: Wish) -> bool:
    """Begin, unless one is under way already. Raises Missing when there is no such sitting."""
    with database.read() as session:
        name_in(session, wish.sitting)
    return work.begin(wish.sitting, partial(_make, database, keeper, wish), wish.news)


def _make(database: Database, keeper: Keeper, wish: Wish, tell: Tell) -> None:
    path = place(wish.folder, FOLDER) / f"{wish.sitting}.zip"
    with database.read() as session:
        name = name_in(session, wish.sitting)
        export(session, keeper, path, folder=wish.folder, sitting=name, tell=tell)
    note_sum(path)


def place(folder: Path, name: str) -> Path:
    """A folder of the data folder, without what a power cut left in it."""
    found = folder / name
    found.mkdir(mode=0o700, exist_ok=True)
    for left in found.glob(f".*{UNFINISHED}"):
        left.unlink(missing_ok=True)
    return found


def name_in(session: Session, sitting: int) -> str:
    """3-2 for a sitting's id; empty for everything."""
    return name_of(sittings.meeting(session, sitting)) if sitting != EVERYTHING else ""


def note_sum(path: Path) -> None:
    """Beside the file its SHA-256, as ``sha256sum -c`` reads it."""
    found = sha256()
    for piece in on_disk(path)():
        found.update(piece)
    path.with_suffix(".sha256").write_text(f"{found.hexdigest()}  {path.name}\n")


def made(session: Session, folder: Path) -> list[Made]:
    """The exports that are ready, everything first."""
    labels: dict[int, Message | str] = {EVERYTHING: say("全部会议")}
    labels |= {one.sitting.id or 0: one.label for one in sittings.all_meetings(session)}
    found = (_read(folder, number, label) for number, label in labels.items())
    return [one for one in found if one]


def ready(session: Session, folder: Path, sitting: int) -> Made:
    """One of them. Raises Missing."""
    found = next((one for one in made(session, folder) if one.sitting == sitting), None)
    if found is None:
        raise Missing(say("没有这份档案"), say("请重新导出"))
    return found


def remove(folder: Path, sitting: int) -> None:
    """Take an export away. Taking it away twice is once."""
    path = folder / FOLDER / f"{sitting}.zip"
    path.unlink(missing_ok=True)
    path.with_suffix(".sha256").unlink(missing_ok=True)


def _read(folder: Path, sitting: int, label: Message | str) -> Made | None:
    path = folder / FOLDER / f"{sitting}.zip"
    try:
        about = package.read(path).manifest
        noted = path.with_suffix(".sha256").read_text().partition(" ")[0]
    except (Invalid, OSError):
        return None
    return Made(
        sitting, label, path, path.stat().st_size, noted, int(about["entries"]), str(about["state_at"])
    )

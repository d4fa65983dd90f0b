"""Exports that are made while the server runs: one after the other, in a thread, kept in the data folder until taken away.

One file for each sitting and one for everything; a new one takes the place of the old one when it is whole.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread

from sqlmodel import Session

from congress.archive import package
from congress.archive.contents.scope import name_of, on_disk
from congress.archive.durable import UNFINISHED
from congress.archive.export import export
from congress.database import Database
from congress.errors import CongressError, Invalid, Missing, Refusal
from congress.i18n import Message, say
from congress.record.service import Keeper
from congress.sittings import service as sittings

EVERYTHING = 0  # in place of a sitting's id
FOLDER = "exports"  # in the data folder; backups leave it out
FULL = Refusal(say("档案没有写成：磁盘满了，或者不能写入"), say("请腾出空间后再试"))
BROKEN = Refusal(say("档案没有写成"), say("请再试一次；仍不成功，请查看服务的日志"))
log = logging.getLogger(__name__)
News = Callable[[int, int], None]


class Stopped(Exception):
    """Leave what is being written."""


@dataclass(frozen=True)
class Wish:
    """What is to be exported, and to whom progress is told: ``(done, of)`` after each file, ``(0, 0)`` at the end."""

    sitting: int
    folder: Path  # the data folder
    news: News


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


class Exporting:
    """What is under way: how many files are done, of how many; and what went wrong last."""

    def __init__(self) -> None:
        self.sitting: int | None = None
        self.done = self.total = 0
        self.refusal: Refusal | None = None
        self._thread: Thread | None = None
        self._lock = Lock()
        self._ending = False

    @property
    def busy(self) -> bool:
        """Is one being made?"""
        return self.sitting is not None

    def begin(self, database: Database, keeper: Keeper, wish: Wish) -> bool:
        """Begin, unless one is under way already: pressing twice begins one. Raises Missing when there is no such sitting."""
        with database.read() as session:
            name_in(session, wish.sitting)
        with self._lock:
            if self.busy or self._ending:
                return False
            self.sitting, self.done, self.total, self.refusal = wish.sitting, 0, 0, None
            self._thread = Thread(
                target=self._make, args=(database, keeper, wish), name="export", daemon=True
            )
            self._thread.start()
            return True

    def close(self) -> None:
        """The server ends: what is being written is left, and nothing of it stays."""
        self._ending = True
        if self._thread:
            self._thread.join()

    def _make(self, database: Database, keeper: Keeper, wish: Wish) -> None:
        try:
            path = _ready(wish.folder) / f"{wish.sitting}.zip"
            with database.read() as session:
                name = name_in(session, wish.sitting)
                export(session, keeper, path, folder=wish.folder, sitting=name, tell=self._teller(wish))
            note_sum(path)
        except Stopped:
            pass
        except CongressError as error:
            self.refusal = error.refusal
        except OSError:
            log.exception("an export could not be written")
            self.refusal = FULL
        except Exception:
            log.exception("an export was not made")
            self.refusal = BROKEN
        finally:
            self.sitting = None
            wish.news(0, 0)

    def _teller(self, wish: Wish) -> News:
        def tell(done: int, total: int) -> None:
            if self._ending:
                raise Stopped
            self.done, self.total = done, total
            wish.news(done, total)

        return tell


def _ready(folder: Path) -> Path:
    """The folder, without what a power cut left in it."""
    place = folder / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    for left in place.glob(f".*{UNFINISHED}"):
        left.unlink(missing_ok=True)
    return place


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

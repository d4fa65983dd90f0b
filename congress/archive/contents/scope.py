"""Which sittings an export is about, and how its data is written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from congress.archive.package import PIECE, Content
from congress.clock import stamp
from congress.errors import Missing
from congress.i18n import Message, render, say
from congress.sittings import service as sittings
from congress.sittings.service import Meeting

Data = dict[str, Any]


@dataclass(frozen=True)
class Scope:
    """What an export reads: the session, the data folder (None: files are not at hand), sittings, time zone.

    ``only`` is the one sitting that was asked for.
    """

    session: Session
    folder: Path | None
    meetings: tuple[Meeting, ...]
    zone: str
    only: Meeting | None = None

    @property
    def sitting_ids(self) -> list[int]:
        """In the order in which they were held."""
        return [meeting.sitting.id or 0 for meeting in self.meetings]


def chosen(session: Session, wanted: str) -> Meeting | None:
    """The sitting called ``3-2`` (第三届第二次会议); None for everything. Raises Missing, and says which there are."""
    if not wanted:
        return None
    known = {name_of(meeting): meeting for meeting in sittings.all_meetings(session)}
    if wanted not in known:
        raise Missing(say("没有这次会议"), say("现有的会议：{names}", names="、".join(known)))
    return known[wanted]


def name_of(meeting: Meeting) -> str:
    """3-2: term and sitting, as the command line names them."""
    return f"{meeting.term.number}-{meeting.sitting.number}"


# --- how data is written -----------------------------------------------------------------------------------


def both(message: Message | str | None) -> dict[str, str]:
    """A sentence in both languages."""
    said = message or ""
    return {"zh": render(said, "zh"), "en": render(said, "en")}


def who(person: int | None, names: Mapping[int, str]) -> dict[str, Any] | None:
    """A person by number and name."""
    return {"person": person, "name": names.get(person, "")} if person is not None else None


def moment(at: datetime | None) -> str | None:
    """RFC 3339, UTC, milliseconds."""
    return stamp(at) if at else None


def day(on: date | None) -> str | None:
    """2026-03-08."""
    return on.isoformat() if on else None


def written(data: object) -> bytes:
    """JSON that people can read, the same for the same data."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def just(content: bytes) -> Content:
    """A small file, at hand already."""
    return lambda: [content]


def on_disk(path: Path) -> Content:
    """A file of the data folder, read piece by piece."""

    def pieces() -> Iterator[bytes]:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    return pieces

"""A profile in rows for a page: what applies, where each value comes from, and the path under which it is edited."""

from dataclasses import dataclass

from congress.bylaws.deadlines import deadlines
from congress.bylaws.shapes import Profile
from congress.bylaws.tables import (
    Cell,
    Row,
    band_row,
    deadline_row,
    limit_row,
    matter_row,
    numbered,
    seats_row,
    settings_rows,
    size_rows,
)
from congress.bylaws.terms import Source
from congress.i18n import Message


@dataclass(frozen=True)
class Entry:
    """One row: its name, and cells of words with their sources."""

    path: str
    name: Message
    remark: Message | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Outline:
    """The whole profile, and its sources in the order in which they are met."""

    matters: tuple[Entry, ...]
    people: tuple[Entry, ...]
    times: tuple[Entry, ...]
    sources: dict[Source, int]


def outline(profile: Profile) -> Outline:
    """All rows of a profile."""
    matters = tuple(
        Entry(f"matters.{key}", matter.name, matter.remark, matter_row(matter)[1:])
        for key, matter in profile.matters.items()
    )
    people = (
        _entry("congress_from", size_rows(profile)[0]),
        *(_entry(f"delegates.{i}", band_row(band)) for i, band in enumerate(profile.delegates)),
        *(_entry(f"presidium.{i}", seats_row(rule)) for i, rule in enumerate(profile.presidium)),
        *(_entry(f"limits.{i}", limit_row(limit)) for i, limit in enumerate(profile.limits)),
    )
    motions = ("motions", "motions", "motions", "extraordinary")
    times = (
        *(_entry(f"deadlines.{rule.key}", deadline_row(rule)) for rule in deadlines(profile)),
        *map(_entry, motions, settings_rows(profile)),
    )
    rows = [entry.cells for entry in (*matters, *people, *times)]
    return Outline(matters, people, times, numbered(rows))


def entry_at(profile: Profile, path: str) -> Entry | None:
    """The row that an edit is about."""
    found = outline(profile)
    return next((e for e in (*found.matters, *found.people, *found.times) if e.path == path), None)


def _entry(path: str, row: Row) -> Entry:
    return Entry(path, row[0][0], None, row[1:])

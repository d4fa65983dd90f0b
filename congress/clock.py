"""The time. Rules never ask for it: they are given it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present moment in UTC, whole milliseconds (what the record can say exactly)."""
    moment = _told.get() or datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Live through a moment of the past. Only the demo congress has one: its history happens through the services."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: the one way time is written in signed statements and the record."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """Inverse of :func:`stamp`. Raises ValueError on anything else."""
    moment = datetime.fromisoformat(text)
    if stamp(moment) != text:
        raise ValueError(f"not a canonical time: {text}")
    return moment

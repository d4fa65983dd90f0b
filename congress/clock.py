"""The time. Rules never ask for it: they are given it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, whole milliseconds (what the record can say exactly)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: the one way time is written in signed statements and the record."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """Inverse of :func:`stamp`. Raises ValueError on anything else."""
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    if stamp(moment) != text:
        raise ValueError(f"not a canonical time: {text}")
    return moment

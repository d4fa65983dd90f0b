"""Publishing, and who sees what before it."""

import pytest
from acts import acts, refused
from cast import Cast
from passed import COUNTS, drafted, poll, published, sealed, signing, viewer
from sqlmodel import Session

from congress.database import Database
from congress.errors import Missing
from congress.record.entries import Kind
from congress.resolutions import service as resolutions


def test_publishing_shows_it_to_everybody(database: Database, cast: Cast, reading: Session) -> None:
    row = database.write(lambda s: sealed(s, cast))
    with pytest.raises(Missing):
        resolutions.visible_to(reading, None, row.id)
    for _ in range(2):
        database.write(lambda s: resolutions.publish(s, viewer(s, cast, "olga"), row.id))
    reading.rollback()
    assert resolutions.visible_to(reading, None, row.id).published_at
    assert len(acts(reading, Kind.RESOLUTION_PUBLISHED)) == 1


def test_a_draft_is_not_published(database: Database, cast: Cast) -> None:
    for n, make in enumerate((drafted, signing), 1):
        row = database.write(lambda s, make=make, n=n: make(s, cast, number=n))
        refused(database, lambda s, row=row: resolutions.publish(s, viewer(s, cast, "olga"), row.id))


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("olga", True),
        ("alice", True),
        ("ruth", True),
        ("bob", False),
        ("peter", False),
        ("eve", False),
        (None, False),
    ],
)
def test_who_sees_a_draft(
    database: Database, cast: Cast, reading: Session, name: str | None, sees: bool
) -> None:
    row = database.write(lambda s: drafted(s, cast))
    who = viewer(reading, cast, name) if name else None
    assert bool(resolutions.listed(reading, who)) == sees
    assert bool(resolutions.of_poll(reading, who, row.poll_id)) == sees
    if not sees:
        with pytest.raises(Missing):
            resolutions.visible_to(reading, who, row.id)


def test_lists_take_few_queries_however_long_they_are(
    database: Database, cast: Cast, reading: Session
) -> None:
    for n in range(1, 6):
        database.write(lambda s, n=n: published(s, cast, number=n))
    lines = resolutions.listed(reading, None)
    assert [line.resolution.number for line in lines] == [5, 4, 3, 2, 1]
    assert {line.certificate.counts for line in lines} == {COUNTS}


def test_what_waits_to_be_written_up(database: Database, cast: Cast, reading: Session) -> None:
    poll_id = database.write(lambda s: poll(s, cast, number=1))
    database.write(lambda s: poll(s, cast, number=2, passed=False))
    database.write(lambda s: drafted(s, cast, number=3))
    assert [p.id for p in resolutions.waiting(reading, cast.sitting_id)] == [poll_id]

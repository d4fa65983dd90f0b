"""催阅: once a day for each reader, on record; it stands on top of what the reader has to do."""

from datetime import date, timedelta

import passed
import pytest
from acts import acts, refused
from cast import Cast
from paperwork import circulate, join, read, readers
from passed import received, today, viewer
from sqlmodel import Session, select

from congress.committee import service as committee
from congress.committee.rules.circulation import may_remind
from congress.committee.store import Circulation, Dispatch, ReadingReminder
from congress.database import Database
from congress.errors import Missing
from congress.record.entries import Kind


@pytest.fixture
def found(database: Database, cast: Cast) -> Dispatch:
    database.write(lambda s: join(s, cast))
    return database.write(lambda s: received(s, cast))


@pytest.fixture
def made(database: Database, cast: Cast, found: Dispatch) -> Circulation:
    fields = readers(cast, "alice", "ruth", "quinn")
    return database.write(lambda s: circulate(s, cast, fields, "frank", dispatch_id=found.id))


def remind(database: Database, cast: Cast, made: Circulation, name: str = "frank", *people: str) -> int:
    """How many were reminded."""
    ids = frozenset(cast[one].person_id for one in people)
    return len(database.write(lambda s: committee.remind(s, viewer(s, cast, name), made.id, people=ids)))


@pytest.mark.parametrize(("read", "gone", "days", "may"), [
    (False, False, None, True), (False, False, 1, True), (False, False, 0, False), (False, False, -1, False),
    (True, False, None, False), (False, True, None, False),
])  # fmt: skip
def test_who_may_be_reminded(read: bool, gone: bool, days: int | None, may: bool) -> None:
    last = None if days is None else date(2026, 11, 26) - timedelta(days)
    assert (may_remind(read=read, gone=gone, last=last, today=date(2026, 11, 26)) is None) is may


def test_all_who_have_not_read_are_reminded_once_a_day(
    database: Database, cast: Cast, made: Circulation, reading: Session
) -> None:
    database.write(lambda s: read(s, cast, made, "alice"))
    assert remind(database, cast, made) == 2
    assert remind(database, cast, made) == remind(database, cast, made, "frank", "ruth") == 0
    (told,) = acts(reading, Kind.CIRCULATION_REMINDED)
    assert told == {
        "circulation": made.id,
        "day": today().isoformat(),
        "readers": [cast["ruth"].person_id, cast["quinn"].person_id],
    }
    line = committee.circulation(reading, viewer(reading, cast, "frank"), made.id)
    assert [one.reminded for one in line.readers] == [None, today(), today()]
    assert committee.to_remind(reading, line) == []


def test_the_next_day_they_may_be_reminded_again(database: Database, cast: Cast, made: Circulation) -> None:
    assert remind(database, cast, made, "frank", "ruth") == 1

    def a_day_ago(session: Session) -> None:
        for one in session.exec(select(ReadingReminder)):
            one.day -= timedelta(days=1)

    database.write(a_day_ago)
    assert remind(database, cast, made) == 3


def test_what_one_was_reminded_of_stands_on_top(
    database: Database, cast: Cast, found: Dispatch, made: Circulation, reading: Session
) -> None:
    fields = readers(cast, "ruth")
    later = database.write(lambda s: circulate(s, cast, fields, "frank", dispatch_id=found.id))
    ruth = viewer(reading, cast, "ruth")
    assert [one.circulation.id for one in committee.to_read(reading, ruth)] == [later.id, made.id]
    reading.rollback()
    remind(database, cast, made, "frank", "ruth")
    lines = committee.to_read(reading, ruth)
    assert [(one.circulation.id, one.reminded(ruth.person_id)) for one in lines] == [
        (made.id, today()),
        (later.id, None),
    ]


def test_the_office_sees_who_has_not_read_until_all_have(
    database: Database, cast: Cast, made: Circulation, reading: Session
) -> None:
    for name in ("peter", "frank"):
        (line,) = committee.unread(reading, viewer(reading, cast, name))
        assert len(line.waiting) == 3
    assert committee.unread(reading, viewer(reading, cast, "ruth")) == []
    reading.rollback()
    for name in ("alice", "ruth", "quinn"):
        database.write(lambda s, name=name: read(s, cast, made, name))
    assert committee.unread(reading, viewer(reading, cast, "frank")) == []


def test_readers_and_strangers_remind_nobody(database: Database, cast: Cast, made: Circulation) -> None:
    for name in ("ruth", "olga", "eve"):
        refused(
            database,
            lambda s, name=name: committee.remind(s, passed.viewer(s, cast, name), made.id),
            Missing,
        )
    assert remind(database, cast, made, "peter", "eve") == 0

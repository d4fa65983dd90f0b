"""传阅: named people read and sign; the organiser sees who has not."""

import pytest
from acts import acts, refused
from cast import Cast
from paperwork import circulate, join, read, readers
from passed import received, sealed, viewer
from sqlmodel import Session

from congress.committee import service as committee
from congress.committee.store import Circulation, Dispatch
from congress.database import Database
from congress.errors import Invalid, Missing
from congress.record.entries import Kind
from congress.roster import service as roster


@pytest.fixture
def found(database: Database, cast: Cast) -> Dispatch:
    database.write(lambda s: join(s, cast))
    return database.write(lambda s: received(s, cast))


@pytest.fixture
def made(database: Database, cast: Cast, found: Dispatch) -> Circulation:
    fields = readers(cast, "alice", "ruth", "quinn")
    return database.write(lambda s: circulate(s, cast, fields, "frank", dispatch_id=found.id))


def test_each_reads_with_or_without_a_remark(
    database: Database, cast: Cast, made: Circulation, reading: Session
) -> None:
    database.write(lambda s: read(s, cast, made, "alice"))
    database.write(lambda s: read(s, cast, made, "ruth", "同意，请加快。"))
    line = committee.circulation(reading, viewer(reading, cast, "frank"), made.id)
    assert line.read == 2
    assert [one.name for one in line.waiting] == ["秦朗"]
    assert [one.reading.remark for one in line.readers] == ["", "同意，请加快。", ""]
    assert len(acts(reading, Kind.CIRCULATION_READ)) == 2
    (step,) = [
        s for s in committee.journeys(reading, line.subject.resolution.id)[0].steps if "传阅" in s.label.text
    ]
    assert dict(step.label.values) == {"n": 3, "m": 2}
    assert not step.body


def test_reading_again_changes_nothing(
    database: Database, cast: Cast, made: Circulation, reading: Session
) -> None:
    for body in ("同意。", "不同意。"):
        database.write(lambda s, b=body: read(s, cast, made, "alice", b))
    line = committee.circulation(reading, viewer(reading, cast, "frank"), made.id)
    assert line.readers[0].reading.remark == "同意。"
    assert len(acts(reading, Kind.CIRCULATION_READ)) == 1


def test_only_who_was_named_reads_and_only_the_organiser_and_the_committee_see_it(
    database: Database, cast: Cast, made: Circulation, reading: Session
) -> None:
    for name in ("bob", "olga", "eve"):
        refused(database, lambda s, name=name: read(s, cast, made, name), Missing)
    refused(database, lambda s: read(s, cast, made, "peter"), Missing)
    for name in ("peter", "frank", "alice"):
        assert committee.circulation(reading, viewer(reading, cast, name), made.id)


def test_it_waits_on_the_readers_page_until_they_have_signed(
    database: Database, cast: Cast, made: Circulation, reading: Session
) -> None:
    quinn = viewer(reading, cast, "quinn")
    assert len(committee.to_read(reading, quinn)) == 1
    database.write(lambda s: read(s, cast, made, "quinn"))
    reading.rollback()
    assert committee.to_read(reading, quinn) == []


def test_who_left_is_not_waited_for(
    database: Database, cast: Cast, made: Circulation, reading: Session
) -> None:
    held = roster.officers(reading, cast.term_id)
    office = next(one for one in held if one.person_id == cast["quinn"].person_id)
    database.write(lambda s: roster.dismiss(s, office_id=office.office_id, by=cast["olga"].person_id))
    reading.rollback()
    line = committee.circulation(reading, viewer(reading, cast, "frank"), made.id)
    assert "秦朗" not in [one.name for one in line.waiting]


@pytest.mark.parametrize("fields", [{}, {"due_on": "gestern"}, {"note": "长" * 301}])
def test_bad_fields_are_named(
    database: Database, cast: Cast, found: Dispatch, fields: dict[str, str]
) -> None:
    whole = (readers(cast, "alice") | fields) if fields else readers(cast)
    refused(database, lambda s: circulate(s, cast, whole, dispatch_id=found.id), Invalid)


def test_readers_hold_an_office_and_the_day_is_to_come(
    database: Database, cast: Cast, found: Dispatch
) -> None:
    refused(database, lambda s: circulate(s, cast, readers(cast, "eve"), dispatch_id=found.id))
    refused(database, lambda s: circulate(s, cast, readers(cast, "alice", days=0), dispatch_id=found.id))


def test_a_resolution_before_its_publication_reaches_its_readers(
    database: Database, cast: Cast, reading: Session
) -> None:
    row = database.write(lambda s: sealed(s, cast))
    made = database.write(lambda s: circulate(s, cast, readers(cast, "quinn"), "olga", resolution_id=row.id))
    line = committee.circulation(reading, viewer(reading, cast, "quinn"), made.id)
    assert line.subject.sha256 == row.sha256
    for name in ("alice", "bob", "quinn"):
        refused(
            database,
            lambda s, name=name: circulate(s, cast, readers(cast, "alice"), name, resolution_id=row.id),
            Missing,
        )

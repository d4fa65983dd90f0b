"""改派: a department is merged or dissolved, and its task goes on elsewhere."""

import pytest
from acts import acts, refused
from cast import SITE, Cast
from paperwork import authority, give, join, transfer
from passed import assigned, viewer
from sqlmodel import Session, select

from congress.archive.verification.decisions import check_decisions
from congress.archive.verification.signatures import check_signatures
from congress.committee import service as committee
from congress.committee.store import Assignment, Dispatch
from congress.database import Database
from congress.errors import Invalid, Missing
from congress.record.entries import Kind, read
from congress.record.store import Entry
from congress.roster.store import Office, Unit


@pytest.fixture
def found(database: Database, cast: Cast) -> Dispatch:
    """The canteen at work; the foundry handles matters too, with Grace as its head."""

    def job(session: Session) -> Dispatch:
        foundry = session.get_one(Unit, cast.units["foundry"])
        foundry.handles = True
        head = Office(
            term_id=cast.term_id,
            person_id=cast["grace"].person_id,
            kind="department_head",
            unit_id=foundry.id,
        )
        session.add_all([foundry, head])
        join(session, cast)
        return assigned(session, cast)

    return database.write(job)


@pytest.fixture
def task(found: Dispatch, reading: Session) -> int:
    number = reading.exec(select(Assignment)).one().id or 0
    reading.rollback()
    return number


def test_the_new_department_has_it_and_the_old_one_no_more(
    database: Database, cast: Cast, found: Dispatch, task: int, reading: Session
) -> None:
    quinn, grace = viewer(reading, cast, "quinn"), viewer(reading, cast, "grace")
    reading.rollback()
    database.write(lambda s: committee.report(s, quinn, task, body="开始办理。", done=False))
    database.write(lambda s: transfer(s, cast, task, cast.units["foundry"]))
    refused(database, lambda s: committee.report(s, quinn, task, body="完成。", done=True), Missing)
    database.write(lambda s: committee.report(s, grace, task, body="完成。", done=True))
    steps = committee.journeys(reading, found.resolution_id)[0].steps
    told = [(step.label.text, *dict(step.label.values).values()) for step in steps]
    assert ("{unit}报告进展", "后勤保障部") in told
    assert ("任务由{before}改派{after}", "后勤保障部", "铸造车间") in told
    assert ("{unit}报告完成", "铸造车间") in told
    record = [read(row.body.encode()) for row in reading.exec(select(Entry).order_by(Entry.seq))]
    assert check_signatures(record, SITE).faults == check_decisions(record).faults == []


def test_there_and_back_are_two_transfers_and_the_same_words_one(
    database: Database, cast: Cast, task: int, reading: Session
) -> None:
    refused(database, lambda s: transfer(s, cast, task, cast.units["canteen"]))
    database.write(lambda s: transfer(s, cast, task, cast.units["foundry"]))
    refused(database, lambda s: transfer(s, cast, task, cast.units["foundry"]))
    database.write(lambda s: transfer(s, cast, task, cast.units["canteen"]))
    assert len(acts(reading, Kind.TASK_TRANSFERRED)) == 2


def test_only_who_may_instruct_transfers(database: Database, cast: Cast, task: int) -> None:
    foundry = cast.units["foundry"]
    refused(database, lambda s: transfer(s, cast, task, foundry, "frank"))
    for name in ("olga", "quinn", "eve"):
        refused(database, lambda s, name=name: transfer(s, cast, task, foundry, name), Missing)
    proxy = database.write(lambda s: give(s, cast, authority(cast, "frank", "instruction")))
    assert database.write(lambda s: transfer(s, cast, task, foundry, "frank", proxy=str(proxy.id)))


def test_it_needs_a_department_and_a_reason_and_work_that_goes_on(
    database: Database, cast: Cast, task: int, reading: Session
) -> None:
    refused(database, lambda s: transfer(s, cast, task, cast.units["hq"]))
    refused(database, lambda s: transfer(s, cast, task, cast.units["foundry"], body=" "), Invalid)
    quinn = viewer(reading, cast, "quinn")
    reading.rollback()
    database.write(lambda s: committee.report(s, quinn, task, body="完成。", done=True))
    refused(database, lambda s: transfer(s, cast, task, cast.units["foundry"]))

"""Departments report, the committee accepts, the proposer rates."""

import pytest
from acts import acts, refused
from cast import SITE, Cast
from passed import (
    assigned,
    canteen,
    decide,
    finished,
    published,
    rate,
    receive,
    said,
    sent,
    viewer,
)
from sqlmodel import Session, select

from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import AssignmentStage, DecisionKind, DispatchStage, Rating
from congress.committee.service import State
from congress.committee.store import Assignment, Opinion, Progress
from congress.database import Database
from congress.errors import Missing
from congress.record.entries import Kind
from congress.roster.store import Person

INSTRUCTION, ANSWER = DecisionKind.INSTRUCTION, DecisionKind.ANSWER


# --- tasks -----------------------------------------------------------------------------------------------


def test_a_task_goes_to_and_fro_and_is_accepted(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: assigned(s, cast))
    task = reading.exec(select(Assignment)).one()

    def by(name: str, verb: object, **said: object) -> Assignment:
        return database.write(lambda s: verb(s, viewer(s, cast, name), task.id, **said))

    by("quinn", committee.report, body="已完成设计。", done=False)
    by("quinn", committee.report, body="已完成设计。", done=False)  # pressed twice
    by("quinn", committee.report, body="施工完成。", done=True)
    by("peter", committee.send_back, body="风量没有达标，请继续。")
    by("peter", committee.send_back, body="风量没有达标，请继续。")
    by("quinn", committee.report, body="复测达标。", done=True)
    by("quinn", committee.report, body="复测达标。", done=True)
    refused(database, lambda s: decide(s, cast, dispatch, ANSWER, said(ANSWER, "办结。")))
    by("peter", committee.accept)
    assert by("peter", committee.accept).stage is AssignmentStage.ACCEPTED
    reading.rollback()
    assert len(reading.exec(select(Progress)).all()) == 5
    refused(
        database, lambda s: committee.report(s, viewer(s, cast, "quinn"), task.id, body="又一次", done=False)
    )
    done = database.write(lambda s: decide(s, cast, dispatch, ANSWER, said(ANSWER, "已经完成。")))
    assert done.stage is DispatchStage.ANSWERED
    assert [
        len(acts(reading, kind)) for kind in (Kind.TASK_REPORTED, Kind.TASK_SENT_BACK, Kind.TASK_ACCEPTED)
    ] == [3, 1, 1]


@pytest.mark.parametrize("name", ["olga", "bob", "peter", "eve"])
def test_only_its_department_reports(database: Database, cast: Cast, reading: Session, name: str) -> None:
    database.write(lambda s: assigned(s, cast))
    task = reading.exec(select(Assignment)).one()
    refused(
        database,
        lambda s: committee.report(s, viewer(s, cast, name), task.id, body="做完了", done=True),
        Missing,
    )


@pytest.mark.parametrize("name", ["olga", "bob", "quinn", "eve"])
def test_only_the_committee_accepts(database: Database, cast: Cast, reading: Session, name: str) -> None:
    database.write(lambda s: assigned(s, cast))
    task = reading.exec(select(Assignment)).one()
    database.write(lambda s: committee.report(s, viewer(s, cast, "quinn"), task.id, body="做完了", done=True))
    refused(database, lambda s: committee.accept(s, viewer(s, cast, name), task.id), Missing)
    refused(database, lambda s: committee.send_back(s, viewer(s, cast, name), task.id, body="退回"), Missing)


def test_a_department_sees_its_tasks_only(database: Database, cast: Cast, reading: Session) -> None:
    database.write(lambda s: assigned(s, cast))
    lines = committee.tasks_for(reading, viewer(reading, cast, "quinn"), "Asia/Shanghai")
    assert [line.unit for line in lines] == ["后勤保障部"]
    assert lines[0].light.colour.value == "green"
    for name in ("olga", "bob", "peter", "eve"):
        with pytest.raises(Missing):
            committee.tasks_for(reading, viewer(reading, cast, name), "Asia/Shanghai")


# --- rating ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rating", ["satisfied", "partly"])
def test_the_proposer_rates_once(database: Database, cast: Cast, reading: Session, rating: str) -> None:
    dispatch = database.write(lambda s: finished(s, cast))
    assert [d.id for d in committee.waits_for_rating(reading, viewer(reading, cast, "bob"))] == [dispatch.id]
    done = database.write(lambda s: rate(s, cast, dispatch, rating, body="辛苦了"))
    assert done.stage is DispatchStage.ANSWERED
    refused(database, lambda s: rate(s, cast, done, rating))
    reading.rollback()
    assert reading.exec(select(Opinion)).one().rating is Rating(rating)
    assert not committee.waits_for_rating(reading, viewer(reading, cast, "bob"))


def test_unsatisfied_takes_it_up_again_once(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: finished(s, cast))
    again = database.write(lambda s: rate(s, cast, dispatch, "unsatisfied", body="夏天仍然超过35度"))
    assert (again.stage, again.round, again.answered_at) == (DispatchStage.STUDIED, 2, None)
    assert again.due_on > committee.today(reading)
    database.write(
        lambda s: decide(s, cast, again, INSTRUCTION, said(INSTRUCTION, "重新办理。", canteen(cast)))
    )
    reading.rollback()
    task = reading.exec(select(Assignment).where(Assignment.round == 2)).one()
    database.write(
        lambda s: committee.report(s, viewer(s, cast, "quinn"), task.id, body="加装风机。", done=True)
    )
    database.write(lambda s: committee.accept(s, viewer(s, cast, "peter"), task.id))
    closed = database.write(lambda s: decide(s, cast, again, ANSWER, said(ANSWER, "已加装风机。")))
    last = database.write(lambda s: rate(s, cast, closed, "unsatisfied", body="还是热"))
    assert (last.stage, last.round) == (DispatchStage.ANSWERED, 2)
    reading.rollback()
    sheet = committee.sheet(reading, last, "Asia/Shanghai")
    assert [(o.round, o.rating) for o in sheet.opinions] == [(1, Rating.UNSATISFIED), (2, Rating.UNSATISFIED)]
    assert len(acts(reading, Kind.DISPATCH_REOPENED)) == 1
    assert all(step.state is State.DONE for step in sheet.steps)


def test_the_same_signed_rating_counts_once(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: finished(s, cast))
    fields = {"rating": "unsatisfied", "body": "热"}
    signed = cast["bob"].sign(**committee.statement_for_rating(dispatch, site=SITE), **fields)
    for _ in range(2):
        database.write(
            lambda s: committee.rate(
                s, viewer(s, cast, "bob"), dispatch.id, site=SITE, said=fields, signed=signed
            )
        )
    assert len(reading.exec(select(Opinion)).all()) == 1


@pytest.mark.parametrize("name", ["alice", "carol", "olga", "peter", "quinn", "eve"])
def test_only_the_proposer_rates(database: Database, cast: Cast, name: str) -> None:
    dispatch = database.write(lambda s: finished(s, cast))
    refused(database, lambda s: rate(s, cast, dispatch, "satisfied", name), Missing)


def test_nothing_is_rated_before_the_answer(database: Database, cast: Cast) -> None:
    dispatch = database.write(lambda s: assigned(s, cast))
    refused(database, lambda s: rate(s, cast, dispatch, "satisfied"))


def test_without_a_proposer_the_executive_chair_rates(
    database: Database, cast: Cast, reading: Session
) -> None:
    row = database.write(lambda s: published(s, cast, lead=None))
    dispatch = database.write(lambda s: receive(s, cast, sent(s, cast, found=row)))
    database.write(lambda s: decide(s, cast, dispatch, ANSWER, said(ANSWER, "阅悉。")))
    refused(database, lambda s: rate(s, cast, dispatch, "satisfied", "bob"), Missing)
    assert committee.waits_for_rating(reading, viewer(reading, cast, "alice"))
    database.write(lambda s: rate(s, cast, dispatch, "satisfied", "alice"))


def test_when_the_proposer_has_left_the_executive_chair_rates(database: Database, cast: Cast) -> None:
    dispatch = database.write(lambda s: finished(s, cast))

    def leave(session: Session) -> None:
        bob = session.get(Person, cast["bob"].person_id)
        bob.left_at = now()
        session.add(bob)

    database.write(leave)
    database.write(lambda s: rate(s, cast, dispatch, "partly", "alice"))

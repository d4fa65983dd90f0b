"""Instruction, reply, answer: signed words, tasks, and never a change of text or counts."""

from datetime import date, timedelta

import pytest
from acts import acts, refused
from cast import SITE, Cast
from passed import Task, canteen, decide, finished, rate, received, said, sent, viewer
from sqlmodel import Session, select

from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import AssignmentStage, DecisionKind, DispatchKind, DispatchStage
from congress.committee.store import Assignment, Decision, Dispatch
from congress.database import Database
from congress.errors import Invalid, Missing
from congress.polls.store import Poll
from congress.record.entries import Kind
from congress.resolutions.store import Resolution

REQUEST = DispatchKind.REQUEST
INSTRUCTION, REPLY, ANSWER = DecisionKind.INSTRUCTION, DecisionKind.REPLY, DecisionKind.ANSWER


def test_nothing_is_decided_before_the_receipt(database: Database, cast: Cast) -> None:
    dispatch = database.write(lambda s: sent(s, cast, REQUEST))
    for kind in DecisionKind:
        said_no = refused(
            database, lambda s, kind=kind: decide(s, cast, dispatch, kind, said(kind, "同意。"))
        )
        assert said_no.refusal.remedy


def test_an_instruction_gives_departments_their_tasks(
    database: Database, cast: Cast, reading: Session
) -> None:
    dispatch = database.write(lambda s: received(s, cast))
    fields = said(INSTRUCTION, "请抓紧落实。", canteen(cast))
    done = database.write(lambda s: decide(s, cast, dispatch, INSTRUCTION, fields))
    assert done.stage is DispatchStage.CARRIED_OUT
    task = reading.exec(select(Assignment)).one()
    assert (task.unit_id, task.stage, task.round) == (cast.units["canteen"], AssignmentStage.GIVEN, 1)
    assert acts(reading, Kind.DISPATCH_DECIDED)[0]["tasks"][0]["unit"] == cast.units["canteen"]
    assert acts(reading, Kind.TASK_ASSIGNED)[0]["assignment"] == task.id
    more = database.write(lambda s: decide(s, cast, done, INSTRUCTION, said(INSTRUCTION, "注意施工安全。")))
    assert more.stage is DispatchStage.CARRIED_OUT


def test_the_same_signed_words_decide_once(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: received(s, cast))
    fields = said(INSTRUCTION, "请抓紧落实。", canteen(cast))
    signed = cast["peter"].sign(
        **committee.statement_for_decision(dispatch, INSTRUCTION, site=SITE), **fields
    )
    for _ in range(2):
        database.write(
            lambda s: committee.decide(
                s, viewer(s, cast, "peter"), dispatch.id, INSTRUCTION, site=SITE, said=fields, signed=signed
            )
        )
    assert len(reading.exec(select(Decision)).all()) == len(reading.exec(select(Assignment)).all()) == 1


def test_what_was_signed_is_what_is_done(database: Database, cast: Cast) -> None:
    """Words that the device did not sign are refused, whatever the form says."""
    dispatch = database.write(lambda s: received(s, cast, REQUEST))
    signed = said(REPLY, "经研究决定。", grants="no")
    template = committee.statement_for_decision(dispatch, REPLY, site=SITE)
    for sent_fields in (signed | {"grants": "yes"}, signed | {"body": "经研究，不同意。"}):
        refused(
            database,
            lambda s, fields=sent_fields: committee.decide(
                s,
                viewer(s, cast, "peter"),
                dispatch.id,
                REPLY,
                site=SITE,
                said=fields,
                signed=cast["peter"].sign(**template, **signed),
            ),
        )


def test_no_decision_touches_text_or_counts(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: finished(s, cast))
    resolution = reading.get(Resolution, dispatch.resolution_id)
    before = (
        resolution.title,
        resolution.body,
        resolution.sha256,
        reading.get(Poll, resolution.poll_id).counts,
    )
    smuggled = said(INSTRUCTION, "改。") | {"title": "改", "counts": "改", "text": "改", "favour": "0"}
    database.write(lambda s: rate(s, cast, dispatch, "unsatisfied"))
    again = database.write(lambda s: s.get(Dispatch, dispatch.id))
    refused(database, lambda s: decide(s, cast, again, INSTRUCTION, smuggled))
    reading.rollback()
    reading.expire_all()
    resolution = reading.get(Resolution, dispatch.resolution_id)
    assert before == (
        resolution.title,
        resolution.body,
        resolution.sha256,
        reading.get(Poll, resolution.poll_id).counts,
    )
    assert not {"title", "counts", "text", "favour"} & set(Decision.model_fields)


@pytest.mark.parametrize(
    ("unit", "due", "field"),
    [
        ("foundry", now().date() + timedelta(30), "unit_1"),
        ("canteen", date(2020, 1, 1), "due_1"),
        ("nowhere", now().date() + timedelta(30), "unit_1"),
    ],
)
def test_bad_tasks_are_named(database: Database, cast: Cast, unit: str, due: date, field: str) -> None:
    dispatch = database.write(lambda s: received(s, cast))
    task = Task(cast.units.get(unit, 999), due=due)
    error = refused(
        database,
        lambda s: decide(s, cast, dispatch, INSTRUCTION, said(INSTRUCTION, "请落实。", task)),
        Invalid,
    )
    assert set(error.fields) == {field}


def test_a_report_is_taken_note_of(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: received(s, cast))
    refused(database, lambda s: decide(s, cast, dispatch, REPLY, said(REPLY, "同意。")))
    done = database.write(lambda s: decide(s, cast, dispatch, ANSWER, said(ANSWER, "阅悉。")))
    assert done.stage is DispatchStage.ANSWERED
    assert done.answered_at
    assert acts(reading, Kind.DISPATCH_ANSWERED)


@pytest.mark.parametrize(("grants", "word"), [("yes", "同意"), ("no", "不同意")])
def test_a_reply_without_tasks_answers(
    database: Database, cast: Cast, reading: Session, grants: str, word: str
) -> None:
    dispatch = database.write(lambda s: received(s, cast, REQUEST))
    refused(database, lambda s: decide(s, cast, dispatch, ANSWER, said(ANSWER, "已阅。")))
    done = database.write(
        lambda s: decide(s, cast, dispatch, REPLY, said(REPLY, "经研究决定。", grants=grants))
    )
    assert done.stage is DispatchStage.ANSWERED
    assert reading.exec(select(Decision)).one().grants == (grants == "yes")
    labels = [step.label.text for step in committee.sheet(reading, done, "Asia/Shanghai").steps]
    assert f"党委批复：{word}" in labels


def test_a_reply_with_tasks_is_carried_out_first(database: Database, cast: Cast) -> None:
    dispatch = database.write(lambda s: received(s, cast, REQUEST))
    done = database.write(lambda s: decide(s, cast, dispatch, REPLY, said(REPLY, "同意。", canteen(cast))))
    assert done.stage is DispatchStage.CARRIED_OUT
    refused(database, lambda s: decide(s, cast, done, REPLY, said(REPLY, "再次同意。")))
    refused(database, lambda s: decide(s, cast, done, ANSWER, said(ANSWER, "办结。")))


@pytest.mark.parametrize("name", ["olga", "alice", "bob", "quinn", "eve"])
def test_only_the_committee_decides(database: Database, cast: Cast, name: str) -> None:
    dispatch = database.write(lambda s: received(s, cast))
    refused(
        database,
        lambda s: decide(s, cast, dispatch, INSTRUCTION, said(INSTRUCTION, "请落实。"), name),
        Missing,
    )


def test_once_tasks_are_given_the_clock_is_that_of_the_last_one(database: Database, cast: Cast) -> None:
    dispatch = database.write(lambda s: received(s, cast))
    far, near = (now().date() + timedelta(days) for days in (90, 10))
    first = said(INSTRUCTION, "请落实。", Task(cast.units["canteen"], due=far))
    again = database.write(lambda s: decide(s, cast, dispatch, INSTRUCTION, first))
    assert again.due_on == far
    second = said(INSTRUCTION, "请先排查。", Task(cast.units["canteen"], due=near))
    assert database.write(lambda s: decide(s, cast, again, INSTRUCTION, second)).due_on == far

"""What goes up, what comes back: dispatch, receipt, decision, tasks, answer, rating; and what must not happen."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from cast import SITE, Cast, found
from passed import (
    COUNTS,
    Task,
    decide,
    letter,
    published,
    rate,
    receive,
    received,
    said,
    sealed,
    sent,
    signing,
    viewer,
)
from sqlalchemy import event
from sqlmodel import Session, select

from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import AssignmentStage, DecisionKind, DispatchKind, DispatchStage, Rating
from congress.committee.service import State
from congress.committee.store import Assignment, Decision, Dispatch, Opinion, Progress
from congress.database import Database
from congress.documents.content import Tally
from congress.errors import CongressError, Invalid, Missing, Refused
from congress.polls.store import Poll
from congress.record.entries import Kind, read
from congress.record.store import Entry
from congress.resolutions.store import Resolution
from congress.roster.store import Person

REPORT, REQUEST = DispatchKind.REPORT, DispatchKind.REQUEST
INSTRUCTION, REPLY, ANSWER = DecisionKind.INSTRUCTION, DecisionKind.REPLY, DecisionKind.ANSWER


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write(found)


@pytest.fixture
def reading(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


def acts(session: Session, kind: Kind) -> list[dict[str, object]]:
    rows = session.exec(select(Entry).where(Entry.kind == kind.value).order_by(Entry.seq))
    return [read(row.body.encode()).facts for row in rows]


def refused(database: Database, job: object, error: type[CongressError] = Refused) -> CongressError:
    with pytest.raises(error) as caught:
        database.write(job)
    return caught.value


def canteen(cast: Cast) -> Task:
    return Task(cast.units["canteen"])


def assigned(session: Session, cast: Cast) -> Dispatch:
    """A 报告 instructed, with one department at work."""
    found = received(session, cast)
    return decide(session, cast, found, INSTRUCTION, said(INSTRUCTION, "请抓紧落实。", canteen(cast)))


def finished(session: Session, cast: Cast) -> Dispatch:
    """Everything accepted and answered; it waits to be rated."""
    found = assigned(session, cast)
    task = session.exec(select(Assignment).where(Assignment.dispatch_id == found.id)).one()
    committee.report(session, viewer(session, cast, "quinn"), task.id, body="改造完成。", done=True)
    committee.accept(session, viewer(session, cast, "peter"), task.id)
    return decide(session, cast, found, ANSWER, said(ANSWER, "改造已经完成，感谢职工代表。"))


# --- sending -------------------------------------------------------------------------------------------------


def test_a_report_carries_the_resolution_with_its_counts(
    database: Database, cast: Cast, reading: Session
) -> None:
    dispatch = database.write(lambda s: sent(s, cast))
    assert dispatch.stage is DispatchStage.SENT
    sheet = committee.sheet(reading, dispatch, "Asia/Shanghai")
    assert sheet.number == f"职代会报〔{now().year}〕1号"
    tally = next(part for part in sheet.document.body if isinstance(part, Tally))
    assert dict(tally.cells)["赞成"] == COUNTS.favour
    assert sheet.document.annexes[0].document.title == sheet.annex.resolution.title
    assert sheet.document.body[-1].text == "特此报告。"
    assert sheet.raters == {cast["bob"].person_id}
    (fact,) = acts(reading, Kind.DISPATCH_SENT)
    assert fact["resolution_sha256"] == sheet.annex.resolution.sha256


def test_a_request_ends_as_requests_end(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: sent(s, cast, REQUEST))
    body = committee.sheet(reading, dispatch, "Asia/Shanghai").document.body
    assert [block.text for block in body[-2:]] == ["恳请批准将改造资金列入2027年预算。", "妥否，请批示。"]


def test_the_same_letter_twice_is_one_dispatch(database: Database, cast: Cast, reading: Session) -> None:
    row = database.write(lambda s: published(s, cast))
    ids = {database.write(lambda s: sent(s, cast, found=row).id) for _ in range(2)}
    assert len(ids) == len(reading.exec(select(Dispatch)).all()) == 1
    refused(database, lambda s: sent(s, cast, found=row, days=9))
    database.write(lambda s: sent(s, cast, REQUEST, found=row))


def send(
    session: Session, cast: Cast, kind: DispatchKind, name: str = "olga", days: int = 30, **changes: object
) -> Dispatch:
    row = session.exec(select(Resolution)).first() or published(session, cast)
    due_on = committee.today(session) + timedelta(days)
    return committee.send(session, viewer(session, cast, name), letter(row, kind, **changes), due_on=due_on)


@pytest.mark.parametrize(
    ("kind", "changes", "error"),
    [
        (REPORT, {"body": "情况如下。妥否，请批示。"}, Refused),
        (REPORT, {"request": "恳请拨款"}, Refused),
        (REPORT, {"resolutions": (1, 2)}, Refused),
        (REQUEST, {"resolutions": (1, 2)}, Refused),
        (REQUEST, {"request": "一、拨款\n二、增人"}, Refused),
        (REQUEST, {"request": ""}, Refused),
        (REPORT, {"body": "由【部门】落实。"}, Invalid),
        (REPORT, {"body": "赞成 12 票，一致通过。"}, Invalid),
        (REPORT, {"days": 0}, Invalid),
        (REPORT, {"days": 400}, Invalid),
        (REPORT, {"name": "alice"}, Missing),
        (REPORT, {"name": "peter"}, Missing),
        (REPORT, {"resolutions": (99,)}, Missing),
    ],
)
def test_what_is_not_sent(
    database: Database, cast: Cast, kind: DispatchKind, changes: dict[str, object], error: type[CongressError]
) -> None:
    database.write(lambda s: published(s, cast))
    refused(database, lambda s: send(s, cast, kind, **changes), error)


def test_only_a_signed_resolution_goes_up(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: signing(s, cast))
    refused(database, lambda s: sent(s, cast, found=row))


def test_a_request_that_was_not_granted_may_be_followed_by_another(database: Database, cast: Cast) -> None:
    dispatch = database.write(lambda s: received(s, cast, REQUEST))
    row = database.write(lambda s: s.get(Resolution, dispatch.resolution_id))
    refused(database, lambda s: sent(s, cast, REQUEST, found=row, days=20))
    database.write(lambda s: decide(s, cast, dispatch, REPLY, said(REPLY, "暂不具备条件。", grants="no")))
    again = database.write(lambda s: sent(s, cast, REQUEST, found=row, days=20))
    assert (again.attempt, again.number) == (2, 2)
    database.write(lambda s: receive(s, cast, again))
    database.write(lambda s: decide(s, cast, again, REPLY, said(REPLY, "同意。")))
    refused(database, lambda s: sent(s, cast, REQUEST, found=row, days=25))


# --- receipt -------------------------------------------------------------------------------------------------


def test_one_receipt_with_name_and_time(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: sent(s, cast))
    first = database.write(lambda s: receive(s, cast, dispatch))
    again = database.write(lambda s: receive(s, cast, dispatch))
    assert again.received_at == first.received_at
    assert (again.received_by, again.stage) == (cast["peter"].person_id, DispatchStage.STUDIED)
    assert len(acts(reading, Kind.DISPATCH_RECEIVED)) == 1
    entry = read(reading.get(Entry, first.received_seq).body.encode())
    assert f'"sha256":"{dispatch.sha256}"' in entry.signed["statement"]


@pytest.mark.parametrize("name", ["olga", "alice", "bob", "quinn", "eve"])
def test_only_the_committee_receives(database: Database, cast: Cast, name: str) -> None:
    dispatch = database.write(lambda s: sent(s, cast))
    refused(database, lambda s: receive(s, cast, dispatch, name), Missing)


def test_a_receipt_signed_by_another_key_or_for_another_text_is_none(database: Database, cast: Cast) -> None:
    dispatch = database.write(lambda s: sent(s, cast))
    good = committee.statement_for_receipt(dispatch, site=SITE)
    for signer, statement in (
        ("bob", good),
        ("peter", good | {"sha256": "0" * 64}),
        ("peter", good | {"dispatch": 9}),
    ):
        refused(
            database,
            lambda s, signer=signer, statement=statement: committee.receive(
                s, viewer(s, cast, "peter"), dispatch.id, site=SITE, signed=cast[signer].sign(**statement)
            ),
        )


# --- deciding ------------------------------------------------------------------------------------------------


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
    signed = said(REPLY, "不同意。", grants="no")
    template = committee.statement_for_decision(dispatch, REPLY, site=SITE)
    for sent_fields in (signed | {"grants": "yes"}, signed | {"body": "同意。"}):
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


# --- tasks ---------------------------------------------------------------------------------------------------


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


# --- rating --------------------------------------------------------------------------------------------------


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


# --- seeing --------------------------------------------------------------------------------------------------


def test_everybody_sees_every_step_of_a_published_resolution(
    database: Database, cast: Cast, reading: Session
) -> None:
    dispatch = database.write(lambda s: finished(s, cast))
    assert committee.visible_to(reading, None, dispatch.id)
    (journey,) = committee.journeys(reading, dispatch.resolution_id)
    assert [step.label.text for step in journey.steps] == [
        "报送党委（{kind}）",
        "党委签收",
        "党委批示",
        "交办{unit}，{due} 前办结",
        "{unit}报告完成",
        "党委验收{unit}的办理结果",
        "党委答复办结",
        "等待提案人评价",
    ]
    assert [step.state for step in journey.steps][-1] is State.CURRENT


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("olga", True),
        ("peter", True),
        ("alice", True),
        ("bob", True),
        ("quinn", True),
        ("carol", False),
        ("eve", False),
    ],
)
def test_before_publication_only_those_who_take_part_see_it(
    database: Database, cast: Cast, reading: Session, name: str, sees: bool
) -> None:
    row = database.write(lambda s: sealed(s, cast))
    dispatch = database.write(lambda s: receive(s, cast, sent(s, cast, found=row)))
    database.write(
        lambda s: decide(s, cast, dispatch, INSTRUCTION, said(INSTRUCTION, "请落实。", canteen(cast)))
    )
    with pytest.raises(Missing):
        committee.visible_to(reading, None, dispatch.id)
    if sees:
        assert committee.visible_to(reading, viewer(reading, cast, name), dispatch.id)
    else:
        with pytest.raises(Missing):
            committee.visible_to(reading, viewer(reading, cast, name), dispatch.id)


def queries(database: Database, job: object) -> int:
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(database.readers, "before_cursor_execute", note)
    with database.read() as session:
        job(session)
    event.remove(database.readers, "before_cursor_execute", note)
    return count


def test_the_inbox_takes_as_many_queries_for_twelve_as_for_two(database: Database, cast: Cast) -> None:
    def fill(first: int, last: int) -> None:
        for n in range(first, last + 1):
            row = database.write(lambda s, n=n: published(s, cast, number=n))
            dispatch = database.write(lambda s, row=row: receive(s, cast, sent(s, cast, found=row)))
            database.write(
                lambda s, d=dispatch: decide(
                    s, cast, d, INSTRUCTION, said(INSTRUCTION, "请落实。", canteen(cast))
                )
            )

    def inbox(session: Session) -> None:
        columns = committee.inbox(session, viewer(session, cast, "peter"), "Asia/Shanghai")
        assert sum(len(column.cards) for column in columns)

    def tasks(session: Session) -> None:
        assert committee.tasks_for(session, viewer(session, cast, "quinn"), "Asia/Shanghai")

    fill(1, 2)
    few = queries(database, inbox), queries(database, tasks)
    fill(3, 12)
    assert (queries(database, inbox), queries(database, tasks)) == few
    assert max(few) <= 16

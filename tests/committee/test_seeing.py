"""Who sees what, and in how many queries."""

import pytest
from cast import Cast
from passed import canteen, decide, finished, published, receive, said, sealed, sent, viewer
from sqlalchemy import event
from sqlmodel import Session

from congress.committee import service as committee
from congress.committee.rules import DecisionKind
from congress.committee.service import State
from congress.database import Database
from congress.errors import Missing

INSTRUCTION = DecisionKind.INSTRUCTION


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
        "交办{unit}，{due}前办结",
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
    assert max(few) <= 20

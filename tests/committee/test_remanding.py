"""退回复议 leads to a new deliberation; 归档 closes the loop. Neither touches text or counts."""

from datetime import UTC, datetime, timedelta

import pytest
from acts import acts, refused
from cast import Cast
from paperwork import archive, remand
from passed import assigned, decide, finished, rate, received, said, viewer
from sqlmodel import Session, select

from congress.clock import as_of, now
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchStage
from congress.committee.store import Dispatch
from congress.database import Database
from congress.errors import Invalid, Missing
from congress.polls.store import Poll
from congress.record.entries import Kind
from congress.resolutions.store import Resolution
from congress.sittings import service as sittings
from congress.sittings.rules import SittingStage
from congress.sittings.store import AgendaItem, Sitting

ANSWER = DecisionKind.ANSWER


@pytest.fixture
def found(database: Database, cast: Cast) -> Dispatch:
    return database.write(lambda s: received(s, cast))


def plan(session: Session, cast: Cast) -> int:
    """This sitting is over, the next one is called."""
    here = session.get(Sitting, cast.sitting_id)
    here.stage = SittingStage.OVER
    session.add(here)
    made = sittings.plan(
        session, term_id=cast.term_id, opens_at=datetime(2027, 3, 1, 1, tzinfo=UTC), place="礼堂", number=3
    )
    return made.id or 0


def place(session: Session, cast: Cast, found: Dispatch, name: str = "olga") -> object:
    return committee.place(session, viewer(session, cast, name), found.id or 0)


def test_it_goes_on_the_agenda_of_the_next_sitting_once(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    before = [(r.title, r.body, r.sha256) for r in reading.exec(select(Resolution))]
    counts = [(p.text, p.counts) for p in reading.exec(select(Poll))]
    reading.rollback()
    made = database.write(lambda s: remand(s, cast, found))
    assert made.item_id is None
    assert reading.get(Dispatch, found.id).stage is DispatchStage.ANSWERED
    refused(database, lambda s: place(s, cast, found))
    sitting = database.write(lambda s: plan(s, cast))
    for _ in range(2):
        database.write(lambda s: place(s, cast, found))
    reading.rollback()
    (item,) = reading.exec(select(AgendaItem).where(AgendaItem.sitting_id == sitting)).all()
    assert item.title.startswith("复议《")
    assert "职代会〔" in item.title
    facts = acts(reading, Kind.REMAND_PLACED)
    assert [(one["item"], one["resolution"]) for one in facts] == [(item.id, found.resolution_id)]
    assert before == [(r.title, r.body, r.sha256) for r in reading.exec(select(Resolution))]
    assert counts == [(p.text, p.counts) for p in reading.exec(select(Poll))]


def test_only_the_secretariat_places_it(database: Database, cast: Cast, found: Dispatch) -> None:
    database.write(lambda s: remand(s, cast, found))
    database.write(lambda s: plan(s, cast))
    for name in ("peter", "alice", "bob", "eve"):
        refused(database, lambda s, name=name: place(s, cast, found, name), Missing)


def test_sent_back_it_is_sent_back_once_with_reasons(database: Database, cast: Cast, found: Dispatch) -> None:
    refused(database, lambda s: remand(s, cast, found, body=" "), Invalid)
    database.write(lambda s: remand(s, cast, found))
    refused(database, lambda s: remand(s, cast, found))
    refused(database, lambda s: decide(s, cast, found, ANSWER, said(ANSWER, "阅悉。")))
    refused(database, lambda s: rate(s, cast, found, "unsatisfied"))


def test_work_that_has_begun_is_not_sent_back(database: Database, cast: Cast) -> None:
    found = database.write(lambda s: assigned(s, cast))
    refused(database, lambda s: remand(s, cast, found))


# --- archiving -------------------------------------------------------------------------------------------------


def test_a_rated_dispatch_is_archived_and_moves_no_more(
    database: Database, cast: Cast, reading: Session
) -> None:
    found = database.write(lambda s: finished(s, cast))
    refused(database, lambda s: archive(s, cast, found))
    database.write(lambda s: rate(s, cast, found, "satisfied"))
    for _ in range(2):
        database.write(lambda s: archive(s, cast, found))
    assert len(acts(reading, Kind.DISPATCH_ARCHIVED)) == 1
    refused(database, lambda s: decide(s, cast, found, ANSWER, said(ANSWER, "补充。")))
    refused(database, lambda s: rate(s, cast, found, "partly"))
    peter = viewer(reading, cast, "peter")
    assert sum(len(column.cards) for column in committee.inbox(reading, peter, "Asia/Shanghai")) == 0
    assert [card.dispatch.id for card in committee.archived(reading, peter, "Asia/Shanghai")] == [found.id]
    assert committee.journeys(reading, found.resolution_id)[0].steps[-1].label.text == "归档"


def test_what_nobody_rated_for_a_month_is_archived_all_the_same(database: Database, cast: Cast) -> None:
    found = database.write(lambda s: finished(s, cast))

    def later(session: Session, days: int) -> None:
        with as_of(now() + timedelta(days=days)):
            archive(session, cast, found)

    refused(database, lambda s: later(s, 29))
    database.write(lambda s: later(s, 31))


def test_what_was_sent_back_is_archived_once_it_is_on_an_agenda(
    database: Database, cast: Cast, found: Dispatch
) -> None:
    database.write(lambda s: remand(s, cast, found))
    refused(database, lambda s: archive(s, cast, found))
    database.write(lambda s: plan(s, cast))
    database.write(lambda s: place(s, cast, found))
    assert database.write(lambda s: archive(s, cast, found)).archived_at


def test_answered_after_its_deadline_it_is_answered_all_the_same(
    database: Database, cast: Cast, found: Dispatch
) -> None:
    def late(session: Session) -> Dispatch:
        with as_of(now() + timedelta(days=100)):
            return decide(session, cast, found, ANSWER, said(ANSWER, "阅悉。"))

    done = database.write(late)
    assert done.stage is DispatchStage.ANSWERED
    with database.read() as session:
        light = committee.sheet(session, done, "Asia/Shanghai").light
    assert light.word.text == "超期 {n} 天完成"

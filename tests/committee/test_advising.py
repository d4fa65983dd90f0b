"""拟办, 核稿, and the decision that takes it over or goes another way."""

import pytest
from acts import acts, refused
from cast import SITE, Cast
from paperwork import advise, give, join, proposal, review
from passed import Task, canteen, decide, published, received, said, sent, viewer
from sqlmodel import Session, select

from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchStage
from congress.committee.store import Advice, Assignment, Dispatch
from congress.database import Database
from congress.errors import Invalid, Missing
from congress.record.entries import Kind
from congress.roster.store import Unit

INSTRUCTION, ANSWER = DecisionKind.INSTRUCTION, DecisionKind.ANSWER


@pytest.fixture
def found(database: Database, cast: Cast) -> Dispatch:
    database.write(lambda s: join(s, cast))
    return database.write(lambda s: received(s, cast))


def test_what_is_proposed_decides_nothing(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    database.write(
        lambda s: advise(s, cast, found, INSTRUCTION, proposal(INSTRUCTION, "拟请办理。", canteen(cast)))
    )
    assert reading.get(Dispatch, found.id).stage is DispatchStage.STUDIED
    assert reading.exec(select(Assignment)).all() == []
    assert acts(reading, Kind.DISPATCH_ADVISED)[0]["kind"] == "instruction"


def test_taken_over_word_for_word_or_not(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    fields = proposal(INSTRUCTION, "拟请办理。", canteen(cast))
    database.write(lambda s: advise(s, cast, found, INSTRUCTION, fields))
    database.write(lambda s: advise(s, cast, found, ANSWER, proposal(ANSWER, "予以备查。")))
    database.write(lambda s: decide(s, cast, found, INSTRUCTION, fields | {"proxy": ""}))
    made = {one.kind: one for one in reading.exec(select(Advice))}
    assert made[INSTRUCTION].taken
    assert made[ANSWER].decision_id is None
    assert reading.exec(select(Assignment)).one().task == canteen(cast).task


def test_other_words_leave_it_on_record_as_not_taken(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    database.write(lambda s: advise(s, cast, found))
    database.write(lambda s: decide(s, cast, found, INSTRUCTION, said(INSTRUCTION, "另作安排。")))
    assert reading.exec(select(Advice)).one().taken is False


def test_everybody_sees_that_it_was_proposed_but_its_words_are_the_committees(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    made = database.write(lambda s: advise(s, cast, found))
    database.write(lambda s: review(s, cast, made))
    steps = committee.journeys(reading, found.resolution_id)[0].steps
    told = {step.label.text: step for step in steps}
    assert told["拟办：批示"].who == "方志强"
    assert told["核稿"].who == "裴振华"
    assert "拟请" not in "".join(step.body for step in steps)


def test_newer_words_take_the_place_of_older(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    for body in ("拟请甲办理。", "拟请乙办理。"):
        database.write(lambda s, b=body: advise(s, cast, found, INSTRUCTION, proposal(INSTRUCTION, b)))
    (line,) = committee.open_advice(reading, found)
    assert line.order.body == "拟请乙办理。"


def test_the_same_signed_words_propose_once(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    fields = proposal()
    signed = cast["frank"].sign(**committee.statement_for_advice(found, INSTRUCTION, site=SITE), **fields)
    for _ in range(2):
        database.write(
            lambda s: committee.advise(
                s, viewer(s, cast, "frank"), found.id, INSTRUCTION, site=SITE, said=fields, signed=signed
            )
        )
    assert len(reading.exec(select(Advice)).all()) == 1


def test_nobody_reads_over_their_own_words(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    made = database.write(lambda s: advise(s, cast, found))
    refused(database, lambda s: review(s, cast, made, "frank"))
    refused(database, lambda s: review(s, cast, made, "alice"), Missing)
    for _ in range(2):
        database.write(lambda s: review(s, cast, made))
    assert len(acts(reading, Kind.ADVICE_REVIEWED)) == 1


def test_bad_proposals_are_refused(database: Database, cast: Cast, found: Dispatch) -> None:
    task = Task(cast.units["foundry"])
    refused(database, lambda s: advise(s, cast, found, INSTRUCTION, proposal(INSTRUCTION, " ")), Invalid)
    refused(
        database, lambda s: advise(s, cast, found, INSTRUCTION, proposal(INSTRUCTION, "办。", task)), Invalid
    )
    refused(database, lambda s: advise(s, cast, found, DecisionKind.REPLY))
    refused(database, lambda s: advise(s, cast, found, name="olga"), Missing)
    unsigned = database.write(lambda s: sent(s, cast, found=published(s, cast, number=2)))
    refused(database, lambda s: advise(s, cast, unsigned))


def test_released_together_are_those_that_may_still_be_decided(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    database.write(lambda s: advise(s, cast, found))
    database.write(lambda s: advise(s, cast, found, ANSWER, proposal(ANSWER, "予以备查。")))
    peter = viewer(reading, cast, "peter")
    assert {line.advice.kind for line in committee.releasable(reading, peter)} == {INSTRUCTION, ANSWER}
    database.write(lambda s: decide(s, cast, found, ANSWER, said(ANSWER, "阅悉。")))
    reading.rollback()
    assert committee.releasable(reading, peter) == []


def test_a_department_that_was_dissolved_cannot_be_given_what_was_proposed_for_it(
    database: Database, cast: Cast, found: Dispatch
) -> None:
    fields = proposal(INSTRUCTION, "拟请办理。", canteen(cast))
    database.write(lambda s: advise(s, cast, found, INSTRUCTION, fields))

    def dissolve(session: Session) -> None:
        unit = session.get(Unit, cast.units["canteen"])
        unit.handles = False
        session.add(unit)

    database.write(dissolve)
    error = refused(database, lambda s: decide(s, cast, found, INSTRUCTION, fields | {"proxy": ""}), Invalid)
    assert set(error.fields) == {"unit_1"}


def test_under_authority_a_proposal_can_be_released_too(
    database: Database, cast: Cast, found: Dispatch
) -> None:
    fields = proposal()
    database.write(lambda s: advise(s, cast, found, INSTRUCTION, fields, "peter"))
    proxy = database.write(lambda s: give(s, cast))
    done = database.write(
        lambda s: decide(s, cast, found, INSTRUCTION, fields | {"proxy": str(proxy.id)}, "frank")
    )
    assert done.stage is DispatchStage.DECIDED

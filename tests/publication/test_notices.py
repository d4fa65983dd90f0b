"""Putting up, lengthening and ending notices: who may, when, what the record keeps."""

from datetime import timedelta

import passed
import pytest
import shown
from acts import acts, refused
from cast import SITE, Cast
from passed import viewer
from sqlmodel import select

from congress.bylaws.profile import builtin, to_json
from congress.clock import now, stamp
from congress.database import Database
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.publication import service as publication
from congress.publication.rules import NoticeStage, Outcome, Stance, Standing, Subject
from congress.publication.rules.periods import Span
from congress.publication.store import Notice
from congress.record.entries import Kind
from congress.resolutions import service as resolutions
from congress.sittings.store import Term


def make(database: Database, cast: Cast, what, *args, **more):
    return database.write(lambda s: what(s, cast, *args, **more))


def kept(database: Database, found: Notice) -> Notice:
    with database.read() as session:
        return session.get(Notice, found.id)


# --- putting up ------------------------------------------------------------------------------------------------


def test_a_notice_is_numbered_counted_and_on_record(database: Database, cast: Cast) -> None:
    first = make(database, cast, shown.posted)
    second = make(
        database,
        cast,
        shown.posted,
        title="关于先进的公示",
        subject=Subject.MODEL_WORKERS,
        matter="model_workers",
    )
    assert (first.number, second.number) == (1, 2)
    assert publication.number_of(first) == f"职代会公示〔{first.year}〕1号"
    with database.read() as session:
        [told, _] = acts(session, Kind.NOTICE_POSTED)
    assert told["text"] == {"title": first.title, "body": shown.BODY, "resolution": ""}
    assert (told["sha256"], told["last"]) == (first.sha256, first.last_day.isoformat())


def test_the_same_press_twice_is_one_notice(database: Database, cast: Cast) -> None:
    first, again = make(database, cast, shown.posted), make(database, cast, shown.posted)
    assert first.id == again.id
    with database.read() as session:
        assert len(session.exec(select(Notice)).all()) == len(acts(session, Kind.NOTICE_POSTED)) == 1


@pytest.mark.parametrize("name", ["alice", "bob", "peter", "quinn", "dan", "eve"])
def test_only_the_secretariat_puts_up(database: Database, cast: Cast, name: str) -> None:
    refused(
        database, lambda s: publication.post(s, viewer(s, cast, name), cast.sitting_id, shown.wish()), Missing
    )


def test_holidays_count_once_they_are_noted_and_what_hangs_stays_as_it_is(
    database: Database, cast: Cast
) -> None:
    before = make(database, cast, shown.posted)
    day = before.first_day

    def note(session):
        olga = viewer(session, cast, "olga")
        return publication.note(session, olga, first=day, last=day, works=False, name="厂庆")

    assert (database.write(note), database.write(note)) == (1, 0)
    after = make(database, cast, shown.posted, title="另一份公示")
    assert after.first_day > day
    assert after.last_day > before.last_day
    assert kept(database, before).last_day == before.last_day
    with database.read() as session:
        assert [told["name"] for told in acts(session, Kind.CALENDAR_CHANGED)] == ["厂庆"]


def test_a_text_with_blanks_is_not_put_up(database: Database, cast: Cast) -> None:
    assert "【姓名】" in str(
        refused(database, lambda s: shown.posted(s, cast, body="候选人：【姓名】"), Invalid)
        .fields["body"]
        .values
    )


def test_a_firm_number_of_days_is_kept_and_a_recalled_one_only_reminds(
    database: Database, cast: Cast
) -> None:
    short = {"span": Span(3, working=False), "subject": Subject.RESULT}
    assert make(database, cast, shown.posted, **short).days == 3  # national: common practice

    def henan(session):
        term = session.get_one(Term, cast.term_id)
        term.profile = to_json(builtin()["henan"])
        session.add(term)

    database.write(henan)
    assert (
        "短于规则方案"
        in refused(database, lambda s: shown.posted(s, cast, title="再一份", **short)).refusal.reason.text
    )


def test_a_profile_from_before_there_were_notices_still_counts(database: Database, cast: Cast) -> None:
    def older(session):
        term = session.get_one(Term, cast.term_id)
        deadlines = {k: v for k, v in term.profile["deadlines"].items() if k != "candidates_shown"}
        term.profile = {**term.profile, "deadlines": deadlines}
        session.add(term)

    database.write(older)
    with database.read() as session:
        assert publication.begin(session, cast.sitting_id, Subject.CANDIDATES).span == Span(5, working=True)


# --- a resolution ----------------------------------------------------------------------------------------------


def test_a_published_resolution_is_put_up_in_one_press(database: Database, cast: Cast) -> None:
    found = make(database, cast, passed.published)

    def press(s):
        return resolutions.put_on_notice(s, viewer(s, cast, "olga"), found.id)

    first, again = database.write(press), database.write(press)
    assert first.id == again.id
    assert (first.subject, first.matter, first.open) == (Subject.RESOLUTION, "motion_resolution", True)
    assert (first.days, first.working) == (7, False)
    with database.read() as session:
        [told] = acts(session, Kind.NOTICE_POSTED)
        assert told["text"]["resolution"] == found.sha256
        assert publication.of_resolution(session, found.id).id == first.id


def test_a_resolution_that_is_not_published_is_not_put_up(database: Database, cast: Cast) -> None:
    found = make(database, cast, passed.sealed)
    refused(database, lambda s: resolutions.put_on_notice(s, viewer(s, cast, "olga"), found.id))


def test_what_depends_on_it_is_told_how_it_stands(database: Database, cast: Cast) -> None:
    found = make(database, cast, passed.published)

    def standing(moment):
        with database.read() as session:
            return publication.standing(session, resolution_id=found.id, moment=moment)

    assert standing(now()) is Standing.NONE
    notice = database.write(lambda s: resolutions.put_on_notice(s, viewer(s, cast, "olga"), found.id))
    last = shown.moment(notice)
    assert standing(last) is Standing.RUNNING
    assert standing(last + timedelta(milliseconds=1)) is Standing.PASSED
    make(database, cast, shown.concluded, notice, Outcome.WITHDRAWN, "文本有误")
    assert standing(last + timedelta(days=9)) is Standing.WITHDRAWN
    again = database.write(lambda s: resolutions.put_on_notice(s, viewer(s, cast, "olga"), found.id))
    assert again.id != notice.id
    assert standing(now()) is Standing.RUNNING


# --- seeing ----------------------------------------------------------------------------------------------------


def test_strangers_see_only_what_is_open(database: Database, cast: Cast) -> None:
    closed = make(database, cast, shown.posted)
    opened = make(database, cast, shown.posted, title="公开的公示", open=True)
    with database.read() as session:
        assert [n.id for n in publication.listed(session, None)] == [opened.id]
        assert publication.visible_to(session, None, opened.id).id == opened.id
        with pytest.raises(Missing):
            publication.visible_to(session, None, closed.id)
        dan = viewer(session, cast, "dan")
        assert {n.id for n in publication.listed(session, dan)} == {closed.id, opened.id}


# --- more days -------------------------------------------------------------------------------------------------


def test_more_days_with_a_reason_signed_once(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    until = found.last_day + timedelta(days=7)
    for _ in range(2):
        database.write(lambda s: shown.extended(s, cast, s.get(Notice, found.id), until))
    after = kept(database, found)
    assert (after.last_day, after.extended) == (until, True)
    with database.read() as session:
        [told] = acts(session, Kind.NOTICE_EXTENDED)
    assert (told["last"], told["until"], told["why"]) == (
        found.last_day.isoformat(), until.isoformat(), "补充材料",
    )  # fmt: skip


def test_no_shorter_period_no_reason_no_stranger(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    later = found.last_day + timedelta(days=1)
    refused(database, lambda s: shown.extended(s, cast, found, found.last_day), Refused)
    refused(database, lambda s: shown.extended(s, cast, found, later, " "), Invalid)
    refused(database, lambda s: shown.extended(s, cast, found, later, "长" * 501), Invalid)
    refused(database, lambda s: shown.extended(s, cast, found, later, name="alice"), Missing)
    assert kept(database, found).last_day == found.last_day


# --- the end ---------------------------------------------------------------------------------------------------


def test_no_result_before_the_last_day_is_over(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    told = refused(database, shown.then(shown.moment(found), shown.concluded, cast, found))
    assert told.refusal.reason.text == "公示期还没有满"
    assert kept(database, found).stage is NoticeStage.SHOWN
    over = shown.moment(found) + timedelta(milliseconds=1)
    assert database.write(shown.then(over, shown.concluded, cast, found)).outcome is Outcome.NO_OBJECTION


def test_a_server_whose_clock_is_ahead_ends_nothing_alone(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    device = stamp(now())
    ahead = shown.then(now() + timedelta(days=60), shown.concluded, cast, found, at=device)
    assert "您的设备" in refused(database, ahead).refusal.reason.text
    assert kept(database, found).stage is NoticeStage.SHOWN


def test_without_objections_the_end_is_noted_once_and_for_good(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.over)
    make(database, cast, shown.commented, found)
    for _ in range(2):
        make(database, cast, shown.concluded, found)
    after = kept(database, found)
    assert (after.stage, after.outcome) == (NoticeStage.CONCLUDED, Outcome.NO_OBJECTION)
    with database.read() as session:
        [told] = acts(session, Kind.NOTICE_CONCLUDED)
    assert (told["comments"], told["objections"], told["answered"], told["outcome"]) == (
        1,
        0,
        0,
        "no_objection",
    )
    refused(database, lambda s: shown.concluded(s, cast, found, Outcome.WITHDRAWN, "改主意"))
    refused(database, lambda s: shown.extended(s, cast, found, after.last_day + timedelta(days=80)))


def test_objections_are_answered_before_they_count_as_dealt_with(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.over)
    comment = make(
        database, cast, shown.commented, found, "dan", shown.words("不同意。此人不在一线。", Stance.OBJECTION)
    )
    refused(database, lambda s: shown.concluded(s, cast, found))
    refused(database, lambda s: shown.concluded(s, cast, found, Outcome.HANDLED, "已答复"))
    make(database, cast, shown.answered, comment)
    refused(database, lambda s: shown.concluded(s, cast, found, Outcome.HANDLED))  # how, is missing
    after = make(database, cast, shown.concluded, found, Outcome.HANDLED, "查实无误，已答复。")
    assert after.note == "查实无误，已答复。"


def test_without_an_objection_none_was_dealt_with(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.over)
    refused(database, lambda s: shown.concluded(s, cast, found, Outcome.HANDLED, "已答复"))


def test_before_its_time_it_can_only_be_withdrawn_with_a_reason(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    refused(database, lambda s: shown.concluded(s, cast, found, Outcome.WITHDRAWN))
    after = make(database, cast, shown.concluded, found, Outcome.WITHDRAWN, "名单有误")
    assert after.outcome is Outcome.WITHDRAWN


def test_a_comment_that_comes_meanwhile_makes_the_signature_void(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.over)
    said = {"outcome": "no_objection", "note": ""}
    with database.read() as session:
        signed = cast["olga"].sign(**publication.conclusion_for(session, found, site=SITE), **said)
    make(database, cast, shown.commented, found)
    refused(
        database,
        lambda s: publication.conclude(
            s, viewer(s, cast, "olga"), found.id, site=SITE, said=said, signed=signed
        ),
    )
    assert kept(database, found).stage is NoticeStage.SHOWN


@pytest.mark.parametrize("name", ["alice", "peter", "dan"])
def test_only_the_secretariat_ends_a_notice(database: Database, cast: Cast, name: str) -> None:
    found = make(database, cast, shown.over)
    refused(database, lambda s: shown.concluded(s, cast, found, name=name), Missing)


def test_the_secretariat_signs_itself(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.over)
    said = {"outcome": "no_objection", "note": ""}

    def job(session):
        signed = cast["alice"].sign(**publication.conclusion_for(session, found, site=SITE), **said)
        return publication.conclude(
            session, viewer(session, cast, "olga"), found.id, site=SITE, said=said, signed=signed
        )

    refused(database, job)


def test_a_resolution_shown_in_other_words_is_withdrawn_first(database: Database, cast: Cast) -> None:
    found = make(database, cast, passed.published)
    database.write(lambda s: resolutions.put_on_notice(s, viewer(s, cast, "olga"), found.id))
    refused(
        database,
        lambda s: shown.posted(s, cast, resolution_id=found.id, resolution_sha256=found.sha256),
        Conflict,
    )

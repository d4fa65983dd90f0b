"""What employees say about a notice: once, within limits, with or without their name; and what is answered."""

import secrets
from datetime import timedelta
from hashlib import sha256

import pytest
import shown
from acts import acts, refused
from cast import Cast
from passed import viewer
from sqlmodel import select

from congress.clock import now
from congress.database import Database
from congress.errors import Conflict, Missing
from congress.publication import service as publication
from congress.publication.rules import Outcome, comments
from congress.publication.store import NoticeComment
from congress.record.entries import Kind
from congress.record.store import Entry


def make(database: Database, cast: Cast, what, *args, **more):
    return database.write(lambda s: what(s, cast, *args, **more))


def count(database: Database) -> int:
    with database.read() as session:
        return len(session.exec(select(NoticeComment)).all())


def test_the_same_form_or_the_same_words_are_one_comment(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    said = shown.words()
    first = make(database, cast, shown.commented, found, "dan", said)
    again = make(database, cast, shown.commented, found, "dan", said)
    second_tab = make(database, cast, shown.commented, found, "dan", shown.words())
    assert first.id == again.id == second_tab.id
    assert first.person_id == cast["dan"].person_id
    make(database, cast, shown.commented, found, "eve", shown.words())
    assert count(database) == 2


def test_one_person_has_so_many_and_no_more(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    for n in range(comments.EACH_MOST):
        make(database, cast, shown.commented, found, "dan", shown.words(f"第{n}条意见。"))
    refused(database, lambda s: shown.commented(s, cast, found, "dan", shown.words("再说一条。")))
    make(database, cast, shown.commented, found, "eve", shown.words("我也说一条。"))
    assert count(database) == comments.EACH_MOST + 1


def test_a_comment_without_a_name_keeps_nothing_of_who_brought_it(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted, nameless=True)
    with database.read() as session:
        entries = len(session.exec(select(Entry)).all())
    code = secrets.token_hex(10)
    made = make(database, cast, shown.commented, found, "dan", shown.words(named=False, code=code))
    assert (made.person_id, made.at) == (None, None)
    with database.read() as session:
        assert len(session.exec(select(Entry)).all()) == entries
        kept = str(session.exec(select(NoticeComment)).one().model_dump())
        assert code not in kept
        assert sha256(code.encode()).hexdigest() in kept
        assert publication.mine(session, viewer(session, cast, "dan"), found.id) == []
        assert publication.found_again(session, found.id, code).id == made.id
        for wrong in (secrets.token_hex(10), "", "x" * 20, code.upper() + "0"):
            with pytest.raises(Missing):
                publication.found_again(session, found.id, wrong)


def test_a_named_comment_is_not_found_by_its_code(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted, nameless=True)
    said = shown.words()
    make(database, cast, shown.commented, found, "dan", said)
    with database.read() as session, pytest.raises(Missing):
        publication.found_again(session, found.id, said.code)


def test_without_leave_no_comment_is_without_a_name(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    refused(database, lambda s: shown.commented(s, cast, found, "dan", shown.words(named=False)))
    assert count(database) == 0


def test_nobody_is_given_another_persons_form(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted, nameless=True)
    said = shown.words()
    make(database, cast, shown.commented, found, "dan", said)
    refused(database, lambda s: shown.commented(s, cast, found, "eve", said), Conflict)
    stolen = shown.words(named=False, code=said.code)
    refused(database, lambda s: shown.commented(s, cast, found, "eve", stolen), Conflict)
    refused(database, lambda s: shown.commented(s, cast, found, "eve", shown.words(code="1")), Conflict)


def test_what_a_bad_network_delayed_is_kept_and_marked(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    last = shown.moment(found)
    in_time = database.write(shown.then(last, shown.commented, cast, found, "dan"))
    too_late = database.write(
        shown.then(last + timedelta(milliseconds=1), shown.commented, cast, found, "eve")
    )
    assert (in_time.late, too_late.late) == (False, True)


def test_after_the_result_nothing_more_is_taken(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    make(database, cast, shown.concluded, found, Outcome.WITHDRAWN, "有误")
    told = refused(database, lambda s: shown.commented(s, cast, found))
    assert told.refusal.remedy


# --- answers ---------------------------------------------------------------------------------------------------


def test_answers_are_due_in_thirty_days_and_what_is_due_first_comes_first(
    database: Database, cast: Cast
) -> None:
    old = make(database, cast, shown.over)
    found = make(database, cast, shown.posted, title="新的公示")
    make(database, cast, shown.commented, found, "dan")
    for name, days in (("eve", 35), ("carol", 10)):
        database.write(shown.then(now() - timedelta(days=days), shown.commented, cast, old, name))
    with database.read() as session:
        voices, total = publication.queue(session, viewer(session, cast, "olga"), answered=False)
        assert total == 3
        assert [v.name for v in voices] == [cast[name].name for name in ("eve", "carol", "dan")]
        assert voices[0].unit
        assert [(v.comment.due_on - v.comment.day).days for v in voices] == [30, 30, 30]
        with pytest.raises(Missing):
            publication.queue(session, viewer(session, cast, "alice"), answered=False)


def test_an_answer_is_given_once(database: Database, cast: Cast) -> None:
    found = make(database, cast, shown.posted)
    comment = make(database, cast, shown.commented, found)
    for _ in range(2):
        make(database, cast, shown.answered, comment)
    refused(database, lambda s: shown.answered(s, cast, comment, "改口。"), Conflict)
    refused(database, lambda s: shown.answered(s, cast, comment, public=False), Conflict)
    with database.read() as session:
        [told] = acts(session, Kind.NOTICE_ANSWERED)
    assert (told["answer"], told["public"], told["late"]) == ("已采纳。", True, False)


def test_a_private_answer_is_for_one_person_and_its_hash_alone_on_record(
    database: Database, cast: Cast
) -> None:
    found = make(database, cast, shown.posted)
    comment = make(database, cast, shown.commented, found)
    make(database, cast, shown.answered, comment, "请来面谈。", public=False)
    with database.read() as session:
        [told] = acts(session, Kind.NOTICE_ANSWERED)
        assert told["answer"] is None
        assert told["answer_sha256"] == sha256("请来面谈。".encode()).hexdigest()
        assert publication.comments(session, viewer(session, cast, "eve"), found) == []
        [mine] = publication.mine(session, viewer(session, cast, "dan"), found.id)
        assert mine.answer == "请来面谈。"


@pytest.mark.parametrize("name", ["alice", "bob", "peter", "dan"])
def test_only_the_secretariat_reads_and_answers(database: Database, cast: Cast, name: str) -> None:
    found = make(database, cast, shown.posted)
    comment = make(database, cast, shown.commented, found)
    refused(
        database,
        lambda s: publication.answer(s, viewer(s, cast, name), comment.id, words="好。", public=True),
        Missing,
    )
    with database.read() as session:
        assert publication.comments(session, viewer(session, cast, name), found) == []

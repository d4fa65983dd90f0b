"""Votes over HTTP until they are open: the question, the sheet before, the opening."""

from hashlib import sha256

import pytest
from hall import Hall
from secretariat import facts
from voting import QUESTION, TEXT, TITLE, check_in, drafted, is_shown, kept, shown

from congress.bylaws.terms import Form, Verb
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.record.entries import Kind
from congress.sittings import service as sittings

OUTSIDERS = ("bob", "ned", "dan", "eve", "ruth", "peter", None)


# --- drafting --------------------------------------------------------------------------------------------


@pytest.fixture
def item(hall: Hall) -> int:
    by, sitting = hall.cast["olga"].person_id, hall.cast.sitting_id
    return hall.house.database.write(
        lambda s: sittings.add_item(s, sitting_id=sitting, title="工作报告", verb=Verb.PASS, by=by).id
    )


def test_a_question_sent_twice_is_one_draft(hall: Hall, item: int) -> None:
    olga = hall.client("olga")
    first, second = (olga.post(f"/agenda/{item}/polls", data=QUESTION) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    other = olga.post(f"/agenda/{item}/polls", data={**QUESTION, "text": "会议不同意。"})
    assert other.headers["location"] != first.headers["location"]
    assert olga.get("/polls").text.count('href="/polls/') == 2


def test_a_question_is_drafted_changed_and_thrown_away(hall: Hall, item: int) -> None:
    olga = hall.client("olga")
    assert "工作报告" in olga.get(f"/agenda/{item}/polls/new").text
    made = olga.post(f"/agenda/{item}/polls", data=QUESTION)
    address = made.headers["location"]
    poll_id = int(address.rpartition("/")[2])
    assert olga.get(f"{address}/edit").text.count(TEXT) == 1
    assert olga.post(address, data={**QUESTION, "text": "会议不同意。", "final": "1"}).status_code == 303
    poll = kept(hall, poll_id)
    assert (poll.text, poll.may_change, poll.stage) == ("会议不同意。", False, PollStage.DRAFT)
    assert olga.post(f"{address}/discarding").headers["location"] == "/polls"
    assert olga.get(address).status_code == 404


BAD = {
    "title": {"": "请填写这一项", "长" * 201: "最多 200 个字"},
    "title_en": {"x" * 301: "最多 300 个字"},
    "text": {"": "请填写这一项", "长" * 20001: "最多 20000 个字"},
    "matter": {"moon": "规则方案里没有这类事项"},
    "form": {"shout": "请选择一项"},
}


@pytest.mark.parametrize(("field", "typed"), [(field, typed) for field in BAD for typed in BAD[field]])
def test_a_bad_question_is_shown_again_as_it_was_typed(hall: Hall, item: int, field: str, typed: str) -> None:
    """The new one, and the one that was well and is changed: its old words do not come back."""
    olga, poll_id = hall.client("olga"), drafted(hall.house.database, hall.cast)
    sent = {
        "title": "另一个题目",
        "title_en": "Another",
        "text": "另一段文字。",
        "matter": "agenda",
        "form": "hand",
        "kind": "matter",
    }
    for address in (f"/agenda/{item}/polls", f"/polls/{poll_id}"):
        answer = olga.post(address, data={**sent, "final": "1", field: typed})
        page = answer.text
        assert (answer.status_code, BAD[field][typed] in page) == (422, True)
        assert ('aria-invalid="true"' in page, 'name="final" value="1" checked' in page) == (True, True)
        for name, value in {**sent, field: typed}.items():
            assert is_shown(page, name, value) or value in ("moon", "shout"), (address, name)
    assert (kept(hall, poll_id).title, kept(hall, poll_id).may_change) == (TITLE, True)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_prepares_or_conducts(hall: Hall, item: int, name: str | None) -> None:
    poll_id = drafted(hall.house.database, hall.cast)
    client = hall.client(name)
    for address in (f"/agenda/{item}/polls/new", f"/polls/{poll_id}/edit", f"/polls/{poll_id}"):
        assert client.get(address).status_code in ({404} if name else {303})
    for act in ("opening", "closing", "voiding", "discarding"):
        assert client.post(f"/polls/{poll_id}/{act}", data={"why": "x", "form": "hand"}).status_code == 404
    for address in (f"/polls/{poll_id}", f"/agenda/{item}/polls"):
        assert client.post(address, data={**QUESTION, "text": "另一段文字。"}).status_code == 404
    assert client.get(f"/polls/{poll_id}/text.txt").status_code in ({404} if name else {303})
    with hall.house.database.read() as session:
        [found] = polls.of_sitting(session, hall.cast.sitting_id)
    assert (found.id, found.stage, found.text) == (poll_id, PollStage.DRAFT, TEXT)


def test_nothing_is_asked_about_an_item_that_was_struck(hall: Hall, item: int) -> None:
    olga = hall.client("olga")
    assert olga.post(f"/agenda/{item}/striking", data={"why": "改期"}).status_code == 303
    for answer in (olga.get(f"/agenda/{item}/polls/new"), olga.post(f"/agenda/{item}/polls", data=QUESTION)):
        assert (answer.status_code, "这项议程已撤销" in answer.text) == (403, True)
    assert olga.get("/agenda/999/polls/new").status_code == 404


def test_nothing_is_asked_after_the_sitting(hall: Hall, item: int) -> None:
    olga = hall.client("olga")
    for act in (
        f"/agenda/{item}/taking",
        f"/agenda/{item}/completion",
        f"/sittings/{hall.cast.sitting_id}/closing",
    ):
        assert olga.post(act).status_code == 303
    for answer in (olga.get(f"/agenda/{item}/polls/new"), olga.post(f"/agenda/{item}/polls", data=QUESTION)):
        assert (answer.status_code, "会议已经闭会" in answer.text) == (403, True)


# --- before the opening ----------------------------------------------------------------------------------


def test_the_sheet_before_shows_all_that_will_be_sealed(hall: Hall) -> None:
    poll_id = drafted(hall.house.database, hall.cast)
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:10]))
    page = hall.client("olga").get(f"/polls/{poll_id}").text
    for words in ("需全体代表 12 人过半数，即 7 票", "记名投票", "企业民主管理规定", TEXT, "法定到会人数"):
        assert words in page
    raw = hall.client("olga").get(f"/polls/{poll_id}/text.txt").content
    assert sha256(raw).hexdigest() == shown(hall, poll_id)
    assert raw.decode() == f"{TITLE}\n\n{TEXT}\n"


def test_a_changed_text_is_not_opened_unseen(hall: Hall) -> None:
    poll_id = drafted(hall.house.database, hall.cast)
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:12]))
    seen, olga = shown(hall, poll_id), hall.client("olga")
    olga.post(f"/polls/{poll_id}", data={**QUESTION, "text": "另一段文字。"})
    answer = olga.post(f"/polls/{poll_id}/opening", data={"text_sha256": seen})
    assert (answer.status_code, "有改动" in answer.text) == (403, True)
    assert kept(hall, poll_id).stage is PollStage.DRAFT


def test_without_a_quorum_it_stays_shut(hall: Hall) -> None:
    poll_id = drafted(hall.house.database, hall.cast)
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:7]))
    olga = hall.client("olga")
    page = olga.get(f"/polls/{poll_id}").text
    assert f"/polls/{poll_id}/opening" not in page
    assert "实到 7 人，不足应到 12 人的三分之二（8 人）" in page
    answer = olga.post(f"/polls/{poll_id}/opening", data={"text_sha256": kept(hall, poll_id).text_sha256})
    assert answer.status_code == 403
    assert kept(hall, poll_id).stage is PollStage.DRAFT


@pytest.mark.parametrize("form", [Form.NAMED, Form.HAND])
def test_what_must_be_secret_is_not_opened_otherwise(hall: Hall, form: Form) -> None:
    poll_id = drafted(hall.house.database, hall.cast, matter="collective_contract", form=form)
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:12]))
    olga = hall.client("olga")
    page = olga.get(f"/polls/{poll_id}").text
    assert f"/polls/{poll_id}/opening" not in page
    assert "无记名" in page
    digest = sha256(f"{TITLE}\n\n{TEXT}\n".encode()).hexdigest()
    assert olga.post(f"/polls/{poll_id}/opening", data={"text_sha256": digest}).status_code == 403
    assert kept(hall, poll_id).stage is PollStage.DRAFT


def test_opening_twice_opens_once(hall: Hall) -> None:
    poll_id = drafted(hall.house.database, hall.cast)
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:12]))
    olga, form = hall.client("olga"), {"text_sha256": shown(hall, poll_id), "minutes": "5"}
    first, second = (olga.post(f"/polls/{poll_id}/opening", data=form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"] == f"/polls/{poll_id}"
    assert len(facts(hall, Kind.POLL_OPENED)) == 1
    poll = kept(hall, poll_id)
    assert poll.stage is PollStage.OPEN
    assert (poll.closes_at - poll.opened_at).total_seconds() == 300


@pytest.mark.parametrize("minutes", ["ten", "0", "-1", "121", "99999999999"])
def test_a_countdown_that_cannot_be_is_said(hall: Hall, minutes: str) -> None:
    poll_id = drafted(hall.house.database, hall.cast)
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:12]))
    form = {"text_sha256": shown(hall, poll_id), "minutes": minutes}
    answer = hall.client("olga").post(f"/polls/{poll_id}/opening", data=form)
    assert (answer.status_code, f'value="{minutes}"' in answer.text) == (422, True)
    assert "1 到 120 之间的整数" in answer.text
    assert kept(hall, poll_id).stage is PollStage.DRAFT

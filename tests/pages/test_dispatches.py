"""Sending to the Party committee over HTTP, and hostile words on the whole way."""

from datetime import timedelta

import passed
import pytest
from hall import Hall
from office import decision, make, reported, words
from passed import Task
from sqlmodel import select

from congress.clock import now
from congress.committee.rules import DecisionKind
from congress.committee.store import Dispatch

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
OUTSIDERS = ("bob", "carol", "ned", "dan", "quinn", "eve")
INSTRUCTION, REPLY = DecisionKind.INSTRUCTION, DecisionKind.REPLY
DUE = (now() + timedelta(days=20)).date().isoformat()
LETTER = {
    "kind": "report",
    "title": "关于通风决议的报告",
    "body": "现将情况报告如下。\n【表决结果】",
    "due_on": DUE,
    "signer": "安丽华",
}
ASKING = {
    **LETTER,
    "kind": "request",
    "title": "关于通风资金的请示",
    "request": "恳请批准将改造资金列入2027年预算",
}


# --- sending ---------------------------------------------------------------------------------------------


def test_the_writer_chooses_the_kind_first(hall: Hall) -> None:
    row = make(hall, passed.published)
    olga = hall.client("olga")
    page = olga.get(f"/resolutions/{row.id}/dispatch").text
    assert "先选择文种" in page
    assert "<textarea" not in page
    assert 'name="request"' not in olga.get(f"/resolutions/{row.id}/dispatch?kind=report").text
    assert 'name="request"' in olga.get(f"/resolutions/{row.id}/dispatch?kind=request").text
    assert "先选择文种" in olga.get(f"/resolutions/{row.id}/dispatch?kind=poem").text


@pytest.mark.parametrize("form", [LETTER, ASKING])
def test_it_is_sent_once(hall: Hall, form: dict[str, str]) -> None:
    row = make(hall, passed.published)
    olga = hall.client("olga")
    first, again = (olga.post(f"/resolutions/{row.id}/dispatch", data=form) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    page = words(hall.client().get(first.headers["location"]))
    assert form["title"] in page
    assert ("妥否，请批示。" in page) == (form is ASKING)
    assert olga.post(f"/resolutions/{row.id}/dispatch", data={**form, "title": "再报一次"}).status_code == 403


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({**LETTER, "body": "情况如下。妥否，请批示。"}, "报告不得夹带请示事项"),
        ({**LETTER, "request": "请拨款"}, "报告不得夹带请示事项"),
        ({**LETTER, "resolution": "2"}, "一份报告附一份决议"),
        ({**ASKING, "resolution": "2"}, "一份请示只能附一份决议"),
        ({**ASKING, "request": "一、拨款\n二、增人"}, "一份请示只能请求一件事"),
        ({**ASKING, "request": ""}, "请示没有写请求事项"),
        ({**LETTER, "title": ""}, "请填写这一项"),
        ({**LETTER, "title": "长" * 401}, "最多 400 个字"),
        ({**LETTER, "body": "长" * 10_001}, "最多 10000 个字"),
        ({**LETTER, "body": "由【部门】落实"}, "还有没填的空"),
        ({**LETTER, "body": "赞成 12 票"}, "不一致"),
        ({**LETTER, "signer": " "}, "请填写这一项"),
        ({**LETTER, "signer": "长" * 31}, "最多 30 个字"),
        ({**LETTER, "due_on": ""}, "请填写日期"),
        ({**LETTER, "due_on": "2020-01-01"}, "答复期限应当在今天之后"),
    ],
)
def test_a_bad_letter_comes_back_as_it_was_typed(hall: Hall, form: dict[str, str], complaint: str) -> None:
    row = make(hall, passed.published)
    answer = hall.client("olga").post(f"/resolutions/{row.id}/dispatch", data=form)
    assert answer.status_code == 422
    assert complaint in words(answer)
    if "不得夹带" in complaint or "请示" in complaint:
        assert "《党政机关公文处理工作条例》第十五条第（四）项" in words(answer)
    with hall.house.database.read() as session:
        assert not session.exec(select(Dispatch)).all()


def test_only_the_secretariat_sends(hall: Hall) -> None:
    row = make(hall, passed.published)
    for name in (*OUTSIDERS, "alice", "peter"):
        client = hall.client(name)
        assert client.get(f"/resolutions/{row.id}/dispatch").status_code == 404
        assert client.post(f"/resolutions/{row.id}/dispatch", data=LETTER).status_code == 404
    draft = make(hall, passed.drafted, number=2)
    assert hall.client("olga").post(f"/resolutions/{draft.id}/dispatch", data=LETTER).status_code == 403


# --- words and secrecy -----------------------------------------------------------------------------------


def test_hostile_words_stay_words(hall: Hall) -> None:
    row = make(hall, passed.published)
    form = {**ASKING, "title": EVIL, "body": EVIL, "request": f"批准{EVIL}"}
    sent = hall.client("olga").post(f"/resolutions/{row.id}/dispatch", data=form)
    assert sent.status_code == 303
    with hall.house.database.read() as session:
        found = session.exec(select(Dispatch)).one()
    make(hall, passed.receive, found)
    fields = passed.said(REPLY, EVIL, Task(hall.cast.units["canteen"], task=EVIL))
    answer = hall.client("peter").post(
        f"/dispatches/{found.id}/decisions/reply", data=decision(hall, found, REPLY, fields)
    )
    assert answer.status_code == 303
    pages = [
        hall.client("peter").get(a)
        for a in ("/committee", f"/dispatches/{found.id}", f"/dispatches/{found.id}/decisions/instruction")
    ]
    pages += [
        hall.client().get(f"/dispatches/{found.id}/document"),
        hall.client().get(f"/resolutions/{row.id}"),
    ]
    pages += [hall.client("quinn").get("/tasks"), hall.client("olga").get("/resolutions")]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_before_publication_a_dispatch_is_not_public(hall: Hall) -> None:
    row = make(hall, passed.sealed)
    found = make(hall, passed.sent, found=row)
    for name in ("carol", "dan", "eve", "quinn", None):
        assert hall.client(name).get(f"/dispatches/{found.id}").status_code == 404
        assert hall.client(name).get(f"/dispatches/{found.id}/document").status_code == 404
    for name in ("olga", "alice", "peter", "bob"):
        assert hall.client(name).get(f"/dispatches/{found.id}").status_code == 200


def test_an_english_reader_follows_it_too(hall: Hall) -> None:
    found, _ = reported(hall)
    client = hall.client("peter", **{"Accept-Language": "en"})
    page = client.get(f"/dispatches/{found.id}").text
    for part in ("What comes next", "To be accepted", "Progress", "Received by the Party committee"):
        assert part in page
    assert "Under study" in client.get("/committee").text

"""The Party committee over HTTP: inbox, receipt, decisions, tasks accepted, the rating."""

import re
from datetime import timedelta

import passed
import pytest
from hall import Hall
from office import canteen, decision, kept, make, reported, words
from sqlmodel import select

from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind, DispatchStage
from congress.committee.store import Assignment, Dispatch
from congress.resolutions.store import Resolution

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
OUTSIDERS = ("bob", "carol", "ned", "dan", "quinn", "eve")
REQUEST = DispatchKind.REQUEST
INSTRUCTION, REPLY, ANSWER = DecisionKind.INSTRUCTION, DecisionKind.REPLY, DecisionKind.ANSWER
DUE = (now() + timedelta(days=20)).date().isoformat()


def receipt(hall: Hall, found: Dispatch, name: str = "peter") -> dict[str, str]:
    return hall.cast[name].signed_form(**committee.statement_for_receipt(found, site=passed.SITE))


def rating(hall: Hall, found: Dispatch, word: str, body: str = "", name: str = "bob") -> dict[str, str]:
    template = committee.statement_for_rating(found, site=passed.SITE)
    fields = {"rating": word, "body": body}
    return {**fields, **hall.cast[name].signed_form(**template, **fields)}


# --- the inbox and receipt -------------------------------------------------------------------------------


def test_an_empty_inbox_says_what_will_come(hall: Hall) -> None:
    assert "还没有来文" in hall.client("peter").get("/committee").text


def test_the_inbox_is_the_committees(hall: Hall) -> None:
    for name in (*OUTSIDERS, "olga", "alice"):
        assert hall.client(name).get("/committee").status_code == 404
    assert hall.client().get("/committee").status_code == 303


def test_a_card_says_what_counts_and_when_it_is_due(hall: Hall) -> None:
    make(hall, passed.sent, days=5)
    page = words(hall.client("peter").get("/committee"))
    for part in (
        "待签收",
        "报告",
        "还有 5 天",
        "赞成 8，反对 1，弃权 1",
        "实到 11 / 应到 12，要求 8",
        "全体职工代表",
        "职代会〔",
    ):
        assert part in page
    fragment = (
        hall.client("peter", **{"HX-Request": "true", "HX-Request-Type": "partial"}).get("/committee").text
    )
    assert fragment.lstrip().startswith('<div id="inbox"')


def test_one_tap_signs_for_it(hall: Hall) -> None:
    found = make(hall, passed.sent)
    peter = hall.client("peter")
    form = receipt(hall, found)
    for _ in range(2):
        assert peter.post(f"/dispatches/{found.id}/receipt", data=form).status_code == 303
    assert peter.post(f"/dispatches/{found.id}/receipt", data=receipt(hall, found)).status_code == 303
    assert kept(hall, found).stage is DispatchStage.STUDIED
    assert "裴振华" in words(hall.client("olga").get(f"/dispatches/{found.id}"))


def test_a_receipt_needs_the_receivers_own_signature(hall: Hall) -> None:
    found = make(hall, passed.sent)
    good = receipt(hall, found)
    peter = hall.client("peter")
    for form in ({}, receipt(hall, found, "bob"), {**good, "statement": good["statement"] + " "}):
        assert peter.post(f"/dispatches/{found.id}/receipt", data=form).status_code == 403
    for name in (*OUTSIDERS, "olga", None):
        assert hall.client(name).post(f"/dispatches/{found.id}/receipt", data=good).status_code == 404
    assert kept(hall, found).stage is DispatchStage.SENT


# --- deciding --------------------------------------------------------------------------------------------


def test_an_instruction_with_a_department(hall: Hall) -> None:
    found = make(hall, passed.received)
    peter = hall.client("peter")
    page = peter.get(f"/dispatches/{found.id}/decisions/instruction")
    assert "后勤保障部" in page.text
    assert 'name="grants"' not in page.text
    form = decision(hall, found, INSTRUCTION, passed.said(INSTRUCTION, "请抓紧落实。", canteen(hall)))
    for _ in range(2):
        assert peter.post(f"/dispatches/{found.id}/decisions/instruction", data=form).status_code == 303
    with hall.house.database.read() as session:
        assert len(session.exec(select(Assignment)).all()) == 1
    assert kept(hall, found).stage is DispatchStage.CARRIED_OUT
    for name in ("bob", "eve", "quinn", None):  # the congress, the proposer and the public see every step
        page = words(hall.client(name).get(f"/resolutions/{found.resolution_id}"))
        assert "请抓紧落实。" in page
        assert "交办后勤保障部" in page


def test_a_reply_to_a_request(hall: Hall) -> None:
    found = make(hall, passed.received, REQUEST)
    peter = hall.client("peter")
    assert "恳请批准将改造资金列入2027年预算" in words(peter.get(f"/dispatches/{found.id}/decisions/reply"))
    form = decision(hall, found, REPLY, passed.said(REPLY, "同意，请财务部安排。"))
    assert peter.post(f"/dispatches/{found.id}/decisions/reply", data=form).status_code == 303
    assert kept(hall, found).stage is DispatchStage.ANSWERED
    assert "党委批复：同意" in words(hall.client().get(f"/dispatches/{found.id}"))


@pytest.mark.parametrize(
    ("kind", "fields", "complaint"),
    [
        (INSTRUCTION, {"body": " "}, "请填写这一项"),
        (INSTRUCTION, {"body": "长" * 5001}, "最多 5000 个字"),
        (REPLY, {"grants": ""}, "请选择同意或不同意"),
        (INSTRUCTION, {"task_1": "办理"}, "请选择承办部门"),
        (INSTRUCTION, {"unit_1": "999", "task_1": "办理", "due_1": DUE}, "只能交办给承办部门"),
        (INSTRUCTION, {"unit_2": "3", "task_2": "办理", "due_2": "2020-01-01"}, "办理期限应当在今天之后"),
    ],
)
def test_a_bad_decision_comes_back(
    hall: Hall, kind: DecisionKind, fields: dict[str, str], complaint: str
) -> None:
    found = make(hall, passed.received, REQUEST)
    form = decision(hall, found, kind, passed.said(kind, "请落实。") | fields)
    answer = hall.client("peter").post(f"/dispatches/{found.id}/decisions/{kind.value}", data=form)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert kept(hall, found).stage is DispatchStage.STUDIED


def test_a_decision_has_no_field_for_text_or_counts(hall: Hall) -> None:
    found = make(hall, passed.received)
    for kind in ("instruction", "answer"):
        page = hall.client("peter").get(f"/dispatches/{found.id}/decisions/{kind}").text
        names = set(
            re.findall(
                r'<(?:input|textarea|select)[^>]*\bname="([^"]+)"',
                page.split("<main", 1)[1].split("</main>")[0],
            )
        )
        assert {name.split("_")[0] for name in names} <= {"proxy", "body", "unit", "task", "due", "back"}
    before = make(hall, lambda s, _: s.get(Resolution, found.resolution_id).sha256)
    form = decision(hall, found, INSTRUCTION, passed.said(INSTRUCTION, "改票数。")) | {
        "favour": "0",
        "title": "改",
        "sha256": "0",
    }
    assert (
        hall.client("peter").post(f"/dispatches/{found.id}/decisions/instruction", data=form).status_code
        == 303
    )
    assert make(hall, lambda s, _: s.get(Resolution, found.resolution_id).sha256) == before
    assert "<td>8</td>" in hall.client().get(f"/dispatches/{found.id}").text


def test_decisions_wait_for_the_receipt_and_belong_to_the_committee(hall: Hall) -> None:
    found = make(hall, passed.sent)
    peter = hall.client("peter")
    assert "来文还没有签收" in peter.get(f"/dispatches/{found.id}/decisions/answer").text
    form = decision(hall, found, ANSWER, passed.said(ANSWER, "阅悉。"))
    assert peter.post(f"/dispatches/{found.id}/decisions/answer", data=form).status_code == 403
    make(hall, passed.receive, found)
    for name in (*OUTSIDERS, "olga", "alice"):
        client = hall.client(name)
        assert client.get(f"/dispatches/{found.id}/decisions/answer").status_code == 404
        assert client.post(f"/dispatches/{found.id}/decisions/answer", data=form).status_code == 404
    assert peter.get(f"/dispatches/{found.id}/decisions/poem").status_code == 404
    assert peter.post(f"/dispatches/{found.id}/decisions/poem", data=form).status_code == 404
    assert peter.post(f"/dispatches/{found.id}/decisions/answer", data=form).status_code == 303


# --- tasks and rating ------------------------------------------------------------------------------------


def test_the_committee_accepts_and_answers_and_the_proposer_rates(hall: Hall) -> None:
    found, task = reported(hall)
    peter, bob = hall.client("peter"), hall.client("bob")
    assert "承办部门报告完成、党委验收后再答复办结" in words(
        peter.get(f"/dispatches/{found.id}/decisions/answer")
    )
    for _ in range(2):
        assert peter.post(f"/assignments/{task}/acceptance").status_code == 303
    form = decision(hall, found, ANSWER, passed.said(ANSWER, "已经全部完成。"))
    assert peter.post(f"/dispatches/{found.id}/decisions/answer", data=form).status_code == 303
    assert "请您评价" in bob.get("/resolutions").text
    assert "您的评价" in bob.get(f"/dispatches/{found.id}").text
    assert "您的评价" not in hall.client("carol").get(f"/dispatches/{found.id}").text
    form = rating(hall, found, "unsatisfied", "夏天还是热")
    for _ in range(2):
        assert bob.post(f"/dispatches/{found.id}/rating", data=form).status_code == 303
    assert (kept(hall, found).stage, kept(hall, found).round) == (DispatchStage.STUDIED, 2)
    page = words(hall.client().get(f"/dispatches/{found.id}"))
    assert "评价：不满意，重新办理" in page
    assert "夏天还是热" in page


def test_sending_back_says_why(hall: Hall) -> None:
    found, task = reported(hall)
    peter = hall.client("peter")
    assert peter.get(f"/assignments/{task}/return").status_code == 200
    assert peter.post(f"/assignments/{task}/return", data={"body": ""}).status_code == 422
    assert peter.post(f"/assignments/{task}/return", data={"body": "长" * 2001}).status_code == 422
    for _ in range(2):
        assert peter.post(f"/assignments/{task}/return", data={"body": f"没有达标{EVIL}"}).status_code == 303
    assert peter.post(f"/assignments/{task}/acceptance").status_code == 403
    page = hall.client().get(f"/dispatches/{found.id}").text
    assert "没有达标" in page
    assert "<script>alert" not in page


def test_only_the_committee_accepts(hall: Hall) -> None:
    found, task = reported(hall)
    for name in (*OUTSIDERS, "olga", "alice", None):
        client = hall.client(name)
        assert client.post(f"/assignments/{task}/acceptance").status_code == 404
        assert client.post(f"/assignments/{task}/return", data={"body": "退回"}).status_code == 404
        assert client.get(f"/assignments/{task}/return").status_code == (303 if name is None else 404)
    assert kept(hall, found).stage is DispatchStage.CARRIED_OUT


def test_who_may_not_rate_and_when(hall: Hall) -> None:
    found = make(hall, passed.received)
    bob = hall.client("bob")
    assert (
        bob.post(f"/dispatches/{found.id}/rating", data=rating(hall, found, "satisfied")).status_code == 403
    )
    make(hall, lambda s, cast: passed.decide(s, cast, found, ANSWER, passed.said(ANSWER, "阅悉。")))
    for name in ("carol", "alice", "olga", "peter", "eve", None):
        answer = hall.client(name).post(
            f"/dispatches/{found.id}/rating", data=rating(hall, found, "satisfied", name="carol")
        )
        assert answer.status_code == 404
    for bad in (rating(hall, found, "splendid"), {}, rating(hall, found, "satisfied", "长" * 2001)):
        assert bob.post(f"/dispatches/{found.id}/rating", data=bad).status_code == 422
    unsigned = {"rating": "satisfied", "body": ""}
    assert bob.post(f"/dispatches/{found.id}/rating", data=unsigned).status_code == 403
    assert (
        bob.post(f"/dispatches/{found.id}/rating", data=rating(hall, found, "satisfied")).status_code == 303
    )
    assert bob.post(f"/dispatches/{found.id}/rating", data=rating(hall, found, "partly")).status_code == 403

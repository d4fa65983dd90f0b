"""The Party committee over HTTP: sending, receipt, decisions, tasks accepted, the rating; strangers and bad input."""

import re
from datetime import timedelta
from pathlib import Path

import httpx2
import passed
import pytest
from hall import Hall
from passed import Task
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, select

from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind, DispatchStage
from congress.committee.store import Assignment, Dispatch
from congress.crypto.signatures import encode, key_id
from congress.identity.rules import KeyMethod
from congress.identity.store import DeviceKey
from congress.resolutions.store import Resolution

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
OUTSIDERS = ("bob", "carol", "ned", "dan", "quinn", "eve")
REPORT, REQUEST = DispatchKind.REPORT, DispatchKind.REQUEST
INSTRUCTION, REPLY, ANSWER = DecisionKind.INSTRUCTION, DecisionKind.REPLY, DecisionKind.ANSWER
DUE = (now() + timedelta(days=20)).date().isoformat()
LETTER = {
    "kind": "report",
    "title": "关于通风决议的报告",
    "body": "现将情况报告如下。\n【表决结果】",
    "due_on": DUE,
}
ASKING = {
    **LETTER,
    "kind": "request",
    "title": "关于通风资金的请示",
    "request": "恳请批准将改造资金列入2027年预算",
}


def make(hall: Hall, what: object, *args: object, **more: object) -> object:
    return hall.house.database.write(lambda s: what(s, hall.cast, *args, **more))


def kept(hall: Hall, found: Dispatch) -> Dispatch:
    with hall.house.database.read() as session:
        return session.get(Dispatch, found.id)


def words(answer: httpx2.Response) -> str:
    return re.sub(r"<wbr>|</?span[^>]*>", "", answer.text)


def receipt(hall: Hall, found: Dispatch, name: str = "peter") -> dict[str, str]:
    return hall.cast[name].signed_form(**committee.statement_for_receipt(found, site=passed.SITE))


def decision(
    hall: Hall, found: Dispatch, kind: DecisionKind, fields: dict[str, str], name: str = "peter"
) -> dict[str, str]:
    template = committee.statement_for_decision(found, kind, site=passed.SITE)
    return {**fields, **hall.cast[name].signed_form(**template, **fields)}


def rating(hall: Hall, found: Dispatch, word: str, body: str = "", name: str = "bob") -> dict[str, str]:
    template = committee.statement_for_rating(found, site=passed.SITE)
    fields = {"rating": word, "body": body}
    return {**fields, **hall.cast[name].signed_form(**template, **fields)}


def canteen(hall: Hall) -> Task:
    return Task(hall.cast.units["canteen"])


# --- sending -------------------------------------------------------------------------------------------------


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
        ({**LETTER, "title": "长" * 151}, "最多 150 个字"),
        ({**LETTER, "body": "长" * 10_001}, "最多 10000 个字"),
        ({**LETTER, "body": "由【部门】落实"}, "还有没填的空"),
        ({**LETTER, "body": "赞成 12 票"}, "不一致"),
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


# --- the inbox and receipt -----------------------------------------------------------------------------------


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


# --- deciding ------------------------------------------------------------------------------------------------


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
        assert {name.split("_")[0] for name in names} <= {"body", "unit", "task", "due", "back"}
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


# --- tasks and rating ----------------------------------------------------------------------------------------


def reported(hall: Hall) -> tuple[Dispatch, int]:
    """A dispatch whose one task is reported done."""

    def job(session, cast):
        found = passed.received(session, cast)
        passed.decide(
            session,
            cast,
            found,
            INSTRUCTION,
            passed.said(INSTRUCTION, "请落实。", Task(cast.units["canteen"])),
        )
        task = session.exec(select(Assignment)).one()
        committee.report(
            session, passed.viewer(session, cast, "quinn"), task.id, body="全部完成。", done=True
        )
        return found, task.id

    return make(hall, job)


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


# --- words and secrecy ---------------------------------------------------------------------------------------


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
        assert "<img" not in page.text


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


# --- in a browser --------------------------------------------------------------------------------------------


def enter(hall: Hall, context: BrowserContext, name: str) -> None:
    context.add_cookies(
        [{"name": k, "value": v, "url": hall.url} for k, v in hall.client(name).cookies.items()]
    )


def own_device(hall: Hall, page: Page, name: str) -> None:
    """Make a key in this browser and have it registered."""
    page.goto("/resolutions")
    script = page.locator('script[src$="/js/keys.js"]').get_attribute("src")
    make_key = """async ([script, site, person]) => {
      const keys = await import(script);
      return [...keys.publicKey(await keys.ensureKey(site, person))];
    }"""
    person = hall.cast[name].person_id
    raw = bytes(page.evaluate(make_key, [script, passed.SITE, str(person)]))
    key = DeviceKey(
        id=key_id(raw),
        person_id=person,
        public=encode(raw),
        method=KeyMethod.WEBCRYPTO,
        device="browser",
        registered_at=now(),
    )
    hall.house.database.write(lambda s: s.add(key))


def test_two_devices_take_it_from_receipt_to_rating(hall: Hall, context_for, page_for) -> None:
    """The words that devices sign are the words that the server reads: lines, dates and choices included."""
    found = make(hall, passed.sent)
    desk = context_for(hall.url, viewport={"width": 1280, "height": 900})
    enter(hall, desk, "peter")
    peter = page_for(desk)
    own_device(hall, peter, "peter")
    peter.goto("/committee")
    peter.get_by_role("button", name="签收").click()
    expect(peter.get_by_role("link", name="批示、交办")).to_be_visible()
    peter.get_by_role("link", name="批示、交办").click()
    peter.get_by_label("批示内容").fill("  请抓紧落实。\n\n注意施工安全，<b>按期</b>完成。 ")
    peter.locator("#field-unit_1").select_option(label="后勤保障部")
    peter.locator("#field-task_1").fill("制定方案，\n组织实施")
    peter.get_by_role("button", name="签名提交").click()
    peter.get_by_role("dialog").get_by_role("button", name="签名提交").click()
    expect(peter.get_by_text("交办后勤保障部")).to_be_visible()
    assert kept(hall, found).stage is DispatchStage.CARRIED_OUT

    def finish(session: Session, cast: object) -> None:
        task = session.exec(select(Assignment)).one()
        committee.report(session, passed.viewer(session, cast, "quinn"), task.id, body="完成。", done=True)
        committee.accept(session, passed.viewer(session, cast, "peter"), task.id)
        passed.decide(session, cast, session.get(Dispatch, found.id), ANSWER, passed.said(ANSWER, "已完成。"))

    make(hall, finish)
    phone = context_for(hall.url)
    enter(hall, phone, "bob")
    bob = page_for(phone)
    own_device(hall, bob, "bob")
    bob.goto(f"/dispatches/{found.id}")
    bob.get_by_label("不满意").check()
    bob.get_by_label("说明").fill("夏天\n还是热")
    bob.get_by_role("button", name="签名提交评价").click()
    bob.get_by_role("dialog").get_by_role("button", name="签名提交评价").click()
    expect(bob.get_by_text("评价：不满意，重新办理")).to_be_visible()
    assert kept(hall, found).round == 2


def test_both_officers_sign_a_resolution_on_their_devices(hall: Hall, context_for, page_for) -> None:
    found = make(hall, passed.signing)
    for name, words_of in (("alice", "执行主席"), ("ruth", "总监票人")):
        phone = context_for(hall.url)
        enter(hall, phone, name)
        page = page_for(phone)
        own_device(hall, page, name)
        page.goto(f"/resolutions/{found.id}")
        sign = f"以{words_of}身份签名"
        page.get_by_role("button", name=sign).click()
        page.get_by_role("dialog").get_by_role("button", name=sign).click()
        expect(page.get_by_text("已签名并记录在案")).to_be_visible()
    number = make(hall, lambda s, _: s.get(Resolution, found.id).number)
    assert number == 1


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(hall: Hall, context_for, language: str) -> None:
    found, task = reported(hall)
    make(hall, passed.sent, REQUEST, found=make(hall, passed.published, number=2))
    draft = make(hall, passed.drafted, number=3)
    waiting = make(hall, passed.signing, number=4)
    visits = {
        "peter": [
            "/committee",
            f"/dispatches/{found.id}",
            f"/dispatches/{found.id}/decisions/instruction",
            f"/assignments/{task}/return",
        ],
        "olga": [
            "/resolutions",
            f"/resolutions/{draft.id}",
            f"/resolutions/{draft.id}/text",
            f"/resolutions/{found.resolution_id}/dispatch?kind=request",
        ],
        "alice": [f"/resolutions/{waiting.id}"],
        "quinn": ["/tasks", f"/tasks/{task}"],
        "bob": [f"/resolutions/{found.resolution_id}", f"/dispatches/{found.id}/document"],
    }
    told = []
    for name, addresses in visits.items():
        context = context_for(
            hall.url, bypass_csp=True, locale=language, viewport={"width": 320, "height": 700}
        )
        enter(hall, context, name)
        page = context.new_page()
        for address in addresses:
            page.set_viewport_size({"width": 320, "height": 700})
            page.goto(address)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            page.set_viewport_size({"width": 1280, "height": 2000})
            page.evaluate(AXE)
            broken = page.evaluate("tags => axe.run(document, { runOnly: tags })", TAGS)["violations"]
            told += [
                f"{address} {rule['id']} {node['html'][:100]}" for rule in broken for node in rule["nodes"]
            ]
            told += [f"{address} is {wide} px too wide"] if wide > 0 else []
    assert not told

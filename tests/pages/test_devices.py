"""Real devices sign at the committee and under resolutions; every page of theirs is looked at by axe."""

from pathlib import Path

import passed
import pytest
from hall import Hall
from office import kept, make, reported
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
REQUEST = DispatchKind.REQUEST
INSTRUCTION, ANSWER = DecisionKind.INSTRUCTION, DecisionKind.ANSWER


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
    expect(peter.locator(f"#timeline-{found.id}")).to_contain_text("交办后勤保障部")
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

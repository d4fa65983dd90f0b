"""The tellers' ceremony from its page: what a device publishes is what the protocol wants, the same when it is sent
again, and stays possible after a reload; what is wrong with the others' part, or lost here, is told."""

import json
import re
from copy import deepcopy

import pytest
from device import MAKE_KEY
from playwright.sync_api import expect
from starlette.responses import HTMLResponse, Response

from congress.crypto.belenios import ceremony as steps
from congress.crypto.belenios import wire
from congress.crypto.belenios.trustees import read_trustees
from congress.crypto.canonical import parse
from congress.crypto.signatures import decode, verify
from congress.demo.devices import GROUP, Teller
from congress.secrecy.rules import Step, step_statement

THRESHOLD, OWNER = 2, 2  # the browser's place among three
SECRET = """async () => {
  return (await import("/static/0a1b/js/keys.js")).findSecret("6f1c", "12", "teller-3");
}"""
FORGET = """async () => {
  await (await import("/static/0a1b/js/keys.js")).keepSecret("6f1c", "12", "teller-3", {});
}"""
ERRORS = {
    "lost": "本机没有这次仪式的密钥", "certificate": "{n} 的证书不对", "ceremony": "证书不是这次的", "coefexps": "{n} 的系数不对",
    "share": "{n} 的份额不对", "mine": "我的不在其中", "failed": "没有做成",
}  # fmt: skip


class Others:
    """Tellers 1 and 3, and what the server knows of all three."""

    def __init__(self) -> None:
        self.tellers = {owner: Teller() for owner in (1, 3)}
        self.certs: dict[int, str] = {o: t.certify(3, THRESHOLD, o) for o, t in self.tellers.items()}
        self.dealt: dict[int, dict] = {}
        self.finished: dict[int, dict] = {}

    def in_order(self, parts: dict) -> list:
        return [parts[owner] for owner in (1, 2, 3) if owner in parts]

    def deal(self) -> None:
        certificates = self.in_order(self.certs)
        for owner, teller in self.tellers.items():
            self.dealt[owner] = json.loads(teller.deal(certificates, THRESHOLD))

    def finish(self) -> None:
        certificates = self.in_order(self.certs)
        for owner, teller in self.tellers.items():
            sealed = [one["sealed"][owner - 1] for one in self.in_order(self.dealt)]
            self.finished[owner] = json.loads(teller.finish(certificates, sealed))

    def facts(self, step: str) -> dict:
        return {
            "group": GROUP.name, "ceremony": 3, "step": step, "owner": OWNER, "size": 3, "threshold": THRESHOLD,
            "certs": [json.loads(one) for one in self.in_order(self.certs)] if step != "certify" else [],
            "coefexps": [one["coefexps"] for one in self.in_order(self.dealt)] if step == "finish" else [],
            "sealed": [one["sealed"][OWNER - 1] for one in self.in_order(self.dealt)] if step == "finish" else [],
        }  # fmt: skip

    def take(self, step: str, content: str) -> None:
        """Publish what the browser sent, checked as the server checks it."""
        value = json.loads(content)
        assert wire.compact(value) == content
        if step == "certify":
            steps.check_certificate(value, GROUP, 3, THRESHOLD, OWNER)
            self.certs[OWNER] = content
            return
        signer = json.loads(json.loads(self.certs[OWNER])["message"])["verification"]
        if step == "deal":
            steps.check_dealing(value["coefexps"], GROUP, signer, THRESHOLD)
            assert len(value["sealed"]) == 3
            self.dealt[OWNER] = value
        else:
            self.finished[OWNER] = value

    def trustees(self) -> str:
        finishes = self.in_order(self.finished)
        return steps.assemble(
            THRESHOLD,
            [json.loads(one) for one in self.in_order(self.certs)],
            [one["coefexps"] for one in self.in_order(self.dealt)],
            [one["signature"] for one in finishes],
            [one["verification"] for one in finishes],
        )


def form(facts: dict) -> str:
    step = facts["step"]
    words = " ".join(f'data-text-{code}="{text}"' for code, text in ERRORS.items())
    said = json.dumps({"act": "key-step", "ceremony": 3, "step": step, "site": "6f1c"})
    raw = json.dumps(facts, ensure_ascii=False).replace("'", "&#39;")
    return f"""<section id="ceremony"><form method="post" action="/tellers/steps" hx-post="/tellers/steps"
      hx-target="#ceremony" hx-swap="outerHTML" data-key-step='{raw}' data-sign='{said}'>
      <input type="hidden" name="step" value="{step}"><input type="hidden" name="content">
      <input type="hidden" name="body" data-sign-field="body"><p role="alert" data-step-error hidden {words}></p>
      <p data-sign-error hidden></p><button>{step}</button></form></section>"""


WAITING = '<section id="ceremony"><p>请等别人</p></section>'


@pytest.fixture
def others() -> Others:
    return Others()


@pytest.fixture
def page(site, phone, page_for, others):
    site.scripts = ("ceremony", "retry", "signing")
    site.answer = lambda _: HTMLResponse(WAITING)
    page = page_for(phone)
    page.goto("/")
    page.public = bytes(page.evaluate(MAKE_KEY))
    return page


def shown(site, page, facts: dict) -> None:
    site.body = form(facts)
    page.goto("/")


def taken(site, page, others, step: str) -> str:
    """The step has been sent: signed as the server wants it, and right."""
    page.get_by_text("请等别人").wait_for()
    sent = site.received[-1]
    said = step_statement(site="6f1c", ceremony=3, step=Step(step), digest=wire.digest(sent["content"]))
    assert said.items() <= parse(sent["statement"].encode()).items()
    assert (sent["step"], sent["body"]) == (step, said["body"])
    assert verify(page.public, sent["statement"].encode(), decode(sent["signature"]))
    others.take(step, sent["content"])
    return sent["content"]


def hold(site, page, others, until: str = "finish") -> None:
    """The steps before this one."""
    shown(site, page, others.facts("certify"))
    page.get_by_role("button").click()
    taken(site, page, others, "certify")
    if until == "deal":
        return
    shown(site, page, others.facts("deal"))
    taken(site, page, others, "deal")
    others.deal()


def test_the_whole_ceremony(site, page, others):
    hold(site, page, others)
    shown(site, page, others.facts("finish"))
    taken(site, page, others, "finish")
    others.finish()
    trustees = read_trustees(others.trustees(), GROUP)
    kept = page.evaluate(SECRET)
    assert kept["electionKey"] == trustees.public_key(GROUP)
    assert kept["public"] == trustees.owners[OWNER - 1]
    assert GROUP.power(GROUP.generator, int(kept["key"])) == kept["public"]
    assert len(site.received) == 3
    secrets = [kept["seed"], kept["key"], *kept["polynomial"]]
    assert len(secrets) == 4
    assert [one for one in secrets for body in site.bodies if one.encode() in body] == []


def test_the_first_step_waits_for_a_press(site, page, others):
    shown(site, page, others.facts("certify"))
    page.wait_for_timeout(500)
    assert site.received == []
    assert page.evaluate(SECRET) is None


def test_the_next_step_comes_with_the_answer(site, page, others):
    def next_step(sent: dict[str, str]) -> Response:
        others.take(sent["step"], sent["content"])
        if sent["step"] == "deal":
            others.deal()
        follows = {"certify": "deal", "deal": "finish"}.get(sent["step"])
        return HTMLResponse(form(others.facts(follows)) if follows else WAITING)

    site.answer = next_step
    shown(site, page, others.facts("certify"))
    page.get_by_role("button").click()
    page.get_by_text("请等别人").wait_for()
    assert [sent["step"] for sent in site.received] == ["certify", "deal", "finish"]
    others.finish()
    assert read_trustees(others.trustees(), GROUP)


@pytest.mark.parametrize("step", ["certify", "deal", "finish"])
def test_sent_again_it_is_the_very_same(site, page, others, step):
    """The answer was lost, and the page loaded again: another text would be refused."""
    if step != "certify":
        hold(site, page, others, until=step)
    site.received.clear()
    for _ in range(2):
        shown(site, page, others.facts(step))
        if step == "certify":
            page.get_by_role("button").click()
        taken(site, page, others, step)
    first, second = site.received
    assert first["content"] == second["content"]
    assert first["statement"] != second["statement"]


@pytest.mark.parametrize("step", ["deal", "finish"])
def test_what_is_made_is_kept_before_it_is_sent(site, page, others, step):
    hold(site, page, others, until=step)
    shown(site, page, others.facts("certify"))  # the present page loads what it needs
    page.wait_for_load_state("networkidle")
    facts, kept = others.facts(step), page.evaluate(SECRET)
    site.stop()
    page.evaluate("(html) => { document.body.innerHTML = html; htmx.process(document.body); }", form(facts))
    page.wait_for_selector("[name=statement][value]", state="attached")
    now = page.evaluate(SECRET)
    content = page.locator("[name=content]").input_value()
    site.start()
    assert now.keys() > kept.keys()
    assert content in now.values()
    assert kept.items() <= now.items()


def test_two_tabs_send_the_same(site, page, others, phone, page_for):
    hold(site, page, others, until="deal")
    site.received.clear()
    site.body = form(others.facts("deal"))
    tab = page_for(phone)
    tab.goto("about:blank")
    page.evaluate("() => { setTimeout(() => location.assign('/'), 50); }")
    tab.goto("/")
    for one in (page, tab):
        one.get_by_text("请等别人").wait_for()
    first, second = site.received
    assert first["content"] == second["content"] == page.evaluate(SECRET)["dealt"]


@pytest.mark.parametrize("step", ["deal", "finish"])
def test_a_lost_seed_is_told(site, page, others, step):
    hold(site, page, others, until=step)
    before = len(site.received)
    page.evaluate(FORGET)
    shown(site, page, others.facts(step))
    expect(page.get_by_role("alert")).to_have_text(ERRORS["lost"])
    page.get_by_role("button").click()
    page.wait_for_timeout(300)
    assert len(site.received) == before
    assert page.evaluate(SECRET) == {}


def bent(code: str, facts: dict) -> dict:
    """What the server passes on, wrong in one place."""
    facts = deepcopy(facts)
    if code == "certificate":
        facts["certs"][2]["signature"]["response"] = "1"
    elif code == "ceremony":
        facts["certs"] = facts["certs"][:2]
    elif code == "coefexps":
        facts["coefexps"][0]["message"] = facts["coefexps"][2]["message"]
    elif code == "share":
        facts["sealed"][2] = facts["sealed"][0]
    elif code == "mine":
        facts["certs"][1] = json.loads(Teller().certify(3, THRESHOLD, OWNER))
    return facts


@pytest.mark.parametrize(
    ("code", "step", "words"),
    [
        ("certificate", "deal", "3 的证书不对"),
        ("ceremony", "deal", "证书不是这次的"),
        ("mine", "deal", "我的不在其中"),
        ("certificate", "finish", "3 的证书不对"),
        ("coefexps", "finish", "1 的系数不对"),
        ("share", "finish", "3 的份额不对"),
    ],
)
def test_what_is_wrong_with_the_others_is_told_and_nothing_is_sent(site, page, others, code, step, words):
    hold(site, page, others, until=step)
    before = len(site.received)
    shown(site, page, bent(code, others.facts(step)))
    expect(page.get_by_role("alert")).to_have_text(words)
    page.wait_for_timeout(200)
    assert len(site.received) == before
    assert "key" not in page.evaluate(SECRET)
    shown(site, page, others.facts(step))  # passed on rightly, it goes on
    taken(site, page, others, step)


def test_what_is_wrong_is_told_by_the_form_that_news_has_put_there(site, page, others):
    """Fetched twice at once, then once more when it was told: never a form that says nothing and does nothing."""
    hold(site, page, others, until="finish")
    before = len(site.received)
    site.body = WAITING
    page.goto("/")
    facts = form(bent("share", others.facts("finish")))
    replace = "(text) => htmx.swap({ target: '#ceremony', swap: 'outerHTML', text })"
    page.evaluate(f"(text) => {{ for (const again of [1, 2]) ({replace})(text); }}", facts)
    expect(page.get_by_role("alert")).to_have_text("3 的份额不对")
    page.evaluate(replace, facts)
    expect(page.get_by_role("alert")).to_have_text("3 的份额不对")
    assert len(site.received) == before


def test_a_refused_step_is_not_sent_again_without_a_press(site, page, others):
    hold(site, page, others, until="deal")
    site.received.clear()
    site.answer = lambda _: HTMLResponse(form(others.facts("deal")).replace(">deal<", ">again<"), 409)
    shown(site, page, others.facts("deal"))
    button = page.get_by_role("button", name=re.compile("again"))
    expect(button).to_be_visible()
    page.wait_for_timeout(500)
    assert len(site.received) == 1
    site.answer = lambda _: HTMLResponse(WAITING)
    button.click()
    taken(site, page, others, "deal")
    first, second = site.received
    assert first["content"] == second["content"]

"""Forms sign themselves: what they say, that they say it once, and what they say when they cannot."""

import asyncio
import json
import re
from datetime import timedelta

import pytest
from browser import QUIET, environment
from device import MAKE_KEY, SLOW_SIGNING
from openssl_command import openssl_accepts
from playwright.sync_api import expect
from starlette.responses import HTMLResponse, RedirectResponse, Response

from congress import clock
from congress.crypto.canonical import parse
from congress.crypto.signatures import decode, is_usable, key_id, verify

TEMPLATE = '{"act":"ballot","poll":3,"site":"6f1c","text":"e3b0"}'
ERROR = """<p role="alert" data-sign-error hidden data-text-nokey="本机没有签名密钥。"
  data-link-nokey="/keys/new" data-label-nokey="登记本机" data-text-insecure="须用 HTTPS 打开。"
  data-text-storage="浏览器不允许保存密钥。" data-text-failed="未能签名。"></p>"""
CHOICES = """<label><input type="radio" name="choice" value="for" data-sign-field="choice" required>赞成</label>
  <label><input type="radio" name="choice" value="against" data-sign-field="choice">反对</label>"""


def form(inside: str = CHOICES, *, template: str = TEMPLATE, attributes: str = 'hx-post="/ballots"') -> str:
    return f"""<div id="place"><form method="post" action="/ballots" {attributes} data-sign='{template}'>
      {inside} {ERROR}<button>投票</button></form></div>"""


@pytest.fixture
def opened(site, page_for):
    """Opens the page with a form; a device has a key unless told."""

    def open_form(context, body, *, key=True):
        site.body = body
        page = page_for(context)
        page.goto("/")
        page.public = bytes(page.evaluate(MAKE_KEY)) if key else b""
        return page

    return open_form


def statement(sent: dict[str, str]) -> dict:
    return parse(sent["statement"].encode())


def is_signed(sent: dict[str, str], public: bytes) -> bool:
    return sent["key"] == key_id(public) and verify(
        public, sent["statement"].encode(), decode(sent["signature"])
    )


def vote(page, choice="赞成"):
    page.get_by_label(choice).check()
    page.get_by_role("button").click()


@pytest.mark.parametrize("attributes", ['hx-post="/ballots"', ""], ids=["htmx", "plain"])
def test_a_form_is_signed_and_sent(site, any_phone, opened, tmp_path, attributes):
    page = opened(any_phone, form(attributes=attributes))
    vote(page)
    page.wait_for_selector("#receipt")
    [sent] = site.received
    said = statement(sent)
    assert abs(clock.now() - clock.parse(said.pop("at"))) < timedelta(minutes=1)
    assert re.fullmatch("[0-9a-f]{32}", said.pop("nonce"))
    assert said == {**json.loads(TEMPLATE), "choice": "for"}
    assert sent["choice"] == "for"
    assert is_signed(sent, page.public)
    assert openssl_accepts(tmp_path, page.public, sent["statement"].encode(), decode(sent["signature"]))


def test_a_device_never_signs_backwards_in_time(site, phone, opened):
    page = opened(phone, form())
    vote(page)
    page.wait_for_selector("#receipt")
    page.clock.set_fixed_time(clock.now() - timedelta(hours=2))  # somebody sets the clock back
    page.goto("/")
    vote(page, "反对")
    page.wait_for_selector("#receipt")
    first, second = (clock.parse(statement(sent)["at"]) for sent in site.received)
    assert timedelta(0) < second - first < timedelta(minutes=1)


@pytest.mark.parametrize("kept", ["nonsense", "1e300", "-5", "4102444800000"])
def test_what_it_remembers_of_time_may_be_nonsense(site, phone, opened, kept):
    page = opened(phone, form())
    page.evaluate("(kept) => localStorage.setItem('signed-at', kept)", kept)
    vote(page)
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert abs(clock.now() - clock.parse(statement(sent)["at"])) < timedelta(minutes=1)


def test_every_kind_of_field_is_said(site, phone, opened):
    inside = """
      <input type="hidden" name="motion" value="7" data-sign-field="motion">
      <textarea name="reason" data-sign-field="reason">第一行\n第二行 𠮷👩‍🏭 "引号"</textarea>
      <select name="grade" data-sign-field="grade"><option value="a">甲<option value="b" selected>乙</select>
      <input type="checkbox" name="urgent" value="yes" data-sign-field="urgent" checked>
      <input type="checkbox" name="secret" value="yes" data-sign-field="secret">
      <input name="off" value="x" data-sign-field="off" disabled>
      <input name="unsaid" value="x">
      <input type="hidden" name="act" value="forged" data-sign-field="act">
      <button name="answer" value="decline" data-sign-field="answer">不附议</button>
      <button name="answer" value="second" data-sign-field="answer">附议</button>"""
    page = opened(phone, form(inside, template='{"act":"second"}'))
    page.get_by_role("button", name="不附议").click()
    page.wait_for_selector("#receipt")
    [sent] = site.received
    said = statement(sent)
    assert said.keys() == {"act", "at", "nonce", "answer", "grade", "motion", "reason", "urgent"}
    assert (said["act"], said["answer"], said["grade"]) == ("second", "decline", "b")
    assert (said["motion"], said["urgent"]) == ("7", "yes")
    assert said["reason"] == '第一行\n第二行 𠮷👩‍🏭 "引号"'
    assert sent["answer"] == "decline"
    assert is_signed(sent, page.public)


def test_what_is_not_filled_in_is_not_signed(site, phone, opened):
    page = opened(phone, form())
    page.get_by_role("button").click()
    vote(page, "反对")
    page.wait_for_selector("#receipt")
    assert [statement(sent)["choice"] for sent in site.received] == ["against"]


def test_a_form_that_came_later_signs_too(site, phone, opened):
    page = opened(
        phone, '<a href="#" id="get" hx-post="/form" hx-target="#here">打开</a><div id="here"></div>'
    )
    site.answer = lambda _: HTMLResponse(form())
    page.click("#get")
    page.wait_for_selector("form")
    site.answer = type(site).answer
    vote(page)
    page.wait_for_selector("#receipt")
    assert is_signed(site.received[-1], page.public)


MANY_CLICKS = "document.querySelectorAll('button').forEach((b) => { b.click(); b.click(); b.click(); })"


def test_many_clicks_send_one_ballot(site, any_phone, opened):
    page = opened(any_phone, form())
    site.answer = slowly
    page.get_by_label("赞成").check()
    page.get_by_role("button").dblclick()
    page.evaluate(MANY_CLICKS)
    page.wait_for_selector("#receipt")
    page.wait_for_timeout(300)
    assert len(site.received) == 1


def test_many_clicks_without_htmx_send_one_act(site, any_phone, opened):
    page = opened(any_phone, form(attributes=""))
    site.answer = slowly
    page.get_by_label("赞成").check()
    page.evaluate("""() => {
      const button = document.querySelector("button");
      for (const pause of [0, 5, 20, 60, 150, 300]) setTimeout(() => button.click(), pause);
    }""")
    page.wait_for_selector("#receipt")
    assert len(site.received) == 1


def test_a_page_that_did_not_leave_is_usable_again(site, phone, opened):
    """No answer to show (204), or the reader pressed Stop."""
    phone.clock.install(time=0)
    page = opened(phone, form(attributes=""))
    phone.clock.pause_at(600)
    site.answer = lambda _: Response(status_code=204)
    with page.expect_response("**/ballots"):
        page.get_by_label("赞成").check()
        page.get_by_role("button").click()
        page.wait_for_selector("form:not([aria-busy])")
        page.clock.run_for(1)
    page.wait_for_selector("form[aria-busy]")
    page.clock.run_for(9_990)
    expect(page.get_by_role("button")).to_be_disabled()
    page.clock.run_for(20)
    expect(page.get_by_role("button")).to_be_enabled()


async def slowly(_):
    await asyncio.sleep(0.5)
    return HTMLResponse('<p id="receipt">已记录</p>')


def test_a_busy_form_says_so_and_rests(site, phone, opened):
    closed = '<button disabled name="never">已截止</button>'
    page = opened(phone, form(CHOICES + closed, attributes='hx-post="/ballots" hx-swap="none"'))
    site.answer = slowly
    button = page.get_by_role("button", name="投票")
    page.get_by_label("赞成").check()
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("form[aria-busy=true]")
    assert button.is_disabled()
    page.wait_for_selector("form:not([aria-busy])")
    assert button.is_enabled()
    assert page.get_by_role("button", name="已截止").is_disabled()
    expect(button).to_be_focused()


@pytest.fixture
def staying(phone, opened):
    """A form that stays on the page whatever the server answers."""
    return opened(phone, form(attributes='hx-post="/ballots" hx-target="#log" ') + '<div id="log"></div>')


def answer_with(site, status):
    site.answer = lambda sent: HTMLResponse(f"<p class=n{len(site.received)}>{sent['key']}</p>", status)


def press_again(page, site):
    with page.expect_response("**/ballots"):
        page.get_by_role("button").click()
    page.wait_for_selector("form:not([aria-busy])")
    return site.received[-1]["statement"]


@pytest.mark.parametrize("status", [500, 503, 429, 200])
def test_the_same_form_says_the_same_again(site, staying, status):
    answer_with(site, status)
    staying.get_by_label("赞成").check()
    assert press_again(staying, site) == press_again(staying, site)
    staying.get_by_label("反对").check()
    other = press_again(staying, site)
    assert other != site.received[0]["statement"]
    assert parse(other.encode())["choice"] == "against"
    assert len({sent["statement"] for sent in site.received}) == 2


@pytest.mark.parametrize("status", [403, 409, 422])
def test_a_refused_statement_is_not_said_again(site, staying, status):
    answer_with(site, status)
    staying.get_by_label("赞成").check()
    assert press_again(staying, site) != press_again(staying, site)


def test_an_accepted_statement_is_not_said_again_later(site, staying):
    answer_with(site, 200)
    staying.get_by_label("赞成").check()
    first = press_again(staying, site)
    staying.wait_for_timeout(2100)
    assert press_again(staying, site) != first


def test_a_morphed_form_still_carries_its_statement(site, phone, opened):
    page = opened(
        phone, form(attributes='id="f" hx-post="/ballots" hx-swap="outerMorph"').replace(' id="place"', "")
    )
    fresh = re.search(r"<form.*</form>", site.body, re.DOTALL)[0]
    site.answer = lambda _: HTMLResponse(fresh)
    page.get_by_label("赞成").check()
    for _ in range(2):
        press_again(page, site)
        page.locator("[name=statement]").wait_for(state="detached")
    assert site.received[0] == site.received[1]
    assert is_signed(site.received[1], page.public)


def test_changing_ones_mind_while_it_is_signed_sends_nothing(site, phone, opened):
    phone.add_init_script(SLOW_SIGNING)
    page = opened(phone, form())
    vote(page)
    page.wait_for_selector("[data-signing]")
    page.get_by_label("反对").check()
    page.evaluate("letGo()")
    page.wait_for_selector("form:not([aria-busy])")
    page.wait_for_timeout(200)
    assert site.received == []
    page.get_by_role("button").click()
    page.wait_for_selector("[data-signing]")
    page.evaluate("letGo()")
    page.wait_for_selector("#receipt")
    assert [statement(sent)["choice"] for sent in site.received] == ["against"]


REGISTER = """<form method="post" action="/keys" hx-post="/keys" hx-swap="none" data-register-key="{kind}"
  data-sign='{{"act":"key","site":"6f1c"}}'>{error}<button>登记</button></form>"""


def registration(page, site):
    with page.expect_response("**/keys"):
        page.get_by_role("button").click()
    page.wait_for_selector("form:not([aria-busy])")
    return site.received[-1]


@pytest.mark.parametrize("kind", ["", "fresh"])
def test_registering_makes_a_key_or_takes_the_one_there_is(site, any_phone, opened, kind):
    site.answer = lambda _: HTMLResponse("again", 422)
    page = opened(any_phone, REGISTER.format(kind=kind, error=ERROR), key=False)
    sent = registration(page, site)
    public = decode(sent["public"])
    assert is_usable(public)
    assert sent["method"] == page.evaluate(
        """async () => (await (await import("/static/0a1b/js/keys.js")).findKey("6f1c", "12")).method"""
    )
    assert is_signed(sent, public)
    said = statement(sent)
    assert said.keys() == {"act", "at", "nonce", "public", "site"}
    assert said["public"] == sent["public"]
    again = registration(page, site)
    assert again["statement"] != sent["statement"]
    assert (again["public"] == sent["public"]) == (kind == "")


def test_without_a_key_the_form_says_where_to_get_one(site, phone, opened):
    page = opened(phone, form(), key=False)
    vote(page)
    alert = page.get_by_role("alert")
    alert.get_by_text("本机没有签名密钥。").wait_for()
    link = alert.get_by_role("link", name="登记本机")
    assert link.get_attribute("href") == "/keys/new"
    assert page.get_by_role("button").is_enabled()
    assert site.received == []
    page.evaluate(MAKE_KEY)
    page.get_by_role("button").click()
    page.wait_for_selector("#receipt")


@pytest.mark.parametrize("body", [form(), REGISTER.format(kind="", error=ERROR)], ids=["sign", "register"])
@pytest.mark.parametrize(
    ("trouble_page", "words"),
    [("insecure_page", "须用 HTTPS 打开。"), ("forgetful_page", "浏览器不允许保存密钥。")],
    indirect=["trouble_page"],
)
def test_a_device_that_cannot_sign_says_why(site, trouble_page, body, words):
    site.body = body
    trouble_page.goto("/")
    if "radio" in body:
        trouble_page.get_by_label("赞成").check()
    trouble_page.get_by_role("button").click()
    trouble_page.get_by_role("alert").get_by_text(words, exact=True).wait_for()
    assert site.received == []


def test_text_that_cannot_be_written_is_not_sent(site, phone, opened):
    page = opened(phone, form('<textarea data-sign-field="reason"></textarea>'))
    page.evaluate("document.querySelector('textarea').value = 'x' + String.fromCharCode(0xd800)")
    page.get_by_role("button").click()
    page.get_by_role("alert").get_by_text("未能签名。").wait_for()
    assert site.received == []
    page.locator("textarea").fill("理由")
    page.get_by_role("button").click()
    page.wait_for_selector("#receipt")


def test_another_person_on_this_device_has_no_key(site, phone, opened):
    page = opened(phone, form())
    page.goto("/?person=13")
    vote(page)
    page.get_by_role("alert").get_by_text("本机没有签名密钥。").wait_for()
    assert site.received == []


def test_a_page_kept_by_the_browser_begins_a_new_act(site, browser, chromium, tmp_path):
    """Voted, read the receipt, went back: pressing again is not the old press."""
    with browser.browser_type.launch(
        executable_path=chromium,
        args=list(QUIET),
        env=environment(tmp_path),
        ignore_default_args=["--disable-back-forward-cache"],
    ) as keeping:
        page = keeping.new_page(base_url=site.url)
        site.body = form(attributes="")
        page.goto("/")
        page.evaluate(MAKE_KEY)
        page.evaluate("document.body.classList.add('kept')")
        site.answer = lambda _: RedirectResponse("/receipt", 303)
        vote(page)
        page.wait_for_url("**/receipt")
        page.evaluate("history.back()")
        page.wait_for_selector(".kept")
        page.get_by_role("button").click(timeout=7000)  # it rests no longer
        page.wait_for_url("**/receipt")
    first, second = site.received
    assert first["statement"] != second["statement"]
    assert first["key"] == second["key"]


BOXES = """<label><input type="checkbox" name="which" value="7" data-sign-each='{"poll":7}'>七</label>
  <label><input type="checkbox" name="which" value="8" data-sign-each='{"poll":8}'>八</label>
  <label><input type="checkbox" name="which" value="9" data-sign-each='{"poll":9}'>九</label>
  <label>说明<input name="note" data-sign-field="note"></label>"""


def test_one_press_signs_a_statement_for_each_that_is_ticked(site, any_phone, opened):
    page = opened(any_phone, form(BOXES, template='{"act":"receive","site":"6f1c"}'))
    page.get_by_label("七").check()
    page.get_by_label("九").check()
    page.get_by_label("说明").fill("请阅")
    page.get_by_role("button").click()
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert "statement" not in sent
    assert "statement_8" not in sent
    for which in ("7", "9"):
        parts = {name: sent[f"{name}_{which}"] for name in ("statement", "key", "signature")}
        said = statement(parts)
        assert (said["act"], said["poll"], said["note"], said["site"]) == (
            "receive",
            int(which),
            "请阅",
            "6f1c",
        )
        assert is_signed(parts, page.public)
    assert (
        statement({"statement": sent["statement_7"]})["nonce"]
        != statement({"statement": sent["statement_9"]})["nonce"]
    )

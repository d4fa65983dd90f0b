"""Forms sign themselves: what they say, with which key, and what they say when they cannot."""

import json
import re
from datetime import timedelta

import pytest
from device import MAKE_KEY
from js.signing import ERROR, TEMPLATE, form, is_signed, statement, vote
from openssl_command import openssl_accepts
from starlette.responses import HTMLResponse

from congress import clock
from congress.crypto.signatures import decode, is_usable


@pytest.mark.parametrize("attributes", ['hx-post="/ballots"', ""], ids=["htmx", "plain"])
def test_a_form_is_signed_and_sent(site, any_phone, opened_form, tmp_path, attributes):
    page = opened_form(any_phone, form(attributes=attributes))
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


def test_a_device_never_signs_backwards_in_time(site, phone, opened_form):
    page = opened_form(phone, form())
    vote(page)
    page.wait_for_selector("#receipt")
    page.clock.set_fixed_time(clock.now() - timedelta(hours=2))  # somebody sets the clock back
    page.goto("/")
    vote(page, "反对")
    page.wait_for_selector("#receipt")
    first, second = (clock.parse(statement(sent)["at"]) for sent in site.received)
    assert timedelta(0) < second - first < timedelta(minutes=1)


@pytest.mark.parametrize("kept", ["nonsense", "1e300", "-5", "4102444800000"])
def test_what_it_remembers_of_time_may_be_nonsense(site, phone, opened_form, kept):
    page = opened_form(phone, form())
    page.evaluate("(kept) => localStorage.setItem('signed-at', kept)", kept)
    vote(page)
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert abs(clock.now() - clock.parse(statement(sent)["at"])) < timedelta(minutes=1)


def test_every_kind_of_field_is_said(site, phone, opened_form):
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
    page = opened_form(phone, form(inside, template='{"act":"second"}'))
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


def test_what_is_not_filled_in_is_not_signed(site, phone, opened_form):
    page = opened_form(phone, form())
    page.get_by_role("button").click()
    vote(page, "反对")
    page.wait_for_selector("#receipt")
    assert [statement(sent)["choice"] for sent in site.received] == ["against"]


def test_a_form_that_came_later_signs_too(site, phone, opened_form):
    page = opened_form(
        phone, '<a href="#" id="get" hx-post="/form" hx-target="#here">打开</a><div id="here"></div>'
    )
    site.answer = lambda _: HTMLResponse(form())
    page.click("#get")
    page.wait_for_selector("form")
    site.answer = type(site).answer
    vote(page)
    page.wait_for_selector("#receipt")
    assert is_signed(site.received[-1], page.public)


REGISTER = """<form method="post" action="/keys" hx-post="/keys" hx-swap="none" data-register-key="{kind}"
  data-sign='{{"act":"key","site":"6f1c"}}'>{error}<button>登记</button></form>"""


def registration(page, site):
    with page.expect_response("**/keys"):
        page.get_by_role("button").click()
    page.wait_for_selector("form:not([aria-busy])")
    return site.received[-1]


@pytest.mark.parametrize("kind", ["", "fresh"])
def test_registering_makes_a_key_or_takes_the_one_there_is(site, any_phone, opened_form, kind):
    site.answer = lambda _: HTMLResponse("again", 422)
    page = opened_form(any_phone, REGISTER.format(kind=kind, error=ERROR), key=False)
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


def test_without_a_key_the_form_says_where_to_get_one(site, phone, opened_form):
    page = opened_form(phone, form(), key=False)
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


def test_text_that_cannot_be_written_is_not_sent(site, phone, opened_form):
    page = opened_form(phone, form('<textarea data-sign-field="reason"></textarea>'))
    page.evaluate("document.querySelector('textarea').value = 'x' + String.fromCharCode(0xd800)")
    page.get_by_role("button").click()
    page.get_by_role("alert").get_by_text("未能签名。").wait_for()
    assert site.received == []
    page.locator("textarea").fill("理由")
    page.get_by_role("button").click()
    page.wait_for_selector("#receipt")


def test_another_person_on_this_device_has_no_key(site, phone, opened_form):
    page = opened_form(phone, form())
    page.goto("/?person=13")
    vote(page)
    page.get_by_role("alert").get_by_text("本机没有签名密钥。").wait_for()
    assert site.received == []


BOXES = """<label><input type="checkbox" name="which" value="7" data-sign-each='{"poll":7}'>七</label>
  <label><input type="checkbox" name="which" value="8" data-sign-each='{"poll":8}'>八</label>
  <label><input type="checkbox" name="which" value="9" data-sign-each='{"poll":9}'>九</label>
  <label>说明<input name="note" data-sign-field="note"></label>"""


def test_one_press_signs_a_statement_for_each_that_is_ticked(site, any_phone, opened_form):
    page = opened_form(any_phone, form(BOXES, template='{"act":"receive","site":"6f1c"}'))
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

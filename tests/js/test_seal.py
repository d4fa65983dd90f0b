"""A secret ballot leaves the device sealed: never with its choice, the same again on a bad network, fresh when refused."""

import re

import pytest
from altered import alter, has_run
from js.sealing import CHOICES, KEEP, SLOW, page_body, press, says, vote
from playwright.sync_api import expect
from starlette.responses import HTMLResponse

from congress.crypto.belenios import wire
from congress.secrecy.service import Checked, check


@pytest.mark.parametrize("choice", CHOICES)
def test_a_ballot_is_sealed_and_sent_without_its_choice(site, opened, election, voter, choice):
    page = opened()
    vote(page, CHOICES[choice])
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert sent.keys() == {"ballot", "follows"}
    assert sent["follows"] == "TRACKER"
    checked = check(election, sent["ballot"])
    assert isinstance(checked, Checked)
    assert checked.credential == voter.public
    assert says(sent["ballot"]) == choice
    for request in page.sent:
        told = f"{request.url} {request.post_data or ''} {request.headers}"
        assert re.search(r"\b(against|abstain)\b|=for\b|%E8%B5%9E", told) is None
    assert f"{voter.secret:x}" not in site.bodies[0].decode()
    assert page.evaluate("sessionStorage.length") == 0


def test_the_form_as_such_holds_no_choice(opened):
    """By construction, whatever a script does."""
    page = opened()
    page.get_by_label("反对").check()
    entries = page.evaluate("[...new FormData(document.querySelector('form.ballot'))]")
    assert entries == [["ballot", ""], ["follows", "TRACKER"]]


def test_enter_on_a_choice_sends_nothing(site, opened):
    page = opened()
    page.get_by_label("反对").check()
    before = page.url
    page.get_by_label("反对").press("Enter")
    page.evaluate("document.querySelector('#choice').requestSubmit()")  # what some browsers then do
    page.wait_for_timeout(300)
    assert page.url == before
    assert [request.url for request in page.sent if "choice=" in request.url] == []
    assert site.received == []


def test_nothing_chosen_nothing_sent(site, opened):
    page = opened()
    button = page.locator("[data-cast]")
    expect(button).to_have_text("请先选择")
    page.evaluate(
        """() => document.addEventListener("invalid", () => document.body.classList.add("asked"), true)"""
    )
    button.click()
    page.wait_for_selector("body.asked")
    page.wait_for_timeout(200)
    assert site.received == []
    page.get_by_label("弃权").check()
    expect(button).to_have_text("投出「弃权」票")


def test_while_it_is_sealed_the_form_says_so_and_rests(site, phone, opened, election):
    phone.add_init_script(SLOW)
    page = opened(body=page_body(election).replace('hx-swap="outerHTML"', 'hx-swap="none"'))
    vote(page)
    expect(page.get_by_text("正在加密")).to_be_visible()
    expect(page.locator("form.ballot")).to_have_attribute("aria-busy", "true")
    expect(page.locator("[data-cast]")).to_be_disabled()
    page.evaluate("for (let n = 0; n < 5; n += 1) document.querySelector('form.ballot').requestSubmit()")
    expect(page.get_by_text("正在加密")).to_be_hidden()
    page.wait_for_timeout(1000)
    assert len(site.received) == 1


def test_changing_ones_mind_while_it_is_sealed_sends_nothing(site, phone, opened):
    phone.add_init_script(SLOW)
    page = opened()
    vote(page, "赞成")
    expect(page.get_by_text("正在加密")).to_be_visible()
    page.get_by_label("反对").check()
    expect(page.get_by_text("正在加密")).to_be_hidden()
    page.wait_for_timeout(200)
    assert site.received == []
    page.locator("[data-cast]").click()
    page.wait_for_selector("#receipt")
    assert [says(sent["ballot"]) for sent in site.received] == ["against"]


def test_a_bad_network_gets_the_very_same_ballot(site, opened):
    page = opened()
    site.stop()
    vote(page)
    expect(page.get_by_text("未送达")).to_be_visible()
    made = page.locator("form.ballot [name=ballot]").input_value()
    page.locator("[data-cast]").click()  # impatient
    site.start()
    page.wait_for_selector("#receipt")
    assert made
    assert {sent["ballot"] for sent in site.received} == {made}


def test_leaving_and_coming_back_sends_the_very_same_ballot(site, opened):
    page = opened()
    site.stop()
    vote(page, "反对")
    expect(page.get_by_text("未送达")).to_be_visible()
    made = page.locator("form.ballot [name=ballot]").input_value()
    assert "against" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.goto("about:blank")
    site.start()
    page.goto("/")
    page.wait_for_selector("#receipt")
    assert [sent["ballot"] for sent in site.received] == [made]


def test_another_choice_on_a_bad_network_replaces_the_first(site, opened):
    page = opened()
    site.stop()
    vote(page, "赞成")
    expect(page.get_by_text("未送达")).to_be_visible()
    page.get_by_label("反对").check()
    assert page.locator("form.ballot [name=ballot]").input_value() == ""
    page.locator("[data-cast]").click()
    expect(page.locator("form.ballot:not([aria-busy])")).to_have_count(1)
    page.wait_for_timeout(300)
    site.start()
    page.wait_for_selector("#receipt")
    page.wait_for_timeout(2500)  # the first press was due again
    assert [says(sent["ballot"]) for sent in site.received] == ["against"]


@pytest.mark.parametrize(
    ("status", "same"), [(403, False), (409, False), (422, False), (429, True), (500, True), (200, True)]
)
def test_after_a_refusal_a_press_makes_a_fresh_ballot(site, opened, election, status, same):
    page = opened(body=page_body(election).replace('hx-swap="outerHTML"', 'hx-swap="none"'))
    site.answer = lambda _: HTMLResponse("no", status)
    page.get_by_label("赞成").check()
    press(page)
    expect(page.locator("[data-audit]")).to_be_enabled(enabled=not same)
    press(page)
    first, second = (sent["ballot"] for sent in site.received)
    assert (first == second) == same
    assert says(first) == says(second) == "for"


def test_what_is_shown_is_what_is_sent_after_a_change_on_the_way(site, opened, election):
    """The choice changed while the ballot was under way, and the server failed: the next press says the new one."""
    page = opened(body=page_body(election).replace('hx-swap="outerHTML"', 'hx-swap="none"'))
    page.route("**/polls/5/sealed", lambda route: (page.wait_for_timeout(400), route.continue_()))
    site.answer = lambda _: HTMLResponse("no", 500)
    vote(page, "赞成")
    expect(page.locator("form.ballot")).to_have_attribute("aria-busy", "true")
    page.wait_for_selector("form.ballot [name=ballot]:not([value=''])", state="attached")
    page.get_by_label("反对").check()
    expect(page.locator("form.ballot:not([aria-busy])")).to_have_count(1)
    press(page)
    assert [says(sent["ballot"]) for sent in site.received] == ["for", "against"]


def test_without_a_voting_key_it_says_so(site, opened, voter):
    page = opened(key=False)
    vote(page)
    expect(page.get_by_role("alert")).to_have_text("没有投票密钥")
    assert site.received == []
    page.evaluate(KEEP, {"secret": f"{voter.secret:x}", "blind": voter.blind})
    page.locator("[data-cast]").click()
    page.wait_for_selector("#receipt")


def test_an_election_that_is_none_is_told(site, opened):
    page = opened(body=page_body(wire.compact({"uuid": "x"})))
    vote(page)
    expect(page.get_by_role("alert")).to_have_text("加密失败")
    expect(page.locator("form.ballot:not([aria-busy])")).to_have_count(1)
    assert site.received == []


def test_an_insecure_page_says_so(site, insecure_page, election):
    site.scripts, site.body = ("choices", "retry", "seal"), page_body(election)
    insecure_page.goto("/")
    vote(insecure_page)
    expect(insecure_page.get_by_role("alert")).to_have_text("须用 HTTPS")
    assert site.received == []


def test_what_it_needs_is_there_before_the_network_goes(site, phone, opened):
    phone.route("**/nowhere", lambda route: route.abort())  # any route turns the browser's cache off
    page = opened()
    page.wait_for_load_state("networkidle")
    site.stop()
    vote(page)
    expect(page.get_by_text("未送达")).to_be_visible()
    site.start()
    page.wait_for_selector("#receipt")
    assert len(site.received) == 1


# --- scripts that are not what the page announced ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["js/secret/ballot.js", "js/secret/group.js", "vendor/noble-ed25519.js"])
def test_an_altered_script_seals_nothing_and_is_told_at_once(site, phone, opened, name):
    alter(phone, name)
    page = opened()
    expect(page.get_by_role("alert")).to_have_text("程序被换过")
    vote(page)
    expect(page.locator("form.ballot:not([aria-busy])")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_text("程序被换过")
    assert not has_run(page)
    assert site.received == []


@pytest.mark.parametrize("name", ["js/keys.js", "js/complaint.js", "js/loaded.js"])
def test_an_altered_script_beside_it_stops_it_altogether(site, phone, opened, name):
    alter(phone, name)
    page = opened(key=False)
    page.get_by_label("赞成").check()
    page.wait_for_load_state("networkidle")
    assert page.locator("form.ballot [name=ballot]").input_value() == ""
    assert page.locator("[data-seal-tracker]").is_hidden()
    assert not has_run(page)

"""A form that is pressed again: many clicks are one act, the same words are said again or anew, and a busy form rests."""

import asyncio
import re

import pytest
from browser import QUIET, environment
from device import MAKE_KEY, SLOW_SIGNING
from js.signing import CHOICES, form, is_signed, statement, vote
from playwright.sync_api import expect
from starlette.responses import HTMLResponse, RedirectResponse, Response

from congress.crypto.canonical import parse

MANY_CLICKS = "document.querySelectorAll('button').forEach((b) => { b.click(); b.click(); b.click(); })"


def test_many_clicks_send_one_ballot(site, any_phone, opened_form):
    page = opened_form(any_phone, form())
    site.answer = slowly
    page.get_by_label("赞成").check()
    page.get_by_role("button").dblclick()
    page.evaluate(MANY_CLICKS)
    page.wait_for_selector("#receipt")
    page.wait_for_timeout(300)
    assert len(site.received) == 1


def test_many_clicks_without_htmx_send_one_act(site, any_phone, opened_form):
    page = opened_form(any_phone, form(attributes=""))
    site.answer = slowly
    page.get_by_label("赞成").check()
    page.evaluate("""() => {
      const button = document.querySelector("button");
      for (const pause of [0, 5, 20, 60, 150, 300]) setTimeout(() => button.click(), pause);
    }""")
    page.wait_for_selector("#receipt")
    assert len(site.received) == 1


def test_a_page_that_did_not_leave_is_usable_again(site, phone, opened_form):
    """No answer to show (204), or the reader pressed Stop."""
    phone.clock.install(time=0)
    page = opened_form(phone, form(attributes=""))
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


def test_a_busy_form_says_so_and_rests(site, phone, opened_form):
    closed = '<button disabled name="never">已截止</button>'
    page = opened_form(phone, form(CHOICES + closed, attributes='hx-post="/ballots" hx-swap="none"'))
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
def staying(phone, opened_form):
    """A form that stays on the page whatever the server answers."""
    return opened_form(
        phone, form(attributes='hx-post="/ballots" hx-target="#log" ') + '<div id="log"></div>'
    )


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


def test_a_morphed_form_still_carries_its_statement(site, phone, opened_form):
    page = opened_form(
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


def test_changing_ones_mind_while_it_is_signed_sends_nothing(site, phone, opened_form):
    phone.add_init_script(SLOW_SIGNING)
    page = opened_form(phone, form())
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

"""A ballot on a bad network: the same words again and again until the server has answered, and not once more."""

import asyncio
import json
import re
from functools import partial

import pytest
from device import MAKE_KEY, SLOW_SIGNING
from playwright.sync_api import expect
from starlette.responses import HTMLResponse, Response, StreamingResponse

from congress.crypto.canonical import parse
from congress.crypto.signatures import decode, verify

FORM = """<div id="place"><form method="post" action="/ballots" hx-post="/ballots" {attributes}
  data-sign='{{"act":"ballot","poll":3,"site":"6f1c"}}'>
  <label><input type="radio" name="choice" value="for" data-sign-field="choice" required>赞成</label>
  <label><input type="radio" name="choice" value="against" data-sign-field="choice">反对</label>
  <p role="status" data-retry-note hidden>未送达，正在重试</p><p role="alert" data-sign-error hidden></p>
  <button>投票</button></form></div>"""
NAMED = 'data-retry data-retry-name="poll-3"'
STORED = "Object.entries(sessionStorage)"


@pytest.fixture
def opened_on(site, page_for):
    """Opens the page with a form of these attributes; the device has a key, and failures are counted."""

    def open_form(context, attributes="data-retry"):
        site.body = FORM.format(attributes=attributes)
        page = page_for(context)
        page.goto("/")
        page.public = bytes(page.evaluate(MAKE_KEY))
        page.failures = 0

        def count(_):
            page.failures += 1

        page.on("requestfailed", count)
        return page

    return open_form


@pytest.fixture
def opened(phone, opened_on):
    return partial(opened_on, phone)


def vote(page, choice="赞成"):
    page.get_by_label(choice).check()
    page.get_by_role("button").click()


def note(page):
    return page.get_by_text("未送达，正在重试")


def test_a_server_that_comes_back_gets_the_same_statement_once(site, opened):
    page = opened()
    site.stop()
    vote(page)
    expect(note(page)).to_be_visible()
    signed = page.locator("[name=statement]").input_value()
    site.start()
    page.wait_for_selector("#receipt")
    page.wait_for_timeout(1500)
    [sent] = site.received
    assert sent["statement"] == signed
    assert verify(page.public, signed.encode(), decode(sent["signature"]))


def test_a_lost_answer_is_asked_for_again(site, opened):
    """The ballot arrived, the answer broke off: the server sees the same statement twice."""
    page = opened()
    site.answer = lambda _: broken() if len(site.received) == 1 else HTMLResponse("<p id=receipt>已记录</p>")
    vote(page)
    page.wait_for_selector("#receipt")
    first, second = site.received
    assert first == second


def broken() -> Response:
    async def body():
        yield b"<p"
        await asyncio.sleep(0.1)

    return StreamingResponse(body(), headers={"Content-Length": "100"})


def test_a_silent_server_is_asked_again(site, opened):
    page = opened('data-retry hx-config="timeout:400ms"')
    site.answer = lambda _: silence() if len(site.received) == 1 else HTMLResponse("<p id=receipt>已记录</p>")
    vote(page)
    page.wait_for_selector("#receipt")
    first, *again = site.received
    assert again
    assert all(sent == first for sent in again)


async def silence() -> Response:
    await asyncio.sleep(1)
    return HTMLResponse("too late")


@pytest.mark.parametrize("chance", [0, 0.8])
def test_the_pauses_grow(site, phone, opened, chance):
    """1, 2, 4, 8, 8 seconds, and by chance up to a quarter more: on the browser's own clock, moved by hand."""
    phone.clock.install(time=0)
    phone.add_init_script(f"Math.random = () => {chance};")
    page = opened()
    phone.clock.pause_at(600)
    site.stop()
    with page.expect_event("requestfailed"):
        vote(page)
    for attempt, seconds in enumerate((1, 2, 4, 8, 8), start=1):
        expect(page.locator("form:not([aria-busy])")).to_have_count(1)
        page.clock.run_for(int(seconds * 1000 * (1 + chance / 4)) - 1)
        page.wait_for_timeout(100)
        assert page.failures == attempt
        with page.expect_event("requestfailed"):
            page.clock.run_for(1)
    site.start()


def test_back_online_it_is_sent_at_once(site, phone, opened):
    """The browser's clock stands still, so no pause can end."""
    phone.clock.install(time=0)
    page = opened()
    phone.clock.pause_at(600)
    phone.set_offline(offline=True)
    vote(page)
    expect(note(page)).to_be_visible()
    phone.set_offline(offline=False)
    page.wait_for_selector("#receipt")
    assert len(site.received) == 1


@pytest.mark.parametrize("status", [200, 403, 409, 422, 500])
def test_any_answer_ends_it(site, opened, status):
    page = opened(NAMED + ' hx-swap="none"')
    site.stop()
    vote(page)
    expect(note(page)).to_be_visible()
    assert stored(page)
    site.answer = lambda _: HTMLResponse("answer", status)
    site.start()
    expect(note(page)).to_be_hidden()
    page.wait_for_timeout(1500)
    assert len(site.received) == 1
    assert not stored(page)


def stored(page) -> dict:
    return {name: json.loads(value) for name, value in page.evaluate(STORED)}


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_without_its_server_is_no_answer(site, opened, status):
    page = opened('data-retry hx-status:50x="swap:innerHTML"')
    site.answer = lambda _: HTMLResponse("<p id=receipt>x", status if len(site.received) == 1 else 200)
    vote(page)
    expect(note(page)).to_be_visible()
    expect(page.locator("#receipt")).to_have_count(0)
    page.wait_for_selector("#receipt")
    first, second = site.received
    assert first == second


def test_what_was_pressed_is_sent_not_what_is_now_in_the_form(site, opened):
    page = opened()
    site.stop()
    vote(page, "赞成")
    expect(note(page)).to_be_visible()
    page.get_by_label("反对").check()
    site.start()
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert sent["choice"] == parse(sent["statement"].encode())["choice"] == "for"


def test_a_second_press_replaces_the_first(site, opened):
    page = opened()
    site.stop()
    vote(page, "赞成")
    expect(note(page)).to_be_visible()
    vote(page, "反对")
    page.wait_for_timeout(300)
    site.start()
    page.wait_for_selector("#receipt")
    page.wait_for_timeout(3000)  # the first press was due again
    assert [parse(sent["statement"].encode())["choice"] for sent in site.received] == ["against"]


def test_the_old_press_waits_while_a_new_one_is_signed(site, phone, opened):
    phone.add_init_script(SLOW_SIGNING)
    page = opened()
    site.stop()
    vote(page, "赞成")
    page.wait_for_selector("[data-signing]")
    page.evaluate("letGo()")
    expect(note(page)).to_be_visible()
    vote(page, "反对")
    page.wait_for_selector("[data-signing]")
    site.start()
    page.wait_for_timeout(1500)
    assert site.received == []
    page.evaluate("letGo()")
    page.wait_for_selector("#receipt")
    assert [parse(sent["statement"].encode())["choice"] for sent in site.received] == ["against"]


def test_signing_for_very_long_does_not_leave_the_form_dead(site, phone, opened):
    phone.add_init_script(SLOW_SIGNING)
    page = opened('data-retry hx-swap="none"')
    site.stop()
    vote(page, "赞成")
    page.wait_for_selector("[data-signing]")
    page.evaluate("letGo()")
    expect(note(page)).to_be_visible()
    vote(page, "反对")
    page.wait_for_selector("[data-signing]")
    with page.expect_event("requestfailed"):  # the old press is tried again meanwhile
        pass
    site.start()
    page.evaluate("letGo()")
    expect(note(page)).to_be_hidden()
    expect(page.get_by_role("button")).to_be_enabled()


def vote_and_leave(site, page) -> str:
    """Vote in vain, close the page, and only then the server is back. Gives the statement."""
    site.stop()
    vote(page)
    expect(note(page)).to_be_visible()
    statement = page.locator("[name=statement]").input_value()
    page.goto("about:blank")
    site.start()
    return statement


def test_leaving_and_coming_back_does_not_lose_the_ballot(site, opened):
    page = opened(NAMED)
    statement = vote_and_leave(site, page)
    page.goto("/")
    page.wait_for_selector("#receipt")
    assert [sent["statement"] for sent in site.received] == [statement]
    assert not stored(page)
    page.reload()
    page.wait_for_timeout(500)
    assert len(site.received) == 1


@pytest.mark.parametrize("alone", [False, True])
def test_a_form_that_comes_later_sends_the_ballot(site, opened, alone):
    page = opened(NAMED)
    statement = vote_and_leave(site, page)
    form = re.search("<form.*</form>", site.body, re.DOTALL)[0] if alone else site.body
    site.body = '<button id="get" hx-post="/form" hx-target="#here">x</button><i id="here"></i>'
    site.answer = lambda sent: HTMLResponse("<p id=receipt>已记录</p>" if "statement" in sent else form)
    page.goto("/")
    page.click("#get")
    page.wait_for_selector("#receipt")
    assert [sent.get("statement") for sent in site.received] == [None, statement]


def test_coming_back_to_a_server_still_away(site, opened):
    page = opened(NAMED)
    vote_and_leave(site, page)
    site.answer = lambda _: HTMLResponse("away", 503)
    page.goto("/")
    expect(note(page)).to_be_visible()
    assert stored(page).keys() == {"unsent/6f1c/12/poll-3"}


def test_without_a_name_leaving_lets_go(site, opened):
    page = opened("data-retry")
    vote_and_leave(site, page)
    page.goto("/")
    page.wait_for_timeout(500)
    assert site.received == []


def test_the_next_person_does_not_send_it(site, opened):
    page = opened(NAMED)
    vote_and_leave(site, page)
    page.goto("/?person=13")
    page.wait_for_timeout(500)
    assert site.received == []
    expect(note(page)).to_be_hidden()


def test_a_form_that_left_the_page_is_not_sent(site, opened):
    page = opened()
    site.stop()
    vote(page)
    expect(note(page)).to_be_visible()
    page.evaluate("document.querySelector('form').remove()")
    site.start()
    page.wait_for_timeout(1500)
    assert site.received == []


def test_other_forms_are_not_retried(site, opened):
    page = opened("")
    site.stop()
    vote(page)
    page.wait_for_timeout(1800)
    site.start()
    assert page.failures == 1
    expect(note(page)).to_be_hidden()


def test_storage_that_is_blocked_does_not_stop_the_retry(site, phone, opened):
    phone.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page = opened(NAMED)
    site.stop()
    vote(page)
    expect(note(page)).to_be_visible()
    site.start()
    page.wait_for_selector("#receipt")
    assert len(site.received) == 1


def test_files_are_sent_again_too(site, opened):
    page = opened(NAMED + ' enctype="multipart/form-data"')
    page.evaluate("""() => {
      const input = Object.assign(document.createElement("input"), { type: "file", name: "paper" });
      const files = new DataTransfer();
      files.items.add(new File(["审议稿"], "paper.txt"));
      input.files = files.files;
      input.hidden = true;
      document.querySelector("form").append(input);
    }""")
    site.stop()
    vote(page)
    expect(note(page)).to_be_visible()
    assert not stored(page)
    site.start()
    page.wait_for_selector("#receipt")
    [body] = site.bodies
    assert "审议稿".encode() in body
    assert re.search(rb'name="statement"\r\n\r\n\{"act":"ballot"', body)


def test_an_old_browser_signs_even_when_the_network_has_gone(site, old_phone, opened_on):
    """The library is there before it is needed."""
    old_phone.route("**/nowhere", lambda route: route.abort())  # any route turns the browser's cache off
    page = opened_on(old_phone)
    page.reload(wait_until="networkidle")
    site.stop()
    vote(page)
    expect(note(page)).to_be_visible()
    site.start()
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert verify(page.public, sent["statement"].encode(), decode(sent["signature"]))

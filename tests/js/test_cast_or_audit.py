"""A ballot is sealed before anybody says whether it will be cast or opened; never both."""

import re

import pytest
from js.sealing import CHOICES, SLOW, page_body, press, says
from playwright.sync_api import expect
from starlette.responses import HTMLResponse

from congress.crypto.belenios import wire
from congress.crypto.belenios.audit import open_ballot
from congress.crypto.belenios.election import read_election


def tracker(page) -> str:
    """Of what is sealed now."""
    shown = page.locator("[data-seal-tracker]")
    expect(shown).to_be_visible()
    return shown.inner_text()


def holds_nothing(page) -> None:
    """No opening is on the page or in what the browser keeps."""
    kept = "document.documentElement.outerHTML + JSON.stringify([{ ...sessionStorage }, { ...localStorage }])"
    assert "exponents" not in page.evaluate(kept)
    inputs = "[...document.querySelectorAll('input[type=hidden]')].map((input) => input.value).join()"
    assert "exponents" not in page.evaluate(inputs)


def test_a_ballot_is_sealed_and_named_before_either_button_is_pressed(site, opened):
    page = opened()
    expect(page.locator("[data-seal-tracker]")).to_be_hidden()
    expect(page.locator("[data-audit]")).to_be_disabled()
    page.get_by_label("反对").check()
    first = tracker(page)
    expect(page.locator("[data-audit]")).to_be_enabled()
    expect(page.get_by_text("正在加密")).to_be_hidden()
    assert len(first) == 8
    page.get_by_label("赞成").check()
    expect(page.locator("[data-seal-tracker]")).not_to_have_text(first)
    second = tracker(page)
    assert page.locator("form.ballot [name=ballot]").input_value() == ""
    assert site.received == []
    holds_nothing(page)
    page.locator("[data-cast]").click()
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert wire.fingerprint(sent["ballot"])[:8] == second != first
    assert says(sent["ballot"]) == "for"


def test_the_tracker_may_stand_in_the_form_and_in_words(opened, election):
    body = page_body(election).replace("<code data-seal-tracker hidden></code>", "")
    words = "<p data-sealing hidden></p><p data-seal-tracker data-text='追踪号 {tracker}' hidden></p>"
    page = opened(body=body.replace("<p data-sealing hidden>", words + "<p hidden>"))
    page.get_by_label("赞成").check()
    assert re.fullmatch("追踪号 .{8}", tracker(page))


@pytest.mark.parametrize("choice", CHOICES)
def test_a_ballot_can_be_opened_instead_of_cast(site, opened, election, voter, choice):
    page = opened()
    page.get_by_label(CHOICES[choice]).check()
    named = tracker(page)
    page.locator("[data-audit]").click()
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert sent.keys() == {"ballot", "opening"}
    assert [request.url[-9:] for request in page.sent if request.method == "POST"] == ["/5/audits"]
    assert open_ballot(read_election(election), sent["ballot"], sent["opening"]) == [
        [int(kind == choice) for kind in CHOICES]
    ]
    assert wire.fingerprint(sent["ballot"])[:8] == named
    assert f"{voter.secret:x}" not in site.bodies[0].decode()
    holds_nothing(page)


@pytest.mark.parametrize("status", [200, 422, 500])
def test_what_was_opened_is_never_cast(site, opened, election, status):
    """While it is under way nothing can be cast; if no answer takes its place, there is a fresh ballot."""
    page = opened(body=page_body(election).replace('hx-swap="outerHTML"', 'hx-swap="none"'))
    page.route("**/polls/5/audits", lambda route: (page.wait_for_timeout(400), route.continue_()))
    site.answer = lambda sent: HTMLResponse("no", status if "opening" in sent else 200)
    page.get_by_label("弃权").check()
    named = tracker(page)
    with page.expect_response("**/polls/5/audits"):
        page.locator("[data-audit]").click()
        for button in ("cast", "audit"):
            expect(page.locator(f"[data-{button}]")).to_be_disabled()
        page.evaluate("for (const form of document.querySelectorAll('[hx-post]')) form.requestSubmit()")
        holds_nothing(page)
    expect(page.locator("[data-audit]")).to_be_enabled()
    assert tracker(page) != named
    press(page)
    audited, cast = site.received
    assert "opening" in audited
    assert cast.keys() == {"ballot", "follows"}
    assert cast["ballot"] != audited["ballot"]
    assert says(cast["ballot"]) == "abstain"


def test_an_audit_that_the_network_loses_leaves_a_fresh_ballot(site, opened):
    page = opened()
    page.get_by_label("赞成").check()
    named = tracker(page)
    site.stop()
    page.locator("[data-audit]").click()
    expect(page.locator("[data-seal-tracker]")).not_to_have_text(re.compile(f"^({re.escape(named)})?$"))
    site.start()
    assert site.received == []
    page.locator("[data-cast]").click()
    page.wait_for_selector("#receipt")
    assert wire.fingerprint(site.received[0]["ballot"])[:8] != named


def test_what_was_cast_cannot_be_opened(site, opened):
    """Not while it is under way, not while it is sent again, not by a script of the page."""
    page = opened()
    page.get_by_label("赞成").check()
    tracker(page)
    site.stop()
    page.locator("[data-cast]").click()
    expect(page.locator("[data-audit]")).to_be_disabled()
    expect(page.get_by_text("未送达")).to_be_visible()
    expect(page.locator("form.ballot:not([aria-busy])")).to_have_count(1)
    expect(page.locator("[data-audit]")).to_be_disabled()
    page.evaluate("document.querySelector('[data-audit]').disabled = false")
    page.locator("[data-audit]").click()
    holds_nothing(page)
    site.start()
    page.wait_for_selector("#receipt")
    page.wait_for_timeout(300)
    assert [sent.keys() for sent in site.received] == [{"ballot", "follows"}]
    assert [one.url for one in page.sent if "exponents" in (one.post_data or "")] == []


def test_the_choice_that_is_opened_is_the_one_that_is_shown(site, phone, opened, election):
    phone.add_init_script(SLOW)
    page = opened()
    page.get_by_label("赞成").check()
    expect(page.locator("[data-audit]")).to_be_enabled()
    page.get_by_label("反对").check()
    expect(page.locator("[data-audit]")).to_be_disabled()
    expect(page.locator("[data-seal-tracker]")).to_be_hidden()
    page.evaluate("document.querySelector('form[data-audit-of]').requestSubmit()")
    page.get_by_label("弃权").check()  # three in the air
    page.locator("[data-audit]").click()
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert open_ballot(read_election(election), sent["ballot"], sent["opening"]) == [[0, 0, 1]]

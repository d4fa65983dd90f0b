"""A visitor in the demo congress: every face in one click, then a vote with three hundred simulated delegates."""

import re
from pathlib import Path

import pytest
from journeys.devices import number_in, press, told, verified, vote
from playwright.sync_api import Page, expect

HOMES = {
    "organiser": "/desk",
    "delegate": "/now",
    "executive_chair": "/now",
    "chief_teller": "/now",
    "motion_committee": "/now",
    "delegation_head": "/now",
    "party_secretary": "/committee",
    "department": "/now",  # a delegate too; the tasks are a place of their own
    "employee": "/resolutions",
}
SOME = re.compile(r"^([5-9]\d|\d{3})$")  # fifty or more
MOST = re.compile(r"^[23]\d\d$")  # two hundred or more of 312


def become(page: Page, role: str) -> None:
    """Choose a face of the front page; the browser's key is registered on the way."""
    page.context.clear_cookies()
    page.goto("/demo")
    press(page, f"faces/{role}")
    page.wait_for_url(f"**{HOMES[role]}")


@pytest.mark.timeout(300)
def test_every_face_in_one_click(demo, context_for, page_for):
    page = page_for(context_for(demo.url))
    page.goto("/")
    assert page.locator("form[action*='/demo/faces/']").count() == len(HOMES)
    for role in HOMES:
        become(page, role)
        told(page, "本设备的签名密钥已登记")
        expect(page.locator("h1").first).to_be_visible()
        assert page.locator("nav a[href='/tasks']").count() == 2 * (role == "department")


@pytest.mark.timeout(420)
def test_a_vote_with_the_simulated_delegates(demo, context_for, page_for, tmp_path: Path):
    organiser = page_for(context_for(demo.url, viewport={"width": 1280, "height": 900}))
    delegate = page_for(context_for(demo.url))
    become(organiser, "organiser")
    become(delegate, "delegate")
    screen = organiser.context.new_page()
    screen.goto("/projector")

    organiser.locator("#step a.button.primary").click()
    organiser.wait_for_url("**/polls/*")
    poll = number_in(organiser.url)
    press(organiser, "opening", sure=True)
    expect(screen.locator("[data-live=cast]").first).to_be_visible()
    vote(delegate, "赞成")  # the ballot came to the phone by itself
    expect(screen.locator(".turnout [data-live=cast]")).to_have_text(SOME, timeout=120_000)
    expect(screen.locator(".turnout [data-live=cast]")).to_have_text(MOST, timeout=120_000)
    expect(organiser.locator("#turnout .meter-value")).to_have_text(re.compile(r"^\d\d"))

    press(organiser, "closing", sure=True)
    expect(screen.locator(".stamp")).to_have_text("通过")
    delegate.goto(f"/polls/{poll}")
    told(delegate, "您投的是")
    delegate.locator(".note a[href^='/record/']").click()  # the proof of it, unfolded, fits the phone
    told(delegate, "您的设备签名的原文")
    delegate.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    assert delegate.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "核验通过" in verified(demo.data, tmp_path / "record.zip")

"""Every page of the demo that a person can reach, seen by axe and by a narrow phone, for each face."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROLES = (
    "organiser", "delegate", "party_secretary", "department", "motion_committee", "executive_chair",
    "chief_teller", "delegation_head", "employee",
)  # fmt: skip
LOOKS = {  # by turns, so that each page is seen once in one of them
    ("zh", 390): {"locale": "zh-CN", "viewport": {"width": 390, "height": 844}},
    ("en", 1280): {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}},
}
LINKS = """() => [...document.querySelectorAll("a[href]")].map((a) => new URL(a.href))
  .filter((url) => url.origin === location.origin).map((url) => url.pathname)"""
UNFOLD = "document.querySelectorAll('main details').forEach((part) => { part.open = true })"
WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest(".tabs, .hidden-visually, thead, svg"))
  .map((e) => e.outerHTML.slice(0, 90)).slice(0, 2)"""
FILES = re.compile(
    r"\.(txt|json|xlsx|pdf|docx|csv|pem|p7s|sm2|zip)$|^/papers/\d+$|^/deliveries/\d+/document$|^/static/|^/demo$|^/live|/signature$|^/seal/uses/\d+/"
)
STAGED = ("/polls/", "/motions/", "/resolutions/", "/dispatches/")  # pages that look different at every stage
MOST = 160  # pages for one face; more would be a surprise
FLAT = (
    ".tabbar, .castbar { position: static !important }"  # what a bar covers now can be scrolled from under it
)
STILL = "HTMLFormElement.prototype.requestSubmit = () => {}"  # nothing is sent by itself while we look


@pytest.mark.timeout(900)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look[0])
def test_axe_finds_nothing_on_any_page(demo, browser, look: tuple[str, int]):
    context = browser.new_context(base_url=demo.url, bypass_csp=True, **LOOKS[look])
    context.add_init_script(STILL)
    page, seen, faults = context.new_page(), set(), []
    with context:
        for role in ROLES:
            for address in pages_of(page, demo.url, role, seen):
                faults += [f"{role} {address}: {fault}" for fault in examine(page)]
    assert not faults, "\n".join(faults)
    assert len(seen) > 40, seen


@pytest.mark.timeout(300)
@pytest.mark.parametrize("preferences", ["type=large", "theme=dark", "contrast=more"])
def test_the_now_page_in_other_looks(demo, browser, preferences: str):
    name, value = preferences.split("=")
    context = browser.new_context(base_url=demo.url, bypass_csp=True, **LOOKS["zh", 390])
    with context:
        page = context.new_page()
        become(page, demo.url, "delegate")
        context.request.post("/preferences", form={name: value})
        page.goto("/now")
        assert page.locator(f"html[data-{name}={value}]").count() == 1
        assert examine(page) == []


def become(page: Page, url: str, role: str) -> None:
    """Take a face without making a key: the session is all that reading needs."""
    page.context.clear_cookies(name="congress_session")
    answer = page.context.request.post(f"/demo/faces/{role}", max_redirects=0, headers={"Origin": url})
    assert answer.status == 303


def pages_of(page: Page, url: str, role: str, seen: set[str]) -> Iterator[str]:
    """Walk from the front page along every link; pages that were seen before, or look alike, are passed by."""
    become(page, url, role)
    waiting, kinds = ["/", "/me/keys"], {}
    for _ in range(MOST):
        if not waiting:
            return
        wanted = waiting.pop(0)
        answer = page.goto(wanted)
        address = "/" + page.url.split("/", 3)[3].partition("?")[0]
        assert answer, wanted
        assert answer.status in {200, 403}, (role, wanted, answer.status)
        if address not in seen:
            seen.add(address)
            yield address
        for link in sorted(set(page.evaluate(LINKS))):
            kind = re.sub(r"\d+", "1", link)
            if (
                FILES.search(link)
                or link in seen
                or link in waiting
                or kinds.get(kind, 0) > link.startswith(STAGED)
            ):
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            waiting.append(link)
    pytest.fail(f"{role} can reach more than {MOST} pages: {waiting}")


def examine(page: Page) -> list[str]:
    """What axe finds, and what a phone of 320 px has to scroll sideways for, all unfolded."""
    page.add_style_tag(content=FLAT)
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", TAGS
    )
    faults = [f"{v['id']}: {v['nodes'][0]['html'][:140]} ({len(v['nodes'])})" for v in found["violations"]]
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 700})
    page.evaluate(UNFOLD)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        faults.append(f"{wide} px too wide at 320: {page.evaluate(WIDE)}")
    page.set_viewport_size(size or {"width": 390, "height": 844})
    return faults

"""No news is lost: what a page shows after the last of them is what the server says after the last of them."""

import pytest
from playwright.sync_api import Route, expect

PART = """<section id="part" hx-get="/part" hx-trigger="live" hx-target="{target}" hx-swap="outerHTML"
  data-live-news="now">{says}</section>"""
STREAM = """window.EventSource = class extends EventTarget { constructor() { super(); window.stream = this; } close() {} };
window.news = (body) => stream.dispatchEvent(new MessageEvent("news", { data: JSON.stringify(body) }));"""
ATTEMPTS = 50  # looks at the page, each a twentieth of a second


class Held:
    """Answers to the part's requests, each given when the test says so."""

    def __init__(self, page, target):
        self.page, self.target = page, target
        self.waiting: list[Route] = []
        page.route("**/part", self.hold)

    def hold(self, route):
        self.waiting.append(route)

    def answer(self, says):
        self.waiting.pop(0).fulfill(body=PART.format(says=says, target=self.target), content_type="text/html")

    def asked(self):
        for _ in range(ATTEMPTS):
            if self.waiting:
                return
            self.page.wait_for_timeout(50)
        pytest.fail("the part was not asked for")


@pytest.fixture(params=["this", "#part"])
def watched(request, site, phone, page_for):
    site.scripts = ("live",)
    site.body = PART.format(says="一", target=request.param)
    page = page_for(phone)
    page.add_init_script(STREAM)
    page.goto("/")
    page.wait_for_function("window.stream")
    yield page, Held(page, request.param)
    page.unroute_all(behavior="ignoreErrors")


def news(page, version):
    page.evaluate("(said) => news(said)", {"topics": ["now"], "version": version})


def test_news_while_a_part_is_fetched_is_fetched_after_it(watched):
    page, part = watched
    page.evaluate("document.documentElement.dataset.liveCalm = ''")
    news(page, 1)
    part.asked()
    news(page, 2)
    news(page, 3)
    page.wait_for_timeout(100)
    part.answer("二")
    part.asked()
    part.answer("三")
    expect(page.locator("#part")).to_have_text("三")
    page.wait_for_timeout(200)
    assert not part.waiting  # two pieces of news in the meantime are one more fetch


def test_news_finds_the_part_that_was_replaced_meanwhile(watched):
    page, part = watched
    page.evaluate("Math.random = () => 0.5")  # it waits 400 ms, so that not all phones ask at once
    news(page, 1)
    replaced = {"target": "#part", "swap": "outerHTML", "text": PART.format(says="二", target=part.target)}
    page.evaluate("(replaced) => htmx.swap(replaced)", replaced)
    expect(page.locator("#part")).to_have_text("二")
    part.asked()
    part.answer("三")
    expect(page.locator("#part")).to_have_text("三")


def test_a_fetch_that_fails_does_not_hold_up_the_next(watched):
    page, part = watched
    page.evaluate("document.documentElement.dataset.liveCalm = ''")
    news(page, 1)
    part.asked()
    part.waiting.pop().abort()
    page.wait_for_timeout(100)
    news(page, 2)
    part.asked()
    part.answer("三")
    expect(page.locator("#part")).to_have_text("三")


def test_a_choice_made_while_a_part_is_fetched_is_not_swept_away(watched):
    page, part = watched
    page.evaluate("document.documentElement.dataset.liveCalm = ''")
    news(page, 1)
    part.asked()
    news(page, 2)
    part.answer("<input data-open-form><p data-live-stale hidden>现场有了新进展</p>")
    expect(page.get_by_text("现场有了新进展")).to_be_visible()
    assert not part.waiting


FORM = """<form data-open-typed><input name="word" value="{word}"></form><p data-live-stale hidden>现场有了新进展</p>"""


@pytest.fixture
def typing(watched):
    """A part with a form in it, of which there is no news yet."""
    page, part = watched
    page.evaluate("document.documentElement.dataset.liveCalm = ''")
    news(page, 1)
    part.asked()
    part.answer(FORM.format(word=""))
    expect(page.locator("input")).to_be_visible()
    return page, part


def test_what_is_half_typed_stays_and_news_comes_once_it_is_erased(typing):
    page, part = typing
    page.locator("input").fill("半句")
    news(page, 2)
    expect(page.get_by_text("现场有了新进展")).to_be_visible()
    assert not part.waiting
    assert page.locator("input").input_value() == "半句"
    page.locator("input").fill("")
    part.asked()
    part.answer(FORM.format(word="新"))
    expect(page.locator("input")).to_have_value("新")


def test_a_form_in_which_nothing_is_typed_holds_up_nothing(typing):
    page, part = typing
    news(page, 2)
    part.asked()
    part.answer(FORM.format(word="新"))
    expect(page.locator("input")).to_have_value("新")


def test_what_is_typed_while_a_part_is_fetched_is_not_swept_away(typing):
    page, part = typing
    news(page, 2)
    part.asked()
    page.locator("input").fill("半句")
    part.answer(FORM.format(word="新"))
    expect(page.get_by_text("现场有了新进展")).to_be_visible()
    assert page.locator("input").input_value() == "半句"


@pytest.mark.parametrize("way", ["asked", "signed"])
def test_news_waits_while_something_is_asked_or_signed(typing, way):
    page, part = typing
    page.evaluate(
        """(way) => way === "signed" ? document.querySelector("form").setAttribute("aria-busy", "true")
        : document.body.insertAdjacentHTML("beforeend", "<dialog open><button data-confirm-yes></button></dialog>")""",
        way,
    )
    news(page, 2)
    page.wait_for_timeout(200)
    assert not part.waiting
    page.evaluate(
        """() => { document.querySelector("form").removeAttribute("aria-busy"); document.querySelector("dialog")?.remove(); }"""
    )
    part.asked()
    part.answer("二")
    expect(page.locator("#part")).to_have_text("二")

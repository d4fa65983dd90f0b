"""The small scripts of the frame, each by what a person notices."""

from gallery import Look


def test_the_button_repeats_the_choice(see):
    page = see(Look("vote"))
    button = page.locator("[data-cast]")
    assert button.inner_text() == "请先选择"
    for word in ("赞成", "反对", "弃权"):
        page.get_by_role("radio", name=word).check()
        assert button.inner_text() == f"投出「{word}」票"


def test_the_choice_from_before_is_repeated_at_once(see):
    assert see(Look("vote-selected", "en")).locator("[data-cast]").inner_text() == "Cast “For”"


def test_choices_work_by_keyboard(see):
    page = see(Look("vote-selected"))
    page.get_by_role("radio", name="赞成").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("[data-cast]").inner_text() == "投出「反对」票"


def test_an_irreversible_act_is_asked_about_and_can_be_left(see):
    page = see(Look("cockpit"))
    page.get_by_role("button", name="开始表决").click()
    sheet = page.get_by_role("dialog")
    assert "现在开始表决？" in sheet.inner_text()
    page.keyboard.press("Escape")
    sheet.wait_for(state="detached")
    assert "?" not in page.url
    assert page.evaluate("document.activeElement.textContent.trim()") == "开始表决"


def test_a_confirmed_act_goes_on_as_pressed(see):
    page = see(Look("gallery"))
    page.locator("button[data-confirm]").click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="提交").click()
    assert "asked=1" in page.url


def test_an_incomplete_form_is_not_asked_about(see):
    page = see(Look("gallery"))
    page.evaluate(
        "document.querySelector('button[data-confirm]').form.innerHTML += '<input required name=gap>'"
    )
    page.locator("button[data-confirm]").click()
    assert page.get_by_role("dialog").count() == 0


def test_the_clock_runs_by_the_server_and_ends_at_nought(see):
    page = see(Look("vote"))
    box = page.locator("[data-countdown]")
    assert box.locator("[role=timer]").inner_text() in {"1:18", "1:17"}
    box.evaluate(
        """(old) => { const box = old.cloneNode(true); box.dataset.now = "2026-03-18T06:33:25+00:00";
           box.dataset.ends = "2026-03-18T06:33:26+00:00"; old.replaceWith(box); }"""
    )
    page.locator("[data-countdown].urgent").wait_for()
    page.get_by_text("0:00").wait_for()
    assert box.locator("progress").evaluate("(bar) => bar.value") == 0
    assert page.locator("[data-toast]").inner_text() == "时间到"


def test_the_bar_offers_four_places_and_the_rest_under_more(see):
    page = see(Look("cockpit"))
    bar = page.locator(".tabbar")
    more = bar.get_by_text("更多")
    assert bar.locator("a:visible").count() == 4
    more.click()
    assert bar.locator("a:visible").count() == 7
    page.keyboard.press("Escape")
    assert bar.locator("a:visible").count() == 4
    more.click()
    page.locator("h1").click()
    assert bar.locator("a:visible").count() == 4


def test_seats_fill_as_ballots_come_in(see):
    page = see(Look("turnout"), 1280, 720)
    seats = "[...document.querySelectorAll('.seats')].map((e) => e.getAttribute('d').split('M').length - 1)"
    assert page.evaluate(seats) == [193, 119]
    page.evaluate("document.dispatchEvent(new CustomEvent('live:numbers', { detail: { cast: 200 } }))")
    assert page.evaluate(seats) == [200, 112]
    page.evaluate("document.dispatchEvent(new CustomEvent('live:numbers', { detail: { present: 1 } }))")
    assert page.evaluate(seats) == [200, 112]


def test_large_type_comes_at_once_and_stays(hall, context_for, page_for):
    page = page_for(context_for(hall.url))
    page.goto("/")
    with page.expect_response("**/preferences"):
        page.get_by_role("button", name="大字").first.click()
    assert page.locator("html").get_attribute("data-type") == "large"
    assert page.get_by_role("button", name="大字").first.get_attribute("aria-pressed") == "true"
    page.reload()
    assert page.locator("html").get_attribute("data-type") == "large"


def test_looks_and_language_need_no_script(hall, context_for, page_for):
    page = page_for(context_for(hall.url, java_script_enabled=False))
    page.goto("/")
    page.get_by_text("显示设置").click()
    page.get_by_role("button", name="深色").click()
    page.get_by_role("button", name="English").click()
    page.get_by_text("Display").click()
    page.get_by_role("button", name="High").click()
    html = page.locator("html")
    assert [html.get_attribute(name) for name in ("lang", "data-theme", "data-contrast")] == [
        "en",
        "dark",
        "more",
    ]


def test_printing_is_offered_where_a_script_can(see):
    page = see(Look("gallery"))
    page.evaluate("window.print = () => { window.printed = true }")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed")

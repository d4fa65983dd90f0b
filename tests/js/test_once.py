"""A form that the browser sends by itself is sent once, however often it is pressed."""

import asyncio

from playwright.sync_api import expect
from starlette.responses import HTMLResponse, Response

SCRIPT = '<script src="/static/0a1b/js/once.js" type="module"></script>'
FORM = f"""{SCRIPT}<form method="post" action="/things"><input name="title" value="x"><button>送出</button></form>"""


def test_a_second_press_while_it_is_on_its_way_is_nothing(site, phone, page_for):
    async def slowly(_sent: dict[str, str]) -> Response:
        await asyncio.sleep(0.8)
        return HTMLResponse('<p id="done">完成</p>')

    site.body, site.answer = FORM, slowly
    page = page_for(phone)
    page.goto("/")
    page.evaluate(
        "for (const wait of [0, 150, 300]) setTimeout(() => document.querySelector('button').click(), wait)"
    )
    expect(page.locator("#done")).to_be_visible()
    assert len(site.received) == 1


def test_who_comes_back_may_send_again(site, phone, page_for):
    site.body = FORM
    page = page_for(phone)
    for _ in range(2):
        page.goto("/")
        page.get_by_role("button").click()
        expect(page.locator("#receipt")).to_be_visible()
        page.go_back()
        page.get_by_role("button").click()
        expect(page.locator("#receipt")).to_be_visible()
    assert len(site.received) == 4

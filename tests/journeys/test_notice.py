"""A notice in real browsers: put up, read on a phone, commented on through a bad network, answered, ended by signature."""

import pytest
import shown
from hall import Hall
from journeys.devices import enter_by_card, fill, press, told
from office import make
from playwright.sync_api import Page, Route, expect
from sqlmodel import select

from congress.publication.rules import Outcome
from congress.publication.store import Notice, NoticeComment

COMMENTS = "**/notices/*/comments"
WORDS = "候选人应当在全体职工面前述职。"


def said(hall: Hall) -> list[str]:
    with hall.house.database.read() as session:
        return [found.body for found in session.exec(select(NoticeComment)).all()]


@pytest.fixture
def phone(hall: Hall, context_for, page_for) -> Page:
    """Dan's, signed in by card."""
    page = page_for(context_for(hall.url))
    enter_by_card(hall, page, "dan")
    return page


def write(page: Page, *, named: bool = True) -> None:
    """What is said, not yet sent."""
    page.locator("input[name=stance][value=suggestion]").check()
    page.locator("#field-body").fill(WORDS)
    if not named:
        page.locator("input[name=named][value=no]").check()


def test_a_comment_whose_answers_were_lost_counts_once(hall: Hall, phone: Page) -> None:
    make(hall, shown.posted)
    sent = []

    def carry(route: Route) -> None:
        sent.append(route.request.post_data)
        answer = route.fetch()
        if len(sent) < 3:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    phone.goto("/notices/1")
    phone.route(COMMENTS, carry)
    write(phone)
    press(phone, "comments")
    told(phone, "已收到您的意见")
    assert len(sent) == 3
    assert len(set(sent)) == 1
    assert said(hall) == [WORDS]


def test_what_was_written_survives_a_reload_without_network(hall: Hall, phone: Page) -> None:
    make(hall, shown.posted, nameless=True)
    phone.goto("/notices/1")
    phone.route(COMMENTS, lambda route: route.abort())
    write(phone, named=False)
    press(phone, "comments")
    expect(phone.locator("[data-retry-note]")).to_be_visible()
    assert said(hall) == []
    phone.unroute(COMMENTS)
    phone.reload()
    told(phone, "已收到您的匿名意见")
    phone.locator("#voice code").click()
    told(phone, WORDS)
    assert said(hall) == [WORDS]


def test_from_the_form_to_the_signed_end(hall: Hall, phone: Page, context_for, page_for) -> None:
    desk = page_for(context_for(hall.url, viewport={"width": 1280, "height": 900}))
    enter_by_card(hall, desk, "olga")
    desk.goto("/notices/new")
    fill(desk, {"title": "关于职工董事候选人的公示", "body": shown.BODY})
    expect(desk.locator("#preview .paper-title")).to_have_text("关于职工董事候选人的公示")
    press(desk, "notices", sure=True)
    told(desk, "公示中")

    phone.goto("/notices/1")
    write(phone)
    press(phone, "comments")
    told(phone, "待答复")

    desk.goto("/notices/comments")
    desk.get_by_role("link", name="关于职工董事候选人的公示").click()
    desk.locator("#field-answer").fill("会安排述职。")
    desk.locator("input[name=public][value=yes]").check()
    press(desk, "answer", sure=True)
    told(desk, "已送出")
    phone.reload()
    told(phone, "会安排述职。")

    desk.goto("/notices/1/ending")
    expect(desk.locator("input[value=no_objection]")).to_be_disabled()
    desk.locator("input[value=withdrawn]").check()
    desk.locator("#field-note").fill("名单有误，重新推荐。")
    press(desk, "conclusion", sure=True)
    desk.wait_for_url("**/notices/1")  # the form has the same words
    told(desk, "公示撤回")
    with hall.house.database.read() as session:
        assert session.get(Notice, 1).outcome is Outcome.WITHDRAWN
    phone.reload()
    told(phone, "公示已经结束")

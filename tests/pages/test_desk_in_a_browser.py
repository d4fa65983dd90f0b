"""Check-in and the agenda as fingers and eyes meet them: one tap each, live, and without JavaScript."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import papers
import pytest
from hall import Hall
from playwright.sync_api import BrowserContext, Page, expect

from congress.bylaws.terms import Verb
from congress.clock import now
from congress.sittings import service as sittings
from congress.sittings.rules import Presence, SittingStage
from congress.sittings.store import Sitting
from congress.visit import COOKIE

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Open = Callable[..., Page]


@pytest.fixture
def enter(hall: Hall, context_for: Any, page_for: Any) -> Open:
    """A page of the hall in the browser of a member of the cast."""

    def open_page(name: str, address: str, **options: Any) -> Page:
        context: BrowserContext = context_for(hall.url, **options)
        token = hall.client(name).cookies[COOKIE]
        context.add_cookies([{"name": COOKIE, "value": token, "url": hall.url}])
        page: Page = page_for(context)
        page.goto(address)
        return page

    return open_page


def add(hall: Hall, *titles: str) -> list[int]:
    by = hall.cast["olga"].person_id

    def job(session: Any) -> list[int]:
        return [
            sittings.add_item(
                session,
                sitting_id=hall.cast.sitting_id,
                title=title,
                title_en=f"Item {title}",
                verb=Verb.PASS,
                by=by,
                planned_at=now(),
                minutes=10,
                presenter="安丽华",
            ).id
            or 0
            for title in titles
        ]

    return hall.house.database.write(job)


def prepare(hall: Hall) -> None:
    def job(session: Any) -> None:
        sitting = session.get(Sitting, hall.cast.sitting_id)
        sitting.stage = SittingStage.PREPARING
        session.add(sitting)

    hall.house.database.write(job)


def test_one_tap_at_the_desk_checks_in_and_leaving_asks_first(hall: Hall, enter: Open) -> None:
    desk = enter("olga", f"/attendance/desk?delegation={hall.cast.delegations['second']}")
    line = desk.locator(f"#seat-{hall.cast['bob'].delegate_id}")
    line.get_by_role("button", name="签到").click()
    expect(line.get_by_text("已签到")).to_be_visible()
    expect(desk.locator('#quorum [data-live="present"]')).to_have_text("1")
    line.get_by_role("button", name="离会").click()
    expect(desk.get_by_role("heading", name="登记 包建国 离会？")).to_be_visible()
    desk.get_by_role("dialog").get_by_role("button", name="返回").click()
    expect(line.get_by_text("已签到")).to_be_visible()
    line.get_by_role("button", name="离会").click()
    desk.get_by_role("dialog").get_by_role("button", name="离会").click()
    expect(line.get_by_text("已离会")).to_be_visible()
    expect(desk.locator('#quorum [data-live="present"]')).to_have_text("0")


def test_a_hasty_second_tap_does_no_harm(hall: Hall, enter: Open) -> None:
    desk = enter("olga", f"/attendance/desk?delegation={hall.cast.delegations['second']}")
    line = desk.locator(f"#seat-{hall.cast['bob'].delegate_id}")
    line.get_by_role("button").dblclick()
    expect(line.get_by_text("已签到")).to_be_visible()
    desk.reload()
    expect(line.get_by_text("已签到")).to_be_visible()


def test_the_desk_works_without_javascript(hall: Hall, enter: Open) -> None:
    desk = enter(
        "olga",
        f"/attendance/desk?delegation={hall.cast.delegations['second']}",
        java_script_enabled=False,
    )
    line = desk.locator(f"#seat-{hall.cast['bob'].delegate_id}")
    line.get_by_role("button", name="签到").click()
    expect(line.get_by_text("已签到")).to_be_visible()
    line.get_by_role("button", name="离会").click()
    expect(line.get_by_text("已离会")).to_be_visible()


def test_who_scans_the_code_taps_once(hall: Hall, enter: Open) -> None:
    by = hall.cast["olga"].person_id
    digits = hall.house.database.write(
        lambda s: sittings.open_check_in(s, sitting_id=hall.cast.sitting_id, by=by)
    ).checkin_code
    phone = enter("bob", f"/attendance/phone#{digits}")
    expect(phone.get_by_label("签到码")).to_have_value(digits)
    assert digits not in phone.url
    assert phone.evaluate("document.activeElement.tagName") == "BUTTON"
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="已签到")).to_be_visible()
    expect(phone.locator('[data-live="present"]')).to_have_text("1")


def test_the_numbers_follow_the_hall_on_every_page(hall: Hall, enter: Open) -> None:
    watching = enter("carol", "/agenda")
    expect(watching.locator('[data-live-dot][data-live-state="on"]')).to_be_visible()
    desk = enter("olga", f"/attendance/desk?delegation={hall.cast.delegations['second']}")
    desk.locator(f"#seat-{hall.cast['bob'].delegate_id}").get_by_role("button").click()
    expect(watching.locator('[data-live="present"]')).to_have_text("1")
    expect(watching.locator('[data-live="quorum_missing"]')).to_have_text("7")
    expect(watching.get_by_role("progressbar")).to_have_js_property("value", 1)


def test_the_opening_waits_for_the_quorum_before_the_eyes_of_the_organiser(hall: Hall, enter: Open) -> None:
    prepare(hall)
    add(hall, "甲")
    agenda = enter("olga", "/agenda")
    expect(agenda.get_by_text("之后才能开幕")).to_be_visible()
    expect(agenda.get_by_role("button", name="宣布开幕")).to_be_hidden()
    expect(agenda.locator('[data-live-dot][data-live-state="on"]')).to_be_visible()
    by = hall.cast["olga"].person_id

    def come(session: Any) -> None:
        for member in hall.cast.voting[:8]:
            sittings.note(
                session,
                sitting_id=hall.cast.sitting_id,
                delegate_id=member.delegate_id or 0,
                presence=Presence.ARRIVED,
                by=by,
            )

    hall.house.database.write(come)
    hall.house.hub.touch("attendance")
    agenda.get_by_role("button", name="宣布开幕").click()
    agenda.get_by_role("dialog").get_by_role("button", name="宣布开幕").click()
    expect(agenda.get_by_text("应到 12 人，实到 8 人")).to_be_visible()


def test_items_are_moved_by_buttons(hall: Hall, enter: Open) -> None:
    prepare(hall)
    add(hall, "甲", "乙", "丙")
    agenda = enter("olga", "/agenda")
    titles = agenda.locator("#agenda h3")
    expect(titles).to_have_text(["甲", "乙", "丙"])
    agenda.get_by_role("button", name="上移：丙").click()
    expect(titles).to_have_text(["甲", "丙", "乙"])
    agenda.get_by_role("button", name="上移：丙").click()
    expect(titles).to_have_text(["丙", "甲", "乙"])
    expect(agenda.get_by_role("button", name="上移：丙")).to_be_disabled()
    plain = enter("olga", "/agenda", java_script_enabled=False)
    plain.get_by_role("button", name="下移：丙").click()
    expect(plain.locator("#agenda h3")).to_have_text(["甲", "丙", "乙"])


def test_the_agenda_of_a_delegate_follows_the_hall(hall: Hall, enter: Open) -> None:
    add(hall, "甲", "乙")
    watching = enter("bob", "/agenda")
    expect(watching.locator('[data-live-dot][data-live-state="on"]')).to_be_visible()
    organiser = enter("olga", "/agenda")
    organiser.get_by_role("button", name="进入下一项").click()
    expect(organiser.get_by_text("正在进行：甲")).to_be_visible()
    expect(watching.locator('[aria-current="step"] h3')).to_have_text("甲")
    organiser.get_by_role("button", name="结束本项，进入下一项").click()
    expect(watching.locator('[aria-current="step"] h3')).to_have_text("乙")


SIZES = [(390, 4000, "zh-CN"), (1280, 3000, "en")]
"""So tall that the bar at the foot covers nothing."""


@pytest.mark.parametrize(("width", "height", "locale"), SIZES)
def test_axe_finds_nothing_and_nothing_sticks_out_at_any_width(
    hall: Hall, enter: Open, width: int, height: int, locale: str
) -> None:
    item, _ = add(hall, "审议《集体合同（草案）》", "选举职工董事")
    by, bob = hall.cast["olga"].person_id, hall.cast["bob"].delegate_id or 0
    digest = sittings.keep(hall.house.settings.papers, papers.PDF)

    def job(session: Any) -> None:
        sittings.add_paper(
            session,
            item_id=item,
            name="集体合同（草案）.pdf",
            media_type="application/pdf",
            size=1,
            sha256=digest,
            by=by,
        )
        sittings.open_check_in(session, sitting_id=hall.cast.sitting_id, by=by)
        sittings.note(
            session, sitting_id=hall.cast.sitting_id, delegate_id=bob, presence=Presence.ARRIVED, by=by
        )
        sittings.take_item(session, item_id=item, by=by)

    hall.house.database.write(job)
    view = {"viewport": {"width": width, "height": height}, "locale": locale, "bypass_csp": True}
    visits = [
        ("olga", ["/agenda", f"/agenda/{item}", "/agenda/new", f"/agenda/{item}/papers/new"]),
        ("olga", ["/attendance", "/attendance/desk", "/attendance/sheet", f"/attendance/delegates/{bob}"]),
        ("bob", ["/agenda", f"/agenda/{item}", "/attendance/phone"]),
        ("carol", ["/attendance/phone"]),
    ]
    told = []
    for name, addresses in visits:
        page = enter(name, addresses[0], **view)
        for address in addresses:
            page.goto(address)
            told += [f"{name} {address}: {complaint}" for complaint in complaints(page)]
    assert not told, "\n".join(told)


def complaints(page: Page) -> list[str]:
    size = page.viewport_size
    page.evaluate(AXE)
    found = page.evaluate("(tags) => axe.run(document, { runOnly: tags })", TAGS)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size({"width": 320, "height": 700})
    wide = max(wide, page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    page.set_viewport_size(size)
    told = [
        f"{v['id']} {node['html'][:140]} {node['failureSummary'][:200]}"
        for v in found["violations"]
        for node in v["nodes"]
    ]
    return [*told, *([f"{wide} px too wide"] if wide > 0 else [])]

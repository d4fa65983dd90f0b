"""The committee's desk in real browsers: several received with one press, a proposal taken over, authority used, a circulation read."""

from pathlib import Path

import paperwork
import passed
import pytest
from hall import Hall
from journeys.devices import enter_by_card, fill, press, told
from office import kept, make
from playwright.sync_api import expect

from congress.committee.rules import DispatchStage

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def accessible(page) -> None:
    """What axe-core finds wrong: nothing. The page is shown whole, so that the bar at the foot lies on no button."""
    seen = page.viewport_size
    page.set_viewport_size({**seen, "height": 200 + page.evaluate("document.documentElement.scrollHeight")})
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", TAGS)
    page.set_viewport_size(seen)
    assert [(one["id"], [n["html"] for n in one["nodes"]]) for one in found["violations"]] == []


@pytest.mark.timeout(300)
def test_from_receipt_to_reading(hall: Hall, context_for, page_for):
    make(hall, paperwork.join)
    first, second = (
        make(hall, lambda s, c, n=n: passed.sent(s, c, found=passed.published(s, c, number=n)))
        for n in (1, 2)
    )
    frank, peter, quinn = (page_for(context_for(hall.url)) for _ in range(3))
    for page, name in ((frank, "frank"), (peter, "peter"), (quinn, "quinn")):
        enter_by_card(hall, page, name)

    peter.goto("/committee/several/receive")
    accessible(peter)
    for box in peter.locator("[name=which]").all():
        box.check()
    press(peter, "receive")
    peter.wait_for_url("**/committee")
    assert {kept(hall, one).stage for one in (first, second)} == {DispatchStage.STUDIED}

    frank.goto(f"/dispatches/{first.id}/advice/instruction")
    frank.get_by_text("常用语", exact=True).click()
    frank.get_by_role("button", name="采用").first.click()
    expect(frank.locator("#field-body")).to_have_value("同意所拟意见，请有关部门按期落实，结果报党委。")
    accessible(frank)
    fill(frank, {"unit_1": str(hall.cast.units["canteen"]), "task_1": "制定方案"})
    press(frank, "advice/instruction")
    frank.wait_for_url(f"**/dispatches/{first.id}")
    accessible(frank)

    peter.goto(f"/dispatches/{first.id}")
    accessible(peter)
    press(peter, "decisions/instruction", sure=True)
    told(peter, "已签名并记录在案")
    assert kept(hall, first).stage is DispatchStage.CARRIED_OUT

    peter.goto("/committee/proxies")
    accessible(peter)
    fill(peter, {"deputy": str(hall.cast["frank"].person_id)})
    press(peter, "proxies")
    told(peter, "授权有效")
    frank.goto(f"/dispatches/{second.id}/decisions/answer")
    fill(frank, {"body": "报告收悉，予以备查。"})
    press(frank, "decisions/answer", sure=True)
    told(frank, "方志强（受裴振华委托）")
    assert kept(hall, second).stage is DispatchStage.ANSWERED
    press(peter, "end", sure=True)
    told(peter, "授权已收回")

    frank.goto(f"/circulations/dispatches/{first.id}/new")
    frank.get_by_label("秦朗").check()
    accessible(frank)
    press(frank, "new")
    told(frank, "传阅情况")
    quinn.goto("/circulations/1")
    fill(quinn, {"body": "已安排。"})
    press(quinn, "reading")
    told(quinn, "已安排。")
    accessible(quinn)
    frank.reload()
    told(frank, "已安排。")
    accessible(frank)


@pytest.mark.timeout(300)
def test_filing_and_the_yearly_list(hall: Hall, context_for, page_for):
    row = make(hall, passed.published)
    olga = page_for(context_for(hall.url, viewport={"width": 320, "height": 640}))
    enter_by_card(hall, olga, "olga")
    for address in ("/outcomes", "/filings", f"/resolutions/{row.id}/filings/union", "/circulations"):
        olga.goto(address)
        accessible(olga)
        assert olga.evaluate("document.documentElement.scrollWidth <= innerWidth")
    olga.goto(f"/resolutions/{row.id}/filings/union")
    fill(olga, {"authority": "市总工会", "number": "备〔2026〕12号"})
    press(olga, "filings/union")
    told(olga, "已备案")
    olga.locator("[name=outcome][value=cleared]").check()
    press(olga, "outcome")
    told(olga, "已生效")
    accessible(olga)

"""The seal's pages follow what others do, in a browser; what is being typed stays."""

import pytest
from at_the_seal import PASSPHRASE, approve, made, resolved, standing
from hall import Hall
from journeys.devices import enter_by_card
from playwright.sync_api import Page, expect

from congress.roster.rules import OfficeKind

CHAIR, TELLER = OfficeKind.EXECUTIVE_CHAIR, OfficeKind.CHIEF_TELLER


@pytest.fixture
def page(hall: Hall, context_for, page_for) -> Page:
    """Whoever waits, on a phone."""
    made(hall)
    return page_for(context_for(hall.url))


def requested(hall: Hall) -> tuple[str, str]:
    """The addresses of a resolution and of the request for its seal."""
    address = resolved(hall)
    assert hall.client("olga").post(f"{address}/sealing").status_code == 303
    return address, standing(hall)


def test_the_organiser_sees_approvals_come(hall: Hall, page: Page) -> None:
    _, use = requested(hall)
    enter_by_card(hall, page, "olga")
    page.goto(use)
    expect(page.locator(".place.done")).to_have_count(0)
    approve(hall, use, "alice", CHAIR)
    expect(page.locator(".place.done")).to_have_count(1)
    expect(page.locator("#pressing")).to_contain_text("还没有批准用印")
    approve(hall, use, "ruth", TELLER)
    expect(page.locator("[name=passphrase]")).to_be_visible()


def test_a_half_typed_passphrase_stays_while_the_request_is_withdrawn(hall: Hall, page: Page) -> None:
    _, use = requested(hall)
    approve(hall, use, "alice", CHAIR)
    approve(hall, use, "ruth", TELLER)
    enter_by_card(hall, page, "olga")
    page.goto(use)
    page.locator("[name=passphrase]").fill(PASSPHRASE[:5])
    assert hall.client("olga").post(f"{use}/withdrawal").status_code == 303
    expect(page.locator("#allowed")).to_contain_text("批准不再有效")
    expect(page.locator("#pressing [data-live-stale]")).to_be_visible()
    assert page.locator("[name=passphrase]").input_value() == PASSPHRASE[:5]
    page.locator("[name=passphrase]").fill("")
    expect(page.locator("[name=passphrase]")).to_have_count(0)


def test_an_officer_sees_that_it_was_withdrawn_and_keeps_a_half_typed_reason(hall: Hall, page: Page) -> None:
    _, use = requested(hall)
    enter_by_card(hall, page, "alice")
    page.goto(use)
    page.get_by_text("不同意，拒绝用印").click()
    page.locator("[name=why]").fill("票数")
    assert hall.client("olga").post(f"{use}/withdrawal").status_code == 303
    expect(page.locator("#allowed")).to_contain_text("批准不再有效")
    expect(page.locator("#allowed form")).to_have_count(0)
    assert page.locator("[name=why]").input_value() == "票数"
    page.locator("[name=why]").fill("")
    expect(page.locator("[name=why]")).to_have_count(0)


def test_the_resolutions_page_follows_from_the_request_to_the_seal(hall: Hall, page: Page) -> None:
    address = resolved(hall)
    enter_by_card(hall, page, "olga")
    page.goto(address)
    card = page.locator("#seal")
    expect(card).to_contain_text("尚未用印")
    assert hall.client("olga").post(f"{address}/sealing").status_code == 303
    expect(card).to_contain_text("等待用印")
    use = standing(hall)
    approve(hall, use, "ruth", TELLER)
    expect(card).to_contain_text("还要批准的：执行主席")
    assert hall.client("olga").post(f"{use}/withdrawal").status_code == 303
    expect(card).to_contain_text("上一次用印申请已于")

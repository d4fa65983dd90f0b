"""A teller's phone is lost between the ceremony and the count: the sealed printout opens the box with another one."""

import pytest
from hall import Hall
from journeys.devices import enter_by_card, make_key, told
from playwright.sync_api import Page, expect
from sealed import Secret
from voting import kept

from congress.polls.rules import PollStage


def printed(page: Page) -> str:
    """The code, from a sheet that is alone on the paper."""
    page.goto("/tellers")
    page.get_by_role("button", name="显示备份").click()
    sheet = page.locator("[data-backup-sheet]")
    for words in ("阮淑芬", "2 名保管人中任意 2 人", "公钥指纹", "交工会保险柜"):
        expect(sheet.get_by_text(words).first).to_be_visible()
    expect(sheet.locator(".facts")).to_contain_text("保管人编号1")
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    page.emulate_media(media="print")
    expect(sheet).to_be_visible()
    for part in (
        ".banner",
        ".page-head",
        ".flash",
        "h1",
        "#ceremony > .card",
        "[data-key-held] > .card:first-child",
    ):
        assert page.locator(part).locator("visible=true").count() == 0, part
    page.emulate_media(media="screen")
    return page.locator("[data-backup-code]").inner_text()


@pytest.mark.timeout(240)
def test_a_lost_phone_does_not_lock_the_box(hall: Hall, context_for, page_for) -> None:
    olga, ruth, sam = (page_for(context_for(hall.url)) for _ in range(3))
    for page, name in ((olga, "olga"), (ruth, "ruth"), (sam, "sam")):
        enter_by_card(hall, page, name)
    make_key(olga, ruth, sam)
    code = printed(ruth)
    ruth.context.close()

    vote = Secret(hall.house.database, hall.cast)
    voters = ("alice", "bob", "carol", "frank", "grace", "heidi")
    for name in voters:
        vote.register(name)
    poll = vote.open()
    for name in voters:
        vote.throw(name, "for" if name != "bob" else "against")
    vote.seal()

    sent: list[str] = []
    new = page_for(context_for(hall.url))
    new.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    enter_by_card(hall, new, "ruth")
    new.goto(f"/polls/{poll}/keys")
    told(new, "这台手机上没有您的计票密钥。请用完成密钥仪式的那台手机")
    new.get_by_label("备份码").fill(code)
    new.get_by_role("button", name="恢复密钥").click()
    expect(new.locator("[data-checked]")).to_have_text("6")
    expect(new.get_by_role("heading", name="从备份恢复")).to_be_hidden()
    sam.goto(f"/polls/{poll}/keys")
    for page, words in ((new, "您的密钥已经转动"), (sam, "结果已经宣布")):
        page.get_by_role("button", name="转动我的密钥").click()
        told(page, words)
    found = kept(hall, poll)
    assert (found.stage, found.counts["favour"], found.counts["against"]) == (PollStage.CLOSED, 5, 1)
    groups = code.split()[2:12]  # those of the key alone
    assert [one for one in sent if any(group in one for group in groups)] == []

    new.goto("/tellers")
    assert printed(new) == code

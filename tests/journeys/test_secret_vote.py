"""A secret vote in real browsers: tellers make their key, delegates vote in two taps, the box opens, anybody checks."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from crypto.belenios.secretvote import faults
from crypto.belenios.stock import stock_verifier
from hall import Hall
from journeys.devices import check_in, choose, enter_by_card, make_key, number_in, press, told, verified
from playwright.sync_api import Page, expect
from sqlmodel import Session
from voting import kept

from congress.bylaws.terms import Verb
from congress.crypto.belenios.archive import read_archive
from congress.crypto.belenios.group import GROUPS
from congress.polls.rules import PollStage
from congress.roster.store import Enterprise
from congress.sittings import service as sittings

HERE = ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan", "judy", "ruth", "sam")
TEXT = "会议同意《集体合同（草案）》。"


@pytest.fixture(params=GROUPS)
def group(hall: Hall, request: pytest.FixtureRequest) -> str:
    """The congress was founded with this group."""

    def job(session: Session) -> None:
        session.get_one(Enterprise, 1).ballot_group = request.param

    hall.house.database.write(job)
    return str(request.param)


@pytest.fixture
def phones(hall: Hall, group: str, context_for, page_for) -> dict[str, Page]:
    """Everybody who acts, with a browser of their own."""
    opened = {}
    for name in ("olga", "ruth", "sam", "bob", "carol"):
        size = {"width": 1280, "height": 900} if name == "olga" else {"width": 390, "height": 844}
        opened[name] = page_for(context_for(hall.url, viewport=size))
        enter_by_card(hall, opened[name], name)
    return opened


def prepare(hall: Hall, olga: Page) -> int:
    """The question stands on the agenda; who is here is here."""
    by, sitting = hall.cast["olga"].person_id, hall.cast.sitting_id
    item = hall.house.database.write(
        lambda s: sittings.add_item(s, sitting_id=sitting, title="集体合同", verb=Verb.PASS, by=by).id
    )
    check_in(hall, *HERE)
    olga.goto(f"/agenda/{item}/polls/new")
    olga.locator("[name=title]").fill("关于集体合同的决议")
    olga.locator("[name=text]").fill(TEXT)
    olga.locator("[name=matter]").select_option("collective_contract")
    olga.locator("[name=form]").select_option("secret")
    olga.get_by_role("button", name="保存").click()
    told(olga, "无记名投票（手机）")
    return number_in(olga.url)


def audits(page: Page, word: str) -> None:
    """Before she trusts her phone, somebody has a ballot opened; then she chooses again."""
    choose(page, word)
    expect(page.locator("[data-seal-tracker]")).to_have_text(re.compile(r"追踪号：\S{8}$"))
    tracker = (page.locator("[data-seal-tracker]").text_content() or "").rpartition("：")[2]
    page.get_by_text("先检验手机有没有照您的选择加密").click()
    page.get_by_role("button", name="检验这张票（不投出）").click()
    told(page, f"这张票加密的正是「{word}」")
    expect(page.locator("#ballot .receipt")).to_have_text(tracker)
    page.get_by_role("link", name="重新选择并投票").click()


@pytest.mark.timeout(300)
def test_secretly_in_two_taps_and_open_to_everybody(
    hall: Hall, group: str, phones: dict[str, Page], tmp_path: Path
) -> None:
    olga, ruth, sam, bob, carol = (phones[name] for name in ("olga", "ruth", "sam", "bob", "carol"))
    for page in (bob, carol, ruth, sam):
        page.goto("/now")
        expect(page.locator("#voting-key form")).to_be_hidden()  # registered by itself
    make_key(olga, ruth, sam)
    poll = prepare(hall, olga)
    told(olga, "6 人的手机还没有投票密钥")
    sent: list[str] = []
    bob.on(
        "request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None
    )
    for page in (bob, carol, ruth):
        page.goto("/now")
    press(olga, "opening", sure=True)
    audits(carol, "弃权")
    for page, word in ((bob, "反对"), (carol, "赞成"), (ruth, "赞成")):
        choose(page, word)
        page.locator("[data-cast]").click()
        told(page, "您的加密选票已投入票箱")
    [ballot] = [parse_qs(body) for body in sent if "ballot=" in body]
    assert set(ballot) <= {"ballot", "follows"}, "nothing else leaves the phone"
    assert not any(word in body for body in sent for word in ("choice=", "against"))

    tracker = bob.locator("#ballot details.digest code").text_content()
    bob.get_by_role("link", name="改投").click()
    choose(bob, "赞成")
    bob.locator("[data-cast]").click()
    expect(bob.locator("#ballot details.digest code")).not_to_have_text(tracker)
    bob.get_by_role("link", name="在票板上找到我的票").click()
    told(bob, "在票箱里：第 4 张。")

    olga.goto(f"/polls/{poll}")
    press(olga, "closing", sure=True)
    told(olga, "正在等计票人打开")
    for page in (ruth, sam):
        page.goto("/now")
        page.get_by_role("link", name="核验票箱，转动密钥").click()
        expect(page.locator("[data-checked]")).to_have_text("4")
        page.get_by_role("button", name="转动我的密钥").click()
        told(page, "您的密钥已经转动" if page is ruth else "结果已经宣布")
    found = kept(hall, poll)
    assert (found.stage, found.counts["favour"], found.counts["against"]) == (PollStage.CLOSED, 3, 0)
    olga.goto(f"/polls/{poll}")
    told(olga, "这次投票无记名")
    olga.goto(f"/polls/{poll}/board")
    told(olga, "打开检验过的票：1 张，不计入")
    with olga.expect_download() as download:
        olga.get_by_role("link", name=re.compile("下载归档文件")).click()
    whole = Path(download.value.path()).read_bytes()
    assert json.loads(read_archive(whole).election)["group"] == group
    assert faults(whole) == set()
    assert group == "Ed25519" or stock_verifier(whole, tmp_path / "theirs") == ""
    assert "核验通过" in verified(hall.house.settings.data, tmp_path / "record.zip")

"""A secret vote in real browsers: three tellers make their key, five delegates vote, two keys open the box, anybody checks.

One has a ballot opened first, one changes her mind, one tries a second phone, and one teller does not come.
"""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest
from archive.test_commands import congress
from crypto.belenios.secretvote import faults
from crypto.belenios.stock import stock_verifier
from hall import Hall
from journeys.devices import check_in, choose, enter_by_card, number_in, press, told, verified
from playwright.sync_api import Page, expect
from sqlmodel import Session
from voting import kept

from congress.archive import package
from congress.bylaws.terms import Verb
from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import read_archive
from congress.crypto.belenios.group import GROUPS, GroupName
from congress.polls.rules import PollStage
from congress.roster.rules import OfficeKind
from congress.roster.store import Enterprise, Office
from congress.sittings import service as sittings

HERE = ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan", "judy", "ruth", "sam")
TEXT = "会议同意《集体合同（草案）》。"


@pytest.fixture(params=GROUPS)
def group(hall: Hall, request: pytest.FixtureRequest) -> str:
    """The congress was founded with this group."""

    def job(session: Session) -> None:
        session.get_one(Enterprise, 1).ballot_group = GroupName(request.param)

    hall.house.database.write(job)
    return str(request.param)


@pytest.fixture
def phones(hall: Hall, group: str, context_for, page_for) -> dict[str, Page]:
    """Everybody who acts, with a browser of their own; Tina counts too, as a third teller."""
    person, term = hall.cast["tina"].person_id, hall.cast.term_id
    hall.house.database.write(lambda s: s.add(Office(term_id=term, person_id=person, kind=OfficeKind.TELLER)))
    opened = {}
    for name in ("olga", "ruth", "sam", "tina", "bob", "carol", "frank"):
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


def hold_ceremony(olga: Page, tellers: list[Page]) -> None:
    """Three are called; any two of them will do."""
    olga.goto("/tellers")
    expect(olga.locator("[name=threshold]")).to_have_value("2")
    press(olga, "tellers")
    for page in tellers:
        page.goto("/tellers")
        page.get_by_role("button", name="生成我的密钥").click()
    for page in (*tellers, olga):
        told(page, "计票密钥已经生成")


def cast(page: Page, word: str) -> str:
    """Two taps; the tracker of the ballot that is in the box."""
    choose(page, word)
    page.locator("[data-cast]").click()
    told(page, "您的加密选票已投入票箱")
    return page.locator("#ballot details.digest code").text_content() or ""


def tries_elsewhere(hall: Hall, second: Page) -> None:
    """Somebody who has voted comes in with another phone: its key is not on the roll, and the page says so."""
    enter_by_card(hall, second, "frank")
    second.goto("/now")
    told(second, "您的加密选票已投入票箱")  # the one from the first phone
    second.get_by_role("link", name="改投").click()
    choose(second, "反对")
    second.locator("[data-cast]").click()
    told(second, "这台手机的无记名投票密钥不在本次表决的名册上")


def turn(page: Page, ballots: int, words: str) -> None:
    page.goto("/now")
    page.get_by_role("link", name="核验票箱，转动密钥").click()
    expect(page.locator("[data-checked]")).to_have_text(str(ballots))
    page.get_by_role("button", name="转动我的密钥").click()
    told(page, words)


def agrees(hall: Hall, poll: int, folder: Path, trackers: list[str]) -> bytes:
    """The export passes, and its box holds these ballots and this result; the box."""
    assert "核验通过" in verified(hall.house.settings.data, folder / "record.zip")
    whole = package.read(folder / "record.zip").files[package.box_of(poll)]
    box = read_archive(whole)
    assert [wire.fingerprint(ballot) for ballot in box.ballots] == trackers
    assert box.result == '{"result":[[4,1,0]]}'
    return whole


@pytest.mark.timeout(400)
def test_secretly_in_two_taps_and_open_to_everybody(
    hall: Hall, group: str, phones: dict[str, Page], context_for, page_for, tmp_path: Path
) -> None:
    olga, ruth, sam, tina, bob, carol, frank = phones.values()
    for page in (bob, carol, frank, ruth, sam):
        page.goto("/now")
        expect(page.locator("#voting-key form")).to_be_hidden()  # registered by itself
    hold_ceremony(olga, [ruth, sam, tina])
    poll = prepare(hall, olga)
    told(olga, "5 人的手机还没有投票密钥")
    sent: list[str] = []
    bob.on(
        "request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None
    )
    press(olga, "opening", sure=True)
    for page in (bob, carol, frank, ruth, sam):
        page.goto("/now")
    audits(carol, "弃权")
    first = [
        cast(bob, "反对"),
        cast(carol, "赞成"),
        cast(frank, "赞成"),
        cast(ruth, "赞成"),
        cast(sam, "反对"),
    ]
    [ballot] = [parse_qs(body) for body in sent if "ballot=" in body]
    assert set(ballot) <= {"ballot", "follows"}, "nothing else leaves the phone"
    assert not any(word in body for body in sent for word in ("choice=", "against"))

    tries_elsewhere(hall, page_for(context_for(hall.url)))
    bob.get_by_role("link", name="改投").click()
    second = cast(bob, "赞成")
    assert second not in first
    bob.get_by_role("link", name="在票板上找到我的票").click()
    told(bob, "在票箱里：第 6 张。")

    olga.goto(f"/polls/{poll}")
    press(olga, "closing", sure=True)
    told(olga, "正在等计票人打开")
    turn(ruth, 6, "您的密钥已经转动")
    turn(tina, 6, "结果已经宣布")  # Sam does not come
    found = kept(hall, poll)
    counts = [found.counts[n] for n in ("expected", "present", "issued", "returned", "valid", "invalid")]
    assert (found.stage, counts) == (PollStage.CLOSED, [12, 10, 5, 5, 5, 0])
    assert [found.counts[n] for n in ("favour", "against", "abstain")] == [4, 1, 0]
    olga.goto(f"/polls/{poll}")
    for words in ("这次投票无记名", "未通过", "全体代表 12 人", "除 1 人以外"):
        told(olga, words)
    bob.goto(f"/polls/{poll}/board?tracker={quote(first[0])}")
    told(bob, "第 1 张")
    olga.goto(f"/polls/{poll}/board")
    told(olga, "打开检验过的票：1 张，不计入")
    with olga.expect_download() as download:
        olga.get_by_role("link", name=re.compile("下载归档文件")).click()
    whole = Path(download.value.path()).read_bytes()
    assert json.loads(read_archive(whole).election)["group"] == group
    assert faults(whole) == set()
    assert group == "Ed25519" or stock_verifier(whole, tmp_path / "theirs") == ""
    assert agrees(hall, poll, tmp_path, [*first, second]) == whole
    said = congress("verify", download.value.path())
    assert (said.returncode, "(6)" in said.stdout) == (0, True), said.stdout

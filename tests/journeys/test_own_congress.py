"""From an empty installation to a counted vote: a wizard, one's own spreadsheet, cards, and two phones."""

import re
from pathlib import Path

import pytest
from journeys.devices import fill, number_in, press, told, verified, vote
from playwright.sync_api import Page, expect
from server import Server
from sheets import HEAD, book

NAME = "长风精工有限公司"
ENTERPRISE = {"name": NAME, "short_name": "长风精工", "employees": "240", "women": "80"}
TERM = {
    "term": "3",
    "sitting": "2",
    "starts_on": "2025-03-01",
    "ends_on": "2030-02-28",
    "opens_at": "2026-11-22T09:00",
    "place": "工会礼堂",
}
ORGANISER = {
    "organiser": "欧阳兰",
    "number": "1016",
    "sex": "female",
    "login": "organiser",
    "password": "correct horse",
    "again": "correct horse",
}
TEXT = "会议同意《工会工作报告》。"


def person(number: str, name: str, sex: str) -> tuple[str, ...]:
    return (number, name, sex, NAME, "一线职工", "正式代表", "第一代表团", "", "")


ROSTER = [person("2001", "包建国", "男"), person("2002", "蔡秀英", "女"), person("2003", "顾玥", "女")]


class Secretariat:
    """One person at a desktop computer who has only read the README."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder

    def sets_up(self) -> None:
        page = self.page
        page.goto("/")
        page.get_by_role("link", name="开始建立").click()
        for fields in (ENTERPRISE, TERM, {}):
            fill(page, fields)
            page.get_by_role("button", name="继续").click()
        fill(page, ORGANISER)
        page.get_by_role("button", name="建立职代会").click()
        page.wait_for_url("**/roster/imports")

    def uploads(self, name: str, rows: list[tuple[str, ...]]) -> None:
        path = self.folder / name
        path.write_bytes(book([HEAD, *rows]))
        self.page.goto("/roster/imports")
        self.page.get_by_label("名册文件").set_input_files(path)
        self.page.get_by_role("button", name="上传并预览").click()

    def imports_the_roster(self) -> None:
        page = self.page
        self.uploads("wrong.xlsx", [*ROSTER[:2], person("2003", "顾玥", "未知")])
        told(page, "C4")  # row and column, as the spreadsheet names them
        assert page.get_by_role("button", name="确认导入").count() == 0
        self.uploads("right.xlsx", ROSTER)
        page.get_by_role("button", name="确认导入").click()
        told(page, "已完成")
        page.goto("/roster")
        for _, name, *_ in ROSTER:
            told(page, name)
        self.uploads("right.xlsx", ROSTER)
        told(page, "没有需要导入的内容")

    def makes_cards(self, address: str) -> list[str]:
        page = self.page
        page.goto("/roster/cards")
        page.get_by_label("手机访问的地址").fill(address)
        page.get_by_role("button", name="制作并显示").click()
        cards = page.locator(".invitation")
        expect(cards).to_have_count(3)
        return cards.locator("code").all_inner_texts()

    def prepares_the_vote(self) -> int:
        page = self.page
        page.goto("/agenda/new")
        fill(page, {"title": "审议工会工作报告"})
        page.get_by_role("radio", name="审议通过").check()
        page.get_by_role("button", name="保存").click()
        page.get_by_role("link", name="审议工会工作报告").click()
        page.get_by_role("link", name="新建表决事项").click()
        page.get_by_label("付表决的文本").fill(TEXT)
        page.get_by_label("事项类别").select_option(label="工作报告决议")
        page.get_by_role("button", name="保存").click()
        page.wait_for_url(re.compile(r"/polls/\d+$"))
        return number_in(page.url)

    def opens_check_in(self) -> str:
        self.page.goto("/attendance")
        press(self.page, "code")
        return self.page.locator(".code-digits").inner_text()

    def opens_the_sitting(self) -> None:
        page = self.page
        page.goto("/desk")
        page.get_by_role("button", name="宣布开幕").click()
        page.locator("dialog [data-confirm-yes]").click()
        page.get_by_role("button", name="进入下一项").click()
        expect(page.get_by_role("link", name="核对，开始表决")).to_be_visible()


def check_in(phone: Page, code: str) -> None:
    phone.goto("/now")
    phone.get_by_role("link", name="去签到").click()
    phone.get_by_label("签到码").fill(code)
    press(phone, "phone")
    told(phone, "您已计入实到人数")


@pytest.mark.timeout(300)
def test_an_own_congress_with_two_phones(server: Server, context_for, page_for, tmp_path: Path) -> None:
    desk = page_for(context_for(server.url, viewport={"width": 1280, "height": 900}))
    bob, carol = (page_for(context_for(server.url)) for _ in range(2))
    secretariat = Secretariat(desk, tmp_path)
    secretariat.sets_up()
    secretariat.imports_the_roster()
    tokens = secretariat.makes_cards(server.url)
    for phone, token in zip((bob, carol), tokens, strict=False):
        phone.goto(f"/enter#{token}")
        told(phone, "本设备的签名密钥已登记")
    poll = secretariat.prepares_the_vote()
    code = secretariat.opens_check_in()
    for phone in (bob, carol):
        check_in(phone, code)
        phone.goto("/now")
    secretariat.opens_the_sitting()
    desk.goto(f"/polls/{poll}")
    told(desk, "需全体代表 3 人过半数，即 2 票")
    press(desk, "opening", sure=True)
    vote(bob, "赞成")  # the ballot came by itself
    vote(carol, "赞成")
    press(desk, "closing", sure=True)
    expect(desk.get_by_role("region", name="表决结果")).to_contain_text("通过")
    told(bob, "赞成 2 票")
    assert "核验通过" in verified(server.data, tmp_path / "record.zip")

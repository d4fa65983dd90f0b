"""One motion, from a delegate's phone through the vote to the canteen's report and the proposer's rating."""

import re
from pathlib import Path

import pytest
from hall import Hall
from journeys import aftermath
from journeys.devices import (
    cast_ballot,
    check_in,
    enter_by_card,
    number_in,
    press,
    second,
    told,
    verified,
    vote,
)
from playwright.sync_api import Page, expect

TITLE = "关于改善夜班就餐条件的提案"
TEXT = "会议同意在后勤保障部设夜间供餐窗口，2027年3月1日起每晚供应热饭。"
OTHERS = ("alice", "frank", "grace", "heidi", "ivan", "judy", "kate", "ruth", "sam", "tina")


class Story:
    """Four devices: Bob's and Carol's phones, the secretariat's desktop, and a computer that offices share."""

    def __init__(self, hall: Hall, open_page) -> None:
        self.hall = hall
        self.bob, self.carol = open_page(), open_page()
        self.olga, self.office = open_page(desk=True), open_page(desk=True)
        self.motion = self.poll = self.resolution = self.dispatch = 0

    # --- before the sitting ---

    def bob_writes_and_asks_carol(self) -> None:
        page = self.bob
        enter_by_card(self.hall, page, "bob")
        page.goto("/motions/new")
        page.get_by_label("案名").fill(TITLE)
        page.get_by_label("案由").fill("夜班职工二十二点以后吃不上热饭。")
        page.get_by_label("建议措施").fill("食堂开设夜间窗口。")
        page.locator("button[name=next][value=seconders]").click()
        page.get_by_role("checkbox", name="蔡秀英").check()
        press(page, "invitations")
        told(page, "已送出")
        self.motion = number_in(page.url)

    def carol_seconds(self) -> None:
        page = self.carol
        enter_by_card(self.hall, page, "carol")
        page.goto("/motions")
        told(page, "邀请您附议 1")
        page.get_by_role("link", name=TITLE).first.click()
        press(page, "seconding")
        told(page, "已签名并记录在案")
        told(page, "您已附议")

    def frank_seconds_when_it_is_open_to_all(self) -> None:
        self.bob.goto(f"/motions/{self.motion}")
        press(self.bob, "opening", sure=True)
        told(self.bob, "已公开征集")
        second(self.hall, "frank", self.motion)

    def bob_hands_it_in(self) -> None:
        press(self.bob, "submission", sure=True)  # the button came by itself when Frank had signed
        told(self.bob, "等待提案审查委员会的审查意见")

    def tina_files_it(self) -> None:
        page = self.office
        enter_by_card(self.hall, page, "tina")
        page.goto("/reviews")
        page.get_by_role("link", name=TITLE).first.click()
        page.get_by_role("radio", name="立案", exact=False).first.check()
        page.get_by_label("理由").fill("事关三百名夜班职工，措施可行。")
        press(page, f"reviews/{self.motion}", sure=True)
        told(page, "已完成")

    def olga_places_it(self) -> None:
        page = self.olga
        enter_by_card(self.hall, page, "olga")
        page.goto(f"/motions/{self.motion}")
        press(page, "placement")
        expect(page.get_by_role("link", name="看议程")).to_be_visible()

    # --- in the hall ---

    def carol_checks_in_by_phone(self) -> None:
        self.olga.goto("/attendance")
        press(self.olga, "code")
        code = self.olga.locator(".code-digits").inner_text()
        self.carol.goto("/now")
        self.carol.get_by_role("link", name="去签到").click()
        self.carol.get_by_label("签到码").fill(code)
        press(self.carol, "phone")
        told(self.carol, "手机")
        check_in(self.hall, "bob", *OTHERS)

    def olga_drafts_the_question(self) -> None:
        page = self.olga
        page.goto("/desk")
        press(page, "progress")
        page.get_by_role("link", name="新建表决事项").click()
        page.get_by_label("付表决的文本").fill(TEXT)
        page.get_by_label("事项类别").select_option(label="提案决议")
        page.get_by_label("表决方式").select_option(label="记名投票")
        press(page, "polls")
        page.wait_for_url(re.compile(r"/polls/\d+$"))
        self.poll = number_in(page.url)

    def olga_opens_the_vote(self) -> None:
        self.carol.goto("/now")
        told(self.carol, "正在进行")
        told(self.olga, "应到")
        press(self.olga, "opening", sure=True)
        expect(self.carol.locator("#ballot form")).to_be_visible()  # nobody reloaded it

    def carol_votes_and_thinks_again(self) -> None:
        vote(self.carol, "反对")
        first = self.carol.locator(".receipt").inner_text()
        self.carol.get_by_role("link", name="改投").click()
        vote(self.carol, "赞成")
        receipt = self.carol.locator(".receipt").inner_text()
        assert receipt != first
        self.carol.get_by_role("link", name="查看证明").click()
        told(self.carol, receipt)
        told(self.carol, "树根")

    def the_others_vote(self) -> None:
        for name in OTHERS[:8]:
            cast_ballot(self.hall, name, self.poll, "for")
        cast_ballot(self.hall, "sam", self.poll, "against")
        self.bob.goto("/now")
        vote(self.bob, "赞成")

    def the_screen_shows_turnout_then_result(self) -> None:
        screen = self.olga.context.new_page()
        screen.goto("/projector")
        expect(screen.locator("[data-live=cast]").first).to_have_text("11")
        assert "赞成" not in screen.inner_text("#stage")
        press(self.olga, "closing", sure=True)
        expect(screen.locator(".stamp")).to_have_text("通过")
        expect(screen.locator(".answer.for .answer-votes")).to_have_text("10")
        screen.close()
        self.carol.goto(f"/polls/{self.poll}")
        told(self.carol, "您投的是")

    # --- after it ---

    def olga_writes_the_resolution(self) -> None:
        self.resolution = aftermath.draft_resolution(self.olga)

    def chair_and_chief_teller_sign(self) -> None:
        for name in ("alice", "ruth"):
            enter_by_card(self.hall, self.office, name)
            self.office.goto(f"/resolutions/{self.resolution}")
            press(self.office, "approvals", sure=True)
            told(self.office, "已签名并记录在案")

    def olga_publishes_and_reports(self) -> None:
        page = self.olga
        page.reload()
        press(page, "publication", sure=True)
        self.dispatch = aftermath.report(page)

    def the_committee_gives_it_to_a_department(self) -> None:
        enter_by_card(self.hall, self.office, "peter")
        aftermath.receive(self.office)
        aftermath.instruct(self.office)

    def the_department_reports(self) -> None:
        enter_by_card(self.hall, self.office, "quinn")
        aftermath.report_done(self.office, "夜间窗口三月一日开放，每晚供餐二百份。")

    def the_committee_accepts_and_answers(self) -> None:
        enter_by_card(self.hall, self.office, "peter")
        aftermath.accept_and_answer(self.office, self.dispatch)

    def bob_is_satisfied(self) -> None:
        page = self.bob
        page.goto("/resolutions")
        page.get_by_role("link", name=TITLE[2:-3]).first.click()
        aftermath.rate(page)
        told(page, "夜间窗口三月一日开放")


@pytest.mark.timeout(480)
def test_a_motion_becomes_work(hall: Hall, context_for, page_for, tmp_path: Path) -> None:
    def open_page(*, desk: bool = False) -> Page:
        size = {"viewport": {"width": 1280, "height": 900}} if desk else {}
        return page_for(context_for(hall.url, **size))

    story = Story(hall, open_page)
    story.bob_writes_and_asks_carol()
    story.carol_seconds()
    story.frank_seconds_when_it_is_open_to_all()
    story.bob_hands_it_in()
    story.tina_files_it()
    story.olga_places_it()
    story.carol_checks_in_by_phone()
    story.olga_drafts_the_question()
    story.olga_opens_the_vote()
    story.carol_votes_and_thinks_again()
    story.the_others_vote()
    story.the_screen_shows_turnout_then_result()
    story.olga_writes_the_resolution()
    story.chair_and_chief_teller_sign()
    story.olga_publishes_and_reports()
    story.the_committee_gives_it_to_a_department()
    story.the_department_reports()
    story.the_committee_accepts_and_answers()
    story.bob_is_satisfied()
    assert "核验通过" in verified(tmp_path, tmp_path / "record.zip")

"""Ballot papers with several lines on a phone: the page's own markup, the marks kept within bounds, what is encrypted."""

import json

import pytest
from js.sealing import GROUP, KEY
from playwright.sync_api import Page, expect

from congress.bylaws.paper import BallotPaper, PaperKind
from congress.crypto.belenios.election import new_uuid, write_election
from congress.secrecy import rules
from congress.secrecy.service import Checked, check
from congress.web.rendering import environment

NAMES = ("钱一", "孙二", "李三")
TWO_SEATS = BallotPaper(PaperKind.ELECTION, NAMES, 2)
ONE_SEAT = BallotPaper(PaperKind.ELECTION, NAMES, 1)
ITEMS = BallotPaper(PaperKind.ITEMS, ("工资", "工时"))
LEADERS = BallotPaper(PaperKind.APPRAISAL, ("赵甲", "钱乙"))
NOBODY = "弃权，不选任何人"
MARKUP = """{% from "ui/paper.html" import paper_rows, paper_bar with context %}
<form id="choice"></form><div id="ballot"><form class="ballot" method="post" action="/polls/5/sealed" hx-post="/polls/5/sealed"
  hx-target="#ballot" hx-swap="outerHTML" data-seal="{{ election }}" data-choices-form="choice" data-retry data-retry-name="poll-5">
<input type="hidden" name="ballot"><input type="hidden" name="follows"><p data-sealing hidden>正在加密</p><p data-retry-note hidden></p>
<p role="alert" data-seal-error hidden data-text-failed="加密失败"></p>
{{ paper_rows(paper, "选举", "choice") }}{{ paper_bar() }}</form></div>"""


def election_of(paper: BallotPaper) -> str:
    return write_election(
        uuid=new_uuid(),
        name="选举",
        description="",
        group=GROUP,
        public_key=GROUP.power(GROUP.generator, KEY),
        questions=list(rules.questions("选举", paper)),
    ).raw


@pytest.fixture
def paper(opened, site):
    """The page of a ballot paper."""

    def show(paper: BallotPaper) -> tuple[Page, str]:
        site.scripts = ("choices", "retry", "seal", "signing")
        election = election_of(paper)
        body = environment().from_string(MARKUP).render(lang="zh", paper=paper, election=election)
        return opened(body=body), election

    return show


def cast(page: Page) -> None:
    page.get_by_role("button", name="投出选票").click()


def inside(ballot: str) -> list[list[int]]:
    """Open a ballot with the key of the box."""

    def plain(c: dict[str, str]) -> int:
        shared = GROUP.power(c["alpha"], GROUP.order - KEY)
        return int(GROUP.product(c["beta"], shared) == GROUP.generator)

    return [[plain(c) for c in answer["choices"]] for answer in json.loads(ballot)["answers"]]


def received(page: Page, site, election: str) -> list[list[int]]:
    cast(page)
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert isinstance(check(election, sent["ballot"]), Checked)
    return inside(sent["ballot"])


def test_two_of_three_are_chosen_and_encrypted(site, paper) -> None:
    page, election = paper(TWO_SEATS)
    count = page.locator("[data-row-count]")
    expect(count).to_have_text("已选 0 人，还可选 2 人")
    page.get_by_label("孙二").check()
    page.get_by_label("李三").check()
    expect(count).to_have_text("已选 2 人，还可选 0 人")
    assert received(page, site, election) == [[0, 0, 1, 1]]


def test_fewer_than_the_seats_may_be_chosen(site, paper) -> None:
    page, election = paper(TWO_SEATS)
    page.get_by_label("钱一").check()
    assert received(page, site, election) == [[0, 1, 0, 0]]


def test_one_too_many_is_taken_back_and_said(site, paper) -> None:
    page, election = paper(TWO_SEATS)
    for name in ("钱一", "孙二"):
        page.get_by_label(name).check()
    full = page.get_by_text("已经选满 2 人")
    expect(full).to_be_hidden()
    page.get_by_label("李三").click()
    expect(full).to_be_visible()
    expect(page.get_by_label("李三")).not_to_be_checked()
    page.get_by_label("钱一").uncheck()
    expect(full).to_be_hidden()
    page.get_by_label("李三").check()
    assert received(page, site, election) == [[0, 0, 1, 1]]


def test_nobody_and_somebody_exclude_each_other(site, paper) -> None:
    page, election = paper(TWO_SEATS)
    page.get_by_label("钱一").check()
    page.get_by_label(NOBODY).check()
    expect(page.get_by_label("钱一")).not_to_be_checked()
    page.get_by_label("孙二").check()
    expect(page.get_by_label(NOBODY)).not_to_be_checked()
    page.get_by_label(NOBODY).check()
    assert received(page, site, election) == [[1, 0, 0, 0]]


def test_with_one_seat_the_mark_moves(site, paper) -> None:
    page, election = paper(ONE_SEAT)
    page.get_by_label("钱一").check()
    page.get_by_label("李三").check()
    expect(page.get_by_label("钱一")).not_to_be_checked()
    expect(page.get_by_text("已经选满")).to_be_hidden()
    assert received(page, site, election) == [[0, 0, 0, 1]]


def test_an_election_without_a_mark_is_not_sent_and_says_what_is_missing(site, paper) -> None:
    page, election = paper(TWO_SEATS)
    cast(page)
    first = page.get_by_label("钱一")
    assert "请至少选一人" in first.evaluate("control => control.validationMessage")
    assert site.received == []
    first.check()
    assert first.evaluate("control => control.validationMessage") == ""
    assert received(page, site, election) == [[0, 1, 0, 0]]


def test_every_item_is_asked_for(site, paper) -> None:
    page, election = paper(ITEMS)
    wages, hours = page.get_by_role("group", name="工资"), page.get_by_role("group", name="工时")
    wages.get_by_label("赞成").check()
    cast(page)
    assert hours.get_by_label("赞成").evaluate("control => control.matches(':invalid')")
    assert site.received == []
    hours.get_by_label("反对").check()
    assert received(page, site, election) == [[1, 0, 0], [0, 1, 0]]


def test_grades_and_a_person_left_out(site, paper) -> None:
    page, election = paper(LEADERS)
    page.get_by_role("group", name="赵甲").get_by_label("基本称职").check()
    page.get_by_role("group", name="钱乙").get_by_label("弃权").check()
    assert received(page, site, election) == [[0, 0, 0, 1, 0], [1, 0, 0, 0, 0]]


def test_a_change_of_mind_is_what_is_encrypted(site, paper) -> None:
    page, election = paper(ITEMS)
    for name in ("工资", "工时"):
        page.get_by_role("group", name=name).get_by_label("反对").check()
    page.wait_for_timeout(800)  # by now the first marks are sealed
    page.get_by_role("group", name="工资").get_by_label("弃权").check()
    assert received(page, site, election) == [[0, 0, 1], [0, 1, 0]]

"""The handling sheet as PDF, where a new deliberation comes from, old papers' receipts, and what the office may press."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import paperwork
import passed
import pytest
from committee.test_remanding import place, plan
from hall import Hall
from office import INSTRUCTION, make
from passed import said
from printed import text, words
from sqlmodel import Session, delete, select

from congress.committee import rules as committees
from congress.committee.rules import DispatchStage
from congress.committee.service.handling_sheet import HEAD, WIDTHS, row
from congress.committee.service.timeline import State, Step
from congress.committee.store import Dispatch
from congress.delivery.store import Delivery
from congress.documents.forms import Form, Grid
from congress.sittings.store import AgendaItem
from congress.typesetting.forms import form_pdf

EVIL = "<script>alert(1)</script>"


# --- the handling sheet ------------------------------------------------------------------------------------------


def instructed(session: Session, cast) -> Dispatch:
    """A dispatch with an instruction in two lines, and a task."""
    found = passed.received(session, cast)
    fields = said(INSTRUCTION, "请尽快落实。\n逐月报告。", passed.canteen(cast))
    passed.decide(session, cast, found, INSTRUCTION, fields)
    return found


def test_the_handling_sheet_as_pdf_says_what_its_page_says(hall: Hall) -> None:
    found = make(hall, instructed)
    page = hall.client().get(f"/dispatches/{found.id}/steps").text
    assert f'href="/dispatches/{found.id}/steps.pdf"' in page
    answers = [
        hall.client(name).get(f"/dispatches/{found.id}/steps.pdf") for name in ("peter", "olga", "bob", None)
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    file = text(answers[0].content)
    main = page.partition('id="handling"')[2].partition("</section>")[0]
    cells = [
        re.sub(r"<[^>]*>|\s", "", cell)
        for cell in re.findall("<(?:td|dd|th|dt) ?[^>]*>(.*?)</(?:td|dd|th|dt)>", main, re.DOTALL)
    ]
    assert len(cells) > 30
    timeless = [
        cell for cell in cells if not re.search(r"\d:\d\d", cell)
    ]  # forms write moments in their own way
    assert [cell for cell in timeless if cell and cell not in file] == []
    assert "逐月报告。" in file
    assert re.search(r"会议.*记录", file)
    assert found.sha256 in file


def test_a_step_of_the_handling_sheet_has_its_day_and_its_number_unbroken() -> None:
    """The longest of each: the day on a line, the time under it, the place in the record on a line of its own."""
    at = datetime(2025, 11, 24, 15, 4, tzinfo=ZoneInfo("Asia/Shanghai"))
    steps = (Step(committees.STAGES[DispatchStage.SENT], State.DONE, at, "石卫国", "请落实。", 12345),)
    grid = Grid(HEAD, tuple(row(step, "Asia/Shanghai") for step in steps), WIDTHS, texts=len(HEAD))
    (page,) = words(form_pdf(Form("长风精工", "来文办理单", (grid,)), at))
    found = {each.text for each in page}
    assert {"2025年11月24日", "15:04", "第12345条", "会议记录", "石卫国"} <= found


def test_the_handling_sheet_is_for_those_who_may_read_its_page(hall: Hall) -> None:
    found = make(hall, sent_unpublished)
    for name, code in (
        ("peter", 200),
        ("olga", 200),
        ("bob", 200),
        ("carol", 404),
        ("dan", 404),
        (None, 404),
    ):
        for address in ("steps", "steps.pdf"):
            assert hall.client(name).get(f"/dispatches/{found.id}/{address}").status_code == code


def sent_unpublished(session: Session, cast) -> Dispatch:
    """Bob's motion, resolved and sent up before it is published."""
    return passed.receive(session, cast, passed.sent(session, cast, found=passed.sealed(session, cast)))


# --- where a new deliberation comes from -------------------------------------------------------------------------


def placed(hall: Hall, how: object) -> tuple[Dispatch, int]:
    """What the committee sent back, and its item on the next agenda."""
    found = make(hall, how)
    make(hall, lambda s, cast: paperwork.remand(s, cast, found, body=f"请再议食堂一条。{EVIL}"))
    make(hall, plan)
    make(hall, place, found)
    with hall.house.database.read() as session:
        item = session.exec(select(AgendaItem).where(AgendaItem.title.startswith("复议"))).one()
    return found, item.id


def test_the_item_says_where_it_comes_from_to_delegates_too(hall: Hall) -> None:
    found, item = placed(hall, passed.received)
    for name in ("olga", "bob", "carol", "dan"):
        page = hall.client(name).get(f"/agenda/{item}").text
        assert "请再议食堂一条。" in page
        assert "<script>alert" not in page
        assert f'href="/dispatches/{found.id}"' in page
    english = hall.client("bob", **{"Accept-Language": "en"}).get(f"/agenda/{item}").text
    assert "deliberates on it again under this item" in english


def test_before_publication_only_those_who_take_part_see_it(hall: Hall) -> None:
    found, item = placed(hall, sent_unpublished)
    for name, sees in (("olga", True), ("bob", True), ("carol", False), ("dan", False)):
        page = hall.client(name).get(f"/agenda/{item}").text
        assert (f'href="/dispatches/{found.id}"' in page, "请再议食堂一条。" in page) == (sees, sees)


def test_other_items_come_from_nowhere(hall: Hall) -> None:
    placed(hall, passed.received)
    with hall.house.database.read() as session:
        others = session.exec(select(AgendaItem.id).where(~AgendaItem.title.startswith("复议"))).all()
    assert others
    assert all('id="origin-' not in hall.client("bob").get(f"/agenda/{one}").text for one in others)


# --- receipts of papers that are older than deliveries -----------------------------------------------------------


def test_an_old_dispatch_sends_its_receipt_back_as_well(hall: Hall) -> None:
    found = make(hall, passed.sent)
    make(hall, lambda s, _: s.exec(delete(Delivery)))
    olga = hall.client("olga")
    assert "没有送达记录" in olga.get(f"/dispatches/{found.id}").text
    for _ in range(2):
        make(hall, passed.receive, found)
    with hall.house.database.read() as session:
        (kept,) = session.exec(select(Delivery)).all()
        sent = session.get_one(Dispatch, found.id)
    assert (kept.put_seq, kept.put_at, kept.put_by) == (sent.sent_seq, sent.sent_at, sent.sent_by)
    assert "裴振华已签收" in olga.get(f"/deliveries/{kept.id}").text
    assert "裴振华已签收" in olga.get(f"/dispatches/{found.id}").text
    assert olga.get(f"/deliveries/{kept.id}/receipt.json").json()["statement"]


# --- what the office may do --------------------------------------------------------------------------------------


@pytest.fixture
def found(hall: Hall) -> Dispatch:
    make(hall, paperwork.join)
    return make(hall, passed.received)


DECIDING = ("decisions/instruction", "decisions/answer", "remand")


def test_the_office_sees_what_it_may_do_and_no_button_that_leads_to_a_refusal(
    hall: Hall, found: Dispatch
) -> None:
    page = hall.client("frank").get(f"/dispatches/{found.id}").text
    assert "由党委书记签署。您可以在“办文”里拟办、传阅" in page
    for address in DECIDING:
        assert f'href="/dispatches/{found.id}/{address}"' not in page
    for link in re.findall(r'href="(/(?:dispatches|advice|circulations|assignments)/[^"#]*)"', page):
        answer = hall.client("frank").get(link)
        assert answer.status_code == 200
        assert "refusal" not in answer.text.partition("<main")[2] or "data-sign=" in answer.text, link
    page = hall.client("peter").get(f"/dispatches/{found.id}").text
    assert "您可以在“办文”里拟办" not in page
    for address in DECIDING:
        assert f'href="/dispatches/{found.id}/{address}"' in page


def test_with_authority_the_office_has_just_those_buttons(hall: Hall, found: Dispatch) -> None:
    make(hall, lambda s, cast: paperwork.give(s, cast, paperwork.authority(cast, "frank", "instruction")))
    page = hall.client("frank").get(f"/dispatches/{found.id}").text
    assert [f'href="/dispatches/{found.id}/{one}"' in page for one in DECIDING] == [True, False, False]
    assert "也由您签署" in page


@pytest.mark.parametrize("what", ["assign", "release"])
def test_the_office_is_told_why_it_decides_on_none_of_several(hall: Hall, found: Dispatch, what: str) -> None:
    make(hall, paperwork.advise, found)
    page = hall.client("frank").get(f"/committee/several/{what}").text
    assert "批示、批复和答复由党委书记签署" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert 'name="which"' in hall.client("peter").get(f"/committee/several/{what}").text
    make(hall, paperwork.give)
    assert 'name="which"' in hall.client("frank").get(f"/committee/several/{what}").text

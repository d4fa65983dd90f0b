"""A phone in a hall with bad reception: a ballot counts once, a choice is not lost, and the server's word stands."""

from urllib.parse import parse_qs

import pytest
from hall import Hall
from journeys.devices import cast_ballot, check_in, choose, enter_by_card, told, vote
from playwright.sync_api import Page, Route, expect
from sqlmodel import Session, select

from congress.bylaws.terms import Form, Verb
from congress.polls import service as polls
from congress.polls.service import Draft
from congress.polls.store import Ballot
from congress.sittings import service as sittings

HERE = ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan", "judy", "kate")
BALLOTS = "**/polls/*/ballots"


@pytest.fixture
def poll(hall: Hall) -> int:
    """A named vote that is open."""
    check_in(hall, *HERE)
    found = hall.house.database.write(lambda session: _open(session, hall))
    hall.house.hub.touch("turnout")
    return found


def _open(session: Session, hall: Hall) -> int:
    clerk = hall.cast["olga"].person_id
    item = sittings.add_item(
        session, sitting_id=hall.cast.sitting_id, title="提案工作办法", verb=Verb.PASS, by=clerk
    )
    wish = Draft("关于提案工作办法的决议", "会议同意，自通过之日起施行。", "work_report", Form.NAMED)
    found = polls.draft(session, item_id=item.id or 0, wish=wish).id or 0
    seen = polls.preflight(session, found).text_sha256
    polls.open_poll(session, poll_id=found, by=clerk, text_sha256=seen)
    return found


@pytest.fixture
def phone(hall: Hall, poll: int, context_for, page_for) -> Page:
    """Carol's, with the ballot before her."""
    page = page_for(context_for(hall.url))
    enter_by_card(hall, page, "carol")
    page.goto("/now")
    return page


def ballots(hall: Hall, name: str = "carol") -> list[str]:
    """What this person has in the box, in order."""
    with hall.house.database.read() as session:
        mine = Ballot.person_id == hall.cast[name].person_id
        return [found.choice.value for found in session.exec(select(Ballot).where(mine).order_by(Ballot.seq))]


class Wire:
    """Between the phone and the server: what went through, and which answers were lost on the way back."""

    def __init__(self, page: Page, *, lose: int) -> None:
        self.lose, self.sent = lose, []
        page.route(BALLOTS, self.carry)

    def carry(self, route: Route) -> None:
        self.sent.append(parse_qs(route.request.post_data or "")["statement"][0])
        answer = route.fetch()
        if len(self.sent) <= self.lose:
            route.abort("connectionreset")  # the server has it, the phone does not know
        else:
            route.fulfill(response=answer)


def test_an_answer_lost_on_its_way_back(hall, phone):
    wire = Wire(phone, lose=2)
    vote(phone, "赞成")
    assert len(wire.sent) == 3
    assert len(set(wire.sent)) == 1  # the same words, not a new vote
    assert ballots(hall) == ["for"]


def test_no_network_at_the_moment_of_pressing(hall, phone):
    phone.context.set_offline(True)
    choose(phone, "反对")
    phone.locator("[data-cast]").click()
    expect(phone.locator("[data-retry-note]")).to_be_visible()
    assert ballots(hall) == []
    phone.context.set_offline(False)
    expect(phone.locator(".receipt")).to_be_visible()
    assert ballots(hall) == ["against"]


def test_a_ballot_on_its_way_survives_a_reload(hall, phone):
    phone.route(BALLOTS, lambda route: route.abort())
    choose(phone, "弃权")
    phone.locator("[data-cast]").click()
    expect(phone.locator("[data-retry-note]")).to_be_visible()
    phone.unroute(BALLOTS)
    phone.reload()
    expect(phone.locator(".receipt")).to_be_visible()
    told(phone, "弃权")
    assert ballots(hall) == ["abstain"]


def test_a_receipt_is_there_after_a_reload(hall, phone):
    vote(phone, "赞成")
    code = phone.locator(".receipt").inner_text()
    phone.reload()
    expect(phone.locator(".receipt")).to_have_text(code)
    assert ballots(hall) == ["for"]


def test_the_same_vote_in_two_tabs(hall, phone, poll):
    other = phone.context.new_page()
    other.goto("/now")
    vote(phone, "赞成")
    vote(other, "反对")
    assert ballots(hall) == ["for", "against"]  # the last one counts
    assert hall.client("olga").post(f"/polls/{poll}/closing").status_code == 303
    with hall.house.database.read() as session:
        assert [choice.value for choice in polls.choices(session, poll).values()] == ["against"]


def test_a_broadcast_leaves_an_open_form_alone(hall, phone, poll):
    present = phone.locator("[data-live=present]")
    expect(present).to_have_text(str(len(HERE)))
    choose(phone, "反对")
    olga = hall.client("olga")
    sam = hall.cast["sam"].delegate_id
    assert olga.post(f"/attendance/delegates/{sam}", data={"presence": "arrived"}).status_code == 303
    expect(present).to_have_text(str(len(HERE) + 1))
    hall.house.hub.news("now")
    expect(phone.locator("[data-live-stale]")).to_be_visible()
    expect(phone.locator("[data-cast]")).to_have_text("投出「反对」票")
    assert phone.locator(".choice.against input").is_checked()
    phone.locator("[data-cast]").click()
    expect(phone.locator(".receipt")).to_be_visible()
    assert ballots(hall) == ["against"]


def test_without_its_stream_a_page_asks_and_the_servers_word_stands(hall, phone, poll):
    vote(phone, "赞成")
    phone.route("**/live", lambda route: route.abort())
    phone.reload()
    dot = phone.locator("[data-live-dot]")
    expect(dot).to_have_attribute("data-live-state", "lost")
    for name in HERE[:2]:
        cast_ballot(hall, name, poll, "for")
    assert hall.client("olga").post(f"/polls/{poll}/closing").status_code == 303
    expect(phone.locator("#result")).to_be_visible()
    told(phone, "未通过")
    phone.unroute("**/live")
    expect(dot).to_have_attribute("data-live-state", "on")


def test_a_ballot_that_comes_too_late_is_told_so(hall, phone, poll):
    phone.context.set_offline(True)
    choose(phone, "赞成")
    phone.locator("[data-cast]").click()
    expect(phone.locator("[data-retry-note]")).to_be_visible()
    assert hall.client("olga").post(f"/polls/{poll}/closing").status_code == 303
    phone.context.set_offline(False)
    told(phone, "表决已经结束")
    assert ballots(hall) == []

"""Raised hands and paper over HTTP: one teller enters, another confirms, both sign."""

import pytest
from hall import Hall
from secretariat import facts
from voting import close, confirm, drafted, enter, latest, opened

from congress.bylaws.terms import Form
from congress.polls import service as polls
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import OfficeKind

HANDS = {"favour": "10", "against": "1", "abstain": "1"}
PAPER = {"issued": "12", "returned": "11", "invalid": "1", "favour": "8", "against": "1", "abstain": "1"}


@pytest.fixture
def by_hand(hall: Hall) -> int:
    return opened(hall.house.database, hall.cast, form=Form.HAND, matter="agenda")


def test_entered_confirmed_and_declared(hall: Hall, by_hand: int) -> None:
    olga, address = hall.client("olga"), f"/polls/{by_hand}/count"
    assert "录入计票结果" in hall.client("sam").get(address).text
    assert olga.post(f"/polls/{by_hand}/closing").status_code == 403
    assert enter(hall, by_hand, HANDS).headers["location"] == address
    assert "等待总监票人或监票人核对签名" in hall.client("sam").get(address).text
    assert "核对无误，签名" in hall.client("ruth").get(address).text
    assert confirm(hall, by_hand).headers["location"] == address
    page = hall.client("sam").get(address).text
    assert "已核对签名" in page
    assert 'name="favour"' not in page
    assert olga.post(f"/polls/{by_hand}/closing").status_code == 303
    assert "赞成 10 票" in olga.get(f"/polls/{by_hand}").text


def test_paper_ballots_are_accounted_for(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast, form=Form.SECRET, matter="collective_contract")
    assert 'name="issued"' in hall.client("sam").get(f"/polls/{poll_id}/count").text
    wrong = enter(hall, poll_id, {**PAPER, "returned": "13"})
    assert (wrong.status_code, 'value="13"' in wrong.text) == (422, True)
    assert enter(hall, poll_id, PAPER).status_code == 303
    assert confirm(hall, poll_id).status_code == 303
    assert hall.client("olga").post(f"/polls/{poll_id}/closing").status_code == 303
    with hall.house.database.read() as session:
        counts = polls.poll(session, poll_id).counts
    assert [counts[n] for n in ("issued", "returned", "valid", "invalid", "favour")] == [12, 11, 10, 1, 8]
    page = hall.client("bob").get(f"/polls/{poll_id}").text
    assert "记名名单" not in page


@pytest.mark.parametrize("numbers", [{"favour": "13"}, {"favour": ""}, {"favour": "many"}, {"favour": "-1"}])
def test_figures_that_cannot_be_are_shown_again(hall: Hall, by_hand: int, numbers: dict[str, str]) -> None:
    answer = enter(hall, by_hand, {**HANDS, **numbers})
    assert answer.status_code == 422
    assert not numbers["favour"] or f'value="{numbers["favour"]}"' in answer.text
    assert 'value="1"' in answer.text, "what was right is kept"
    assert latest(hall, by_hand) is None


def test_what_was_signed_is_what_was_typed(hall: Hall, by_hand: int) -> None:
    assert enter(hall, by_hand, HANDS, favour="9").status_code == 403
    assert latest(hall, by_hand) is None


def test_nobody_confirms_their_own_figures(hall: Hall, by_hand: int) -> None:
    assert enter(hall, by_hand, HANDS, name="ruth").status_code == 303
    assert "核对无误，签名" not in hall.client("ruth").get(f"/polls/{by_hand}/count").text
    assert confirm(hall, by_hand, name="ruth").status_code == 403
    assert confirm(hall, by_hand, name="sam").status_code == 404  # a teller enters, and does not confirm
    assert latest(hall, by_hand).confirmed_at is None


def test_only_the_newest_figures_are_confirmed_and_once(hall: Hall, by_hand: int) -> None:
    enter(hall, by_hand, HANDS)
    old = latest(hall, by_hand).id
    enter(hall, by_hand, {**HANDS, "favour": "9"})
    stale = confirm(hall, by_hand, count=old)
    assert (stale.status_code, "已重新录入" in stale.text) == (409, True)
    for _ in range(2):
        assert confirm(hall, by_hand).status_code == 303
    assert latest(hall, by_hand).favour == 9
    late = enter(hall, by_hand, HANDS)
    assert (late.status_code, "不能再改" in late.text) == (409, True)
    assert len(facts(hall, Kind.COUNT_CONFIRMED)) == 1


def test_the_same_figures_sent_twice_are_one_entry(hall: Hall, by_hand: int) -> None:
    """Or the chief teller, who has the page open, would confirm figures that are no longer the latest."""
    for _ in range(2):
        assert enter(hall, by_hand, HANDS).status_code == 303
    seen = latest(hall, by_hand).id
    assert enter(hall, by_hand, HANDS).status_code == 303
    assert confirm(hall, by_hand, count=seen).status_code == 303
    assert enter(hall, by_hand, HANDS).status_code == 303  # a late retry of what stands
    assert len(facts(hall, Kind.COUNT_ENTERED)) == 1
    assert enter(hall, by_hand, HANDS, name="ruth").status_code == 409


def test_a_count_waits_for_the_opening_and_ends_with_the_vote(hall: Hall) -> None:
    poll_id = drafted(hall.house.database, hall.cast, form=Form.HAND, matter="agenda")
    assert hall.client("sam").get(f"/polls/{poll_id}/count").status_code == 404
    early = enter(hall, poll_id, HANDS)
    assert (early.status_code, "只有进行中的表决" in early.text) == (403, True)
    assert latest(hall, poll_id) is None
    hall.house.database.write(lambda s: polls.discard(s, poll_id=poll_id))
    poll_id = opened(hall.house.database, hall.cast, form=Form.HAND, matter="agenda")
    enter(hall, poll_id, HANDS)
    confirm(hall, poll_id)
    close(hall.house.database, hall.cast, poll_id)
    assert confirm(hall, poll_id).status_code == 303, "said again, nothing more"
    late = enter(hall, poll_id, {**HANDS, "favour": "9"})
    assert (late.status_code, "只有进行中的表决" in late.text) == (403, True)
    page = hall.client("sam").get(f"/polls/{poll_id}/count").text
    assert ("已核对签名" in page, 'name="favour"' in page) == (True, False)
    assert [len(facts(hall, kind)) for kind in (Kind.COUNT_ENTERED, Kind.COUNT_CONFIRMED)] == [1, 1]


def test_figures_of_a_void_vote_count_for_nothing(hall: Hall, by_hand: int) -> None:
    enter(hall, by_hand, HANDS)
    hall.client("olga").post(f"/polls/{by_hand}/voiding", data={"why": "数错了", "form": "hand"})
    for answer in (enter(hall, by_hand, {**HANDS, "favour": "9"}), confirm(hall, by_hand)):
        assert (answer.status_code, "只有进行中的表决" in answer.text) == (403, True)
    page = hall.client("ruth").get(f"/polls/{by_hand}/count").text
    assert ("核对无误，签名" in page, 'name="favour"' in page) == (False, False)


@pytest.mark.parametrize("name", ["bob", "ned", "dan", "olga", "peter"])
def test_to_others_there_is_no_such_page(hall: Hall, by_hand: int, name: str) -> None:
    client = hall.client(name)
    assert client.get(f"/polls/{by_hand}/count").status_code == 404
    assert enter(hall, by_hand, HANDS, name=name).status_code == 404
    enter(hall, by_hand, HANDS)
    assert confirm(hall, by_hand, name=name).status_code == 404


def test_a_vote_by_phone_is_not_counted_by_hand(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    assert hall.client("sam").get(f"/polls/{poll_id}/count").status_code == 404
    assert enter(hall, poll_id, HANDS).status_code in {403, 404}


def test_those_who_count_find_the_way(hall: Hall, by_hand: int) -> None:
    """Sam as a delegate; and Dan, who has no mandate, elected to count."""
    dan, term = hall.cast["dan"].person_id, hall.cast.term_id
    office = {"term_id": term, "person_id": dan, "kind": OfficeKind.TELLER, "unit_id": None}
    hall.house.database.write(lambda s: roster.appoint(s, **office, by=dan))
    address = f"/polls/{by_hand}/count"
    for name in ("sam", "ruth", "dan"):
        client = hall.client(name)
        page = client.get("/now").text
        assert f'href="{address}"' in page, name
        assert '<a class="tab" href="/now"' in page, name
        assert client.get(f"/polls/{by_hand}").headers["location"] == address, name
    assert "请签到" not in hall.client("dan").get("/now").text, "no delegate, no check-in"
    for name in ("bob", "olga"):
        client = hall.client(name)
        assert address not in client.get("/now").text, name
        assert address not in client.get(f"/polls/{by_hand}").text, name

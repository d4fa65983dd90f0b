"""What must wait while a vote is open: the rest of the agenda, and the end of the sitting."""

import pytest
from hall import Hall
from voting import close, drafted, opened

from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.sittings import service as sittings
from congress.sittings.rules import ItemStage, SittingStage


def stages(hall: Hall, poll_id: int) -> tuple[PollStage, ItemStage, SittingStage]:
    """Of the vote, of its item, of the sitting."""
    with hall.house.database.read() as session:
        poll = polls.poll(session, poll_id)
        item = sittings.item(session, poll.item_id)
        return poll.stage, item.stage, sittings.sitting(session, poll.sitting_id).stage


@pytest.fixture
def taken(hall: Hall) -> tuple[int, int]:
    """An open vote on the item that is on: its id, and the item's."""
    poll_id = opened(hall.house.database, hall.cast)
    with hall.house.database.read() as session:
        item = polls.poll(session, poll_id).item_id
    assert hall.client("olga").post(f"/agenda/{item}/taking").status_code == 303
    return poll_id, item


def test_an_item_is_not_left_with_its_vote_open(hall: Hall, taken: tuple[int, int]) -> None:
    (poll_id, item), olga = taken, hall.client("olga")
    for address, form in (
        (f"/agenda/{item}/completion", {}),
        (f"/agenda/{item}/striking", {"why": "改期"}),
        ("/agenda/progress", {"after": str(item)}),
    ):
        answer = olga.post(address, data=form)
        assert (answer.status_code, "第 1 号表决正在进行" in answer.text) == (403, True), address
    assert stages(hall, poll_id)[:2] == (PollStage.OPEN, ItemStage.NOW)
    for address in ("/agenda", f"/agenda/{item}"):
        page = olga.get(address).text
        assert "请先结束或作废这次表决" in page
        for act in ("/completion", "/striking", "/agenda/progress"):
            assert f'{act}"' not in page, (address, act)
    close(hall.house.database, hall.cast, poll_id)
    assert "请先结束或作废" not in olga.get("/agenda").text
    assert olga.post(f"/agenda/{item}/completion").status_code == 303
    assert stages(hall, poll_id)[1] is ItemStage.DONE


def test_a_sitting_does_not_end_with_a_vote_open(hall: Hall) -> None:
    """Though every item is done: somebody put the question afterwards."""
    poll_id, olga = drafted(hall.house.database, hall.cast), hall.client("olga")
    with hall.house.database.read() as session:
        item = polls.poll(session, poll_id).item_id
    for act in ("taking", "completion"):
        assert olga.post(f"/agenda/{item}/{act}").status_code == 303
    late = opened(hall.house.database, hall.cast)
    with hall.house.database.read() as session:
        other = polls.poll(session, late).item_id
    closing = f"/sittings/{hall.cast.sitting_id}/closing"
    assert "第 2 号表决正在进行" in olga.post(closing).text
    assert stages(hall, late)[2] is SittingStage.HELD
    close(hall.house.database, hall.cast, late)
    assert olga.post(f"/agenda/{other}/striking", data={"why": "改期"}).status_code == 303
    assert olga.post(closing).status_code == 303
    assert stages(hall, late)[2] is SittingStage.OVER


def test_a_void_vote_lets_the_hall_go_on(hall: Hall, taken: tuple[int, int]) -> None:
    (poll_id, item), olga = taken, hall.client("olga")
    olga.post(f"/polls/{poll_id}/voiding", data={"why": "网络中断", "form": "hand"})
    assert olga.post(f"/agenda/{item}/striking", data={"why": "改期"}).status_code == 303
    assert stages(hall, poll_id)[1] is ItemStage.STRUCK

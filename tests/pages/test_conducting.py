"""Votes over HTTP from the opening to the end: turnout, what a stage allows, the close, the void."""

from hashlib import sha256

import pytest
from hall import Hall
from sealed import Secret
from voting import QUESTION, TEXT, TITLE, check_in, drafted, is_shown, kept, opened, send, shown, throw

from congress.bylaws.terms import Form
from congress.polls.rules import PollStage
from congress.sittings.rules import SittingStage
from congress.sittings.store import Sitting


def test_the_organiser_sees_who_has_voted_and_never_how(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    assert send(hall, "bob", poll_id, "against").status_code == 303
    olga = hall.client("olga")
    item = kept(hall, poll_id).item_id
    for address in (
        *(f"/polls/{poll_id}", f"/polls/{poll_id}/turnout", f"/polls/{poll_id}/text.txt", "/polls", "/desk"),
        *("/projector", "/agenda", f"/agenda/{item}", "/record", "/live/now"),
    ):
        page = olga.get(address).text
        assert "反对" not in page, address
        assert "赞成" not in page, address
    page = olga.get(f"/polls/{poll_id}").text
    assert "蔡秀英" in page, "has not voted yet"
    assert "包建国" not in page
    assert hall.client("bob").get(f"/polls/{poll_id}/turnout").status_code == 404
    assert hall.client("bob").get(f"/polls/{poll_id}").headers["location"] == "/now"


@pytest.mark.parametrize("stage", [PollStage.OPEN, PollStage.COUNTING, PollStage.CLOSED, PollStage.VOID])
def test_a_question_that_was_put_is_not_written_anew(hall: Hall, stage: PollStage) -> None:
    poll_id, olga = at(hall, stage), hall.client("olga")
    before = vars(kept(hall, poll_id)).copy()
    for answer in (
        olga.get(f"/polls/{poll_id}/edit"),
        olga.post(f"/polls/{poll_id}", data={**QUESTION, "text": "另一段文字。"}),
        olga.post(f"/polls/{poll_id}/discarding"),
    ):
        assert (answer.status_code, "都已封存，不能更改" in answer.text) == (403, True)
    after = vars(kept(hall, poll_id))
    assert {k: after[k] for k in before if k[0] != "_"} == {k: before[k] for k in before if k[0] != "_"}


WRONG = [
    (PollStage.CLOSED, "opening", "已经开始过"), (PollStage.VOID, "opening", "已经开始过"),
    (PollStage.COUNTING, "opening", "已经开始过"),
    (PollStage.DRAFT, "closing", "只有进行中的表决才能结束"), (PollStage.VOID, "closing", "只有进行中的表决才能结束"),
    (PollStage.DRAFT, "voiding", "只有进行中的表决才能作废"), (PollStage.CLOSED, "voiding", "只有进行中的表决才能作废"),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "act", "why"), WRONG)
def test_what_a_stage_does_not_allow_is_refused_with_a_reason(
    hall: Hall, stage: PollStage, act: str, why: str
) -> None:
    poll_id = at(hall, stage)
    form = {"text_sha256": kept(hall, poll_id).text_sha256, "why": "网络中断", "form": "hand"}
    answer = hall.client("olga").post(f"/polls/{poll_id}/{act}", data=form)
    assert (answer.status_code, why in answer.text) == (403, True)
    assert kept(hall, poll_id).stage is stage


def counting(hall: Hall) -> int:
    """A secret vote whose box is sealed and not open yet."""
    vote = Secret(hall.house.database, hall.cast)
    vote.register("alice")
    vote.hold_ceremony()
    vote.open()
    vote.seal()
    return vote.poll_id


def at(hall: Hall, stage: PollStage) -> int:
    """A vote at this stage."""
    if stage is PollStage.DRAFT:
        return drafted(hall.house.database, hall.cast)
    if stage is PollStage.COUNTING:
        return counting(hall)
    poll_id, olga = opened(hall.house.database, hall.cast), hall.client("olga")
    if stage is PollStage.CLOSED:
        assert olga.post(f"/polls/{poll_id}/closing").status_code == 303
    if stage is PollStage.VOID:
        olga.post(f"/polls/{poll_id}/voiding", data={"why": "网络中断", "form": "hand"})
    assert kept(hall, poll_id).stage is stage
    return poll_id


@pytest.mark.parametrize("stage", list(PollStage))
def test_every_stage_has_its_pages_in_both_languages(hall: Hall, stage: PollStage) -> None:
    poll_id = at(hall, stage)
    for language in ("zh-CN", "en"):
        olga = hall.client("olga", **{"Accept-Language": language})
        for address in (
            "/polls",
            f"/polls/{poll_id}",
            f"/polls/{poll_id}/turnout",
            f"/polls/{poll_id}/text.txt",
        ):
            assert olga.get(address).status_code == 200, address
    assert hall.client("olga").get("/polls/999").status_code == 404


def test_one_vote_at_a_time(hall: Hall) -> None:
    opened(hall.house.database, hall.cast)
    second, olga = drafted(hall.house.database, hall.cast), hall.client("olga")
    page = olga.get(f"/polls/{second}").text
    assert ("第 1 号表决正在进行" in page, f"/polls/{second}/opening" in page) == (True, False)
    digest = sha256(f"{TITLE}\n\n{TEXT}\n".encode()).hexdigest()
    answer = olga.post(f"/polls/{second}/opening", data={"text_sha256": digest})
    assert (answer.status_code, "请先结束它" in answer.text) == (403, True)
    assert kept(hall, second).stage is PollStage.DRAFT


@pytest.mark.parametrize("stage", [SittingStage.PREPARING, SittingStage.OVER])
def test_no_vote_is_opened_while_the_congress_does_not_sit(hall: Hall, stage: SittingStage) -> None:
    poll_id, olga = drafted(hall.house.database, hall.cast), hall.client("olga")
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:12]))
    seen = shown(hall, poll_id)

    def job(session):
        session.get(Sitting, hall.cast.sitting_id).stage = stage

    hall.house.database.write(job)
    answer = olga.post(f"/polls/{poll_id}/opening", data={"text_sha256": seen})
    assert (answer.status_code, "会议还没有开幕" in answer.text) == (403, True)
    assert kept(hall, poll_id).stage is PollStage.DRAFT


def test_closing_says_the_result_once(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    for name in ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan"):
        throw(hall.house.database, hall.cast, name, poll_id, "for")
    olga = hall.client("olga")
    assert [olga.post(f"/polls/{poll_id}/closing").status_code for _ in range(2)] == [303, 303]
    page = olga.get(f"/polls/{poll_id}").text
    assert "通过" in page
    assert "赞成 7 票" in page
    assert f"/resolutions/new?poll={poll_id}" in page or "起草决议" in page


def test_a_void_vote_says_why_and_is_put_again(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    assert send(hall, "bob", poll_id).status_code == 303
    olga = hall.client("olga")
    for data in (
        {"why": "", "form": "hand"},
        {"why": "长" * 501, "form": "hand"},
        {"why": "网络中断", "form": "x"},
    ):
        bad = olga.post(f"/polls/{poll_id}/voiding", data=data)
        assert (bad.status_code, kept(hall, poll_id).stage) == (422, PollStage.OPEN)
        assert (is_shown(bad.text, "why", data["why"]), '<details class="card" open>' in bad.text) == (
            True,
            True,
        )
        assert is_shown(bad.text, "form", "hand") or data["form"] == "x"
    answer = olga.post(f"/polls/{poll_id}/voiding", data={"why": "网络中断", "form": "hand"})
    fresh = int(answer.headers["location"].rpartition("/")[2])
    assert kept(hall, fresh).form is Form.HAND
    assert "网络中断" in olga.get(f"/polls/{poll_id}").text
    assert send(hall, "carol", poll_id).status_code == 403
    again = olga.post(f"/polls/{poll_id}/voiding", data={"why": "网络中断", "form": "hand"})
    assert again.headers["location"] == answer.headers["location"]


def test_a_void_vote_is_told_to_everybody_until_another_has_ended(hall: Hall) -> None:
    poll_id, olga = opened(hall.house.database, hall.cast), hall.client("olga")
    again = olga.post(f"/polls/{poll_id}/voiding", data={"why": "<b>网络</b>中断", "form": "named"})
    for name in ("bob", "ned", "olga"):
        for address in ("/now", f"/polls/{poll_id}"):
            assert "已作废：&lt;b&gt;网络&lt;/b&gt;中断" in hall.client(name).get(address).text, (
                name,
                address,
            )
    fresh = int(again.headers["location"].rpartition("/")[2])
    form = {"text_sha256": shown(hall, fresh)}
    for act, data in (("opening", form), ("closing", {})):
        assert olga.post(f"/polls/{fresh}/{act}", data=data).status_code == 303
        assert "已作废" not in hall.client("bob").get("/now").text, act

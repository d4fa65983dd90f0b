"""Ballots over HTTP: into the box, what the box refuses, and who reads the result and the receipts."""

import re

import pytest
from cast import SITE
from hall import Hall
from voting import ballot, close, drafted, kept, opened, send, throw

from congress.crypto.signatures import Signer
from congress.polls import service as polls

# --- the box ---------------------------------------------------------------------------------------------


def test_a_ballot_is_answered_with_its_receipt(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    signed = ballot(hall.house.database, hall.cast, "bob", poll_id, "against")
    bob, form = hall.client("bob"), {"choice": "against", **vars(signed)}
    assert "data-sign" in bob.get("/now").text
    plain = bob.post(f"/polls/{poll_id}/ballots", data=form)
    assert (plain.status_code, plain.headers["location"]) == (303, "/now")
    again = bob.post(f"/polls/{poll_id}/ballots", data=form, headers={"HX-Request-Type": "partial"})
    code = re.search(r'class="receipt">([0-9A-Z]{4}-[0-9A-Z]{4})<', again.text)[1]
    assert again.status_code == 200
    assert "反对" in again.text
    now = bob.get("/now").text
    assert code in now
    assert "改投" in now
    assert "data-open-form" not in now
    assert "data-open-form" in bob.get("/now?change=1").text


def test_a_final_ballot_offers_no_change(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast, may_change=False)
    assert "投出后不能更改" in hall.client("bob").get("/now").text
    assert send(hall, "bob", poll_id).status_code == 303
    for address in ("/now", "/now?change=1"):
        page = hall.client("bob").get(address).text
        assert "您的表决票已投入票箱" in page
        assert "改投</a>" not in page
        assert "data-open-form" not in page
    assert send(hall, "bob", poll_id, "against").status_code == 403


REFUSED = {
    "another poll": {"poll": 999},
    "a changed text": {"text": "0" * 64},
    "another site": {"site": "elsewhere"},
    "another choice": {"choice": "against"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_ballot_for_something_else_is_refused_in_words(hall: Hall, name: str) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    signed = ballot(hall.house.database, hall.cast, "bob", poll_id, "for", **REFUSED[name])
    answer = hall.client("bob").post(
        f"/polls/{poll_id}/ballots",
        data={"choice": "for", **vars(signed)},
        headers={"HX-Request-Type": "partial"},
    )
    assert (answer.status_code, answer.headers["hx-retarget"]) == (403, "#notice")
    assert "签名的内容与本页不一致" in answer.text


def test_keys_of_others_and_replays_are_refused(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    signed = ballot(hall.house.database, hall.cast, "bob", poll_id, "for")
    carol = hall.client("carol")
    replayed = carol.post(f"/polls/{poll_id}/ballots", data={"choice": "for", **vars(signed)})
    assert replayed.status_code == 403
    hall.cast["bob"].signer = Signer.generate()
    assert send(hall, "bob", poll_id).status_code == 403
    assert hall.client().post(f"/polls/{poll_id}/ballots", data={"choice": "for"}).status_code == 404
    assert hall.client("bob").post(f"/polls/{poll_id}/ballots", data={}).status_code == 403
    assert "已投" in hall.client("olga").get(f"/polls/{poll_id}/turnout").text
    with hall.house.database.read() as session:
        assert polls.turnout_numbers(session, hall.cast.sitting_id)["cast"] == 0


@pytest.mark.parametrize(
    ("name", "words"), [("ned", "名册"), ("dan", "名册"), ("tina", "尚未签到"), ("olga", "名册")]
)
def test_who_has_no_vote_here_is_told_why(hall: Hall, name: str, words: str) -> None:
    poll_id = opened(hall.house.database, hall.cast, absent=("tina",))
    answer = send(hall, name, poll_id)
    assert (answer.status_code, words in answer.text) == (403, True)
    if name != "olga":
        page = hall.client(name).get("/now").text
        assert words in page
        assert "data-open-form" not in page


def test_after_the_close_a_ballot_is_not_counted(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    late = ballot(hall.house.database, hall.cast, "bob", poll_id, "for")
    assert hall.client("olga").post(f"/polls/{poll_id}/closing").status_code == 303
    answer = hall.client("bob").post(f"/polls/{poll_id}/ballots", data={"choice": "for", **vars(late)})
    assert (answer.status_code, "已经结束" in answer.text) == (403, True)
    assert kept(hall, poll_id).counts["returned"] == 0


# --- who reads what --------------------------------------------------------------------------------------


def test_the_named_list_is_for_those_who_take_part(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast, absent=("tina",))
    assert send(hall, "bob", poll_id, "against").status_code == 303
    close(hall.house.database, hall.cast, poll_id)
    for name in ("alice", "ned", "olga", "ruth", "peter"):
        page = hall.client(name).get(f"/polls/{poll_id}").text
        assert "记名名单" in page, name
        assert "包建国" in page, name
    for name in ("dan", "quinn"):
        page = hall.client(name).get(f"/polls/{poll_id}").text
        assert "反对 1 票" in page, name
        assert "记名名单" not in page, name
        assert "包建国" not in page, name
    assert hall.client().get(f"/polls/{poll_id}").status_code == 303


def test_drafts_are_not_in_the_list_of_others(hall: Hall) -> None:
    poll_id = drafted(hall.house.database, hall.cast)
    assert f"/polls/{poll_id}" in hall.client("olga").get("/polls").text
    assert f"/polls/{poll_id}" not in hall.client("bob").get("/polls").text


def test_a_receipt_is_its_owners(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    receipt = throw(hall.house.database, hall.cast, "bob", poll_id, "for")
    page = hall.client("bob").get(f"/record/{receipt.seq}").text
    assert receipt.code in page
    assert "赞成" in page
    proof = hall.client("bob").get(f"/record/{receipt.seq}/proof.json").json()
    assert (proof["seq"], proof["site"]) == (receipt.seq, SITE)
    for name in ("carol", "olga", "eve"):
        assert hall.client(name).get(f"/record/{receipt.seq}").status_code == 404
        assert hall.client(name).get(f"/record/{receipt.seq}/proof.json").status_code == 404

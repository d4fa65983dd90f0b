"""Ballots over HTTP: into the box, what the box refuses, and who reads the result and the receipts."""

import html
import json
import re
from hashlib import sha256

import pytest
from cast import SITE
from hall import Hall
from secretariat import facts
from voting import TEXT, TITLE, ballot, close, drafted, kept, opened, send, throw

from congress.bylaws.terms import Form
from congress.crypto.signatures import Signer, encode
from congress.identity.rules import Signed
from congress.polls import service as polls
from congress.record.entries import Kind

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


def test_a_ballot_that_arrives_twice_is_one(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    signed = ballot(hall.house.database, hall.cast, "bob", poll_id, "for")
    form, htmx = {"choice": "for", **vars(signed)}, {"HX-Request-Type": "partial"}
    answers = [
        hall.client("bob").post(f"/polls/{poll_id}/ballots", data=form, headers=htmx).text for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert len(facts(hall, Kind.BALLOT_CAST)) == 1
    close(hall.house.database, hall.cast, poll_id)
    late = hall.client("bob").post(f"/polls/{poll_id}/ballots", data=form, headers=htmx)
    assert (late.status_code, late.text) == (200, answers[0])


def test_who_thinks_again_is_counted_once_as_they_said_last(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    for choice in ("for", "against", "abstain"):
        assert send(hall, "bob", poll_id, choice).status_code == 303
    assert "弃权" in hall.client("bob").get("/now").text
    assert hall.client("olga").post(f"/polls/{poll_id}/closing").status_code == 303
    counts = kept(hall, poll_id).counts
    assert [counts[name] for name in ("returned", "favour", "against", "abstain")] == [1, 0, 0, 1]


def test_a_final_ballot_offers_no_change(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast, may_change=False)
    assert "投出后不能更改" in hall.client("bob").get("/now").text
    assert send(hall, "bob", poll_id).status_code == 303
    for address in ("/now", "/now?change=1"):
        page = hall.client("bob").get(address).text
        assert "您的表决票已投入票箱" in page
        assert "改投</a>" not in page
        assert "data-open-form" not in page
    changed = send(hall, "bob", poll_id, "against")
    assert (changed.status_code, "不能更改" in changed.text) == (403, True)


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


def forgeries(hall: Hall, good: Signed) -> dict[str, Signed]:
    carol, said = hall.cast["carol"].signer, good.statement.encode()
    theirs = encode(carol.sign(said))
    return {
        "signed by another": Signed(good.statement, good.key, theirs),
        "signed by another, with their key": Signed(good.statement, carol.id, theirs),
        "under another's key": Signed(good.statement, carol.id, good.signature),
        "not signed": Signed(good.statement, good.key, ""),
        "no signature at all": Signed(good.statement, good.key, "赞成"),
        "changed on the way": Signed(good.statement.replace('"for"', '"against"'), good.key, good.signature),
        "nothing said": Signed("", good.key, good.signature),
    }


def test_a_signature_that_does_not_fit_puts_nothing_in_the_box(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    good, bob = ballot(hall.house.database, hall.cast, "bob", poll_id, "for"), hall.client("bob")
    for name, signed in forgeries(hall, good).items():
        for choice in ("for", "against", "maybe"):
            answer = bob.post(f"/polls/{poll_id}/ballots", data={"choice": choice, **vars(signed)})
            assert (answer.status_code, 'class="title"' in answer.text) == (403, True), name
    assert facts(hall, Kind.BALLOT_CAST) == []
    assert bob.post(f"/polls/{poll_id}/ballots", data={"choice": "for", **vars(good)}).status_code == 303


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


def test_a_ballot_waits_for_its_vote(hall: Hall) -> None:
    """Not for a draft, of which delegates know nothing; not for raised hands; not for one that is void."""
    database, cast = hall.house.database, hall.cast
    assert send(hall, "bob", drafted(database, cast)).status_code == 404
    hands = opened(database, cast, form=Form.HAND, matter="agenda")
    answer = send(hall, "bob", hands)
    assert (answer.status_code, "不在手机上表决" in answer.text) == (403, True)
    page = hall.client("bob").get("/now").text
    assert ("不在手机上表决" in page, "data-open-form" in page) == (True, False)
    hall.client("olga").post(f"/polls/{hands}/voiding", data={"why": "数不清", "form": "named"})
    answer = send(hall, "bob", hands)
    assert (answer.status_code, "这次表决已作废" in answer.text) == (403, True)
    for missing in (999, 2**63 - 1, 2**70):
        assert hall.client("bob").post(f"/polls/{missing}/ballots", data={"choice": "for"}).status_code == 404
    assert facts(hall, Kind.BALLOT_CAST) == []


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


def test_everybody_can_hash_the_text_that_was_sealed(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    bob = hall.client("bob")
    answer = bob.get(f"/polls/{poll_id}/text.txt")
    digest = sha256(answer.content).hexdigest()
    assert answer.content.decode() == f"{TITLE}\n\n{TEXT}\n"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert f'"text":"{digest}"' in html.unescape(bob.get("/now").text).replace(" ", "")
    close(hall.house.database, hall.cast, poll_id)
    assert digest in bob.get(f"/polls/{poll_id}").text
    assert sha256(bob.get(f"/polls/{poll_id}/text.txt").content).hexdigest() == digest


def test_drafts_are_not_in_the_list_of_others(hall: Hall) -> None:
    poll_id = drafted(hall.house.database, hall.cast)
    assert f"/polls/{poll_id}" in hall.client("olga").get("/polls").text
    assert f"/polls/{poll_id}" not in hall.client("bob").get("/polls").text


def test_the_receipt_of_a_void_vote_is_kept(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    receipt = throw(hall.house.database, hall.cast, "bob", poll_id, "for")
    hall.client("olga").post(f"/polls/{poll_id}/voiding", data={"why": "网络中断", "form": "named"})
    assert [json.loads(body)["facts"]["ballots_kept"] for body in facts(hall, Kind.POLL_VOIDED)] == [1]
    assert receipt.code in hall.client("bob").get(f"/record/{receipt.seq}").text
    assert receipt.code in hall.client("bob").get("/me").text
    assert hall.client("bob").get(f"/record/{receipt.seq}/proof.json").json()["seq"] == receipt.seq


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

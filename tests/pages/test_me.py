"""One's own page over HTTP: keys, sessions, receipts, password."""

import re

import pytest
from cast import SITE
from hall import Hall
from voting import opened, throw

from congress.crypto.signatures import Signer, encode
from congress.identity import service as identity
from congress.visit import COOKIE

OLD, NEW = "correct horse battery", "a better password"


def test_what_one_has_signed_and_where_one_is(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    receipt = throw(hall.house.database, hall.cast, "bob", poll_id, "against")
    page = hall.client("bob").get("/me").text
    assert receipt.code in page
    assert "反对" in page
    assert "当前" in page
    assert receipt.code not in hall.client("carol").get("/me").text
    assert hall.client().get("/me").headers["location"] == "/sign-in?next=/me"


def test_a_session_elsewhere_is_ended(hall: Hall) -> None:
    here, there = hall.client("bob"), hall.client("bob")
    [other] = re.findall(r'action="/me/sessions/(\d+)/ending"', here.get("/me").text)
    assert hall.client("carol").post(f"/me/sessions/{other}/ending").status_code == 404
    assert there.get("/now").status_code == 200
    assert here.post(f"/me/sessions/{other}/ending").status_code == 303
    assert there.get("/now").status_code == 303
    assert here.get("/now").status_code == 200


def register(hall: Hall, name: str, signer: Signer, **changes: object):
    member = hall.cast[name]
    public = encode(signer.public)
    member.signer = signer
    said = {"act": "key", "person": member.person_id, "public": public, "site": SITE, **changes}
    form = {"public": public, "method": "webcrypto", **member.signed_form(**said)}
    return hall.client(name).post("/me/keys", data=form)


def keys(hall: Hall, name: str) -> dict[str, bool]:
    """This person's keys, and which of them are good."""
    with hall.house.database.read() as session:
        found = identity.keys(session, hall.cast[name].person_id)
    return {key.id: key.revoked_at is None for key in found}


def test_a_device_is_registered_by_its_own_signature(hall: Hall) -> None:
    fresh = Signer.generate()
    answer = register(hall, "bob", fresh)
    assert (answer.status_code, answer.headers["location"]) == (303, "/now")
    assert keys(hall, "bob")[fresh.id]
    assert fresh.id in hall.client("bob").get("/me/keys").text


@pytest.mark.parametrize("changes", [{"person": 3}, {"site": "elsewhere"}, {"act": "ballot"}, {"note": "x"}])
def test_a_key_signed_for_something_else_is_refused(hall: Hall, changes: dict) -> None:
    fresh = Signer.generate()
    assert register(hall, "bob", fresh, **changes).status_code in {403, 422}
    assert fresh.id not in keys(hall, "bob")


def test_no_key_and_weak_keys_are_refused(hall: Hall) -> None:
    bob = hall.client("bob")
    assert bob.post("/me/keys", data={}).status_code == 422
    weak = {
        "public": encode(bytes(32)),
        "method": "webcrypto",
        "statement": "{}",
        "key": "x",
        "signature": "x",
    }
    assert bob.post("/me/keys", data=weak).status_code in {403, 422}
    assert len(keys(hall, "bob")) == 1


def test_a_stopped_key_signs_no_more(hall: Hall) -> None:
    poll_id, bob = opened(hall.house.database, hall.cast), hall.client("bob")
    key = hall.cast["bob"].signer.id
    assert hall.client("carol").post(f"/me/keys/{key}/revocation").status_code == 404
    assert bob.post(f"/me/keys/{key}/revocation").headers["location"] == "/me/keys"
    assert keys(hall, "bob") == {key: False}
    with hall.house.database.read() as session:
        text = session.connection().exec_driver_sql("select text_sha256 from poll").scalar()
    form = hall.cast["bob"].signed_form(act="ballot", poll=poll_id, text=text, choice="for")
    answer = bob.post(f"/polls/{poll_id}/ballots", data={"choice": "for", **form})
    assert (answer.status_code, "已被停用" in answer.text) == (403, True)


@pytest.fixture
def account(hall: Hall) -> Hall:
    peter = hall.cast["peter"].person_id
    hall.house.database.write(
        lambda s: identity.open_account(s, person_id=peter, login="peter", password=OLD)
    )
    return hall


def test_a_new_password_needs_the_old_one(account: Hall) -> None:
    peter = account.client("peter")
    wrong = peter.post("/me/password", data={"old": "x", "new": NEW})
    assert (wrong.status_code, "原密码不对" in wrong.text) == (422, True)
    short = peter.post("/me/password", data={"old": OLD, "new": "short"})
    assert (short.status_code, "至少 10 个字符" in short.text) == (422, True)
    assert peter.post("/me/password", data={"old": OLD, "new": NEW}).headers["location"] == "/me"
    entered = account.client().post("/sign-in", data={"login": "peter", "password": NEW})
    assert COOKIE in entered.cookies
    assert account.client("bob").post("/me/password", data={"old": OLD, "new": NEW}).status_code == 404


def test_guessing_the_old_password_is_slowed_down_in_the_form(account: Hall) -> None:
    peter = account.client("peter")
    answers = [peter.post("/me/password", data={"old": "x", "new": NEW}) for _ in range(11)]
    assert [a.status_code for a in answers] == [422] * 10 + [429]
    assert "尝试过于频繁" in answers[-1].text
    assert 'name="old"' in answers[-1].text

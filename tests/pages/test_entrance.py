"""Coming in and going out over HTTP: cards once, passwords in words, ways that lead only to our own pages."""

from datetime import timedelta

import pytest
from hall import Hall
from sqlmodel import Session, select

from congress.identity import service as identity
from congress.identity.store import Invitation
from congress.visit import COOKIE

PASSWORD = "correct horse battery"


@pytest.fixture
def account(hall: Hall) -> Hall:
    """Peter may come in by name and password."""
    peter = hall.cast["peter"].person_id
    hall.house.database.write(
        lambda s: identity.open_account(s, person_id=peter, login="peter", password=PASSWORD)
    )
    return hall


def card(hall: Hall, name: str = "bob") -> str:
    person, clerk = hall.cast[name].person_id, hall.cast["olga"].person_id
    return hall.house.database.write(lambda s: identity.invite(s, person_id=person, by=clerk))


def change(hall: Hall, what: object) -> None:
    def job(session: Session) -> None:
        row = session.exec(select(Invitation)).one()
        what(row)
        session.add(row)

    hall.house.database.write(job)


# --- name and password ---


def test_name_and_password_lead_where_one_wanted_to_go(account: Hall) -> None:
    client = account.client()
    assert client.get("/committee").headers["location"] == "/sign-in?next=/committee"
    page = client.get("/sign-in?next=/committee").text
    assert 'name="next" value="/committee"' in page
    answer = client.post("/sign-in", data={"login": "peter", "password": PASSWORD, "next": "/committee"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/committee")
    assert client.get("/committee").status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(account: Hall, elsewhere: str) -> None:
    data = {"login": "peter", "password": PASSWORD, "next": elsewhere}
    assert account.client().post("/sign-in", data=data).headers["location"] == "/"


@pytest.mark.parametrize(
    "data", [{"login": "peter", "password": "x"}, {"login": "nobody", "password": PASSWORD}]
)
def test_what_is_wrong_is_said_once_for_all_and_the_name_stays(account: Hall, data: dict[str, str]) -> None:
    answer = account.client().post("/sign-in", data={**data, "next": "/committee"})
    assert answer.status_code == 422
    assert "登录名或密码不对" in answer.text
    assert f'value="{data["login"]}"' in answer.text
    assert 'value="/committee"' in answer.text
    assert data["password"] not in answer.text or data["password"] == "x"
    assert COOKIE not in answer.cookies


def test_a_stopped_account_is_like_none(account: Hall) -> None:
    peter = account.cast["peter"].person_id
    account.house.database.write(lambda s: identity.disable_account(s, person_id=peter))
    answer = account.client().post("/sign-in", data={"login": "peter", "password": PASSWORD})
    assert (answer.status_code, "登录名或密码不对" in answer.text) == (422, True)


def test_too_many_tries_keep_the_form(account: Hall) -> None:
    client = account.client()
    answers = [client.post("/sign-in", data={"login": "peter", "password": "x"}) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429] * 2
    assert "尝试过于频繁" in answers[-1].text
    assert 'value="peter"' in answers[-1].text


def test_an_empty_form_is_answered_beside_the_field(account: Hall) -> None:
    answer = account.client().post("/sign-in", data={"login": "", "password": ""})
    assert (answer.status_code, "请填写这一项" in answer.text) == (422, True)


def test_who_is_in_is_not_asked_again(hall: Hall) -> None:
    bob = hall.client("bob")
    assert bob.get("/sign-in").headers["location"] == "/now"
    assert bob.get("/").headers["location"] == "/now"
    front = hall.client().get("/")
    assert (front.status_code, "我是代表" in front.text) == (200, True)


# --- cards ---


def test_a_card_opens_once(hall: Hall) -> None:
    token, client = card(hall), hall.client()
    entered = client.post("/enter", data={"token": f" {token} "})
    assert (entered.status_code, entered.headers["location"]) == (303, "/me/keys")
    assert client.get("/now").status_code == 200
    again = hall.client().post("/enter", data={"token": token})
    assert (again.status_code, "已经使用过" in again.text) == (403, True)
    assert COOKIE not in again.cookies


def test_an_expired_card_says_where_to_get_another(hall: Hall) -> None:
    token = card(hall)

    def expire(row: Invitation) -> None:
        row.expires_at -= timedelta(days=60)

    change(hall, expire)
    answer = hall.client().post("/enter", data={"token": token})
    assert answer.status_code == 403
    assert "已过期" in answer.text
    assert "签到台" in answer.text


def test_a_newer_card_stops_the_older(hall: Hall) -> None:
    old, new = card(hall), card(hall)
    assert hall.client().post("/enter", data={"token": old}).status_code == 403
    assert hall.client().post("/enter", data={"token": new}).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "A" * 22, "中文", "\x00"])
def test_a_guessed_card_opens_nothing(hall: Hall, token: str) -> None:
    card(hall)
    answer = hall.client().post("/enter", data={"token": token})
    assert answer.status_code in {403, 404}
    assert COOKIE not in answer.cookies


def test_guessing_is_slowed_down(hall: Hall) -> None:
    client = hall.client()
    codes = [client.post("/enter", data={"token": str(n)}).status_code for n in range(62)]
    assert codes[-1] == 429
    assert 429 not in codes[:60]


def test_the_token_is_kept_only_as_a_hash_and_in_no_address(hall: Hall) -> None:
    token = card(hall)
    with hall.house.database.read() as session:
        row = session.exec(select(Invitation)).one()
    assert token not in repr(row)
    files = list(hall.house.settings.data.glob("congress.db*"))
    assert files
    assert not any(token.encode() in file.read_bytes() for file in files)
    assert "data-enter" in hall.client().get("/enter").text


# --- going out ---


def test_signing_out_ends_the_session_on_the_server(hall: Hall) -> None:
    bob = hall.client("bob")
    token = bob.cookies[COOKIE]
    answer = bob.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    stale = hall.client()
    stale.cookies.set(COOKIE, token)
    assert stale.get("/now").status_code == 303
    assert hall.client().post("/sign-out").status_code == 404

"""Keys, sessions, cards and accounts of others, over HTTP."""

import re

import pytest
from hall import Hall
from secretariat import at, facts

from congress.identity import service as identity
from congress.record.entries import Kind


def test_an_organiser_stops_a_key_a_session_and_a_card(hall: Hall) -> None:
    olga, phone, bob = hall.client("olga"), hall.client("bob"), hall.cast["bob"].person_id
    hall.house.database.write(lambda s: identity.invite(s, person_id=bob, by=hall.cast["olga"].person_id))
    page = olga.get(at(hall, "bob")).text
    key = re.search(r"/keys/([^/]+)/revocation", page)[1]
    session = re.search(r"/sessions/(\d+)/ending", page)[1]
    assert olga.post(at(hall, "carol", f"/keys/{key}/revocation")).status_code == 404, "not Carol's key"
    assert olga.post(at(hall, "carol", f"/sessions/{session}/ending")).status_code == 404, (
        "not Carol's session"
    )
    for act in (f"/keys/{key}/revocation", f"/sessions/{session}/ending", "/cards/revocation"):
        for _ in range(2):
            assert olga.post(at(hall, "bob", act)).status_code == 303
    assert phone.get("/me").status_code == 303, "signed out"
    page = olga.get(at(hall, "bob")).text
    assert "已停用" in page
    assert "已作废" in page
    assert "由 欧阳兰 办理" in page
    assert len(facts(hall, Kind.KEY_REVOKED)) == 1
    assert "已停用" in hall.client("bob").get("/me/keys").text, "visible to the person too"


def test_a_password_is_shown_on_one_page_only(hall: Hall) -> None:
    olga, peter = hall.client("olga"), at(hall, "peter")
    page = olga.get("/roster/accounts").text
    assert "还没有账号" in page
    sent = {"login": "secretary", "seen": ""}
    opened = olga.post(f"{peter}/account", data=sent)
    password = re.search(r"data-password>([^<]+)<", opened.text)[1]
    assert opened.headers["cache-control"] == "no-store"
    again = olga.post(f"{peter}/account", data=sent)
    assert again.status_code == 409
    assert "只显示那一次" in again.text
    for text in (again.text, olga.get("/roster/accounts").text, olga.get(peter).text):
        assert password not in text
    visitor = hall.client()
    assert visitor.post("/sign-in", data={"login": "secretary", "password": password}).status_code == 303
    assert olga.post(f"{peter}/account/closing").status_code == 303
    assert visitor.get("/me").status_code == 303
    assert (
        hall.client().post("/sign-in", data={"login": "secretary", "password": password}).status_code == 422
    )
    assert "生成登录密码" in olga.get(peter).text


@pytest.mark.parametrize("login", ["", " ", "x" * 61])
def test_a_login_that_will_not_do(hall: Hall, login) -> None:
    assert (
        hall.client("olga").post(at(hall, "peter", "/account"), data={"login": login, "seen": ""}).status_code
        == 422
    )


def test_nobody_closes_their_own_account(hall: Hall) -> None:
    assert hall.client("olga").post(at(hall, "olga", "/account/closing")).status_code == 403

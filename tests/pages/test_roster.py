"""The roster over HTTP: every act by an organiser, by strangers, at the wrong stage, pressed twice, and with bad input."""

import io
import re

import pytest
from hall import Hall
from python_calamine import CalamineWorkbook
from voting import opened

from congress.identity import service as identity
from congress.record.entries import Kind
from congress.record.service import entries
from congress.roster import service as roster
from congress.roster.rules import DelegateKind, OfficeKind, Sex
from congress.roster.service import PersonWish

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
STRANGERS = ("alice", "bob", "ned", "dan", "peter", "quinn", "tina", "ruth")
PAGES = (
    "/roster", "/roster/people", "/roster/people/new", "/roster/people/2", "/roster/people/2/edit", "/roster/units",
    "/roster/units/new", "/roster/units/2/edit", "/roster/delegations", "/roster/delegations/1", "/roster/offices",
    "/roster/accounts", "/roster/composition", "/roster/enterprise", "/roster/export.xlsx",
)  # fmt: skip
ACTS = (
    "/roster/people", "/roster/people/2", "/roster/people/2/seat", "/roster/people/2/seat/ending", "/roster/people/2/offices",
    "/roster/people/2/departure", "/roster/people/2/return", "/roster/people/2/keys/x/revocation", "/roster/people/2/sessions/1/ending",
    "/roster/people/2/cards/revocation", "/roster/people/2/account", "/roster/people/2/account/closing", "/roster/units", "/roster/units/2",
    "/roster/units/2/removal", "/roster/delegations", "/roster/delegations/1", "/roster/delegations/1/removal", "/roster/offices",
    "/roster/offices/1/ending", "/roster/enterprise", "/roster/people/2/card", "/roster/people/2/replacement", "/roster/cards",
    "/roster/imports", "/rules/shanghai/copying", "/rules/shanghai/choosing",
)  # fmt: skip
PERSON = {"number": "7001", "name": "王秀兰", "sex": "female", "unit_id": "2", "category": "frontline"}


def facts(hall: Hall, kind: Kind) -> list[str]:
    with hall.house.database.read() as session:
        return [entry.body for entry in entries(session, kinds=[kind])]


def mandate(hall: Hall, name: str):
    with hall.house.database.read() as session:
        return roster.mandate(session, hall.cast.term_id, person_id=hall.cast[name].person_id)


def at(hall: Hall, name: str, rest: str = "") -> str:
    return f"/roster/people/{hall.cast[name].person_id}{rest}"


# --- who may see and do what ---------------------------------------------------------------------------------------


def test_organisers_see_every_page_in_both_languages(hall: Hall) -> None:
    for language in ("zh", "en"):
        olga = hall.client("olga", **{"Accept-Language": language})
        for page in PAGES:
            answer = olga.get(page)
            assert answer.status_code == 200, page
            if language == "en" and page.endswith("enterprise"):
                assert "Of whom women" in answer.text


def test_to_everybody_else_there_is_no_such_page_and_no_such_act(hall: Hall) -> None:
    before = len(facts(hall, Kind.DELEGATE_CHANGED)), mandate(hall, "bob")
    for name in STRANGERS:
        client = hall.client(name)
        for page in PAGES:
            assert client.get(page).status_code == 404, (name, page)
        for act in ACTS:
            assert client.post(act, data=PERSON | {"why": "x", "kind": "invited"}).status_code == 404, (
                name,
                act,
            )
    assert (len(facts(hall, Kind.DELEGATE_CHANGED)), mandate(hall, "bob")) == before


def test_who_has_not_signed_in_is_asked_to(hall: Hall) -> None:
    client = hall.client()
    for page in PAGES:
        assert client.get(page).status_code == 303
    for act in ACTS:
        assert client.post(act).status_code == 404


def test_what_there_is_not_is_missing(hall: Hall) -> None:
    olga = hall.client("olga")
    for page in (
        "/roster/people/999",
        "/roster/people/999/edit",
        "/roster/units/999/edit",
        "/roster/delegations/999",
    ):
        assert olga.get(page).status_code == 404
    for act in (
        "/roster/people/999/seat/ending",
        "/roster/offices/999/ending",
        "/roster/units/999/removal",
        "/roster/people/999/account/closing",
    ):
        assert olga.post(act, data={"why": "x"}).status_code == 404, act


# --- people --------------------------------------------------------------------------------------------------------


def test_a_person_is_entered_found_and_corrected(hall: Hall) -> None:
    olga = hall.client("olga")
    answer = olga.post("/roster/people", data=PERSON)
    assert answer.status_code == 303
    page = olga.get(answer.headers["location"])
    assert "王秀兰" in page.text
    assert "已保存" in page.text
    assert "7001" in olga.get("/roster/people?q=王秀兰").text
    saved = olga.post(answer.headers["location"], data=PERSON | {"name": "王秀岚", "post": "砂型工"})
    assert saved.status_code == 303
    assert "砂型工" in olga.get(answer.headers["location"]).text
    assert len(facts(hall, Kind.PERSON_CHANGED)) == 2


@pytest.mark.parametrize(
    "bad",
    [
        {"number": ""},
        {"number": "10 01"},
        {"number": "1001"},
        {"number": "x" * 31},
        {"name": "  "},
        {"name": "王" * 61},
        {"sex": "other"},
        {"sex": ""},
        {"unit_id": ""},
        {"unit_id": "999"},
        {"unit_id": "-1"},
        {"category": "boss"},
        {"birth_year": "1850"},
        {"birth_year": "八六"},
        {"phone": "1" * 21},
    ],
)
def test_bad_fields_are_named_and_what_was_typed_is_kept(hall: Hall, bad) -> None:
    sent = PERSON | {"post": "钳工师傅"} | bad
    answer = hall.client("olga").post("/roster/people", data=sent)
    assert answer.status_code == 422
    assert "钳工师傅" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert facts(hall, Kind.PERSON_CHANGED) == []


def test_script_stays_text_everywhere(hall: Hall) -> None:
    olga = hall.client("olga")
    person = olga.post("/roster/people", data=PERSON | {"name": EVIL[:60], "post": EVIL[:60]}).headers[
        "location"
    ]
    olga.post(f"{person}/seat", data={"kind": "voting", "delegation_id": "1"})
    olga.post("/roster/units", data={"name": EVIL, "kind": "workshop", "parent_id": "1", "union_name": EVIL})
    olga.post("/roster/delegations", data={"number": "7", "name": EVIL[:60]})
    olga.post(f"{person}/offices", data={"office": "teller"})
    olga.post(
        "/roster/enterprise",
        data={
            "name": EVIL,
            "short_name": EVIL[:40],
            "employees": "10",
            "women": "1",
            "dispatched": "0",
            "disabled": "0",
            "disabled_delegates": "0",
        },
    )
    olga.post(f"{person}/seat/ending", data={"why": EVIL})
    for page in (
        *PAGES[:-1],
        person,
        f"/roster?q={EVIL}",
        "/roster?state=ended",
        "/roster/cards",
        "/roster/imports",
    ):
        text = olga.get(page).text
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
    assert "&lt;script&gt;" in olga.get(person).text


# --- mandates ------------------------------------------------------------------------------------------------------


def test_a_mandate_is_given_changed_and_ended(hall: Hall) -> None:
    olga, dan = hall.client("olga"), at(hall, "dan")
    assert "登记为代表" in olga.get(dan).text
    for _ in range(2):
        assert olga.post(f"{dan}/seat", data={"kind": "voting", "delegation_id": "2"}).status_code == 303
    assert mandate(hall, "dan").kind is DelegateKind.VOTING
    assert olga.post(f"{dan}/seat", data={"kind": "invited", "delegation_id": ""}).status_code == 303
    assert mandate(hall, "dan").delegation_id is None
    for _ in range(2):
        assert olga.post(f"{dan}/seat/ending", data={"why": "调离"}).status_code == 303
    assert mandate(hall, "dan") is None
    page = olga.get(dan).text
    assert "已终止" in page
    assert "调离" in page
    assert len(facts(hall, Kind.DELEGATE_CHANGED)) == 3


def test_a_mandate_needs_a_kind_and_its_end_a_reason(hall: Hall) -> None:
    olga = hall.client("olga")
    assert olga.post(at(hall, "dan", "/seat"), data={"kind": "king", "delegation_id": ""}).status_code == 422
    assert (
        olga.post(at(hall, "dan", "/seat"), data={"kind": "voting", "delegation_id": "999"}).status_code
        == 404
    )
    answer = olga.post(at(hall, "bob", "/seat/ending"), data={"why": " "})
    assert answer.status_code == 422
    assert "请填写这一项" in answer.text
    assert mandate(hall, "bob")


def test_mandates_wait_for_an_open_vote_and_say_so(hall: Hall) -> None:
    opened(hall.house.database, hall.cast)
    olga = hall.client("olga")
    for act, data in (
        ("/seat", {"kind": "invited", "delegation_id": ""}),
        ("/seat/ending", {"why": "x"}),
        ("/departure", {"left_why": "x"}),
    ):
        answer = olga.post(at(hall, "bob", act), data=data)
        assert answer.status_code == 403
        assert "第 1 号表决正在进行" in answer.text
    assert mandate(hall, "bob").kind is DelegateKind.VOTING
    page = olga.get(at(hall, "bob")).text
    assert "第 1 号表决正在进行" in page
    assert "seat/ending" not in page


def test_leaving_and_coming_back(hall: Hall) -> None:
    olga, bob = hall.client("olga"), at(hall, "bob")
    phone = hall.client("bob")
    assert phone.get("/me").status_code == 200
    assert olga.post(f"{bob}/departure", data={"left_why": ""}).status_code == 422
    assert olga.post(f"{bob}/departure", data={"left_why": "退休"}).status_code == 303
    assert phone.get("/me").status_code == 303
    assert "包建国" in olga.get("/roster/people?state=left").text
    assert "包建国" not in olga.get("/roster").text
    assert olga.post(f"{bob}/return").status_code == 303
    assert "登记为代表" not in olga.get("/roster?q=x").text
    assert mandate(hall, "bob") is None


# --- offices -------------------------------------------------------------------------------------------------------


def test_offices_are_given_and_taken(hall: Hall) -> None:
    olga = hall.client("olga")
    assert (
        olga.post("/roster/offices", data={"number": "1001", "office": "scrutineer", "unit": ""}).status_code
        == 303
    )
    assert (
        olga.post(at(hall, "dan", "/offices"), data={"office": "department_head", "unit": "2"}).status_code
        == 303
    )
    with hall.house.database.read() as session:
        held = {(h.name, h.kind): h.office_id for h in roster.officers(session, hall.cast.term_id)}
    assert ("包建国", OfficeKind.SCRUTINEER) in held
    office = held["邓海", OfficeKind.DEPARTMENT_HEAD]
    assert (
        olga.post(f"/roster/offices/{office}/ending", data={"person": "14"}).headers["location"]
        == "/roster/people/14"
    )
    assert olga.post(f"/roster/offices/{office}/ending").status_code == 303
    assert len(facts(hall, Kind.OFFICE_CHANGED)) == 3


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"number": "999", "office": "teller"}, 422),
        ({"number": "", "office": "teller"}, 422),
        ({"number": "1001", "office": "emperor"}, 422),
        ({"number": "1001", "office": "department_head", "unit": ""}, 422),
        ({"number": "1013", "office": "presidium"}, 403),
    ],
)
def test_offices_that_cannot_be_given(hall: Hall, data, status) -> None:
    assert hall.client("olga").post("/roster/offices", data=data).status_code == status
    assert facts(hall, Kind.OFFICE_CHANGED) == []


def test_the_last_organiser_cannot_be_dismissed_by_herself(hall: Hall) -> None:
    olga = hall.client("olga")
    with hall.house.database.read() as session:
        own = next(h for h in roster.officers(session, hall.cast.term_id) if h.kind is OfficeKind.SECRETARIAT)
    answer = olga.post(f"/roster/offices/{own.office_id}/ending")
    assert answer.status_code == 403
    assert "秘书处至少要有一人" in answer.text
    assert olga.get("/roster").status_code == 200


# --- units and delegations -----------------------------------------------------------------------------------------


def test_units_are_added_changed_and_removed(hall: Hall) -> None:
    olga = hall.client("olga")
    wish = {
        "name": "热处理车间",
        "kind": "workshop",
        "parent_id": "1",
        "union_name": "热处理车间工会小组",
        "handles": "1",
    }
    assert olga.post("/roster/units", data=wish).status_code == 303
    page = olga.get("/roster/units").text
    assert "热处理车间工会小组" in page
    unit = re.search(r'/roster/units/(\d+)/edit" aria-label="修改：热处理车间"', page)[1]
    assert olga.post(f"/roster/units/{unit}", data=wish | {"name": "热处理二车间"}).status_code == 303
    assert olga.post("/roster/units", data=wish | {"name": "铸造车间"}).status_code == 422
    assert olga.post("/roster/units", data=wish | {"name": "x" * 101}).status_code == 422
    assert olga.post("/roster/units/2/removal").status_code == 403
    assert olga.post(f"/roster/units/{unit}/removal").status_code == 303
    assert olga.post(f"/roster/units/{unit}/removal").status_code == 404
    assert len(facts(hall, Kind.UNIT_CHANGED)) == 3


def test_delegations_are_added_headed_and_removed(hall: Hall) -> None:
    olga = hall.client("olga")
    assert olga.post("/roster/delegations", data={"number": "3", "name": "第三代表团"}).status_code == 303
    again = olga.post("/roster/delegations", data={"number": "3", "name": "第三代表团"})
    assert again.status_code == 422
    assert "第 3 号已经是 第三代表团" in again.text
    head = {"number": "2", "name": "第二代表团", "head_id": str(hall.cast["bob"].person_id)}
    assert olga.post("/roster/delegations/2", data=head).status_code == 303
    assert "包建国" in olga.get("/roster/delegations").text
    assert (
        olga.post(
            "/roster/delegations/2", data=head | {"head_id": str(hall.cast["alice"].person_id)}
        ).status_code
        == 403
    )
    assert olga.post("/roster/delegations/1/removal").status_code == 403
    assert olga.post("/roster/delegations/3/removal").status_code == 303


# --- the list ------------------------------------------------------------------------------------------------------


def test_search_filters_and_pages(hall: Hall) -> None:
    def many(s):
        for n in range(60):
            person = roster.add_person(
                s,
                wish=PersonWish(f"W{n:03d}", f"职工{n:03d}", Sex.MALE, hall.cast.units["foundry"]),
                by=hall.cast["olga"].person_id,
            )
            roster.seat(
                s,
                term_id=hall.cast.term_id,
                person_id=person.id,
                kind=DelegateKind.VOTING,
                delegation_id=2,
                by=hall.cast["olga"].person_id,
            )

    hall.house.database.write(many)
    olga = hall.client("olga")
    first = olga.get("/roster?delegation=2&kind=voting")
    assert first.text.count('scope="row"') == 50
    assert "?delegation=2&amp;kind=voting&amp;page=2" in first.text
    assert olga.get("/roster?delegation=2&kind=voting&page=2").text.count('scope="row"') == 16
    assert olga.get("/roster?q=职工007").text.count('scope="row"') == 1
    assert "没有找到" in olga.get("/roster?q=没有此人").text
    for odd in (
        "?page=x",
        "?page=-1",
        "?page=99999999999",
        "?delegation=x",
        "?kind=king",
        "?q=" + "长" * 5000,
        "?unit=9",
    ):
        assert olga.get(f"/roster{odd}").status_code == 200
        assert olga.get(f"/roster/people{odd}").status_code == 200


def test_the_roster_is_exported_as_it_is(hall: Hall) -> None:
    answer = hall.client("olga").get("/roster/export.xlsx")
    assert answer.headers["content-disposition"] == "attachment; filename=roster.xlsx"
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "工号*"
    assert len(rows) == 19
    assert rows[1][:3] == ["1000", "安丽华", "女"]


def test_the_credentials_check_names_its_articles(hall: Hall) -> None:
    page = hall.client("olga").get("/roster/composition").text
    assert "《企业民主管理规定》第八条" in page
    assert "finding blocks" in page or "finding minds" in page
    assert "资格审查小组（签字）" in page
    assert "第一代表团" in page


def test_headcounts_change_the_check(hall: Hall) -> None:
    olga = hall.client("olga")
    wish = {
        "name": "长风精工有限公司",
        "short_name": "长风精工",
        "employees": "90",
        "women": "30",
        "dispatched": "5",
        "disabled": "0",
        "disabled_delegates": "0",
    }
    assert olga.post("/roster/enterprise", data=wish).headers["location"] == "/roster/composition"
    assert "职工 90 人，其中女职工 30 人" in olga.get("/roster/composition").text
    bad = olga.post("/roster/enterprise", data=wish | {"women": "91"})
    assert bad.status_code == 422
    assert "不能多于职工总数" in bad.text
    assert olga.post("/roster/enterprise", data=wish | {"employees": "many"}).status_code == 422


# --- keys, sessions, cards, accounts -------------------------------------------------------------------------------


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
        hall.client().post("/sign-in", data={"login": "secretary", "password": password}).status_code == 403
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

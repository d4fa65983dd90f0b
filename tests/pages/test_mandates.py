"""Mandates, offices, units and delegations over HTTP."""

import re

import pytest
from hall import Hall
from secretariat import at, facts, mandate
from voting import opened

from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import DelegateKind, OfficeKind

# --- mandates --------------------------------------------------------------------------------------------


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


# --- offices ---------------------------------------------------------------------------------------------


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


# --- units and delegations -------------------------------------------------------------------------------


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

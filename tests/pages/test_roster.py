"""The roster over HTTP: who may see it, people, the list."""

import io

import pytest
from hall import Hall
from python_calamine import CalamineWorkbook
from secretariat import ACTS, EVIL, PAGES, PERSON, STRANGERS, facts, mandate

from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import DelegateKind, Sex
from congress.roster.service import PersonWish

# --- who may see and do what -----------------------------------------------------------------------------


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


# --- people ----------------------------------------------------------------------------------------------


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


# --- the list --------------------------------------------------------------------------------------------


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

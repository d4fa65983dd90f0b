"""The first page of an empty installation and the wizard: nothing half-founded, one founder, back works."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hall import Hall, open_hall
from journeys.devices import fill
from playwright.sync_api import expect

from congress.record.entries import Kind, read
from congress.record.service import entries, latest_head
from congress.roster import service as roster
from congress.sittings import service as sittings

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
ENTERPRISE = {
    "name": "北方精工集团有限公司",
    "short_name": "北方精工",
    "employees": "1200",
    "women": "430",
    "timezone": "Asia/Urumqi",
}
TERM = {
    "term": "3",
    "sitting": "2",
    "starts_on": "2025-03-01",
    "ends_on": "2030-02-28",
    "opens_at": "2026-11-22T09:00",
    "place": "集团总部礼堂",
}
RULES = {"profile": "henan"}
OLGA = {
    "organiser": "欧阳兰",
    "number": "1016",
    "sex": "female",
    "login": "organiser",
    "password": "correct horse",
    "again": "correct horse",
}
ALL = ENTERPRISE | TERM | RULES | OLGA


@pytest.fixture
def empty(migrated: Path, tmp_path: Path):
    """The application over an empty database."""
    with open_hall(Path(shutil.copy(migrated, tmp_path / "congress.db")), empty=True) as opened:
        yield opened


def enterprise(hall: Hall):
    with hall.house.database.read() as session:
        return roster.enterprise(session)


def test_an_empty_installation_offers_two_ways(empty: Hall) -> None:
    client = empty.client()
    assert client.get("/").headers["location"] == "/welcome"
    assert client.get("/desk").headers["location"] == "/welcome"
    page = client.get("/welcome").text
    assert "建立本单位的职代会" in page
    assert "装入演示大会" in page
    english = empty.client(**{"Accept-Language": "en"}).get("/welcome").text
    assert "Set up our congress" in english


def test_four_steps_and_there_is_a_congress(empty: Hall) -> None:
    client = empty.client()
    assert client.get("/welcome/enterprise").status_code == 200
    carried = dict(ENTERPRISE)
    for step, fields in (("term", TERM), ("rules", RULES), ("organiser", {})):
        page = client.get(f"/welcome/{step}", params=carried)
        assert page.status_code == 200
        for value in ENTERPRISE.values():
            assert f'value="{value}"' in page.text, "what was typed travels along"
        carried |= fields
    assert "第三届第二次会议" in page.text
    assert enterprise(empty) is None
    done = client.post("/welcome/founding", data=ALL)
    assert (done.status_code, done.headers["location"]) == (303, "/roster/imports")
    page = client.get("/roster/imports")
    assert page.status_code == 200, "signed in"
    assert "北方精工职工代表大会" in page.text.replace("<wbr>", "")
    assert client.get("/roster/composition").text.count("河南") > 0
    known = enterprise(empty)
    assert (known.name, known.employees, known.women, known.timezone) == (
        "北方精工集团有限公司",
        1200,
        430,
        "Asia/Urumqi",
    )
    assert (empty.house.keeper.site, empty.house.zone) == (known.uid, "Asia/Urumqi")
    with empty.house.database.read() as session:
        meeting = sittings.current(session)
        acts = [read(e.body.encode()) for e in entries(session)]
        head = latest_head(session)
    assert meeting.sitting.opens_at.isoformat() == "2026-11-22T03:00:00+00:00", (
        "typed in the enterprise's own time"
    )
    assert [act.kind for act in acts] == [Kind.FOUNDED, Kind.PROFILE_CHOSEN]
    assert acts[0].facts["site"] == known.uid
    assert head.size == 2
    assert (
        empty.client().post("/sign-in", data={"login": "organiser", "password": "correct horse"}).status_code
        == 303
    )


def test_the_first_signed_head_names_the_site(empty: Hall) -> None:
    from congress.crypto.signatures import verify  # noqa: PLC0415 only this test checks a head by hand
    from congress.record.entries import head_statement  # noqa: PLC0415

    empty.client().post("/welcome/founding", data=ALL)
    with empty.house.database.read() as session:
        head = latest_head(session)
    said = head_statement(site=enterprise(empty).uid, size=head.size, root=head.root, at=head.at)
    assert verify(empty.house.keeper.signer.public, said, head.signature)


def test_afterwards_there_is_no_such_page(empty: Hall) -> None:
    client = empty.client()
    client.post("/welcome/founding", data=ALL)
    for page in ("/welcome", "/welcome/enterprise", "/welcome/organiser"):
        assert client.get(page).status_code == 404
        assert empty.client().get(page).status_code == 404
    assert empty.client().post("/welcome/code", data={"code": "x"}).status_code == 404
    assert empty.client().post("/welcome/term", data=ALL).status_code == 404
    assert empty.client().post("/welcome/founding", data={}).status_code == 404


def test_who_comes_second_is_told_so(empty: Hall) -> None:
    other = ALL | {"organiser": "裴振华", "login": "second"}
    clients = [empty.client(), empty.client()]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda pair: pair[0].post("/welcome/founding", data=pair[1]),
                zip(clients, (ALL, other), strict=True),
            )
        )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert "可能是另一位同事刚刚完成" in loser.text
    assert empty.client().post("/welcome/founding", data=ALL).status_code == 409
    with empty.house.database.read() as session:
        assert len(entries(session, kinds=[Kind.FOUNDED])) == 1
        assert len(roster.names(session)) == 1


@pytest.mark.parametrize(
    ("step", "bad", "words"),
    [
        ("enterprise", {"name": ""}, "企业全称"),
        ("enterprise", {"name": "x" * 101}, "最多 100 个字"),
        ("enterprise", {"employees": "0"}, "1 到 1000000 之间"),
        ("enterprise", {"employees": "many"}, "之间的整数"),
        ("enterprise", {"women": "1201"}, "不能多于职工总数"),
        ("enterprise", {"timezone": "Mars/Olympus"}, "请选择一项"),
        ("term", {"term": "0"}, "之间的整数"),
        ("term", {"starts_on": "soon"}, "请填写日期"),
        ("term", {"ends_on": "2024-01-01"}, "应晚于任期开始的日期"),
        ("term", {"opens_at": "2031-01-01T09:00"}, "会议应在任期之内"),
        ("term", {"opens_at": ""}, "请填写日期和时间"),
        ("term", {"place": " "}, "请填写这一项"),
        ("rules", {"profile": "mars"}, "请选择一项"),
        ("organiser", {"password": "short", "again": "short"}, "密码至少"),
        ("organiser", {"again": "another horse"}, "两次输入的密码不一样"),
        ("organiser", {"sex": ""}, "请选择一项"),
        ("organiser", {"login": ""}, "请填写这一项"),
    ],
)
def test_a_bad_step_comes_back_with_its_complaint_and_nothing_is_founded(
    empty: Hall, step, bad, words
) -> None:
    client = empty.client()
    if step != "organiser":
        following = {"enterprise": "term", "term": "rules", "rules": "organiser"}[step]
        page = client.get(f"/welcome/{following}", params=ENTERPRISE | TERM | RULES | bad)
        assert page.status_code == 422
        assert words in page.text
    page = client.post("/welcome/founding", data=ALL | bad)
    assert page.status_code == 422
    assert words in page.text
    assert "correct horse" not in page.text, "a password is never sent back"
    assert "集团总部礼堂" in page.text or "place" in bad, "what was typed is kept"
    assert enterprise(empty) is None


def test_a_step_cannot_be_skipped(empty: Hall) -> None:
    page = empty.client().get("/welcome/organiser", params=ENTERPRISE)
    assert page.status_code == 422
    assert "第几届" in page.text
    assert empty.client().get("/welcome/nowhere").status_code == 404


def test_back_carries_everything_but_the_password(empty: Hall) -> None:
    client = empty.client()
    back = client.post("/welcome/rules", data=ALL)
    assert back.status_code == 303
    where = back.headers["location"]
    assert "horse" not in where
    page = client.get(where).text
    assert "欧阳兰" in page
    assert 'value="henan" checked' in page
    assert client.post("/welcome/nowhere", data=ALL).status_code in {303, 404}


def test_script_stays_text(empty: Hall) -> None:
    client = empty.client()
    evil = ALL | {
        "name": EVIL,
        "short_name": EVIL[:40],
        "place": EVIL,
        "organiser": EVIL,
        "number": EVIL[:30],
        "login": EVIL,
    }
    for page in (client.get("/welcome/term", params=evil), client.get("/welcome/organiser", params=evil)):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    client.post("/welcome/founding", data=evil)
    for page in ("/roster", "/roster/units", "/roster/people/1", "/me", "/roster/accounts"):
        text = client.get(page).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


# --- beyond this machine -------------------------------------------------------------------------------------------


def test_beyond_this_machine_only_with_the_code_from_the_console(empty: Hall) -> None:
    empty.house.setup_code = "ABCDE-23456"
    client = empty.client()
    page = client.get("/welcome").text
    assert "设置码" in page
    assert "建立本单位的职代会" not in page
    assert "ABCDE" not in page
    assert client.get("/welcome/enterprise").headers["location"] == "/welcome"
    assert client.post("/welcome/founding", data=ALL).status_code == 403
    assert (
        client.post("/welcome/founding", data=ALL, headers={"Cookie": "congress_setup=guess"}).status_code
        == 403
    )
    assert client.post("/welcome/code", data={"code": "WRONG-CODES"}).status_code == 403
    assert client.post("/demo/loading").status_code == 403
    assert enterprise(empty) is None
    assert client.post("/welcome/code", data={"code": " abcde-23456 "}).headers["location"] == "/welcome"
    page = client.get("/welcome").text
    assert "建立本单位的职代会" in page
    assert client.post("/welcome/founding", data=ALL).status_code == 303
    assert enterprise(empty)


def test_codes_cannot_be_guessed_fast(empty: Hall) -> None:
    empty.house.setup_code = "ABCDE-23456"
    client = empty.client()
    answers = [client.post("/welcome/code", data={"code": f"WRONG-{n:05d}"}).status_code for n in range(12)]
    assert answers[0] == 403
    assert answers[-1] == 429


# --- in a browser --------------------------------------------------------------------------------------------------


def test_in_a_browser_back_and_forth_and_done(empty: Hall, context_for, page_for) -> None:
    page = page_for(context_for(empty.url))
    page.goto("/")
    page.get_by_role("link", name="开始建立").click()
    fill(page, ENTERPRISE | {"women": "5000"})
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_text("不能多于职工总数")).to_be_visible()
    page.get_by_label("其中女职工").fill("430")
    page.get_by_role("button", name="继续").click()
    fill(page, TERM)
    page.get_by_role("button", name="继续").click()
    page.get_by_label("河南省").check()
    page.get_by_role("button", name="上一步").click()
    expect(page.get_by_label("会议地点")).to_have_value("集团总部礼堂")
    page.go_back()
    page.go_back()
    page.wait_for_load_state()
    page.go_forward()
    page.go_forward()
    page.wait_for_load_state()
    expect(page.get_by_label("会议地点")).to_have_value("集团总部礼堂")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_label("河南省")).to_be_checked()
    page.get_by_role("button", name="继续").click()
    fill(page, OLGA)
    page.get_by_role("button", name="上一步").click()
    assert "horse" not in page.url
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_label("您的姓名")).to_have_value("欧阳兰")
    fill(page, OLGA)
    page.get_by_role("button", name="建立职代会").click()
    page.wait_for_url("**/roster/imports")
    expect(page.get_by_role("heading", name="导入名册")).to_be_visible()
    expect(page.get_by_text("登录成功")).to_be_visible()

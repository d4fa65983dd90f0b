"""The agenda over HTTP: every act by the right person, by a stranger, at the wrong stage, and pressed twice."""

import httpx2
from hall import Hall

from congress.bylaws.terms import Verb
from congress.clock import now
from congress.motions.store import Motion
from congress.sittings import service as sittings
from congress.sittings.rules import ItemStage, Presence, SittingStage
from congress.sittings.store import AgendaItem, Sitting

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
STRANGERS = ("bob", "ned", "dan", "alice", "peter", "quinn")
FORM = {
    "title": "审议《集体合同（草案）》",
    "title_en": "Deliberate the draft collective contract",
    "verb": "pass",
    "presenter": "欧阳兰",
    "planned_at": "2026-11-22T09:30",
    "minutes": "30",
}


def stage(hall: Hall, wanted: SittingStage) -> None:
    def job(session):
        sitting = session.get(Sitting, hall.cast.sitting_id)
        sitting.stage = wanted
        session.add(sitting)

    hall.house.database.write(job)


def add(hall: Hall, title: str = "审议《工会工作报告》", **more) -> int:
    wish = {"verb": Verb.DELIBERATE, "by": hall.cast["olga"].person_id, **more}
    return hall.house.database.write(
        lambda s: sittings.add_item(s, sitting_id=hall.cast.sitting_id, title=title, **wish)
    ).id


def item(hall: Hall, item_id: int) -> AgendaItem:
    with hall.house.database.read() as session:
        return sittings.item(session, item_id)


def titles(hall: Hall) -> list[str]:
    with hall.house.database.read() as session:
        return [i.title for i in sittings.items(session, hall.cast.sitting_id)]


# --- reading ---------------------------------------------------------------------------------------------------


def test_everybody_who_has_signed_in_reads_the_agenda(hall: Hall) -> None:
    planned = now().replace(hour=1, minute=30)
    add(hall, title_en="Deliberate the report", presenter="安丽华", planned_at=planned, minutes=20)
    for name in (*STRANGERS, "olga"):
        page = hall.client(name).get("/agenda")
        assert page.status_code == 200
        for words in ("审议《工会工作报告》", "审议建议", "安丽华", "09:30", "20 分钟"):
            assert words in page.text.replace("<wbr>", "").replace('<span class="whole">', "").replace(
                "</span>", ""
            )
    assert hall.client().get("/agenda").status_code == 303


def test_english_readers_get_the_english_title_and_the_original(hall: Hall) -> None:
    add(hall, title_en="Deliberate the report")
    page = hall.client("bob", **{"Accept-Language": "en"}).get("/agenda").text
    assert "Deliberate" in page
    assert "审议《工会工作报告》" in page
    assert "Agenda" in page
    assert "议程还" not in page


def test_an_empty_agenda_says_what_comes_next(hall: Hall) -> None:
    assert "议程还没有公布" in hall.client("bob").get("/agenda").text
    assert "先增加第一项议程" in hall.client("olga").get("/agenda").text


def test_a_delegate_sees_their_own_motion_marked_and_no_tools(hall: Hall) -> None:
    def job(session):
        motion = Motion(
            sitting_id=hall.cast.sitting_id,
            lead_id=hall.cast["bob"].person_id,
            title="改善食堂",
            created_at=now(),
            changed_at=now(),
        )
        session.add(motion)
        session.flush()
        return motion.id

    item_id = add(hall, "改善食堂", motion_id=hall.house.database.write(job))
    bob, carol = hall.client("bob"), hall.client("carol")
    for address in ("/agenda", f"/agenda/{item_id}"):
        assert "我的提案" in bob.get(address).text
        assert "我的提案" not in carol.get(address).text
        assert "<form" not in bob.get(address).text.split('id="main"')[1].split("</main>")[0]


def test_the_quorum_is_in_sight(hall: Hall) -> None:
    page = hall.client("bob").get("/agenda").text
    assert 'data-live="present">0<' in page
    assert 'data-live="expected">12<' in page
    assert 'data-live="needed_quorum">8<' in page


def test_a_change_fetches_only_the_list(hall: Hall) -> None:
    add(hall)
    fragment = hall.client("bob").get("/agenda", headers={"HX-Request-Type": "partial"})
    assert fragment.text.lstrip().startswith('<div id="agenda"')
    assert "<html" not in fragment.text


# --- preparing -------------------------------------------------------------------------------------------------


def test_the_secretariat_adds_changes_moves_and_removes(hall: Hall) -> None:
    stage(hall, SittingStage.PREPARING)
    olga = hall.client("olga")
    first = add(hall, "一")
    assert olga.get("/agenda/new").status_code == 200
    assert olga.post("/agenda", data=FORM).headers["location"] == "/agenda"
    assert titles(hall) == ["一", FORM["title"]]
    with hall.house.database.read() as session:
        added = sittings.items(session, hall.cast.sitting_id)[1]
    assert (added.verb, added.minutes, added.presenter) == (Verb.PASS, 30, "欧阳兰")
    assert f"{added.planned_at:%Y-%m-%dT%H:%M}" == "2026-11-22T01:30"  # 09:30 in Shanghai
    form = olga.get(f"/agenda/{added.id}/edit").text
    assert 'value="2026-11-22T09:30"' in form
    assert olga.post(f"/agenda/{added.id}", data={**FORM, "title": "改了"}).status_code == 303
    assert titles(hall) == ["一", "改了"]
    for _ in range(2):
        assert olga.post(f"/agenda/{added.id}/position", data={"position": 1}).status_code == 303
        assert titles(hall) == ["改了", "一"]
    assert olga.post(f"/agenda/{first}/removal").headers["location"] == "/agenda"
    assert olga.post(f"/agenda/{first}/removal").status_code == 404
    assert titles(hall) == ["改了"]


def test_moving_with_htmx_answers_with_the_list(hall: Hall) -> None:
    stage(hall, SittingStage.PREPARING)
    add(hall, "一")
    second = add(hall, "二")
    answer = hall.client("olga").post(
        f"/agenda/{second}/position", data={"position": 1}, headers={"HX-Request-Type": "partial"}
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="agenda"')
    assert titles(hall) == ["二", "一"]


BAD = [
    ("title", "", "请填写这一项"),
    ("title", "长" * 201, "最多 200 个字"),
    ("verb", "decide", "请选择一项"),
    ("presenter", "长" * 101, "最多 100 个字"),
    ("planned_at", "昨天", "请填写日期和时间"),
    ("minutes", "0", "之间的整数"),
    ("minutes", "1441", "之间的整数"),
    ("minutes", "九", "之间的整数"),
    ("title_en", "x" * 301, "最多 300 个字"),
]


def test_a_bad_field_is_named_and_what_was_typed_stays(hall: Hall) -> None:
    olga = hall.client("olga")
    for field, value, complaint in BAD:
        answer = olga.post("/agenda", data={**FORM, field: value})
        assert answer.status_code == 422
        assert complaint in answer.text
        assert field == "presenter" or FORM["presenter"] in answer.text
    assert titles(hall) == []


def test_what_people_write_stays_text(hall: Hall) -> None:
    stage(hall, SittingStage.PREPARING)
    olga = hall.client("olga")
    wish = {**FORM, "title": EVIL, "title_en": EVIL, "presenter": EVIL}
    assert olga.post("/agenda", data=wish).status_code == 303
    with hall.house.database.read() as session:
        item_id = sittings.items(session, hall.cast.sitting_id)[0].id
    english = hall.client("olga", **{"Accept-Language": "en"})
    for client in (olga, english):
        for address in ("/agenda", f"/agenda/{item_id}", f"/agenda/{item_id}/edit"):
            page = client.get(address).text
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert "&lt;script&gt;" in page
    stage(hall, SittingStage.HELD)
    assert olga.post(f"/agenda/{item_id}/striking", data={"why": EVIL}).status_code == 303
    assert "<img src=x" not in olga.get("/agenda").text


def test_strangers_find_no_tools(hall: Hall) -> None:
    item_id = add(hall)
    for name in STRANGERS:
        find_no_tools(hall, hall.client(name), item_id)
    assert item(hall, item_id).stage is ItemStage.WAITING
    assert titles(hall) == ["审议《工会工作报告》"]


def find_no_tools(hall: Hall, client: httpx2.Client, item_id: int) -> None:
    for address in (
        "/agenda/new",
        f"/agenda/{item_id}/edit",
        "/sittings/new",
        f"/sittings/{hall.cast.sitting_id}/edit",
    ):
        assert client.get(address).status_code == 404
    for address in (
        "/agenda",
        f"/agenda/{item_id}",
        f"/agenda/{item_id}/position",
        f"/agenda/{item_id}/removal",
        f"/agenda/{item_id}/taking",
        f"/agenda/{item_id}/completion",
        f"/agenda/{item_id}/striking",
        "/agenda/progress",
        "/sittings",
        f"/sittings/{hall.cast.sitting_id}",
        f"/sittings/{hall.cast.sitting_id}/opening",
        f"/sittings/{hall.cast.sitting_id}/closing",
    ):
        assert client.post(address, data={**FORM, "why": "x", "position": 1}).status_code == 404


def test_nobody_signed_out_changes_anything(hall: Hall) -> None:
    item_id = add(hall)
    assert hall.client().post(f"/agenda/{item_id}/taking").status_code == 404
    assert hall.client().post("/agenda", data=FORM).status_code == 404


def test_once_open_the_agenda_stands(hall: Hall) -> None:
    item_id, olga = add(hall), hall.client("olga")
    assert olga.post(f"/agenda/{item_id}", data=FORM).status_code == 403
    assert olga.post(f"/agenda/{item_id}/position", data={"position": 1}).status_code == 403
    assert olga.post(f"/agenda/{item_id}/removal").status_code == 403
    assert "会议开幕后" in olga.get(f"/agenda/{item_id}/edit").text
    assert olga.get("/agenda/999").status_code == 404
    assert olga.post("/agenda/999/taking").status_code == 404


# --- conducting ------------------------------------------------------------------------------------------------


def test_the_hall_goes_through_the_agenda(hall: Hall) -> None:
    first, second, third = (add(hall, title) for title in ("一", "二", "三"))
    olga = hall.client("olga")
    version = hall.house.hub.version
    for _ in range(2):
        assert olga.post("/agenda/progress", data={"after": ""}).status_code == 303
        assert item(hall, first).stage is ItemStage.NOW
    assert hall.house.hub.version > version  # the hall was told
    assert 'aria-current="step"' in hall.client("bob").get("/agenda").text
    assert olga.post(f"/agenda/{second}/taking").status_code == 403  # one at a time
    for _ in range(2):
        assert olga.post(f"/agenda/{first}/completion").status_code == 303
    for _ in range(2):
        assert olga.post(f"/agenda/{second}/taking").status_code == 303
    assert olga.post(f"/agenda/{third}/striking", data={"why": ""}).status_code == 422
    for _ in range(2):
        assert olga.post(f"/agenda/{third}/striking", data={"why": "材料不全"}).status_code == 303
    assert olga.post("/agenda/progress", data={"after": second}).status_code == 303
    assert [item(hall, i).stage.value for i in (first, second, third)] == ["done", "done", "struck"]
    assert "材料不全" in hall.client("bob").get("/agenda").text
    assert olga.post(f"/agenda/{first}/taking").status_code == 403


def test_the_button_of_the_cockpit_leads_back_to_it_and_nowhere_else(hall: Hall) -> None:
    add(hall)
    olga = hall.client("olga")
    assert olga.post("/agenda/progress", data={"after": "", "back": "/desk"}).headers["location"] == "/desk"
    answer = olga.post("/agenda/progress", data={"after": "", "back": "https://evil.example/"})
    assert answer.headers["location"] == "/agenda"


def test_nothing_is_conducted_before_the_opening_or_after_the_end(hall: Hall) -> None:
    item_id, olga = add(hall), hall.client("olga")
    for wrong in (SittingStage.PREPARING, SittingStage.OVER):
        stage(hall, wrong)
        for act in ("taking", "completion", "striking"):
            assert olga.post(f"/agenda/{item_id}/{act}", data={"why": "x"}).status_code == 403
        assert olga.post("/agenda/progress", data={"after": ""}).status_code == 403
    assert olga.post("/agenda", data=FORM).status_code == 403


def come(hall: Hall, *names: str) -> None:
    for name in names:
        delegate_id, by = hall.cast[name].delegate_id, hall.cast["olga"].person_id
        hall.house.database.write(
            lambda s, delegate_id=delegate_id, by=by: sittings.note(
                s, sitting_id=hall.cast.sitting_id, delegate_id=delegate_id, presence=Presence.ARRIVED, by=by
            )
        )


def test_a_sitting_opens_with_the_quorum_and_closes_when_all_is_settled(hall: Hall) -> None:
    stage(hall, SittingStage.PREPARING)
    item_id, olga, address = add(hall), hall.client("olga"), f"/sittings/{hall.cast.sitting_id}"
    refused = olga.post(f"{address}/opening")
    assert refused.status_code == 403
    assert "不足应到 12 人的三分之二（8 人）" in refused.text
    button = f'action="{address}/opening" data-live-show="quorum_met:1"'
    assert f"{button} hidden>" in olga.get("/agenda").text
    come(hall, "alice", "bob", "carol", "frank", "grace", "heidi", "ivan", "judy")
    assert f"{button}>" in olga.get("/agenda").text
    for _ in range(2):
        assert olga.post(f"{address}/opening").headers["location"] == "/agenda"
    assert "应到 12 人，实到 8 人" in olga.get("/agenda").text
    assert olga.post(f"{address}/closing").status_code == 403
    assert olga.post(f"/agenda/{item_id}/striking", data={"why": "改期"}).status_code == 303
    for _ in range(2):
        assert olga.post(f"{address}/closing").status_code == 303
    assert olga.post(f"{address}/opening").status_code == 403
    assert "筹备下一次会议" in olga.get("/agenda").text


def test_the_next_sitting_is_planned_and_moved(hall: Hall) -> None:
    olga = hall.client("olga")
    form = {"opens_at": "2027-11-20T09:00", "place": "集团总部礼堂"}
    assert olga.post("/sittings", data=form).status_code == 403
    assert "尚未闭会" in olga.get("/sittings/new").text
    stage(hall, SittingStage.OVER)
    assert olga.post("/sittings", data={**form, "opens_at": "x", "place": ""}).status_code == 422
    assert olga.post("/sittings", data=form).status_code == 303
    assert olga.post("/sittings", data=form).status_code == 403  # the second press plans nothing more
    assert "集团总部礼堂" in olga.get("/agenda").text
    with hall.house.database.read() as session:
        planned = sittings.current(session).sitting.id
    assert 'value="2027-11-20T09:00"' in olga.get(f"/sittings/{planned}/edit").text
    assert olga.post(f"/sittings/{planned}", data={**form, "place": ""}).status_code == 422
    assert olga.post(f"/sittings/{planned}", data={**form, "place": EVIL}).status_code == 303
    assert "<script>alert" not in olga.get("/agenda").text
    assert olga.post(f"/sittings/{hall.cast.sitting_id}", data=form).status_code == 403

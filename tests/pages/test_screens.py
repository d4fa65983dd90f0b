"""What organisers and the hall look at: the desk's one next act, the projector's scenes, the record."""

import pytest
from hall import Hall
from secretariat import EVIL
from voting import check_in, close, confirm, drafted, enter, kept, opened, throw

from congress.bylaws.terms import Form, Verb
from congress.sittings import service as sittings
from congress.sittings.rules import SittingStage
from congress.sittings.store import Sitting


def put(hall: Hall, poll_id: int) -> None:
    """Everybody is here, and the organiser opens the vote."""
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:12]))
    olga = hall.client("olga")
    form = {"text_sha256": page_hash(olga.get(f"/polls/{poll_id}").text)}
    assert olga.post(f"/polls/{poll_id}/opening", data=form).status_code == 303


def stage(hall: Hall, wanted: SittingStage) -> None:
    def job(session):
        session.get(Sitting, hall.cast.sitting_id).stage = wanted

    hall.house.database.write(job)


@pytest.mark.parametrize("name", ["bob", "dan", "ruth", "peter", "quinn"])
def test_desk_and_projector_are_the_organisers(hall: Hall, name: str) -> None:
    for address in ("/desk", "/projector"):
        assert hall.client(name).get(address).status_code == 404
    assert hall.client().get("/desk").headers["location"] == "/sign-in?next=/desk"


def test_the_desk_offers_the_one_next_act(hall: Hall) -> None:
    olga, database, cast = hall.client("olga"), hall.house.database, hall.cast
    poll_id = drafted(database, cast)
    assert "进入第一项议程" in olga.get("/desk").text
    assert olga.post("/agenda/progress", data={"back": "/desk"}).headers["location"] == "/desk"
    page = olga.get("/desk").text
    assert "核对，开始表决" in page
    assert f'href="/polls/{poll_id}"' in page
    put(hall, poll_id)
    assert "看进度，结束表决" in olga.get("/desk").text
    for member in ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan"):
        throw(database, cast, member, poll_id, "for")
    close(database, cast, poll_id)
    assert "起草决议" in olga.get("/desk").text


def test_the_desk_before_the_opening_and_after_the_end(hall: Hall) -> None:
    olga = hall.client("olga")
    stage(hall, SittingStage.PREPARING)
    page = olga.get("/desk").text
    assert ("实到 0 人，不足应到 12 人的三分之二（8 人）" in page, "/opening" in page) == (True, False)
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:8]))
    page = olga.get("/desk").text
    assert f'action="/sittings/{hall.cast.sitting_id}/opening"' in page
    stage(hall, SittingStage.HELD)
    page = olga.get("/desk").text
    assert ("全部议程已完成" in page, "宣布闭会" in page) == (True, True)
    stage(hall, SittingStage.OVER)
    page = olga.get("/desk").text
    assert ("会议已经闭幕" in page, "宣布闭会" in page) == (True, False)


def test_a_vote_that_failed_leaves_the_desk_to_the_next_item(hall: Hall) -> None:
    olga = hall.client("olga")
    poll_id = drafted(hall.house.database, hall.cast)
    olga.post("/agenda/progress")
    put(hall, poll_id)
    close(hall.house.database, hall.cast, poll_id)
    page = olga.get("/desk").text
    assert ("起草决议" in page, "结束本项" in page) == (False, True)
    assert "未通过" in olga.get("/projector").text


@pytest.mark.parametrize(
    ("form", "matter", "paper"),
    [
        (Form.HAND, "agenda", {}),
        (Form.SECRET, "collective_contract", {"issued": "12", "returned": "12", "invalid": "0"}),
    ],
)
def test_while_hands_are_raised_nobody_is_said_to_have_voted_by_phone(
    hall: Hall, form: Form, matter: str, paper: dict[str, str]
) -> None:
    poll_id, olga = opened(hall.house.database, hall.cast, form=form, matter=matter), hall.client("olga")
    page = olga.get("/projector").text
    assert ("请按主持人的要求举手或填写纸质票" in page, "正在表决" in page) == (True, True)
    assert ("人已投票" in page, "data-live-bar" in page) == (False, False)
    assert "已投票" not in olga.get("/desk").text
    assert enter(hall, poll_id, {**paper, "favour": "12", "against": "0", "abstain": "0"}).status_code == 303
    assert confirm(hall, poll_id).status_code == 303
    page = olga.get(f"/polls/{poll_id}/turnout").text
    assert ("已录入：赞成 12，反对 0，弃权 0" in page, "已核对" in page) == (True, True)
    olga.post(f"/agenda/{kept(hall, poll_id).item_id}/taking")
    close(hall.house.database, hall.cast, poll_id)
    for language, word in (("zh-CN", "通过"), ("en", "Passed")):
        assert word in olga.get("/projector", headers={"Accept-Language": language}).text


def test_what_people_wrote_stays_text_on_every_screen(hall: Hall) -> None:
    olga, by = hall.client("olga"), hall.cast["olga"].person_id
    item = hall.house.database.write(
        lambda s: sittings.add_item(s, sitting_id=hall.cast.sitting_id, title=EVIL, verb=Verb.PASS, by=by).id
    )
    wish = {
        "title": EVIL,
        "title_en": EVIL,
        "text": EVIL,
        "matter": "work_report",
        "form": "named",
        "kind": "matter",
    }
    address = olga.post(f"/agenda/{item}/polls", data=wish).headers["location"]
    olga.post("/agenda/progress")
    screens = ("/desk", "/projector", "/now", "/polls", address)
    find_text_only(hall, screens)
    put(hall, int(address.rpartition("/")[2]))
    find_text_only(hall, screens)
    assert olga.post(f"{address}/closing").status_code == 303
    find_text_only(hall, screens)


def find_text_only(hall: Hall, screens: tuple[str, ...]) -> None:
    for language in ("zh-CN", "en"):
        for address in screens:
            page = hall.client("olga", **{"Accept-Language": language}).get(address).text
            assert ("<script>alert" in page, "<img src=x" in page) == (False, False), address
            assert "&lt;script&gt;" in page, address


def page_hash(page: str) -> str:
    return page.split('name="text_sha256" value="')[1][:64]


def test_the_desk_answers_news_with_its_live_part_only(hall: Hall) -> None:
    part = hall.client("olga").get("/desk", headers={"HX-Request-Type": "partial"}).text
    assert part.lstrip().startswith('<div id="cockpit"')
    assert "<html" not in part


def test_the_projector_goes_from_check_in_to_the_result(hall: Hall) -> None:
    olga, database, cast = hall.client("olga"), hall.house.database, hall.cast
    assert "代表签到" in olga.get("/projector").text
    poll_id = drafted(database, cast)
    assert olga.post("/agenda/progress").status_code == 303
    page = olga.get("/projector").text
    assert "议程第 1 项" in page
    put(hall, poll_id)
    throw(database, cast, "bob", poll_id, "against")
    page = olga.get("/projector").text
    assert "正在表决" in page
    assert "反对" not in page
    for member in ("alice", "carol", "frank", "grace", "heidi", "ivan", "judy"):
        throw(database, cast, member, poll_id, "for")
    close(database, cast, poll_id)
    page = olga.get("/projector").text
    for words in ("表决结果", "通过", "需全体代表 12 人过半数，即 7 票"):
        assert words in page
    assert "包建国" not in page
    english = olga.get("/projector", headers={"Accept-Language": "en"}).text
    assert "22 November 2026" in english
    part = olga.get("/projector", headers={"HX-Request-Type": "partial"}).text
    assert "<html" not in part


def test_the_record_tells_who_did_what_and_when_in_the_readers_words(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    throw(hall.house.database, hall.cast, "bob", poll_id, "against")
    page = hall.client("dan").get("/record").text
    assert "北京时间" in page
    assert "投票" in page
    assert "包建国" in page
    assert "反对" not in page
    with hall.house.database.read() as session:
        at = session.connection().exec_driver_sql("select max(received_at) from ballot").scalar()
    hour = (int(str(at)[11:13]) + 8) % 24
    assert f" {hour:02}:{str(at)[14:16]}" in page, "Beijing is eight hours ahead of the record's UTC"
    older = hall.client("dan").get("/record?before=3").text
    assert "更新的记录" in older
    for odd in ("-1", "x", "99999999999", ""):
        assert hall.client("dan").get(f"/record?before={odd}").status_code == 200
    assert hall.client().get("/record").status_code == 303

"""What organisers and the hall look at: the desk's one next act, the projector's scenes, the record."""

import pytest
from hall import Hall
from voting import check_in, close, drafted, opened, throw

from congress.sittings import service as sittings


def take_item(hall: Hall) -> None:
    by, sitting = hall.cast["olga"].person_id, hall.cast.sitting_id
    hall.house.database.write(lambda s: sittings.advance(s, sitting_id=sitting, by=by))


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
    database.write(lambda s: check_in(s, cast, *list(cast.members)[:12]))
    form = {"text_sha256": page_hash(olga.get(f"/polls/{poll_id}").text)}
    assert olga.post(f"/polls/{poll_id}/opening", data=form).status_code == 303
    assert "看进度，结束表决" in olga.get("/desk").text
    for member in ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan"):
        throw(database, cast, member, poll_id, "for")
    close(database, cast, poll_id)
    assert "起草决议" in olga.get("/desk").text


def page_hash(page: str) -> str:
    return page.split('name="text_sha256" value="')[1][:64]


def test_the_desk_answers_news_with_its_live_part_only(hall: Hall) -> None:
    part = hall.client("olga").get("/desk", headers={"HX-Request-Type": "partial"}).text
    assert part.lstrip().startswith('<div id="cockpit"')
    assert "<html" not in part


def test_the_projector_goes_from_check_in_to_the_result(hall: Hall) -> None:
    olga, database, cast = hall.client("olga"), hall.house.database, hall.cast
    assert "代表签到" in olga.get("/projector").text
    poll_id = opened(database, cast, absent=("tina",))
    throw(database, cast, "bob", poll_id, "against")
    page = olga.get("/projector").text
    assert "正在表决" in page
    assert "反对" not in page
    for member in ("alice", "carol", "frank", "grace", "heidi", "ivan", "judy"):
        throw(database, cast, member, poll_id, "for")
    olga.post("/agenda/progress")
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

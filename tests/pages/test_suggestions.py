"""Suggestions over HTTP: no account needed, answers for all to read."""

import pytest
from hall import Hall
from motions.floor import Floor

from congress.motions import service as motions
from congress.motions.rules import MotionStage
from congress.pages.suggestions import ANSWER_MOST, BODY_MOST, PER_MINUTE

FORM = {"author": "邓海", "unit": "铸造车间", "body": "更衣柜不够用，希望增加。"}
NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def floor(hall: Hall) -> Floor:
    return Floor(hall.house.database, hall.cast)


def waiting(floor: Floor) -> list[motions.Voice]:
    return list(floor.read(motions.suggestions, floor.viewer("olga"), answered=False)[0])


def suggest(floor: Floor, **more: str) -> int:
    words = {**FORM, **more}
    made = floor.database.write(lambda s: motions.suggest(s, sitting_id=floor.cast.sitting_id, **words))
    return int(made.id or 0)


def test_anyone_may_bring_one_without_signing_in(hall: Hall, floor: Floor) -> None:
    nobody = hall.client()
    assert nobody.get("/suggestions/new").status_code == 200
    for _ in range(2):
        answer = nobody.post("/suggestions", data=FORM)
        assert answer.headers["location"] == "/suggestions/received"
    assert "已收到您的意见建议" in nobody.get("/suggestions/received").text
    assert [(v.author, v.unit) for v in waiting(floor)] == [("邓海", "铸造车间")]
    assert "更衣柜" not in nobody.get("/suggestions").text


def test_one_address_cannot_flood_it(hall: Hall, floor: Floor) -> None:
    codes = [
        hall.client().post("/suggestions", data={**FORM, "body": f"第{n}条意见建议"}).status_code
        for n in range(PER_MINUTE + 2)
    ]
    assert codes == [303] * PER_MINUTE + [429] * 2
    assert len(waiting(floor)) == PER_MINUTE


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("author", "", "请填写这一项"),
        ("unit", " ", "请填写这一项"),
        ("author", "名" * 31, "最多 30 个字"),
        ("body", "短", "至少 5 个字"),
        ("body", "长" * (BODY_MOST + 1), f"最多 {BODY_MOST} 个字"),
    ],
)
def test_what_cannot_be_taken(hall: Hall, floor: Floor, field: str, value: str, complaint: str) -> None:
    answer = hall.client().post("/suggestions", data={**FORM, "unit": NASTY, field: value})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert "<script>alert" not in answer.text
    assert waiting(floor) == []


def test_those_signed_in_find_their_name_in_the_form(hall: Hall) -> None:
    page = hall.client("dan").get("/suggestions/new").text
    assert 'value="邓海"' in page
    assert 'value="铸造车间"' in page or 'value="长风精工有限公司"' in page


def test_before_the_answer_only_organisers_read_it(hall: Hall, floor: Floor) -> None:
    made = suggest(floor)
    for name in (None, "bob", "tina", "dan", "peter"):
        client = hall.client(name)
        assert client.get(f"/suggestions/{made}").status_code == 404
        assert FORM["body"] not in client.get("/suggestions?show=waiting").text
    olga = hall.client("olga")
    assert FORM["body"] in olga.get("/suggestions?show=waiting").text
    assert "待答复 1" in olga.get("/suggestions").text
    assert "邓海" in olga.get(f"/suggestions/{made}").text


def test_answering(hall: Hall, floor: Floor) -> None:
    made = suggest(floor, body=NASTY)
    path, answer = f"/suggestions/{made}/answer", {"answer": "本月内增加七十组。"}
    for name in ("bob", "tina", "peter", "quinn"):
        assert hall.client(name).post(path, data=answer).status_code == 404
    assert hall.client().post(path, data=answer).status_code == 404
    olga = hall.client("olga")
    assert olga.post(path, data={"answer": ""}).status_code == 422
    assert olga.post(path, data={"answer": "长" * (ANSWER_MOST + 1)}).status_code == 422
    for _ in range(2):
        assert olga.post(path, data=answer).status_code == 303
    assert olga.post(path, data={"answer": "改口"}).status_code == 409
    assert olga.post("/suggestions/999/answer", data=answer).status_code == 404
    for page in ("/suggestions", f"/suggestions/{made}"):
        read = hall.client().get(page).text
        assert "本月内增加七十组。" in read
        assert "铸造车间" in read
        assert "邓海" not in read
        assert "<script>alert" not in read


def test_a_motion_turned_suggestion_finds_its_answer(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(MotionStage.SUGGESTION)
    [voice] = waiting(floor)
    assert "答复后会在「意见建议」公布" in hall.client("bob").get(f"/motions/{motion}").text
    hall.client("olga").post(f"/suggestions/{voice.id}/answer", data={"answer": "已列入计划。"})
    assert f"/suggestions/{voice.id}" in hall.client("bob").get(f"/motions/{motion}").text
    assert "由提案转来" in hall.client().get(f"/suggestions/{voice.id}").text


def test_pages_and_nonsense(hall: Hall, floor: Floor) -> None:
    for n in range(motions.PAGE + 1):
        made = suggest(floor, body=f"第{n}条意见建议")
        floor.do(motions.answer, "olga", made, "已办。")
    assert "page=2" in hall.client().get("/suggestions").text
    assert "第0条" in hall.client().get("/suggestions?page=2").text
    for page in ("0", "-1", "x", "9" * 30, "²"):
        assert hall.client().get("/suggestions", params={"page": page}).status_code == 200


def test_in_english(hall: Hall) -> None:
    page = hall.client(**{"Accept-Language": "en"}).get("/suggestions").text
    assert "No answers published yet" in page

"""The committee's desk over HTTP."""

import pytest
from hall import Hall
from motions.floor import Floor, text

from congress.motions.rules import REASONS_MOST, MotionStage

S = MotionStage
STRANGERS = ("bob", "carol", "alice", "ned", "peter", "dan", "eve")


@pytest.fixture
def floor(hall: Hall) -> Floor:
    return Floor(hall.house.database, hall.cast)


def test_the_desk_is_for_the_committee(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SUBMITTED)
    for name in STRANGERS:
        client = hall.client(name)
        for path in ("/reviews", "/reviews/report", f"/reviews/{motion}"):
            assert client.get(path).status_code == 404
        assert client.post(f"/reviews/{motion}", data={"outcome": "file", "reasons": "行"}).status_code == 404
    assert "审查台" not in hall.client("carol").get("/motions").text
    for name in ("tina", "olga"):
        assert "关于改善夜班就餐条件的提案" in hall.client(name).get("/reviews").text.replace("<wbr>", "")
        assert "审查台（待审查 1）" in hall.client(name).get("/motions").text


def test_an_empty_desk(hall: Hall) -> None:
    assert "没有待审查的提案" in hall.client("tina").get("/reviews").text
    assert "共收到提案 0 件" in hall.client("tina").get("/reviews/report").text


def test_a_motion_stands_beside_those_like_it(hall: Hall, floor: Floor) -> None:
    filed = floor.motion(S.FILED, text("关于夜班热饭的提案"), "grace")
    floor.motion(S.FILED, text("关于班车", grounds="没有车", proposal="开车"), "heidi")
    page = hall.client("tina").get(f"/reviews/{floor.motion(S.SUBMITTED)}").text
    assert page.index("关于夜班热饭的提案") < page.index("关于班车")
    assert f'<option value="{filed}"' in page
    part = hall.client("tina").get("/reviews", headers={"HX-Request-Type": "partial"}).text
    assert part.lstrip().startswith('<section id="queue"')


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [("file", S.FILED), ("suggest", S.SUGGESTION), ("return", S.RETURNED), ("refuse", S.REFUSED)],
)
def test_each_decision(hall: Hall, floor: Floor, outcome: str, stage: MotionStage) -> None:
    motion = floor.motion(S.SUBMITTED)
    tina, form = hall.client("tina"), {"outcome": outcome, "reasons": "经审查，理由如下。", "into": ""}
    for _ in range(2):
        answer = tina.post(f"/reviews/{motion}", data=form)
        assert answer.headers["location"] == "/reviews"
    assert floor.stage(motion) is stage
    assert "经审查，理由如下。" in hall.client("bob").get(f"/motions/{motion}").text
    answer = hall.client("olga").post(f"/reviews/{motion}", data={**form, "reasons": "另有看法"})
    assert answer.status_code == 409
    assert tina.get(f"/reviews/{motion}").headers["location"] == f"/motions/{motion}"


def test_merging(hall: Hall, floor: Floor) -> None:
    into, motion = floor.motion(S.FILED, text("主案"), "grace"), floor.motion(S.SUBMITTED)
    tina, form = hall.client("tina"), {"outcome": "merge", "reasons": "同一事项"}
    assert tina.post(f"/reviews/{motion}", data=form).status_code == 422
    assert tina.post(f"/reviews/{motion}", data={**form, "into": str(motion)}).status_code == 403
    assert tina.post(f"/reviews/{motion}", data={**form, "into": "999"}).status_code == 404
    assert tina.post(f"/reviews/{motion}", data={**form, "into": str(into)}).status_code == 303
    assert "主案" in hall.client("bob").get(f"/motions/{motion}").text
    assert f"/motions/{motion}" in hall.client("grace").get(f"/motions/{into}").text


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"outcome": "file", "reasons": ""}, "请填写这一项"),
        ({"outcome": "file", "reasons": "长" * (REASONS_MOST + 1)}, f"最多 {REASONS_MOST} 个字"),
        ({"outcome": "nonsense", "reasons": "<script>alert(1)</script>"}, "请选择一项"),
        ({}, "请选择一项"),
    ],
)
def test_what_is_not_a_decision(hall: Hall, floor: Floor, form: dict[str, str], complaint: str) -> None:
    motion = floor.motion(S.SUBMITTED)
    answer = hall.client("tina").post(f"/reviews/{motion}", data=form)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert "<script>alert" not in answer.text
    if "reasons" in form and len(form["reasons"]) < 100:
        assert form["reasons"].replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert floor.stage(motion) is S.SUBMITTED


def test_ones_own_motion_is_for_others_to_review(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SUBMITTED, lead="tina")
    tina = hall.client("tina")
    assert "应当回避" in tina.get(f"/reviews/{motion}").text
    assert tina.post(f"/reviews/{motion}", data={"outcome": "file", "reasons": "行"}).status_code == 403
    assert floor.stage(motion) is S.SUBMITTED


def test_what_was_never_handed_in_is_not_there(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    assert hall.client("tina").get(f"/reviews/{motion}").status_code == 404


def test_the_report_in_both_languages(hall: Hall, floor: Floor) -> None:
    for stage in MotionStage:
        floor.motion(stage, text(f"关于{stage.value}"))
    page = hall.client("tina").get("/reviews/report").text
    assert "共收到提案 10 件，经审查，立案 5 件，并案 1 件，转意见建议 1 件，不予立案 1 件" in page
    assert "第二代表团" in page
    english = hall.client("tina", **{"Accept-Language": "en"}).get("/reviews/report").text
    assert "Motions received: 10." in english

"""Reading motions over HTTP: the list, one motion, its discussion, its form, its place on the agenda."""

import pytest
from hall import Hall
from motions.floor import Floor, text

from congress.motions import service as motions
from congress.motions.rules import COMMENT_MOST, MotionStage, Outcome
from congress.sittings import service as sittings

S = MotionStage
NASTY = "<script>alert(1)</script><b onclick='x'>\"&{{ 7*7 }}</b>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def floor(hall: Hall) -> Floor:
    return Floor(hall.house.database, hall.cast)


# --- the list ---


def test_the_list_in_both_languages(hall: Hall, floor: Floor) -> None:
    floor.motion(S.FILED)
    for name in ("alice", "ned", "tina", "olga", "peter", "dan"):
        answer = hall.client(name).get("/motions")
        assert answer.status_code == 200
        assert ("关于改善夜班就餐条件的提案" in answer.text.replace("<wbr>", "")) == (name != "dan")
    english = hall.client("alice", **{"Accept-Language": "en"}).get("/motions").text
    assert "All motions" in english
    assert "Term 3, Sitting 2, No. 1" in english


def test_a_stranger_is_asked_to_sign_in(hall: Hall) -> None:
    assert hall.client().get("/motions").headers["location"] == "/sign-in?next=/motions"


def test_the_empty_list_says_what_comes_next(hall: Hall) -> None:
    assert "起草提案" in hall.client("bob").get("/motions").text
    assert "还没有提案" in hall.client("ned").get("/motions").text
    assert 'href="/motions/new"' not in hall.client("ned").get("/motions").text
    assert "没有符合条件的提案" in hall.client("bob").get("/motions?words=没有").text


def test_search_filters_and_nonsense(hall: Hall, floor: Floor) -> None:
    floor.motion(S.FILED, text("关于食堂", category="welfare"))
    floor.motion(S.DRAFT, text("关于津贴", grounds="因", proposal="法", category="labour"))
    bob = hall.client("bob")
    for query, found in (
        ("words=津贴", {"关于津贴"}), ("words=食堂", {"关于食堂"}), ("scope=filed", {"关于食堂"}), ("category=labour", {"关于津贴"}),
        ("stage=draft", {"关于津贴"}), ("scope=mine", {"关于食堂", "关于津贴"}), ("delegation=1", set()), ("words=%25", set()),
        ("scope=x&stage=y&category=z&delegation=-1&page=0", {"关于食堂", "关于津贴"}), ("page=99999999", set()),
        ("page=" + "9" * 40, {"关于食堂", "关于津贴"}), ("delegation=²", {"关于食堂", "关于津贴"}),
    ):  # fmt: skip
        answer = bob.get(f"/motions?{query}")
        assert answer.status_code == 200, query
        page = answer.text.replace("<wbr>", "")
        assert {title for title in ("关于食堂", "关于津贴") if f">{title}<" in page} == found, query
    typed = bob.get("/motions", params={"words": NASTY}).text
    assert "<script>alert" not in typed
    assert ESCAPED in typed


def test_counts_of_stages_stand_above_the_list(hall: Hall, floor: Floor) -> None:
    for n in range(2):
        floor.motion(S.DRAFT, text(f"草稿{n}"))
    floor.motion(S.FILED)
    page = hall.client("bob").get("/motions?scope=mine").text
    assert "草稿 <strong>2</strong>" in page
    assert "已立案 <strong>1</strong>" in page


def test_invitations_stand_on_top_and_can_be_fetched_alone(hall: Hall, floor: Floor) -> None:
    motion = floor.draft()
    floor.do(motions.invite, "bob", motion, [floor.cast["carol"].person_id])
    carol = hall.client("carol")
    page = carol.get("/motions").text
    assert page.index("邀请您附议 1") < page.index('role="search"')
    part = carol.get("/motions", headers={"HX-Request-Type": "partial"}).text
    assert part.lstrip().startswith('<section id="asked"')
    assert f"/motions/{motion}" in part
    assert "邀请您附议" not in hall.client("frank").get("/motions").text


# --- one motion ---


@pytest.mark.parametrize("stage", [S.DRAFT, S.SUBMITTED, S.WITHDRAWN])
def test_who_may_not_see_it_gets_nothing(hall: Hall, floor: Floor, stage: MotionStage) -> None:
    motion = floor.motion(stage)
    for path in (f"/motions/{motion}", f"/motions/{motion}/form"):
        for name in ("heidi", "dan", "eve"):
            assert hall.client(name).get(path).status_code == 404
        assert hall.client("bob").get(path).status_code == 200
    assert hall.client("bob").get("/motions/999").status_code == 404


def test_every_stage_has_its_page_for_everyone_who_sees_it(hall: Hall, floor: Floor) -> None:
    at = {stage: floor.motion(stage, text(f"关于{stage.value}的提案")) for stage in MotionStage}
    for name in ("bob", "carol", "tina", "olga", "peter"):
        for language in ("zh-CN", "en"):
            client = hall.client(name, **{"Accept-Language": language})
            for motion in at.values():
                for path in (f"/motions/{motion}", f"/motions/{motion}/form"):
                    assert client.get(path).status_code in {200, 404}
    for stage, motion in at.items():
        assert hall.client("bob").get(f"/motions/{motion}").status_code == 200, stage
        assert hall.client("bob").get(f"/motions/{motion}/form").status_code == 200, stage


def test_the_lead_sees_the_review_at_once(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SUBMITTED)
    floor.review(motion, Outcome.RETURN)
    bob = hall.client("bob")
    page = bob.get(f"/motions/{motion}").text
    assert "审查意见：退回修改" in page
    assert "理由充分" in page
    part = bob.get(f"/motions/{motion}", headers={"HX-Request-Type": "partial"}).text
    assert part.lstrip().startswith('<section id="standing"')
    assert f'data-live-news="motion-{motion}"' in part


def test_the_result_and_the_record_are_shown(hall: Hall, floor: Floor) -> None:
    page = hall.client("alice").get(f"/motions/{floor.motion(S.PASSED)}").text
    assert "赞成 9 票" in page
    assert "会议记录第" in page
    assert 'class="stamp"' in page


def test_a_declined_name_is_not_in_the_page_of_others(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    floor.decline("heidi", motion)
    name = floor.cast["heidi"].name
    assert name in hall.client("bob").get(f"/motions/{motion}").text
    assert name not in hall.client("grace").get(f"/motions/{motion}").text


def test_peoples_words_stay_words(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.FILED, text(NASTY[:60], grounds=NASTY, proposal=NASTY))
    floor.do(motions.comment, "carol", motion, NASTY)
    for path in (f"/motions/{motion}", f"/motions/{motion}/form", "/motions"):
        page = hall.client("olga").get(path).text
        assert "<script>alert" not in page
        assert "<b onclick" not in page


# --- discussion ---


def test_a_comment_twice_is_one(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.FILED)
    ned = hall.client("ned")
    for _ in range(2):
        answer = ned.post(f"/motions/{motion}/comments", data={"body": "列席也说一句。"})
        assert answer.status_code == 303
    assert ned.get(f"/motions/{motion}").text.count("列席也说一句。") == 1


def test_comments_that_cannot_be_taken(hall: Hall, floor: Floor) -> None:
    motion, closed = floor.motion(S.FILED), floor.motion(S.PASSED, text("已表决"))
    carol = hall.client("carol")
    long = "长" * (COMMENT_MOST + 1)
    for body, complaint in (("", "请填写这一项"), (long, f"最多 {COMMENT_MOST} 个字")):
        answer = carol.post(f"/motions/{motion}/comments", data={"body": body})
        assert answer.status_code == 422
        assert complaint in answer.text
        assert body in answer.text
    assert carol.post(f"/motions/{closed}/comments", data={"body": "晚了"}).status_code == 403
    for name in ("dan", "eve"):
        assert hall.client(name).post(f"/motions/{motion}/comments", data={"body": "外人"}).status_code == 404
    assert hall.client("olga").post(f"/motions/{motion}/comments", data={"body": "会务"}).status_code == 403


def test_hiding_a_comment(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.FILED)
    said = floor.do(motions.comment, "carol", motion, "不当的话")
    path = f"/motions/{motion}/comments/{said.id}/hiding"
    for name in ("carol", "bob", "dan"):
        assert hall.client(name).post(path, data={"why": "不喜欢"}).status_code == 404
    tina = hall.client("tina")
    assert tina.post(path, data={"why": ""}).status_code == 422
    for _ in range(2):
        assert tina.post(path, data={"why": "涉及个人隐私"}).status_code == 303
    page = hall.client("bob").get(f"/motions/{motion}").text
    assert "不当的话" not in page
    assert "涉及个人隐私" in page
    assert tina.post(f"/motions/{motion}/comments/999/hiding", data={"why": "无"}).status_code == 404


# --- placement ---


def test_placing_on_the_agenda(hall: Hall, floor: Floor) -> None:
    motion, early = floor.motion(S.FILED), floor.motion(S.SUBMITTED, text("未立案"))
    for name in ("tina", "bob", "alice", "dan"):
        assert (
            hall.client(name).post(f"/motions/{motion}/placement", data={"verb": "pass"}).status_code == 404
        )
    olga = hall.client("olga")
    assert olga.post(f"/motions/{motion}/placement", data={"verb": "nonsense"}).status_code == 422
    for _ in range(2):
        assert olga.post(f"/motions/{motion}/placement", data={"verb": "deliberate"}).status_code == 303
    assert olga.post(f"/motions/{early}/placement", data={"verb": "pass"}).status_code == 403
    items = [item for item in floor.read(sittings.items, floor.cast.sitting_id) if item.motion_id]
    assert [item.motion_id for item in items] == [motion]
    assert f"/agenda/{items[0].id}" in olga.get(f"/motions/{motion}").text

"""Writing motions over HTTP: drafts, what is like them, handing in and taking back."""

import re
from collections.abc import Callable

import pytest
from hall import Hall
from motions.floor import TEXT, Floor, text
from playwright.sync_api import BrowserContext, Page

from congress.errors import Missing
from congress.motions import service as motions
from congress.motions.rules import GROUNDS_MOST, TITLE_MOST, MotionStage
from congress.visit import COOKIE

S = MotionStage
FORM = {
    "title": TEXT.title,
    "category": "welfare",
    "grounds": TEXT.grounds,
    "proposal": TEXT.proposal,
    "unit": "",
}
NASTY = "<script>alert(1)</script>\"'&"


@pytest.fixture
def floor(hall: Hall) -> Floor:
    return Floor(hall.house.database, hall.cast)


def drafts(floor: Floor, name: str = "bob") -> list[int]:
    found = floor.read(
        motions.listing, floor.viewer(name), floor.cast.sitting_id, motions.Filters(scope=motions.Scope.MINE)
    )
    return [line.id for line in found.lines]


# --- a new draft ---


def test_a_draft_sent_twice_is_one_and_private(hall: Hall, floor: Floor) -> None:
    bob = hall.client("bob")
    assert bob.get("/motions/new").status_code == 200
    places = {bob.post("/motions", data=FORM).headers["location"] for _ in range(2)}
    assert len(places) == 1
    assert len(drafts(floor)) == 1
    path = places.pop()
    assert TEXT.grounds in bob.get(path).text
    for name in ("carol", "olga", "tina"):
        assert hall.client(name).get(path).status_code == 404


def test_a_draft_may_be_unfinished_but_not_when_others_are_asked(hall: Hall, floor: Floor) -> None:
    bob = hall.client("bob")
    assert bob.post("/motions", data={**FORM, "proposal": ""}).status_code == 303
    answer = bob.post("/motions", data={**FORM, "title": "另一件", "proposal": "", "next": "seconders"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert len(drafts(floor)) == 1
    answer = bob.post("/motions", data={**FORM, "title": "另一件", "next": "seconders"})
    assert answer.headers["location"].endswith("/seconders")


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("title", "", "请填写这一项"),
        ("title", "案" * (TITLE_MOST + 1), f"最多 {TITLE_MOST} 个字"),
        ("grounds", "因" * (GROUNDS_MOST + 1), f"最多 {GROUNDS_MOST} 个字"),
        ("category", "nonsense", "请选择一项"),
        ("unit", "abc", "整数"),
        ("unit", "1", "请选择一个承办部门"),
        ("unit", "99999999999999999999", "整数"),
    ],
)
def test_what_a_draft_cannot_be(hall: Hall, floor: Floor, field: str, value: str, complaint: str) -> None:
    sent = {**FORM, "proposal": f"保留我写的字{NASTY}", field: value}
    answer = hall.client("bob").post("/motions", data=sent)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert "保留我写的字&lt;script&gt;" in answer.text
    assert "<script>alert" not in answer.text
    assert drafts(floor) == []


@pytest.mark.parametrize("name", ["ned", "dan", "olga", "peter"])
def test_those_without_a_vote_are_told_why(hall: Hall, name: str) -> None:
    client = hall.client(name)
    for answer in (client.get("/motions/new"), client.post("/motions", data=FORM)):
        assert answer.status_code == 403
        assert "只有正式代表可以领衔提出提案" in answer.text


# --- changing ---


def test_changing_ones_own(hall: Hall, floor: Floor) -> None:
    motion = floor.draft()
    path = f"/motions/{motion}/draft"
    bob = hall.client("bob")
    assert TEXT.proposal in bob.get(path).text
    assert bob.post(path, data={**FORM, "proposal": "送餐到车间。", "seen": "0"}).status_code == 303
    assert floor.find(motion).proposal == "送餐到车间。"
    for name in ("carol", "olga", "dan"):
        assert hall.client(name).get(path).status_code == 404
        assert hall.client(name).post(path, data=FORM).status_code == 404


def test_a_change_after_seconding_warns_and_asks_again(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    bob, path = hall.client("bob"), f"/motions/{motion}/draft"
    floor.second("carol", motion)
    changed = {**FORM, "proposal": "送餐到车间。"}
    answer = bob.post(path, data={**changed, "seen": "0"})
    assert answer.status_code == 422
    assert "又有代表附议" in answer.text
    assert "送餐到车间。" in answer.text
    assert 'name="seen" value="1"' in answer.text
    assert bob.post(path, data={**changed, "seen": "1"}).status_code == 303
    assert floor.find(motion).revision == 2
    page = hall.client("carol").get(f"/motions/{motion}").text
    assert "文本已经修改" in page
    assert "<ins>" in page
    assert "您的附议需要重新确认" in hall.client("carol").get("/motions").text
    assert bob.post(path, data={**changed, "grounds": "", "seen": "0"}).status_code == 422


@pytest.mark.parametrize("stage", [S.SUBMITTED, S.FILED, S.WITHDRAWN])
def test_what_cannot_be_changed_any_more(hall: Hall, floor: Floor, stage: MotionStage) -> None:
    motion = floor.motion(stage)
    bob = hall.client("bob")
    assert bob.get(f"/motions/{motion}/draft").status_code == 403
    assert bob.post(f"/motions/{motion}/draft", data={**FORM, "title": "换"}).status_code == 403
    assert floor.find(motion).title == TEXT.title


def test_throwing_a_draft_away(hall: Hall, floor: Floor) -> None:
    motion, seeking = floor.draft(), floor.motion(S.SEEKING, text("征集中"))
    assert hall.client("carol").post(f"/motions/{motion}/removal").status_code == 404
    bob = hall.client("bob")
    assert bob.post(f"/motions/{motion}/removal").headers["location"] == "/motions"
    assert bob.post(f"/motions/{motion}/removal").status_code == 404
    assert bob.post(f"/motions/{seeking}/removal").status_code == 403
    with pytest.raises(Missing):
        floor.read(motions.visible_to, floor.viewer("bob"), motion)


# --- handing in, taking back ---


def test_handing_in(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    bob, path = hall.client("bob"), f"/motions/{motion}/submission"
    floor.second("carol", motion)
    answer = bob.post(path)
    assert answer.status_code == 403
    assert "还差 1 名附议人" in answer.text
    floor.second("frank", motion)
    assert hall.client("carol").post(path).status_code == 404
    for _ in range(2):
        assert bob.post(path).status_code == 303
    assert floor.stage(motion) is S.SUBMITTED
    assert "等待提案审查委员会" in bob.get(f"/motions/{motion}").text


def test_taking_back(hall: Hall, floor: Floor) -> None:
    motion, filed = floor.motion(S.SUBMITTED), floor.motion(S.FILED, text("已立案"))
    bob = hall.client("bob")
    assert hall.client("carol").post(f"/motions/{motion}/withdrawal").status_code == 404
    for _ in range(2):
        assert bob.post(f"/motions/{motion}/withdrawal").status_code == 303
    assert bob.post(f"/motions/{filed}/withdrawal").status_code == 403
    assert floor.stage(motion) is S.WITHDRAWN


# --- alike ---


def test_similar_motions_while_writing(hall: Hall, floor: Floor) -> None:
    floor.motion(S.FILED, text("关于夜班热饭的提案"), "grace")
    bob = hall.client("bob", **{"HX-Request-Type": "partial"})
    part = bob.post("/motions/similarity", data={"title": "夜班吃饭", "grounds": NASTY}).text
    assert part.lstrip().startswith('<section id="similar"')
    assert "关于夜班热饭的提案" in part
    assert "相近" not in bob.post("/motions/similarity", data={"title": " "}).text
    codes = {bob.post("/motions/similarity", data={"title": "夜班"}).status_code for _ in range(45)}
    assert codes == {200, 429}


def sign_in(hall: Hall, context: BrowserContext, name: str) -> Page:
    context.add_cookies([{"name": COOKIE, "value": str(hall.client(name).cookies[COOKIE]), "url": hall.url}])
    return context.new_page()


def test_writing_in_a_browser(hall: Hall, floor: Floor, context_for: Callable[..., BrowserContext]) -> None:
    floor.motion(S.FILED, text("关于夜班热饭的提案"), "grace")
    page = sign_in(hall, context_for(hall.url), "bob")
    page.goto("/motions/new")
    page.get_by_label("案名").fill("关于夜班吃饭的提案")
    page.get_by_label("案由").fill("夜里没有热饭")
    page.get_by_text("关于夜班热饭的提案").wait_for()  # fetched while writing
    assert page.locator("#field-title + .field-count").inner_text() == f"9 / {TITLE_MOST}"

    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        page.get_by_role("link", name="议程").click(no_wait_after=True)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/motions/new")
    assert page.get_by_label("案由").input_value() == "夜里没有热饭"

    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(re.compile(r"/motions/\d+$"))
    page.goto("/motions/new")
    page.get_by_role("link", name="议程").click()
    page.wait_for_url("**/agenda")
    assert asked == ["beforeunload"]  # nothing typed, nothing asked

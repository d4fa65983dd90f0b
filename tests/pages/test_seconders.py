"""Asking and answering over HTTP, signed."""

from collections.abc import Callable

import pytest
from hall import Hall
from motions.floor import Floor, text
from playwright.sync_api import BrowserContext

from congress.motions import service as motions
from congress.motions.rules import Answer, MotionStage
from congress.visit import COOKIE

S = MotionStage


@pytest.fixture
def floor(hall: Hall) -> Floor:
    return Floor(hall.house.database, hall.cast)


def signed(floor: Floor, name: str, motion: int, answer: Answer = Answer.SECONDED) -> dict[str, str]:
    return floor.cast[name].signed_form(**floor.statement(motion, answer))


def seconds(floor: Floor, motion: int) -> int:
    return int(floor.read(motions.facts, floor.find(motion)).seconds)


def test_asking_by_name(hall: Hall, floor: Floor) -> None:
    motion = floor.draft()
    bob, path = hall.client("bob"), f"/motions/{motion}/invitations"
    carol, ned = floor.cast["carol"].person_id, floor.cast["ned"].person_id
    page = bob.get(f"/motions/{motion}/seconders").text
    assert "蔡秀英" in page
    assert "倪大力" not in page
    part = bob.get(f"/motions/{motion}/seconders?words=秀英", headers={"HX-Request-Type": "partial"}).text
    assert part.lstrip().startswith('<section id="candidates"')
    assert "方志强" not in part
    assert "没有找到" in bob.get(f"/motions/{motion}/seconders?words=<script>").text
    for _ in range(2):
        assert bob.post(path, data={"person": str(carol)}).status_code == 303
    for people in ([], [str(ned)], ["abc"], ["99999"]):
        assert bob.post(path, data={"person": people}).status_code == 404
    assert "邀请您附议 1" in hall.client("carol").get("/motions").text
    for name in ("frank", "olga", "dan"):
        assert hall.client(name).get(f"/motions/{motion}/seconders").status_code == 404
        assert hall.client(name).post(path, data={"person": str(carol)}).status_code == 404
    assert bob.post(f"/motions/{motion}/invitations/{carol}/withdrawal").status_code == 303
    assert hall.client("carol").get(f"/motions/{motion}").status_code == 404
    assert bob.post(f"/motions/{motion}/invitations/99999/withdrawal").status_code == 404


def test_asking_too_early_and_too_late(hall: Hall, floor: Floor) -> None:
    unfinished, filed = floor.draft(text(grounds="")), floor.motion(S.FILED, text("已立案"))
    bob, carol = hall.client("bob"), {"person": str(floor.cast["carol"].person_id)}
    assert "还没有写完" in bob.get(f"/motions/{unfinished}/seconders").text
    for motion in (unfinished, filed):
        assert bob.post(f"/motions/{motion}/invitations", data=carol).status_code == 403
        assert bob.post(f"/motions/{motion}/opening").status_code == 403
    assert bob.get(f"/motions/{filed}/seconders").status_code == 403


def test_opening_it_to_all(hall: Hall, floor: Floor) -> None:
    motion = floor.draft()
    assert hall.client("carol").post(f"/motions/{motion}/opening").status_code == 404
    for _ in range(2):
        assert hall.client("bob").post(f"/motions/{motion}/opening").status_code == 303
    for name, seen in (("carol", 200), ("ned", 200), ("olga", 404), ("dan", 404)):
        assert hall.client(name).get(f"/motions/{motion}").status_code == seen


def test_seconding_with_a_signature(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    carol, path = hall.client("carol"), f"/motions/{motion}/seconding"
    page = carol.get(f"/motions/{motion}").text
    assert "data-sign='{&#34;act&#34;: &#34;second&#34;" in page or '"act": "second"' in page
    for _ in range(2):
        assert carol.post(path, data=signed(floor, "carol", motion)).status_code == 303
    assert seconds(floor, motion) == 1
    assert "您已附议" in carol.get(f"/motions/{motion}").text
    assert (
        carol.post(
            f"/motions/{motion}/declining", data=signed(floor, "carol", motion, Answer.DECLINED)
        ).status_code
        == 303
    )
    assert seconds(floor, motion) == 0


def test_signatures_that_do_not_count(hall: Hall, floor: Floor) -> None:
    motion, other = floor.motion(S.SEEKING), floor.motion(S.SEEKING, text("另一件"))
    carol, path = hall.client("carol"), f"/motions/{motion}/seconding"
    for form in (
        {}, {"statement": "{}", "key": "x", "signature": "y"}, signed(floor, "frank", motion), signed(floor, "carol", other),
        signed(floor, "carol", motion, Answer.DECLINED), {**signed(floor, "carol", motion), "signature": "A" * 86},
        {**signed(floor, "carol", motion), "statement": "x" * 100_000},
    ):  # fmt: skip
        assert carol.post(path, data=form).status_code == 403
    assert seconds(floor, motion) == 0


def test_who_cannot_second_and_when(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    for name, code in (("bob", 403), ("ned", 403), ("dan", 404), ("olga", 404)):
        answer = hall.client(name).post(f"/motions/{motion}/seconding", data=signed(floor, name, motion))
        assert answer.status_code == code, name
    ned = hall.client("ned").get(f"/motions/{motion}").text
    assert "只有正式代表可以附议" in ned
    assert "/seconding" not in ned
    late = floor.motion(S.FILED, text("已立案"))
    answer = hall.client("grace").post(f"/motions/{late}/seconding", data=signed(floor, "grace", late))
    assert answer.status_code == 403
    assert "已立案" in answer.text
    assert seconds(floor, motion) == 0


def test_a_text_that_changed_under_the_page(hall: Hall, floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    early = signed(floor, "carol", motion)
    floor.do(motions.revise, "bob", motion, content=text(proposal="改了。"))
    answer = hall.client("carol").post(f"/motions/{motion}/seconding", data=early)
    assert answer.status_code == 403
    assert "刷新" in answer.text


def test_a_delegates_own_device_signs(
    hall: Hall, floor: Floor, context_for: Callable[..., BrowserContext]
) -> None:
    motion = floor.motion(S.SEEKING)
    context = context_for(hall.url)
    context.add_cookies(
        [{"name": COOKIE, "value": str(hall.client("judy").cookies[COOKIE]), "url": hall.url}]
    )
    page = context.new_page()
    page.goto(f"/motions/{motion}")
    page.get_by_role("button", name="我要附议").click()
    page.get_by_text("这台设备上没有您的签名密钥").wait_for()
    page.goto("/me/keys")
    page.get_by_role("button", name="登记").click()
    page.wait_for_url(lambda url: "/me/keys" not in url)
    page.goto(f"/motions/{motion}")
    page.get_by_role("button", name="我要附议").click()
    page.get_by_text("您已附议").wait_for()
    assert seconds(floor, motion) == 1
    page.get_by_role("button", name="撤回附议").click()
    page.locator("[data-confirm-yes]").click()
    page.get_by_text("您没有同意附议").wait_for()
    assert seconds(floor, motion) == 0

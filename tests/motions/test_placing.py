"""On the agenda, discussed, and decided."""

import pytest
from motions.floor import Floor, text

from congress.bylaws.terms import Verb
from congress.errors import Missing, Refused
from congress.motions import service as motions
from congress.motions.rules import MotionStage
from congress.record.entries import Kind, read
from congress.record.service import entries
from congress.sittings import service as sittings

S = MotionStage


def place(floor: Floor, name: str, motion: int) -> int:
    return int(floor.do(motions.place, name, motion, verb=Verb.DELIBERATE))


def test_a_filed_motion_is_placed_once(floor: Floor) -> None:
    motion = floor.motion(S.FILED)
    items = {place(floor, "olga", motion) for _ in range(2)}
    assert len(items) == 1
    item = floor.read(sittings.item, items.pop())
    assert (item.motion_id, item.title, item.verb, item.presenter) == (
        motion, floor.find(motion).title, Verb.DELIBERATE, "包建国"
    )  # fmt: skip
    assert floor.stage(motion) is S.ON_AGENDA
    assert len(floor.read(entries, kinds=[Kind.MOTION_PLACED])) == 1


@pytest.mark.parametrize("name", ["bob", "tina", "alice", "peter", "eve"])
def test_only_organisers_place(floor: Floor, name: str) -> None:
    motion = floor.motion(S.FILED)
    with pytest.raises(Missing):
        place(floor, name, motion)


@pytest.mark.parametrize("stage", [S.SUBMITTED, S.MERGED, S.PASSED, S.REFUSED])
def test_what_is_not_filed_is_not_placed(floor: Floor, stage: MotionStage) -> None:
    motion = floor.motion(stage)
    with pytest.raises(Refused):
        place(floor, "olga", motion)
    assert floor.stage(motion) is stage


def test_a_motion_struck_off_can_be_placed_again(floor: Floor) -> None:
    motion = floor.motion(S.FILED)
    first = place(floor, "olga", motion)
    olga = floor.cast["olga"].person_id
    floor.database.write(lambda s: sittings.strike_item(s, item_id=first, by=olga, why="材料不全"))
    second = place(floor, "olga", motion)
    assert second != first
    assert floor.stage(motion) is S.ON_AGENDA


@pytest.mark.parametrize(("passed", "stage"), [(True, S.PASSED), (False, S.FAILED)])
def test_the_result_is_shown_on_the_motion(floor: Floor, passed: bool, stage: MotionStage) -> None:
    motion = floor.motion(S.ON_AGENDA)
    for _ in range(2):
        floor.database.write(lambda s: motions.settle(s, motion, passed, "赞成 10 票，通过"))
    assert (floor.stage(motion), floor.find(motion).result) == (stage, "赞成 10 票，通过")
    [entry] = floor.read(entries, kinds=[Kind.MOTION_SETTLED])
    told = read(entry.body.encode())
    assert (told.actor, told.facts) == (0, {"motion": motion, "passed": passed, "words": "赞成 10 票，通过"})


def test_the_congress_may_decide_again(floor: Floor) -> None:
    motion = floor.motion(S.FAILED)
    floor.database.write(lambda s: motions.settle(s, motion, True, "再次表决，通过"))
    assert floor.stage(motion) is S.PASSED
    floor.database.write(lambda s: motions.settle(s, motion, True, "第三次表决，通过"))
    assert floor.find(motion).result == "第三次表决，通过"


@pytest.mark.parametrize("stage", [S.SUBMITTED, S.FILED, S.MERGED])
def test_nothing_is_decided_that_was_not_on_the_agenda(floor: Floor, stage: MotionStage) -> None:
    motion = floor.motion(stage)
    with pytest.raises(Refused):
        floor.database.write(lambda s: motions.settle(s, motion, True, "通过"))


def test_polls_ask_who_leads_it(floor: Floor) -> None:
    assert floor.read(motions.lead, floor.motion(S.DRAFT)) == floor.cast["bob"].person_id


# --- discussion ---


def test_delegates_of_every_kind_discuss_a_filed_motion(floor: Floor) -> None:
    motion = floor.motion(S.FILED)
    for name in ("carol", "ned", "carol", "carol"):
        floor.do(motions.comment, name, motion, "赞成，建议先试点。")
    page = floor.read(lambda s: motions.shown(s, floor.viewer("alice"), floor.find(motion)))
    assert [said.who for said in page.said] == ["蔡秀英", "倪大力", "蔡秀英"]
    assert page.said[0].delegation == "第一代表团"


@pytest.mark.parametrize(("name", "stage"), [("olga", S.FILED), ("carol", S.SUBMITTED), ("carol", S.PASSED)])
def test_who_cannot_discuss_and_when(floor: Floor, name: str, stage: MotionStage) -> None:
    motion = floor.motion(stage)
    with pytest.raises(Refused) as no:
        floor.do(motions.comment, name, motion, "我也说一句")
    assert no.value.refusal.remedy


@pytest.mark.parametrize("name", ["dan", "eve"])
def test_strangers_do_not_find_it(floor: Floor, name: str) -> None:
    with pytest.raises(Missing):
        floor.do(motions.comment, name, floor.motion(S.FILED), "我也说一句")


def test_a_hidden_comment_leaves_its_reason(floor: Floor) -> None:
    motion = floor.motion(S.FILED)
    comment = floor.do(motions.comment, "carol", motion, "某某就是不办事。")
    for _ in range(2):
        floor.do(motions.hide, "tina", motion, comment.id, why="涉及人身评价")

    def said(name: str) -> motions.Said:
        return floor.read(lambda s: motions.shown(s, floor.viewer(name), floor.find(motion))).said[0]  # type: ignore[no-any-return]

    assert (said("bob").hidden, said("bob").body, said("bob").why) == (True, "", "涉及人身评价")
    assert said("tina").body == "某某就是不办事。"
    [entry] = floor.read(entries, kinds=[Kind.COMMENT_HIDDEN])
    assert read(entry.body.encode()).facts == {"comment": comment.id, "motion": motion, "why": "涉及人身评价"}


@pytest.mark.parametrize("name", ["carol", "bob", "alice", "eve"])
def test_only_the_committee_hides(floor: Floor, name: str) -> None:
    motion = floor.motion(S.FILED)
    comment = floor.do(motions.comment, "carol", motion, "意见")
    with pytest.raises(Missing):
        floor.do(motions.hide, name, motion, comment.id, why="不喜欢")
    other = floor.motion(S.FILED, text("另案"), "grace")
    with pytest.raises(Missing):
        floor.do(motions.hide, "tina", other, comment.id, why="不是本案的发言")

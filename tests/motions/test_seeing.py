"""Who may see a motion at each stage, and whose names: what one may not see does not exist."""

import pytest
from motions.floor import Floor

from congress.errors import Missing
from congress.motions import service as motions
from congress.motions.rules import MotionStage, Outcome

S = MotionStage
Gallery = tuple[Floor, dict[MotionStage, int]]
EVERYONE = {"alice", "bob", "carol", "frank", "heidi", "ned", "tina", "olga", "peter", "quinn", "dan", "eve"}
DELEGATES = {"alice", "bob", "carol", "frank", "heidi", "ned", "tina"}
PARTIES = {"bob", "carol", "frank"}  # the lead and two seconders
COMMITTEE = {"tina", "olga"}
CONGRESS = EVERYONE - {"dan", "eve"}
SEES = {
    S.DRAFT: {"bob"},
    S.SEEKING: DELEGATES,
    S.SUBMITTED: PARTIES | COMMITTEE,
    S.RETURNED: PARTIES | COMMITTEE,
    S.FILED: CONGRESS,
    S.MERGED: CONGRESS,
    S.SUGGESTION: PARTIES | COMMITTEE,
    S.REFUSED: PARTIES | COMMITTEE,
    S.ON_AGENDA: CONGRESS,
    S.PASSED: CONGRESS,
    S.FAILED: CONGRESS,
    S.WITHDRAWN: PARTIES,
}


def may_load(floor: Floor, name: str, motion_id: int) -> bool:
    viewer = floor.viewer(name)
    try:
        floor.read(motions.visible_to, viewer, motion_id)
    except Missing:
        return False
    return True


@pytest.mark.parametrize("stage", MotionStage)
def test_who_sees_a_motion(gallery: Gallery, stage: MotionStage) -> None:
    floor, motions_at = gallery
    assert floor.stage(motions_at[stage]) is stage
    assert {name for name in EVERYONE if may_load(floor, name, motions_at[stage])} == SEES[stage]


@pytest.mark.parametrize("name", sorted(EVERYONE))
def test_lists_show_what_may_be_loaded(gallery: Gallery, name: str) -> None:
    floor, motions_at = gallery
    found = floor.read(motions.listing, floor.viewer(name), floor.cast.sitting_id, motions.Filters())
    stages = {line.stage for line in found.lines if line.id in motions_at.values()}
    assert stages == {stage for stage in MotionStage if name in SEES[stage]}
    assert found.total == sum(n for _, n in found.stages) == len(found.lines)


def test_by_invitation_only_the_invited_see_it(floor: Floor) -> None:
    motion = floor.draft()
    floor.do(motions.invite, "bob", motion, [floor.cast["carol"].person_id])
    assert {name for name in EVERYONE if may_load(floor, name, motion)} == {"bob", "carol"}
    floor.do(motions.take_back, "bob", motion, floor.cast["carol"].person_id)
    assert {name for name in EVERYONE if may_load(floor, name, motion)} == {"bob"}


def test_the_committee_sees_what_was_handed_in_and_taken_back(floor: Floor) -> None:
    motion = floor.motion(S.SUBMITTED)
    floor.do(motions.withdraw, "bob", motion)
    assert may_load(floor, "tina", motion)
    assert not may_load(floor, "alice", motion)


@pytest.mark.parametrize(
    ("name", "knows"),
    [("bob", True), ("olga", True), ("heidi", True), ("tina", False), ("carol", False), ("ned", False)],
)
def test_who_declined_is_for_the_lead_and_the_organisers(floor: Floor, name: str, knows: bool) -> None:
    motion = floor.motion(S.SEEKING)
    floor.do(motions.invite, "bob", motion, [floor.cast["judy"].person_id])
    floor.decline("heidi", motion)
    for seconder in ("carol", "frank"):
        floor.second(seconder, motion)
    floor.do(motions.submit, "bob", motion)
    floor.review(motion, Outcome.FILE)
    page = floor.read(
        lambda s: motions.shown(s, floor.viewer(name), motions.visible_to(s, floor.viewer(name), motion))
    )
    told = {floor.cast["heidi"].name} & ({s.name for s in page.seconders} | {step.who for step in page.steps})
    assert bool(told) == knows
    assert {s.name for s in page.counted} == {floor.cast[n].name for n in ("carol", "frank")}
    pending = floor.cast["judy"].name in {s.name for s in page.seconders}
    assert pending == (name in {"bob", "olga"})

"""From the private draft to a motion with enough seconders, and what a change of the text costs."""

import pytest
from cast import SITE
from motions.floor import TEXT, Floor, text
from sqlmodel import col, select

from congress.crypto.signatures import Signer
from congress.errors import Invalid, Missing, Refused
from congress.identity.rules import Signed
from congress.motions import service as motions
from congress.motions.rules import Answer, MotionStage
from congress.motions.store import Motion, MotionAct, MotionRevision, Seconding
from congress.record.entries import Kind, read
from congress.record.service import entries
from congress.sittings.rules import SittingStage
from congress.sittings.store import Sitting, Term

S = MotionStage


def acts(floor: Floor, *kinds: Kind) -> list[dict[str, object]]:
    return [read(entry.body.encode()).facts for entry in floor.read(entries, kinds=kinds)]


def answer(floor: Floor, name: str, motion_id: int) -> Seconding | None:
    query = select(Seconding).where(
        Seconding.motion_id == motion_id, Seconding.person_id == floor.cast[name].person_id
    )
    with floor.database.read() as session:
        return session.exec(query).first()


# --- drafts ---


def test_a_form_sent_twice_is_one_draft(floor: Floor) -> None:
    assert floor.draft() == floor.draft()
    assert floor.draft(text("另一件")) != floor.draft()


@pytest.mark.parametrize("name", ["ned", "dan", "eve", "olga", "peter"])
def test_only_delegates_with_a_vote_draft(floor: Floor, name: str) -> None:
    with pytest.raises(Refused, match="只有正式代表"):
        floor.draft(lead=name)


def test_a_draft_is_changed_without_a_trace(floor: Floor) -> None:
    motion = floor.draft()
    floor.do(motions.revise, "bob", motion, content=text(proposal="改送餐。"))
    assert (floor.find(motion).proposal, floor.find(motion).revision) == ("改送餐。", 1)
    assert acts(floor, Kind.MOTION_REVISED) == []


def test_the_english_title_goes_with_the_title_it_translates(floor: Floor) -> None:
    sitting = floor.cast.sitting_id
    made = floor.do(motions.draft, "bob", sitting_id=sitting, content=TEXT, title_en="Hot meals at night")
    floor.do(motions.revise, "bob", made.id, content=text(proposal="改送餐。"))
    assert floor.find(made.id).title_en == "Hot meals at night"
    floor.do(motions.revise, "bob", made.id, content=text("关于班车的提案"))
    assert floor.find(made.id).title_en == ""


def test_a_department_must_be_one_that_handles(floor: Floor) -> None:
    handles, other = floor.cast.units["canteen"], floor.cast.units["foundry"]
    assert floor.find(floor.draft(text(unit=handles))).unit_id == handles
    with pytest.raises(Invalid):
        floor.draft(text(unit=other))


def test_a_draft_can_be_thrown_away_and_nothing_else_can(floor: Floor) -> None:
    motion = floor.draft()
    floor.do(motions.discard, "bob", motion)
    with floor.database.read() as session:
        assert session.get(Motion, motion) is None
        assert not session.exec(select(MotionAct).where(MotionAct.motion_id == motion)).all()
    seeking = floor.motion(S.SEEKING)
    with pytest.raises(Refused):
        floor.do(motions.discard, "bob", seeking)


@pytest.mark.parametrize("verb", [motions.discard, motions.open_up, motions.submit, motions.withdraw])
def test_another_delegate_cannot_touch_it(floor: Floor, verb: object) -> None:
    motion = floor.motion(S.SEEKING)
    with pytest.raises(Missing):
        floor.do(verb, "carol", motion)  # type: ignore[arg-type]
    with pytest.raises(Missing):
        floor.do(motions.revise, "carol", motion, content=text("换"))
    with pytest.raises(Missing):
        floor.do(motions.invite, "carol", motion, [floor.cast["judy"].person_id])


# --- asking ---


def test_an_unfinished_text_seeks_nobody(floor: Floor) -> None:
    motion = floor.draft(text(proposal=""))
    for verb, more in ((motions.open_up, ()), (motions.invite, ([floor.cast["carol"].person_id],))):
        with pytest.raises(Refused, match="还没有写完"):
            floor.do(verb, "bob", motion, *more)
    assert floor.stage(motion) is S.DRAFT


def test_asking_twice_is_asking_once(floor: Floor) -> None:
    motion, carol = floor.draft(), floor.cast["carol"].person_id
    for _ in range(2):
        floor.do(motions.invite, "bob", motion, [carol, carol])
    assert floor.stage(motion) is S.SEEKING
    asked = floor.read(motions.invitations, floor.viewer("carol"), floor.cast.sitting_id)
    assert [(a.line.id, a.again) for a in asked] == [(motion, False)]


@pytest.mark.parametrize("name", ["bob", "ned", "dan", "eve"])
def test_only_other_delegates_with_a_vote_are_asked(floor: Floor, name: str) -> None:
    motion = floor.draft()
    with pytest.raises(Missing):
        floor.do(motions.invite, "bob", motion, [floor.cast["carol"].person_id, floor.cast[name].person_id])
    assert floor.stage(motion) is S.DRAFT
    assert answer(floor, "carol", motion) is None


def test_an_invitation_taken_back_can_be_given_again(floor: Floor) -> None:
    motion, carol = floor.draft(), floor.cast["carol"].person_id
    floor.do(motions.invite, "bob", motion, [carol])
    floor.do(motions.take_back, "bob", motion, carol)
    assert floor.read(motions.invitations, floor.viewer("carol"), floor.cast.sitting_id) == []
    floor.do(motions.invite, "bob", motion, [carol])
    assert len(floor.read(motions.invitations, floor.viewer("carol"), floor.cast.sitting_id)) == 1
    floor.second("carol", motion)
    floor.do(motions.take_back, "bob", motion, carol)
    assert answer(floor, "carol", motion).answer is Answer.SECONDED  # type: ignore[union-attr]


def test_candidates_are_found_by_name_number_and_delegation(floor: Floor) -> None:
    motion = floor.find(floor.draft())

    def names(words: str) -> list[str]:
        return [c.name for c in floor.read(motions.candidates, motion, words)]

    assert names("秀英") == ["蔡秀英"]
    assert names("1002") == ["蔡秀英"]
    assert set(names("第一")) == {
        floor.cast[n].name for n in ("alice", "carol", "grace", "ivan", "kate", "sam")
    }
    everyone = names("")
    assert "包建国" not in everyone  # the lead
    assert "倪大力" not in everyone  # without a vote
    assert everyone[0] == "方志强"  # Bob's own delegation first


# --- answering ---


def test_seconding_is_signed_recorded_and_counted_once(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    first, again = floor.second("carol", motion), floor.second("carol", motion)
    assert first.id == again.id
    assert floor.read(motions.facts, floor.find(motion)).seconds == 1
    [told] = acts(floor, Kind.MOTION_SECONDED)
    assert told == {"motion": motion, "revision": 1, "text": TEXT.sha256}
    [entry] = floor.read(entries, kinds=[Kind.MOTION_SECONDED])
    assert first.seq == entry.seq
    assert read(entry.body.encode()).signed["statement"].startswith('{"act":"second"')  # type: ignore[index]


@pytest.mark.parametrize("name", ["ned", "dan", "bob"])
def test_who_cannot_second(floor: Floor, name: str) -> None:
    motion = floor.motion(S.SEEKING)
    with pytest.raises((Refused, Missing)):
        floor.second(name, motion)
    with pytest.raises((Refused, Missing)):
        floor.decline(name, motion)
    assert floor.read(motions.facts, floor.find(motion)).seconds == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"revision": 2},
        {"text": "0" * 64},
        {"motion": 99},
        {"act": "decline"},
        {"site": "elsewhere"},
        {"more": 1},
    ],
)
def test_a_signature_for_something_else_does_not_count(floor: Floor, wrong: dict[str, object]) -> None:
    motion = floor.motion(S.SEEKING)
    signed = floor.cast["carol"].sign(**{**floor.statement(motion), **wrong})
    with pytest.raises(Refused, match="不一致"):
        floor.do(motions.second, "carol", motion, signed=signed, site=SITE)
    assert answer(floor, "carol", motion) is None


def test_anothers_key_and_a_forged_signature_do_not_count(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    franks = floor.cast["frank"].sign(**floor.statement(motion))
    floor.cast["carol"].signer, kept = Signer.generate(), floor.cast["carol"].signer
    forged = floor.cast["carol"].sign(**floor.statement(motion))
    floor.cast["carol"].signer = kept
    carols_key = Signed(forged.statement, kept.id, forged.signature)
    for signed in (franks, forged, carols_key, Signed("", "", "")):
        with pytest.raises(Refused):
            floor.do(motions.second, "carol", motion, signed=signed, site=SITE)
    assert floor.read(motions.facts, floor.find(motion)).seconds == 0


def test_one_may_decline_and_think_better_of_it_and_back(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    for act, seconds in ((floor.decline, 0), (floor.second, 1), (floor.decline, 0), (floor.second, 1)):
        act("carol", motion)
        assert floor.read(motions.facts, floor.find(motion)).seconds == seconds
    assert len(acts(floor, Kind.MOTION_SECONDED)) == len(acts(floor, Kind.MOTION_DECLINED)) == 2


def test_after_the_hand_in_nobody_seconds_or_leaves(floor: Floor) -> None:
    motion = floor.motion(S.SUBMITTED)
    with pytest.raises(Refused, match="提案目前") as no:
        floor.decline("carol", motion)
    assert no.value.refusal.remedy
    assert floor.read(motions.facts, floor.find(motion)).seconds == 2


# --- a new revision ---


def test_a_changed_text_needs_its_seconders_again(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    for name in ("carol", "frank"):
        floor.second(name, motion)
    floor.do(motions.revise, "bob", motion, content=text(proposal="送餐到车间。"), seen=2)
    found = floor.find(motion)
    assert (found.revision, found.stage) == (2, S.SEEKING)
    assert floor.read(motions.facts, found).seconds == 0
    with pytest.raises(Refused, match="还差"):
        floor.do(motions.submit, "bob", motion)
    asked = floor.read(motions.invitations, floor.viewer("carol"), floor.cast.sitting_id)
    assert [(a.line.id, a.again) for a in asked] == [(motion, True)]
    assert acts(floor, Kind.MOTION_REVISED)[0]["revision"] == 2
    with floor.database.read() as session:
        old = session.exec(select(MotionRevision).order_by(col(MotionRevision.id))).one()
    assert old.content == TEXT
    page = floor.read(lambda s: motions.shown(s, floor.viewer("carol"), found))
    assert page.rewriting
    assert "".join(p.text for p in page.rewriting.proposal if p.kind != "removed") == "送餐到车间。"
    assert "".join(p.text for p in page.rewriting.proposal if p.kind != "added") == TEXT.proposal
    floor.second("carol", motion)
    assert floor.read(motions.invitations, floor.viewer("carol"), floor.cast.sitting_id) == []
    assert floor.read(motions.facts, found).seconds == 1


def test_a_signature_for_the_earlier_text_comes_too_late(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    early = floor.cast["heidi"].sign(**floor.statement(motion))
    floor.second("carol", motion)
    floor.do(motions.revise, "bob", motion, content=text(proposal="送餐到车间。"))
    with pytest.raises(Refused, match="不一致"):
        floor.do(motions.second, "heidi", motion, signed=early, site=SITE)


def test_saving_the_same_text_changes_nothing(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    floor.second("carol", motion)
    floor.do(motions.revise, "bob", motion, content=TEXT)
    assert floor.find(motion).revision == 1
    assert floor.read(motions.facts, floor.find(motion)).seconds == 1


def test_the_lead_is_warned_when_someone_seconded_meanwhile(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    floor.second("carol", motion)
    with pytest.raises(Invalid, match="又有代表附议"):
        floor.do(motions.revise, "bob", motion, content=text(proposal="改。"), seen=0)
    assert floor.find(motion).content == TEXT


def test_once_seeking_the_text_stays_whole(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    with pytest.raises(Refused, match="还没有写完"):
        floor.do(motions.revise, "bob", motion, content=text(grounds=" "))


# --- handing in and taking back ---


def test_the_number_of_seconders_is_the_profiles(floor: Floor) -> None:
    def ask_for(session: object, n: int) -> None:
        term = session.get_one(Term, floor.cast.term_id)  # type: ignore[attr-defined]
        term.profile = {**term.profile, "motions": {**term.profile["motions"], "seconders": n}}
        session.add(term)  # type: ignore[attr-defined]

    floor.database.write(lambda s: ask_for(s, 3))
    motion = floor.motion(S.SEEKING)
    for name in ("carol", "frank"):
        floor.second(name, motion)
    with pytest.raises(Refused) as no:
        floor.do(motions.submit, "bob", motion)
    assert dict(no.value.refusal.reason.values) == {"n": 1, "needed": 3}
    floor.second("grace", motion)
    floor.do(motions.submit, "bob", motion)
    assert floor.stage(motion) is S.SUBMITTED


def test_handing_in_keeps_the_whole_text_in_the_record(floor: Floor) -> None:
    motion = floor.motion(S.SUBMITTED)
    floor.do(motions.submit, "bob", motion)
    [told] = acts(floor, Kind.MOTION_SUBMITTED)
    assert told["content"] == {
        "title": TEXT.title, "category": "welfare", "grounds": TEXT.grounds, "proposal": TEXT.proposal, "unit": None
    }  # fmt: skip
    assert told["seconders"] == [floor.cast[n].person_id for n in ("carol", "frank")]
    assert told["text"] == TEXT.sha256


@pytest.mark.parametrize("stage", [S.SEEKING, S.SUBMITTED, S.RETURNED])
def test_the_lead_takes_it_back_before_it_is_decided(floor: Floor, stage: MotionStage) -> None:
    motion = floor.motion(stage)
    for _ in range(2):
        floor.do(motions.withdraw, "bob", motion, why="另行协商解决")
    assert floor.stage(motion) is S.WITHDRAWN
    assert len(acts(floor, Kind.MOTION_WITHDRAWN)) == 1


@pytest.mark.parametrize("stage", [S.DRAFT, S.FILED, S.ON_AGENDA, S.REFUSED])
def test_it_is_too_late_or_too_early_to_take_it_back(floor: Floor, stage: MotionStage) -> None:
    motion = floor.motion(stage)
    with pytest.raises(Refused):
        floor.do(motions.withdraw, "bob", motion)
    assert floor.stage(motion) is stage


def test_after_the_sitting_nothing_is_handed_in(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    for name in ("carol", "frank"):
        floor.second(name, motion)

    def close(session: object) -> None:
        sitting = session.get_one(Sitting, floor.cast.sitting_id)  # type: ignore[attr-defined]
        sitting.stage = SittingStage.OVER
        session.add(sitting)  # type: ignore[attr-defined]

    floor.database.write(close)
    with pytest.raises(Refused, match="已经闭幕"):
        floor.do(motions.submit, "bob", motion)
    with pytest.raises(Refused, match="已经闭幕"):
        floor.draft(text("晚了"))
    with pytest.raises(Refused, match="已经闭幕"):
        floor.second("grace", motion)

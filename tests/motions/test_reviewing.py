"""The committee's five decisions, the number without gaps, and the counts that are reported."""

import threading
from concurrent.futures import Future
from typing import Any

import pytest
from motions.floor import TEXT, Floor, text
from sqlmodel import Session, col, select

from congress.errors import Conflict, Invalid, Missing, Refused
from congress.motions import service as motions
from congress.motions.rules import Content, Deed, MotionCategory, MotionStage, Outcome
from congress.motions.service import Decision
from congress.motions.store import Motion, Suggestion
from congress.record.entries import Kind, read
from congress.record.service import entries

S = MotionStage


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [
        (Outcome.FILE, S.FILED),
        (Outcome.SUGGEST, S.SUGGESTION),
        (Outcome.RETURN, S.RETURNED),
        (Outcome.REFUSE, S.REFUSED),
    ],
)
def test_each_decision_is_made_once_and_recorded(floor: Floor, outcome: Outcome, stage: MotionStage) -> None:
    motion = floor.motion(S.SUBMITTED)
    for _ in range(2):
        floor.review(motion, outcome)
    found = floor.find(motion)
    assert found.stage is stage
    assert found.number == (1 if stage is S.FILED else None)
    [entry] = floor.read(entries, kinds=[Kind.MOTION_REVIEWED])
    told = read(entry.body.encode())
    assert told.actor == floor.cast["tina"].person_id
    assert told.facts == {
        "motion": motion, "outcome": outcome.value, "reasons": "理由充分", "number": found.number, "into": None,
        "text": TEXT.sha256,
    }  # fmt: skip


def test_a_second_decision_comes_too_late(floor: Floor) -> None:
    motion = floor.motion(S.SUBMITTED)
    floor.review(motion, Outcome.FILE)
    with pytest.raises(Conflict, match="已经审查过"):
        floor.review(motion, Outcome.REFUSE)
    with pytest.raises(Conflict):
        floor.review(motion, Outcome.FILE, by="olga")
    assert floor.stage(motion) is S.FILED


@pytest.mark.parametrize("reasons", ["", "  "])
def test_reasons_are_required(floor: Floor, reasons: str) -> None:
    motion = floor.motion(S.SUBMITTED)
    for outcome in (Outcome.FILE, Outcome.RETURN, Outcome.REFUSE, Outcome.SUGGEST):
        with pytest.raises(Invalid) as no:
            floor.do(motions.review, "tina", motion, Decision(outcome, reasons))
        assert "reasons" in no.value.fields
    assert floor.stage(motion) is S.SUBMITTED


@pytest.mark.parametrize("name", ["bob", "carol", "alice", "ned", "peter", "dan", "eve"])
def test_only_the_committee_reviews(floor: Floor, name: str) -> None:
    motion = floor.motion(S.SUBMITTED)
    with pytest.raises(Missing):
        floor.review(motion, Outcome.FILE, by=name)


def test_nobody_reviews_their_own(floor: Floor) -> None:
    motion = floor.motion(S.SUBMITTED, lead="tina")
    with pytest.raises(Refused, match="回避"):
        floor.review(motion, Outcome.FILE)
    floor.review(motion, Outcome.FILE, by="olga")


@pytest.mark.parametrize("stage", [S.SEEKING, S.DRAFT])
def test_what_was_not_handed_in_is_not_there_to_review(floor: Floor, stage: MotionStage) -> None:
    motion = floor.motion(stage)
    with pytest.raises(Missing):
        floor.review(motion, Outcome.FILE)


def test_a_motion_is_merged_into_a_filed_one(floor: Floor) -> None:
    into, motion = floor.motion(S.FILED, text("主案"), "grace"), floor.motion(S.SUBMITTED)
    floor.review(motion, Outcome.MERGE, into=into)
    found = floor.find(motion)
    assert (found.stage, found.merged_into_id, found.number) == (S.MERGED, into, None)
    page = floor.read(lambda s: motions.shown(s, floor.viewer("bob"), floor.find(into)))
    assert [line.id for line in page.absorbed] == [motion]


def test_what_a_motion_cannot_be_merged_into(floor: Floor) -> None:
    motion = floor.motion(S.SUBMITTED)
    with pytest.raises(Invalid) as no:
        floor.review(motion, Outcome.MERGE)
    assert "into" in no.value.fields
    with pytest.raises(Refused, match="自身"):
        floor.review(motion, Outcome.MERGE, into=motion)
    for stage in (S.SUBMITTED, S.REFUSED, S.PASSED):
        other = floor.motion(stage, text(f"另案{stage.value}"), "grace")
        with pytest.raises(Refused, match="已立案"):
            floor.review(motion, Outcome.MERGE, into=other)
    with pytest.raises(Missing):
        floor.review(motion, Outcome.MERGE, into=floor.motion(S.DRAFT, text("私"), "grace"))
    assert floor.stage(motion) is S.SUBMITTED


def test_a_suggestion_keeps_the_words_and_the_name(floor: Floor) -> None:
    motion = floor.motion(S.SUGGESTION)
    with floor.database.read() as session:
        made = session.exec(select(Suggestion)).one()
    assert (made.motion_id, made.author, made.unit) == (motion, "包建国", "铸造车间")
    for part in (TEXT.title, TEXT.grounds, TEXT.proposal):
        assert part in made.body


def test_a_returned_motion_comes_back_with_new_seconders_and_is_reviewed_again(floor: Floor) -> None:
    motion = floor.motion(S.RETURNED)
    with pytest.raises(Refused, match="提案目前是"):
        floor.do(motions.submit, "bob", motion)
    floor.do(motions.revise, "bob", motion, content=text(proposal="先试行一个月。"))
    assert (floor.stage(motion), floor.find(motion).revision) == (S.SEEKING, 2)
    report = floor.read(motions.sitting_report, floor.cast.sitting_id)
    assert (report.returned, report.received) == (1, 1)
    for name in ("carol", "grace"):
        floor.second(name, motion)
    floor.do(motions.submit, "bob", motion)
    floor.review(motion, Outcome.FILE)
    deeds = [
        step.deed
        for step in floor.read(lambda s: motions.shown(s, floor.viewer("alice"), floor.find(motion))).steps
    ]
    assert deeds == [
        Deed.DRAFTED, Deed.OPENED, Deed.SECONDED, Deed.SECONDED, Deed.SUBMITTED, Deed.RETURN, Deed.REVISED,
        Deed.SECONDED, Deed.SECONDED, Deed.SUBMITTED, Deed.FILE,
    ]  # fmt: skip


def test_the_timeline_names_the_entries_of_the_record(floor: Floor) -> None:
    motion = floor.motion(S.PASSED)
    steps = floor.read(lambda s: motions.shown(s, floor.viewer("alice"), floor.find(motion))).steps
    told = {entry.seq: entry for entry in floor.read(entries)}
    kinds = {step.deed: told[step.seq].kind for step in steps if step.seq is not None}
    assert kinds == {
        Deed.SECONDED: "motion.seconded", Deed.SUBMITTED: "motion.submitted", Deed.FILE: "motion.reviewed",
        Deed.PLACED: "motion.placed", Deed.PASSED: "motion.settled",
    }  # fmt: skip
    assert all(
        read(told[step.seq].body.encode()).facts["motion"] == motion for step in steps if step.seq is not None
    )


# --- the number ---


def waiting(floor: Floor, how_many: int) -> list[int]:
    """Motions handed in, written straight into the table: the tests below are about filing only."""

    def fill(session: Session) -> list[int]:
        rows = [
            Motion(
                sitting_id=floor.cast.sitting_id, lead_id=floor.cast["bob"].person_id, title=f"第{n}件",
                grounds="因", proposal="法", category=MotionCategory.OTHER, stage=S.SUBMITTED, created_at=moment,
                changed_at=moment, submitted_at=moment,
            )
            for n in range(how_many)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        return [row.id or 0 for row in rows]

    moment = floor.find(floor.draft()).created_at
    return floor.database.write(fill)


def numbers(floor: Floor) -> list[int]:
    with floor.database.read() as session:
        return [n for n in session.exec(select(Motion.number).order_by(col(Motion.number))) if n]


def test_numbers_have_no_gaps_when_all_file_at_once_and_some_fail(floor: Floor) -> None:
    ids = waiting(floor, 60)
    tina = floor.viewer("tina")

    def job(n: int, motion_id: int) -> Any:
        def file(session: Session) -> int | None:
            motions.review(session, tina, motion_id, Decision(Outcome.FILE, "同意"))
            if n % 3 == 1:
                raise RuntimeError("the power of this one job fails after the number was given")
            return session.get_one(Motion, motion_id).number

        return file

    futures: list[Future[int | None]] = [floor.database.submit(job(n, m)) for n, m in enumerate(ids)]
    outcomes = [future.exception(30) for future in futures]
    assert sum(outcome is None for outcome in outcomes) == 40
    assert numbers(floor) == list(range(1, 41))
    given = [future.result() for future, outcome in zip(futures, outcomes, strict=True) if outcome is None]
    assert given == list(range(1, 41))
    recorded = [
        read(e.body.encode()).facts["number"] for e in floor.read(entries, kinds=[Kind.MOTION_REVIEWED])
    ]
    assert recorded == list(range(1, 41))


def test_many_hands_file_from_many_threads(floor: Floor) -> None:
    ids = waiting(floor, 24)
    start = threading.Barrier(8)
    viewers = [floor.viewer("tina"), floor.viewer("olga")]

    def work(hand: int) -> None:
        start.wait()
        for motion_id in ids[hand % 4 :: 4]:  # two hands reach for each motion
            try:
                floor.database.write(
                    lambda s, m=motion_id: motions.review(
                        s, viewers[hand // 4], m, Decision(Outcome.FILE, "同意")
                    )
                )
            except Conflict:
                continue

    hands = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)
    assert numbers(floor) == list(range(1, 25))
    assert len(floor.read(entries, kinds=[Kind.MOTION_REVIEWED])) == 24


def test_the_table_itself_refuses_a_number_twice(floor: Floor) -> None:
    first, second = waiting(floor, 2)
    floor.review(first, Outcome.FILE)

    def cheat(session: Session) -> None:
        motion = session.get_one(Motion, second)
        motion.number = 1
        session.add(motion)
        session.flush()

    with pytest.raises(Exception, match="UNIQUE"):
        floor.database.write(cheat)
    floor.review(second, Outcome.FILE)
    assert numbers(floor) == [1, 2]


# --- reports, queues, alike ---


def test_the_counts_of_a_sitting(floor: Floor) -> None:
    for stage in MotionStage:
        floor.motion(stage, text(f"关于{stage.value}"))
    report = floor.read(motions.sitting_report, floor.cast.sitting_id)
    assert (report.filed, report.merged, report.suggestions, report.refused) == (
        5,
        1,
        1,
        1,
    )  # with the merged one's
    assert (report.returned, report.pending, report.received) == (1, 1, 10)


def test_the_queue_is_first_come_first_served(floor: Floor) -> None:
    first, second = floor.motion(S.SUBMITTED), floor.motion(S.SUBMITTED, text("后来"), "grace")
    assert [line.id for line in floor.read(motions.queue, floor.cast.sitting_id)] == [first, second]
    floor.review(first, Outcome.REFUSE)
    assert [line.id for line in floor.read(motions.queue, floor.cast.sitting_id)] == [second]
    assert [line.id for line in floor.read(motions.reviewed, floor.cast.sitting_id)] == [first]


def test_alike_motions_are_those_one_may_see(floor: Floor) -> None:
    like = Content("关于夜班供餐的提案", "welfare", "夜里没有热饭吃。", "夜间开放食堂。", None)
    hidden = floor.motion(S.DRAFT, like, "grace")
    filed = floor.motion(S.FILED, text("关于夜班热饭的提案"), "heidi")
    sitting = floor.cast.sitting_id
    own = floor.motion(S.SUBMITTED)

    def alike(name: str, but: int | None = None) -> list[int]:
        viewer = floor.viewer(name)
        return [found.line.id for found in floor.read(motions.similar, viewer, sitting, TEXT, but=but)]

    assert hidden not in alike("carol")
    assert alike("carol", own) == alike("judy") == [filed]
    assert alike("tina", filed) == [own]


def test_only_what_is_filed_and_undecided_is_offered_for_merging(floor: Floor) -> None:
    at = {
        stage: floor.motion(stage, text(stage.value))
        for stage in (S.FILED, S.ON_AGENDA, S.PASSED, S.SUBMITTED)
    }
    found = floor.read(motions.mergeable, floor.find(at[S.SUBMITTED]))
    assert [m.id for m in found] == [at[S.FILED], at[S.ON_AGENDA]]

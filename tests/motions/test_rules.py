"""The life of a motion as a table: no path skips a stage, every stage can be reached, every no helps."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.i18n import catalogue, render
from congress.motions import rules
from congress.motions.rules import (
    ANSWERS,
    CATEGORIES,
    DEEDS,
    LIGHTS,
    MOVES,
    OUTCOME_HINTS,
    OUTCOMES,
    STAGES,
    Answer,
    Content,
    Deed,
    MotionCategory,
    MotionFacts,
    MotionStage,
    Move,
    Outcome,
)
from congress.roster.rules import DelegateKind, OfficeKind, Viewer

S = MotionStage
ON_THE_WAY = [
    (S.SEEKING, S.SUBMITTED),
    (S.SUBMITTED, S.FILED),
    (S.SUBMITTED, S.MERGED),
    (S.SUBMITTED, S.SUGGESTION),
    (S.SUBMITTED, S.REFUSED),
    (S.SUBMITTED, S.RETURNED),
    (S.FILED, S.ON_AGENDA),
    (S.ON_AGENDA, S.PASSED),
    (S.ON_AGENDA, S.FAILED),
]
"""Nobody gets to the second without having been at the first."""


def viewer(person: int = 2, *, kind: DelegateKind | None = DelegateKind.VOTING, **more: object) -> Viewer:
    facts: dict[str, object] = {
        "person_id": person, "name": "某", "unit_id": 1, "delegate_id": 9 if kind else None, "delegate_kind": kind,
        "delegation_id": 1, "heads_delegation_id": None, "offices": frozenset(), "handles_unit_ids": frozenset(),
    }  # fmt: skip
    return Viewer(**{**facts, **more})  # type: ignore[arg-type]


def motion(stage: MotionStage, **more: object) -> MotionFacts:
    facts: dict[str, object] = {
        "lead_id": 1, "stage": stage, "seconds": 2, "needed": 2, "complete": True, "over": False
    }  # fmt: skip
    return MotionFacts(**{**facts, **more})  # type: ignore[arg-type]


def reachable(*, without: MotionStage | None = None) -> set[MotionStage]:
    known, fresh = {S.DRAFT}, [S.DRAFT]
    while fresh:
        here = fresh.pop()
        for (stage, _), then in MOVES.items():
            if stage is here and then not in known and then is not without:
                known.add(then)
                fresh.append(then)
    return known


def test_every_stage_can_be_reached() -> None:
    assert reachable() == set(MotionStage)


@pytest.mark.parametrize(("before", "then"), ON_THE_WAY)
def test_no_path_skips_a_stage(before: MotionStage, then: MotionStage) -> None:
    assert then not in reachable(without=before)


@given(st.lists(st.sampled_from(Move), max_size=40))
def test_whatever_is_pressed_the_order_holds(presses: list[Move]) -> None:
    stage, been = S.DRAFT, [S.DRAFT]
    for move in presses:
        if rules.may_move(stage, move) is None:
            stage = rules.after(stage, move)
            been.append(stage)
    for before, then in ON_THE_WAY:
        if then in been:
            assert before in been[: been.index(then)]


@given(st.lists(st.sampled_from(Move), min_size=1, max_size=60))
def test_a_motion_is_decided_only_on_the_agenda_and_after_its_review(presses: list[Move]) -> None:
    stage, moves = S.DRAFT, []
    for move in presses:
        if (stage, move) in MOVES:
            stage = MOVES[stage, move]
            moves.append(move)
    if stage in {S.PASSED, S.FAILED}:
        needed = [Move.SUBMIT, Move.FILE, Move.PLACE]
        assert [m for m in moves if m in needed][-3:] == needed


def test_what_is_over_is_over() -> None:
    final = {S.MERGED, S.SUGGESTION, S.REFUSED, S.WITHDRAWN}
    assert not [stage for stage, _ in MOVES if stage in final]
    decided = {then for (stage, _), then in MOVES.items() if stage in {S.PASSED, S.FAILED}}
    assert decided == {S.PASSED, S.FAILED}


@pytest.mark.parametrize(("stage", "move"), list(product(MotionStage, Move)))
def test_every_no_has_a_reason_and_a_remedy_in_both_languages(stage: MotionStage, move: Move) -> None:
    refusal = rules.may_move(stage, move)
    assert (refusal is None) == ((stage, move) in MOVES)
    if refusal:
        assert refusal.remedy
        for message in (refusal.reason, refusal.remedy):
            zh, en = render(message, "zh"), render(message, "en")
            assert zh
            assert en
            assert not any("\u4e00" <= c <= "\u9fff" for c in en), en


def test_every_word_beside_an_enumeration_is_there_in_both_languages() -> None:
    for kind, words in (
        (MotionStage, STAGES), (MotionCategory, CATEGORIES), (Answer, ANSWERS), (Outcome, OUTCOMES),
        (Outcome, OUTCOME_HINTS), (Deed, DEEDS),
    ):  # fmt: skip
        assert set(words) == set(kind)
        for word in words.values():
            assert word.text in catalogue("en")
    assert set(LIGHTS) == set(MotionStage)
    for outcome in Outcome:
        assert (S.SUBMITTED, outcome.move) in MOVES
        assert DEEDS[outcome.deed] == OUTCOMES[outcome]


LEAD, CAROL = viewer(1), viewer(2)
NED = viewer(3, kind=DelegateKind.NONVOTING)
DAN = viewer(4, kind=None)
TINA = viewer(5, offices=frozenset({OfficeKind.MOTION_COMMITTEE}))


@pytest.mark.parametrize(
    ("who", "over", "allowed"),
    [(LEAD, False, True), (LEAD, True, False), (NED, False, False), (DAN, False, False),
     (viewer(6, kind=DelegateKind.INVITED), False, False)],
)  # fmt: skip
def test_only_delegates_with_a_vote_lead(who: Viewer, over: bool, allowed: bool) -> None:
    assert (rules.may_lead(who, over=over) is None) == allowed


@pytest.mark.parametrize(
    ("stage", "who", "over", "allowed"),
    [
        (S.SEEKING, CAROL, False, True),
        (S.SEEKING, LEAD, False, False),
        (S.SEEKING, NED, False, False),
        (S.SEEKING, DAN, False, False),
        (S.SEEKING, CAROL, True, False),
        (S.DRAFT, CAROL, False, False),
        (S.SUBMITTED, CAROL, False, False),
        (S.FILED, CAROL, False, False),
    ],
)
def test_who_may_second(stage: MotionStage, who: Viewer, over: bool, allowed: bool) -> None:
    assert (rules.may_second(motion(stage, over=over), who) is None) == allowed


@given(seconds=st.integers(0, 20), needed=st.integers(0, 10))
def test_enough_seconders_and_no_fewer(seconds: int, needed: int) -> None:
    refusal = rules.may_submit(motion(S.SEEKING, seconds=seconds, needed=needed), LEAD)
    assert (refusal is None) == (seconds >= needed)
    if refusal:
        assert dict(refusal.reason.values) == {"n": needed - seconds, "needed": needed}


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        (motion(S.DRAFT), True),
        (motion(S.SEEKING), True),
        (motion(S.DRAFT, complete=False), False),
        (motion(S.SUBMITTED), False),
        (motion(S.RETURNED), False),
        (motion(S.DRAFT, over=True), False),
    ],
)
def test_only_a_whole_text_seeks_seconders(facts: MotionFacts, allowed: bool) -> None:
    assert (rules.may_seek(facts, LEAD) is None) == allowed
    assert (rules.may_invite(facts, LEAD) is None) == allowed


@pytest.mark.parametrize("outcome", Outcome)
def test_nobody_reviews_their_own_motion(outcome: Outcome) -> None:
    assert rules.may_review(motion(S.SUBMITTED), TINA, outcome) is None
    refusal = rules.may_review(motion(S.SUBMITTED, lead_id=TINA.person_id), TINA, outcome)
    assert refusal
    assert "回避" in refusal.reason.text
    assert rules.may_review(motion(S.FILED), TINA, outcome)


@pytest.mark.parametrize("stage", MotionStage)
def test_what_may_take_another_motion_in(stage: MotionStage) -> None:
    assert (rules.may_merge_into(7, 8, motion(stage)) is None) == (stage in {S.FILED, S.ON_AGENDA})
    assert rules.may_merge_into(7, 7, motion(stage))


@pytest.mark.parametrize(
    ("stage", "who", "allowed"),
    [(S.FILED, NED, True), (S.ON_AGENDA, CAROL, True), (S.FILED, DAN, False), (S.SEEKING, CAROL, False),
     (S.PASSED, CAROL, False)],
)  # fmt: skip
def test_who_may_discuss(stage: MotionStage, who: Viewer, allowed: bool) -> None:
    assert (rules.may_comment(motion(stage), who) is None) == allowed


@pytest.mark.parametrize("stage", MotionStage)
def test_withdrawing_and_placing_and_editing_by_stage(stage: MotionStage) -> None:
    facts = motion(stage)
    assert (rules.may_withdraw(facts) is None) == (stage in {S.SEEKING, S.SUBMITTED, S.RETURNED})
    assert (rules.may_place(facts) is None) == (stage is S.FILED)
    assert (rules.may_edit(facts) is None) == (stage in {S.DRAFT, S.SEEKING, S.RETURNED})
    assert rules.may_place(motion(S.FILED, over=True))


@given(st.lists(st.sampled_from([s for s in MotionStage if s not in {S.DRAFT, S.WITHDRAWN}])))
def test_the_counts_add_up(stages: list[MotionStage]) -> None:
    counted = rules.report(stages)
    assert counted.received == len(stages)
    assert counted.filed == sum(s in {S.FILED, S.ON_AGENDA, S.PASSED, S.FAILED} for s in stages)


def test_the_report_is_read_in_words() -> None:
    counted = rules.report([S.FILED, S.PASSED, S.MERGED, S.SUGGESTION, S.REFUSED, S.SUBMITTED])
    assert render(counted.sentence, "zh") == (
        "共收到提案 6 件，经审查，立案 2 件，并案 1 件，转意见建议 1 件，不予立案 1 件，退回修改 0 件，待审查 1 件。"
    )


TEXT = Content("关于夜班热餐的提案", "welfare", "夜班没有热饭。", "开夜间窗口。", 3)


@pytest.mark.parametrize(
    "other",
    [
        Content("关于夜班热餐的提案。", "welfare", "夜班没有热饭。", "开夜间窗口。", 3),
        Content("关于夜班热餐的提案", "labour", "夜班没有热饭。", "开夜间窗口。", 3),
        Content("关于夜班热餐的提案", "welfare", "夜班没有热饭", "开夜间窗口。", 3),
        Content("关于夜班热餐的提案", "welfare", "夜班没有热饭。", "开 夜间窗口。", 3),
        Content("关于夜班热餐的提案", "welfare", "夜班没有热饭。", "开夜间窗口。", None),
        Content("关于夜班热餐的提案", "welfare", "", "夜班没有热饭。开夜间窗口。", 3),
    ],
)
def test_any_change_of_the_text_changes_what_is_signed(other: Content) -> None:
    assert other.sha256 != TEXT.sha256


def test_the_hash_can_be_computed_by_anyone() -> None:
    assert Content("T", "other", "G", "P", None).sha256 == (
        # printf '%s' '{"category":"other","grounds":"G","proposal":"P","title":"T","unit":null}' | sha256sum
        "10798146532659d1c327e502a1007464d80f8fa34be0b4c76cb294e42bcfd6b1"
    )


def test_a_statement_names_motion_revision_and_text() -> None:
    said = rules.seconding_statement(act="second", site="s", motion=7, revision=2, sha256="ab")
    assert said == {"act": "second", "motion": 7, "revision": 2, "site": "s", "text": "ab"}


def test_the_number_in_words() -> None:
    assert render(rules.number_label(3, 2, 17), "zh") == "第三届第二次 第17号"

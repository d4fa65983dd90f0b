"""The life of a resolution as its rules have it: the table, the text, the signatories."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passed import COUNTS

from congress.resolutions import rules
from congress.resolutions.rules import MOVES, Move, ResolutionStage, Signatory, SigningFacts

CALM = settings(deadline=None)  # a machine that does other things is no defect

FIGURES = dict(vars(COUNTS))
BOTH = frozenset(Signatory)


@pytest.mark.parametrize(("stage", "move"), list(product(ResolutionStage, Move)))
def test_the_table_allows_exactly_what_it_says(stage: ResolutionStage, move: Move) -> None:
    refusal = rules.may_move(stage, move)
    assert (refusal is None) == ((stage, move) in MOVES)
    assert refusal is None or (refusal.reason and refusal.remedy)


@CALM
@given(st.lists(st.sampled_from(Move), max_size=30))
def test_whatever_is_tried_nothing_changes_a_sealed_text(moves: list[Move]) -> None:
    stage = ResolutionStage.DRAFT
    sealed = False
    for move in moves:
        if rules.may_move(stage, move) is None:
            assert not (sealed and move in {Move.EDIT, Move.RECALL, Move.START, Move.SIGN})
            stage = rules.after(stage, move)
        sealed = sealed or stage is ResolutionStage.SEALED
    assert not sealed or stage in {ResolutionStage.SEALED, ResolutionStage.PUBLISHED}


def test_every_stage_can_be_reached() -> None:
    reached = {ResolutionStage.DRAFT}
    for _ in ResolutionStage:
        reached |= {after for (before, _), after in MOVES.items() if before in reached}
    assert reached == set(ResolutionStage)


def test_only_what_passed_becomes_a_resolution() -> None:
    assert rules.may_draft(passed=True) is None
    assert rules.may_draft(passed=False)


# --- the text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "ok"),
    [
        ("会议决定通过。", True),
        ("会议决定通过。\n【表决结果】", True),
        ("【表决结果】", False),
        ("", False),
        ("由【责任部门】办理。", False),
        ("结果如下：【表决结果】", False),
        ("赞成 8 票，反对 1 票。", True),
        ("赞成 9 票。", False),
        ("会议应到职工代表12名，实到11名。", True),
        ("会议应到职工代表13名。", False),
        ("发出表决票11张，收回11张，有效票10张，无效票1张。", True),
        ("发出表决票12张。", False),
        ("不同意 1 票", True),
        ("会议同意在 2027 年投入 300 万元。", True),
        ("收回旧设备 3 台。", True),
    ],
)
def test_a_text_is_frozen_only_when_it_is_whole_and_tells_no_other_counts(body: str, ok: bool) -> None:
    refusal = rules.may_start("关于通风的决议", body, FIGURES)
    assert (refusal is None) == ok
    assert refusal is None or refusal.remedy


def test_a_title_is_needed_too() -> None:
    assert rules.may_start("  ", "会议决定通过。", FIGURES)
    assert rules.may_start("关于【事项】的决议", "会议决定通过。", FIGURES)


@CALM
@given(st.integers(0, 10**5))
def test_a_false_count_is_always_found(number: int) -> None:
    wrong = rules.contradictions(f"赞成{number}票", FIGURES)
    assert bool(wrong) == (number != COUNTS.favour)


@CALM
@given(
    st.tuples(st.text(max_size=5), st.text(max_size=5), st.integers(1, 9), st.integers(0, 9)),
    st.tuples(st.text(max_size=5), st.text(max_size=5), st.integers(1, 9), st.integers(0, 9)),
)
def test_the_hash_tells_any_two_apart(
    one: tuple[str, str, int, int], other: tuple[str, str, int, int]
) -> None:
    def hashed(title: str, body: str, poll: int, favour: int) -> str:
        return rules.frozen_hash(title=title, body=body, poll=poll, counts={"favour": favour})

    assert (hashed(*one) == hashed(*other)) == (one == other)


# --- signing -----------------------------------------------------------------------------------------------


def facts(stage: ResolutionStage = ResolutionStage.SIGNING, **signed: int) -> SigningFacts:
    return SigningFacts(stage, {Signatory(role): person for role, person in signed.items()})


CHAIR, TELLER = Signatory.EXECUTIVE_CHAIR, Signatory.CHIEF_TELLER


@pytest.mark.parametrize(
    ("found", "role", "roles", "person", "ok"),
    [
        (facts(), CHAIR, {CHAIR}, 1, True),
        (facts(), TELLER, {TELLER}, 2, True),
        (facts(), TELLER, {CHAIR}, 1, False),
        (facts(), CHAIR, set(), 3, False),
        (facts(executive_chair=1), CHAIR, {CHAIR}, 4, False),
        (facts(executive_chair=1), TELLER, {TELLER}, 2, True),
        (facts(executive_chair=1), TELLER, BOTH, 1, False),
        (facts(ResolutionStage.DRAFT), CHAIR, {CHAIR}, 1, False),
        (facts(ResolutionStage.SEALED), CHAIR, {CHAIR}, 1, False),
    ],
)
def test_who_may_sign(
    found: SigningFacts, role: Signatory, roles: set[Signatory], person: int, ok: bool
) -> None:
    refusal = rules.may_sign(found, role=role, roles=frozenset(roles), person=person)
    assert (refusal is None) == ok


def test_it_takes_both() -> None:
    assert not rules.is_complete({})
    assert not rules.is_complete({CHAIR: 1})
    assert rules.is_complete({CHAIR: 1, TELLER: 2})

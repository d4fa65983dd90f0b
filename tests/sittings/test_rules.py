"""When a sitting opens and closes, what may be done with its agenda, and what a presence may follow."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congress.bylaws.profile import builtin
from congress.sittings import rules
from congress.sittings.rules import ItemMove, ItemStage, Presence, SittingStage, Tally

RULES = {key: profile.matters["agenda"] for key, profile in builtin().items()}
NATIONAL = RULES["national"]
STAGES = st.sampled_from(list(SittingStage))
ITEMS = st.sampled_from(list(ItemStage))


def tally(expected: int, present: int, nonvoting: int = 0, key: str = "national") -> Tally:
    return rules.tallied(RULES[key], expected=expected, present=present, nonvoting=nonvoting)


# --- the quorum ------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.integers(1, 2000), st.sampled_from(list(RULES)))
def test_the_quorum_is_two_thirds_of_all_and_never_one_less(expected: int, key: str) -> None:
    least = -(-2 * expected // 3)
    assert tally(expected, least, key=key).met
    assert not tally(expected, least - 1, key=key).met
    assert tally(expected, least - 1, key=key).missing == 1
    assert tally(expected, 0, nonvoting=expected, key=key).met is False


def test_a_congress_without_delegates_has_no_quorum() -> None:
    assert not tally(0, 0).met
    refusal = rules.may_open(SittingStage.PREPARING, tally(0, 0), NATIONAL)
    assert refusal is not None
    assert refusal.reason.text == "没有应到的职工代表"


@pytest.mark.parametrize("key", list(RULES))
def test_a_sitting_opens_with_the_quorum_and_names_the_article_without_it(key: str) -> None:
    assert rules.may_open(SittingStage.PREPARING, tally(312, 208, key=key), RULES[key]) is None
    refusal = rules.may_open(SittingStage.PREPARING, tally(312, 207, key=key), RULES[key])
    assert refusal is not None
    assert refusal.article
    assert refusal.remedy is not None


@pytest.mark.parametrize("stage", [SittingStage.HELD, SittingStage.OVER])
def test_a_sitting_opens_once(stage: SittingStage) -> None:
    assert rules.may_open(stage, tally(3, 3), NATIONAL) is not None


# --- closing ---------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(STAGES, st.lists(ITEMS, max_size=6))
def test_a_sitting_closes_when_it_is_held_and_every_item_is_settled(
    stage: SittingStage, items: list[ItemStage]
) -> None:
    settled = all(item in {ItemStage.DONE, ItemStage.STRUCK} for item in items)
    allowed = stage is SittingStage.HELD and settled
    assert (rules.may_close(stage, items) is None) is allowed


def test_what_is_left_is_counted() -> None:
    refusal = rules.may_close(SittingStage.HELD, [ItemStage.WAITING, ItemStage.DONE, ItemStage.WAITING])
    assert refusal is not None
    assert dict(refusal.reason.values) == {"n": 2}


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [(None, True), (SittingStage.OVER, True), (SittingStage.HELD, False), (SittingStage.PREPARING, False)],
)
def test_the_next_sitting_is_planned_when_the_last_is_over(stage: SittingStage | None, allowed: bool) -> None:
    assert (rules.may_plan(stage) is None) is allowed


# --- items -----------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(STAGES, ITEMS, st.sampled_from(list(ItemMove)), st.booleans())
def test_items_move_by_the_table_while_the_sitting_is_held_one_at_a_time(
    stage: SittingStage, item: ItemStage, move: ItemMove, busy: bool
) -> None:
    allowed = (
        stage is SittingStage.HELD
        and (item, move) in rules.ITEM_MOVES
        and not (busy and move is ItemMove.TAKE)
    )
    assert (rules.may_move_item(stage, item, move, busy=busy) is None) is allowed


def test_what_is_done_or_struck_stays_so() -> None:
    assert {stage for stage, _ in rules.ITEM_MOVES} == {ItemStage.WAITING, ItemStage.NOW}


@pytest.mark.parametrize(
    ("stage", "edit", "add"),
    [
        (SittingStage.PREPARING, True, True),
        (SittingStage.HELD, False, True),
        (SittingStage.OVER, False, False),
    ],
)
def test_the_agenda_stands_once_the_sitting_is_open(stage: SittingStage, edit: bool, add: bool) -> None:
    assert (rules.may_edit(stage) is None) is edit
    assert (rules.may_add(stage) is None) is add


# --- presence --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", list(Presence))
def test_the_next_tap_is_always_allowed(last: Presence) -> None:
    assert rules.may_note(SittingStage.HELD, last, rules.follows(last)) is None
    assert rules.may_note(SittingStage.OVER, last, rules.follows(last)) is not None


@settings(deadline=None)
@given(st.sampled_from(list(Presence)), st.sampled_from(list(Presence)))
def test_a_presence_follows_the_table(last: Presence, presence: Presence) -> None:
    allowed = (last, presence) in rules.PRESENCE_MOVES
    assert (rules.may_note(SittingStage.HELD, last, presence) is None) is allowed


@settings(deadline=None)
@given(st.integers(1, 8))
def test_undoing_the_newest_entry_gives_back_what_held_before_it(taps: int) -> None:
    states = [Presence.ABSENT]
    for _ in range(taps):
        states.append(rules.follows(states[-1]))
    before = states[-2]
    back = rules.undone(states[1:])
    assert (back in rules.PRESENT) is (before in rules.PRESENT)
    assert rules.follows(back) is rules.follows(before)


@pytest.mark.parametrize(
    ("typed", "code", "right"),
    [
        ("012345", "012345", True),
        (" 012 345 ", "012345", True),
        ("０１２３４５", "012345", True),
        ("12345", "012345", False),
        ("0123456", "012345", False),
        ("", "", False),
        ("", "012345", False),
        ("<b>012345", "012345", False),
    ],
)
def test_the_code_is_the_digits_shown(typed: str, code: str, right: bool) -> None:
    assert rules.is_code(typed, code) is right


@pytest.mark.parametrize(
    ("stage", "open_to_phones", "allowed"),
    [
        (SittingStage.PREPARING, True, True),
        (SittingStage.HELD, True, True),
        (SittingStage.HELD, False, False),
        (SittingStage.OVER, True, False),
    ],
)
def test_phones_check_in_while_it_is_open_to_them(
    stage: SittingStage, open_to_phones: bool, allowed: bool
) -> None:
    assert (rules.may_check_in(stage, open_to_phones=open_to_phones) is None) is allowed


def test_every_state_has_its_word() -> None:
    assert set(rules.SITTING_WORDS) == set(SittingStage)
    assert set(rules.ITEM_WORDS) == set(ItemStage)
    assert set(rules.PRESENCE_WORDS) == set(Presence)
    assert set(rules.CHANNEL_WORDS) == set(rules.Channel)
    assert set(rules.PAPER_WORDS) == set(rules.PaperKind)
    assert [word.text for word in rules.VERB_WORDS.values()] == [
        "审议建议",
        "审议通过",
        "审查监督",
        "民主选举",
        "民主评议",
    ]

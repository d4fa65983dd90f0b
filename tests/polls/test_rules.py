"""Who may cast, what a ballot says, how ballots are counted: the rules of a poll as tables and properties."""

import random
from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.polls import rules
from congress.polls.rules import CastFacts, Choice, PollStage

OPEN = CastFacts(stage=PollStage.OPEN, by_phone=True, may_change=True, present=True, has_cast=False)
CHOICES = st.sampled_from(list(Choice))
BALLOTS = st.lists(st.tuples(st.integers(1, 30), CHOICES))


def but(**changes: object) -> CastFacts:
    return CastFacts(**{**vars(OPEN), **changes})


def test_a_delegate_who_is_present_may_cast_while_the_poll_is_open() -> None:
    assert rules.may_cast(OPEN) is None
    assert rules.may_cast(but(has_cast=True)) is None


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (but(present=None), "您不在本次表决的名册上"),
        (but(present=False), "表决开始时您尚未签到，不能参加本次表决"),
        (but(stage=PollStage.DRAFT), "表决还没有开始"),
        (but(stage=PollStage.CLOSED), "表决已经结束，这张票没有计入"),
        (but(stage=PollStage.VOID), "这次表决已作废"),
        (but(by_phone=False), "本事项不在手机上表决"),
        (but(stage=PollStage.COUNTING), "投票已经结束，正在计票"),
        (but(has_cast=True, may_change=False), "您已经投过票，本次表决不能更改"),
    ],
)
def test_each_obstacle_is_named(facts: CastFacts, reason: str) -> None:
    refusal = rules.may_cast(facts)
    assert refusal is not None
    assert refusal.reason.text == reason


@given(BALLOTS, st.randoms())
def test_the_last_ballot_of_each_person_counts_in_whatever_order_they_are_read(
    cast: list[tuple[int, Choice]], shuffled: random.Random
) -> None:
    ballots = [(seq, person, choice) for seq, (person, choice) in enumerate(cast)]
    expected = Counter(dict(cast).values())
    shuffled.shuffle(ballots)
    assert rules.tally(ballots) == expected


@given(BALLOTS, st.integers(0, 40))
def test_the_six_counts_always_add_up(cast: list[tuple[int, Choice]], absent: int) -> None:
    votes = rules.tally((seq, person, choice) for seq, (person, choice) in enumerate(cast))
    counts = rules.named_counts(30 + absent, 30, votes)
    assert counts.issued == counts.present
    assert counts.returned == counts.valid + counts.invalid
    assert counts.valid == counts.favour + counts.against + counts.abstain
    assert counts.returned <= counts.issued


def test_the_text_is_hashed_as_anyone_can_hash_it() -> None:
    sealed = "关于通过《办法》的决议\n\n同意。\n".encode()
    assert rules.sealed_text("关于通过《办法》的决议", "同意。") == sealed
    assert rules.text_hash("关于通过《办法》的决议", "同意。") == sha256(sealed).hexdigest()


@given(st.binary(min_size=32, max_size=32))
def test_a_receipt_code_is_forty_bits_that_can_be_read_aloud(digest: bytes) -> None:
    code = rules.receipt_code(digest.hex())
    assert len(code) == 9
    assert code[4] == "-"
    value = 0
    for letter in code.replace("-", ""):
        value = value * 32 + rules.CODE.index(letter)
    assert value == int.from_bytes(digest[:5])


@pytest.mark.parametrize("by_phone", [True, False])
@pytest.mark.parametrize("stage", list(PollStage))
@pytest.mark.parametrize("confirmed", [True, False])
def test_only_an_open_poll_closes_and_tellers_confirm_first(
    by_phone: bool, stage: PollStage, confirmed: bool
) -> None:
    allowed = stage is PollStage.OPEN and (by_phone or confirmed)
    assert (rules.may_close(stage=stage, by_phone=by_phone, confirmed=confirmed) is None) is allowed

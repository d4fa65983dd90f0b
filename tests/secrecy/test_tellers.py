"""Tellers under stress: phones that are lost, shares that are wrong, a teller who says one thing and then another.

What their devices find out: ``tests/journeys/test_tellers_phones.py``.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cast import Cast
from crypto.belenios.secretvote import faults
from sealed import Secret

from congress.crypto.belenios import ceremony, wire
from congress.crypto.belenios.proofs import sign
from congress.database import Database
from congress.demo.devices import GROUP, Teller
from congress.errors import Conflict, Refused
from congress.polls import service as polls
from congress.polls.rules import PollStage, Way
from congress.secrecy import service as secrecy
from congress.secrecy.rules import Step

FIVE = ("ruth", "sam", "alice", "bob", "carol")


@pytest.fixture
def vote(database: Database, cast: Cast) -> Secret:
    """Five have a voting key; nobody holds a part of the tellers' key yet."""
    made = Secret(database, cast)
    for name in FIVE:
        made.register(name)
    return made


def hold(vote: Secret, names: tuple[str, ...], threshold: int) -> None:
    """These tellers make their key."""
    vote.call(threshold, names)
    for _ in range(3):
        for name in names:
            vote.post(name, *vote.step(name))


def sealed(vote: Secret) -> None:
    """A vote with three ballots, which has ended."""
    vote.open()
    for name, choice in (("alice", "for"), ("bob", "against"), ("carol", "for")):
        vote.throw(name, choice)
    vote.seal()


# --- phones are lost ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "threshold"), [(2, 2), (3, 2), (4, 3), (5, 3)])
def test_as_many_lost_as_may_be_and_it_opens(vote: Secret, size: int, threshold: int) -> None:
    """The first ones are lost: those with the smallest numbers, whom a count from one would need."""
    hold(vote, FIVE[:size], threshold)
    sealed(vote)
    for name in FIVE[size - threshold : size]:
        vote.turn(name)
    with vote.database.read() as session:
        found = polls.poll(session, vote.poll_id)
    assert found.stage is PollStage.CLOSED
    assert [found.counts[n] for n in ("favour", "against", "abstain")] == [2, 1, 0]
    assert faults(vote.archive()) == set()


@pytest.mark.parametrize(("size", "threshold"), [(2, 2), (3, 2), (4, 3), (5, 3)])
def test_one_more_lost_and_it_stays_shut_but_paper_is_left(vote: Secret, size: int, threshold: int) -> None:
    hold(vote, FIVE[:size], threshold)
    sealed(vote)
    for name in FIVE[size - threshold + 1 : size]:
        assert vote.turn(name).stage is PollStage.COUNTING
    with vote.database.read() as session:
        assert secrecy.numbers_of(secrecy.the_box(session, vote.poll_id)) is None
    by = vote.person("olga")
    again = vote.database.write(
        lambda s: polls.void(s, poll_id=vote.poll_id, by=by, why="保管人手机丢失", way=Way.PAPER).id
    )
    with vote.database.read() as session:
        fresh = polls.poll(session, again)
        assert (fresh.way, fresh.stage) == (Way.PAPER, PollStage.DRAFT)
    hold(vote, FIVE[:2], 2)  # and for later votes there is a new key
    assert vote.table().step is None


# --- shares that are wrong ---------------------------------------------------------------------------------------


def of_another_box(vote: Secret) -> str:
    """A good share by the same teller, of the vote before."""
    share = vote.share("ruth")
    vote.turn("sam")
    vote.turn("alice")
    sealed(vote)
    return share


def bent(vote: Secret, bend: Callable[[dict[str, Any]], None]) -> str:
    share = json.loads(vote.share("ruth"))
    bend(share)
    return wire.compact(share)


def other_factor(share: dict[str, Any]) -> None:
    [factors] = share["decryption_factors"]
    factors[0] = GROUP.product(factors[0], GROUP.generator)


def exchanged(share: dict[str, Any]) -> None:
    [factors] = share["decryption_factors"]
    factors[0], factors[1] = factors[1], factors[0]


def other_proof(share: dict[str, Any]) -> None:
    [proofs] = share["decryption_proofs"]
    proofs[0]["response"] = proofs[1]["response"]


def one_too_few(share: dict[str, Any]) -> None:
    for rows in share.values():
        rows[0].pop()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (of_another_box, "证明不符"),
        (lambda vote: vote.share("sam"), "证明不符"),
        (lambda vote: bent(vote, other_factor), "证明不符"),
        (lambda vote: bent(vote, exchanged), "证明不符"),
        (lambda vote: bent(vote, other_proof), "证明不符"),
        (lambda vote: bent(vote, one_too_few), "不合格式"),
    ],
    ids=["another box", "another teller", "another factor", "exchanged", "another proof", "too few"],
)
def test_a_wrong_share_is_refused_and_the_right_ones_open(
    vote: Secret, wrong: Callable[[Secret], str], reason: str
) -> None:
    hold(vote, FIVE[:3], 2)
    sealed(vote)
    with pytest.raises(Refused, match=reason) as caught:
        vote.turn("ruth", wrong(vote))
    assert "由其他保管人打开票箱" in caught.value.refusal.remedy.text
    with vote.database.read() as session:
        assert secrecy.turned(session, vote.poll_id) == set()
    vote.turn("ruth")
    assert vote.turn("alice").stage is PollStage.CLOSED
    assert faults(vote.archive()) == set()


# --- a teller who says one thing and then another ----------------------------------------------------------------


@pytest.mark.parametrize("step", list(Step))
def test_what_was_said_once_is_not_said_otherwise(vote: Secret, step: Step) -> None:
    """Another certificate, other shares, another key: refused, and the first stands."""
    vote.call(2, FIVE[:3])
    ruth = vote.tellers["ruth"]
    for _ in list(Step)[: list(Step).index(step)]:
        for name in FIVE[:3]:
            vote.post(name, *vote.step(name))
    given, first = vote.step("ruth")
    assert given is step
    vote.post("ruth", step, first)
    vote.tellers["ruth"] = Teller() if step is Step.CERTIFY else ruth
    _, second = vote.step("ruth")  # fresh randomness at least
    assert second != first
    with pytest.raises(Conflict, match="已经在另一台设备上完成") as caught:
        vote.post("ruth", step, second)
    assert "重新开始仪式" in caught.value.refusal.remedy.text
    vote.tellers["ruth"] = ruth
    assert vote.post("ruth", step, first).place_of(vote.person("ruth")) is not None, "the first again is fine"


def test_only_the_shares_are_exchanged(vote: Secret) -> None:
    """The published coefficients stay, and a share is replaced: seen as well."""
    vote.call(2, FIVE[:2])
    for name in FIVE[:2]:
        vote.post(name, *vote.step(name))
    step, first = vote.step("ruth")
    vote.post("ruth", step, first)
    value = json.loads(first)
    value["sealed"][1] = json.loads(vote.step("ruth")[1])["sealed"][1]
    with pytest.raises(Conflict):
        vote.post("ruth", step, wire.compact(value))


def test_a_key_of_ones_own_choice_is_refused_and_the_ceremony_begins_again(vote: Secret) -> None:
    """Possessed and signed as it must be, but it does not follow from what all dealt."""
    vote.call(2, FIVE[:3])
    for _ in range(2):
        for name in FIVE[:3]:
            vote.post(name, *vote.step(name))
    step, honest = vote.step("ruth")
    signing = vote.tellers["ruth"].seat.signing(GROUP)
    own = ceremony.single_key(GROUP, 77)
    own["signature"] = sign(GROUP, signing, own["public_key"])["signature"]
    with pytest.raises(Refused, match="系数不符"):
        vote.post("ruth", step, wire.compact({**json.loads(honest), "verification": own}))
    assert vote.person("ruth") in vote.table().awaited, "it is known whom the ceremony waits for"
    before = vote.ceremony_id
    hold(vote, FIVE[1:4], 2)
    assert vote.ceremony_id != before
    sealed(vote)
    vote.turn("sam")
    assert vote.turn("alice").stage is PollStage.CLOSED

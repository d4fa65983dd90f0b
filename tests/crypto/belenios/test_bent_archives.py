"""Whose ballot, how often, which sum, which shares, which result. Numbers: docs/ballots.md."""

import json

import pytest
from crypto.belenios.secretvote import EDWARDS, SecretVote, faults, refused

from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import Writer, insist_on_order, read_archive
from congress.crypto.belenios.ballot import (
    make_ballot,
    read_ballot,
)
from congress.crypto.belenios.tally import Tally
from congress.crypto.belenios.wire import Broken

STORY = ["Ballot", "EndBallots", "EncryptedTally", "PartialDecryption", "Result"]


# --- 12 to 17: whose ballot, which election, how often ---------------------------------------------------


def test_12_unsigned_or_signed_by_another(vote: SecretVote) -> None:
    value = json.loads(vote.ballot(0))
    other = json.loads(vote.ballot(1))
    for signature in (other["signature"], {**value["signature"], "proof": other["signature"]["proof"]}):
        refused(vote, wire.compact({**value, "signature": signature}))
    with pytest.raises(Broken):
        read_ballot(wire.compact({**value, "signature": None}), vote.election)


def test_12_a_key_that_is_not_on_the_roll(vote: SecretVote) -> None:
    stranger = make_ballot(vote.election, 12345, [(1, 0, 0)])
    public = EDWARDS.power(EDWARDS.generator, 12345)
    total = vote.tally([stranger], {public: 1})
    assert faults(vote.archive([stranger], tally=total)) == {"投票公钥不在名册上"}


@pytest.mark.parametrize("what", ["election_uuid", "election_hash"])
def test_13_a_ballot_of_another_election(vote: SecretVote, what: str) -> None:
    other = SecretVote()
    theirs = json.loads(other.ballot(0))[what]
    raw = vote.resigned(vote.ballot(0), 0, lambda value: value.update({what: theirs}))
    assert refused(vote, raw) == "这是另一项表决的选票"


def test_14_a_key_on_the_roll_twice_or_with_another_weight(vote: SecretVote) -> None:
    keys = json.loads(vote.roll)
    ballots = [vote.ballot(0), vote.ballot(1)]
    assert faults(vote.archive(ballots, roll=wire.compact([*keys, keys[0]]))) == {
        "同一个投票公钥在名册上出现两次"
    }
    assert faults(vote.archive(ballots, roll=wire.compact([keys[0] + ",2", *keys[1:]]))) == {
        "密文合计不是全部有效选票之和"
    }
    for odd in (",0", ",-1", ",01", ",", ",x"):
        assert faults(vote.archive(ballots, roll=wire.compact([keys[0] + odd, *keys[1:]]))) == {
            "投票公钥名册不合格式"
        }


def test_15_and_16_the_same_ballot_twice(vote: SecretVote) -> None:
    raw = vote.ballot(0)
    assert faults(vote.archive([raw, vote.ballot(1), raw])) == {"同一张票出现了两次"}


def test_17_a_ballot_after_the_end(vote: SecretVote) -> None:
    early, late = vote.ballot(0), vote.ballot(1)
    writer = Writer(1)
    writer.set_up(vote.election.raw, vote.trustees, vote.roll)
    writer.point("Ballot", early)
    writer.tell("EndBallots")
    writer.point("Ballot", late)
    with pytest.raises(Broken, match="先后"):
        read_archive(bytes(writer.whole))


@pytest.mark.parametrize("kind", ["EndBallots", "EncryptedTally", "Result"])
def test_17_an_event_told_twice(kind: str) -> None:
    insist_on_order(STORY)
    with pytest.raises(Broken, match="先后"):
        insist_on_order(sorted([*STORY, kind], key=STORY.index))


@pytest.mark.parametrize("kind", ["EndBallots", "EncryptedTally"])
def test_17_an_event_left_out(kind: str) -> None:
    with pytest.raises(Broken, match="先后"):
        insist_on_order([told for told in STORY if told != kind])


# --- 18 and 19: the sum, the shares, the result ----------------------------------------------------------


def test_18_a_sum_that_leaves_a_ballot_out(vote: SecretVote) -> None:
    ballots = [vote.ballot(0), vote.ballot(1), vote.ballot(2)]
    assert faults(vote.archive(ballots, tally=vote.tally(ballots[:2]))) == {"密文合计不是全部有效选票之和"}


@pytest.mark.parametrize(("counted", "weight"), [(3, 2), (2, 3), (0, 0)])
def test_18_wrong_numbers_beside_the_sum(vote: SecretVote, counted: int, weight: int) -> None:
    ballots = [vote.ballot(0), vote.ballot(1)]
    total = vote.tally(ballots)
    sized = Tally(total.columns, counted, weight).sized_json()
    assert faults(vote.archive(ballots, sized=sized)) == {"计入的票数或权数不符"}


@pytest.mark.parametrize("result", ['{"result":[[1,1,0]]}', '{"result":[[2,0,1]]}'])
def test_18_a_result_that_was_not_decrypted(vote: SecretVote, result: str) -> None:
    ballots = [vote.ballot(0), vote.ballot(1)]
    assert faults(vote.archive(ballots, result=result)) == {"公布的结果不是解密得到的结果"}


def test_19_bad_shares(vote: SecretVote) -> None:
    ballots = [vote.ballot(0)]
    total = vote.tally(ballots)
    one, two, three = (vote.share(total, owner) for owner in (1, 2, 3))
    other = SecretVote()
    foreign = other.share(other.tally([other.ballot(0)]), 2)
    bent = json.loads(two)
    bent["decryption_factors"][0][0] = EDWARDS.product(bent["decryption_factors"][0][0], EDWARDS.generator)
    result = vote.result(total, [(1, one), (2, two)])
    bad = {
        "a foreign share": ([(1, one), (2, foreign)], "解密份额的证明不符"),
        "a factor changed": ([(1, one), (2, wire.compact(bent))], "解密份额的证明不符"),
        "swapped owners": ([(1, two), (2, one)], "解密份额的证明不符"),
        "a share twice": ([(1, one), (1, one)], "份额出现了两次"),
        "no such teller": ([(1, one), (4, three)], "没有这位计票人"),
        "too few": ([(1, one)], "解密份额不够"),
    }
    for name, (shares, fault) in bad.items():
        assert faults(vote.archive(ballots, shares=shares, result=result)) == {fault}, name

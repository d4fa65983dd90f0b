"""Tellers' keys that do not come from the ceremony that was signed. Numbers: docs/ballots.md."""

import json
from typing import Any

import pytest
from crypto.belenios.secretvote import EDWARDS, SecretVote, faults

from congress.crypto.belenios import wire
from congress.crypto.belenios.ceremony import single_key
from congress.crypto.belenios.trustees import read_trustees
from congress.crypto.belenios.wire import Broken


def trustees_fault(vote: SecretVote, bend) -> str:
    published = json.loads(wire.compact(vote.published))
    bend(published)
    with pytest.raises(Broken) as caught:
        read_trustees(wire.compact([["Pedersen", published]]), EDWARDS)
    return caught.value.message.text


def test_20_another_ceremony_than_the_one_that_was_signed(vote: SecretVote) -> None:
    other = SecretVote()
    for threshold in (1, 3):
        assert "不是这次" in trustees_fault(vote, lambda p, t=threshold: p.update(threshold=t))
    assert "签名" in trustees_fault(
        vote, lambda p: p["signatures"].__setitem__(0, other.published["signatures"][0])
    )
    assert "不合格式" in trustees_fault(vote, lambda p: p.update(signatures=[]))
    assert "签名" in trustees_fault(vote, lambda p: p["verification_keys"][0].pop("signature"))
    assert "签名" in trustees_fault(
        vote, lambda p: p["coefexps"].__setitem__(0, other.published["coefexps"][0])
    )
    assert "系数" in trustees_fault(
        vote, lambda p: p["verification_keys"].__setitem__(0, p["verification_keys"][1])
    )
    assert "签名" in trustees_fault(
        vote, lambda p: p["verification_keys"][0].update(signature=p["verification_keys"][1]["signature"])
    )


def test_20_a_key_of_ones_own_choice_signed_as_ones_own(vote: SecretVote) -> None:
    """A teller who publishes a verification key that does not follow from what all dealt."""

    def bend(published: dict[str, Any]) -> None:
        key = single_key(EDWARDS, 99)
        published["verification_keys"][0] = {
            **key,
            "signature": published["verification_keys"][0]["signature"],
        }

    assert "系数" in trustees_fault(vote, bend)


def test_21_a_key_without_proof_of_possession(vote: SecretVote) -> None:
    honest = single_key(EDWARDS, 5)
    rogue = EDWARDS.product(EDWARDS.power(EDWARDS.generator, 9), EDWARDS.inverse(honest["public_key"]))
    claimed = {**single_key(EDWARDS, 9), "public_key": rogue}
    for value in (claimed, {**claimed, "pok": honest["pok"]}):
        with pytest.raises(Broken, match="持有证明"):
            read_trustees(wire.compact([["Single", honest], ["Single", value]]), EDWARDS)
    with pytest.raises(Broken, match="同一把"):
        read_trustees(wire.compact([["Single", honest], ["Single", honest]]), EDWARDS)


def test_21_an_encryption_key_of_nobodys(vote: SecretVote) -> None:
    other = EDWARDS.power(EDWARDS.generator, 77)
    raw = vote.election.raw.replace(vote.election.public_key, other)
    assert faults(vote.archive([], election=raw, tally=vote.tally([]), stop="Ballot")) == {
        "加密公钥不是计票人密钥的合成"
    }

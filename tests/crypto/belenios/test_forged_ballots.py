"""Ballots that are not what they claim: copied, permuted, stuffed, of elements that are none. Numbers: docs/ballots.md."""

from typing import Any

import pytest
from crypto.belenios.secretvote import EDWARDS, MOTION, Bend, SecretVote, answer, faults, refused

from congress.crypto.belenios import wire
from congress.crypto.belenios.ballot import (
    check_ballot,
    encrypt,
    make_ballot,
    prefix,
    read_ballot,
    zero_or_one,
)
from congress.crypto.belenios.ceremony import single_key
from congress.crypto.belenios.election import read_roll, write_election
from congress.crypto.belenios.group import GROUPS
from congress.crypto.belenios.proofs import prove_one, random_scalar
from congress.crypto.belenios.trustees import read_trustees
from congress.crypto.belenios.wire import Broken

OF_ORDER_TWO = "7f" + "ff" * 30 + "ec"  # (0, -1)


# --- 1 to 5: somebody's proofs, for something else -------------------------------------------------------


def test_01_a_ballot_copied_by_another_voter(vote: SecretVote) -> None:
    assert "选或不选" in refused(vote, vote.resigned(vote.ballot(0), 1))


def test_02_choices_in_another_order(vote: SecretVote) -> None:
    def permute(value: dict[str, Any]) -> None:
        for part in ("choices", "individual_proofs"):
            answer(value)[part].reverse()

    assert "个数" in refused(vote, vote.resigned(vote.ballot(0), 0, permute))


def test_03_a_ciphertext_made_to_look_new(vote: SecretVote) -> None:
    def renew(value: dict[str, Any]) -> None:
        shift, choice = random_scalar(EDWARDS), answer(value)["choices"][0]
        choice["alpha"] = EDWARDS.product(choice["alpha"], EDWARDS.power(EDWARDS.generator, shift))
        choice["beta"] = EDWARDS.product(choice["beta"], EDWARDS.power(vote.election.public_key, shift))

    assert "选或不选" in refused(vote, vote.resigned(vote.ballot(0), 0, renew))


def forged(vote: SecretVote, messages: tuple[int, ...]) -> Bend:
    """Choices that encrypt these numbers, each with the best proof that can be made for it."""

    def bend(value: dict[str, Any]) -> None:
        context = f"{vote.election.fingerprint}|{value['credential']}"
        for index, message in enumerate(messages):
            exponent = random_scalar(EDWARDS)
            choice = encrypt(EDWARDS, vote.election.public_key, message, exponent)
            proofs = prove_one(
                EDWARDS, vote.election.public_key, prefix(context, choice), zero_or_one(choice),
                min(message, 1), exponent,
            )  # fmt: skip
            answer(value)["choices"][index] = choice.as_json()
            answer(value)["individual_proofs"][index] = [p.as_json() for p in proofs]

    return bend


def test_04_more_than_one_vote_in_one_choice(vote: SecretVote) -> None:
    assert "选或不选" in refused(vote, vote.resigned(vote.ballot(0), 0, forged(vote, (6, 0, 0))))


def test_04_more_choices_than_may_be_marked(vote: SecretVote) -> None:
    assert "个数" in refused(vote, vote.resigned(vote.ballot(0), 0, forged(vote, (1, 1, 0))))


@pytest.mark.parametrize("half", ["alpha", "beta"])
def test_05_a_half_of_a_ciphertext_changed_after_the_challenge(vote: SecretVote, half: str) -> None:
    def bend(value: dict[str, Any]) -> None:
        choice = answer(value)["choices"][1]
        choice[half] = EDWARDS.product(choice[half], EDWARDS.generator)

    assert "选或不选" in refused(vote, vote.resigned(vote.ballot(0), 0, bend))


def test_05_an_election_with_another_key(vote: SecretVote) -> None:
    other = EDWARDS.power(EDWARDS.generator, 7)
    elsewhere = write_election(
        uuid=vote.election.uuid, name="x", description="", group=EDWARDS, public_key=other, questions=[MOTION]
    )
    raw = vote.ballot(0).replace(vote.election.fingerprint, elsewhere.fingerprint)
    with pytest.raises(Broken, match="摘要"):
        check_ballot(read_ballot(raw, elsewhere), elsewhere)


# --- 6 to 9: elements that are none, or say too much -----------------------------------------------------


def test_06_a_ballot_made_in_another_group(vote: SecretVote) -> None:
    elsewhere = SecretVote(GROUPS["BELENIOS-2048"], voters=1, size=1, threshold=1)
    raw = elsewhere.ballot(0)
    raw = raw.replace(elsewhere.election.uuid, vote.election.uuid).replace(
        elsewhere.election.fingerprint, vote.election.fingerprint
    )
    with pytest.raises(Broken):
        read_ballot(raw, vote.election)


@pytest.mark.parametrize("half", ["alpha", "beta"])
def test_07_a_part_of_small_order(vote: SecretVote, half: str) -> None:
    def bend(value: dict[str, Any]) -> None:
        choice = answer(value)["choices"][0]
        choice[half] = EDWARDS.product(choice[half], OF_ORDER_TWO)

    assert "群元素" in refused(vote, vote.resigned(vote.ballot(0), 0, bend))


def test_08_the_identity_as_a_voting_key(vote: SecretVote) -> None:
    with pytest.raises(Broken, match="公钥"):
        read_roll(wire.compact([EDWARDS.identity]), EDWARDS)
    raw = make_ballot(vote.election, 0, [(1, 0, 0)])
    with pytest.raises(Broken, match="公钥"):
        check_ballot(read_ballot(raw, vote.election), vote.election)
    assert "投票公钥不是群里的合格元素" in faults(
        vote.archive([vote.ballot(0)], roll=wire.compact([EDWARDS.identity]))
    )


def test_08_the_identity_as_the_encryption_key(vote: SecretVote) -> None:
    raw = vote.election.raw.replace(vote.election.public_key, EDWARDS.identity)
    assert faults(vote.archive([vote.ballot(0)], election=raw)) == {"加密公钥不是群里的合格元素"}


def test_08_the_identity_as_a_tellers_key() -> None:
    with pytest.raises(Broken, match="计票人公钥"):
        read_trustees(wire.compact([["Single", single_key(EDWARDS, 0)]]), EDWARDS)


def test_09_a_choice_in_the_clear(vote: SecretVote) -> None:
    def bend(value: dict[str, Any]) -> None:
        answer(value)["choices"][0] = {"alpha": EDWARDS.identity, "beta": EDWARDS.generator}

    assert "群元素" in refused(vote, vote.resigned(vote.ballot(0), 0, bend))

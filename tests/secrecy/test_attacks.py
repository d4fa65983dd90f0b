"""Attacks at the moment of casting: what a malicious phone could send is refused before it is in the box.

The same forgeries in a finished archive: ``tests/crypto/belenios/test_forged_ballots.py``.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cast import Cast
from sealed import Secret
from voting import opened

from congress.bylaws.terms import Form
from congress.crypto.belenios import wire
from congress.crypto.belenios.ballot import encrypt, make_ballot, prefix, zero_or_one
from congress.crypto.belenios.election import read_election
from congress.crypto.belenios.proofs import prove_one, prove_secret, random_scalar
from congress.database import Database
from congress.demo.devices import GROUP, Voter
from congress.errors import Invalid, Refused
from congress.polls import service as polls
from congress.secrecy import service as secrecy

Ballot = dict[str, Any]
Bend = Callable[[Ballot], object]
NOT_ZERO_OR_ONE, WRONG_COUNT = "选或不选", "个数"
OF_ORDER_TWO = "7f" + "ff" * 30 + "ec"  # (0, -1)


@pytest.fixture
def vote(database: Database, cast: Cast) -> Secret:
    """A secret vote is open; Alice, Bob and Carol have a voting key."""
    made = Secret(database, cast)
    for name in ("alice", "bob", "carol"):
        made.register(name)
    made.hold_ceremony()
    made.open()
    return made


def resigned(voter: Voter, raw: str, bend: Bend = lambda _: None, *, credential: str = "") -> str:
    """The ballot bent, in this voter's name and with their good signature: only proofs can tell."""
    value = json.loads(raw)
    del value["signature"]
    value["credential"] = credential or voter.public
    bend(value)
    summary = wire.fingerprint(wire.compact(value))
    proof = prove_secret(GROUP, voter.secret, f"sig|{summary}|")
    return wire.compact({**value, "signature": {"hash": summary, "proof": proof.as_json()}})


def answer(value: Ballot) -> dict[str, Any]:
    return value["answers"][0]


def why(vote: Secret, raw: str) -> str:
    """The sentence with which the check refuses; nothing is in the box afterwards."""
    found = secrecy.check(vote.election, raw)
    assert not isinstance(found, secrecy.Checked), "the check let it through"
    with vote.database.read() as session:
        assert secrecy.ballots(session, vote.poll_id) == []
    return found.text


def test_the_forger_signs_well(vote: Secret) -> None:
    """Signed again but not bent, a ballot passes: what follows is refused for what is wrong in it."""
    assert vote.throw("alice", body=resigned(vote.voters["alice"], vote.ballot("alice", "for")))


# --- too many votes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "fault"),
    [
        ((6, 0, 0), NOT_ZERO_OR_ONE),
        ((1, 1, 0), WRONG_COUNT),
        ((1, 1, 1), WRONG_COUNT),
        ((0, 0, 0), WRONG_COUNT),
    ],
)
def test_more_or_less_than_one_vote(vote: Secret, messages: tuple[int, ...], fault: str) -> None:
    """Each with the best proofs that can be made for it."""
    election = read_election(vote.election)

    def bend(value: Ballot) -> None:
        context = f"{election.fingerprint}|{value['credential']}"
        for index, message in enumerate(messages):
            exponent = random_scalar(GROUP)
            choice = encrypt(GROUP, election.public_key, message, exponent)
            branches, true = zero_or_one(choice), min(message, 1)
            proofs = prove_one(GROUP, election.public_key, prefix(context, choice), branches, true, exponent)
            answer(value)["choices"][index] = choice.as_json()
            answer(value)["individual_proofs"][index] = [one.as_json() for one in proofs]

    assert fault in why(vote, resigned(vote.voters["alice"], vote.ballot("alice", "for"), bend))


def test_minus_one_vote_against_somebody(vote: Secret) -> None:
    election = read_election(vote.election)

    def bend(value: Ballot) -> None:
        exponent = random_scalar(GROUP)
        choice = encrypt(GROUP, election.public_key, GROUP.order - 1, exponent)
        answer(value)["choices"][1] = choice.as_json()

    assert NOT_ZERO_OR_ONE in why(vote, resigned(vote.voters["alice"], vote.ballot("alice", "for"), bend))


# --- somebody else's ballot --------------------------------------------------------------------------------------


def test_a_copied_ballot_signed_by_another(vote: Secret) -> None:
    """To vote like Alice without knowing how: her proofs name her key."""
    copied = vote.ballot("alice", "for")
    assert NOT_ZERO_OR_ONE in why(vote, resigned(vote.voters["bob"], copied))


def test_a_copied_ballot_with_only_its_name_changed(vote: Secret) -> None:
    alice, bob = vote.voters["alice"], vote.voters["bob"]
    renamed = vote.ballot("alice", "for").replace(alice.public, bob.public)
    assert why(vote, renamed)
    assert why(vote, resigned(alice, vote.ballot("alice", "for"), credential=bob.public))


def test_a_good_ballot_brought_by_another(vote: Secret) -> None:
    with pytest.raises(Refused, match="不在本次表决的名册上"):
        vote.throw("carol", body=vote.ballot("bob", "for"))


def test_the_identity_as_a_credential(vote: Secret, cast: Cast) -> None:
    """Everybody knows its secret, 0: it must neither be registered nor sign."""
    body = make_ballot(read_election(vote.election), 0, [(1, 0, 0)])
    assert json.loads(body)["credential"] == GROUP.identity
    assert "公钥" in why(vote, body)
    with pytest.raises(Invalid):
        vote.register("kate", Voter(secret=0))


# --- the ballot of another vote ----------------------------------------------------------------------------------


def second_vote(vote: Secret) -> tuple[int, str]:
    """After the first vote the same tellers open another box. Returns the first vote and its election."""
    first, election = vote.poll_id, vote.election
    vote.seal()
    vote.turn("ruth")
    vote.turn("sam")
    vote.open()
    return first, election


def test_a_ballot_of_another_vote_of_the_same_tellers(vote: Secret) -> None:
    """Signed again in full for the second vote: its proofs are about the first."""
    old = vote.ballot("alice", "for")
    first, election = second_vote(vote)
    assert why(vote, old)
    uuid, fingerprint = read_election(election).uuid, read_election(election).fingerprint
    now = read_election(vote.election)
    assert (now.public_key, now.uuid != uuid) == (read_election(election).public_key, True)
    moved = old.replace(uuid, now.uuid).replace(fingerprint, now.fingerprint)
    assert moved != old
    assert NOT_ZERO_OR_ONE in why(vote, resigned(vote.voters["alice"], moved))
    with vote.database.read() as session:
        assert polls.poll(session, first).id != vote.poll_id


def test_a_ballot_that_says_this_vote_but_was_made_for_another(vote: Secret) -> None:
    """Only the names of the election are changed, the summary of its text is not."""
    old = vote.ballot("alice", "for")
    _, election = second_vote(vote)
    moved = old.replace(read_election(election).uuid, read_election(vote.election).uuid)
    assert "另一项表决" in why(vote, resigned(vote.voters["alice"], moved))


def test_a_ballot_for_vote_a_posted_to_vote_b(vote: Secret) -> None:
    """Even were it checked against A: the box of B takes only what was checked against B."""
    late = secrecy.check(vote.election, vote.ballot("alice", "for"))
    first, _ = second_vote(vote)
    alice = vote.person("alice")

    def cast(poll_id: int) -> object:
        return vote.database.write(
            lambda s: polls.cast_secret(s, poll_id=poll_id, person_id=alice, checked=late, follows="")
        )

    with pytest.raises(Refused, match="已经结束"):
        cast(first)
    with pytest.raises(Refused, match="另一项表决"):
        cast(vote.poll_id)
    with vote.database.read() as session:
        assert secrecy.ballots(session, vote.poll_id) == []


def test_a_paper_vote_has_no_box_to_put_it_in(vote: Secret, cast: Cast) -> None:
    checked = secrecy.check(vote.election, vote.ballot("alice", "for"))
    vote.seal()
    vote.turn("ruth")
    vote.turn("sam")
    on_paper = opened(vote.database, cast, form=Form.SECRET, matter="collective_contract")
    with pytest.raises(Refused, match="不在手机上表决"):
        vote.database.write(
            lambda s: polls.cast_secret(
                s, poll_id=on_paper, person_id=vote.person("alice"), checked=checked, follows=""
            )
        )


# --- written otherwise -------------------------------------------------------------------------------------------


def zeros(value: Ballot) -> None:
    proof = answer(value)["individual_proofs"][0][0]
    proof["response"] = "0" + proof["response"]


def larger_by_the_order(value: Ballot) -> None:
    proof = answer(value)["individual_proofs"][0][0]
    proof["response"] = str(int(proof["response"]) + GROUP.order)


def a_number_instead_of_text(value: Ballot) -> None:
    proof = answer(value)["individual_proofs"][0][0]
    proof["response"] = int(proof["response"])


def another_field(value: Ballot) -> None:
    value["note"] = "我投的是赞成"


def capital_letters(value: Ballot) -> None:
    choice = answer(value)["choices"][0]
    choice["alpha"] = choice["alpha"].upper()


def a_part_of_small_order(value: Ballot) -> None:
    choice = answer(value)["choices"][0]
    choice["alpha"] = GROUP.product(choice["alpha"], OF_ORDER_TWO)


@pytest.mark.parametrize(
    "bend",
    [
        zeros,
        larger_by_the_order,
        a_number_instead_of_text,
        another_field,
        capital_letters,
        a_part_of_small_order,
    ],
)
def test_the_same_ballot_written_otherwise(vote: Secret, bend: Bend) -> None:
    """One ballot has one form: else a copy could be slipped in beside it, or a voter prove how they voted."""
    assert why(vote, resigned(vote.voters["alice"], vote.ballot("alice", "for"), bend))


@pytest.mark.parametrize("change", [" {}", "{} ", "\ufeff{}", "{}\n"])
def test_spaces_around_a_ballot(vote: Secret, change: str) -> None:
    assert why(vote, change.replace("{}", vote.ballot("alice", "for")))


def test_zeros_in_the_signature_itself(vote: Secret) -> None:
    value = json.loads(vote.ballot("alice", "for"))
    proof = value["signature"]["proof"]
    proof["response"] = "0" + proof["response"]
    assert why(vote, wire.compact(value))


# --- proofs that belong elsewhere --------------------------------------------------------------------------------


def swap_choices(value: Ballot) -> None:
    for part in ("choices", "individual_proofs"):
        answer(value)[part].reverse()


def swap_proofs(value: Ballot) -> None:
    proofs = answer(value)["individual_proofs"]
    proofs[0], proofs[1] = proofs[1], proofs[0]


def swap_branches(value: Ballot) -> None:
    answer(value)["individual_proofs"][0].reverse()


def leave_a_proof_out(value: Ballot) -> None:
    answer(value)["individual_proofs"].pop()


@pytest.mark.parametrize("bend", [swap_choices, swap_proofs, swap_branches, leave_a_proof_out])
def test_proofs_in_another_place(vote: Secret, bend: Bend) -> None:
    assert why(vote, resigned(vote.voters["alice"], vote.ballot("alice", "for"), bend))


def test_the_sum_proven_by_another_ballot(vote: Secret) -> None:
    other = answer(json.loads(vote.ballot("alice", "against")))

    def bend(value: Ballot) -> None:
        answer(value)["overall_proof"] = other["overall_proof"]

    assert WRONG_COUNT in why(vote, resigned(vote.voters["alice"], vote.ballot("alice", "for"), bend))


def test_the_signature_of_another_ballot(vote: Secret) -> None:
    one, two = (json.loads(vote.ballot("alice", choice)) for choice in ("for", "against"))
    assert why(vote, wire.compact({**one, "signature": two["signature"]}))

"""Our own makers draw every number anew (docs/ballots.md, 26): one that is drawn twice gives a choice or a secret away."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from crypto.belenios.secretvote import EDWARDS, SecretVote

from congress.crypto.belenios import ceremony, channel, proofs
from congress.crypto.belenios.ballot import alphas, make_ballot, seal_ballot
from congress.crypto.belenios.ceremony import Seat
from congress.crypto.belenios.election import new_credential, new_uuid
from congress.demo.devices import Voter

TWICE = range(2)


def drawn(value: Any) -> Iterator[str]:
    """Every challenge, response, exponent and half of a ciphertext in something published."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in {"challenge", "response", "alpha", "beta"}:
                yield inner
            else:
                yield from drawn(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from drawn(inner)


@pytest.fixture(scope="module")
def vote() -> SecretVote:
    return SecretVote(voters=2)


def made(vote: SecretVote) -> dict[str, list[Any]]:
    """The same made twice by each of our makers."""
    total = vote.tally([vote.ballot(0)])
    seat = Seat.new()
    return {
        "ballot": [json.loads(make_ballot(vote.election, 7, [(1, 0, 0)])) for _ in TWICE],
        "share": [json.loads(vote.share(total, 1)) for _ in TWICE],
        "proof of a secret": [proofs.prove_secret(EDWARDS, 7, "x").as_json() for _ in TWICE],
        "proof of equality": [
            proofs.prove_equal(EDWARDS, 7, EDWARDS.generator, "x").as_json() for _ in TWICE
        ],
        "signature": [proofs.sign(EDWARDS, 7, "x") for _ in TWICE],
        "certificate": [seat.certificate(EDWARDS, 3, 2, 1) for _ in TWICE],
        "teller's key": [ceremony.single_key(EDWARDS, 7) for _ in TWICE],
        "letter": [json.loads(channel.seal(EDWARDS, 7, vote.public(0), "x")) for _ in TWICE],
    }


def test_no_number_is_drawn_twice(vote: SecretVote) -> None:
    for name, (one, two) in made(vote).items():
        numbers = [*drawn(one), *drawn(two)]
        assert numbers, name
        assert len(set(numbers)) == len(numbers), name


def test_what_is_secret_is_drawn_anew(vote: SecretVote) -> None:
    polynomials = [ceremony.new_polynomial(EDWARDS, 3) for _ in TWICE]
    assert len({*polynomials[0], *polynomials[1]}) == 6
    exponents = [json.loads(seal_ballot(vote.election, 7, [(0, 1, 0)])[1])["exponents"][0] for _ in TWICE]
    assert len({*exponents[0], *exponents[1]}) == 6
    for draw in (Seat.new, new_uuid, new_credential, lambda: Voter().secret, lambda: Voter().blind):
        assert draw() != draw()


def test_an_exponent_may_be_anything_but_nought() -> None:
    """All of 256 draws have other high and other low halves: nothing is fixed, and nothing small."""
    numbers = [proofs.random_scalar(EDWARDS) for _ in range(256)]
    assert all(0 < number < EDWARDS.order for number in numbers)
    assert (
        len({number >> 126 for number in numbers})
        == len({number & (2**126 - 1) for number in numbers})
        == 256
    )


def test_ballots_of_one_choice_share_nothing(vote: SecretVote) -> None:
    one, two = (vote.ballot(0) for _ in TWICE)
    assert len(alphas(one)) == len(alphas(two)) == 3
    assert not alphas(one) & alphas(two)

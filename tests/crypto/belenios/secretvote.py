"""A small secret vote, made by our own code: tellers, voting keys, ballots, and the archive of it all.

Every step can be bent: tests give their own trustees, ballots, sum, shares or result, and see who notices.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from congress.archive.verification.ballots import verify_ballots
from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import Writer
from congress.crypto.belenios.ballot import check_ballot, make_ballot, read_ballot
from congress.crypto.belenios.ceremony import Seat, new_polynomial, publish
from congress.crypto.belenios.election import Election, Question, new_uuid, write_election
from congress.crypto.belenios.group import GROUPS, Group
from congress.crypto.belenios.proofs import prove_secret, random_scalar
from congress.crypto.belenios.tally import (
    Tally,
    add_up,
    combine,
    make_share,
    open_tally,
    read_share,
    write_result,
)
from congress.crypto.belenios.trustees import read_trustees
from congress.crypto.belenios.wire import Broken

VECTORS = Path(__file__).parent / "vectors"
MOTION = Question("是否同意", ("赞成", "反对", "弃权"), 1, 1)
MOMENT = 1_795_339_636
EDWARDS = GROUPS["Ed25519"]
Bend = Callable[[dict[str, Any]], object]


@dataclass
class SecretVote:
    """Three tellers of whom two are needed, unless told otherwise; voters by number."""

    group: Group = EDWARDS
    questions: Sequence[Question] = (MOTION,)
    voters: int = 4
    size: int = 3
    threshold: int = 2
    election: Election = field(init=False)
    secrets: list[int] = field(init=False)
    keys: list[int] = field(init=False)
    published: dict[str, Any] = field(init=False)
    weights: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hold_ceremony()
        self.secrets = [random_scalar(self.group) for _ in range(self.voters)]
        public = read_trustees(self.trustees, self.group).public_key(self.group)
        self.freeze(public)

    def hold_ceremony(self) -> None:
        seats = [Seat.new() for _ in range(self.size)]
        polynomials = [new_polynomial(self.group, self.threshold) for _ in seats]
        certs = [s.certificate(self.group, self.size, self.threshold, i) for i, s in enumerate(seats, 1)]
        self.published, self.keys = publish(self.group, seats, polynomials, certs)

    def freeze(self, public: str, **changes: str) -> None:
        about = {"uuid": new_uuid(), "name": "表决", "description": "", **changes}
        self.election = write_election(
            group=self.group, public_key=public, questions=list(self.questions), **about
        )

    @property
    def trustees(self) -> str:
        return wire.compact([["Pedersen", self.published]])

    def public(self, voter: int) -> str:
        return self.group.power(self.group.generator, self.secrets[voter])

    @property
    def roll(self) -> str:
        keys = [self.public(v) for v in range(self.voters)]
        return wire.compact(
            [k if v not in self.weights else f"{k},{self.weights[v]}" for v, k in enumerate(keys)]
        )

    def ballot(self, voter: int, *marks: Sequence[int]) -> str:
        return make_ballot(self.election, self.secrets[voter], marks or ((1, 0, 0),))

    def resigned(self, raw: str, voter: int, bend: Bend = lambda _: None) -> str:
        """The ballot with something bent, signed again so that only the proofs can tell."""
        return resigned(self.election, self.secrets[voter], raw, bend)

    # --- the end ---

    def tally(self, ballots: Sequence[str], roll: dict[str, int] | None = None) -> Tally:
        weights = roll or {self.public(v): self.weights.get(v, 1) for v in range(self.voters)}
        return add_up(self.election, weights, [read_ballot(raw, self.election) for raw in ballots])

    def share(self, tally: Tally, owner: int) -> str:
        return make_share(self.election, tally, self.keys[owner - 1])

    def result(self, tally: Tally, shares: Sequence[tuple[int, str]]) -> str:
        trustees = read_trustees(self.trustees, self.group)
        factors = {o: read_share(s, self.election, tally, trustees.owners[o - 1]) for o, s in shares}
        return write_result(open_tally(self.election, tally, combine(self.group, trustees, factors, tally)))

    def archive(
        self,
        ballots: Sequence[str],
        *,
        tally: Tally | None = None,
        sized: str = "",
        shares: Iterable[tuple[int, str]] | None = None,
        result: str = "",
        stop: str = "",
        **setup: str,
    ) -> bytes:
        """Everything published, with whatever is given in place of the honest part."""
        total = tally or self.tally(ballots)
        given = list(shares) if shares is not None else [(o, self.share(total, o)) for o in (1, 3)]
        writer = Writer(MOMENT)
        parts = {"election": self.election.raw, "trustees": self.trustees, "roll": self.roll, **setup}
        writer.set_up(**parts)
        for raw in ballots:
            writer.point("Ballot", raw)
        if stop == "Ballot":
            return bytes(writer.whole)
        writer.tell("EndBallots")
        writer.total(total.as_json(), sized or total.sized_json())
        if stop == "EncryptedTally":
            return bytes(writer.whole)
        for owner, share in given:
            writer.share(owner, share)
        writer.point("Result", result or self.result(total, given))
        return bytes(writer.whole)


def resigned(election: Election, secret: int, raw: str, bend: Bend) -> str:
    """The ballot with something bent, under the key of this secret and with a good signature."""
    group, value = election.group, json.loads(raw)
    del value["signature"]
    value["credential"] = group.power(group.generator, secret)
    bend(value)
    summary = wire.fingerprint(wire.compact(value))
    proof = prove_secret(group, secret, f"sig|{summary}|")
    return wire.compact({**value, "signature": {"hash": summary, "proof": proof.as_json()}})


def faults(whole: bytes) -> set[str]:
    """The sentences of all faults, without ballot or teller numbers."""
    found = [fault for check in verify_ballots(whole) for fault in check.faults]
    return {dict(f.values)["fault"].text if "fault" in dict(f.values) else f.text for f in found}


def refused(vote: SecretVote, raw: str) -> str:
    """The ballot is refused when it arrives, and in an archive; why."""
    with pytest.raises(Broken) as caught:
        check_ballot(read_ballot(raw, vote.election), vote.election)
    others = [vote.ballot(2), vote.ballot(3)]
    told = faults(vote.archive([raw, *others], tally=vote.tally(others)))
    assert told == {caught.value.message.text}
    return caught.value.message.text


def answer(value: dict[str, Any]) -> dict[str, Any]:
    """The ballot's first answer."""
    return value["answers"][0]

"""A vote as an attacker sees it: the election, and some voting keys of their own. The same for the box and for archives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crypto.belenios.secretvote import EDWARDS, Bend, SecretVote, resigned
from sealed import Secret

from congress.crypto.belenios.ballot import make_ballot
from congress.crypto.belenios.election import Election, new_uuid, read_election, write_election
from congress.crypto.belenios.proofs import random_scalar

FIRST = (1, 0, 0)


@dataclass(frozen=True)
class Scene:
    """Voters by number from 0: they are on the roll. Ballots mark the first answer of every question."""

    election: Election
    secrets: Sequence[int]

    @classmethod
    def of(cls, vote: SecretVote) -> "Scene":
        """A vote without a server."""
        return cls(vote.election, vote.secrets)

    @classmethod
    def at(cls, vote: Secret, *names: str) -> "Scene":
        """An open vote of the software."""
        return cls(read_election(vote.election), [vote.voters[name].secret for name in names])

    @staticmethod
    def randoms(number: int) -> tuple[int, ...]:
        return tuple(random_scalar(EDWARDS) for _ in range(number))

    def public(self, voter: int) -> str:
        return self.election.group.power(self.election.group.generator, self.secrets[voter])

    def ballot(self, voter: int = 0, election: Election | None = None) -> str:
        """An honest ballot, of another election if one is given."""
        asked = election or self.election
        return make_ballot(asked, self.secrets[voter], [FIRST for _ in asked.questions])

    def resigned(self, raw: str, voter: int = 0, bend: Bend = lambda _: None) -> str:
        """Bent, in this voter's name and with their good signature: only what is in it can tell."""
        return resigned(self.election, self.secrets[voter], raw, bend)

    def other(self, public_key: str = "") -> Election:
        """Another election of the same tellers, or with another key, about the same question."""
        return write_election(
            uuid=new_uuid(),
            name="另一项",
            description="",
            group=self.election.group,
            public_key=public_key or self.election.public_key,
            questions=list(self.election.questions),
        )


Forge = Callable[[Scene], str]
Value = dict[str, Any]

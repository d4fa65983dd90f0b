"""What a delegate's and a teller's device do in a secret vote, without a browser: for the demo's people, and tests.

The twins of ``static/js/secret``; what they make is judged like anybody's.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from congress.crypto.belenios import ceremony, channel, wire
from congress.crypto.belenios.ballot import read_ballot, seal_ballot
from congress.crypto.belenios.ceremony import Seat
from congress.crypto.belenios.election import read_election
from congress.crypto.belenios.group import GROUPS, Group
from congress.crypto.belenios.proofs import random_scalar, sign
from congress.crypto.belenios.tally import add_up, make_share
from congress.secrecy.rules import commitment

GROUP = GROUPS["Ed25519"]  # unless told otherwise


@dataclass
class Voter:
    """A delegate's voting key."""

    secret: int = field(default_factory=lambda: random_scalar(GROUP))
    blind: str = field(default_factory=lambda: secrets.token_hex(16))
    group: Group = GROUP

    @classmethod
    def new(cls, group: Group) -> "Voter":
        """With a fresh key in this group."""
        return cls(random_scalar(group), group=group)

    @property
    def public(self) -> str:
        """What is registered."""
        return self.group.power(self.group.generator, self.secret)

    @property
    def commitment(self) -> str:
        """What is signed."""
        return commitment(self.public, self.blind)

    def ballot(self, election: str, choice: int) -> str:
        """An encrypted ballot for the answer with this index."""
        return self.sealed(election, choice)[0]

    def sealed(self, election: str, choice: int) -> tuple[str, str]:
        """The same with its opening: what whoever audits it is shown."""
        return self.marked(election, [[int(n == choice) for n in range(3)]])

    def marked(self, election: str, votes: Sequence[Sequence[int]]) -> tuple[str, str]:
        """A ballot with these marks, 0 or 1 for each column of each question, and its opening."""
        return seal_ballot(read_election(election), self.secret, votes)


@dataclass
class Teller:
    """A teller's secrets: of the ceremony, and in the end the part of the key."""

    seat: Seat = field(default_factory=Seat.new)
    polynomial: list[int] = field(default_factory=list)
    key: int = 0
    group: Group = GROUP

    def certify(self, size: int, threshold: int, owner: int) -> str:
        """Step 1."""
        return wire.compact(self.seat.certificate(self.group, size, threshold, owner))

    def deal(self, certificates: Sequence[str], threshold: int) -> str:
        """Step 2."""
        self.polynomial = ceremony.new_polynomial(self.group, threshold)
        signing = self.seat.signing(self.group)
        sealed = []
        for owner, certificate in enumerate(certificates, 1):
            given = wire.compact({"secret": str(ceremony.share(self.group, self.polynomial, owner))})
            sealed.append(channel.seal(self.group, signing, _keys(certificate)["encryption"], given))
        dealt = wire.compact({"coefexps": ceremony.coefficients(self.group, self.polynomial)})
        return wire.compact({"coefexps": sign(self.group, signing, dealt), "sealed": sealed})

    def finish(self, certificates: Sequence[str], sealed: Sequence[str]) -> str:
        """Step 3. ``sealed``: what each teller sent to this one."""
        decrypting, signing = self.seat.decrypting(self.group), self.seat.signing(self.group)
        pairs = zip(certificates, sealed, strict=True)
        received = [
            channel.open_sealed(self.group, _keys(certificate)["verification"], decrypting, one)
            for certificate, one in pairs
        ]
        self.key = sum(int(json.loads(one)["secret"]) for one in received) % self.group.order
        mine = ceremony.coefficients(self.group, self.polynomial)
        seen = ceremony.certified([json.loads(one) for one in certificates], mine)
        public = self.group.power(self.group.generator, self.key)
        verification = {
            **ceremony.single_key(self.group, self.key),
            "signature": sign(self.group, signing, public)["signature"],
        }
        signature = sign(self.group, signing, seen)["signature"]
        return wire.compact({"signature": signature, "verification": verification})

    def turn(self, election: str, ballots: Sequence[str]) -> str:
        """The share of the decryption of the sum of these ballots."""
        read = read_election(election)
        known = [read_ballot(one, read) for one in ballots]
        tally = add_up(read, {ballot.credential: 1 for ballot in known}, known)
        return make_share(read, tally, self.key)


def _keys(certificate: str) -> dict[str, str]:
    keys: dict[str, str] = json.loads(json.loads(certificate)["message"])
    return keys

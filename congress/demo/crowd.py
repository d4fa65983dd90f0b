"""The simulated delegates and tellers of a running demo: their keys and sessions, and what their devices send."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlmodel import Session

from congress.bylaws.paper import ANSWERS, GRADES, Row, texts
from congress.clock import now, stamp
from congress.crypto.belenios import wire
from congress.crypto.canonical import canonical
from congress.crypto.signatures import Signer, decode, encode
from congress.demo.founding import KEYS
from congress.demo.keys import BallotKeys, kept
from congress.house import House
from congress.identity import service as identity
from congress.polls import rules
from congress.polls.rules import Choice
from congress.polls.store import Poll
from congress.roster import service as roster
from congress.secrecy import rules as sealing
from congress.secrecy import service as secrecy
from congress.visit import COOKIE

LEANING = (0.9, 0.04, 0.06)  # for, against, abstain
GRADING = (0.5, 0.4, 0.06, 0.04)
WEIGHTS = {texts(ANSWERS): LEANING, texts(GRADES): GRADING}  # of others the first are a little ahead
LEFT_EMPTY = 0.03
PAGE = 500  # ballots read at a time
Form = dict[str, str]


@dataclass
class Crowd:
    """The simulated people of this process."""

    house: House
    signers: dict[int, Signer]
    keys: BallotKeys = field(default_factory=BallotKeys)
    tokens: dict[int, str] = field(default_factory=dict)
    elections: dict[int, str] = field(default_factory=dict)  # of sealed boxes, by poll
    random: Random = field(default_factory=Random)

    def admit(self) -> None:
        """A session for everyone who has none yet."""
        new = [person for person in self.signers if person not in self.tokens]
        if new:
            self.tokens |= self.house.database.write(lambda s: _begin(s, new))

    def cookie(self, person: int) -> Form:
        """The header of this person's browser."""
        return {"Cookie": f"{COOKIE}={self.tokens[person]}"}

    def signed(self, person: int, said: dict[str, Any]) -> Form:
        """What this person's device makes of a statement."""
        body = canonical({**said, "at": stamp(now()), "nonce": secrets.token_hex(16)})
        signer = self.signers[person]
        return {"statement": body.decode(), "key": signer.id, "signature": encode(signer.sign(body))}

    # --- voting ---

    def voters(self, poll: Poll, present: Sequence[int]) -> list[int]:
        """Those of the simulated delegates who are present, and whose ballot is not in a sealed box already."""
        if not poll.sealed:
            return [person for person in present if person in self.signers]
        with self.house.database.read() as session:
            box = secrecy.box(session, poll.id or 0)
            done = secrecy.turnout(session, poll.id or 0)
        self.elections[poll.id or 0] = box.election if box else ""
        able = self.keys.voters.keys() & self.signers.keys() - done
        return [person for person in present if person in able]

    def ballot(self, poll: Poll, person: int) -> tuple[str, Form]:
        """What this delegate's device sends, and where to."""
        if poll.sealed:
            votes = [self._marks(row) for row in poll.ballot_paper.rows(poll.title)]
            made, _ = self.keys.voters[person].marked(self.elections[poll.id or 0], votes)
            return f"/polls/{poll.id}/sealed", {"ballot": made, "follows": ""}
        choice = self.random.choices(list(Choice), LEANING)[0]
        said = rules.ballot_statement(
            site=self.house.keeper.site, poll=poll.id or 0, text_sha256=poll.text_sha256, choice=choice
        )
        return f"/polls/{poll.id}/ballots", {"choice": choice.value, **self.signed(person, said)}

    def _marks(self, row: Row) -> list[int]:
        """What this delegate marks in a row of the ballot paper: 0 or 1 for each column."""
        if row.empty and self.random.random() < LEFT_EMPTY:
            return [1, *[0] * len(row.columns)]
        marks = [0] * len(row.columns)
        weights = WEIGHTS.get(row.columns, range(len(marks) + 1, 1, -1))
        for _ in range(row.most):  # the same one twice is one mark less
            marks[self.random.choices(range(len(marks)), weights)[0]] = 1
        return [0, *marks] if row.empty else marks

    # --- opening the box ---

    def awaited(self, poll: Poll) -> list[int]:
        """The simulated tellers whose keys open this box; nobody when others hold them."""
        with self.house.database.read() as session:
            box = secrecy.box(session, poll.id or 0)
            if box is None or box.ceremony_id != self.keys.ceremony:
                return []
            done = secrecy.turned(session, poll.id or 0)
            needed = secrecy.table(session, box.ceremony_id).ceremony.threshold - len(done)
        return [person for person in self.keys.tellers if person not in done][:needed]

    def share(self, poll: Poll, person: int) -> Form:
        """A teller's part of the decryption, computed from the board and signed."""
        with self.house.database.read() as session:
            box = secrecy.box(session, poll.id or 0)
            ballots: list[str] = []
            while page := secrecy.ballots(session, poll.id or 0, after=len(ballots), most=PAGE):
                ballots += page
        share = self.keys.tellers[person].turn(box.election if box else "", ballots)
        digest = wire.digest(share)
        said = sealing.turn_statement(site=self.house.keeper.site, poll=poll.id or 0, digest=digest)
        return {"share": share, **self.signed(person, said)}


def _begin(session: Session, people: list[int]) -> dict[int, str]:
    return {person: identity.begin(session, person_id=person, device="demo").token for person in people}


def gather(house: House) -> Crowd | None:
    """The crowd of a demo congress, or nobody."""
    path = house.settings.data / KEYS
    with house.database.read() as session:
        known = roster.enterprise(session)
    if known is None or not known.demo or not path.exists():
        return None
    seeds = json.loads(path.read_text())
    signers = {int(person): Signer.from_bytes(decode(seed)) for person, seed in seeds.items()}
    return Crowd(house, signers, kept(house.settings.data))

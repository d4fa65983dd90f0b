"""How the demo's past is lived through: acts in the order of their time, each by the real services.

Nothing is written behind the services' backs except the people themselves
(``founding``), so the demo's record verifies like any other.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.clock import as_of, now, stamp
from congress.crypto.canonical import canonical
from congress.crypto.signatures import Signer, encode
from congress.demo.content.shapes import Moment
from congress.house import House
from congress.identity.rules import Signed
from congress.roster import service as roster
from congress.roster.rules import Viewer

Act = Callable[[Session], None]
CHUNK = 100  # acts in one transaction


@dataclass
class Play:
    """The stage: who is who, the keys on the simulated devices, and what will happen when."""

    house: House
    opening: date
    people: dict[str, int] = field(default_factory=dict)  # employee number → person id
    units: dict[str, int] = field(default_factory=dict)  # key of the unit → id
    ids: dict[str, int] = field(default_factory=dict)  # key of a motion, item, poll … → id
    signers: dict[int, Signer] = field(default_factory=dict)  # person id → key
    acts: list[tuple[datetime, int, Act]] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.house.zone)

    @property
    def site(self) -> str:
        return self.house.keeper.site

    def time(self, moment: Moment, *, later: int = 0) -> datetime:
        """A moment of the content, some minutes later; never in the future."""
        return min(moment.on(self.opening, self.zone) + timedelta(minutes=later), now())

    def day(self, number: int) -> date:
        """A day of the content."""
        return self.opening + timedelta(days=number)

    def at(self, when: datetime, act: Act) -> None:
        """Plan an act. Acts of the same moment happen in the order they were planned."""
        self.acts.append((when, len(self.acts), act))

    def perform(self) -> None:
        """Live through everything planned so far, in order."""
        acts, self.acts = sorted(self.acts, key=lambda act: act[:2]), []
        for start in range(0, len(acts), CHUNK):
            self.house.database.write(partial(_live, acts[start : start + CHUNK]))

    def viewer(self, session: Session, number: str) -> Viewer:
        """A person as the services see them."""
        found = roster.viewer(session, self.people[number])
        if found is None:
            raise ValueError(f"nobody has the number {number}")
        return found

    def sign(self, person_id: int, statement: dict[str, Any]) -> Signed:
        """What this person's simulated device makes of a statement."""
        signer = self.signers[person_id]
        body = canonical({**statement, "at": stamp(now()), "nonce": secrets.token_hex(16)})
        return Signed(body.decode(), signer.id, encode(signer.sign(body)))


def _live(acts: list[tuple[datetime, int, Act]], session: Session) -> None:
    for when, _, act in acts:
        with as_of(when):
            act(session)

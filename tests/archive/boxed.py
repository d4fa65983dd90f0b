"""An export with four secret votes in it: two decided, one void, one still open; one ballot was opened. And forgeries."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from attacks.at_the_box import audit, sealed
from cast import Cast
from exported import Exported
from sealed import Secret

from congress.archive.package import Package, box_of
from congress.crypto.belenios.archive import Archive, Writer, read_archive
from congress.crypto.belenios.ballot import read_ballot
from congress.crypto.belenios.election import read_election, read_roll
from congress.crypto.belenios.tally import add_up, combine, make_share, open_tally, read_share, write_result
from congress.crypto.belenios.trustees import read_trustees
from congress.house import House
from congress.polls import service as polls

Acts = list[dict[str, Any]]
MOMENT = 1_795_339_636
FIRST = (("alice", "for"), ("bob", "for"), ("carol", "against"), ("bob", "abstain"))
SECOND = (("alice", "against"), ("judy", "for"))
TURNING = ("sam", "ruth")  # not in the order of their numbers


@dataclass
class Boxed:
    """The export, everybody's devices, and the ids of the polls: two decided, one void, one open."""

    exported: Exported
    vote: Secret
    polls: list[int]

    @property
    def name(self) -> str:
        """The box of the first vote in the package."""
        return box_of(self.polls[0])

    @property
    def whole(self) -> bytes:
        return self.exported.package.files[self.name]

    def retold(
        self, tell: Callable[[Acts], Acts] = lambda acts: acts, files: dict[str, bytes] | None = None
    ) -> Package:
        """As the holder of the record's key could forge it; ``files`` replace those of the package."""
        given = {**self.exported.package.files, **(files or {})}
        kept = {name: body for name, body in given.items() if body is not None}
        package = replace(self.exported.package, files=kept)
        return replace(self.exported, package=package).retold(tell)

    def remade(self, *, ballots: Sequence[str] | None = None, roll: str = "", stop: str = "") -> bytes:
        """The first box with other ballots or another roll; the tellers' real keys open it."""
        old: Archive = read_archive(self.whole)
        roll, inside = roll or old.roll, old.ballots if ballots is None else ballots
        election = read_election(old.election)
        writer = Writer(MOMENT)
        writer.set_up(old.election, old.trustees, roll)
        for ballot in inside:
            writer.point("Ballot", ballot)
        writer.tell("EndBallots")
        if stop == "EndBallots":
            return bytes(writer.whole)
        read = [read_ballot(raw, election) for raw in inside]
        tally = add_up(election, read_roll(roll, election.group), read)
        writer.total(tally.as_json(), tally.sized_json())
        trustees, factors = read_trustees(old.trustees, election.group), {}
        for name in TURNING:
            owner = list(self.vote.tellers).index(name) + 1
            share = make_share(election, tally, self.vote.tellers[name].key)
            factors[owner] = read_share(share, election, tally, trustees.owners[owner - 1])
            writer.share(owner, share)
        if stop != "PartialDecryption":
            numbers = open_tally(election, tally, combine(election.group, trustees, factors, tally))
            writer.point("Result", write_result(numbers))
        return bytes(writer.whole)


def vote_secretly(house: House, cast: Cast) -> tuple[Secret, list[int]]:
    """Eleven of twelve have a voting key; three of them hold the key to the boxes."""
    vote = Secret(house.database, cast)
    for member in cast.voting:
        name = next(key for key, found in cast.members.items() if found is member)
        if name != "kate":
            vote.register(name)
    vote.hold_ceremony()
    held = []
    for ballots in (FIRST, SECOND):
        held.append(vote.open())
        for name, choice in ballots:
            vote.throw(name, choice)
        if ballots is FIRST:
            audit(vote, "carol", *sealed(vote, "carol"))
        vote.seal()
        for name in TURNING:
            vote.turn(name)
    held.append(vote.open())
    vote.throw("alice")
    vote.seal()
    vote.turn("ruth")
    by = cast["olga"].person_id
    house.database.write(lambda s: polls.void(s, poll_id=held[-1], by=by, why="计票人失联"))
    held.append(vote.open())
    vote.throw("frank")
    return vote, held


def of(acts: Acts, kind: str) -> Acts:
    """The entries of one kind."""
    return [act for act in acts if act["kind"] == kind]


def copy(act: dict[str, Any]) -> dict[str, Any]:
    """Another entry that says the same."""
    return dict(json.loads(json.dumps(act)))

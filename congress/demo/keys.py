"""The demo's keys for secret votes: the simulated delegates' own, and the box key that three tellers made together.

The server of a demo holds them all, so there a secret vote is secret in form only.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session

from congress.crypto.belenios import wire
from congress.crypto.belenios.group import GROUPS, Group
from congress.demo.devices import GROUP, Teller, Voter
from congress.demo.play import Play
from congress.secrecy import rules
from congress.secrecy import service as secrecy
from congress.secrecy.rules import Step
from congress.secrecy.service import Post, Table

FILE = "demo-ballot-keys.json"
THRESHOLD = 2
AT_A_STEP = timedelta(minutes=2)


@dataclass
class BallotKeys:
    """By person id; ``ceremony`` is the one in which the tellers' keys were made."""

    voters: dict[int, Voter] = field(default_factory=dict)
    tellers: dict[int, Teller] = field(default_factory=dict)
    ceremony: int = 0
    group: Group = GROUP


def register(session: Session, play: Play, keys: BallotKeys, people: Iterable[int]) -> None:
    """A voting key on each of these simulated devices."""
    for person in people:
        voter = keys.voters[person] = Voter.new(keys.group)
        said = rules.key_statement(site=play.site, person=person, commitment=voter.commitment)
        secrecy.register_key(
            session,
            person_id=person,
            site=play.site,
            public=voter.public,
            blind=voter.blind,
            signed=play.sign(person, said),
        )


def plan_ceremony(play: Play, keys: BallotKeys, people: Sequence[int], start: datetime) -> None:
    """These tellers make the key of today's sitting, each step in its turn."""
    keys.tellers = {person: Teller(group=keys.group) for person in people}
    play.at(start, partial(_call, play, keys))
    for number in range(1, len(Step) + 1):
        for person in people:
            play.at(start + number * AT_A_STEP, partial(_step, play, keys, person))


def _call(play: Play, keys: BallotKeys, session: Session) -> None:
    found = secrecy.begin(
        session,
        sitting_id=play.ids["sitting"],
        people=list(keys.tellers),
        threshold=THRESHOLD,
        by=play.ids["clerk"],
    )
    keys.ceremony = found.id or 0


def _step(play: Play, keys: BallotKeys, person: int, session: Session) -> None:
    given = _published(secrecy.table(session, keys.ceremony), keys.tellers[person], person)
    digest = wire.digest(given.body)
    said = rules.step_statement(site=play.site, ceremony=keys.ceremony, step=given.step, digest=digest)
    secrecy.post(
        session,
        site=play.site,
        ceremony_id=keys.ceremony,
        person_id=person,
        given=given,
        signed=play.sign(person, said),
    )


def _published(table: Table, teller: Teller, person: int) -> Post:
    """What this teller's device publishes now."""
    place = table.place_of(person)
    if place is None or table.step is None:
        raise ValueError("the demo's tellers have nothing to do")
    certificates, threshold = [one.certificate for one in table.holders], table.ceremony.threshold
    if table.step is Step.CERTIFY:
        return Post(table.step, teller.certify(len(certificates), threshold, place.owner))
    if table.step is Step.DEAL:
        return Post(table.step, teller.deal(certificates, threshold))
    return Post(
        table.step, teller.finish(certificates, [one.sealed[place.owner - 1] for one in table.holders])
    )


def keep(folder: Path, keys: BallotKeys) -> None:
    """For the simulator; readable by us only."""
    said = {
        "group": keys.group.name,
        "ceremony": keys.ceremony,
        "voters": [{"person": n, "key": str(one.secret)} for n, one in keys.voters.items()],
        "tellers": [
            {"owner": owner, "person": n, "key": str(one.key)}
            for owner, (n, one) in enumerate(keys.tellers.items(), 1)
        ],
    }
    handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(said, file)


def kept(folder: Path) -> BallotKeys:
    """What was kept; nothing in a demo loaded before there were secret votes by phone."""
    path = folder / FILE
    if not path.exists():
        return BallotKeys()
    said: dict[str, Any] = json.loads(path.read_text())
    group = GROUPS[said.get("group", GROUP.name)]
    return BallotKeys(
        {one["person"]: Voter(secret=int(one["key"]), group=group) for one in said["voters"]},
        {one["person"]: Teller(key=int(one["key"]), group=group) for one in said["tellers"]},
        said["ceremony"],
        group,
    )

"""Simulated delegates: when a vote opens in the demo, they sign and cast real ballots through HTTP."""

import asyncio
import json
import logging
import secrets
from dataclasses import dataclass, field
from random import Random

import httpx2
from sqlmodel import Session

from congress.clock import now, stamp
from congress.crypto.canonical import canonical
from congress.crypto.signatures import Signer, decode, encode
from congress.demo.founding import KEYS
from congress.house import House
from congress.identity import service as identity
from congress.polls import rules
from congress.polls import service as polls
from congress.polls.rules import Choice
from congress.polls.store import Poll
from congress.roster import service as roster
from congress.sittings import service as sittings
from congress.visit import COOKIE

LOOK = 1.0  # seconds between two looks at the hall
QUICK, SLOW = 9.0, 35.0  # most press within seconds, some think
SILENT = 0.02  # share of those present who do not vote
LEANING = ((Choice.FOR, 0.9), (Choice.AGAINST, 0.04), (Choice.ABSTAIN, 0.06))
AT_ONCE = 16  # requests under way
PATIENCE = 2.0  # seconds until a ballot that was not delivered is sent again
log = logging.getLogger(__name__)


@dataclass
class Crowd:
    """The simulated delegates of this process: their keys and sessions."""

    house: House
    signers: dict[int, Signer]
    tokens: dict[int, str] = field(default_factory=dict)
    random: Random = field(default_factory=Random)

    def admit(self) -> None:
        """A session for everyone who has none yet."""
        new = [person for person in self.signers if person not in self.tokens]
        if new:
            self.tokens |= self.house.database.write(lambda s: _begin(s, new))

    def ballot(self, poll: Poll, person: int) -> dict[str, str]:
        """What this delegate's device sends."""
        choice = self.random.choices([c for c, _ in LEANING], [w for _, w in LEANING])[0]
        said = rules.ballot_statement(
            site=self.house.keeper.site, poll=poll.id or 0, text_sha256=poll.text_sha256, choice=choice
        )
        body = canonical({**said, "at": stamp(now()), "nonce": secrets.token_hex(16)})
        signer = self.signers[person]
        return {
            "choice": choice.value,
            "statement": body.decode(),
            "key": signer.id,
            "signature": encode(signer.sign(body)),
        }


def _begin(session: Session, people: list[int]) -> dict[int, str]:
    return {person: identity.begin(session, person_id=person, device="demo").token for person in people}


async def simulate(house: House) -> None:
    """Watch for votes for as long as the server runs; only in a demo congress."""
    async with asyncio.TaskGroup() as campaigns:  # who stops looking, stops them too
        await watch(house, campaigns)


async def watch(house: House, campaigns: asyncio.TaskGroup) -> None:
    """Begin a campaign for each vote that opens."""
    crowd: Crowd | None = None
    done: set[int] = set()
    while True:
        await asyncio.sleep(LOOK)
        try:
            crowd = crowd or await asyncio.to_thread(gather, house)
            found = await asyncio.to_thread(open_vote, house) if crowd else None
        except Exception:
            log.exception("the simulated delegates could not look at the hall")
            continue
        if crowd and found and found[0].id not in done:
            done.add(found[0].id or 0)
            campaigns.create_task(campaign(crowd, *found))


def gather(house: House) -> Crowd | None:
    """The crowd of a demo congress, or nobody."""
    path = house.settings.data / KEYS
    with house.database.read() as session:
        known = roster.enterprise(session)
    if known is None or not known.demo or not path.exists():
        return None
    seeds = json.loads(path.read_text())
    return Crowd(house, {int(person): Signer.from_bytes(decode(seed)) for person, seed in seeds.items()})


def open_vote(house: House) -> tuple[Poll, list[int]] | None:
    """The named vote that is open, and who is present at it."""
    with house.database.read() as session:
        meeting = sittings.current(session)
        poll = polls.open_now(session, meeting.sitting.id or 0) if meeting else None
        if poll is None or not poll.cast_by_phone:
            return None
        return poll, polls.present_at(session, poll.id or 0)


async def campaign(crowd: Crowd, poll: Poll, present: list[int]) -> None:
    """Everybody present votes in their own time, through the front door."""
    await asyncio.to_thread(crowd.admit)
    voters = [p for p in present if p in crowd.signers and crowd.random.random() >= SILENT]
    gate = asyncio.Semaphore(AT_ONCE)
    address = crowd.house.settings.own_address
    # our own loopback door: the hall's certificate names other hosts
    async with httpx2.AsyncClient(base_url=address, verify=False, trust_env=False, timeout=30) as client:
        await asyncio.gather(*(vote(crowd, poll, person, client, gate) for person in voters))


async def vote(
    crowd: Crowd, poll: Poll, person: int, client: httpx2.AsyncClient, gate: asyncio.Semaphore
) -> None:
    """Think, sign, send."""
    patience = QUICK if crowd.random.random() < 0.8 else SLOW
    await asyncio.sleep(crowd.random.uniform(0.5, patience))
    cookie = {"Cookie": f"{COOKIE}={crowd.tokens[person]}"}
    ballot = client.build_request(
        "POST", f"/polls/{poll.id}/ballots", data=crowd.ballot(poll, person), headers=cookie
    )
    status = await deliver(ballot, client, gate)
    if status not in {200, 303, 403}:
        log.warning("a simulated ballot was answered with %d", status)


async def deliver(ballot: httpx2.Request, client: httpx2.AsyncClient, gate: asyncio.Semaphore) -> int:
    """Send until there is an answer, as a phone does: the server may be leaving, or have too much to do."""
    while True:
        try:
            async with gate:
                return (await client.send(ballot)).status_code
        except httpx2.TransportError:
            await asyncio.sleep(PATIENCE)

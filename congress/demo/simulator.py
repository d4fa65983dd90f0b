"""Simulated people act through HTTP: delegates cast ballots when a vote opens, tellers open a sealed box."""

import asyncio
import logging

import httpx2

from congress.demo.crowd import Crowd, gather
from congress.house import House
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.polls.store import Poll
from congress.sittings import service as sittings

LOOK = 1.0  # seconds between two looks at the hall
QUICK, SLOW = 9.0, 35.0  # most press within seconds, some think
SILENT = 0.02  # share of those present who do not vote
AT_ONCE = 16  # requests under way
PATIENCE = 2.0  # seconds until a ballot that was not delivered is sent again
TURNING = (3.0, 6.0)  # seconds until the next teller turns their key
EXPECTED = frozenset({200, 303, 403})  # too late is no failure
log = logging.getLogger(__name__)


async def simulate(house: House) -> None:
    """Watch for votes for as long as the server runs; only in a demo congress."""
    async with asyncio.TaskGroup() as campaigns:  # who stops looking, stops them too
        await watch(house, campaigns)


async def watch(house: House, campaigns: asyncio.TaskGroup) -> None:
    """Begin a campaign for each vote that opens, and a count for each box that was sealed."""
    crowd: Crowd | None = None
    done: set[tuple[int, PollStage]] = set()
    while True:
        await asyncio.sleep(LOOK)
        try:
            crowd = crowd or await asyncio.to_thread(gather, house)
            found = await asyncio.to_thread(open_vote, house) if crowd else None
        except Exception:
            log.exception("the simulated delegates could not look at the hall")
            continue
        if crowd and found and (step := (found[0].id or 0, found[0].stage)) not in done:
            done.add(step)
            counting = found[0].stage is PollStage.COUNTING
            campaigns.create_task(count(crowd, found[0]) if counting else campaign(crowd, *found))


def open_vote(house: House) -> tuple[Poll, list[int]] | None:
    """The vote by phone that is open or being counted, and who is present at it."""
    with house.database.read() as session:
        meeting = sittings.current(session)
        poll = polls.open_now(session, meeting.sitting.id or 0) if meeting else None
        if poll is None or not poll.cast_by_phone:
            return None
        return poll, polls.present_at(session, poll.id or 0)


def door(crowd: Crowd) -> httpx2.AsyncClient:
    """Our own loopback door: the hall's certificate names other hosts."""
    address = crowd.house.settings.own_address
    return httpx2.AsyncClient(base_url=address, verify=False, trust_env=False, timeout=30)


async def campaign(crowd: Crowd, poll: Poll, present: list[int]) -> None:
    """Everybody present votes in their own time, through the front door."""
    await asyncio.to_thread(crowd.admit)
    able = await asyncio.to_thread(crowd.voters, poll, present)
    voters = [person for person in able if crowd.random.random() >= SILENT]
    gate = asyncio.Semaphore(AT_ONCE)
    async with door(crowd) as client:
        await asyncio.gather(*(vote(crowd, poll, person, client, gate) for person in voters))


async def vote(
    crowd: Crowd, poll: Poll, person: int, client: httpx2.AsyncClient, gate: asyncio.Semaphore
) -> None:
    """Think, sign or seal, send."""
    patience = QUICK if crowd.random.random() < 0.8 else SLOW
    await asyncio.sleep(crowd.random.uniform(0.5, patience))
    path, form = await asyncio.to_thread(crowd.ballot, poll, person)
    ballot = client.build_request("POST", path, data=form, headers=crowd.cookie(person))
    told(await deliver(ballot, client, gate), "ballot")


async def count(crowd: Crowd, poll: Poll) -> None:
    """As many simulated tellers as are needed turn their keys, one after another."""
    await asyncio.to_thread(crowd.admit)
    gate = asyncio.Semaphore(1)
    async with door(crowd) as client:
        for person in await asyncio.to_thread(crowd.awaited, poll):
            await asyncio.sleep(crowd.random.uniform(*TURNING))
            form = await asyncio.to_thread(crowd.share, poll, person)
            share = client.build_request(
                "POST", f"/polls/{poll.id}/keys", data=form, headers=crowd.cookie(person)
            )
            told(await deliver(share, client, gate), "share")


def told(status: int, what: str) -> None:
    """Whoever runs the demo should hear of an answer that was not expected."""
    if status not in EXPECTED:
        log.warning("a simulated %s was answered with %d", what, status)


async def deliver(sent: httpx2.Request, client: httpx2.AsyncClient, gate: asyncio.Semaphore) -> int:
    """Send until there is an answer, as a phone does: the server may be leaving, or have too much to do."""
    while True:
        try:
            async with gate:
                return (await client.send(sent)).status_code
        except httpx2.TransportError:
            await asyncio.sleep(PATIENCE)

"""Secret ballots over HTTP: checked in full, durable, while pages are asked for; beside nothing but the checking."""

import asyncio
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from sqlmodel import Session

from congress.bylaws.terms import Form, Verb
from congress.clock import now
from congress.crypto.belenios import ceremony, wire
from congress.demo.devices import GROUP, Voter
from congress.house import prepare
from congress.polls import service as polls
from congress.polls.service import Draft
from congress.secrecy import service as secrecy
from congress.secrecy.store import Ceremony, VotingKey
from congress.settings import Settings
from congress.sittings import service as sittings
from scripts.benchmarks import client, hall
from scripts.benchmarks.votes import free_port

VOTERS = 1000
WITHIN = 1.0  # seconds in which all of them press
ALONE = 200  # ballots that one core checks by itself
PAUSE = 0.05  # seconds between two looks at a page


def run() -> dict[str, object]:
    """A whole congress presses within one second; before it, what checking alone costs."""
    with tempfile.TemporaryDirectory() as folder:
        bench = hall.build(Path(folder), VOTERS)
        poll_id, election, voters = _open(Path(folder), bench)
        with ProcessPoolExecutor() as pool:
            made = list(pool.map(Voter.ballot, voters, [election] * VOTERS, [0] * VOTERS, chunksize=20))
        alone = _alone(election, made[:ALONE])
        port = free_port()
        requests = [
            client.post(
                f"/polls/{poll_id}/sealed", urlencode({"ballot": body, "follows": ""}).encode(), voter.cookie
            )
            for body, voter in zip(made, bench.voters, strict=True)
        ]
        with hall.serving(["congress", "serve", "--port", str(port), "--data", folder], port):
            burst, pages = asyncio.run(_measure(port, requests, bench.organiser))
    if burst.wrong:
        raise RuntimeError(burst.wrong[0])
    found = burst.summary()
    bound = round(1000 / alone * (os.cpu_count() or 1))
    return {
        "voters": VOTERS,
        **found,
        "check_one_ms": round(alone, 2),
        "checking_alone_per_second": bound,
        "ratio_to_checking_alone": round(int(str(found["per_second"])) / bound, 2),
        "page_meanwhile_median_ms": round(median(pages) * 1000, 1),
        "page_meanwhile_slowest_ms": round(max(pages) * 1000, 1),
    }


def _alone(election: str, made: list[str]) -> float:
    """Milliseconds for one ballot on one core, with nothing around it."""
    secrecy.check(election, made[0])
    start = time.perf_counter()
    for body in made:
        secrecy.check(election, body)
    return (time.perf_counter() - start) / len(made) * 1000


async def _measure(port: int, requests: list[bytes], cookie: str) -> tuple[client.Burst, list[float]]:
    await client.burst(port, requests[:1], 1)
    await client.burst(
        port, [client.get("/now", cookie)] * 3, 1
    )  # a hall that votes has looked at pages before
    voting = asyncio.create_task(client.burst(port, requests, len(requests), over=WITHIN))
    seconds: list[float] = []
    while not voting.done():
        seconds.append((await client.burst(port, [client.get("/now", cookie)], 1)).latencies[0])
        await asyncio.sleep(PAUSE)
    return await voting, seconds


def _open(folder: Path, bench: hall.Bench) -> tuple[int, str, list[Voter]]:
    """The named vote is closed, a secret one opened: everybody has a voting key, two tellers hold the box key."""
    voters = [Voter() for _ in bench.voters]
    house = prepare(Settings(data=folder))
    house.name_site(hall.SITE, "Asia/Shanghai")
    try:
        poll_id = house.database.write(lambda s: _put(s, bench, voters))
        with house.database.read() as session:
            return poll_id, secrecy.the_box(session, poll_id).election, voters
    finally:
        house.database.close()


def _put(session: Session, bench: hall.Bench, voters: list[Voter]) -> int:
    clerk = bench.voters[0].person_id
    polls.close(session, poll_id=bench.poll_id, by=clerk)
    sitting_id = polls.poll(session, bench.poll_id).sitting_id
    for member, voter in zip(bench.voters, voters, strict=True):
        session.add(
            VotingKey(public=voter.public, person_id=member.person_id, blind=voter.blind, registered_at=now())
        )
    session.add(
        Ceremony(sitting_id=sitting_id, threshold=2, begun_at=now(), begun_by=clerk, trustees=trustees(2, 3))
    )
    item = sittings.add_item(session, sitting_id=sitting_id, title="集体合同", verb=Verb.PASS, by=clerk)
    wish = Draft("关于集体合同的决议", "会议同意。", "collective_contract", Form.SECRET, paper=False)
    found = polls.draft(session, item_id=item.id or 0, wish=wish).id or 0
    seen = polls.preflight(session, found).text_sha256
    polls.open_poll(session, poll_id=found, by=clerk, text_sha256=seen)
    return found


def trustees(threshold: int, size: int) -> str:
    """Tellers who sit in one process."""
    seats = [ceremony.Seat.new() for _ in range(size)]
    polynomials = [ceremony.new_polynomial(GROUP, threshold) for _ in seats]
    certificates = [seat.certificate(GROUP, size, threshold, n) for n, seat in enumerate(seats, 1)]
    published, _ = ceremony.publish(GROUP, seats, polynomials, certificates)
    return wire.compact([["Pedersen", published]])

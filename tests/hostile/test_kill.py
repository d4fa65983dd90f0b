"""The power fails in the middle of a vote: what was acknowledged is there, and nothing is counted twice."""

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from server import ROOT, Server, serving

from congress.archive import package
from scripts.benchmarks import client, hall

VOTERS = 150
AT_ONCE = 12
ENOUGH = 40  # acknowledged ballots after which the power fails


@dataclass
class Vote:
    """One ballot as the phone has prepared it, and whether the server said that it has it."""

    request: bytes
    voter: hall.Voter
    receipt: str = ""


@dataclass
class Burst:
    """Many phones at once, each sending its ballot and waiting for the receipt."""

    port: int
    votes: list[Vote]
    server: Server | None = None  # to be killed when enough ballots are acknowledged
    refused: list[int] = field(default_factory=list)

    async def run(self) -> None:
        queue = list(reversed(self.votes))
        await asyncio.gather(*(self._phone(queue) for _ in range(AT_ONCE)))

    async def _phone(self, queue: list[Vote]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            while queue:
                await self._send(queue.pop(), reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            assert self.server, "only a killed server hangs up"
        finally:
            await hang_up(writer)

    async def _send(self, vote: Vote, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(vote.request)
        status, _, body = await client.answer(reader)
        if status == 200:
            vote.receipt = receipt_in(body)
        else:
            self.refused.append(status)
        if self.server and sum(bool(vote.receipt) for vote in self.votes) == ENOUGH:
            self.server.process.kill()


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def receipt_in(body: bytes) -> str:
    return body.decode().split('class="receipt">')[1].split("<")[0]


def congress(*arguments: object) -> str:
    """The command line; what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "congress", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def recorded(file: Path) -> list[dict[str, Any]]:
    """The acts in an exported record."""
    return [json.loads(line) for line in package.read(file).lines(package.RECORD)]


async def once(port: int, request: bytes) -> int:
    """The status of the answer to one request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    status, _, _ = await client.answer(reader)
    await hang_up(writer)
    return status


@pytest.mark.timeout(420)
def test_a_power_cut_in_the_middle_of_a_vote(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bench = hall.build(data, VOTERS)
    votes = [
        Vote(client.post(f"/polls/{bench.poll_id}/ballots", body, cookie), voter)
        for voter, (cookie, body) in zip(bench.voters, bench.ballots(), strict=True)
    ]

    with serving(data) as server:
        asyncio.run(Burst(int(server.url.rpartition(":")[2]), votes, server).run())
        assert server.process.wait(15) == -9
    acknowledged = {id(vote): vote.receipt for vote in votes if vote.receipt}
    assert ENOUGH <= len(acknowledged) < VOTERS

    with serving(data) as server:
        again = Burst(int(server.url.rpartition(":")[2]), votes)
        asyncio.run(again.run())  # every phone sends again, not knowing what arrived
        assert again.refused == []
        for vote in votes:
            assert acknowledged.get(id(vote), vote.receipt) == vote.receipt
        assert len({vote.receipt for vote in votes}) == VOTERS
        closing = client.post(f"/polls/{bench.poll_id}/closing", b"", bench.organiser)
        assert asyncio.run(once(int(server.url.rpartition(":")[2]), closing)) == 303
        congress("export", tmp_path / "record.zip", "--data", data)

    assert "核验通过" in congress("verify", tmp_path / "record.zip")
    acts = recorded(tmp_path / "record.zip")
    assert (
        sum(act["kind"] == "ballot.cast" for act in acts) == VOTERS
    )  # one entry each, though most were sent twice
    (result,) = [act["facts"] for act in acts if act["kind"] == "poll.closed"]
    assert result["counts"]["returned"] == result["counts"]["favour"] == VOTERS

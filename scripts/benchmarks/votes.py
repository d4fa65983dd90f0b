"""Named signed votes over HTTP: durable, signature verified, beside the floor."""

import asyncio
import socket
import tempfile
from pathlib import Path

from congress.crypto.signatures import encode
from scripts.benchmarks import client, hall

VOTERS = 2000
CONCURRENT = (200, 500)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run() -> dict[str, object]:
    """Each concurrency on a fresh congress and a fresh floor, in turn."""
    found: dict[str, object] = {"voters": VOTERS}
    for at_once in CONCURRENT:
        with tempfile.TemporaryDirectory() as folder:
            bench = hall.build(Path(folder), VOTERS)
            ours = _ours(Path(folder), bench, at_once)
            floor = _floor(Path(folder), bench, at_once)
        ratio = round(int(str(ours["per_second"])) / int(str(floor["per_second"])), 2)
        found[f"at_once_{at_once}"] = {"congress": ours, "floor": floor, "ratio_to_floor": ratio}
    return found


def _ours(folder: Path, bench: hall.Bench, at_once: int) -> dict[str, object]:
    port = free_port()
    requests = [
        client.post(f"/polls/{bench.poll_id}/ballots", body, cookie) for cookie, body in bench.ballots()
    ]
    with hall.serving(["congress", "serve", "--port", str(port), "--data", str(folder)], port):
        burst = asyncio.run(client.burst(port, requests, at_once))
    if burst.wrong:
        raise RuntimeError(burst.wrong[0])
    return burst.summary()


def _floor(folder: Path, bench: hall.Bench, at_once: int) -> dict[str, object]:
    port = free_port()
    requests = [
        client.post("/cast", bench.ballot(voter), encode(voter.signer.public)) for voter in bench.voters
    ]
    with hall.serving(["scripts.benchmarks.floor", str(port), str(folder)], port):
        burst = asyncio.run(client.burst(port, requests, at_once))
    if burst.wrong:
        raise RuntimeError(burst.wrong[0])
    return burst.summary()

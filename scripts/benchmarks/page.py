"""The delegate's "now" page: server time, bytes warm and cold, beside a bare endpoint; a whole hall at once."""

import asyncio
import re
import tempfile
import time
from pathlib import Path
from statistics import median

from scripts.benchmarks import client, hall
from scripts.benchmarks.votes import free_port

TIMES = 300


def run() -> dict[str, object]:
    """One person asks for the page again and again; then everything a first visit loads."""
    with tempfile.TemporaryDirectory() as folder:
        bench = hall.build(Path(folder), 312)
        port = free_port()
        with hall.serving(["congress", "serve", "--port", str(port), "--data", folder], port):
            found = asyncio.run(_measure(port, bench.voters[5].cookie))
            hall_ms = asyncio.run(_hall(port, [voter.cookie for voter in bench.voters]))
            return {**found, "phones": len(bench.voters), "whole_hall_ms": hall_ms}


async def _hall(port: int, cookies: list[str]) -> int:
    """A vote was opened and every phone asks for its ballot in the same moment: until the last has it."""
    requests = [client.get("/now", cookie, HX_Request_Type="partial") for cookie in cookies]
    return round((await client.burst(port, requests, len(requests))).seconds * 1000)


async def _measure(port: int, cookie: str) -> dict[str, object]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def ask(path: str) -> tuple[float, bytes, bytes]:
        start = time.perf_counter()
        writer.write(client.get(path, cookie, Accept_Encoding="gzip"))
        status, head, body = await client.answer(reader)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return time.perf_counter() - start, head, body

    await ask("/now")
    pages = [await ask("/now") for _ in range(TIMES)]
    floor = [await ask("/healthz") for _ in range(TIMES)]
    writer.write(client.get("/now", cookie))
    _, _, plain = await client.answer(reader)
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', plain.decode())
    loaded = [await ask(address) for address in dict.fromkeys(assets)]
    warm = len(pages[-1][1]) + len(pages[-1][2])
    cold = warm + sum(len(h) + len(b) for _, h, b in loaded)
    writer.close()
    middle, bare = median(t for t, _, _ in pages), median(t for t, _, _ in floor)
    return {
        "median_ms": round(middle * 1000, 2),
        "bare_endpoint_median_ms": round(bare * 1000, 2),
        "warm_bytes": warm,
        "cold_bytes": cold,
        "cold_files": len(loaded) + 1,
    }

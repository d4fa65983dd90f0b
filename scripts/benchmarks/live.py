"""Two thousand open streams: how soon a broadcast reaches the last one, and what a stream costs."""

import asyncio
import resource
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from scripts.benchmarks import client, hall
from scripts.benchmarks.votes import free_port

STREAMS = 2000
ROUNDS = 3


def run() -> dict[str, object]:
    """Open the streams, then let the organiser do something everybody must hear of."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 2 * STREAMS + 500)), hard))
    with tempfile.TemporaryDirectory() as folder:
        bench = hall.build(Path(folder), 312)
        port = free_port()
        with hall.serving(["congress", "serve", "--port", str(port), "--data", folder], port) as process:
            return asyncio.run(_measure(port, bench, process.pid))


async def _measure(port: int, bench: hall.Bench, pid: int) -> dict[str, object]:
    warm = [await asyncio.open_connection("127.0.0.1", port)]
    before = _memory(pid)
    links = []
    for n in range(STREAMS):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(client.get("/live", bench.voters[n % len(bench.voters)].cookie))
        links.append((reader, writer))
    for reader, _ in links:
        await _until(reader, b"event: state")
    await asyncio.sleep(2)
    each = (_memory(pid) - before) / STREAMS
    delays = [await _broadcast(warm[0], links, bench, n) for n in range(ROUNDS)]
    for _, writer in links:
        writer.close()
    return {
        "streams": STREAMS,
        "last_listener_ms": [round(delay * 1000) for delay in delays],
        "kilobytes_each": round(each / 1024, 1),
    }


async def _broadcast(
    link: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    links: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]],
    bench: hall.Bench,
    n: int,
) -> float:
    """The organiser declares the vote void, which makes a new draft: news for everybody."""
    path, body = f"/polls/{bench.poll_id}/voiding", {"why": "测量", "form": "named"}
    if n:
        path, body = await _open_again(link, bench)
    listening = [asyncio.create_task(_until(reader, b"event: news")) for reader, _ in links]
    await asyncio.sleep(0.2)
    start = time.perf_counter()
    link[1].write(client.post(path, urlencode(body).encode(), bench.organiser))
    await asyncio.gather(*listening)
    delay = time.perf_counter() - start
    await client.answer(link[0])
    return delay


async def _open_again(
    link: tuple[asyncio.StreamReader, asyncio.StreamWriter], bench: hall.Bench
) -> tuple[str, dict[str, str]]:
    """Opening the drafted vote is news too; its text must be named."""
    poll = bench.next_poll_id
    link[1].write(client.get(f"/polls/{poll}", bench.organiser))
    _, _, page = await client.answer(link[0])
    if b"text_sha256" in page:
        sha256 = page.split(b'name="text_sha256" value="')[1][:64].decode()
        return f"/polls/{poll}/opening", {"text_sha256": sha256}
    return f"/polls/{poll}/voiding", {"why": "测量", "form": "named"}


async def _until(reader: asyncio.StreamReader, wanted: bytes) -> None:
    while wanted not in await reader.readline():
        pass


def _memory(pid: int) -> int:
    """Resident bytes of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()

"""A load generator that costs little: prepared requests over kept-alive connections, on loopback only."""

import asyncio
import time
from dataclasses import dataclass, field


@dataclass
class Burst:
    """Answers of one run: seconds each, how many were as expected, seconds in all."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, object]:
        """Numbers for the report."""
        ordered = sorted(self.latencies)
        return {
            "requests": len(ordered),
            "wrong": len(self.wrong),
            "per_second": round(len(ordered) / self.seconds),
            **{
                f"p{p}_ms": round(ordered[min(len(ordered) - 1, len(ordered) * p // 100)] * 1000, 1)
                for p in (50, 95, 99)
            },
        }


def post(path: str, body: bytes, cookie: str = "") -> bytes:
    """One request as bytes."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"HX-Request: true\r\nHX-Request-Type: partial\r\nCookie: {cookie}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def get(path: str, cookie: str = "", **headers: str) -> bytes:
    """One request as bytes."""
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n{extra}\r\n".encode()


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bytes]:
    """Status, head and body of one answer with a length."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line[15:])
    if b"chunked" in head:
        return int(head[9:12]), head, await _chunks(reader)
    body = await reader.readexactly(length) if length else b""
    return int(head[9:12]), head, body


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    """A body sent in pieces (RFC 9112 section 7.1)."""
    whole = b""
    while size := int(await reader.readline(), 16):
        whole += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return whole


async def burst(
    port: int, requests: list[bytes], at_once: int, *, status: int = 200, over: float = 0.0
) -> Burst:
    """Send every request once, ``at_once`` connections at a time, each waiting for its answer.

    ``over``: the connections begin one after the other, evenly within so many seconds.
    """
    result, queue = Burst(), list(reversed(requests))
    links = [await asyncio.open_connection("127.0.0.1", port) for _ in range(at_once)]
    start = time.perf_counter()
    waits = (over * n / at_once for n in range(at_once))
    await asyncio.gather(
        *(_work(link, queue, result, status, wait) for link, wait in zip(links, waits, strict=True))
    )
    result.seconds = time.perf_counter() - start
    for _, writer in links:
        writer.close()
    return result


async def _work(
    link: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    queue: list[bytes],
    result: Burst,
    status: int,
    wait: float,
) -> None:
    reader, writer = link
    await asyncio.sleep(wait)
    while queue:
        request = queue.pop()
        start = time.perf_counter()
        writer.write(request)
        got, _, body = await answer(reader)
        result.latencies.append(time.perf_counter() - start)
        if got != status:
            result.wrong.append(f"{got} {body[:200]!r}")

"""The live stream: server-sent events straight from the hub, about 15 kB a listener."""

import asyncio

from starlette.types import Receive, Scope, Send

from congress.live import Hub

BEAT = 15.0  # seconds between comments that keep proxies from closing a quiet stream
START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ],
}


async def stream(hub: Hub, receive: Receive, send: Send) -> None:
    """Pass on events until the listener goes away."""
    async with hub.listen() as inbox:
        gone = asyncio.ensure_future(_gone(receive, inbox))
        try:
            await send(START)
            while not gone.done():
                await send(_body(await _next(inbox)))
        except OSError:
            pass  # the connection broke while we spoke
        finally:
            gone.cancel()


async def _next(inbox: "asyncio.Queue[bytes]") -> bytes:
    try:
        async with asyncio.timeout(BEAT):
            return await inbox.get()
    except TimeoutError:
        return b": still here\n\n"


async def _gone(receive: Receive, inbox: "asyncio.Queue[bytes]") -> None:
    """Wait for the listener to leave, then wake the sender."""
    while (await receive())["type"] != "http.disconnect":
        pass
    if not inbox.full():
        inbox.put_nowait(b"")


def _body(chunk: bytes) -> dict[str, object]:
    return {"type": "http.response.body", "body": chunk, "more_body": True}


class Stream:
    """The ASGI endpoint of the stream; whether one may listen is decided before it."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await stream(self.hub, receive, send)

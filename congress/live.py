"""The hub: what everyone in the hall should see at once.

*Numbers* (present, turnout …) are read from their source and sent at most twice a
second, however often they are touched; only the newest matter. *News* (a vote opened, the item changed) goes out at once and
asks pages to fetch the fragment it names. A listener that falls behind is given
the whole state instead of what it missed; its version says whether there was news.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

Numbers = dict[str, int | str]
log = logging.getLogger(__name__)
TICK = 0.5  # seconds between two tellings of the numbers


class Hub:
    """One per process. ``publish`` may be called from any thread, the rest belongs to the event loop."""

    def __init__(self, version: int = 0) -> None:
        """``version`` is where the counting of news begins: elsewhere in each process, so that who knew another asks."""
        self.numbers: Numbers = {}
        self.version = version
        self.sources: dict[str, Callable[[], Numbers]] = {}
        self._touched: set[str] = set()
        self._changed: Numbers = {}
        self._listeners: set[asyncio.Queue[bytes]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def listeners(self) -> int:
        """How many streams are open."""
        return len(self._listeners)

    def touch(self, *sources: str) -> None:
        """These numbers may have changed: read their source again at the next tick."""
        if self._touched.issuperset(sources):  # they will be read after this; a hall that votes touches often
            return
        self._call(lambda: self._touched.update(sources))

    def publish(self, **numbers: int | str) -> None:
        """Note new numbers; they are told at the next tick."""
        self._call(lambda: self._note(numbers))

    def news(self, *topics: str) -> None:
        """Tell at once that these parts of the page have changed."""
        self._call(lambda: self._tell("news", {"topics": list(topics)}))

    def state(self) -> dict[str, object]:
        """All numbers and the version, for those who ask instead of listening."""
        return {"version": self.version, "numbers": self.numbers}

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[asyncio.Queue[bytes]]:
        """A queue of ready-made events, the present state first."""
        inbox: asyncio.Queue[bytes] = asyncio.Queue(64)
        inbox.put_nowait(_event("state", self.state()))
        self._listeners.add(inbox)
        try:
            yield inbox
        finally:
            self._listeners.discard(inbox)

    async def run(self) -> None:
        """Tell the gathered numbers twice a second, for ever."""
        self._loop = asyncio.get_running_loop()
        self._touched.update(self.sources)
        while True:
            await asyncio.sleep(TICK)
            await self._read()
            if self._changed:
                changed, self._changed = self._changed, {}
                self._tell("numbers", dict(changed))

    async def _read(self) -> None:
        """Ask the touched sources, outside the event loop."""
        touched, self._touched = self._touched, set()
        for name in touched:
            try:
                self._note(await asyncio.to_thread(self.sources[name]))
            except Exception:
                log.exception("the numbers of %s could not be read", name)

    def _call(self, act: Callable[[], None]) -> None:
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)

    def _note(self, numbers: Numbers) -> None:
        new = {k: v for k, v in numbers.items() if self.numbers.get(k) != v}
        self.numbers |= new
        self._changed |= new

    def _tell(self, kind: str, body: dict[str, object]) -> None:
        if kind == "news":
            self.version += 1
            body["version"] = self.version
        message = _event(kind, body)
        for inbox in self._listeners:
            if inbox.full():
                _empty(inbox)
                inbox.put_nowait(_event("state", self.state()))
            else:
                inbox.put_nowait(message)


def _empty(inbox: asyncio.Queue[bytes]) -> None:
    while not inbox.empty():
        inbox.get_nowait()


def _event(kind: str, body: dict[str, object]) -> bytes:
    """One server-sent event (WHATWG HTML, section 9.2)."""
    return f"event: {kind}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode()

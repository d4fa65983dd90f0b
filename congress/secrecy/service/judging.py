"""Checking ballots in other processes: each takes some 3 ms of pure arithmetic, and pages must stay quick meanwhile."""

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from threading import Lock

from congress.i18n import Message
from congress.secrecy.service.box import Checked, check, check_opening

SEATS = (
    8  # ballots for each process that are let in at a time; the others wait at the door, and pages stay quick
)
log = logging.getLogger(__name__)
MOST = 4  # processes: more cores are better left to pages


class Judges:
    """A pool that starts with the first secret vote, not before: most sittings have none."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()
        self._elections: dict[int, str] = {}
        self.seats = asyncio.Semaphore(SEATS * processes())

    def warm(self) -> None:
        """Start the processes now, so that the first ballot need not wait for them (about a second)."""
        pool = self._ready()
        for _ in range(processes()):
            pool.submit(check, "", "")

    def election(self, poll_id: int, read: Callable[[], str]) -> str:
        """The frozen text of a poll's election, read once: it never changes."""
        if poll_id not in self._elections:
            self._elections[poll_id] = read()
        return self._elections[poll_id]

    async def check(self, election: str, body: str) -> Checked | Message:
        """What :func:`congress.secrecy.service.check` says."""
        return await self._ask(check, election, body)

    async def check_opening(self, election: str, body: str, opening: str) -> Checked | Message:
        """The same of a ballot that its voter opens; the opening fits it."""
        return await self._ask(check_opening, election, body, opening)

    async def _ask(self, job: Callable[..., Checked | Message], *given: str) -> Checked | Message:
        """Once more with new processes, when one of them was killed: that breaks the whole pool.

        While it breaks, Python may have closed what a process to be started needs: then starting it is an OSError.
        """
        pool = self._ready()
        try:
            return await asyncio.wrap_future(pool.submit(job, *given))
        except (BrokenProcessPool, OSError):
            log.warning("a process that checks ballots has died; new ones are started")
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            return await asyncio.wrap_future(self._ready().submit(job, *given))

    def close(self) -> None:
        """Stop the processes; what waits is given up.

        One that was started while its pool broke is told nothing by Python, and waited for at the exit:
        whatever process of ours is left is killed. Others that use processes close before.
        """
        with self._lock:
            if self._pool:
                self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        for process in active_children():
            process.kill()

    def _ready(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:  # spawned, not forked: the server has threads
                self._pool = ProcessPoolExecutor(processes(), mp_context=get_context("spawn"))
            return self._pool


def processes() -> int:
    """One for each core, within reason."""
    return min(MOST, os.cpu_count() or 1)

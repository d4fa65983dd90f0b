"""Ballots are checked in other processes, which may be killed at any moment."""

import asyncio
import os
import signal
import time
from multiprocessing import get_context

from hall import Hall
from sealed import Secret

from congress.app import get_ready
from congress.i18n import Message
from congress.secrecy.service import Judges


def test_when_a_process_is_killed_ballots_are_checked_all_the_same() -> None:
    async def judged() -> list[str]:
        judges = Judges()
        try:
            said = [await judges.check("{", "{")]
            for process in list(judges._pool._processes.values()):
                os.kill(process.pid, signal.SIGKILL)
            said += await asyncio.gather(*(judges.check("{", "{") for _ in range(8)))
        finally:
            judges.close()
        assert all(isinstance(one, Message) for one in said)
        return [one.text for one in said]

    assert asyncio.run(judged()) == ["选举描述不合格式"] * 9


def test_a_pool_that_breaks_while_it_is_asked_is_replaced() -> None:
    """Python then finds what a new process needs closed already: an OSError, seen once in many runs."""

    async def judged() -> Message:
        judges = Judges()
        broken = judges._ready()
        broken.submit = closed
        try:
            said = await judges.check("{", "{")
            assert judges._pool is not broken
            return said
        finally:
            broken.shutdown()
            judges.close()

    assert asyncio.run(judged()).text == "选举描述不合格式"


def closed(*_given: object) -> None:
    raise OSError("handle is closed")


def test_a_server_started_again_in_the_middle_of_a_vote_is_ready_to_check(hall: Hall) -> None:
    vote = Secret(hall.house.database, hall.cast)
    vote.register("alice")
    vote.hold_ceremony()
    get_ready(hall.house)
    assert hall.house.judges._pool is None, "most sittings have no secret vote"
    vote.open()
    get_ready(hall.house)
    assert hall.house.judges._pool is not None
    hall.house.judges.close()
    vote.seal()
    get_ready(hall.house)
    assert hall.house.judges._pool is None


def test_nothing_runs_on_that_was_started_while_a_pool_broke() -> None:
    """Python waits at its exit for every process of a pool, also for one that the breaking pool has forgotten."""
    forgotten = get_context("spawn").Process(target=time.sleep, args=(600,))
    forgotten.start()
    Judges().close()
    forgotten.join(60)
    assert forgotten.exitcode == -signal.SIGKILL

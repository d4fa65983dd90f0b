"""The hub: numbers at most twice a second, news at once, streams and their fallback over HTTP."""

import asyncio
import json
import time

from hall import Hall

from congress import live
from congress.house import open_house
from congress.live import Hub


async def events(inbox: "asyncio.Queue[bytes]", seconds: float) -> list[tuple[str, dict[str, object]]]:
    """What arrives within some seconds."""
    found, end = [], time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        try:
            said = (await asyncio.wait_for(inbox.get(), left)).decode()
        except TimeoutError:
            break
        kind, body = said.split("\ndata: ")
        found.append((kind.removeprefix("event: "), json.loads(body)))
    return found


def with_hub(act):
    async def run():
        hub = Hub()
        running = asyncio.create_task(hub.run())
        await asyncio.sleep(0)
        try:
            return await act(hub)
        finally:
            running.cancel()

    return asyncio.run(run())


def test_numbers_are_told_at_most_twice_a_second_however_often_they_change() -> None:
    async def act(hub: Hub):
        async with hub.listen() as inbox:
            end = time.monotonic() + 1.6
            n = 0
            while time.monotonic() < end:
                hub.publish(cast=(n := n + 1))
                await asyncio.sleep(0.005)
            return n, await events(inbox, 0.6)

    pressed, heard = with_hub(act)
    told = [body["cast"] for kind, body in heard if kind == "numbers"]
    assert heard[0] == ("state", {"version": 0, "numbers": {}})
    assert pressed > 50
    assert 1 <= len(told) <= 2.2 / live.TICK + 1
    assert told[-1] == pressed
    assert told == sorted(told)


def test_touched_sources_are_read_once_a_tick() -> None:
    async def act(hub: Hub):
        reads = []
        hub.sources["turnout"] = lambda: reads.append(1) or {"cast": len(reads)}
        for _ in range(100):
            hub.touch("turnout")
            await asyncio.sleep(0.01)
        return len(reads), hub.numbers

    reads, numbers = with_hub(act)
    assert 1 <= reads <= 1 / live.TICK + 3
    assert numbers == {"cast": reads}


def test_a_source_that_fails_stops_nothing() -> None:
    async def act(hub: Hub):
        def broken() -> dict[str, int]:
            raise OSError

        hub.sources |= {"bad": broken, "good": lambda: {"x": 1}}
        hub.touch("bad", "good")
        await asyncio.sleep(1.3)
        return hub.numbers

    assert with_hub(act) == {"x": 1}


def test_a_slow_listener_is_given_the_whole_state_and_learns_of_news_by_its_version() -> None:
    async def act(hub: Hub):
        async with hub.listen() as inbox:
            for _ in range(200):
                hub.news("now")
                await asyncio.sleep(0)
            await asyncio.sleep(0.05)
            return hub.version, await events(inbox, 0.2)

    version, heard = with_hub(act)
    assert version == 200
    assert heard[-1][1]["version"] == 200
    assert any(kind == "state" for kind, _ in heard)


def test_only_those_who_signed_in_may_listen(hall: Hall) -> None:
    stranger = hall.client()
    assert stranger.get("/live").status_code == 404
    assert stranger.get("/live/now").status_code == 404


def test_the_stream_brings_the_state_and_then_the_news(hall: Hall) -> None:
    with hall.client("bob").stream("GET", "/live", timeout=10) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        assert next(lines) == "event: state"
        hall.house.hub.news("now")
        assert next(line for line in lines if line == "event: news")


def test_those_without_a_stream_ask_and_are_told_only_what_is_new(hall: Hall) -> None:
    bob = hall.client("bob")
    first = bob.get("/live/now")
    assert set(first.json()) == {"version", "numbers"}
    assert bob.get("/live/now", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    hall.house.hub.news("now")
    time.sleep(0.2)
    again = bob.get("/live/now", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.json()["version"]) == (200, first.json()["version"] + 1)


def test_listeners_who_leave_are_forgotten(hall: Hall) -> None:
    for _ in range(3):
        with hall.client("bob").stream("GET", "/live", timeout=10) as stream:
            next(stream.iter_lines())
    deadline = time.monotonic() + 5
    while hall.house.hub.listeners and time.monotonic() < deadline:
        time.sleep(0.05)
    assert hall.house.hub.listeners == 0


def test_a_new_process_counts_its_news_from_elsewhere(hall: Hall) -> None:
    """Else a page that knew one piece of news would take a restarted server with one for the old one, and not ask."""
    before, again = hall.house, open_house(hall.house.settings)
    again.database.close()
    assert 0 < before.hub.version < again.hub.version

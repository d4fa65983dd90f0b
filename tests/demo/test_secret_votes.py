"""A secret vote of the demo: the simulated delegates fill the box, the simulated tellers open it."""

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from server import free_port
from sqlmodel import Session

from congress.app import build
from congress.archive import export
from congress.archive.package import read
from congress.archive.parallel import judge_everywhere
from congress.archive.verification import verify
from congress.demo import simulator
from congress.demo.content import content
from congress.demo.crowd import Crowd, gather
from congress.demo.keys import FILE, kept
from congress.house import House, open_house
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.polls.store import Poll
from congress.roster import service as roster
from congress.roster.rules import OfficeKind
from congress.secrecy import service as secrecy
from congress.settings import Settings
from congress.sittings import service as sittings


@pytest.fixture
def house(demo_folder: Path, tmp_path: Path) -> Iterator[House]:
    """The demo as it was loaded, in this process."""
    folder = shutil.copytree(demo_folder, tmp_path / "data")
    opened = open_house(Settings(data=folder, port=free_port()))
    yield opened
    opened.database.close()


@pytest.fixture
def crowd(house: House, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """Its people, in a hurry."""
    for name, value in (("QUICK", 0.6), ("SLOW", 0.7), ("TURNING", (0.0, 0.1)), ("SILENT", 0.0)):
        monkeypatch.setattr(simulator, name, value)
    return gather(house)


@pytest.fixture
def front_door(house: House) -> Iterator[None]:
    """The software itself, on the port where the crowd looks for it."""
    server = uvicorn.Server(uvicorn.Config(build(house), port=house.settings.port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield
    server.should_exit = True
    thread.join(10)


def in_the_box(house: House, poll_id: int) -> int:
    with house.database.read() as session:
        return len(secrecy.posted(session, poll_id))


def drafted(session: Session) -> Poll:
    """The collective contract."""
    meeting = sittings.current(session)
    return next(p for p in polls.of_sitting(session, meeting.sitting.id) if p.matter == "collective_contract")


def opened(house: House) -> Poll:
    def job(session: Session) -> Poll:
        found = drafted(session)
        [clerk, *_] = roster.holders(
            session, sittings.term_of(session, found.sitting_id), OfficeKind.SECRETARIAT
        )
        seen = polls.preflight(session, found.id).text_sha256
        return polls.open_poll(session, poll_id=found.id, by=clerk, text_sha256=seen)

    return house.database.write(job)


def as_it_is(house: House, poll_id: int) -> Poll:
    with house.database.read() as session:
        return polls.poll(session, poll_id)


def test_keys_are_kept_for_the_simulator_alone(house: House) -> None:
    path = house.settings.data / FILE
    assert path.stat().st_mode & 0o077 == 0
    keys = kept(house.settings.data)
    faces = len(content().offices.faces)
    assert 312 - faces <= len(keys.voters) < 312, "all but those whom visitors play"
    assert len(keys.tellers) == 3
    with house.database.read() as session:
        live = secrecy.live_keys(session, keys.voters)
        ceremony = secrecy.ready(session, sittings.current(session).sitting.id)
        table = secrecy.table(session, keys.ceremony)
    assert {person: voter.public for person, voter in keys.voters.items()} == live
    assert ceremony.id == keys.ceremony
    assert [one.person_id for one in table.holders] == list(keys.tellers)
    assert table.ceremony.threshold == 2


def test_a_demo_loaded_before_has_no_such_keys(tmp_path: Path) -> None:
    assert kept(tmp_path).voters == {}


def test_the_contract_may_be_voted_at_once(house: House) -> None:
    with house.database.read() as session:
        found = drafted(session)
        sheet = polls.preflight(session, found.id)
    assert found.sealed
    assert sheet.refusal is None
    assert 0 < len(sheet.keyless) < 10, "only those whom visitors play have no key yet"


def test_the_crowd_fills_the_box_and_the_tellers_open_it(
    house: House, crowd: Crowd, front_door: None, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    poll = opened(house)
    found, present = simulator.open_vote(house)
    assert found.id == poll.id
    able = crowd.voters(found, present)
    assert len(able) > 280
    asyncio.run(simulator.campaign(crowd, found, present))
    assert in_the_box(house, poll.id) == len(able)
    assert crowd.voters(found, present) == [], "after a restart nobody votes again"

    house.database.write(lambda s: polls.close(s, poll_id=poll.id, by=poll.opened_by))
    found, _ = simulator.open_vote(house)
    assert found.stage is PollStage.COUNTING
    assert len(crowd.awaited(found)) == 2
    asyncio.run(simulator.count(crowd, found))
    closed = as_it_is(house, poll.id)
    assert closed.stage is PollStage.CLOSED
    assert closed.counts["returned"] == closed.counts["issued"] > 280
    assert closed.passed
    assert crowd.awaited(closed) == []
    assert not caplog.records, "every answer was the expected one"

    path = tmp_path / "export.zip"
    with house.database.read() as session:
        export(session, house.keeper, path, folder=house.settings.data)
    assert [c.faults for c in verify(read(path), judge_everywhere) if c.faults] == []


def test_where_others_hold_the_key_nobody_of_the_crowd_turns_one(house: House, crowd: Crowd) -> None:
    poll = opened(house)
    assert len(crowd.awaited(poll)) == 2
    crowd.keys.ceremony += 1
    assert crowd.awaited(poll) == []

"""The demo founded in the other group: its people's keys, its tellers' key and its box are in it."""

from pathlib import Path

import pytest
from archive.test_commands import congress
from crypto.belenios.secretvote import faults
from crypto.belenios.stock import stock_verifier
from demo.test_secret_votes import opened
from sqlmodel import Session

from congress.crypto.belenios.election import read_election
from congress.crypto.belenios.group import GROUPS
from congress.demo.crowd import gather
from congress.house import House, open_house
from congress.polls import service as polls
from congress.polls.store import Poll
from congress.roster import service as roster
from congress.secrecy import service as secrecy
from congress.settings import Settings

GROUP = GROUPS["BELENIOS-2048"]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = congress("demo", "--data", folder, "--group", GROUP.name)
    assert done.returncode == 0, done.stdout + done.stderr
    opened_house = open_house(Settings(data=folder))
    yield opened_house
    opened_house.database.close()


def put_in(session: Session, house: House, poll: Poll, person: int, body: str) -> None:
    checked = secrecy.check(secrecy.the_box(session, poll.id).election, body)
    assert isinstance(checked, secrecy.Checked), checked.text
    polls.cast_secret(session, poll_id=poll.id, person_id=person, checked=checked, follows="")


def test_its_ballots_are_in_the_group_and_the_stock_verifier_takes_them(house: House, tmp_path: Path) -> None:
    poll, crowd = opened(house), gather(house)
    with house.database.read() as session:
        keys = secrecy.live_keys(session, crowd.keys.voters)
        election = read_election(secrecy.the_box(session, poll.id).election)
    assert election.group is GROUP
    assert len(keys) > 280
    assert {person: crowd.keys.voters[person].public for person in keys} == keys
    assert all(GROUP.is_member(key) for key in list(keys.values())[:10])
    for person in crowd.voters(poll, list(keys))[:3]:
        _, form = crowd.ballot(poll, person)
        house.database.write(lambda s, p=person, body=form["ballot"]: put_in(s, house, poll, p, body))
    house.database.write(lambda s: polls.close(s, poll_id=poll.id, by=poll.opened_by))
    with house.database.read() as session:
        whole = secrecy.archive(session, poll.id)
        ceremony = secrecy.the_box(session, poll.id).ceremony_id
    assert (stock_verifier(whole, tmp_path), faults(whole)) == ("", set())
    assert ceremony == crowd.keys.ceremony
    tellers = crowd.keys.tellers.values()
    assert [teller.group for teller in tellers] == [GROUP] * 3


def test_a_group_that_is_none_is_refused_with_those_that_are(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    done = congress("demo", "--data", folder, "--group", "RSA")
    assert done.returncode == 1
    assert "不认识的群：RSA" in done.stderr
    assert all(name in done.stderr for name in GROUPS)
    house = open_house(Settings(data=folder))
    with house.database.read() as session:
        assert roster.enterprise(session) is None
    house.database.close()

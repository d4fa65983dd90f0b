"""Ballots opened instead of cast: published, never counted; what was cast is never opened."""

import json
import re
from urllib.parse import urlencode

import httpx2
import pytest
from cast import Cast
from crypto.belenios.secretvote import faults
from hall import Hall
from sealed import CHOICES, Secret
from sqlmodel import Session

from congress.crypto.belenios import wire
from congress.crypto.belenios.ballot import seal_ballot
from congress.crypto.belenios.election import read_election
from congress.database import Database
from congress.errors import Refused
from congress.polls import service as polls
from congress.record import service as record
from congress.secrecy import service as secrecy
from congress.secrecy.service import Audited


def prepared(database: Database, cast: Cast) -> Secret:
    made = Secret(database, cast)
    for name in ("alice", "bob", "ruth", "sam"):
        made.register(name)
    made.hold_ceremony()
    made.open()
    return made


@pytest.fixture
def vote(database: Database, cast: Cast) -> Secret:
    """An open secret vote."""
    return prepared(database, cast)


def sealed(vote: Secret, name: str, choice: str = "for") -> tuple[str, str]:
    """A ballot, and what opens it."""
    marks = [int(n == CHOICES[choice]) for n in range(3)]
    return seal_ballot(read_election(vote.election), vote.voters[name].secret, [marks])


def audit(vote: Secret, name: str, body: str, opening: str) -> Audited:
    checked = secrecy.check_opening(vote.election, body, opening)
    assert isinstance(checked, secrecy.Checked), checked.text

    def job(session: Session) -> Audited:
        return polls.audit_ballot(
            session, poll_id=vote.poll_id, person_id=vote.person(name), checked=checked, opening=opening
        )

    return vote.database.write(job)


def test_what_was_opened_is_published_and_never_cast(vote: Secret) -> None:
    body, opening = sealed(vote, "alice")
    one = audit(vote, "alice", body, opening)
    assert audit(vote, "alice", body, opening) == one, "once more is harmless"
    assert (one.tracker, one.opening) == (wire.fingerprint(body), opening)
    with pytest.raises(Refused, match="不能再投"):
        vote.throw("alice", body=body)
    with vote.database.read() as session:
        assert secrecy.audits(session, vote.poll_id) == [one]
        assert secrecy.arrived(session, vote.poll_id) == 0
        told = record.bodies(session, 10**6)
        assert sum("ballot.audited" in entry for entry in told) == 1
    vote.throw("alice", "against")
    vote.seal()
    vote.turn("ruth")
    assert vote.turn("sam").counts["against"] == 1
    assert faults(vote.archive()) == set()


def test_the_record_does_not_say_whose_it_was(vote: Secret) -> None:
    audit(vote, "alice", *sealed(vote, "alice"))
    with vote.database.read() as session:
        [entry] = [one for one in record.bodies(session, 10**6) if "ballot.audited" in one]
    assert json.loads(entry)["actor"] == 0
    assert vote.voters["alice"].public not in entry


def test_an_opening_that_does_not_fit_is_refused(vote: Secret) -> None:
    body, opening = sealed(vote, "alice")
    _, another = sealed(vote, "alice")
    for odd in ("{}", "", another, opening.replace("[1,0,0]", "[0,1,0]")):
        assert not isinstance(secrecy.check_opening(vote.election, body, odd), secrecy.Checked), odd


def test_only_ones_own_and_only_while_the_vote_is_open(vote: Secret) -> None:
    body, opening = sealed(vote, "bob")
    with pytest.raises(Refused, match="不在本次表决的名册上"):
        audit(vote, "alice", body, opening)
    vote.seal()
    with pytest.raises(Refused, match="正在计票"):
        audit(vote, "bob", body, opening)


def test_one_who_has_voted_may_still_check_their_phone(vote: Secret) -> None:
    vote.throw("alice")
    assert audit(vote, "alice", *sealed(vote, "alice", "abstain"))


# --- over HTTP ---------------------------------------------------------------------------------------------------


@pytest.fixture
def open_hall(hall: Hall) -> tuple[Hall, Secret]:
    return hall, prepared(hall.house.database, hall.cast)


def send(hall: Hall, vote: Secret, name: str, body: str, opening: str) -> httpx2.Response:
    return hall.client(name).post(f"/polls/{vote.poll_id}/audits", data={"ballot": body, "opening": opening})


def test_another_device_sees_what_was_opened(open_hall: tuple[Hall, Secret]) -> None:
    hall, vote = open_hall
    body, opening = sealed(vote, "alice")
    answer = send(hall, vote, "alice", body, opening)
    tracker = wire.fingerprint(body)
    address = f"/polls/{vote.poll_id}/audits?{urlencode({'tracker': tracker})}"
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    dan = hall.client("dan")
    page = dan.get(address).text
    assert re.search(r"data-audited data-election=\"\{&#34;version", page)
    assert "exponents" in page
    assert "打开检验过的票：1 张，不计入" in dan.get(f"/polls/{vote.poll_id}/board").text
    assert dan.get(f"/polls/{vote.poll_id}/audits?tracker=zzz").status_code == 404
    page = hall.client("bob").get("/now").text
    assert "data-audit-of=" in page
    cast = hall.client("alice").post(f"/polls/{vote.poll_id}/sealed", data={"ballot": body, "follows": ""})
    assert (cast.status_code, "不能再投" in cast.text) == (403, True)


@pytest.mark.parametrize("odd", ["", "{}", "x" * 20_001])
def test_odd_audits_are_refused(open_hall: tuple[Hall, Secret], odd: str) -> None:
    hall, vote = open_hall
    body, opening = sealed(vote, "alice")
    assert send(hall, vote, "alice", odd, opening).status_code == 403
    assert send(hall, vote, "alice", body, odd).status_code == 403
    assert send(hall, vote, "", body, opening).status_code == 404

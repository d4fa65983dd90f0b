"""A congress of any size, written straight into a database, with an open vote and signed ballots ready to send."""

import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

from sqlmodel import Session

from congress.bylaws.profile import builtin, to_json
from congress.bylaws.terms import Form, Verb
from congress.clock import now, stamp
from congress.crypto.canonical import canonical
from congress.crypto.signatures import Signer, encode
from congress.house import prepare
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.polls import rules
from congress.polls import service as polls
from congress.polls.rules import Choice
from congress.polls.service import Draft
from congress.roster.rules import DelegateKind, OfficeKind, Sex, UnitKind
from congress.roster.store import Delegate, Delegation, Enterprise, Office, Person, Unit
from congress.settings import Settings
from congress.sittings import service as sittings
from congress.sittings.rules import Presence, SittingStage
from congress.sittings.store import Sitting, Term
from congress.visit import COOKIE

SITE = "bench"


@dataclass
class Voter:
    """A delegate with a key and a session."""

    person_id: int
    delegate_id: int
    signer: Signer
    cookie: str = ""


@dataclass
class Bench:
    """What a measurement needs: who votes, on what, and the organiser's session."""

    voters: list[Voter]
    poll_id: int
    next_poll_id: int
    text_sha256: str
    organiser: str

    def ballots(self) -> list[tuple[str, bytes]]:
        """(cookie, form body) of one signed ballot for each voter."""
        return [(voter.cookie, self.ballot(voter)) for voter in self.voters]

    def ballot(self, voter: Voter) -> bytes:
        """The form that a phone sends."""
        said = rules.ballot_statement(
            site=SITE, poll=self.poll_id, text_sha256=self.text_sha256, choice=Choice.FOR
        )
        signed = sign(voter.signer, said)
        return urlencode({"choice": "for", **vars(signed)}).encode()


def sign(signer: Signer, statement: dict[str, object]) -> Signed:
    """What a device makes of a statement."""
    body = canonical({**statement, "at": stamp(now()), "nonce": secrets.token_hex(16)})
    return Signed(body.decode(), signer.id, encode(signer.sign(body)))


def build(folder: Path, size: int) -> Bench:
    """Found a congress of ``size`` delegates in the folder, all present, with one vote open and one drafted."""
    house = prepare(Settings(data=folder))
    house.name_site(SITE, "Asia/Shanghai")
    try:
        return house.database.write(lambda s: _build(s, size))
    finally:
        house.database.close()


def _build(session: Session, size: int) -> Bench:
    session.add(Enterprise(uid=SITE, name="测试", short_name="测试", employees=size * 20, women=size * 6))
    unit = Unit(name="测试", kind=UnitKind.ENTERPRISE)
    term = Term(
        number=1, starts_on=date(2026, 1, 1), ends_on=date(2031, 1, 1), profile=to_json(builtin()["national"])
    )
    session.add_all([unit, term])
    session.flush()
    sitting = Sitting(
        term_id=term.id or 0, number=1, opens_at=datetime.now(UTC), place="礼堂", stage=SittingStage.HELD
    )
    groups = [Delegation(term_id=term.id or 0, number=n, name=f"第{n}代表团") for n in range(1, 15)]
    session.add_all([sitting, *groups])
    session.flush()
    voters = [_voter(session, n, unit, term, groups[n % 14]) for n in range(size)]
    clerk = voters[0].person_id
    session.add(Office(term_id=term.id or 0, person_id=clerk, kind=OfficeKind.SECRETARIAT))
    for voter in voters:
        sittings.note(
            session,
            sitting_id=sitting.id or 0,
            delegate_id=voter.delegate_id,
            presence=Presence.ARRIVED,
            by=clerk,
        )
    first, second = (_poll(session, sitting.id or 0, clerk, n) for n in (1, 2))
    sheet = polls.preflight(session, first)
    polls.open_poll(session, poll_id=first, by=clerk, text_sha256=sheet.text_sha256)
    return Bench(voters, first, second, sheet.text_sha256, voters[0].cookie)


def _voter(session: Session, n: int, unit: Unit, term: Term, group: Delegation) -> Voter:
    person = Person(number=f"{n:05d}", name=f"代表{n}", sex=Sex.MALE, unit_id=unit.id or 0)
    session.add(person)
    session.flush()
    delegate = Delegate(
        term_id=term.id or 0, person_id=person.id or 0, kind=DelegateKind.VOTING, delegation_id=group.id
    )
    session.add(delegate)
    session.flush()
    signer = Signer.generate()
    public = encode(signer.public)
    signed = sign(signer, {"act": "key", "person": person.id or 0, "public": public, "site": SITE})
    identity.register_key(
        session,
        person_id=person.id or 0,
        site=SITE,
        public=public,
        method="library",
        device="bench",
        signed=signed,
    )
    token = identity.begin(session, person_id=person.id or 0, device="bench").token
    return Voter(person.id or 0, delegate.id or 0, signer, f"{COOKIE}={token}")


def _poll(session: Session, sitting_id: int, clerk: int, n: int) -> int:
    item = sittings.add_item(session, sitting_id=sitting_id, title=f"事项{n}", verb=Verb.PASS, by=clerk)
    wish = Draft(f"关于事项{n}的决议", "会议同意。", "work_report", Form.NAMED)
    return polls.draft(session, item_id=item.id or 0, wish=wish).id or 0


@contextmanager
def serving(command: list[str], port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A server in a process of its own, ready to answer."""
    process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.DEVNULL)  # noqa: S603 our own modules
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 our own loopback address
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)

"""The demo's enterprise and people, written at once; their keys are registered like anybody's."""

import json
import os
import secrets
from datetime import timedelta

from sqlmodel import Session

from congress.bylaws.profile import builtin, to_json
from congress.crypto.belenios.group import GroupName
from congress.crypto.signatures import Signer, encode
from congress.demo.content import DemoContent
from congress.demo.content.shapes import DemoPerson
from congress.demo.play import Play
from congress.identity import service as identity
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import OfficeKind
from congress.roster.store import Delegate, Delegation, Enterprise, Office, Person, Unit
from congress.sittings import service as sittings

PASSWORD = "congress-demo"
KEYS = "demo-keys.json"


def found(
    session: Session, play: Play, content: DemoContent, people: list[DemoPerson], ballot_group: str
) -> int:
    """Enterprise, units, people, term, delegations, seats and offices. Returns the term."""
    company = content.enterprise
    session.add(
        Enterprise(
            uid=play.site,
            name=company.name,
            short_name=company.short_name,
            employees=company.employees,
            women=company.women,
            demo=True,
            ballot_group=GroupName(ballot_group),
        )
    )
    starts = play.day(content.sitting.previous.day) - timedelta(days=75)
    ends = starts.replace(year=starts.year + 5)
    term = sittings.begin_term(
        session,
        number=content.sitting.term,
        starts_on=starts,
        ends_on=ends,
        profile=to_json(builtin()["national"]),
    )
    term_id = term.id or 0
    _units(session, play, content)
    _people(session, play, people)
    _seats(session, play, content, people, term_id)
    _offices(session, play, content, term_id)
    secretary = play.people[content.offices.accounts[0].person]
    facts = {"enterprise": company.name, "term": content.sitting.term, "demo": True}
    record.append(session, Kind.FOUNDED, actor=secretary, facts=facts)
    record.append(
        session, Kind.PROFILE_CHOSEN, actor=secretary, facts={"term": term_id, "profile": "national"}
    )
    return term_id


def _units(session: Session, play: Play, content: DemoContent) -> None:
    for unit in content.enterprise.units:
        row = Unit(
            parent_id=play.units.get(unit.parent or ""),
            name=unit.name,
            kind=unit.kind,
            union_name=unit.union_name,
            handles=unit.handles,
        )
        session.add(row)
        session.flush()
        play.units[unit.key] = row.id or 0


def _people(session: Session, play: Play, people: list[DemoPerson]) -> None:
    rows = [
        Person(
            number=person.number,
            name=person.name,
            sex=person.sex,
            unit_id=play.units[person.unit],
            post=person.post,
            category=person.category,
            dispatched=person.dispatched,
            birth_year=person.born,
            phone=person.phone,
        )
        for person in people
    ]
    session.add_all(rows)
    session.flush()
    play.people |= {row.number: row.id or 0 for row in rows}


def _seats(
    session: Session, play: Play, content: DemoContent, people: list[DemoPerson], term_id: int
) -> None:
    groups = {
        group.number: Delegation(
            term_id=term_id, number=group.number, name=group.name, head_id=play.people[group.head]
        )
        for group in content.enterprise.delegations
    }
    session.add_all(groups.values())
    session.flush()
    for person in people:
        if person.kind is not None:
            group = groups[person.delegation].id if person.delegation else None
            session.add(
                Delegate(
                    term_id=term_id,
                    person_id=play.people[person.number],
                    kind=person.kind,
                    delegation_id=group,
                )
            )


def _offices(session: Session, play: Play, content: DemoContent, term_id: int) -> None:
    for office in content.offices.offices:
        unit = play.units[office.unit] if office.unit else None
        for holder in office.holders:
            session.add(
                Office(term_id=term_id, person_id=play.people[holder], kind=office.kind, unit_id=unit)
            )
    session.flush()


def open_accounts(session: Session, play: Play, content: DemoContent) -> None:
    """Everyone who comes in by name and password; all with the one password of the demo."""
    for account in content.offices.accounts:
        person = play.people[account.person]
        identity.open_account(session, person_id=person, login=account.login, password=PASSWORD)


def register_keys(session: Session, play: Play, people: list[DemoPerson], content: DemoContent) -> None:
    """A simulated device for everybody who signs something."""
    officers = {n for o in content.offices.offices if o.kind in SIGNING for n in o.holders}
    for person in people:
        if person.kind is None and person.number not in officers:
            continue
        person_id = play.people[person.number]
        signer = play.signers[person_id] = Signer.generate()
        public = encode(signer.public)
        signed = play.sign(
            person_id, {"act": "key", "person": person_id, "public": public, "site": play.site}
        )
        identity.register_key(
            session,
            person_id=person_id,
            site=play.site,
            public=public,
            method="library",
            device="演示设备 · demo device",
            signed=signed,
        )


SIGNING = {
    OfficeKind.SECRETARIAT,
    OfficeKind.PARTY_SECRETARY,
    OfficeKind.PARTY_OFFICE,
    OfficeKind.DEPARTMENT_HEAD,
}


def free_faces(session: Session, play: Play, content: DemoContent) -> None:
    """Those whom visitors play sign with the visitor's browser: their simulated devices retire."""
    clerk = play.people[content.offices.accounts[0].person]
    for face in content.offices.faces:
        signer = play.signers.pop(play.people[face.person], None)
        if signer:
            identity.revoke_key(session, key_id=signer.id, by=clerk, why="演示：改由来访者的浏览器签名")


def keep_keys(play: Play) -> None:
    """The simulated devices' keys, for the simulator; readable by us only."""
    seeds = {str(person): encode(signer.to_bytes()) for person, signer in play.signers.items()}
    handle = os.open(play.house.settings.data / KEYS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(seeds, file)


def new_site() -> str:
    """A name for the installation that nobody else has."""
    return f"demo-{secrets.token_hex(8)}"

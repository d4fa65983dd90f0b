"""The seal over HTTP: what tests of its pages ask of the hall."""

import httpx2
import office
import passed
from hall import Hall

from congress.record.entries import Kind
from congress.record.service import entries
from congress.roster import service as roster
from congress.roster.rules import OfficeKind
from congress.seals import service as seals

PASSPHRASE = "correct horse battery"
NEW = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "way": "make"}


def current(hall: Hall) -> str:
    """The fingerprint of the seal, or nothing."""
    with hall.house.database.read() as session:
        seal = seals.current(session)
    return seal.fingerprint if seal else ""


def made(hall: Hall, **change: str) -> httpx2.Response:
    """A seal is made, or one more."""
    return hall.client("olga").post("/seal/making", data=NEW | {"seen": current(hall)} | change)


def asked(hall: Hall, content: bytes) -> str:
    """The address of a use of the seal."""
    digest = seals.lay(hall.house.settings.seal, content)

    def ask(session):
        olga = roster.viewer(session, hall.cast["olga"].person_id)
        return seals.ask(session, olga, name="第1号决议", sha256=digest, size=len(content)).id

    return f"/seal/uses/{hall.house.database.write(ask)}"


def approve(hall: Hall, address: str, name: str, role: OfficeKind) -> httpx2.Response:
    """One officer allows this use."""
    with hall.house.database.read() as session:
        found = seals.impression(session, int(address.rpartition("/")[2]))
    statement = seals.statement_for(found, site="test-site", office=role)
    form = hall.cast[name].signed_form(**statement) | {"role": role.value}
    return hall.client(name).post(f"{address}/approvals", data=form)


def count(hall: Hall, kind: Kind) -> int:
    """How many such entries the record has."""
    with hall.house.database.read() as session:
        return len(entries(session, kinds=[kind]))


def resolved(hall: Hall, *, shown: bool = True) -> str:
    """The address of a resolution that is signed, and published if ``shown``."""
    how = passed.published if shown else passed.sealed
    return f"/resolutions/{office.make(hall, how).id}"


def standing(hall: Hall) -> str:
    """The address of the last request."""
    with hall.house.database.read() as session:
        return f"/seal/uses/{seals.impressions(session)[0].id}"

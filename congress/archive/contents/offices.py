"""Every office that anybody ever held, with what the record tells of it: who may sign what is read from it."""

from typing import Any

from congress.archive.contents.roster import EVERY
from congress.archive.contents.scope import Scope
from congress.record import service as record
from congress.record.entries import Act, Kind, read
from congress.roster import service as roster
from congress.roster.service import PastOffice

FILE = "offices.json"


def data(scope: Scope) -> dict[str, Any]:
    """``offices.json``: of all sittings, whatever is exported; so is the record."""
    changes: dict[int, list[Act]] = {}
    for entry in record.entries(scope.session, kinds=[Kind.OFFICE_CHANGED], limit=EVERY):
        act = read(entry.body.encode())
        changes.setdefault(act.facts["office"], []).append(act)
    people = roster.names(scope.session)
    units = {number: unit.name for number, unit in roster.units(scope.session).items()}
    return {
        "format": "congress/offices/1",
        "offices": [
            _office(one, changes.get(one.office_id, []), people, units)
            for one in roster.past_offices(scope.session)
        ],
    }


def _office(
    found: PastOffice, changes: list[Act], people: dict[int, str], units: dict[int, str]
) -> dict[str, Any]:
    return {
        "id": found.office_id,
        "kind": found.kind.value,
        "person": found.person_id,
        "name": people[found.person_id],
        "unit": units.get(found.unit_id or 0),
        "founded": not changes or changes[0].facts["change"] == "ended",
        "changes": [{"change": act.facts["change"], "at": act.at, "seq": act.seq} for act in changes],
    }

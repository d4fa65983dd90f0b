"""Who made up the congress at the time of a sitting: delegates, delegations and offices.

Tables know the roster as it is; what changed after a sitting is read back from the record. Of a person only
what says who they are: name, employee number, unit.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from congress.archive.contents.scope import Scope, moment
from congress.record import service as record
from congress.record.entries import Act, Kind, read
from congress.roster import service as roster
from congress.roster.rules import DelegateKind
from congress.roster.service import Past, PastOffice
from congress.sittings.rules import SittingStage
from congress.sittings.service import Meeting

EVERY = 10**9
FILE = "roster.json"
NAMES = "names.json"
CHANGES = (Kind.DELEGATE_CHANGED, Kind.OFFICE_CHANGED)
ENDED, BEGUN = "ended", {"seated", "given"}


@dataclass(frozen=True)
class Then:
    """The moment a roster is told for, and the changes on record, oldest first."""

    at: datetime | None  # None: now, the sitting is not over
    acts: list[Act]

    def seats(self, rows: list[Past]) -> list[Past]:
        """The seats that were held."""
        return [seat for row in rows if (seat := self._seat(row))]

    def _seat(self, row: Past) -> Past | None:
        before, after = self._story(Kind.DELEGATE_CHANGED, "delegate", row.delegate_id)
        if before:
            facts = before[-1].facts
            if facts["change"] == ENDED:
                return None
            return _as(row, facts)
        if not self._held(row.ended_at, after):
            return None
        was = next((act.facts["was"] for act in after if "was" in act.facts), None)
        return _as(row, was) if was else row

    def offices(self, rows: list[PastOffice]) -> list[PastOffice]:
        """The offices that were held."""
        return [row for row in rows if self._in_office(row)]

    def _in_office(self, row: PastOffice) -> bool:
        before, after = self._story(Kind.OFFICE_CHANGED, "office", row.office_id)
        return before[-1].facts["change"] != ENDED if before else self._held(row.ended_at, after)

    def _story(self, kind: Kind, name: str, number: int) -> tuple[list[Act], list[Act]]:
        found = [act for act in self.acts if act.kind is kind and act.facts[name] == number]
        before = [act for act in found if self.at is None or act.moment <= self.at]
        return before, found[len(before) :]

    def _held(self, ended_at: datetime | None, after: list[Act]) -> bool:
        """What no entry before the moment tells of: it came with an imported sheet, or it began later."""
        if after and after[0].facts["change"] in BEGUN:
            return False
        return ended_at is None or (self.at is not None and ended_at > self.at)


def _as(row: Past, place: dict[str, Any]) -> Past:
    """The seat as an entry tells it."""
    return replace(row, kind=DelegateKind(place["kind"]), delegation_id=place["delegation"])


def data(scope: Scope) -> dict[str, Any]:
    """``roster.json``."""
    acts = [read(entry.body.encode()) for entry in record.entries(scope.session, kinds=CHANGES, limit=EVERY)]
    return {
        "format": "congress/roster/1",
        "rosters": [_roster(scope, meeting, acts) for meeting in scope.meetings],
    }


def _roster(scope: Scope, meeting: Meeting, acts: list[Act]) -> dict[str, Any]:
    term = meeting.term.id or 0
    over = meeting.sitting.stage is SittingStage.OVER
    then = Then(meeting.sitting.closed_at if over else None, acts)
    units = {number: unit.name for number, unit in roster.units(scope.session).items()}
    groups = roster.delegations(scope.session, term)
    people = roster.known_people(scope.session)
    seats = then.seats(roster.past_seats(scope.session, term))
    offices = then.offices(roster.past_offices(scope.session, term))
    return {
        "sitting": meeting.sitting.id,
        "as_of": moment(then.at),
        "delegations": [
            {"id": group.id, "number": group.number, "name": group.name, "head": group.head_id}
            for group in groups.values()
        ],
        "delegates": [
            {
                "delegate": seat.delegate_id,
                "person": seat.person_id,
                "number": people[seat.person_id].number,
                "name": people[seat.person_id].name,
                "unit": units[people[seat.person_id].unit_id],
                "kind": seat.kind.value,
                "delegation": seat.delegation_id,
            }
            for seat in seats
        ],
        "offices": [
            {
                "kind": office.kind.value,
                "person": office.person_id,
                "name": people[office.person_id].name,
                "unit": units.get(office.unit_id or 0),
            }
            for office in offices
        ],
    }


def names(scope: Scope) -> dict[str, dict[str, str]]:
    """``names.json``: who and what the numbers in the record are."""
    people = {str(person): name for person, name in roster.names(scope.session).items()}
    units = {str(number): unit.name for number, unit in roster.units(scope.session).items()}
    return {"people": people, "units": units}

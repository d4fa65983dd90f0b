"""The secretariat's roster over HTTP: what tests of its pages share."""

from hall import Hall

from congress.record.entries import Kind
from congress.record.service import entries
from congress.roster import service as roster

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
STRANGERS = ("alice", "bob", "ned", "dan", "peter", "quinn", "tina", "ruth")
PAGES = (
    "/roster", "/roster/people", "/roster/people/new", "/roster/people/2", "/roster/people/2/edit", "/roster/units",
    "/roster/units/new", "/roster/units/2/edit", "/roster/delegations", "/roster/delegations/1", "/roster/offices",
    "/roster/accounts", "/roster/composition", "/roster/enterprise", "/roster/export.xlsx",
)  # fmt: skip
ACTS = (
    "/roster/people", "/roster/people/2", "/roster/people/2/seat", "/roster/people/2/seat/ending", "/roster/people/2/offices",
    "/roster/people/2/departure", "/roster/people/2/return", "/roster/people/2/keys/x/revocation", "/roster/people/2/sessions/1/ending",
    "/roster/people/2/cards/revocation", "/roster/people/2/account", "/roster/people/2/account/closing", "/roster/units", "/roster/units/2",
    "/roster/units/2/removal", "/roster/delegations", "/roster/delegations/1", "/roster/delegations/1/removal", "/roster/offices",
    "/roster/offices/1/ending", "/roster/enterprise", "/roster/people/2/card", "/roster/people/2/replacement", "/roster/cards",
    "/roster/imports", "/rules/shanghai/copying", "/rules/shanghai/choosing",
)  # fmt: skip
PERSON = {"number": "7001", "name": "王秀兰", "sex": "female", "unit_id": "2", "category": "frontline"}


def facts(hall: Hall, kind: Kind) -> list[str]:
    with hall.house.database.read() as session:
        return [entry.body for entry in entries(session, kinds=[kind])]


def mandate(hall: Hall, name: str):
    with hall.house.database.read() as session:
        return roster.mandate(session, hall.cast.term_id, person_id=hall.cast[name].person_id)


def at(hall: Hall, name: str, rest: str = "") -> str:
    return f"/roster/people/{hall.cast[name].person_id}{rest}"

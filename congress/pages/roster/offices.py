"""Offices of the term and who holds them."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.i18n import say
from congress.pages.roster.listing import term
from congress.pages.roster.words import LABELS
from congress.roster import service as roster
from congress.roster.rules import OfficeKind
from congress.visit import Visit, page


@page
def index(visit: Visit) -> Response:
    """Every office with its holders, and a form to appoint."""
    holders = roster.officers(visit.session, term(visit))
    return visit.render(
        "roster/offices.html",
        held={kind: [h for h in holders if h.kind is kind] for kind in OfficeKind},
        units=roster.units(visit.session),
        **LABELS,
    )


@page(again=index)
def appoint(visit: Visit) -> Response:
    """Give an office to whoever has this 工号."""
    term_id, by, form = term(visit), visit.viewer.person_id, visit.form
    number = form.text("number", most=30)
    kind = form.choice("office", OfficeKind)
    unit_id = form.optional_integer("unit")
    found = roster.person_by_number(visit.session, number)
    if found is None:
        form.complain("number", say("名册里没有这个工号"))
    form.insist()
    person_id = found.id or 0 if found else 0
    visit.write(
        lambda s: roster.appoint(s, term_id=term_id, person_id=person_id, kind=kind, unit_id=unit_id, by=by)
    )
    return visit.redirect("roster.offices", flash="saved")


@page
def dismiss(visit: Visit) -> Response:
    """End an office."""
    term(visit)
    by, office_id, back = visit.viewer.person_id, visit.number(), visit.form.raw("person")
    visit.write(lambda s: roster.dismiss(s, office_id=office_id, by=by))
    if back.isdecimal():
        return visit.redirect("roster.person", id=int(back), flash="done")
    return visit.redirect("roster.offices", flash="done")


ROUTES: list[BaseRoute] = [
    Route("/roster/offices", index, name="roster.offices"),
    Route("/roster/offices", appoint, methods=["POST"], name="roster.offices.appoint"),
    Route("/roster/offices/{id:int}/ending", dismiss, methods=["POST"], name="roster.office.end"),
]

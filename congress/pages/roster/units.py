"""The organisation tree."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.pages.roster.listing import term
from congress.pages.roster.words import LABELS
from congress.roster import service as roster
from congress.roster.rules import UnitKind
from congress.roster.service import UnitWish
from congress.roster.store import Unit
from congress.visit import Visit, page
from congress.web.forms import Form


@page
def index(visit: Visit) -> Response:
    """Every unit in its place."""
    return visit.render("roster/units.html", tree=roster.tree(visit.session, term(visit)), **LABELS)


@page
def new(visit: Visit) -> Response:
    """An empty form; ``?parent=`` says where the unit is wanted."""
    return editor(visit, None)


def editor(visit: Visit, known: Unit | None) -> Response:
    """The form for a unit, new or not."""
    term_id = term(visit)
    return visit.render(
        "roster/unit_edit.html",
        known=known,
        parent=visit.request.query_params.get("parent", ""),
        tree=roster.tree(visit.session, term_id),
        **LABELS,
    )


def wish(form: Form) -> UnitWish:
    """What the organiser wrote."""
    found = UnitWish(
        name=form.text("name", most=100),
        kind=form.choice("kind", UnitKind),
        parent_id=form.optional_integer("parent_id"),
        union_name=form.text("union_name", most=100, least=0),
        handles=form.tick("handles"),
    )
    form.insist()
    return found


@page(again=new)
def add(visit: Visit) -> Response:
    """Keep a new unit."""
    term(visit)
    by, wanted = visit.viewer.person_id, wish(visit.form)
    visit.write(lambda s: roster.add_unit(s, wish=wanted, by=by))
    return visit.redirect("roster.units", flash="saved")


@page
def edit(visit: Visit) -> Response:
    """The form for a unit that there is."""
    return editor(visit, roster.unit(visit.session, visit.number()))


@page(again=edit)
def save(visit: Visit) -> Response:
    """Keep the change."""
    term(visit)
    by, unit_id, wanted = visit.viewer.person_id, visit.number(), wish(visit.form)
    visit.write(lambda s: roster.edit_unit(s, unit_id=unit_id, wish=wanted, by=by))
    return visit.redirect("roster.units", flash="saved")


@page
def remove(visit: Visit) -> Response:
    """Take an empty unit away."""
    term(visit)
    by, unit_id = visit.viewer.person_id, visit.number()
    visit.write(lambda s: roster.remove_unit(s, unit_id=unit_id, by=by))
    return visit.redirect("roster.units", flash="removed")


ROUTES: list[BaseRoute] = [
    Route("/roster/units", index, name="roster.units"),
    Route("/roster/units/new", new, name="roster.units.new"),
    Route("/roster/units", add, methods=["POST"], name="roster.units.add"),
    Route("/roster/units/{id:int}/edit", edit, name="roster.unit.edit"),
    Route("/roster/units/{id:int}", save, methods=["POST"], name="roster.unit.save"),
    Route("/roster/units/{id:int}/removal", remove, methods=["POST"], name="roster.unit.remove"),
]

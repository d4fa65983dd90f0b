"""The enterprise: its names, and the headcounts that the composition is measured against."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.i18n import say
from congress.pages.roster.listing import term
from congress.roster import service as roster
from congress.roster.service import Headcount
from congress.visit import Visit, page
from congress.web.forms import Form


@page
def edit(visit: Visit) -> Response:
    """The form."""
    term(visit)
    return visit.render("roster/enterprise.html", known=visit.enterprise)


def wish(form: Form) -> Headcount:
    """What the organiser wrote."""
    found = Headcount(
        name=form.text("name", most=100),
        short_name=form.text("short_name", most=40),
        employees=form.integer("employees", least=1, most=1_000_000),
        women=form.integer("women", most=1_000_000),
        dispatched=form.integer("dispatched", most=1_000_000),
        disabled=form.integer("disabled", most=1_000_000),
        disabled_delegates=form.integer("disabled_delegates", most=100_000),
    )
    for name in ("women", "dispatched", "disabled"):
        if getattr(found, name) > found.employees:
            form.complain(name, say("不能多于职工总数"))
    form.insist()
    return found


@page(again=edit)
def save(visit: Visit) -> Response:
    """Keep it."""
    term(visit)
    by, wanted = visit.viewer.person_id, wish(visit.form)
    visit.write(lambda s: roster.describe(s, wish=wanted, by=by))
    return visit.redirect("roster.composition", flash="saved")


ROUTES: list[BaseRoute] = [
    Route("/roster/enterprise", edit, name="roster.enterprise"),
    Route("/roster/enterprise", save, methods=["POST"], name="roster.enterprise.save"),
]

"""Delegations and their heads."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.pages.roster.listing import term
from congress.pages.roster.words import LABELS
from congress.roster import service as roster
from congress.roster.service import Search
from congress.visit import Visit, page


@page
def index(visit: Visit) -> Response:
    """Every delegation of the term, and a form for one more."""
    groups = roster.groups(visit.session, term(visit))
    return visit.render(
        "roster/delegations.html", groups=groups, next=max((g.number for g in groups), default=0) + 1
    )


@page(again=index)
def add(visit: Visit) -> Response:
    """Keep a new delegation."""
    term_id, by = term(visit), visit.viewer.person_id
    number = visit.form.integer("number", least=1, most=999)
    name = visit.form.text("name", most=60)
    visit.form.insist()
    visit.write(lambda s: roster.add_delegation(s, term_id=term_id, number=number, name=name, by=by))
    return visit.redirect("roster.delegations", flash="saved")


@page
def show(visit: Visit) -> Response:
    """A delegation: its members, its head, its name."""
    term_id, asked = term(visit), visit.request.query_params.get("page", "")
    group = roster.delegation(visit.session, term_id, visit.number())
    wish = Search(delegation_id=group.id, delegates=True)
    return visit.render(
        "roster/delegation.html",
        group=group,
        found=roster.search(visit.session, term_id, wish, int(asked) if asked.isdecimal() else 1),
        members=[m for m in roster.mandates(visit.session, term_id) if m.delegation_id == group.id],
        **LABELS,
    )


@page(again=show)
def save(visit: Visit) -> Response:
    """Keep number, name and head."""
    term_id, by, delegation_id = term(visit), visit.viewer.person_id, visit.number()
    number = visit.form.integer("number", least=1, most=999)
    name = visit.form.text("name", most=60)
    head_id = visit.form.optional_integer("head_id")
    visit.form.insist()
    visit.write(
        lambda s: roster.edit_delegation(
            s,
            term_id=term_id,
            delegation_id=delegation_id,
            number=number,
            name=name,
            head_id=head_id,
            by=by,
        )
    )
    return visit.redirect("roster.delegation", id=delegation_id, flash="saved")


@page
def remove(visit: Visit) -> Response:
    """Take an empty delegation away."""
    term_id, by, delegation_id = term(visit), visit.viewer.person_id, visit.number()
    visit.write(lambda s: roster.remove_delegation(s, term_id=term_id, delegation_id=delegation_id, by=by))
    return visit.redirect("roster.delegations", flash="removed")


ROUTES: list[BaseRoute] = [
    Route("/roster/delegations", index, name="roster.delegations"),
    Route("/roster/delegations", add, methods=["POST"], name="roster.delegations.add"),
    Route("/roster/delegations/{id:int}", show, name="roster.delegation"),
    Route("/roster/delegations/{id:int}", save, methods=["POST"], name="roster.delegation.save"),
    Route("/roster/delegations/{id:int}/removal", remove, methods=["POST"], name="roster.delegation.remove"),
]

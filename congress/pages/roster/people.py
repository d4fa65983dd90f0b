"""Entering and correcting people."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.i18n import say
from congress.pages.roster.listing import term
from congress.pages.roster.words import LABELS
from congress.roster import service as roster
from congress.roster.rules import Category, Sex
from congress.roster.service import PersonWish
from congress.roster.store import Person
from congress.visit import Visit, page
from congress.web.forms import Form


@page
def new(visit: Visit) -> Response:
    """An empty form."""
    return editor(visit, None)


def editor(visit: Visit, known: Person | None) -> Response:
    """The form for a person, new or not."""
    term_id = term(visit)
    return visit.render(
        "roster/person_edit.html", known=known, tree=roster.tree(visit.session, term_id), **LABELS
    )


def wish(form: Form) -> PersonWish:
    """What the organiser wrote."""
    number = form.text("number", most=30)
    if any(sign.isspace() for sign in number):
        form.complain("number", say("工号里不能有空格"))
    found = PersonWish(
        number=number,
        name=form.text("name", most=60),
        sex=form.choice("sex", Sex),
        unit_id=form.integer("unit_id"),
        post=form.text("post", most=60, least=0),
        category=form.choice("category", Category),
        dispatched=form.tick("dispatched"),
        birth_year=form.integer("birth_year", least=1920, most=2020)
        if form.raw("birth_year").strip()
        else None,
        phone=form.text("phone", most=20, least=0),
    )
    form.insist()
    return found


@page(again=new)
def add(visit: Visit) -> Response:
    """Keep a new person."""
    term(visit)
    by, wanted = visit.viewer.person_id, wish(visit.form)
    person = visit.write(lambda s: roster.add_person(s, wish=wanted, by=by))
    return visit.redirect("roster.person", id=person.id, flash="saved")


@page
def edit(visit: Visit) -> Response:
    """The form for somebody known."""
    return editor(visit, roster.person(visit.session, visit.number()))


@page(again=edit)
def save(visit: Visit) -> Response:
    """Keep the corrections."""
    term(visit)
    by, person_id, wanted = visit.viewer.person_id, visit.number(), wish(visit.form)
    visit.write(lambda s: roster.edit_person(s, person_id=person_id, wish=wanted, by=by))
    return visit.redirect("roster.person", id=person_id, flash="saved")


ROUTES: list[BaseRoute] = [
    Route("/roster/people/new", new, name="roster.people.new"),
    Route("/roster/people", add, methods=["POST"], name="roster.people.add"),
    Route("/roster/people/{id:int}/edit", edit, name="roster.person.edit"),
    Route("/roster/people/{id:int}", save, methods=["POST"], name="roster.person.save"),
]

"""Setting up: only while nothing is founded, and beyond this machine only with the code from the console.

The steps are plain GET pages that carry what was typed, so that back, reload and the other
language work; nothing is written before the last press, and then everything in one transaction.
"""

import secrets
from types import SimpleNamespace
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.bylaws.profile import builtin
from congress.bylaws.terms import ordinal
from congress.errors import Missing
from congress.i18n import Message, say
from congress.identity.service import Entered
from congress.pages.welcome import steps
from congress.roster.rules import SEX_WORDS
from congress.sittings.service.founding import found_congress
from congress.visit import Visit, public
from congress.web.forms import Form

COOKIE = "congress_setup"


def insist_empty(visit: Visit) -> None:
    """Once something is founded there is no such page."""
    if visit.enterprise is not None:
        raise Missing(say("没有这个页面"))


def code(visit: Visit) -> str:
    """The set-up code that this browser has shown."""
    return visit.request.cookies.get(COOKIE, "")


def is_admitted(visit: Visit) -> bool:
    """May this visitor set up?"""
    wanted = visit.house.setup_code
    return not wanted or secrets.compare_digest(code(visit).encode(), wanted.encode())


@public
def welcome(visit: Visit) -> Response:
    """Two ways to begin; or first the code."""
    insist_empty(visit)
    if not is_admitted(visit):
        return visit.render("welcome/code.html")
    return visit.render("welcome/show.html", code=code(visit))


@public(again=welcome)
def show_code(visit: Visit) -> Response:
    """Take the code from the console."""
    insist_empty(visit)
    sent = visit.form.raw("code").strip().upper()
    visit.house.admit_setup(sent, visit.address)
    response = visit.redirect("welcome")
    response.set_cookie(
        COOKIE, sent, httponly=True, samesite="strict", secure=visit.house.settings.secure, path="/"
    )
    return response


@public
def step(visit: Visit) -> Response:
    """One step of the wizard, or the first before it that will not do."""
    insist_empty(visit)
    name = visit.request.path_params["step"]
    if name not in steps.READERS:
        raise Missing(say("没有这个页面"))
    if not is_admitted(visit):
        return visit.redirect("welcome")
    visit.form = Form(FormData(dict(visit.request.query_params)))
    bad = steps.first_bad(visit.form, before=name)
    if bad:
        name, visit.form = bad
        visit.status = 422
    return ask(visit, name)


@public
def back(visit: Visit) -> Response:
    """To another step, with everything that was typed except the password, which must not stand in an address."""
    insist_empty(visit)
    kept = [(field, visit.form.raw(field)) for field in steps.KEPT if visit.form.raw(field)]
    where = visit.path("welcome.step", step=visit.request.path_params["step"])
    return visit.goto(f"{where}?{urlencode(kept)}")


def ask(visit: Visit, name: str) -> Response:
    """The page of a step, with what was typed in the others carried along."""
    place = [known.name for known in steps.STEPS].index(name)
    return visit.render(
        f"welcome/{name}.html",
        step=steps.STEPS[place],
        before=steps.STEPS[place - 1] if place else None,
        after=steps.STEPS[place + 1] if place + 1 < len(steps.STEPS) else None,
        carried=[
            (field, visit.form.raw(field)) for field in steps.KEPT if field not in steps.STEPS[place].fields
        ],
        place=place,
        progress=progress(place),
        zones=steps.ZONES,
        profiles=builtin(),
        sexes=SEX_WORDS,
        sitting=sitting(visit.form),
    )


def sitting(form: Form) -> Message | str:
    """第三届第二次会议, once it was typed."""
    term, number = form.raw("term"), form.raw("sitting")
    if not (term.isdecimal() and number.isdecimal() and len(term + number) <= 4):
        return ""
    return say("第{x}届第{y}次会议", x=ordinal(int(term)), y=ordinal(int(number)))


def progress(place: int) -> list[SimpleNamespace]:
    """The line of steps; the roster comes after the founding."""
    labels = [*(known.label for known in steps.STEPS), say("导入名册")]
    states = ["done" if i < place else "current" if i == place else "todo" for i in range(len(labels))]
    return [SimpleNamespace(label=label, state=state) for label, state in zip(labels, states, strict=True)]


@public
def found(visit: Visit) -> Response:
    """Found everything at once, or show the step that will not do."""
    bad = steps.first_bad(visit.form)
    if visit.enterprise is None:
        visit.house.admit_setup(code(visit), visit.address)
    if bad:
        insist_empty(visit)
        name, visit.form = bad
        visit.status = 422
        return ask(visit, name)
    return visit.enter(visit.redirect("imports", flash="welcome"), establish(visit))


def establish(visit: Visit) -> Entered:
    """The one transaction; who comes second gets a Conflict."""
    form, device = visit.form, visit.device
    enterprise, term = steps.enterprise(form), steps.term(form)
    profile, organiser = steps.rules(form), steps.organiser(form)
    return visit.write(
        lambda s: found_congress(
            s,
            enterprise=enterprise,
            term=term,
            profile=profile,
            organiser=organiser,
            device=device,
            name_site=visit.house.name_site,
        )
    )


ROUTES: list[BaseRoute] = [
    Route("/welcome", welcome, name="welcome"),
    Route("/welcome/code", show_code, methods=["POST"], name="welcome.code"),
    Route("/welcome/founding", found, methods=["POST"], name="welcome.found"),
    Route("/welcome/{step}", step, name="welcome.step"),
    Route("/welcome/{step}", back, methods=["POST"], name="welcome.back"),
]

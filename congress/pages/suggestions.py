"""Suggestions of employees: anyone may bring one and read the answers; organisers answer."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.errors import Missing
from congress.i18n import say
from congress.motions import service as motions
from congress.motions.service import PAGE
from congress.roster import service as roster
from congress.visit import Visit, page, public

BODY_MOST = 1000
ANSWER_MOST = 1000
PER_MINUTE = 3  # from one address


@public
def index(visit: Visit) -> Response:
    """The published answers; for organisers also what waits for one."""
    organiser = visit.anyone is not None and visit.anyone.organises
    waiting = organiser and visit.request.query_params.get("show") == "waiting"
    number = visit.request.query_params.get("page", "1")
    shown = max(1, int(number)) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    voices, total = motions.suggestions(visit.session, visit.anyone, answered=not waiting, page=shown)
    unanswered = motions.suggestions(visit.session, visit.anyone, answered=False)[1] if organiser else 0
    return visit.render(
        "suggestions/index.html",
        voices=voices,
        organiser=organiser,
        waiting=waiting,
        unanswered=unanswered,
        page=shown,
        pages=max(1, -(-total // PAGE)),
    )


@public
def new(visit: Visit) -> Response:
    """The form; those who have signed in find their name in it."""
    known = visit.anyone
    unit = roster.units(visit.session)[known.unit_id].name if known else ""
    sent = bool(visit.form.sent)
    return visit.render(
        "suggestions/new.html",
        author=visit.form.raw("author") if sent else known.name if known else "",
        unit=visit.form.raw("unit") if sent else unit,
        body=visit.form.raw("body"),
        most=BODY_MOST,
        meeting=visit.here,
    )


@public(again=new)
def create(visit: Visit) -> Response:
    """Take a suggestion in."""
    form, sitting_id = visit.form, visit.here.sitting.id or 0
    author, unit = form.text("author", most=30), form.text("unit", most=60)
    body = form.text("body", most=BODY_MOST, least=5)
    form.insist()
    visit.house.slow_down("suggestion", visit.address, per_minute=PER_MINUTE)
    visit.write(lambda s: motions.suggest(s, sitting_id=sitting_id, author=author, unit=unit, body=body))
    visit.house.hub.news("suggestions")
    return visit.redirect("suggestions.received")


@public
def received(visit: Visit) -> Response:
    """Thanks, and what happens next."""
    return visit.render("suggestions/received.html")


@public
def show(visit: Visit) -> Response:
    """One suggestion and its answer, or the form for it."""
    voice = motions.suggestion(visit.session, visit.anyone, visit.number())
    organiser = visit.anyone is not None and visit.anyone.organises
    typed = visit.form.raw("answer")
    return visit.render(
        "suggestions/show.html", voice=voice, organiser=organiser, typed=typed, most=ANSWER_MOST
    )


@page(again=show)
def answer(visit: Visit) -> Response:
    """Answer for everybody to read."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    words, viewer, suggestion_id = visit.form.text("answer", most=ANSWER_MOST), visit.viewer, visit.number()
    visit.form.insist()
    visit.write(lambda s: motions.answer(s, viewer, suggestion_id, words))
    return visit.redirect("suggestions.show", id=suggestion_id, flash="saved")


ROUTES: list[BaseRoute] = [
    Route("/suggestions", index, name="suggestions"),
    Route("/suggestions/new", new, name="suggestions.new"),
    Route("/suggestions", create, methods=["POST"], name="suggestions.create"),
    Route("/suggestions/received", received, name="suggestions.received"),
    Route("/suggestions/{id:int}", show, name="suggestions.show"),
    Route("/suggestions/{id:int}/answer", answer, methods=["POST"], name="suggestions.answer"),
]

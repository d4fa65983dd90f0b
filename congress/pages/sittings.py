"""The sitting as a whole: planned, opened, closed."""

from zoneinfo import ZoneInfo

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.errors import Missing
from congress.i18n import say
from congress.polls.service import quiet
from congress.sittings import rules
from congress.sittings import service as sittings
from congress.visit import Visit, page

NEWS = ("now", "desk", "projector", "agenda")


def organiser(visit: Visit) -> int:
    """Only the secretariat plans, opens and closes. Who does it."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    return visit.viewer.person_id


@page
def new(visit: Visit) -> Response:
    """The form for the next sitting of the term."""
    organiser(visit)
    refusal = rules.may_plan(visit.here.sitting.stage)
    return visit.render("agenda/sitting.html", sitting=None, values=typed(visit), refusal=refusal)


@page(again=new)
def create(visit: Visit) -> Response:
    """Plan the next sitting."""
    organiser(visit)
    term_id, opens_at, place = (
        visit.here.term.id or 0,
        visit.form.moment("opens_at", visit.zone),
        visit.form.text("place"),
    )
    visit.form.insist()
    visit.write(lambda s: sittings.plan(s, term_id=term_id, opens_at=opens_at, place=place))
    return visit.redirect("agenda", flash="saved")


@page
def edit(visit: Visit) -> Response:
    """The form for another time or place."""
    organiser(visit)
    sitting = sittings.sitting(visit.session, visit.number())
    values = typed(visit)
    if visit.request.method == "GET":
        opens_at = sitting.opens_at.astimezone(ZoneInfo(visit.zone))
        values = {"opens_at": f"{opens_at:%Y-%m-%dT%H:%M}", "place": sitting.place}
    return visit.render(
        "agenda/sitting.html", sitting=sitting, values=values, refusal=rules.may_edit(sitting.stage)
    )


@page(again=edit)
def save(visit: Visit) -> Response:
    """Another time or place."""
    organiser(visit)
    opens_at, place = visit.form.moment("opens_at", visit.zone), visit.form.text("place")
    visit.form.insist()
    visit.write(lambda s: sittings.replan(s, sitting_id=visit.number(), opens_at=opens_at, place=place))
    return visit.redirect("agenda", flash="saved")


def typed(visit: Visit) -> dict[str, str]:
    """The form as it came."""
    return {name: visit.form.raw(name) for name in ("opens_at", "place")}


@page
def open_sitting(visit: Visit) -> Response:
    """Open the sitting; its numbers are stated and recorded."""
    by = organiser(visit)
    visit.write(lambda s: sittings.open_sitting(s, sitting_id=visit.number(), by=by))
    visit.house.hub.news(*NEWS)
    return visit.redirect(place_of(visit), flash="done")


@page
def close_sitting(visit: Visit) -> Response:
    """Close the sitting for good."""
    by = organiser(visit)
    sitting_id = visit.number()
    visit.write(
        quiet.when_voted(sitting_id, lambda s: sittings.close_sitting(s, sitting_id=sitting_id, by=by))
    )
    visit.house.hub.news(*NEWS)
    return visit.redirect(place_of(visit), flash="done")


def place_of(visit: Visit) -> str:
    """Where the button stood: the cockpit, or the agenda."""
    cockpit = visit.path("desk")
    return "desk" if visit.form.raw("back") == cockpit else "agenda"


ROUTES: list[BaseRoute] = [
    Route("/sittings/new", new, name="sittings.new"),
    Route("/sittings", create, methods=["POST"], name="sittings.create"),
    Route("/sittings/{id:int}/edit", edit, name="sittings.edit"),
    Route("/sittings/{id:int}", save, methods=["POST"], name="sittings.save"),
    Route("/sittings/{id:int}/opening", open_sitting, methods=["POST"], name="sittings.open"),
    Route("/sittings/{id:int}/closing", close_sitting, methods=["POST"], name="sittings.close"),
]

"""The enterprise's working calendar: holidays, and weekends worked in exchange. Everybody may read it."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.i18n import say
from congress.publication import service as publication
from congress.roster import service as roster
from congress.visit import Visit, page

NAME_MOST = 40


@page
def index(visit: Visit) -> Response:
    """Every day that was noted, by year."""
    days = publication.days(visit.session)
    years: dict[int, list[publication.CalendarDay]] = {}
    for noted in days:
        years.setdefault(noted.day.year, []).append(noted)
    return visit.render(
        "calendar/index.html",
        years=dict(sorted(years.items(), reverse=True)),
        this_year=now().year,
        name_most=NAME_MOST,
    )


@page(again=index)
def note(visit: Visit) -> Response:
    """Note one day or several in a row."""
    roster.organiser(visit.viewer)
    viewer, form = visit.viewer, visit.form
    first = form.day("first")
    last = form.day("last") if form.raw("last").strip() else first
    name = form.text("name", most=NAME_MOST)
    if form.raw("works") not in {"yes", "no"}:
        form.complain("works", say("请选择放假或者上班"))
    works = form.raw("works") == "yes"
    form.insist()
    visit.write(lambda s: publication.note(s, viewer, first=first, last=last, works=works, name=name))
    return visit.redirect("calendar", flash="saved")


@page
def forget(visit: Visit) -> Response:
    """Take a day out."""
    roster.organiser(visit.viewer)
    viewer, day = visit.viewer, visit.request.path_params["day"]
    visit.write(lambda s: publication.forget(s, viewer, day))
    return visit.redirect("calendar", flash="removed")


ROUTES: list[BaseRoute] = [
    Route("/calendar", index, name="calendar"),
    Route("/calendar", note, methods=["POST"], name="calendar.note"),
    Route("/calendar/{day}/removal", forget, methods=["POST"], name="calendar.forget"),
]

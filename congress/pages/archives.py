"""The archive, for the secretariat: an export is made in the background, watched, fetched, and taken away."""

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from congress.archive import exporting
from congress.archive.exporting import EVERYTHING, Wish
from congress.clock import parse
from congress.errors import Invalid
from congress.i18n import render, say
from congress.record import service as record
from congress.roster import service as roster
from congress.sittings import service as sittings
from congress.visit import Visit, page
from congress.web.files import disposition

NEWS = "archive"


@page
def show(visit: Visit) -> Response:
    """What can be exported, how far an export is, and those that are ready."""
    roster.organiser(visit.viewer)
    head = record.latest_head(visit.session)
    meetings = sittings.all_meetings(visit.session)
    return visit.render(
        "archive/_exports.html" if visit.wants_fragment else "archive/show.html",
        choices=[(EVERYTHING, say("全部会议")), *((m.sitting.id, m.label) for m in meetings)],
        chosen=visit.meeting.sitting.id if visit.meeting else EVERYTHING,
        work=visit.house.exports,
        made=exporting.made(visit.session, visit.house.settings.data),
        entries=head.size if head else 0,
        parse=parse,
    )


@page(again=show)
def begin(visit: Visit) -> Response:
    """Have one made. Pressing twice makes one."""
    roster.organiser(visit.viewer)
    sitting = visit.form.optional_integer("sitting")
    visit.form.insist()
    if sitting is None:
        missing = say("请选择会议")
        raise Invalid(missing, {"sitting": missing})
    house = visit.house
    wish = Wish(sitting, house.settings.data, house.teller(NEWS, "exported"))
    exporting.begin(house.exports, house.database, house.keeper, wish)
    return visit.redirect("archive")


@page
def stop(visit: Visit) -> Response:
    """Leave what is being written: nothing of it stays."""
    roster.organiser(visit.viewer)
    visit.house.exports.stop(visit.number())
    return visit.redirect("archive")


@page
def fetch(visit: Visit) -> Response:
    """The file, under a name that says which sitting it is of."""
    roster.organiser(visit.viewer)
    found = exporting.ready(visit.session, visit.house.settings.data, visit.number())
    name = exporting.name_in(visit.session, found.sitting) or "all"
    shown = f"{render(say('职工代表大会档案'), visit.lang)}-{name}.zip"
    return FileResponse(
        found.path,
        media_type="application/zip",
        headers={"Content-Disposition": disposition("attachment", f"archive-{name}.zip", shown)},
    )


@page
def remove(visit: Visit) -> Response:
    """Take it off the server; it can be made again."""
    roster.organiser(visit.viewer)
    exporting.remove(visit.house.settings.data, visit.number())
    visit.house.hub.news(NEWS)
    return visit.redirect("archive", flash="removed")


ROUTES: list[BaseRoute] = [
    Route("/archive", show, name="archive"),
    Route("/archive/exports", begin, methods=["POST"], name="archive.begin"),
    Route("/archive/exports/{id:int}", fetch, name="archive.fetch"),
    Route("/archive/exports/{id:int}/stop", stop, methods=["POST"], name="archive.stop"),
    Route("/archive/exports/{id:int}/removal", remove, methods=["POST"], name="archive.remove"),
]

"""All documents of a sitting as one zip, for the secretariat: made in the background, watched, stopped, fetched."""

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from congress.archive import bundle
from congress.archive.bundle import Scope, Wish
from congress.errors import Missing
from congress.i18n import render, say
from congress.roster import service as roster
from congress.sittings import service as sittings
from congress.visit import Visit, page
from congress.web.files import disposition

NEWS = "bundle"


@page
def show(visit: Visit) -> Response:
    """What there is, how far the zip is, and the one that is ready."""
    roster.organiser(visit.viewer)
    house, meeting = visit.house, sittings.meeting(visit.session, visit.number())
    found = bundle.kinds(Scope(visit.session, house.keeper, wished(visit)))
    return visit.render(
        "bundles/_work.html" if visit.wants_fragment else "bundles/show.html",
        meeting=meeting,
        kinds=[(word, len(papers)) for word, papers in found.items() if papers],
        work=house.bundles,
        mine=house.bundles.subject == visit.number(),
        made=bundle.ready(visit.session, house.settings.data, visit.number()),
    )


def wished(visit: Visit) -> Wish:
    """What is asked for. The address of a certificate is known now: in the background nobody has one."""
    origin, path = visit.origin, visit.path
    return Wish(
        sitting=visit.number(),
        folder=visit.house.settings.data,
        seal=visit.house.settings.seal,
        viewer=visit.viewer,
        zone=visit.zone,
        address=lambda poll, sha256: origin + path("check", id=poll, sha256=sha256),
    )


@page(again=show)
def begin(visit: Visit) -> Response:
    """Have it made. Pressing twice makes one."""
    roster.organiser(visit.viewer)
    house = visit.house
    bundle.begin(house.bundles, house.database, house.keeper, wished(visit), house.teller(NEWS, "bundled"))
    return visit.redirect("bundles.show", id=visit.number())


@page
def stop(visit: Visit) -> Response:
    """Leave what is being made: nothing of it stays."""
    roster.organiser(visit.viewer)
    visit.house.bundles.stop(visit.number())
    return visit.redirect("bundles.show", id=visit.number())


@page
def fetch(visit: Visit) -> Response:
    """The zip."""
    roster.organiser(visit.viewer)
    found = bundle.ready(visit.session, visit.house.settings.data, visit.number())
    if found is None:
        raise Missing(say("文书还没有打包"), say("请重新打包"))
    shown = f"{render(say('全部文书'), visit.lang)}-{found.name}.zip"
    return FileResponse(
        found.path,
        media_type="application/zip",
        headers={"Content-Disposition": disposition("attachment", f"documents-{found.name}.zip", shown)},
    )


@page
def remove(visit: Visit) -> Response:
    """Take it off the server; it can be made again."""
    roster.organiser(visit.viewer)
    bundle.remove(visit.house.settings.data, visit.number())
    visit.house.hub.news(NEWS)
    return visit.redirect("bundles.show", id=visit.number(), flash="removed")


ROUTES: list[BaseRoute] = [
    Route("/sittings/{id:int}/documents", show, name="bundles.show"),
    Route("/sittings/{id:int}/documents", begin, methods=["POST"], name="bundles.begin"),
    Route("/sittings/{id:int}/documents.zip", fetch, name="bundles.fetch"),
    Route("/sittings/{id:int}/documents/stop", stop, methods=["POST"], name="bundles.stop"),
    Route("/sittings/{id:int}/documents/removal", remove, methods=["POST"], name="bundles.remove"),
]

"""What belongs to no noun: preferences, the live stream and its fallback, health."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from congress.house import House
from congress.identity import service as identity
from congress.visit import COOKIE, Visit, own_address, public
from congress.web import preferences
from congress.web.stream import Stream


@public
def prefer(visit: Visit) -> Response:
    """Keep how a person likes to read, and go back to where they were."""
    response = visit.goto(own_address(visit.form.raw("back")) or "/")
    wishes = {name: visit.form.raw(name) for name in preferences.KINDS}
    preferences.write(response, visit.preferences.changed(wishes), secure=visit.house.settings.secure)
    return response


async def health(_request: Request) -> Response:
    """For those who start and watch the server."""
    return PlainTextResponse("ok\n")


def may_listen(house: House, request: Request) -> bool:
    """The numbers of the hall are for those who have signed in."""
    with house.database.read() as session:
        return identity.is_signed_in(session, request.cookies.get(COOKIE, ""))


class Live:
    """``GET /live``: the stream of the hall."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        house: House = request.app.state.house
        if may_listen(house, request):
            await Stream(house.hub)(scope, receive, send)
        else:
            await PlainTextResponse("", 404)(scope, receive, send)


async def numbers(request: Request) -> Response:
    """``GET /live/now``: the same for those whose stream drops; 304 while nothing has changed."""
    house: House = request.app.state.house
    if not may_listen(house, request):
        return PlainTextResponse("", 404)
    tag = f'"{house.hub.version}-{hash(tuple(sorted(house.hub.numbers.items())))}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return JSONResponse(house.hub.state(), headers={"ETag": tag, "Cache-Control": "no-cache"})


ROUTES: list[BaseRoute] = [
    Route("/preferences", prefer, methods=["POST"], name="preferences"),
    Route("/healthz", health, name="health"),
    Route("/live", Live(), name="live"),
    Route("/live/now", numbers, name="live.now"),
]

"""The application: every page, every guard and every error answer, composed in one place."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager

from sqlmodel import Session
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from congress.errors import CongressError, Missing, Refusal
from congress.house import House
from congress.i18n import say
from congress.live import Numbers
from congress.pages import (
    agenda,
    archives,
    attendance,
    bundles,
    bylaws,
    calendar,
    cards,
    certificates,
    circulations,
    closing,
    committee,
    common,
    counts,
    deciding,
    deliveries,
    demo,
    desk,
    dispatching,
    drafting,
    drafts,
    endings,
    entrance,
    files,
    filings,
    imports,
    letters,
    me,
    motions,
    notices,
    now,
    outcomes,
    papers,
    phrases,
    polls,
    projector,
    proxies,
    receivers,
    record,
    resolutions,
    reviews,
    roster,
    sealed,
    seals,
    seconders,
    several,
    sittings,
    suggestions,
    tasks,
    tellers,
    templates,
    welcome,
)
from congress.polls import service as polling
from congress.secrecy import service as secrecy
from congress.sittings import service as holding
from congress.visit import Visit
from congress.web.assets import Assets
from congress.web.guard import OriginGuard, SecurityHeaders
from congress.web.limits import SizeGuard
from congress.web.rendering import environment
from congress.web.routing import Addresses

PAGES = (  # in the order in which addresses are tried: what a whole hall asks for comes first
    common, now, polls, sealed, attendance, entrance, me, agenda, papers, motions, drafts, seconders, reviews, suggestions,
    desk, projector, counts, tellers, endings, notices, resolutions, drafting, files, certificates, committee, dispatching, deciding, circulations, proxies, phrases, closing, filings,
    outcomes, several, tasks, deliveries, receivers, record, sittings, roster, imports, cards, bylaws, calendar, seals, archives, bundles, letters, templates, welcome, demo,
)  # fmt: skip
Companion = Callable[[House], Coroutine[None, None, None]]
log = logging.getLogger(__name__)
NOT_FOUND = Missing(say("没有这个页面"), say("它可能已经移走，或者不对您开放"))
TOO_LARGE = Refusal(say("发送的内容太大"), say("附件每个不超过 20 MB"))
BROKEN = Refusal(say("系统出了问题，您的操作没有完成"), say("请刷新页面后重试；若仍不行请告诉会务组"))


def build(house: House, *, beside: Sequence[Companion] = ()) -> Starlette:
    """The ASGI application over an open house; ``beside`` are tasks that run while it serves."""
    assets = Assets()
    app = Starlette(
        routes=[*routes(), Mount("/static", assets, name="static")],
        middleware=[
            Middleware(SecurityHeaders, inline=assets.inline, secure=house.settings.secure),
            Middleware(OriginGuard),
            Middleware(SizeGuard, most=house.settings.body_limit),
            Middleware(RequestBodyLimitMiddleware, max_body_size=house.settings.body_limit),
            Middleware(GZipMiddleware, minimum_size=1500, compresslevel=5),
        ],
        exception_handlers={CongressError: refused, HTTPException: http_error, Exception: broken},
        lifespan=lifespan,
    )
    house.hub.sources |= {
        "turnout": numbers(house, polling.turnout_numbers),
        "attendance": numbers(house, holding.attendance_numbers),
    }
    app.state.house = house
    app.state.beside = beside
    app.state.assets = assets
    app.state.address = Addresses(app.routes)
    app.state.templates = environment()
    return app


def routes() -> list[BaseRoute]:
    """Every address of the software."""
    return [route for module in PAGES for route in module.ROUTES]


def numbers(house: House, read: Callable[[Session, int], Numbers]) -> Callable[[], Numbers]:
    """A source for the hub: numbers of the current sitting."""

    def source() -> Numbers:
        with house.database.read() as session:
            meeting = holding.current(session)
            return read(session, meeting.sitting.id or 0) if meeting else {}

    return source


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Run the hub while the server runs; finish the writer's work at the end."""
    house: House = app.state.house
    await run_in_threadpool(get_ready, house)
    tasks = [
        asyncio.create_task(house.hub.run()),
        *(asyncio.create_task(task(house)) for task in app.state.beside),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for work in (house.exports, house.bundles, house.printing):
            await run_in_threadpool(work.close)
        await run_in_threadpool(house.press.close)
        await run_in_threadpool(house.judges.close)  # no process of ours is left after it
        await run_in_threadpool(house.database.close)


def get_ready(house: House) -> None:
    """Started again in the middle of a secret vote: the processes that check ballots start with us."""
    with house.database.read() as session:
        if secrecy.any_open(session):
            house.judges.warm()


async def refused(request: Request, error: Exception) -> Response:
    """A rule said no, or there is no such thing: a sentence, and what would help."""
    known = error if isinstance(error, CongressError) else NOT_FOUND
    return await run_in_threadpool(_explain, request, known.refusal, known.status)


async def http_error(request: Request, error: Exception) -> Response:
    """What the framework itself refuses (unknown address, wrong method, too large)."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    refusal = TOO_LARGE if status == 413 else NOT_FOUND.refusal
    return await run_in_threadpool(_explain, request, refusal, status)


async def broken(request: Request, _error: Exception) -> Response:
    """A defect of ours. The traceback goes to the log, not to the page."""
    return await run_in_threadpool(_explain, request, BROKEN, 500)


def _explain(request: Request, refusal: Refusal, status: int) -> Response:
    house: House = request.app.state.house
    with house.database.read() as session:
        visit = Visit(request, house, session, status=status)
        if visit.wants_fragment:
            response = visit.render("errors/_notice.html", refusal=refusal)
            response.headers.update({"HX-Retarget": "#notice", "HX-Reswap": "innerHTML show:top"})
            return response
        return visit.render("errors/show.html", refusal=refusal, status=status)

"""What left the house: what to whom, every try, the proof of receipt; try now, stop, start again."""

from collections.abc import Callable

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.committee.rules.filings import FilingKind
from congress.courier.contents import media_type
from congress.delivery import rules
from congress.delivery import service as delivery
from congress.delivery.receipts import LARGEST
from congress.delivery.rules import Matter, Stage
from congress.delivery.service import Delivery
from congress.errors import Missing
from congress.i18n import say
from congress.resolutions import service as resolutions
from congress.seals import service as seals
from congress.visit import Visit, page, public
from congress.web.files import disposition, pdf_file

NEWS = "deliveries"
WORDS = {
    "matters": rules.MATTERS,
    "parties": rules.PARTIES,
    "ways": rules.WAYS,
    "stages": rules.STAGES,
    "lights": rules.LIGHTS,
    "troubles": rules.TROUBLES,
    "quiet": rules.QUIET,
}
Move = Callable[..., Delivery]


@page
def index(visit: Visit) -> Response:
    """What needs somebody, what waits, what is done; fetched again when something has changed."""
    overview = delivery.overview(visit.session, visit.viewer, page=visit.query_number("page", 1))
    return visit.render(
        "deliveries/_list.html" if visit.wants_fragment else "deliveries/index.html",
        overview=overview,
        receivers=delivery.receivers(visit.session),
        **WORDS,
    )


@page
def show(visit: Visit) -> Response:
    """One delivery with every try."""
    sheet = delivery.sheet(visit.session, visit.viewer, visit.number())
    found = sheet.line.delivery
    stage = found.stage
    return visit.render(
        "deliveries/_delivery.html" if visit.wants_fragment else "deliveries/show.html",
        sheet=sheet,
        may_try=rules.may_try(stage),
        may_resume=rules.may_resume(stage) if sheet.line.receiver else rules.ON_ITS_WAY,
        newer=resolutions.sealed_since(visit.session, found),
        instead=resolutions.sent_sealed(visit.session, found),
        source=source(visit, found),
        **WORDS,
    )


def source(visit: Visit, found: Delivery) -> str:
    """The page of what is delivered, or nothing."""
    if found.matter is Matter.RESOLUTION:
        return visit.path("resolutions.show", id=found.about)
    if found.matter is Matter.FILING:
        return visit.path("filings.show", id=found.about, branch=FilingKind.UNION.value)
    if found.matter in {Matter.DISPATCH, Matter.RECEIPT}:
        return visit.path("dispatches.show", id=found.about)
    return ""


def moved(visit: Visit, move: Move) -> Response:
    """One of the three buttons."""
    viewer, number, moment = visit.viewer, visit.number(), now()

    visit.write(lambda s: move(s, viewer, number, at=moment))
    visit.house.hub.news(NEWS)
    return visit.redirect("deliveries.show", id=number, flash="done")


@page
def try_now(visit: Visit) -> Response:
    """Do not wait."""
    return moved(visit, delivery.try_now)


@page
def stop(visit: Visit) -> Response:
    """Try no more."""
    return moved(visit, delivery.stop)


@page
def resume(visit: Visit) -> Response:
    """Start again."""
    return moved(visit, delivery.resume)


@page
def replace(visit: Visit) -> Response:
    """Send it anew with the seal that was pressed since; the answer is the page of what goes now."""
    viewer, number, moment = visit.viewer, visit.number(), now()
    made = visit.write(lambda s: resolutions.send_sealed(s, viewer, number, at=moment))
    visit.house.hub.news(NEWS)
    return visit.redirect("deliveries.show", id=made.id or 0, flash="done")


def mine(visit: Visit) -> Delivery:
    """The delivery of the address, for organisers."""
    return delivery.sheet(visit.session, visit.viewer, visit.number()).line.delivery


@page
def document(visit: Visit) -> Response:
    """The very bytes that went."""
    found = mine(visit)
    content = seals.kept(visit.house.settings.outbox, found.file)
    if media_type(found) == "application/pdf":
        return pdf_file(content, f"delivery-{found.id}", found.number or found.title)
    return attached(content, f"delivery-{found.id}.json")


@page
def receipt(visit: Visit) -> Response:
    """The proof of receipt: the signed statement, with the public key that checks it."""
    found = mine(visit)
    if not found.receipt:
        raise Missing(say("没有签收凭证"))
    return attached(found.receipt.encode(), f"receipt-{found.id}.json")


def attached(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": disposition("attachment", name, name)}
    return Response(content, media_type="application/json", headers=headers)


@public
def bring(visit: Visit) -> Response:
    """``POST /receipts``: a receiver brings its receipt by itself. It needs no sign-in: the signature is what counts."""
    visit.house.slow_down("receipt", visit.address, per_minute=60)
    text, uid = visit.form.raw("receipt"), visit.form.raw("delivery")
    if len(text) > LARGEST or not text:
        return PlainTextResponse("receipt: JSON of at most 16 KiB\n", 404)
    site, moment = visit.site, now()
    found = visit.write(lambda s: delivery.take_receipt(s, uid, text, site=site, at=moment))
    visit.house.hub.news(NEWS)
    return JSONResponse({"delivery": found.uid, "stage": Stage(found.stage).value})


ROUTES: list[BaseRoute] = [
    Route("/deliveries", index, name="deliveries"),
    Route("/deliveries/{id:int}", show, name="deliveries.show"),
    Route("/deliveries/{id:int}/trying", try_now, methods=["POST"], name="deliveries.try"),
    Route("/deliveries/{id:int}/stopping", stop, methods=["POST"], name="deliveries.stop"),
    Route("/deliveries/{id:int}/resumption", resume, methods=["POST"], name="deliveries.resume"),
    Route("/deliveries/{id:int}/replacement", replace, methods=["POST"], name="deliveries.replace"),
    Route("/deliveries/{id:int}/document", document, name="deliveries.document"),
    Route("/deliveries/{id:int}/receipt.json", receipt, name="deliveries.receipt"),
    Route("/receipts", bring, methods=["POST"], name="receipts.bring"),
]

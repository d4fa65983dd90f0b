"""The certificate of a vote: page, print, PDF, its twin for machines, and the public page that compares it."""

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from congress.archive.export import SCHEMAS
from congress.documents.qr import qr
from congress.polls import rules
from congress.polls import service as polls
from congress.polls.service import Poll
from congress.resolutions import service as resolutions
from congress.resolutions.evidence import Proven
from congress.sittings import service as sittings
from congress.typesetting.forms import form_pdf
from congress.visit import Visit, page, public
from congress.web.files import disposition, pdf_file

TITLE = "表决证明"
SCHEMA = SCHEMAS / "vote-certificate.schema.json"


def mine(visit: Visit) -> tuple[Poll, Proven]:
    """The vote of the address with its certificate, if this person may see the result."""
    poll = resolutions.certified_to(visit.session, visit.anyone, visit.number())
    return poll, resolutions.prove(visit.session, visit.house.keeper, poll)


def shown(visit: Visit, poll: Poll, proven: Proven, *, compared: bool) -> Response:
    """The facts; ``compared``: somebody came here from a certificate that they hold."""
    where = address(visit, proven)
    return visit.render(
        "certificates/show.html",
        poll=poll,
        proven=proven,
        evidence=proven.evidence,
        compared=compared,
        address=where,
        picture=qr(where),
        meeting=sittings.meeting(visit.session, poll.sitting_id),
        ways=rules.WAYS,
        published=resolutions.of_poll(visit.session, None, poll.id or 0),
    )


def address(visit: Visit, proven: Proven) -> str:
    """Where whoever holds a certificate compares it."""
    return visit.origin + visit.path("check", id=proven.certificate.poll, sha256=proven.sha256)


@public
def show(visit: Visit) -> Response:
    """The certificate."""
    poll, proven = mine(visit)
    return shown(visit, poll, proven, compared=False)


@public
def document_pdf(visit: Visit) -> Response:
    """The same on paper."""
    return as_pdf(visit, *mine(visit))


def as_pdf(visit: Visit, poll: Poll, proven: Proven) -> Response:
    """As a file."""
    where = address(visit, proven)
    form = resolutions.certificate_form(visit.session, poll, proven, zone=visit.zone, address=where)
    made = form_pdf(form, proven.certificate.closed_at)
    return pdf_file(made, f"certificate-{poll.id}", f"{TITLE}-{poll.number}")


@public
def twin(visit: Visit) -> Response:
    """The same for machines: these bytes have the SHA-256 that stands on the certificate."""
    return as_json(*mine(visit))


def as_json(poll: Poll, proven: Proven) -> Response:
    """As a file."""
    shown_as = disposition("attachment", f"poll-{poll.id}.certificate.json", f"{TITLE}-{poll.number}.json")
    return Response(proven.content, media_type="application/json", headers={"Content-Disposition": shown_as})


@public
def check(visit: Visit) -> Response:
    """What a QR code leads to: these are the facts, or there is no such certificate."""
    sha256 = visit.request.path_params["sha256"]
    proven = resolutions.confirm(visit.session, visit.house.keeper, visit.number(), sha256)
    if proven is None:
        visit.status = 404
        return visit.render("certificates/unknown.html", sha256=sha256)
    poll = polls.closed(visit.session, visit.number())
    match visit.request.query_params.get("as", ""):
        case "pdf":
            return as_pdf(visit, poll, proven)
        case "json":
            return as_json(poll, proven)
        case _:
            return shown(visit, poll, proven, compared=True)


@public
def schema(_visit: Visit) -> Response:
    """What a certificate's data looks like (JSON Schema 2020-12), for whoever reads it with a program."""
    return FileResponse(SCHEMA, media_type="application/schema+json")


@page
def report_pdf(visit: Visit) -> Response:
    """The tellers' report, to be signed."""
    poll = polls.closed(visit.session, visit.number())
    made = form_pdf(
        resolutions.tellers_report(visit.session, poll, visit.zone), resolutions.certify(poll).closed_at
    )
    return pdf_file(made, f"tellers-report-{poll.id}", f"计票报告单-{poll.number}")


ROUTES: list[BaseRoute] = [
    Route("/polls/{id:int}/certificate", show, name="certificates.show"),
    Route("/polls/{id:int}/certificate.pdf", document_pdf, name="certificates.pdf"),
    Route("/polls/{id:int}/certificate.json", twin, name="certificates.json"),
    Route("/polls/{id:int}/report.pdf", report_pdf, name="polls.report"),
    Route("/certificates/schema.json", schema, name="certificates.schema"),
    Route("/check/{id:int}/{sha256}", check, name="check"),
]

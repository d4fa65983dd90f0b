"""The credentials check (资格审查): the composition of the congress against the rules in force."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.bylaws.composition import check
from congress.bylaws.profile import from_json
from congress.bylaws.terms import han
from congress.clock import now
from congress.pages.roster.listing import term
from congress.pages.roster.words import LABELS
from congress.roster import service as roster
from congress.roster.service import Occasion
from congress.sittings import service as sittings
from congress.typesetting.forms import form_pdf
from congress.visit import Visit, page
from congress.web.files import pdf_file


@page
def show(visit: Visit) -> Response:
    """Each finding with its article, kept ones too; printable as the summary of the check."""
    makeup = roster.makeup(visit.session, term(visit))
    profile = from_json(visit.here.term.profile)
    return visit.render(
        "roster/composition.html",
        makeup=makeup,
        findings=check(profile, makeup.facts),
        profile=profile,
        enterprise=visit.enterprise,
        today=now(),
        **LABELS,
    )


def meeting_name(visit: Visit) -> str:
    """The enterprise and its sitting, as they stand over a document."""
    name, here = visit.enterprise.name if visit.enterprise else "", visit.here
    return f"{name}第{han(here.term.number)}届职工代表大会第{han(here.sitting.number)}次会议"


@page
def report_pdf(visit: Visit) -> Response:
    """The report of the credentials group, to be signed."""
    term_id, zone = term(visit), ZoneInfo(visit.zone)
    earlier = sittings.before(visit.session, visit.here.sitting)
    today = now().astimezone(zone).date()
    occasion = Occasion(
        meeting=meeting_name(visit),
        profile=from_json(visit.here.term.profile),
        earlier=earlier.id if earlier else None,
        today=today,
        zone=visit.zone,
    )
    made = form_pdf(
        roster.credentials(visit.session, term_id, occasion), datetime.combine(today, time(), zone)
    )
    return pdf_file(made, f"credentials-{today.isoformat()}", "代表资格审查报告")


ROUTES: list[BaseRoute] = [
    Route("/roster/composition", show, name="roster.composition"),
    Route("/roster/composition/report.pdf", report_pdf, name="roster.credentials"),
]

"""The credentials check (资格审查): the composition of the congress against the rules in force."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.bylaws.composition import check
from congress.bylaws.profile import from_json
from congress.clock import now
from congress.pages.roster.listing import term
from congress.pages.roster.words import LABELS
from congress.roster import service as roster
from congress.visit import Visit, page


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


ROUTES: list[BaseRoute] = [Route("/roster/composition", show, name="roster.composition")]

"""备案: what is filed with the higher union and the labour authority, by when, and what they said."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.committee import service as committee
from congress.committee.rules import filings as rules
from congress.committee.rules.filings import FilingKind
from congress.committee.service import Branch
from congress.errors import Missing
from congress.i18n import say
from congress.visit import Visit, page

NEWS = ("resolutions", "committee")
WORDS = {"kinds": rules.KINDS, "standings": rules.STANDINGS}


@page
def index(visit: Visit) -> Response:
    """All filings, those due first on top."""
    branches = committee.filing_register(visit.session, visit.viewer)
    return visit.render("filings/index.html", branches=branches, **WORDS)


def here(visit: Visit) -> Branch:
    """The filing of the address, for the secretariat and the committee."""
    kind = visit.request.path_params["branch"]
    if kind not in set(FilingKind) or not (visit.viewer.organises or visit.viewer.is_committee):
        raise Missing(say("没有这项备案"))
    return committee.branch(visit.session, visit.number(), FilingKind(kind))


@page
def show(visit: Visit) -> Response:
    """One filing: what was filed, and the form of what comes next."""
    found = here(visit)
    return visit.render(
        "filings/show.html",
        branch=found,
        today=committee.today(visit.session).isoformat(),
        statement=committee.statement_for_filing(found, site=visit.site),
        outcome=committee.statement_for_outcome(found.filing, site=visit.site) if found.filing else None,
        most=rules.BODY_MOST,
        **WORDS,
    )


@page(again=show)
def create(visit: Visit) -> Response:
    """Keep what was signed."""
    kind, viewer, number, signed = here(visit).kind, visit.viewer, visit.number(), visit.signed()
    said = {name: visit.form.raw(name) for name in rules.FIELDS}
    visit.write(lambda s: committee.file(s, viewer, number, kind, site=visit.site, said=said, signed=signed))
    visit.house.hub.news(*NEWS)
    return visit.redirect("filings.show", id=number, branch=kind.value, flash="signed")


@page(again=show)
def conclude(visit: Visit) -> Response:
    """What they said."""
    found, viewer, signed = here(visit), visit.viewer, visit.signed()
    filing = found.filing.id if found.filing else 0
    said = {name: visit.form.raw(name) for name in rules.OUTCOME_FIELDS}
    visit.write(
        lambda s: committee.conclude(s, viewer, filing or 0, site=visit.site, said=said, signed=signed)
    )
    visit.house.hub.news(*NEWS)
    return visit.redirect("filings.show", id=visit.number(), branch=found.kind.value, flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/filings", index, name="filings"),
    Route("/resolutions/{id:int}/filings/{branch}", show, name="filings.show"),
    Route("/resolutions/{id:int}/filings/{branch}", create, methods=["POST"], name="filings.create"),
    Route(
        "/resolutions/{id:int}/filings/{branch}/outcome", conclude, methods=["POST"], name="filings.conclude"
    ),
]

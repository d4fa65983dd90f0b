"""备案: what is filed with the higher union and the labour authority, by when, and what they said."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import filings as rules
from congress.committee.rules.filings import FilingKind
from congress.committee.service import Branch
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.errors import Invalid, Missing, Refusal
from congress.i18n import say
from congress.sittings import rules as paper_rules
from congress.sittings import service as sittings
from congress.visit import Visit, page
from congress.web.files import kept_file

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
    viewer, about = visit.viewer, found.resolution.id or 0
    unserved = committee.unserved(visit.session, found)
    sends = found.kind is FilingKind.UNION and viewer.organises
    return visit.render(
        "filings/show.html",
        branch=found,
        sends=sends,
        sent_to=delivery.about(visit.session, viewer, Matter.FILING, about) if sends else [],
        unserved=unserved,
        refusal=rules.may_deliver(reachable=committee.reachable(visit.session)),
        proofs=committee.proofs(visit.session, found),
        accept=rules.PROOFS_ACCEPT,
        taken=rules.PROOFS_TAKEN,
        **delivery.words(),
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


@page
def deliver(visit: Visit) -> Response:
    """Put it in the outbox for the higher union."""
    found, viewer, number, moment = here(visit), visit.viewer, visit.number(), now()
    if found.kind is not FilingKind.UNION:
        raise Missing(say("没有这个页面"))
    visit.write(lambda s: committee.deliver_filing(s, viewer, number, at=moment))
    visit.house.hub.news("deliveries", *NEWS)
    return visit.redirect("filings.show", id=number, branch=found.kind.value, flash="sent")


@page(again=show)
def prove(visit: Visit) -> Response:
    """Keep a scan beside the number."""
    found, viewer = here(visit), visit.viewer
    if not viewer.organises or found.filing is None:
        raise Missing(say("没有这项备案"))
    raw, content = visit.form.content("scan", limit=visit.house.settings.upload_limit)
    name = paper_rules.file_name(raw)
    kind = paper_rules.recognise(name, content)
    if isinstance(kind, Refusal) or kind not in rules.PROOFS:
        no = rules.not_a_proof(kind)
        raise Invalid(no.reason, {"scan": no.reason, "remedy": rules.PROOFS_TAKEN})
    sha256, filing = sittings.keep(visit.house.settings.papers, content), found.filing.id or 0
    visit.write(
        lambda s: committee.prove_filing(
            s, viewer, filing, name=name, media_type=kind.media_type, size=len(content), sha256=sha256
        )
    )
    return visit.redirect("filings.show", id=visit.number(), branch=found.kind.value, flash="saved")


@page
def proof(visit: Visit) -> Response:
    """A scan, as it was sent."""
    found = committee.proof(visit.session, visit.viewer, visit.number())
    file = visit.house.settings.papers / found.sha256
    if not file.is_file():
        raise Missing(say("这份文件不在服务器上"), say("请告诉会务组"))
    plain = f"proof-{found.id}.{found.name.rpartition('.')[2].lower()}"
    return kept_file(file.read_bytes(), found.media_type, plain, found.name)


ROUTES: list[BaseRoute] = [
    Route("/filings", index, name="filings"),
    Route("/resolutions/{id:int}/filings/{branch}", show, name="filings.show"),
    Route("/resolutions/{id:int}/filings/{branch}", create, methods=["POST"], name="filings.create"),
    Route(
        "/resolutions/{id:int}/filings/{branch}/outcome", conclude, methods=["POST"], name="filings.conclude"
    ),
    Route(
        "/resolutions/{id:int}/filings/{branch}/delivery", deliver, methods=["POST"], name="filings.deliver"
    ),
    Route("/resolutions/{id:int}/filings/{branch}/proofs", prove, methods=["POST"], name="filings.prove"),
    Route("/filings/proofs/{id:int}", proof, name="filings.proof"),
]

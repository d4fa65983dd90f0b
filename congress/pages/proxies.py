"""授权代办: handing over the right to sign while one is away, and taking it back."""

from datetime import timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.committee import service as committee
from congress.committee.rules.proxies import FIELDS, POWERS, STANDINGS, Power, Standing
from congress.visit import Visit, page

NEWS = ("committee",)
DAYS = 6  # after the first one, unless another last day is chosen


@page
def index(visit: Visit) -> Response:
    """All authority that was given, and the form to give more."""
    lines = committee.proxy_register(visit.session, visit.viewer)
    today = committee.today(visit.session)
    return visit.render(
        "proxies/index.html",
        live=[line for line in lines if line.standing in {Standing.COMING, Standing.RUNNING}],
        past=[line for line in lines if line.standing not in {Standing.COMING, Standing.RUNNING}],
        revocation=lambda proxy: committee.statement_for_revocation(proxy, site=visit.site),
        colleagues=committee.colleagues(visit.session, visit.viewer),
        matters=committee.matter_names(visit.session),
        statement=committee.statement_for_proxy(visit.session, site=visit.site),
        powers=POWERS,
        standings=STANDINGS,
        today=today.isoformat(),
        last=(today + timedelta(days=DAYS)).isoformat(),
    )


@page(again=index)
def give(visit: Visit) -> Response:
    """Keep what was signed."""
    viewer, signed = visit.viewer, visit.signed()
    names = (*FIELDS, *(power.value for power in Power))
    said = {name: visit.form.raw(name) for name in names}
    visit.write(lambda s: committee.give(s, viewer, site=visit.site, said=said, signed=signed))
    visit.house.hub.news(*NEWS)
    return visit.redirect("proxies", flash="signed")


@page
def revoke(visit: Visit) -> Response:
    """At once."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    visit.write(lambda s: committee.revoke(s, viewer, number, site=visit.site, signed=signed))
    visit.house.hub.news(*NEWS)
    return visit.redirect("proxies", flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/committee/proxies", index, name="proxies"),
    Route("/committee/proxies", give, methods=["POST"], name="proxies.give"),
    Route("/committee/proxies/{id:int}/end", revoke, methods=["POST"], name="proxies.revoke"),
]

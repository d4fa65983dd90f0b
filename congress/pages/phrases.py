"""The sentences that the committee often writes."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.committee import service as committee
from congress.committee.rules import DecisionKind
from congress.committee.rules.proxies import OF_KIND, POWERS
from congress.committee.service.phrases import BODY_MOST, COMMON
from congress.visit import Visit, page


@page
def index(visit: Visit) -> Response:
    """The list, by what the sentences are for."""
    own = committee.own_phrases(visit.session, visit.viewer)
    groups = [
        (kind, POWERS[OF_KIND[kind]], [one for one in own if one.kind is kind], COMMON[kind])
        for kind in DecisionKind
    ]
    return visit.render("phrases/index.html", groups=groups, own=bool(own), most=BODY_MOST)


@page
def begin(visit: Visit) -> Response:
    """Take the common ones as one's own, to change them."""
    viewer = visit.viewer
    visit.write(lambda s: committee.begin_phrases(s, viewer))
    return visit.redirect("phrases", flash="saved")


@page(again=index)
def keep(visit: Visit) -> Response:
    """A new sentence, or another one in its place."""
    viewer, number = visit.viewer, visit.number()
    kind = visit.form.choice("kind", DecisionKind)
    body = visit.form.text("body", most=BODY_MOST)
    committee.own_phrases(visit.session, viewer)
    visit.form.insist()
    visit.write(lambda s: committee.keep_phrase(s, viewer, phrase_id=number, kind=kind, body=body))
    return visit.redirect("phrases", flash="saved")


@page
def drop(visit: Visit) -> Response:
    """Off the list."""
    viewer, number = visit.viewer, visit.number()
    visit.write(lambda s: committee.drop_phrase(s, viewer, number))
    return visit.redirect("phrases", flash="removed")


ROUTES: list[BaseRoute] = [
    Route("/committee/phrases", index, name="phrases"),
    Route("/committee/phrases", begin, methods=["POST"], name="phrases.begin"),
    Route("/committee/phrases/{id:int}", keep, methods=["POST"], name="phrases.keep"),
    Route("/committee/phrases/{id:int}/removal", drop, methods=["POST"], name="phrases.drop"),
]

"""拟办 and 核稿: the office proposes what the secretary may sign."""

from datetime import timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.committee import rules
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, dispatches, lights, orders
from congress.errors import Missing
from congress.i18n import say
from congress.polls import service as polls
from congress.roster import service as roster
from congress.visit import Visit, page

NEWS = ("committee",)
MOVES = {
    DecisionKind.INSTRUCTION: dispatches.Move.INSTRUCT,
    DecisionKind.REPLY: dispatches.Move.REPLY,
    DecisionKind.ANSWER: dispatches.Move.ANSWER,
}


def kind_here(visit: Visit) -> DecisionKind:
    """What is proposed, from the address."""
    name = visit.request.path_params["kind"]
    if name not in set(DecisionKind) or not visit.viewer.is_committee:
        raise Missing(say("没有这个页面"))
    return DecisionKind(name)


@page
def new(visit: Visit) -> Response:
    """The form of a proposal: that of the decision, without a name to sign in."""
    kind = kind_here(visit)
    found = committee.visible_to(visit.session, visit.viewer, visit.number())
    sheet, today = committee.sheet(visit.session, found, visit.zone), committee.today(visit.session)
    profile = polls.profile(visit.session, sheet.annex.resolution.sitting_id)
    return visit.render(
        "committee/decide.html",
        kind=kind,
        sheet=sheet,
        refusal=dispatches.may_move(sheet.facts, MOVES[kind]),
        statement=committee.statement_for_advice(found, kind, site=visit.site),
        authorities=[],
        leads=False,
        phrases=committee.phrases(visit.session, kind),
        action=visit.path("advice.create", id=found.id, kind=kind.value),
        proposes=True,
        departments=[(str(unit.id), unit.name) for unit in roster.handling_units(visit.session)],
        rows=orders.ROWS if kind is not DecisionKind.ANSWER else (),
        due_on=lights.task_due(profile, today).isoformat(),
        first_day=(today + timedelta(days=1)).isoformat(),
        most=orders.BODY_MOST,
        kinds=rules.KINDS,
    )


@page(again=new)
def create(visit: Visit) -> Response:
    """Keep what was signed."""
    kind, viewer, number, signed = kind_here(visit), visit.viewer, visit.number(), visit.signed()
    said = {name: visit.form.raw(name) for name in orders.advice_fields(kind)}
    visit.write(
        lambda s: committee.advise(s, viewer, number, kind, site=visit.site, said=said, signed=signed)
    )
    visit.house.hub.news(*NEWS)
    return visit.redirect("dispatches.show", id=number, flash="signed")


@page
def review(visit: Visit) -> Response:
    """核稿."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    found = visit.write(lambda s: committee.review(s, viewer, number, site=visit.site, signed=signed))
    visit.house.hub.news(*NEWS)
    return visit.redirect("dispatches.show", id=found.dispatch_id, flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/dispatches/{id:int}/advice/{kind}", new, name="advice.new"),
    Route("/dispatches/{id:int}/advice/{kind}", create, methods=["POST"], name="advice.create"),
    Route("/advice/{id:int}/review", review, methods=["POST"], name="advice.review"),
]

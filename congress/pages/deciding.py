"""批示, 批复 and 答复 with their pages beside the form: signed by a secretary, or proposed (拟办) and read over (核稿)."""

from datetime import timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.committee import rules
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, dispatches, lights, orders
from congress.committee.rules.proxies import OF_KIND, may_decide
from congress.committee.service import Sheet
from congress.errors import Missing, Refusal
from congress.i18n import say
from congress.polls import service as polls
from congress.roster import service as roster
from congress.typesetting.pictures import picture, pictures
from congress.typesetting.words import without_picture
from congress.visit import Visit, page
from congress.web.files import svg_picture

NEWS = ("committee", "tasks", "resolutions")


def kind_here(visit: Visit) -> DecisionKind:
    """批示, 批复 or 答复, from the address; for the committee."""
    name = visit.request.path_params["kind"]
    if name not in set(DecisionKind) or not visit.viewer.is_committee:
        raise Missing(say("没有这个页面"))
    return DecisionKind(name)


def read(visit: Visit) -> Sheet:
    """The dispatch of the address."""
    found = committee.visible_to(visit.session, visit.viewer, visit.number())
    return committee.sheet(visit.session, found, visit.zone)


def fields(visit: Visit, kind: DecisionKind, sheet: Sheet) -> dict[str, object]:
    """What both forms show: sentences, departments, deadlines, the pages."""
    today = committee.today(visit.session)
    profile = polls.profile(visit.session, sheet.annex.resolution.sitting_id)
    return {
        "kind": kind,
        "sheet": sheet,
        "phrases": committee.phrases(visit.session, kind),
        "departments": [(str(unit.id), unit.name) for unit in roster.handling_units(visit.session)],
        "rows": orders.ROWS if kind is not DecisionKind.ANSWER else (),
        "due_on": lights.task_due(profile, today).isoformat(),
        "first_day": (today + timedelta(days=1)).isoformat(),
        "most": orders.BODY_MOST,
        "kinds": rules.KINDS,
    }


# --- the pages beside the form ---------------------------------------------------------------------------------


def preview_of(visit: Visit, kind: DecisionKind) -> dict[str, object]:
    """The pages as they would be if this were signed now, and what is missing."""
    number = visit.number()
    said = {name: visit.form.raw(name) for name in orders.advice_fields(kind)}
    made = committee.foresee_decision(visit.session, visit.viewer, number, kind, said, visit.zone)
    keys = pictures(made.document, now()) if made.document else ()
    return {
        "pages": [visit.path("dispatches.decision_page", id=number, key=key) for key in keys],
        "refusal": made.refusal,
        "odd": without_picture("".join(said.values())),
        "ready": say("可以签名提交，印出来就是这样"),
    }


@page
def preview(visit: Visit) -> Response:
    """The pages beside the form, while it is filled in."""
    return visit.render("documents/_pages.html", **preview_of(visit, kind_here(visit)))


@page
def page_picture(visit: Visit) -> Response:
    """One page of a preview."""
    content = picture(str(visit.request.path_params["key"])) if visit.viewer.is_committee else None
    if content is None:
        raise Missing(say("这一页的预览已经过时"), say("请刷新后再看"))
    return svg_picture(content)


# --- deciding --------------------------------------------------------------------------------------------------


@page
def deciding(visit: Visit) -> Response:
    """The form of a decision, or why there is none now."""
    kind, sheet = kind_here(visit), read(visit)
    return visit.render(
        "committee/decide.html",
        may_not=dispatches.may_move(sheet.facts, committee.MOVES[kind]) or in_no_name(visit, sheet, kind),
        statement=committee.statement_for_decision(sheet.dispatch, kind, site=visit.site),
        authorities=committee.usable(visit.session, visit.viewer, sheet.dispatch, OF_KIND[kind]),
        leads=visit.viewer.leads_committee,
        action=visit.path("dispatches.decide", id=sheet.dispatch.id, kind=kind.value),
        proposes=False,
        **fields(visit, kind, sheet),
        **preview_of(visit, kind),
    )


def in_no_name(visit: Visit, sheet: Sheet, kind: DecisionKind) -> Refusal | None:
    """Why somebody of the office cannot decide: nobody gave them the right."""
    if committee.usable(visit.session, visit.viewer, sheet.dispatch, OF_KIND[kind]):
        return None
    return may_decide(leads=visit.viewer.leads_committee)


@page(again=deciding)
def decide(visit: Visit) -> Response:
    """Keep what was signed: the service reads the decision from exactly the words that the device signed."""
    kind, viewer, number, signed = kind_here(visit), visit.viewer, visit.number(), visit.signed()
    said = {name: visit.form.raw(name) for name in orders.FIELDS[kind]}
    visit.write(
        lambda s: committee.decide(s, viewer, number, kind, site=visit.site, said=said, signed=signed)
    )
    visit.house.hub.news(*NEWS)
    return visit.redirect("dispatches.show", id=number, flash="signed")


# --- proposing -------------------------------------------------------------------------------------------------


@page
def proposing(visit: Visit) -> Response:
    """The form of a proposal: that of the decision, without a name to sign in."""
    kind, sheet = kind_here(visit), read(visit)
    return visit.render(
        "committee/decide.html",
        may_not=dispatches.may_move(sheet.facts, committee.MOVES[kind]),
        statement=committee.statement_for_advice(sheet.dispatch, kind, site=visit.site),
        authorities=[],
        leads=False,
        action=visit.path("advice.create", id=sheet.dispatch.id, kind=kind.value),
        proposes=True,
        **fields(visit, kind, sheet),
        **preview_of(visit, kind),
    )


@page(again=proposing)
def propose(visit: Visit) -> Response:
    """Keep what was signed."""
    kind, viewer, number, signed = kind_here(visit), visit.viewer, visit.number(), visit.signed()
    said = {name: visit.form.raw(name) for name in orders.advice_fields(kind)}
    visit.write(
        lambda s: committee.advise(s, viewer, number, kind, site=visit.site, said=said, signed=signed)
    )
    visit.house.hub.news("committee")
    return visit.redirect("dispatches.show", id=number, flash="signed")


@page
def review(visit: Visit) -> Response:
    """核稿."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    found = visit.write(lambda s: committee.review(s, viewer, number, site=visit.site, signed=signed))
    visit.house.hub.news("committee")
    return visit.redirect("dispatches.show", id=found.dispatch_id, flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/dispatches/{id:int}/decisions/{kind}", deciding, name="dispatches.deciding"),
    Route("/dispatches/{id:int}/decisions/{kind}", decide, methods=["POST"], name="dispatches.decide"),
    Route(
        "/dispatches/{id:int}/decisions/{kind}/preview",
        preview,
        methods=["POST"],
        name="dispatches.decision_preview",
    ),
    Route("/dispatches/{id:int}/pages/{key}.svg", page_picture, name="dispatches.decision_page"),
    Route("/dispatches/{id:int}/advice/{kind}", proposing, name="advice.new"),
    Route("/dispatches/{id:int}/advice/{kind}", propose, methods=["POST"], name="advice.create"),
    Route("/advice/{id:int}/review", review, methods=["POST"], name="advice.review"),
]

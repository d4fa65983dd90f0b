"""Writing a 报告 or 请示 with its pages beside it, and sending it."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.committee import rules
from congress.committee import service as committee
from congress.committee.rules import DispatchKind
from congress.committee.rules.wording import Letter, may_say
from congress.committee.service import Proposal
from congress.documents.lengths import TITLE_MOST
from congress.errors import Missing, Refusal
from congress.i18n import Message, say
from congress.roster import service as roster
from congress.typesetting.pictures import picture, pictures
from congress.typesetting.words import without_picture
from congress.visit import Visit, page
from congress.web.files import svg_picture

NEWS = ("committee", "tasks", "resolutions")
BODY_MOST, REQUEST_MOST, SIGNER_MOST = 10_000, 600, 30
WORDS = {
    "kinds": rules.KINDS,
    "most": BODY_MOST,
    "request_most": REQUEST_MOST,
    "title_most": TITLE_MOST,
    "signer_most": SIGNER_MOST,
}


def beginning(visit: Visit) -> Proposal:
    """What a letter about the resolution of the address begins with, for the secretariat."""
    return committee.propose(visit.session, visit.viewer, visit.number("resolution"))


def kind_here(visit: Visit) -> DispatchKind | None:
    """报告 or 请示, once it is chosen."""
    chosen = visit.form.raw("kind") or visit.request.query_params.get("kind", "")
    return DispatchKind(chosen) if chosen in set(DispatchKind) else None


@page
def new(visit: Visit) -> Response:
    """报告 or 请示: the writer chooses before writing a word. Then the text, and its pages beside it."""
    proposal, kind = beginning(visit), kind_here(visit)
    written = kind is not None and proposal.refusals[kind] is None
    shown = preview_of(visit, typed(visit, proposal, kind)) if kind and written else {}
    return visit.render("committee/new.html", proposal=proposal, kind=kind, written=written, **WORDS, **shown)


def typed(visit: Visit, proposal: Proposal, kind: DispatchKind) -> Letter:
    """What stands in the form, within bounds; what the letter begins with where nothing was sent."""
    raw, sent = visit.form.raw, visit.form.sent
    return Letter(
        kind=kind,
        title=raw("title") if sent else proposal.titles[kind],
        body=raw("body")[:BODY_MOST] if sent else proposal.bodies[kind],
        request=raw("request")[:REQUEST_MOST],
        resolutions=(proposal.resolution.id or 0,),
        signer=raw("signer")[:SIGNER_MOST] if sent else proposal.signer,
    )


def preview_of(visit: Visit, letter: Letter) -> dict[str, object]:
    """The pages as they would be, and what keeps them from being sent."""
    made = committee.foresee_letter(visit.session, visit.viewer, letter, visit.zone)
    keys = pictures(made.document, now()) if made.document else ()
    number = letter.resolutions[0]
    return {
        "pages": [visit.path("dispatches.page", resolution=number, key=key) for key in keys],
        "refusal": made.refusal,
        "odd": without_picture(f"{letter.title}{letter.body}{letter.request}"),
        "ready": say("没有要填的空了，可以报送"),
    }


@page
def preview(visit: Visit) -> Response:
    """The pages beside the text, while it is typed."""
    proposal, kind = beginning(visit), kind_here(visit)
    if kind is None:
        raise Missing(say("没有这个页面"))
    shown = preview_of(visit, typed(visit, proposal, kind))
    return visit.render("documents/_pages.html", **shown)


@page
def page_picture(visit: Visit) -> Response:
    """One page of a preview."""
    roster.organiser(visit.viewer)
    content = picture(str(visit.request.path_params["key"]))
    if content is None:
        raise Missing(say("这一页的预览已经过时"), say("请刷新后再看"))
    return svg_picture(content)


@page(again=new)
def create(visit: Visit) -> Response:
    """Send it."""
    viewer, due_on, letter = visit.viewer, visit.form.day("due_on"), read_letter(visit)
    visit.form.insist()
    found = visit.write(lambda s: committee.send(s, viewer, letter, due_on=due_on))
    visit.house.hub.news(*NEWS)
    return visit.redirect("dispatches.show", flash="sent", id=found.id or 0)


def read_letter(visit: Visit) -> Letter:
    """The letter as typed; the words that mix 报告 and 请示 are named beside the field they stand in."""
    form = visit.form
    kind = form.choice("kind", DispatchKind)
    others = [int(value) for value in form.many("resolution") if value.isascii() and value.isdecimal()]
    letter = Letter(
        kind=kind,
        title=form.title("title", most=TITLE_MOST),
        body=form.text("body", most=BODY_MOST),
        request=form.text("request", most=REQUEST_MOST, least=0),
        resolutions=(visit.number("resolution"), *others),
        signer=form.text("signer", most=SIGNER_MOST),
    )
    if not form.complaints and (refusal := may_say(letter)):
        form.complain("request" if kind is DispatchKind.REQUEST else "body", explained(refusal))
    return letter


def explained(refusal: Refusal) -> Message:
    """Reason, remedy and article in one complaint."""
    if refusal.article:
        return say(
            "{reason}（{article}）。{remedy}",
            reason=refusal.reason,
            article=refusal.article,
            remedy=refusal.remedy,
        )
    return say("{reason}。{remedy}", reason=refusal.reason, remedy=refusal.remedy)


ROUTES: list[BaseRoute] = [
    Route("/resolutions/{resolution:int}/dispatch", new, name="dispatches.new"),
    Route("/resolutions/{resolution:int}/dispatch", create, methods=["POST"], name="dispatches.create"),
    Route(
        "/resolutions/{resolution:int}/dispatch/preview",
        preview,
        methods=["POST"],
        name="dispatches.preview",
    ),
    Route("/resolutions/{resolution:int}/dispatch/pages/{key}.svg", page_picture, name="dispatches.page"),
]

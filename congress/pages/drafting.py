"""Writing a resolution: a template for a passed vote, the text beside its pages as they will be set."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.documents.lengths import DECIDED_MOST
from congress.errors import Missing
from congress.i18n import say
from congress.polls import service as polls
from congress.resolutions import drafts, rules
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template
from congress.resolutions.rules import Move
from congress.resolutions.store import Resolution
from congress.visit import Visit, page

NEWS = ("resolutions", "desk", "now")


def drafter(visit: Visit) -> Resolution:
    """The resolution of the address, for the secretariat."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    return resolutions.visible_to(visit.session, visit.viewer, visit.number())


@page
def new(visit: Visit) -> Response:
    """Choose a template for a passed vote; where a draft exists, go there."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    poll_id = visit.number("poll")
    if begun := resolutions.of_poll(visit.session, visit.viewer, poll_id):
        return visit.redirect("resolutions.show", id=begun.id)
    poll, fitting = resolutions.offered(visit.session, poll_id)
    return visit.render(
        "resolutions/new.html",
        poll=poll,
        fitting=fitting,
        templates=drafts.TEMPLATES,
        decision=polls.decision(poll),
        refusal=rules.may_draft(passed=bool(poll.passed)),
    )


@page(again=new)
def create(visit: Visit) -> Response:
    """Begin the draft."""
    viewer, poll_id = visit.viewer, visit.number("poll")
    template = visit.form.choice("template", Template)
    visit.form.insist()
    found = visit.write(lambda s: resolutions.create(s, viewer, poll_id=poll_id, template=template))
    visit.house.hub.news(*NEWS)
    return visit.redirect("resolutions.edit", flash="saved", id=found.id)


@page
def edit(visit: Visit) -> Response:
    """Title and text, with the document beside them."""
    found = drafter(visit)
    if refusal := rules.may_move(found.stage, Move.EDIT):
        return visit.render("resolutions/closed.html", found=found, refusal=refusal)
    typed = bool(visit.form.sent)
    title = visit.form.raw("title") if typed else found.title
    body = visit.form.raw("body") if typed else found.body
    return visit.render(
        "resolutions/edit.html",
        found=found,
        title=title,
        body=body,
        stamp=visit.form.raw("seen") or resolutions.stamp_of(found),
        most=rules.BODY_MOST,
        title_most=DECIDED_MOST,
        **preview_of(visit, found, title, body),
    )


def preview_of(visit: Visit, found: Resolution, title: str, body: str) -> dict[str, object]:
    """The document as it would be, and what keeps it from being signed."""
    certificate = resolutions.certificate(visit.session, found)
    body = body[: rules.BODY_MOST]
    return {
        "document": resolutions.draft_document(found, certificate, title=title, body=body),
        "refusal": rules.may_start(title, body, certificate.figures),
    }


@page
def preview(visit: Visit) -> Response:
    """The fragment beside the text, while it is typed."""
    found = drafter(visit)
    shown = preview_of(visit, found, visit.form.raw("title"), visit.form.raw("body"))
    return visit.render("resolutions/_preview.html", **shown)


@page(again=edit)
def save(visit: Visit) -> Response:
    """Keep title and text. Nothing else is read from the form."""
    found, viewer = drafter(visit), visit.viewer
    title = visit.form.title("title", most=DECIDED_MOST)
    body = visit.form.text("body", most=rules.BODY_MOST)
    seen = visit.form.raw("seen")
    visit.form.insist()
    visit.write(lambda s: resolutions.edit(s, viewer, found.id or 0, title=title, body=body, seen=seen))
    return visit.redirect("resolutions.show", id=found.id, flash="saved")


ROUTES: list[BaseRoute] = [
    Route("/polls/{poll:int}/resolution", new, name="resolutions.new"),
    Route("/polls/{poll:int}/resolution", create, methods=["POST"], name="resolutions.create"),
    Route("/resolutions/{id:int}/text", edit, name="resolutions.edit"),
    Route("/resolutions/{id:int}/text", save, methods=["POST"], name="resolutions.save"),
    Route("/resolutions/{id:int}/preview", preview, methods=["POST"], name="resolutions.preview"),
]

"""Templates: their list, rewording one beside its pages, versions, back to the original."""

from dataclasses import replace

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import originals as dispatches
from congress.documents import text
from congress.documents.changes import rewritten
from congress.documents.content import Document
from congress.documents.lengths import QUESTION_MOST, may_be_titled
from congress.errors import Missing
from congress.i18n import Message, say
from congress.letters import originals
from congress.letters import service as letters
from congress.resolutions import drafts
from congress.resolutions import service as resolutions
from congress.roster import service as roster
from congress.templates import rules as template_rules
from congress.templates import service as templates
from congress.templates.rules import Original, Wording
from congress.typesetting.pictures import picture, pictures
from congress.typesetting.words import without_picture
from congress.visit import Visit, page
from congress.web.files import svg_picture

GROUPS: tuple[tuple[Message, dict[str, Original]], ...] = (
    (say("公文"), originals.ORIGINALS),
    (say("决议"), drafts.ORIGINALS),
    (say("报送党委"), dispatches.ORIGINALS),
)


def wanted(visit: Visit) -> Original:
    """The template of the address, for the secretariat."""
    roster.organiser(visit.viewer)
    key = str(visit.request.path_params["key"])
    found = next((group[key] for _, group in GROUPS if key in group), None)
    if found is None:
        raise Missing(say("没有这个模板"))
    return found


@page
def index(visit: Visit) -> Response:
    """Every template, and who changed it last."""
    roster.organiser(visit.viewer)
    groups = [(name, templates.listed(visit.session, group.values())) for name, group in GROUPS]
    return visit.render("templates/index.html", groups=groups)


def typed(visit: Visit, kept: Wording) -> Wording:
    """What stands in the form, within bounds; what is kept where nothing was sent."""
    if not visit.form.sent:
        return kept
    raw = visit.form.raw
    return Wording(
        title=raw("title"),
        body=raw("body")[: template_rules.BODY_MOST],
        addressee=raw("addressee")[: template_rules.ADDRESSEE_MOST],
    )


@page
def edit(visit: Visit) -> Response:
    """The wording, its pages with what is known now, and its versions."""
    original = wanted(visit)
    every = templates.versions(visit.session, original)
    said = typed(visit, every[0].wording)
    chosen = templates.chosen(every, visit.query_number("version", every[0].number))
    earlier = next((each for each in every if each.number < chosen.number), None)
    clash = bool(visit.form.complaints["seen"])
    return visit.render(
        "templates/edit.html",
        original=original,
        versions=every,
        raw=visit.form.shown,
        said=said,
        clash=rewritten(every[0].wording.body, said.body) if clash else (),
        chosen=chosen,
        pieces=rewritten(earlier.wording.whole, chosen.wording.whole) if earlier else (),
        most=template_rules,
        title_most=QUESTION_MOST,
        **preview_of(visit, original, said),
    )


def preview_of(visit: Visit, original: Original, said: Wording) -> dict[str, object]:
    """The pages that a document begun now would have, and what they are about."""
    drawn = replace(said, title=said.title[:QUESTION_MOST])  # the refusal tells of what is longer
    document, ready = sample(visit, original, drawn)
    keys = pictures(document, now())
    return {
        "pages": [visit.path("templates.page", key=original.key, page=key) for key in keys],
        "refusal": may_be_titled(said.title, QUESTION_MOST) or template_rules.may_keep(original, said),
        "odd": without_picture(said.whole),
        "asked": template_rules.asked(original, said),
        "ready": ready,
    }


def sample(visit: Visit, original: Original, said: Wording) -> tuple[Document, Message]:
    """A document from this wording, and with what it is filled."""
    if visit.meeting is None:
        plain = Document(mark="", number="", title=said.title, body=text.blocks(said.body), draft=True)
        return plain, say("还没有会议，预览里要填的都先空着")
    session, sitting_id = visit.session, visit.meeting.sitting.id or 0
    if original.key in originals.ORIGINALS:
        known = say("预览用的是本次会议现在的数据")
        return letters.sample(session, sitting_id, original.key, said), known
    if kind := dispatches.BY_KEY.get(original.key):
        made = committee.sample(session, visit.viewer, kind, said, visit.zone)
        empty = say("还没有签署的决议，预览里决议的名称和编号先空着")
    else:
        made = resolutions.sample(session, sitting_id, drafts.BY_KEY[original.key], said)
        empty = say("还没有通过的表决，预览里表决的事项和结果先空着")
    return made.document, say("预览用的是“{title}”的数据", title=made.about) if made.about else empty


@page
def preview(visit: Visit) -> Response:
    """The pages beside the wording, while it is typed."""
    original = wanted(visit)
    said = typed(visit, Wording("", ""))
    return visit.render("documents/_pages.html", **preview_of(visit, original, said))


@page
def page_picture(visit: Visit) -> Response:
    """One page of a preview."""
    wanted(visit)
    content = picture(str(visit.request.path_params["page"]))
    if content is None:
        raise Missing(say("这一页的预览已经过时"), say("请刷新后再看"))
    return svg_picture(content)


@page(again=edit)
def save(visit: Visit) -> Response:
    """Keep the wording as the next version."""
    original, viewer, form = wanted(visit), visit.viewer, visit.form
    said = Wording(
        title=form.title("title", most=QUESTION_MOST),
        body=form.text("body", most=template_rules.BODY_MOST),
        addressee=form.text("addressee", most=template_rules.ADDRESSEE_MOST, least=0),
    )
    if refusal := template_rules.may_keep(original, said):
        form.complain("body", refusal.reason)
    seen = form.integer("seen")
    form.insist()
    visit.write(lambda s: templates.reword(s, viewer, original, said, seen=seen))
    return visit.redirect("templates.edit", key=original.key, flash="saved")


@page
def restore(visit: Visit) -> Response:
    """An earlier wording, or the original (0), as the next version."""
    original, viewer, version = wanted(visit), visit.viewer, visit.number("version")
    visit.write(lambda s: templates.restore(s, viewer, original, version))
    return visit.redirect("templates.edit", key=original.key, flash="done")


ROUTES: list[BaseRoute] = [
    Route("/templates", index, name="templates"),
    Route("/templates/{key}", edit, name="templates.edit"),
    Route("/templates/{key}", save, methods=["POST"], name="templates.save"),
    Route("/templates/{key}/preview", preview, methods=["POST"], name="templates.preview"),
    Route("/templates/{key}/pages/{page}.svg", page_picture, name="templates.page"),
    Route(
        "/templates/{key}/versions/{version:int}/restoration",
        restore,
        methods=["POST"],
        name="templates.restore",
    ),
]

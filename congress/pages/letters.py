"""Formal letters: drafting beside pages of the preview, versions, issue, withdrawal."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.documents.changes import rewritten
from congress.documents.lengths import TITLE_MOST
from congress.errors import Missing
from congress.i18n import say
from congress.letters import originals, rules
from congress.letters import service as letters
from congress.letters.rules import LetterKind, LetterStage, Move, Text
from congress.letters.service import Letter, Sheet
from congress.roster import service as roster
from congress.templates import service as templates
from congress.typesetting.pdf import pdf
from congress.typesetting.pictures import picture, pictures
from congress.typesetting.word import docx
from congress.typesetting.words import without_picture
from congress.visit import Visit, page, public
from congress.web.files import pdf_file, svg_picture, word_file

WORDS = {"kinds": rules.KINDS, "stages": rules.STAGES}


def mine(visit: Visit) -> Letter:
    """The letter of the address, if this person may see it."""
    return letters.visible_to(visit.session, visit.anyone, visit.number())


def drafter(visit: Visit) -> Letter:
    """The letter of the address, for the secretariat."""
    return letters.kept_by(visit.session, visit.viewer, visit.number())


# --- reading -----------------------------------------------------------------------------------------------------


@public
def index(visit: Visit) -> Response:
    """What was issued for this person to read; for the secretariat also what is being written."""
    return visit.render(
        "letters/index.html",
        drafts=letters.drafts(visit.session, visit.anyone),
        issued=letters.issued(visit.session, visit.anyone),
        organises=visit.anyone is not None and visit.anyone.organises,
        **WORDS,
    )


@public
def show(visit: Visit) -> Response:
    """The document, what can be done with it, and what stands in the record."""
    found = mine(visit)
    organises = visit.anyone is not None and visit.anyone.organises
    sheet = letters.sheet(visit.session, found, visit.zone)
    return visit.render(
        "letters/show.html",
        sheet=sheet,
        document=sheet.document,
        organises=organises,
        refusal=rules.may_issue(found.kind, letters.written(found)),
        issue_statement=letters.issue_statement(found, site=visit.site),
        withdrawal_statement=letters.withdrawal_statement(found, site=visit.site),
        audience=rules.AUDIENCE_WORDS[rules.AUDIENCES[found.kind]],
        why_most=rules.WHY_MOST,
        **WORDS,
    )


@public
def document_pdf(visit: Visit) -> Response:
    """The document as a file. A withdrawn one is what it was, and its name says that it was withdrawn."""
    sheet = letters.sheet(visit.session, mine(visit), visit.zone)
    made = pdf(sheet.document, sheet.letter.changed_at)
    return pdf_file(made, f"letter-{sheet.letter.id}", named(sheet))


@public
def document_word(visit: Visit) -> Response:
    """The same to be worked on."""
    sheet = letters.sheet(visit.session, mine(visit), visit.zone)
    made = docx(sheet.document, sheet.letter.changed_at)
    return word_file(made, f"letter-{sheet.letter.id}", named(sheet))


def named(sheet: Sheet) -> str:
    """The name of the file."""
    withdrawn = "（已撤销）" if sheet.letter.stage is LetterStage.WITHDRAWN else ""
    return f"{sheet.number or sheet.letter.title}{withdrawn}"


# --- drafting ----------------------------------------------------------------------------------------------------


@page
def new(visit: Visit) -> Response:
    """Choose a template."""
    roster.organiser(visit.viewer)
    every = originals.ORIGINALS.values()
    groups = [
        (rules.KINDS[kind], [each for each in every if originals.kind_of(each.key) is kind])
        for kind in LetterKind
        if kind in map(originals.kind_of, originals.ORIGINALS)
    ]
    return visit.render("letters/new.html", groups=groups, sitting=visit.here)


@page(again=new)
def create(visit: Visit) -> Response:
    """Begin the draft."""
    viewer, template = visit.viewer, visit.form.raw("template")
    roster.organiser(viewer)
    if template not in originals.ORIGINALS:
        visit.form.complain("template", say("请选择一项"))
    visit.form.insist()
    sitting_id = visit.here.sitting.id or 0
    found = visit.write(lambda s: letters.begin(s, viewer, sitting_id=sitting_id, template=template))
    return visit.redirect("letters.edit", id=found.id or 0)


def typed(visit: Visit, found: Letter) -> Text:
    """What stands in the form, within bounds; what is kept where nothing was sent."""
    if not visit.form.sent:
        return letters.written(found)
    raw = visit.form.raw
    return Text(
        title=raw("title"),
        body=raw("body")[: rules.BODY_MOST],
        addressee=raw("addressee")[: rules.ADDRESSEE_MOST],
        copies=raw("copies")[: rules.COPIES_MOST],
    )


@page
def edit(visit: Visit) -> Response:
    """The text, and its pages beside it. Where somebody else has saved since, both texts are shown."""
    found = drafter(visit)
    if refusal := rules.may_move(found.stage, Move.EDIT):
        return visit.render("letters/closed.html", found=found, refusal=refusal)
    said = typed(visit, found)
    clash = bool(visit.form.complaints["seen"])
    return visit.render(
        "letters/edit.html",
        found=found,
        said=said,
        raw=visit.form.shown,
        clash=rewritten(found.body, said.body) if clash else (),
        addressed=found.kind in rules.ADDRESSED,
        most=rules,
        title_most=TITLE_MOST,
        **WORDS,
        **preview_of(visit, found, said),
    )


def preview_of(visit: Visit, found: Letter, said: Text) -> dict[str, object]:
    """The pages as they would be, and what keeps them from being issued."""
    moment = now()
    drawn = replace(said, title=said.title[:TITLE_MOST])  # the refusal tells of what is longer
    document = letters.document(found, drawn, moment.astimezone(ZoneInfo(visit.zone)).date())
    keys = pictures(document, found.changed_at)
    return {
        "pages": [visit.path("letters.page", id=found.id, key=key) for key in keys],
        "refusal": rules.may_issue(found.kind, said),
        "odd": without_picture(said.whole),
        "ready": say("没有要填的空了，保存后可以印发"),
    }


@page
def preview(visit: Visit) -> Response:
    """The pages beside the text, while it is typed."""
    found = drafter(visit)
    return visit.render("documents/_pages.html", **preview_of(visit, found, typed(visit, found)))


@page
def page_picture(visit: Visit) -> Response:
    """One page of a preview."""
    drafter(visit)
    content = picture(str(visit.request.path_params["key"]))
    if content is None:
        raise Missing(say("这一页的预览已经过时"), say("请刷新后再看"))
    return svg_picture(content)


@page(again=edit)
def save(visit: Visit) -> Response:
    """Keep the text as the next version."""
    found, viewer, form = drafter(visit), visit.viewer, visit.form
    said = Text(
        title=form.title("title", most=TITLE_MOST),
        body=form.text("body", most=rules.BODY_MOST),
        addressee=form.text("addressee", most=rules.ADDRESSEE_MOST, least=0),
        copies=form.text("copies", most=rules.COPIES_MOST, least=0),
    )
    seen = form.integer("seen")
    form.insist()
    visit.write(lambda s: letters.edit(s, viewer, found.id or 0, said, seen=seen))
    return visit.redirect("letters.show", id=found.id, flash="saved")


@page
def fill(visit: Visit) -> Response:
    """Fill the slots that are left with what is known now."""
    viewer, number = visit.viewer, visit.number()
    visit.write(lambda s: letters.fill(s, viewer, number))
    return visit.redirect("letters.edit", id=number, flash="done")


@page
def remove(visit: Visit) -> Response:
    """Throw a draft away."""
    viewer, number = visit.viewer, visit.number()
    visit.write(lambda s: letters.remove(s, viewer, number))
    return visit.redirect("letters", flash="removed")


# --- versions ----------------------------------------------------------------------------------------------------


@page
def versions(visit: Visit) -> Response:
    """Every text, and what one of them changed in the one before."""
    found = drafter(visit)
    every = letters.versions(visit.session, found)
    chosen = templates.chosen(every, visit.query_number("version", every[0].number))
    earlier = next((each for each in every if each.number < chosen.number), None)
    return visit.render(
        "letters/versions.html",
        found=found,
        versions=every,
        chosen=chosen,
        pieces=rewritten(earlier.text.whole if earlier else "", chosen.text.whole),
        editable=rules.may_move(found.stage, Move.EDIT) is None,
    )


@page
def restore(visit: Visit) -> Response:
    """An earlier text as the next version."""
    viewer, number, version = visit.viewer, visit.number(), visit.number("version")
    visit.write(lambda s: letters.restore(s, viewer, number, version))
    return visit.redirect("letters.edit", id=number, flash="done")


# --- issue and withdrawal ----------------------------------------------------------------------------------------


@page
def issue(visit: Visit) -> Response:
    """Number it and freeze it."""
    viewer, number = visit.viewer, drafter(visit).id or 0
    signed = visit.signed()
    seen = visit.form.integer("seen")
    visit.form.insist()
    visit.write(lambda s: letters.issue(s, viewer, number, seen=seen, site=visit.site, signed=signed))
    return visit.redirect("letters.show", id=number, flash="signed")


@page(again=show)
def withdraw(visit: Visit) -> Response:
    """Say that it no longer holds, and why."""
    found, viewer, signed = drafter(visit), visit.viewer, visit.signed()
    why = visit.form.text("why", most=rules.WHY_MOST)
    visit.form.insist()
    visit.write(lambda s: letters.withdraw(s, viewer, found.id or 0, why=why, site=visit.site, signed=signed))
    return visit.redirect("letters.show", id=found.id, flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/letters", index, name="letters"),
    Route("/letters/new", new, name="letters.new"),
    Route("/letters", create, methods=["POST"], name="letters.create"),
    Route("/letters/{id:int}", show, name="letters.show"),
    Route("/letters/{id:int}/document.pdf", document_pdf, name="letters.pdf"),
    Route("/letters/{id:int}/document.docx", document_word, name="letters.word"),
    Route("/letters/{id:int}/text", edit, name="letters.edit"),
    Route("/letters/{id:int}/text", save, methods=["POST"], name="letters.save"),
    Route("/letters/{id:int}/preview", preview, methods=["POST"], name="letters.preview"),
    Route("/letters/{id:int}/pages/{key}.svg", page_picture, name="letters.page"),
    Route("/letters/{id:int}/filling", fill, methods=["POST"], name="letters.fill"),
    Route("/letters/{id:int}/removal", remove, methods=["POST"], name="letters.remove"),
    Route("/letters/{id:int}/versions", versions, name="letters.versions"),
    Route(
        "/letters/{id:int}/versions/{version:int}/restoration",
        restore,
        methods=["POST"],
        name="letters.restore",
    ),
    Route("/letters/{id:int}/issue", issue, methods=["POST"], name="letters.issue"),
    Route("/letters/{id:int}/withdrawal", withdraw, methods=["POST"], name="letters.withdraw"),
]

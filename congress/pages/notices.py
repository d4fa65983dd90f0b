"""Notices to all employees (公示): the list, the page with its comments, the printed form, and putting one up."""

import secrets
from dataclasses import replace

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.committee.rules import lights
from congress.documents.content import Document
from congress.documents.lengths import TITLE_MOST
from congress.errors import Refusal
from congress.publication import rules
from congress.publication import service as publication
from congress.publication.rules import Outcome, Stance, Standing, Subject, comments, notices, periods
from congress.publication.rules.periods import Span
from congress.publication.service import Notice, NoticeComment, Wish, Words
from congress.resolutions import service as resolutions
from congress.roster import service as roster
from congress.typesetting.pdf import pdf
from congress.typesetting.word import docx
from congress.visit import Visit, page, public
from congress.web import addresses
from congress.web.files import pdf_file, word_file

PER_MINUTE = 3  # comments of one person
WORDS = {
    "subjects": rules.SUBJECTS,
    "outcomes": rules.OUTCOMES,
    "stances": rules.STANCES,
    "number_of": publication.number_of,
}


def mine(visit: Visit) -> Notice:
    """The notice of the address, if this person may see it."""
    return publication.visible_to(visit.session, visit.anyone, visit.number())


def sheet(visit: Visit, found: Notice) -> Document:
    """The notice as it is printed, with the resolution that it is about."""
    remembered = visit.enterprise.address if visit.enterprise else ""
    origin = addresses.origin(visit.request, visit.house.settings.public_url, remembered)
    annex = None
    if found.resolution_id is not None:
        resolution = resolutions.load(visit.session, found.resolution_id)
        annex = resolutions.sheet(visit.session, resolution, visit.zone).document
    where = visit.path("notices.show", id=found.id) if found.id else visit.path("notices")
    return publication.document(found, address=f"{origin}{where}", annex=annex)


# --- reading ---------------------------------------------------------------------------------------------------


@public
def index(visit: Visit) -> Response:
    """What is on show, and what was; without signing in only what is open to all."""
    found = publication.listed(visit.session, visit.anyone)
    organises = visit.anyone is not None and visit.anyone.organises
    waiting = publication.queue(visit.session, visit.viewer, answered=False) if organises else ([], 0)
    return visit.render(
        "notices/index.html",
        shown=[notice for notice in found if notice.concluded_at is None],
        ended=[notice for notice in found if notice.concluded_at is not None],
        organises=organises,
        waiting=waiting[1],
        lamp=lamp,
        **WORDS,
    )


def lamp(found: Notice) -> lights.Light:
    """How a notice stands, in a word and a colour."""
    if found.outcome is not None:
        colour = lights.Colour.NEUTRAL if found.outcome is Outcome.WITHDRAWN else lights.Colour.GREEN
        return lights.Light(colour, rules.OUTCOMES[found.outcome])
    if publication.standing_of(found, now()) is Standing.PASSED:
        return lights.Light(lights.Colour.AMBER, rules.AWAITS_RESULT)
    left = periods.days_left(found.last_day, publication.today(found, now()))
    return lights.Light(lights.Colour.GREEN, rules.shown_for(left))


@public
def show(visit: Visit) -> Response:
    """The notice and its days; for those who have signed in, what they may say, and published answers.

    Only the part where somebody speaks, when a form that waits for it asks.
    """
    found = mine(visit)
    viewer = visit.anyone
    context = {"notice": found, "light": lambda comment: answer_light(found, comment), **WORDS}
    if visit.wants_fragment:
        return visit.render("notices/_voice.html", **voice(visit, found), **context)
    return visit.render(
        "notices/show.html",
        document=sheet(visit, found),
        lamp=lamp(found),
        extensions=publication.extensions(visit.session, found),
        comments=publication.comments(visit.session, viewer, found) if viewer else [],
        **(voice(visit, found) if viewer else {}),
        **context,
    )


def answer_light(found: Notice, comment: NoticeComment) -> lights.Light:
    """How the answer to a comment stands."""
    done = publication.today(found, comment.answered_at) if comment.answered_at else None
    return lights.light(comment.due_on, publication.today(found, now()), done)


@public
def document(visit: Visit) -> Response:
    """The notice alone, to be printed and put up on a wall."""
    found = mine(visit)
    return visit.render("notices/document.html", notice=found, document=sheet(visit, found), **WORDS)


@public
def document_pdf(visit: Visit) -> Response:
    """The same as a file."""
    found = mine(visit)
    return pdf_file(
        pdf(sheet(visit, found), found.changed_at), f"notice-{found.id}", publication.number_of(found)
    )


@public
def document_word(visit: Visit) -> Response:
    """The same to be worked on."""
    found = mine(visit)
    return word_file(
        docx(sheet(visit, found), found.changed_at), f"notice-{found.id}", publication.number_of(found)
    )


# --- comments --------------------------------------------------------------------------------------------------


def voice(visit: Visit, found: Notice, sent: Words | None = None) -> dict[str, object]:
    """What this person has said, and the form for more. The form has a code of its own, so that it counts once."""
    said = publication.mine(visit.session, visit.viewer, found.id or 0)
    return {
        "mine": said,
        "sent": sent,
        "code": (not sent and visit.form.raw("code")) or secrets.token_hex(10),
        "typed": "" if sent else visit.form.raw("body"),
        "refusal": may_say_more(found, len(said)),
        "body_most": comments.BODY_MOST,
    }


def may_say_more(found: Notice, earlier: int) -> Refusal | None:
    """Why there is no form, if there is none."""
    named = comments.may_comment(found.stage, named=True, nameless_allowed=found.nameless, earlier=earlier)
    if named and found.nameless:
        return comments.may_comment(found.stage, named=False, nameless_allowed=True, earlier=0)
    return named


@page(again=show)
def comment(visit: Visit) -> Response:
    """Take a comment in. Who brought one without a name is shown its code; nobody keeps who that was."""
    viewer, number, form = visit.viewer, visit.number(), visit.form
    found = mine(visit)
    words = Words(
        code=form.raw("code"),
        stance=form.choice("stance", Stance),
        body=form.text("body", most=comments.BODY_MOST, least=comments.BODY_LEAST),
        named=form.raw("named") != "no",
    )
    form.insist()
    visit.house.slow_down("notice-comment", str(viewer.person_id), per_minute=PER_MINUTE)
    visit.write(lambda s: publication.say_about(s, viewer, number, words))
    if visit.wants_fragment:
        found = mine(visit)
        context = {"notice": found, "light": lambda said: answer_light(found, said), **WORDS}
        return visit.render("notices/_voice.html", **voice(visit, found, sent=words), **context)
    if words.named:
        return visit.redirect("notices.show", id=number, flash="sent")
    return visit.redirect("notices.follow", id=number, code=words.code)


@page
def follow(visit: Visit) -> Response:
    """A comment without a name, and its answer, for whoever has its code."""
    found = mine(visit)
    said = publication.found_again(visit.session, found.id or 0, visit.request.path_params["code"])
    return visit.render(
        "notices/follow.html",
        notice=found,
        comment=said,
        light=lambda comment: answer_light(found, comment),
        code=visit.request.path_params["code"],
        **WORDS,
    )


@page
def find(visit: Visit) -> Response:
    """The same, by a code that was typed."""
    found, code = mine(visit), visit.form.raw("code").strip().lower()
    visit.house.slow_down("notice-code", str(visit.viewer.person_id))
    publication.found_again(visit.session, found.id or 0, code)
    return visit.redirect("notices.follow", id=found.id, code=code)


# --- putting one up --------------------------------------------------------------------------------------------


def begun(visit: Visit) -> Wish:
    """What the form begins with: a resolution's notice, or an empty one of the subject chosen."""
    roster.organiser(visit.viewer)
    resolution = visit.query_number("resolution", 0) or visit.form.optional_integer("resolution") or 0
    if resolution:
        return resolutions.notice_wish(visit.session, visit.viewer, resolution)
    chosen = visit.form.raw("subject") or visit.request.query_params.get("subject", "")
    subject = Subject(chosen) if chosen in set(Subject) else Subject.CANDIDATES
    wish = publication.begin(visit.session, visit.here.sitting.id or 0, subject)
    return replace(wish, matter=rules.MATTERS[subject])


def wished(visit: Visit, begin: Wish) -> Wish:
    """The notice as it is typed."""
    form = visit.form
    return replace(
        begin,
        matter=form.raw("matter"),
        title=form.title("title", most=TITLE_MOST),
        body=form.text("body", most=notices.BODY_MOST),
        contact=form.text("contact", most=notices.CONTACT_MOST),
        span=Span(form.integer("days", least=1, most=periods.DAYS_MOST), form.tick("working")),
        open=form.tick("open"),
        nameless=form.tick("nameless"),
    )


@page
def new(visit: Visit) -> Response:
    """The notice as a form, with its page beside it."""
    begin = begun(visit)
    wish = wished(visit, begin) if visit.form.sent else begin
    span, rule = publication.least(visit.session, sitting_of(visit, begin), begin.subject)
    return visit.render(
        "notices/new.html",
        wish=wish,
        begin=begin,
        least=span,
        source=rule.sources[0].cite if rule.sources else "",
        matters=publication.profile(visit.session, sitting_of(visit, begin)).matters,
        body_most=notices.BODY_MOST,
        title_most=TITLE_MOST,
        **shown(visit, wish),
        **WORDS,
    )


def sitting_of(visit: Visit, wish: Wish) -> int:
    """A resolution belongs to its own sitting, anything else to the present one."""
    if wish.resolution_id is not None:
        return resolutions.load(visit.session, wish.resolution_id).sitting_id
    return visit.here.sitting.id or 0


def shown(visit: Visit, wish: Wish) -> dict[str, object]:
    """The page as it would be, and whether it would hang too short."""
    sitting_id = sitting_of(visit, wish)
    made = publication.preview(visit.session, visit.viewer, sitting_id, wish)
    span, _ = publication.least(visit.session, sitting_id, wish.subject)
    return {"notice": made, "document": sheet(visit, made), "short": periods.is_shorter(wish.span, span)}


@page
def preview(visit: Visit) -> Response:
    """The fragment beside the form, while it is typed."""
    wish = wished(visit, begun(visit))
    visit.form.complaints.clear()
    return visit.render("notices/_preview.html", **shown(visit, wish), **WORDS)


@page(again=new)
def create(visit: Visit) -> Response:
    """Put it up."""
    begin = begun(visit)
    wish, viewer, sitting_id = wished(visit, begin), visit.viewer, sitting_of(visit, begin)
    visit.form.insist()
    made = visit.write(lambda s: publication.post(s, viewer, sitting_id, wish))
    return visit.redirect("notices.show", id=made.id, flash="done")


@page
def put_on_notice(visit: Visit) -> Response:
    """A published resolution, in one press."""
    viewer, number = visit.viewer, visit.number()
    made = visit.write(lambda s: resolutions.put_on_notice(s, viewer, number))
    return visit.redirect("notices.show", id=made.id, flash="done")


ROUTES: list[BaseRoute] = [
    Route("/notices", index, name="notices"),
    Route("/notices/new", new, name="notices.new"),
    Route("/notices", create, methods=["POST"], name="notices.create"),
    Route("/notices/preview", preview, methods=["POST"], name="notices.preview"),
    Route("/resolutions/{id:int}/notice", put_on_notice, methods=["POST"], name="notices.resolution"),
    Route("/notices/{id:int}", show, name="notices.show"),
    Route("/notices/{id:int}/document", document, name="notices.document"),
    Route("/notices/{id:int}/document.pdf", document_pdf, name="notices.pdf"),
    Route("/notices/{id:int}/document.docx", document_word, name="notices.word"),
    Route("/notices/{id:int}/comments", comment, methods=["POST"], name="notices.comment"),
    Route("/notices/{id:int}/comments/{code}", follow, name="notices.follow"),
    Route("/notices/{id:int}/search", find, methods=["POST"], name="notices.find"),
]

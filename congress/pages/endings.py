"""The secretariat's side of notices: comments to answer, what is due first at the top; more days; the result."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.committee.rules import lights
from congress.publication import rules
from congress.publication import service as publication
from congress.publication.rules import Outcome, comments, notices, periods
from congress.publication.service import Notice, Voice
from congress.publication.service.answering import PAGE
from congress.roster import service as roster
from congress.visit import Visit, page

WORDS = {"stances": rules.STANCES, "outcomes": rules.OUTCOMES, "number_of": publication.number_of}


def light(found: Voice) -> lights.Light:
    """How the answer stands."""
    comment, today = found.comment, publication.today(found.notice, now())
    done = publication.today(found.notice, comment.answered_at) if comment.answered_at else None
    return lights.light(comment.due_on, today, done)


@page
def queue(visit: Visit) -> Response:
    """What waits for an answer, or what has one."""
    roster.organiser(visit.viewer)
    answered = visit.request.query_params.get("show") == "answered"
    shown = max(1, visit.query_number("page", 1))
    voices, total = publication.queue(visit.session, visit.viewer, answered=answered, page=shown)
    waiting = publication.queue(visit.session, visit.viewer, answered=False)[1]
    return visit.render(
        "notices/queue.html",
        voices=voices,
        answered=answered,
        waiting=waiting,
        light=light,
        page=shown,
        pages=max(1, -(-total // PAGE)),
        **WORDS,
    )


@page
def comment(visit: Visit) -> Response:
    """One comment; its answer, or the form for it."""
    found = publication.comment_for(visit.session, visit.viewer, visit.number())
    return visit.render(
        "notices/answer.html",
        voice=found,
        light=light(found),
        typed=visit.form.raw("answer"),
        public=visit.form.raw("public"),
        most=comments.ANSWER_MOST,
        **WORDS,
    )


@page(again=comment)
def answer(visit: Visit) -> Response:
    """Answer it, to the person alone or for everybody to read."""
    roster.organiser(visit.viewer)
    viewer, number, form = visit.viewer, visit.number(), visit.form
    words = form.text("answer", most=comments.ANSWER_MOST)
    if form.raw("public") not in {"yes", "no"}:
        form.complain("public", rules.CHOOSE)
    public = form.raw("public") == "yes"
    form.insist()
    visit.write(lambda s: publication.answer(s, viewer, number, words=words, public=public))
    return visit.redirect("notices.queue", flash="sent")


# --- more days, and the end ------------------------------------------------------------------------------------


def mine(visit: Visit) -> Notice:
    """The notice of the address, for the secretariat."""
    return publication.kept_by(visit.session, visit.viewer, visit.number())


@page
def ending(visit: Visit) -> Response:
    """Its result, or more days: what each needs, and the forms that are signed."""
    found = mine(visit)
    facts = publication.facts_of(visit.session, found)
    return visit.render(
        "notices/ending.html",
        notice=found,
        facts=facts,
        said=publication.comments(visit.session, visit.viewer, found),
        done=notices.DONE if found.concluded_at else None,
        refusals={outcome.value: notices.may_conclude(facts, outcome, "…") for outcome in Outcome},
        conclusion=publication.conclusion_for(visit.session, found, site=visit.site),
        extension=publication.extension_for(found, site=visit.site),
        first=(max(found.last_day, publication.today(found, now())) + periods.ONE).isoformat(),
        note_most=notices.NOTE_MOST,
        **WORDS,
    )


@page(again=ending)
def extend(visit: Visit) -> Response:
    """More days."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    said = {name: visit.form.raw(name) for name in ("until", "why")}
    visit.write(lambda s: publication.extend(s, viewer, number, site=visit.site, said=said, signed=signed))
    return visit.redirect("notices.show", id=number, flash="signed")


@page(again=ending)
def conclude(visit: Visit) -> Response:
    """The result."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    said = {name: visit.form.raw(name) for name in ("outcome", "note")}
    visit.write(lambda s: publication.conclude(s, viewer, number, site=visit.site, said=said, signed=signed))
    return visit.redirect("notices.show", id=number, flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/notices/comments", queue, name="notices.queue"),
    Route("/notices/comments/{id:int}", comment, name="notices.voice"),
    Route("/notices/comments/{id:int}/answer", answer, methods=["POST"], name="notices.answer"),
    Route("/notices/{id:int}/ending", ending, name="notices.ending"),
    Route("/notices/{id:int}/extension", extend, methods=["POST"], name="notices.extend"),
    Route("/notices/{id:int}/conclusion", conclude, methods=["POST"], name="notices.conclude"),
]

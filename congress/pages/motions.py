"""Motions to read: the list, a motion with its timeline and discussion, the paper form, its place on the agenda."""

from enum import StrEnum
from typing import TypeVar

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.bylaws.terms import Verb
from congress.committee import service as committee
from congress.errors import Missing
from congress.i18n import say
from congress.motions import rules
from congress.motions import service as motions
from congress.motions.rules import Answer, MotionCategory, MotionStage
from congress.motions.service import Filters, Scope, Shown
from congress.roster import service as roster
from congress.sittings.rules import VERB_WORDS
from congress.typesetting.forms import form_pdf
from congress.visit import Visit, page
from congress.web.files import pdf_file

E = TypeVar("E", bound=StrEnum)


@page
def index(visit: Visit) -> Response:
    """The motions a person may see, what waits for them, and how many stand where."""
    sitting_id = visit.here.sitting.id or 0
    asked = motions.invitations(visit.session, visit.viewer, sitting_id)
    if visit.wants_fragment:
        return visit.render("motions/_asked.html", asked=asked, **words())
    wanted = filters(visit)
    return visit.render(
        "motions/index.html",
        found=motions.listing(visit.session, visit.viewer, sitting_id, wanted),
        filters=wanted,
        asked=asked,
        waiting=len(motions.queue(visit.session, sitting_id)) if visit.viewer.reviews else 0,
        may_lead=rules.may_lead(visit.viewer, over=motions.is_over(visit.session, sitting_id)),
        delegations=roster.delegations(visit.session, visit.here.term.id or 0),
        address=address(visit),
        **words(),
    )


def filters(visit: Visit) -> Filters:
    """What the address asks for; nonsense asks for nothing."""
    asked = visit.request.query_params
    return Filters(
        scope=one_of(Scope, asked.get("scope", "")) or Scope.ALL,
        stage=one_of(MotionStage, asked.get("stage", "")),
        category=one_of(MotionCategory, asked.get("category", "")),
        delegation=whole(asked.get("delegation", "")),
        words=asked.get("words", "").strip()[:60],
        page=max(1, whole(asked.get("page", "")) or 1),
    )


def one_of(kinds: type[E], value: str) -> E | None:
    """A value of an enumeration, if it is one."""
    return kinds(value) if value in {kind.value for kind in kinds} else None


def whole(value: str) -> int | None:
    """A small whole number, if it is one."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else None


def address(visit: Visit) -> dict[str, str]:
    """What the address asks for now, so that a link may change one part of it."""
    known = ("scope", "stage", "category", "delegation", "words")
    return {name: value for name in known if (value := visit.request.query_params.get(name, ""))}


def words() -> dict[str, object]:
    """The words beside every enumeration that the templates show."""
    return {
        "scopes": motions.SCOPES,
        "stages": rules.STAGES,
        "lights": rules.LIGHTS,
        "categories": rules.CATEGORIES,
        "answers": rules.ANSWERS,
        "deeds": rules.DEEDS,
    }


@page
def show(visit: Visit) -> Response:
    """One motion; only where it stands when the hall has moved on."""
    template = "motions/_standing.html" if visit.wants_fragment else "motions/show.html"
    return visit.render(template, **one(visit))


def one(visit: Visit) -> dict[str, object]:
    """What the page of a motion needs."""
    motion = motions.visible_to(visit.session, visit.viewer, visit.number())
    shown = motions.shown(visit.session, visit.viewer, motion)
    return {
        "motion": shown,
        "seconding": motions.statement(motion, Answer.SECONDED, visit.site),
        "declining": motions.statement(motion, Answer.DECLINED, visit.site),
        "verbs": [(verb.value, VERB_WORDS[verb]) for verb in Verb],
        "comment_most": rules.COMMENT_MOST,
        "similar": alike(visit, shown),
        **words(),
    }


def alike(visit: Visit, shown: Shown) -> list[motions.Likeness]:
    """For the lead who still writes: motions like this one."""
    if not shown.is_lead or shown.permits.edit:
        return []
    sitting_id = visit.here.sitting.id or 0
    return motions.similar(visit.session, visit.viewer, sitting_id, shown.content, but=shown.line.id)


@page
def paper(visit: Visit) -> Response:
    """The motion on its form (提案表), for print."""
    motion = motions.visible_to(visit.session, visit.viewer, visit.number())
    shown = motions.shown(visit.session, visit.viewer, motion)
    return visit.render("motions/form.html", motion=shown, meeting=visit.here, **words())


@page
def paper_pdf(visit: Visit) -> Response:
    """The same as a file, with review, handling, answers and rating."""
    motion = motions.visible_to(visit.session, visit.viewer, visit.number())
    shown = motions.shown(visit.session, visit.viewer, motion)
    form = committee.motion_form(
        visit.session, visit.viewer, shown, sitting_id=motion.sitting_id, zone=visit.zone
    )
    return pdf_file(form_pdf(form, motion.changed_at), f"motion-{motion.id}", f"提案表-{shown.line.title}")


@page(again=show)
def comment(visit: Visit) -> Response:
    """Say something in the discussion."""
    body, motion_id, viewer = visit.form.text("body", most=rules.COMMENT_MOST), visit.number(), visit.viewer
    motions.visible_to(visit.session, viewer, motion_id)
    visit.form.insist()
    visit.write(lambda s: motions.comment(s, viewer, motion_id, body))
    return visit.redirect("motions.show", id=motion_id, flash="saved")


@page(again=show)
def hide(visit: Visit) -> Response:
    """Hide a comment, with the reason."""
    motion_id, comment_id, viewer = visit.number(), visit.number("comment"), visit.viewer
    motions.visible_to(visit.session, viewer, motion_id)
    if not viewer.reviews:
        raise Missing(say("没有这条发言"))
    why = visit.form.text("why", most=rules.REASONS_MOST)
    visit.form.insist()
    visit.write(lambda s: motions.hide(s, viewer, motion_id, comment_id, why=why))
    return visit.redirect("motions.show", id=motion_id, flash="done")


@page(again=show)
def place(visit: Visit) -> Response:
    """Put a motion on the agenda."""
    motion_id, viewer = visit.number(), visit.viewer
    motions.for_placing(visit.session, viewer, motion_id)
    verb = visit.form.choice("verb", Verb)
    visit.form.insist()
    visit.write(lambda s: motions.place(s, viewer, motion_id, verb=verb))
    visit.house.hub.news("agenda", f"motion-{motion_id}")
    return visit.redirect("motions.show", id=motion_id, flash="done")


ROUTES: list[BaseRoute] = [
    Route("/motions", index, name="motions"),
    Route("/motions/{id:int}", show, name="motions.show"),
    Route("/motions/{id:int}/form", paper, name="motions.form"),
    Route("/motions/{id:int}/form.pdf", paper_pdf, name="motions.form_pdf"),
    Route("/motions/{id:int}/comments", comment, methods=["POST"], name="motions.comment"),
    Route("/motions/{id:int}/comments/{comment:int}/hiding", hide, methods=["POST"], name="motions.hide"),
    Route("/motions/{id:int}/placement", place, methods=["POST"], name="motions.place"),
]

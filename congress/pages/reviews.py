"""The motion committee's desk: what waits, a motion beside those like it, the decision, the counts."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.errors import Missing
from congress.i18n import say
from congress.motions import rules
from congress.motions import service as motions
from congress.motions.rules import MotionStage, Outcome
from congress.motions.service import Decision
from congress.roster import service as roster
from congress.visit import Visit, page


def committee(visit: Visit) -> int:
    """The sitting, for members of the committee only."""
    if not visit.viewer.reviews:
        raise Missing(say("没有这个页面"))
    return visit.here.sitting.id or 0


@page
def index(visit: Visit) -> Response:
    """What waits for a decision, what was decided last, and the counts so far."""
    sitting_id = committee(visit)
    context = {
        "waiting": motions.queue(visit.session, sitting_id),
        "decided": motions.reviewed(visit.session, sitting_id),
        "report": motions.sitting_report(visit.session, sitting_id),
        "stages": rules.STAGES,
        "lights": rules.LIGHTS,
        "categories": rules.CATEGORIES,
    }
    return visit.render("reviews/_queue.html" if visit.wants_fragment else "reviews/index.html", **context)


@page
def report(visit: Visit) -> Response:
    """The counts for the congress: in words, by category, by delegation."""
    sitting_id = committee(visit)
    return visit.render(
        "reviews/report.html",
        report=motions.breakdown(visit.session, sitting_id),
        categories=rules.CATEGORIES,
        delegations=roster.delegations(visit.session, visit.here.term.id or 0),
        meeting=visit.here,
    )


@page
def show(visit: Visit) -> Response:
    """One motion beside those like it, and the form of the decision."""
    motion = motions.for_review(visit.session, visit.viewer, visit.number())
    if motion.stage is not MotionStage.SUBMITTED:
        return visit.redirect("motions.show", id=motion.id)
    shown = motions.shown(visit.session, visit.viewer, motion)
    similar = motions.similar(
        visit.session, visit.viewer, motion.sitting_id, shown.content, but=shown.line.id
    )
    ranked = [like.line.id for like in similar]
    targets = motions.lines(visit.session, motions.mergeable(visit.session, motion))
    return visit.render(
        "reviews/show.html",
        motion=shown,
        similar=similar,
        targets=sorted(targets, key=lambda line: ranked.index(line.id) if line.id in ranked else len(ranked)),
        may_review=rules.may_review(shown.facts, visit.viewer, Outcome.FILE),
        outcomes=[(outcome, rules.OUTCOMES[outcome], rules.OUTCOME_HINTS[outcome]) for outcome in Outcome],
        reasons_most=rules.REASONS_MOST,
        stages=rules.STAGES,
        lights=rules.LIGHTS,
        categories=rules.CATEGORIES,
        typed={name: visit.form.raw(name) for name in ("outcome", "reasons", "into")},
    )


@page(again=show)
def decide(visit: Visit) -> Response:
    """Decide, with reasons."""
    form, motion_id, viewer = visit.form, visit.number(), visit.viewer
    motions.for_review(visit.session, viewer, motion_id)
    outcome = form.choice("outcome", Outcome)
    reasons = form.text("reasons", most=rules.REASONS_MOST)
    into = form.optional_integer("into") if outcome is Outcome.MERGE else None
    form.insist()
    visit.write(lambda s: motions.review(s, viewer, motion_id, Decision(outcome, reasons, into)))
    visit.house.hub.news("reviews", f"motion-{motion_id}")
    return visit.redirect("reviews", flash="done")


ROUTES: list[BaseRoute] = [
    Route("/reviews", index, name="reviews"),
    Route("/reviews/report", report, name="reviews.report"),
    Route("/reviews/{id:int}", show, name="reviews.show"),
    Route("/reviews/{id:int}", decide, methods=["POST"], name="reviews.decide"),
]

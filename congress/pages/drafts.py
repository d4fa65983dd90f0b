"""Motions to write: the form, what is like it, handing in and taking back."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.errors import insist
from congress.motions import rules
from congress.motions import service as motions
from congress.motions.rules import Content, MotionCategory, MotionStage
from congress.roster import service as roster
from congress.visit import Visit, page

SIMILAR_PER_MINUTE = 40


@page
def new(visit: Visit) -> Response:
    """An empty form."""
    sitting_id = visit.here.sitting.id or 0
    insist(rules.may_lead(visit.viewer, over=motions.is_over(visit.session, sitting_id)))
    return written(visit, Content("", MotionCategory.WELFARE.value, "", "", None))


def written(visit: Visit, content: Content, motion: motions.Shown | None = None) -> Response:
    """The form with what was typed, else with what was kept."""
    sitting_id = visit.here.sitting.id or 0
    typed = content_typed(visit) if visit.form.sent else content
    but = motion.line.id if motion else None
    like = motions.similar(visit.session, visit.viewer, sitting_id, typed, but=but) if typed.title else []
    return visit.render(
        "motions/edit.html" if motion else "motions/new.html",
        motion=motion,
        content=typed,
        needed=motions.needed(visit.session, sitting_id),
        units=roster.handling_units(visit.session),
        similar=like,
        limits={"title": rules.TITLE_MOST, "grounds": rules.GROUNDS_MOST, "proposal": rules.PROPOSAL_MOST},
        categories=rules.CATEGORIES,
        stages=rules.STAGES,
        lights=rules.LIGHTS,
    )


def content_typed(visit: Visit) -> Content:
    """What was typed, as it was typed."""
    raw = visit.form.raw
    unit = raw("unit")
    return Content(
        raw("title"),
        raw("category"),
        raw("grounds"),
        raw("proposal"),
        int(unit) if unit.isdecimal() else None,
    )


def content_read(visit: Visit, *, whole: bool) -> Content:
    """What was typed, checked. ``whole``: others will read it, so nothing but the department may be missing."""
    form = visit.form
    content = Content(
        title=form.text("title", most=rules.TITLE_MOST),
        category=form.choice("category", MotionCategory).value,
        grounds=form.text("grounds", most=rules.GROUNDS_MOST, least=int(whole)),
        proposal=form.text("proposal", most=rules.PROPOSAL_MOST, least=int(whole)),
        unit=form.optional_integer("unit"),
    )
    form.insist()
    return content


@page(again=new)
def create(visit: Visit) -> Response:
    """Keep a new draft."""
    viewer, sitting_id = visit.viewer, visit.here.sitting.id or 0
    insist(rules.may_lead(viewer, over=motions.is_over(visit.session, sitting_id)))
    inviting = visit.form.raw("next") == "seconders"
    content = content_read(visit, whole=inviting)
    motion = visit.write(lambda s: motions.draft(s, viewer, sitting_id=sitting_id, content=content))
    return visit.redirect("motions.seconders" if inviting else "motions.show", id=motion.id, flash="saved")


@page
def edit(visit: Visit) -> Response:
    """The form of a motion of one's own."""
    motion = motions.own(visit.session, visit.viewer, visit.number())
    shown = motions.shown(visit.session, visit.viewer, motion)
    insist(shown.permits.edit)
    return written(visit, motion.content, shown)


@page(again=edit)
def save(visit: Visit) -> Response:
    """Keep what was changed."""
    motion_id, viewer = visit.number(), visit.viewer
    motion = motions.own(visit.session, viewer, motion_id)
    insist(rules.may_edit(motions.facts(visit.session, motion)))
    inviting = visit.form.raw("next") == "seconders"
    content = content_read(visit, whole=inviting or motion.stage is not MotionStage.DRAFT)
    seen = visit.form.optional_integer("seen")
    visit.write(lambda s: motions.revise(s, viewer, motion_id, content=content, seen=seen))
    visit.house.hub.news(f"motion-{motion_id}")
    return visit.redirect("motions.seconders" if inviting else "motions.show", id=motion_id, flash="saved")


@page
def similar(visit: Visit) -> Response:
    """Motions like the one that is being written."""
    visit.house.slow_down("similar", str(visit.viewer.person_id), per_minute=SIMILAR_PER_MINUTE)
    typed, but = content_typed(visit), visit.form.optional_integer("motion")
    sitting_id = visit.here.sitting.id or 0
    like = (
        motions.similar(visit.session, visit.viewer, sitting_id, typed, but=but)
        if typed.title.strip()
        else []
    )
    return visit.render("motions/_similar.html", similar=like, stages=rules.STAGES, lights=rules.LIGHTS)


@page
def discard(visit: Visit) -> Response:
    """Throw a draft away."""
    motion_id, viewer = visit.number(), visit.viewer
    visit.write(lambda s: motions.discard(s, viewer, motion_id))
    return visit.redirect("motions", flash="removed")


@page
def submit(visit: Visit) -> Response:
    """Hand a motion in to the committee."""
    motion_id, viewer = visit.number(), visit.viewer
    visit.write(lambda s: motions.submit(s, viewer, motion_id))
    visit.house.hub.news("reviews", f"motion-{motion_id}")
    return visit.redirect("motions.show", id=motion_id, flash="sent")


@page
def withdraw(visit: Visit) -> Response:
    """Take a motion back."""
    motion_id, viewer = visit.number(), visit.viewer
    visit.write(lambda s: motions.withdraw(s, viewer, motion_id))
    visit.house.hub.news("reviews", f"motion-{motion_id}")
    return visit.redirect("motions.show", id=motion_id, flash="done")


ROUTES: list[BaseRoute] = [
    Route("/motions/new", new, name="motions.new"),
    Route("/motions", create, methods=["POST"], name="motions.create"),
    Route("/motions/similarity", similar, methods=["POST"], name="motions.similar"),
    Route("/motions/{id:int}/draft", edit, name="motions.edit"),
    Route("/motions/{id:int}/draft", save, methods=["POST"], name="motions.save"),
    Route("/motions/{id:int}/removal", discard, methods=["POST"], name="motions.discard"),
    Route("/motions/{id:int}/submission", submit, methods=["POST"], name="motions.submit"),
    Route("/motions/{id:int}/withdrawal", withdraw, methods=["POST"], name="motions.withdraw"),
]

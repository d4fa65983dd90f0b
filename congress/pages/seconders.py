"""附议: the lead asks, delegates answer with a signature."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.errors import insist
from congress.motions import rules
from congress.motions import service as motions
from congress.motions.rules import MotionStage
from congress.visit import Visit, page

INVITED_AT_ONCE = 50


@page
def show(visit: Visit) -> Response:
    """Whom to ask: a search among delegates with a vote, and who has been asked."""
    motion = motions.own(visit.session, visit.viewer, visit.number())
    shown = motions.shown(visit.session, visit.viewer, motion)
    if motion.stage is not MotionStage.DRAFT:
        insist(shown.permits.invite)
    sought = visit.request.query_params.get("words", "").strip()[:30]
    found = motions.candidates(visit.session, motion, sought)
    template = "motions/_candidates.html" if visit.wants_fragment else "motions/seconders.html"
    return visit.render(template, motion=shown, found=found, sought=sought, answers=rules.ANSWERS)


@page(again=show)
def invite(visit: Visit) -> Response:
    """Ask the chosen delegates."""
    motion_id, viewer = visit.number(), visit.viewer
    motions.own(visit.session, viewer, motion_id)
    people = [int(value) for value in visit.form.many("person")[:INVITED_AT_ONCE] if value.isdecimal()]
    visit.write(lambda s: motions.invite(s, viewer, motion_id, people))
    visit.house.hub.news("invitations", f"motion-{motion_id}")
    return visit.redirect("motions.seconders", id=motion_id, flash="sent")


@page
def take_back(visit: Visit) -> Response:
    """Take an invitation back."""
    motion_id, person_id, viewer = visit.number(), visit.number("person"), visit.viewer
    visit.write(lambda s: motions.take_back(s, viewer, motion_id, person_id))
    visit.house.hub.news("invitations")
    return visit.redirect("motions.seconders", id=motion_id, flash="done")


@page
def open_up(visit: Visit) -> Response:
    """Let all delegates second it."""
    motion_id, viewer = visit.number(), visit.viewer
    visit.write(lambda s: motions.open_up(s, viewer, motion_id))
    visit.house.hub.news("invitations")
    return visit.redirect("motions.show", id=motion_id, flash="done")


@page
def second(visit: Visit) -> Response:
    """Second a motion, signed on the device."""
    motion_id, viewer, site, signed = visit.number(), visit.viewer, visit.site, visit.signed()
    visit.write(lambda s: motions.second(s, viewer, motion_id, signed=signed, site=site))
    visit.house.hub.news(f"motion-{motion_id}")
    return visit.redirect("motions.show", id=motion_id, flash="signed")


@page
def decline(visit: Visit) -> Response:
    """Decline to second, signed on the device."""
    motion_id, viewer, site, signed = visit.number(), visit.viewer, visit.site, visit.signed()
    visit.write(lambda s: motions.decline(s, viewer, motion_id, signed=signed, site=site))
    visit.house.hub.news(f"motion-{motion_id}")
    return visit.redirect("motions.show", id=motion_id, flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/motions/{id:int}/seconders", show, name="motions.seconders"),
    Route("/motions/{id:int}/invitations", invite, methods=["POST"], name="motions.invite"),
    Route(
        "/motions/{id:int}/invitations/{person:int}/withdrawal",
        take_back,
        methods=["POST"],
        name="motions.take_back",
    ),
    Route("/motions/{id:int}/opening", open_up, methods=["POST"], name="motions.open"),
    Route("/motions/{id:int}/seconding", second, methods=["POST"], name="motions.second"),
    Route("/motions/{id:int}/declining", decline, methods=["POST"], name="motions.decline"),
]

"""Motions as a person may load them: what one may not see does not exist."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from congress.bylaws.codec import decode
from congress.bylaws.shapes import MotionSettings
from congress.errors import Missing
from congress.i18n import say
from congress.motions.rules import Answer, MotionFacts, MotionStage
from congress.motions.store import Motion, Seconding
from congress.roster.rules import Viewer
from congress.sittings import service as sittings
from congress.sittings.rules import SittingStage

FILED = (
    MotionStage.FILED,
    MotionStage.MERGED,
    MotionStage.ON_AGENDA,
    MotionStage.PASSED,
    MotionStage.FAILED,
)


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Which motions this person may see.

    One's own and those one was asked to second; to delegates those open for seconding;
    to the review committee what was handed in; to everybody in the congress what was filed.
    """
    asked = select(Seconding.motion_id).where(
        Seconding.person_id == viewer.person_id, Seconding.answer != Answer.WITHDRAWN
    )
    ways: list[ColumnElement[bool]] = [
        col(Motion.lead_id) == viewer.person_id,
        col(Motion.id).in_(asked),
    ]
    if viewer.delegate_id is not None:
        ways.append(and_(col(Motion.stage) == MotionStage.SEEKING, col(Motion.browsable)))
    if viewer.reviews:
        ways.append(col(Motion.submitted_at).is_not(None))
    if viewer.delegate_id is not None or viewer.offices:
        ways.append(col(Motion.stage).in_(FILED))
    return or_(*ways)


def visible_to(session: Session, viewer: Viewer, motion_id: int) -> Motion:
    """The motion, or Missing for those who may not see it."""
    found = session.exec(select(Motion).where(Motion.id == motion_id, visible(viewer))).first()
    if found is None:
        raise Missing(say("没有这件提案"))
    return found


def own(session: Session, viewer: Viewer, motion_id: int) -> Motion:
    """A motion of one's own."""
    found = visible_to(session, viewer, motion_id)
    if found.lead_id != viewer.person_id:
        raise Missing(say("没有这件提案"))
    return found


def for_review(session: Session, viewer: Viewer, motion_id: int) -> Motion:
    """A motion that was handed in, for the review committee."""
    found = visible_to(session, viewer, motion_id)
    if not viewer.reviews or found.submitted_at is None:
        raise Missing(say("没有这件提案"))
    return found


def for_placing(session: Session, viewer: Viewer, motion_id: int) -> Motion:
    """A motion, for those who make the agenda."""
    found = visible_to(session, viewer, motion_id)
    if not viewer.organises:
        raise Missing(say("没有这件提案"))
    return found


def lead(session: Session, motion_id: int) -> int:
    """The person who leads a motion, for slices above that hold its id."""
    return session.get_one(Motion, motion_id).lead_id


def needed(session: Session, sitting_id: int) -> int:
    """How many seconders the rule profile of the term asks for."""
    settings, _ = decode(MotionSettings, sittings.profile_of(session, sitting_id)["motions"])
    return settings.seconders


def is_over(session: Session, sitting_id: int) -> bool:
    """Whether the sitting has closed."""
    return sittings.sitting(session, sitting_id).stage is SittingStage.OVER


def counting() -> tuple[Any, ...]:
    """The conditions under which a seconding counts: signed for the text as it now stands."""
    return (
        Seconding.motion_id == Motion.id,
        Seconding.answer == Answer.SECONDED,
        Seconding.revision == Motion.revision,
    )


def seconds(session: Session, motion_id: int) -> int:
    """How many have seconded the text as it now stands."""
    query = select(func.count(col(Seconding.id))).where(Motion.id == motion_id, *counting())
    return session.exec(query).one()


def seconding_entries(session: Session, motion_id: int) -> list[int]:
    """Where in the record those stand who seconded the text as it now stands."""
    query = select(Seconding.seq).where(Motion.id == motion_id, *counting())
    return [seq for seq in session.exec(query) if seq is not None]


def facts(session: Session, motion: Motion) -> MotionFacts:
    """What the rules need to know."""
    return MotionFacts(
        lead_id=motion.lead_id,
        stage=motion.stage,
        seconds=seconds(session, motion.id or 0),
        needed=needed(session, motion.sitting_id),
        complete=motion.content.is_complete,
        over=is_over(session, motion.sitting_id),
    )

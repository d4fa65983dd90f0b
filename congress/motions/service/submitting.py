"""Handing a motion in, and taking it back before it is reviewed."""

from dataclasses import asdict

from sqlmodel import Session, col, select

from congress.clock import now
from congress.errors import insist
from congress.motions import rules
from congress.motions.rules import Deed, MotionStage, Move
from congress.motions.service.loading import counting, facts, own
from congress.motions.service.telling import enter, tell
from congress.motions.store import Motion, Seconding
from congress.record.entries import Kind
from congress.roster.rules import Viewer


def submit(session: Session, viewer: Viewer, motion_id: int) -> Motion:
    """Hand the motion in to the review committee; the record keeps its whole text. Twice is once."""
    motion = own(session, viewer, motion_id)
    if motion.stage is MotionStage.SUBMITTED:
        return motion
    insist(rules.may_submit(facts(session, motion), viewer))
    motion.stage = rules.after(motion.stage, Move.SUBMIT)
    motion.submitted_at = motion.changed_at = now()
    session.add(motion)
    query = select(Seconding.person_id).where(Motion.id == motion_id, *counting())
    seconders = list(session.exec(query.order_by(col(Seconding.seq))).all())
    act = tell(session, motion, Deed.SUBMITTED, by=viewer.person_id)
    known = {"content": asdict(motion.content), "revision": motion.revision, "text": motion.content.sha256}
    facts_ = {**known, "seconders": seconders, "sitting": motion.sitting_id}
    enter(session, act, Kind.MOTION_SUBMITTED, facts_)
    return motion


def withdraw(session: Session, viewer: Viewer, motion_id: int, *, why: str = "") -> Motion:
    """Take a motion back before it is reviewed. Twice is once."""
    motion = own(session, viewer, motion_id)
    if motion.stage is MotionStage.WITHDRAWN:
        return motion
    insist(rules.may_withdraw(facts(session, motion)))
    motion.stage = rules.after(motion.stage, Move.WITHDRAW)
    motion.changed_at = now()
    session.add(motion)
    act = tell(session, motion, Deed.WITHDRAWN, by=viewer.person_id, note=why)
    enter(session, act, Kind.MOTION_WITHDRAWN, {"why": why})
    return motion

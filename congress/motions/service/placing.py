"""From the files to the agenda, and from the vote back to the motion."""

from dataclasses import replace

from sqlmodel import Session

from congress.bylaws.terms import Verb
from congress.clock import now
from congress.errors import insist
from congress.motions import rules
from congress.motions.rules import Deed, MotionFacts, MotionStage, Move
from congress.motions.service.loading import facts, for_placing
from congress.motions.service.telling import enter, tell
from congress.motions.store import Motion
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.sittings import service as sittings


def placing_facts(session: Session, motion: Motion) -> MotionFacts:
    """A motion whose agenda item was struck off is filed, as before, and may be placed again."""
    known = facts(session, motion)
    struck = motion.stage is MotionStage.ON_AGENDA and not sittings.item_of_motion(
        session, motion.sitting_id, motion.id or 0
    )
    return replace(known, stage=MotionStage.FILED) if struck else known


def place(session: Session, viewer: Viewer, motion_id: int, *, verb: Verb) -> int:
    """Put a filed motion on the agenda of its sitting; returns the item. Twice is once."""
    motion = for_placing(session, viewer, motion_id)
    placed = sittings.item_of_motion(session, motion.sitting_id, motion_id)
    if motion.stage is MotionStage.ON_AGENDA and placed:
        return placed.id or 0
    insist(rules.may_place(known := placing_facts(session, motion)))
    item = sittings.add_item(
        session,
        sitting_id=motion.sitting_id,
        title=motion.title,
        title_en=motion.title_en,
        verb=verb,
        by=viewer.person_id,
        motion_id=motion_id,
        presenter=roster.names(session, [motion.lead_id])[motion.lead_id],
    )
    motion.stage, motion.changed_at = rules.after(known.stage, Move.PLACE), now()
    session.add(motion)
    act = tell(session, motion, Deed.PLACED, by=viewer.person_id)
    enter(session, act, Kind.MOTION_PLACED, {"item": item.id, "number": motion.number, "verb": verb.value})
    return item.id or 0


def settle(session: Session, motion_id: int, passed: bool, words: str) -> Motion:
    """What the congress decided, shown on the motion. ``words`` is the announcement. Twice is once."""
    motion = session.get_one(Motion, motion_id)
    move, deed = (Move.PASS, Deed.PASSED) if passed else (Move.FAIL, Deed.FAILED)
    if (motion.result, motion.stage) == (words, MotionStage.PASSED if passed else MotionStage.FAILED):
        return motion
    insist(rules.may_move(motion.stage, move))
    motion.stage, motion.result, motion.changed_at = rules.after(motion.stage, move), words, now()
    session.add(motion)
    act = tell(session, motion, deed, by=None, note=words)
    enter(session, act, Kind.MOTION_SETTLED, {"passed": passed, "words": words})
    return motion

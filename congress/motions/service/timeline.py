"""The timeline of a motion: who did what and when, and where the record says so."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from congress.i18n import Message
from congress.motions.rules import DEEDS, Deed, Outcome
from congress.motions.service.people import knows_all
from congress.motions.store import Motion, MotionAct
from congress.roster import service as roster
from congress.roster.rules import Viewer

REVIEWS = frozenset(outcome.deed for outcome in Outcome)
STOPS = frozenset({Deed.RETURN, Deed.REFUSE, Deed.FAILED, Deed.WITHDRAWN, Deed.DECLINED})


@dataclass(frozen=True)
class Step:
    """One step. ``state`` is "done" or "stopped"; ``into`` is the motion that this one was merged into."""

    deed: Deed
    label: Message
    state: str
    at: datetime
    who: str
    note: str
    into: int | None
    revision: int
    seq: int | None


def timeline(session: Session, viewer: Viewer, motion: Motion) -> list[Step]:
    """All that happened, oldest first; who declined is for the lead and the organisers (and oneself) only."""
    query = select(MotionAct).where(MotionAct.motion_id == motion.id).order_by(col(MotionAct.id))
    acts = [act for act in session.exec(query) if _may_know(viewer, motion, act)]
    names = roster.names(session, [act.person_id for act in acts if act.person_id])
    return [
        Step(
            deed=act.deed,
            label=DEEDS[act.deed],
            state="stopped" if act.deed in STOPS else "done",
            at=act.at,
            who=names.get(act.person_id or 0, ""),
            note=act.note,
            into=act.other_id,
            revision=act.revision,
            seq=act.seq,
        )
        for act in acts
    ]


def newest_review(steps: list[Step]) -> Step | None:
    """What the committee decided last."""
    return next((step for step in reversed(steps) if step.deed in REVIEWS), None)


def _may_know(viewer: Viewer, motion: Motion, act: MotionAct) -> bool:
    return act.deed is not Deed.DECLINED or act.person_id == viewer.person_id or knows_all(viewer, motion)

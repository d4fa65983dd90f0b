"""Writing down what happened to a motion: on its own timeline, and for official acts in the record."""

from typing import Any

from sqlmodel import Session

from congress.clock import now
from congress.motions.rules import Deed
from congress.motions.store import Motion, MotionAct
from congress.record import service as record
from congress.record.entries import Kind


def tell(
    session: Session,
    motion: Motion,
    deed: Deed,
    *,
    by: int | None,
    note: str = "",
    other_id: int | None = None,
) -> MotionAct:
    """A step of the timeline that is nobody's business but the motion's."""
    act = MotionAct(
        motion_id=motion.id or 0,
        person_id=by,
        deed=deed,
        note=note,
        other_id=other_id,
        revision=motion.revision,
        at=now(),
    )
    session.add(act)
    return act


def enter(
    session: Session,
    act: MotionAct,
    kind: Kind,
    facts: dict[str, Any],
    signed: dict[str, str] | None = None,
) -> int:
    """Enter a step into the record; returns its place there."""
    whole = {"motion": act.motion_id, **facts}
    act.seq = record.append(session, kind, actor=act.person_id or 0, facts=whole, signed=signed, at=act.at)
    session.add(act)
    return act.seq

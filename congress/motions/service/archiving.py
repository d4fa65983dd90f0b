"""Motions as the archive keeps them."""

from sqlmodel import Session, col, select

from congress.motions.rules import MotionStage
from congress.motions.store import Motion


def handed_in(session: Session, sitting_id: int) -> list[Motion]:
    """What came before the congress, in the order in which it came; not what its lead took back."""
    query = select(Motion).where(
        Motion.sitting_id == sitting_id,
        col(Motion.submitted_at).is_not(None),
        Motion.stage != MotionStage.WITHDRAWN,
    )
    return list(session.exec(query.order_by(col(Motion.submitted_at), col(Motion.id))).all())

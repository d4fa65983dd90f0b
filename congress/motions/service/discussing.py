"""The discussion of a filed motion. A comment may be hidden with a reason, never deleted."""

from sqlmodel import Session, col, select

from congress.clock import now
from congress.errors import Missing, insist
from congress.i18n import say
from congress.motions import rules
from congress.motions.service.loading import facts, visible_to
from congress.motions.store import Comment
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Viewer


def comment(session: Session, viewer: Viewer, motion_id: int, body: str) -> Comment:
    """Say something. Saying the same again right away is one comment."""
    motion = visible_to(session, viewer, motion_id)
    insist(rules.may_comment(facts(session, motion), viewer))
    last = session.exec(
        select(Comment).where(Comment.motion_id == motion_id).order_by(col(Comment.id).desc()).limit(1)
    ).first()
    if last and (last.person_id, last.body) == (viewer.person_id, body):
        return last
    said = Comment(motion_id=motion_id, person_id=viewer.person_id, body=body, at=now())
    session.add(said)
    session.flush()
    return said


def hide(session: Session, viewer: Viewer, motion_id: int, comment_id: int, *, why: str) -> Comment:
    """Hide a comment from the page, with the reason shown in its place. Twice is once."""
    visible_to(session, viewer, motion_id)
    found = session.get(Comment, comment_id)
    if found is None or found.motion_id != motion_id or not viewer.reviews:
        raise Missing(say("没有这条发言"))
    if found.hidden_at is None:
        found.hidden_at, found.hidden_by, found.hidden_why = now(), viewer.person_id, why
        session.add(found)
        told = {"comment": comment_id, "motion": motion_id, "why": why}
        record.append(session, Kind.COMMENT_HIDDEN, actor=viewer.person_id, facts=told, at=found.hidden_at)
    return found


def thread(session: Session, motion_id: int) -> list[Comment]:
    """All comments on a motion, oldest first."""
    query = select(Comment).where(Comment.motion_id == motion_id).order_by(col(Comment.id))
    return list(session.exec(query).all())

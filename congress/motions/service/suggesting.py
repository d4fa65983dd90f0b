"""意见建议: from any employee, without an account, or from a motion; the organisers answer in public."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from congress.clock import now
from congress.errors import Conflict, Missing
from congress.i18n import say
from congress.motions.store import Motion, Suggestion
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer

PAGE = 20


@dataclass(frozen=True)
class Voice:
    """A suggestion as it is shown; ``author`` is empty for those who may not know it."""

    id: int
    author: str
    unit: str
    body: str
    at: datetime
    answer: str
    answered_at: datetime | None
    motion_id: int | None


def suggest(session: Session, *, sitting_id: int, author: str, unit: str, body: str) -> Suggestion:
    """Hand a suggestion in. The same words again are the same suggestion."""
    same = session.exec(
        select(Suggestion).where(
            Suggestion.sitting_id == sitting_id,
            Suggestion.author == author,
            Suggestion.unit == unit,
            Suggestion.body == body,
        )
    ).first()
    if same:
        return same
    made = Suggestion(sitting_id=sitting_id, author=author, unit=unit, body=body, at=now())
    session.add(made)
    session.flush()
    return made


def from_motion(session: Session, motion: Motion) -> Suggestion:
    """The suggestion that a motion becomes (转意见建议)."""
    author = roster.viewer(session, motion.lead_id)
    unit = roster.units(session).get(author.unit_id) if author else None
    made = Suggestion(
        sitting_id=motion.sitting_id,
        author=roster.names(session, [motion.lead_id])[motion.lead_id],
        unit=unit.name if unit else "",
        body=motion.content.whole,
        motion_id=motion.id,
        at=now(),
    )
    session.add(made)
    session.flush()
    return made


def answer(session: Session, viewer: Viewer, suggestion_id: int, words: str) -> Suggestion:
    """Answer a suggestion, for everybody to read. The same answer again is harmless."""
    found = session.get(Suggestion, suggestion_id)
    if found is None or not viewer.organises:
        raise Missing(say("没有这条意见建议"))
    if found.answered_at:
        if found.answer == words:
            return found
        raise Conflict(say("这条意见建议已经答复"), say("已公开的答复不能更改；需要补充请发布通知"))
    found.answer, found.answered_by, found.answered_at = words, viewer.person_id, now()
    session.add(found)
    told = {"answer": words, "motion": found.motion_id, "suggestion": suggestion_id}
    record.append(session, Kind.SUGGESTION_ANSWERED, actor=viewer.person_id, facts=told, at=found.answered_at)
    return found


def suggestion(session: Session, viewer: Viewer | None, suggestion_id: int) -> Voice:
    """One suggestion: answered ones are for everybody, the others for the organisers."""
    found = session.get(Suggestion, suggestion_id)
    if found is None or not (found.answered_at or (viewer and viewer.organises)):
        raise Missing(say("没有这条意见建议"))
    return _voice(found, viewer)


def suggestions(
    session: Session, viewer: Viewer | None, *, answered: bool, page: int = 1
) -> tuple[list[Voice], int]:
    """A page of suggestions and how many there are in all; those not yet answered only for organisers."""
    if not answered and not (viewer and viewer.organises):
        raise Missing(say("没有这个页面"))
    kept = col(Suggestion.answered_at).is_not(None) if answered else col(Suggestion.answered_at).is_(None)
    order = col(Suggestion.answered_at).desc() if answered else col(Suggestion.at)
    total = session.exec(select(func.count(col(Suggestion.id))).where(kept)).one()
    query = select(Suggestion).where(kept).order_by(order, col(Suggestion.id)).limit(PAGE)
    return [_voice(s, viewer) for s in session.exec(query.offset(PAGE * (page - 1)))], total


def suggestion_of(session: Session, viewer: Viewer, motion_id: int) -> Voice | None:
    """The suggestion that a motion became, for those who may see the motion."""
    found = session.exec(select(Suggestion).where(Suggestion.motion_id == motion_id)).first()
    return _voice(found, viewer) if found else None


def _voice(found: Suggestion, viewer: Viewer | None) -> Voice:
    known = viewer is not None and viewer.organises
    return Voice(
        id=found.id or 0,
        author=found.author if known else "",
        unit=found.unit,
        body=found.body,
        at=found.at,
        answer=found.answer,
        answered_at=found.answered_at,
        motion_id=found.motion_id,
    )

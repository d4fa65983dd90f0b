"""审查: the committee decides about each motion handed in, with reasons; filing gives the number."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from congress.clock import now
from congress.errors import Conflict, Invalid, insist
from congress.i18n import say
from congress.motions import rules
from congress.motions.rules import MotionCategory, MotionStage, Outcome, Report
from congress.motions.service.loading import facts, for_review
from congress.motions.service.suggesting import from_motion
from congress.motions.service.telling import enter, tell
from congress.motions.store import Motion, MotionAct
from congress.record.entries import Kind
from congress.roster.rules import Viewer


@dataclass(frozen=True)
class Decision:
    """What the committee decides; ``into`` is the motion to merge into."""

    outcome: Outcome
    reasons: str
    into: int | None = None


def review(session: Session, viewer: Viewer, motion_id: int, decision: Decision) -> Motion:
    """Decide about a motion. The same decision again is harmless; another one is a conflict."""
    motion = for_review(session, viewer, motion_id)
    if _is_repeated(session, viewer, motion, decision):
        return motion
    insist(rules.may_review(facts(session, motion), viewer, decision.outcome))
    if not decision.reasons.strip():
        raise Invalid(say("请检查标出的各项"), {"reasons": say("请写明审查理由")})
    into = _target(session, viewer, motion_id, decision) if decision.outcome is Outcome.MERGE else None
    motion.stage = rules.after(motion.stage, decision.outcome.move)
    motion.changed_at = now()
    if decision.outcome is Outcome.FILE:
        motion.number, motion.filed_at = _next_number(session, motion.sitting_id), motion.changed_at
    if into:
        motion.merged_into_id = into.id
    if decision.outcome is Outcome.SUGGEST:
        from_motion(session, motion)
    session.add(motion)
    _enter(session, viewer, motion, decision)
    return motion


def _is_repeated(session: Session, viewer: Viewer, motion: Motion, decision: Decision) -> bool:
    """Whether this very decision stands already; a different one came too late."""
    last = last_review(session, motion.id or 0)
    if last is None or motion.stage in {MotionStage.SUBMITTED, MotionStage.SEEKING}:
        return False
    mine = (decision.outcome.deed, decision.reasons, viewer.person_id)
    if (last.deed, last.note, last.person_id) == mine:
        return True
    raise Conflict(say("这件提案已经审查过"), say("请返回审查台，查看审查意见"))


def last_review(session: Session, motion_id: int) -> MotionAct | None:
    """The newest decision about a motion."""
    deeds = [outcome.deed for outcome in Outcome]
    query = select(MotionAct).where(MotionAct.motion_id == motion_id, col(MotionAct.deed).in_(deeds))
    return session.exec(query.order_by(col(MotionAct.id).desc()).limit(1)).first()


def sitting_report(session: Session, sitting_id: int) -> Report:
    """收到, 立案, 并案, 转意见建议, 不予立案 of a sitting."""
    return rules.report(
        MotionStage(stage) for stage in session.exec(select(Motion.stage).where(*_handed_in(sitting_id)))
    )


@dataclass(frozen=True)
class Breakdown:
    """The same counts by category and by delegation (None: no delegation)."""

    whole: Report
    categories: list[tuple[MotionCategory, Report]]
    delegations: list[tuple[int | None, Report]]


def breakdown(session: Session, sitting_id: int) -> Breakdown:
    """What the committee reports of a sitting, in whole and in parts."""
    query = select(Motion.stage, Motion.category, Motion.delegation_id).where(*_handed_in(sitting_id))
    found = [(MotionStage(stage), MotionCategory(kind), group) for stage, kind, group in session.exec(query)]
    kinds = [kind for kind in MotionCategory if kind in {k for _, k, _ in found}]
    groups = sorted({group for _, _, group in found}, key=lambda group: group or 0)
    return Breakdown(
        rules.report(stage for stage, _, _ in found),
        [(kind, rules.report(s for s, k, _ in found if k is kind)) for kind in kinds],
        [(group, rules.report(s for s, _, g in found if g == group)) for group in groups],
    )


def _handed_in(sitting_id: int) -> tuple[ColumnElement[bool], ...]:
    """Those that were handed in and not taken back."""
    return (
        col(Motion.sitting_id) == sitting_id,
        col(Motion.submitted_at).is_not(None),
        col(Motion.stage) != MotionStage.WITHDRAWN,
    )


def mergeable(session: Session, motion: Motion) -> list[Motion]:
    """The motions that this one may be merged into: filed, and not yet decided."""
    stages = (MotionStage.FILED, MotionStage.ON_AGENDA)
    query = select(Motion).where(
        Motion.sitting_id == motion.sitting_id, col(Motion.stage).in_(stages), Motion.id != motion.id
    )
    return list(session.exec(query.order_by(col(Motion.number))).all())


def _target(session: Session, viewer: Viewer, motion_id: int, decision: Decision) -> Motion:
    if decision.into is None:
        raise Invalid(say("请检查标出的各项"), {"into": say("请选择要并入的提案")})
    into = for_review(session, viewer, decision.into)
    insist(rules.may_merge_into(motion_id, decision.into, facts(session, into)))
    return into


def _next_number(session: Session, sitting_id: int) -> int:
    """One more than the last: all filing is in the one writer's line, and the table's constraint watches."""
    last = session.exec(select(func.max(Motion.number)).where(Motion.sitting_id == sitting_id)).one()
    return (last or 0) + 1


def _enter(session: Session, viewer: Viewer, motion: Motion, decision: Decision) -> None:
    act = tell(
        session,
        motion,
        decision.outcome.deed,
        by=viewer.person_id,
        note=decision.reasons,
        other_id=motion.merged_into_id,
    )
    known = {
        "outcome": decision.outcome.value,
        "reasons": decision.reasons,
        "number": motion.number,
        "into": motion.merged_into_id,
        "text": motion.content.sha256,
    }
    enter(session, act, Kind.MOTION_REVIEWED, known)

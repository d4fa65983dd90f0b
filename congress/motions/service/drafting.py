"""Writing a motion: a private draft, changed freely; after others have signed it, each change is a new revision."""

from sqlmodel import Session, select

from congress.clock import now
from congress.errors import Invalid, Refused, insist
from congress.i18n import say
from congress.motions import rules
from congress.motions.rules import Content, Deed, MotionCategory, MotionStage, Move
from congress.motions.service.loading import facts, is_over, own
from congress.motions.service.telling import enter, tell
from congress.motions.store import Motion, MotionAct, MotionRevision
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer


def draft(
    session: Session, viewer: Viewer, *, sitting_id: int, content: Content, title_en: str = ""
) -> Motion:
    """A new draft. Sending the same form twice makes one."""
    insist(rules.may_lead(viewer, over=is_over(session, sitting_id)))
    _check_unit(session, content.unit)
    if same := _same_draft(session, viewer, sitting_id, content):
        return same
    moment = now()
    motion = Motion(
        sitting_id=sitting_id,
        lead_id=viewer.person_id,
        delegation_id=viewer.delegation_id,
        title=content.title,
        title_en=title_en,
        created_at=moment,
        changed_at=moment,
    )
    _write(motion, content)
    session.add(motion)
    session.flush()
    tell(session, motion, Deed.DRAFTED, by=viewer.person_id)
    return motion


def revise(
    session: Session, viewer: Viewer, motion_id: int, *, content: Content, seen: int | None = None
) -> Motion:
    """Change the text. ``seen``: how many seconders the lead knew of; more than that, and they are asked again."""
    motion = own(session, viewer, motion_id)
    if motion.content == content and motion.stage is not MotionStage.RETURNED:
        return motion
    known = facts(session, motion)
    insist(rules.may_edit(known))
    _check_unit(session, content.unit)
    if motion.stage is not MotionStage.DRAFT and not content.is_complete:
        raise Refused(say("提案还没有写完"), say("请填写案名、案由和建议措施"))
    if seen is not None and known.seconds > seen:
        raise Invalid(say("在您修改期间又有代表附议，修改后需要重新附议；确定要改请再保存一次"))
    if known.seconds or motion.stage is MotionStage.RETURNED:
        _retire(session, motion, content, by=viewer.person_id)
    motion.stage = rules.after(motion.stage, Move.EDIT)
    _write(motion, content)
    motion.changed_at = now()
    session.add(motion)
    return motion


def discard(session: Session, viewer: Viewer, motion_id: int) -> None:
    """Throw a draft away; nobody else has seen it."""
    motion = own(session, viewer, motion_id)
    insist(rules.may_move(motion.stage, Move.DISCARD))
    for act in session.exec(select(MotionAct).where(MotionAct.motion_id == motion_id)):
        session.delete(act)
    session.flush()
    session.delete(motion)


def _write(motion: Motion, content: Content) -> None:
    if content.title != motion.title:
        motion.title_en = ""  # it translated other words
    motion.title, motion.category = content.title, MotionCategory(content.category)
    motion.grounds, motion.proposal, motion.unit_id = content.grounds, content.proposal, content.unit


def _retire(session: Session, motion: Motion, content: Content, *, by: int) -> None:
    """Keep the text that was signed; the next revision needs its own seconders."""
    session.add(
        MotionRevision(
            motion_id=motion.id or 0,
            revision=motion.revision,
            category=motion.category,
            title=motion.title,
            grounds=motion.grounds,
            proposal=motion.proposal,
            unit_id=motion.unit_id,
            replaced_at=now(),
        )
    )
    motion.revision += 1
    act = tell(session, motion, Deed.REVISED, by=by)
    enter(session, act, Kind.MOTION_REVISED, {"revision": motion.revision, "text": content.sha256})


def _same_draft(session: Session, viewer: Viewer, sitting_id: int, content: Content) -> Motion | None:
    query = select(Motion).where(
        Motion.sitting_id == sitting_id,
        Motion.lead_id == viewer.person_id,
        Motion.stage == MotionStage.DRAFT,
        Motion.title == content.title,
    )
    return next((motion for motion in session.exec(query) if motion.content == content), None)


def _check_unit(session: Session, unit_id: int | None) -> None:
    if unit_id is not None and unit_id not in {unit.id for unit in roster.handling_units(session)}:
        raise Invalid(say("请检查标出的各项"), {"unit": say("请选择一个承办部门")})

"""A motion as one person sees it: text, seconders, timeline, discussion, and what they may do."""

from dataclasses import dataclass

from sqlmodel import Session, select

from congress.errors import Refusal
from congress.motions import rules
from congress.motions.rules import Answer, Content, MotionFacts, MotionStage
from congress.motions.service.comparing import Rewriting, rewriting
from congress.motions.service.listing import Line, lines
from congress.motions.service.people import Said, Seconder, discussion, seconders
from congress.motions.service.placing import placing_facts
from congress.motions.service.suggesting import Voice, suggestion_of
from congress.motions.service.timeline import Step, newest_review, timeline
from congress.motions.store import Motion
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.sittings import service as sittings


@dataclass(frozen=True)
class Permits:
    """What the person may do with the motion: None, or why not."""

    edit: Refusal | None
    seek: Refusal | None
    invite: Refusal | None
    second: Refusal | None
    submit: Refusal | None
    withdraw: Refusal | None
    comment: Refusal | None
    place: Refusal | None


@dataclass(frozen=True)
class Shown:
    """Everything that the page of a motion says."""

    line: Line
    content: Content
    unit: str
    revision: int
    browsable: bool
    result: str
    facts: MotionFacts
    permits: Permits
    is_lead: bool
    seconders: list[Seconder]
    mine: Seconder | None
    rewriting: Rewriting | None
    steps: list[Step]
    review: Step | None
    said: list[Said]
    into: Line | None
    absorbed: list[Line]
    suggestion: Voice | None
    item_id: int | None

    @property
    def counted(self) -> list[Seconder]:
        """Those whose signature counts for the text as it stands."""
        return [s for s in self.seconders if s.counts]

    @property
    def others(self) -> list[Seconder]:
        """Those who have not answered, have declined, or seconded an earlier text."""
        return [s for s in self.seconders if not s.counts]

    @property
    def answers_now(self) -> bool:
        """Whether this person is to second or decline."""
        return self.permits.second is None and not (self.mine and self.mine.counts)


def shown(session: Session, viewer: Viewer, motion: Motion) -> Shown:
    """Gather the page of a motion that this person has loaded."""
    known = placing_facts(session, motion)
    people = seconders(session, viewer, motion)
    mine = next((s for s in people if s.person_id == viewer.person_id), None)
    steps = timeline(session, viewer, motion)
    into = session.get(Motion, motion.merged_into_id) if motion.merged_into_id else None
    merged = session.exec(select(Motion).where(Motion.merged_into_id == motion.id)).all()
    unit = roster.units(session).get(motion.unit_id) if motion.unit_id else None
    item = sittings.item_of_motion(session, motion.sitting_id, motion.id or 0)
    return Shown(
        line=lines(session, [motion])[0],
        content=motion.content,
        unit=unit.name if unit else "",
        revision=motion.revision,
        browsable=motion.browsable,
        result=motion.result,
        facts=known,
        permits=permits(known, viewer),
        is_lead=motion.lead_id == viewer.person_id,
        seconders=people,
        mine=mine,
        rewriting=rewriting(session, motion, mine.revision) if _was_changed(mine, motion) and mine else None,
        steps=steps,
        review=newest_review(steps),
        said=discussion(session, viewer, motion),
        into=lines(session, [into])[0] if into else None,
        absorbed=lines(session, merged),
        suggestion=suggestion_of(session, viewer, motion.id or 0),
        item_id=item.id if item else None,
    )


def permits(known: MotionFacts, viewer: Viewer) -> Permits:
    """Ask every rule once."""
    return Permits(
        edit=rules.may_edit(known),
        seek=rules.may_seek(known, viewer),
        invite=rules.may_invite(known, viewer),
        second=rules.may_second(known, viewer),
        submit=rules.may_submit(known, viewer),
        withdraw=rules.may_withdraw(known),
        comment=rules.may_comment(known, viewer),
        place=rules.may_place(known),
    )


def _was_changed(mine: Seconder | None, motion: Motion) -> bool:
    asked_again = motion.stage is MotionStage.SEEKING
    return mine is not None and mine.answer is Answer.SECONDED and mine.stale and asked_again

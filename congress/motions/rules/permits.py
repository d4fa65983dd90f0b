"""Who may make which move: each answer is None or a refusal with what would help."""

from dataclasses import dataclass

from congress.errors import Refusal
from congress.i18n import say
from congress.motions.rules.stages import MotionStage, Move, may_move
from congress.motions.rules.words import Outcome
from congress.roster.rules import Viewer


@dataclass(frozen=True)
class MotionFacts:
    """What decides about a motion. ``seconds`` are those signed for the present revision."""

    lead_id: int
    stage: MotionStage
    seconds: int
    needed: int
    complete: bool
    over: bool  # the sitting has closed

    @property
    def short_of(self) -> int:
        """How many seconders are still needed."""
        return max(0, self.needed - self.seconds)


def may_lead(viewer: Viewer, *, over: bool) -> Refusal | None:
    """May this person write a motion?"""
    if not viewer.votes:
        return Refusal(say("只有正式代表可以领衔提出提案"), say("您可以在「意见建议」中提出意见"))
    return _closed(over)


def may_edit(motion: MotionFacts) -> Refusal | None:
    """May the lead change the text?"""
    return may_move(motion.stage, Move.EDIT) or _closed(motion.over)


def may_seek(motion: MotionFacts, viewer: Viewer) -> Refusal | None:
    """May the lead open the motion for all delegates to second?"""
    return _may_gather(motion, viewer, Move.SEEK)


def may_invite(motion: MotionFacts, viewer: Viewer) -> Refusal | None:
    """May the lead ask delegates by name to second?"""
    return _may_gather(motion, viewer, Move.INVITE)


def _may_gather(motion: MotionFacts, viewer: Viewer, move: Move) -> Refusal | None:
    if refusal := may_lead(viewer, over=motion.over) or may_move(motion.stage, move):
        return refusal
    if not motion.complete:
        return Refusal(say("提案还没有写完"), say("请填写案名、案由和建议措施，再征集附议"))
    return None


def may_second(motion: MotionFacts, viewer: Viewer) -> Refusal | None:
    """May this person second the motion, or decline?"""
    if viewer.person_id == motion.lead_id:
        return Refusal(say("您是领衔人，不能附议自己的提案"), say("请邀请其他正式代表附议"))
    if not viewer.votes:
        return Refusal(say("只有正式代表可以附议"), say("列席代表和特邀代表可以在立案后参加讨论"))
    return may_move(motion.stage, Move.SECOND) or _closed(motion.over)


def may_submit(motion: MotionFacts, viewer: Viewer) -> Refusal | None:
    """May the lead hand the motion in?"""
    if refusal := may_lead(viewer, over=motion.over) or may_move(motion.stage, Move.SUBMIT):
        return refusal
    if motion.short_of:
        return Refusal(
            say("还差 {n} 名附议人（需要 {needed} 名）", n=motion.short_of, needed=motion.needed),
            say("请继续邀请附议人，或者公开征集附议"),
        )
    return None


def may_withdraw(motion: MotionFacts) -> Refusal | None:
    """May the lead take the motion back?"""
    return may_move(motion.stage, Move.WITHDRAW)


def may_review(motion: MotionFacts, viewer: Viewer, outcome: Outcome) -> Refusal | None:
    """May this member of the committee decide so? Nobody reviews their own motion."""
    if viewer.person_id == motion.lead_id:
        return Refusal(say("您是这件提案的领衔人，应当回避"), say("请由提案审查委员会的其他成员审查"))
    return may_move(motion.stage, outcome.move)


def may_merge_into(motion_id: int, other_id: int, other: MotionFacts) -> Refusal | None:
    """May a motion be merged into this other one?"""
    if motion_id == other_id:
        return Refusal(say("提案不能并入自身"), say("请另选一件已立案的提案"))
    if may_move(other.stage, Move.ABSORB):
        return Refusal(say("只能并入已立案、尚未表决的提案"), say("请先将其中一件立案，再把另一件并入"))
    return None


def may_comment(motion: MotionFacts, viewer: Viewer) -> Refusal | None:
    """May this person take part in the discussion? All kinds of delegates may."""
    if viewer.delegate_id is None:
        return Refusal(say("只有职工代表可以参加讨论"), say("您可以在「意见建议」中提出意见"))
    return may_move(motion.stage, Move.DISCUSS)


def may_place(motion: MotionFacts) -> Refusal | None:
    """May the motion be put on the agenda?"""
    return may_move(motion.stage, Move.PLACE) or _closed(motion.over)


def _closed(over: bool) -> Refusal | None:
    if not over:
        return None
    return Refusal(say("本次会议已经闭幕"), say("可以作为意见建议提出，或者等下一次会议征集提案"))

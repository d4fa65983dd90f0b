"""The life of what was sent to the Party committee: one table of moves."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from congress.committee.rules import ROUNDS, DispatchKind, DispatchStage, Rating
from congress.errors import Refusal
from congress.i18n import say


class Move(StrEnum):
    """What can be done with a dispatch."""

    RECEIVE = "receive"  # 签收
    INSTRUCT = "instruct"  # 批示
    REPLY = "reply"  # 批复
    ASSIGN = "assign"  # 交办
    ANSWER = "answer"  # 答复职代会，办结
    RATE = "rate"  # 评价
    REOPEN = "reopen"  # 重新办理
    REMAND = "remand"  # 退回大会复议
    ARCHIVE = "archive"  # 归档


S = DispatchStage
MOVES: Final[dict[tuple[DispatchStage, Move], DispatchStage]] = {
    (S.SENT, Move.RECEIVE): S.STUDIED,
    (S.STUDIED, Move.INSTRUCT): S.DECIDED,
    (S.STUDIED, Move.REPLY): S.DECIDED,
    (S.STUDIED, Move.ANSWER): S.ANSWERED,
    (S.DECIDED, Move.INSTRUCT): S.DECIDED,
    (S.DECIDED, Move.REPLY): S.DECIDED,
    (S.DECIDED, Move.ASSIGN): S.CARRIED_OUT,
    (S.DECIDED, Move.ANSWER): S.ANSWERED,
    (S.CARRIED_OUT, Move.INSTRUCT): S.CARRIED_OUT,
    (S.CARRIED_OUT, Move.REPLY): S.CARRIED_OUT,
    (S.CARRIED_OUT, Move.ASSIGN): S.CARRIED_OUT,
    (S.CARRIED_OUT, Move.ANSWER): S.ANSWERED,
    (S.STUDIED, Move.REMAND): S.ANSWERED,
    (S.DECIDED, Move.REMAND): S.ANSWERED,
    (S.ANSWERED, Move.ARCHIVE): S.ANSWERED,
    (S.ANSWERED, Move.RATE): S.ANSWERED,
    (S.ANSWERED, Move.REOPEN): S.STUDIED,
}
SIGN_FIRST: Final = Refusal(say("来文还没有签收"), say("请党委先签收，再研究办理"))
UNDER_WAY: Final = Refusal(say("来文已经签收，正在办理"), say("党委答复之后再进行这一步"))
DECIDE_FIRST: Final = Refusal(say("还没有批示或批复"), say("请先批示或批复，同时交办承办部门"))
ANSWERED: Final = Refusal(say("来文已经答复办结"), say("提案人评价为“不满意”时会重新办理一次"))
ANSWER_FIRST: Final = Refusal(say("来文还没有办结"), say("答复办结、评价之后再归档"))
ARCHIVED: Final = Refusal(say("来文已经归档"), say("需要时可以查看和打印办理单"))
WAIT: Final = 30  # days without a rating after which a dispatch may be archived all the same


@dataclass(frozen=True)
class DispatchFacts:
    """A dispatch as its rules need it. ``replied``: a 批复 was given in this round; ``ever_replied``: in any.

    ``answered_days``: days since it was closed. ``remanded``: sent back to the congress; ``placed``: on an agenda.
    """

    kind: DispatchKind
    stage: DispatchStage
    round: int = 1
    replied: bool = False
    ever_replied: bool = False
    open_tasks: int = 0
    rated: bool = False
    remanded: bool = False
    placed: bool = False
    archived: bool = False
    answered_days: int = 0


def may_move(facts: DispatchFacts, move: Move) -> Refusal | None:
    """Does the table allow this move, and do the facts?"""
    if facts.archived:
        return ARCHIVED
    if (facts.stage, move) not in MOVES:
        return why_not(facts.stage, move)
    match move:
        case Move.REPLY:
            return may_reply(facts)
        case Move.ANSWER:
            return may_answer(facts)
        case Move.RATE:
            return may_rate_now(facts)
        case Move.ARCHIVE:
            return may_archive(facts)
        case Move.REOPEN:
            return may_reopen(facts)
        case _:
            return None


def why_not(stage: DispatchStage, move: Move) -> Refusal:
    """Why the table has no such move."""
    if move is Move.ARCHIVE:
        return ANSWER_FIRST
    if stage is S.SENT:
        return SIGN_FIRST
    if move is Move.REMAND and stage is S.CARRIED_OUT:
        return Refusal(say("已经交办，正在落实，不能再退回复议"), say("需要调整时请另作批示"))
    if stage is S.ANSWERED:
        return ANSWERED
    return DECIDE_FIRST if move is Move.ASSIGN else UNDER_WAY


def after(stage: DispatchStage, move: Move) -> DispatchStage:
    """Where a move leads. Ask :func:`may_move` first."""
    return MOVES[stage, move]


def may_reply(facts: DispatchFacts) -> Refusal | None:
    """批复 answers a 请示, once a round."""
    if facts.kind is DispatchKind.REPORT:
        return Refusal(say("报告不请求批准，不作批复"), say("需要提出要求时请作批示；阅悉即可直接答复"))
    if facts.replied:
        return Refusal(say("这份请示已经批复"), say("补充要求请另作批示"))
    return None


def may_answer(facts: DispatchFacts) -> Refusal | None:
    """The committee closes when every task is accepted and a 请示 has its 批复."""
    if facts.open_tasks:
        return Refusal(
            say("还有 {n} 项交办任务没有验收", n=facts.open_tasks),
            say("承办部门报告完成、党委验收后再答复办结"),
        )
    if facts.kind is DispatchKind.REQUEST and not facts.ever_replied:
        return Refusal(say("请示还没有批复"), say("请先作出批复，同意或者不同意"))
    return None


def may_rate_now(facts: DispatchFacts) -> Refusal | None:
    """Once a round; what went back to the congress is not rated."""
    if facts.remanded:
        return Refusal(say("决议已退回大会复议，不作评价"), say("请在下一次会议上审议"))
    return Refusal(say("这一轮办理已经评价过"), say("每轮办理评价一次")) if facts.rated else None


def may_archive(facts: DispatchFacts) -> Refusal | None:
    """归档 closes the loop: rated, or nobody rated it for a month; sent back, once it stands on an agenda."""
    if facts.remanded:
        if facts.placed:
            return None
        return Refusal(say("退回复议的决议还没有列入议程"), say("请秘书处列入下一次会议的议程"))
    if facts.rated or facts.answered_days >= WAIT:
        return None
    return Refusal(say("提案人还没有评价"), say("评价之后，或答复满 {n} 天仍没有评价的，可以归档", n=WAIT))


def may_reopen(facts: DispatchFacts) -> Refusal | None:
    """不满意 reopens once."""
    if facts.round >= ROUNDS:
        return Refusal(say("已经重新办理过一次"), say("评价已记录在案，可在下一次职工代表大会上提出"))
    return None


def reopens(rating: Rating, round_: int) -> bool:
    """Does this rating take the dispatch up again?"""
    return rating is Rating.UNSATISFIED and round_ < ROUNDS


def may_rate(facts: DispatchFacts, *, person: int, raters: frozenset[int]) -> Refusal | None:
    """The proposer rates what was done; where no motion stands behind it, the executive chair."""
    if person not in raters:
        return Refusal(say("由提案人评价；没有提案人的，由执行主席评价"))
    if facts.stage is not S.ANSWERED:
        return Refusal(say("党委还没有答复"), say("答复之后可以评价"))
    return may_move(facts, Move.RATE)


def may_send(
    *, open_kinds: frozenset[DispatchKind], granted: bool, kind: DispatchKind, frozen: bool
) -> Refusal | None:
    """May a resolution go up? ``open_kinds``: what is under way with it; ``granted``: a 请示 was answered yes."""
    if not frozen:
        return Refusal(say("决议还没有签署完毕"), say("由执行主席和总监票人签署、编号后再报送党委"))
    if kind in open_kinds:
        return Refusal(say("这份决议已经以同样的文种报送，正在办理"), say("请在报送记录中查看进展"))
    if kind is DispatchKind.REQUEST and granted:
        return Refusal(say("这份决议的请示已经得到同意"), say("不需要再次请示"))
    return None

"""A department's task (交办): one table of moves."""

from datetime import date
from enum import StrEnum
from typing import Final

from congress.committee.rules import AssignmentStage, ProgressKind
from congress.errors import Refusal
from congress.i18n import say


class Move(StrEnum):
    """What can be done with a task."""

    STEP = "step"  # 报告进展
    FINISH = "finish"  # 报告完成
    ACCEPT = "accept"  # 验收
    SEND_BACK = "send_back"  # 退回


S = AssignmentStage
MOVES: Final[dict[tuple[AssignmentStage, Move], AssignmentStage]] = {
    (S.GIVEN, Move.STEP): S.GIVEN,
    (S.GIVEN, Move.FINISH): S.REPORTED,
    (S.REPORTED, Move.ACCEPT): S.ACCEPTED,
    (S.REPORTED, Move.SEND_BACK): S.GIVEN,
}
NOTES: Final[dict[Move, ProgressKind]] = {
    Move.STEP: ProgressKind.STEP,
    Move.FINISH: ProgressKind.DONE,
    Move.ACCEPT: ProgressKind.ACCEPTED,
    Move.SEND_BACK: ProgressKind.SENT_BACK,
}
WHY_NOT: Final[dict[AssignmentStage, Refusal]] = {
    S.GIVEN: Refusal(say("承办部门还没有报告完成"), say("报告完成之后再验收或退回")),
    S.REPORTED: Refusal(say("已经报告完成，等待党委验收"), say("如被退回，可以继续报告")),
    S.ACCEPTED: Refusal(say("这项任务已经验收办结")),
}


def may_move(stage: AssignmentStage, move: Move) -> Refusal | None:
    """Does the table allow this move?"""
    return None if (stage, move) in MOVES else WHY_NOT[stage]


def after(stage: AssignmentStage, move: Move) -> AssignmentStage:
    """Where a move leads. Ask :func:`may_move` first."""
    return MOVES[stage, move]


def may_transfer(
    stage: AssignmentStage, *, handles: bool, same: bool, taken: bool, open_: bool
) -> Refusal | None:
    """May a task go to another unit? ``taken``: that unit has a task of the same decision; ``open_``: not closed."""
    if not open_:
        return Refusal(say("来文已经办结，任务不能改派"))
    if stage is not AssignmentStage.GIVEN:
        return Refusal(say("承办部门已经报告完成，不能改派"), say("请先验收或退回"))
    if not handles:
        return Refusal(say("只能交办给承办部门"), say("请从列表中选择；承办部门在名册中设置"))
    if same:
        return Refusal(say("任务已经在这个部门"))
    if taken:
        return Refusal(say("这个部门在同一件批示中已经有任务"), say("请选择另一个部门，或另作批示"))
    return None


def may_give(*, handles: bool, due_on: date, today: date) -> Refusal | None:
    """May a unit be given a task with this deadline?"""
    if not handles:
        return Refusal(say("只能交办给承办部门"), say("请从列表中选择；承办部门在名册中设置"))
    if due_on <= today:
        return Refusal(say("办理期限应当在今天之后"))
    return None

"""Where a motion stands and what may happen next, as one table."""

from enum import StrEnum

from congress.errors import Refusal
from congress.i18n import Message, say


class MotionStage(StrEnum):
    """Where a motion stands."""

    DRAFT = "draft"
    SEEKING = "seeking"  # 征集附议
    SUBMITTED = "submitted"  # 待审查
    RETURNED = "returned"  # 退回修改
    FILED = "filed"  # 立案
    MERGED = "merged"  # 并案
    SUGGESTION = "suggestion"  # 转意见建议
    REFUSED = "refused"  # 不予立案
    ON_AGENDA = "on_agenda"
    PASSED = "passed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can be done with a motion. The five outcomes of the review share their value with ``Outcome``."""

    DISCARD = "discard"
    EDIT = "edit"
    SEEK = "seek"
    INVITE = "invite"
    SECOND = "second"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    FILE = "file"
    MERGE = "merge"
    SUGGEST = "suggest"
    RETURN = "return"
    REFUSE = "refuse"
    ABSORB = "absorb"
    DISCUSS = "discuss"
    PLACE = "place"
    PASS = "pass"
    FAIL = "fail"


S, M = MotionStage, Move
REVIEW = (M.FILE, M.MERGE, M.SUGGEST, M.RETURN, M.REFUSE)

MOVES: dict[tuple[MotionStage, Move], MotionStage] = {
    (S.DRAFT, M.EDIT): S.DRAFT,
    (S.DRAFT, M.SEEK): S.SEEKING,
    (S.DRAFT, M.INVITE): S.SEEKING,
    (S.DRAFT, M.DISCARD): S.DRAFT,  # nobody else has seen it: the row itself goes
    (S.SEEKING, M.EDIT): S.SEEKING,
    (S.SEEKING, M.SEEK): S.SEEKING,
    (S.SEEKING, M.INVITE): S.SEEKING,
    (S.SEEKING, M.SECOND): S.SEEKING,
    (S.SEEKING, M.SUBMIT): S.SUBMITTED,
    (S.SEEKING, M.WITHDRAW): S.WITHDRAWN,
    (S.SUBMITTED, M.WITHDRAW): S.WITHDRAWN,
    (S.SUBMITTED, M.FILE): S.FILED,
    (S.SUBMITTED, M.MERGE): S.MERGED,
    (S.SUBMITTED, M.SUGGEST): S.SUGGESTION,
    (S.SUBMITTED, M.RETURN): S.RETURNED,
    (S.SUBMITTED, M.REFUSE): S.REFUSED,
    (S.RETURNED, M.EDIT): S.SEEKING,
    (S.RETURNED, M.WITHDRAW): S.WITHDRAWN,
    (S.FILED, M.ABSORB): S.FILED,
    (S.FILED, M.DISCUSS): S.FILED,
    (S.FILED, M.PLACE): S.ON_AGENDA,
    (S.ON_AGENDA, M.ABSORB): S.ON_AGENDA,
    (S.ON_AGENDA, M.DISCUSS): S.ON_AGENDA,
    (S.ON_AGENDA, M.PASS): S.PASSED,
    (S.ON_AGENDA, M.FAIL): S.FAILED,
    (S.PASSED, M.PASS): S.PASSED,  # only the congress itself can decide again
    (S.PASSED, M.FAIL): S.FAILED,
    (S.FAILED, M.PASS): S.PASSED,
    (S.FAILED, M.FAIL): S.FAILED,
}

STAGES: dict[MotionStage, Message] = {
    S.DRAFT: say("草稿"),
    S.SEEKING: say("征集附议"),
    S.SUBMITTED: say("待审查"),
    S.RETURNED: say("退回修改"),
    S.FILED: say("已立案"),
    S.MERGED: say("已并案"),
    S.SUGGESTION: say("转意见建议"),
    S.REFUSED: say("不予立案"),
    S.ON_AGENDA: say("已列入议程"),
    S.PASSED: say("大会通过"),
    S.FAILED: say("大会未通过"),
    S.WITHDRAWN: say("已撤回"),
}
_NAMES: dict[Move, Message] = {
    M.DISCARD: say("删除草稿"),
    M.EDIT: say("修改"),
    M.SEEK: say("公开征集附议"),
    M.INVITE: say("邀请附议"),
    M.SECOND: say("附议"),
    M.SUBMIT: say("提交审查"),
    M.WITHDRAW: say("撤回提案"),
    M.FILE: say("立案"),
    M.MERGE: say("并案"),
    M.SUGGEST: say("转意见建议"),
    M.RETURN: say("退回修改"),
    M.REFUSE: say("不予立案"),
    M.ABSORB: say("并入其他提案"),
    M.DISCUSS: say("讨论"),
    M.PLACE: say("列入议程"),
    M.PASS: say("宣布通过"),
    M.FAIL: say("宣布未通过"),
}
_NEXT: dict[MotionStage, Message] = {
    S.DRAFT: say("草稿只有领衔人能看到，请先邀请附议人或公开征集附议"),
    S.SEEKING: say("附议人数达到要求后，由领衔人提交审查"),
    S.SUBMITTED: say("请等提案审查委员会作出审查意见；领衔人在审查前可以撤回"),
    S.RETURNED: say("请领衔人按审查意见修改，再重新征集附议"),
    S.FILED: say("可以参加讨论；由会务组列入大会议程"),
    S.MERGED: say("请到并入的提案参加讨论、查看结果"),
    S.SUGGESTION: say("请到「意见建议」查看答复"),
    S.REFUSED: say("审查意见已写明理由；可以另提一件提案或意见建议"),
    S.ON_AGENDA: say("请等大会审议表决"),
    S.PASSED: say("大会已有结果，后续请看决议的办理情况"),
    S.FAILED: say("大会已有结果；可以修改后另提一件提案"),
    S.WITHDRAWN: say("提案已经撤回，可以另提一件提案"),
}


def may_move(stage: MotionStage, move: Move) -> Refusal | None:
    """Does the table allow this move now?"""
    if (stage, move) in MOVES:
        return None
    reason = say("提案目前是「{stage}」，不能进行「{move}」", stage=STAGES[stage], move=_NAMES[move])
    return Refusal(reason, _NEXT[stage])


def after(stage: MotionStage, move: Move) -> MotionStage:
    """The stage that an allowed move leads to."""
    return MOVES[stage, move]

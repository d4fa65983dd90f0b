"""The order of a sitting: when it opens and closes, and what may be done with its agenda."""

from congress.bylaws.matter import Matter
from congress.bylaws.opening import quorum_finding
from congress.errors import Refusal
from congress.i18n import say
from congress.sittings.rules.presence import Tally
from congress.sittings.rules.states import (
    ITEM_MOVES,
    ITEM_WORDS,
    SITTING_MOVES,
    ItemMove,
    ItemStage,
    SittingMove,
    SittingStage,
)


def may_open(stage: SittingStage, tally: Tally, rule: Matter) -> Refusal | None:
    """May the sitting be opened? ``rule`` is the matter "agenda" of the profile: its quorum makes a sitting."""
    if (stage, SittingMove.OPEN) not in SITTING_MOVES:
        return Refusal(say("会议已经开过，不能再次开幕"))
    if tally.expected < 1:
        return Refusal(say("没有应到的职工代表"), say("请先确定本次会议的职工代表名册"))
    broken = next((f for f in quorum_finding(rule, tally.expected, tally.present) if f.blocks), None)
    return broken.refusal if broken else None


def may_close(stage: SittingStage, items: list[ItemStage]) -> Refusal | None:
    """May the sitting be closed? Every item must be done or struck."""
    if (stage, SittingMove.CLOSE) not in SITTING_MOVES:
        return Refusal(say("会议没有在进行，不能闭会"))
    if ItemStage.NOW in items:
        return Refusal(say("还有议程正在进行，不能闭会"), say("请先结束正在进行的议程"))
    if left := items.count(ItemStage.WAITING):
        return Refusal(say("还有 {n} 项议程没有进行，不能闭会", n=left), say("请逐项进行，或注明原因取消"))
    return None


def may_plan(stage: SittingStage | None) -> Refusal | None:
    """May another sitting be planned? ``stage`` is that of the newest one; None when there is none yet."""
    if stage in {SittingStage.PREPARING, SittingStage.HELD}:
        return Refusal(say("本次会议尚未闭会"), say("闭会之后才能筹备下一次会议"))
    return None


def may_add(stage: SittingStage) -> Refusal | None:
    """May items and papers be added? Until the sitting is over; what is added after the opening is recorded."""
    if stage is SittingStage.OVER:
        return Refusal(say("会议已经闭会，议程不能再增加"))
    return None


def may_edit(stage: SittingStage) -> Refusal | None:
    """May items be changed, moved and removed? Only while the sitting is prepared."""
    if stage is not SittingStage.PREPARING:
        return Refusal(say("会议开幕后，议程不能修改、移动或删除"), say("不再进行的议程，可以注明原因取消"))
    return None


def may_move_item(sitting: SittingStage, item: ItemStage, move: ItemMove, *, busy: bool) -> Refusal | None:
    """May this item be taken, finished or struck? ``busy``: another item is being taken."""
    if sitting is not SittingStage.HELD:
        return Refusal(say("会议没有在进行"), say("议程在会议开幕之后逐项进行"))
    if (item, move) not in ITEM_MOVES:
        return Refusal(say("这项议程的状态是“{stage}”，不能这样做", stage=ITEM_WORDS[item]))
    if move is ItemMove.TAKE and busy:
        return Refusal(say("另一项议程正在进行"), say("请先结束正在进行的议程"))
    return None

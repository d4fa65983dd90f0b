"""Sittings, their agenda and attendance: states, what moves them, and who makes the quorum. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from congress.bylaws.counts import quorum_needed
from congress.bylaws.matter import Matter
from congress.bylaws.opening import quorum_finding
from congress.bylaws.terms import Verb
from congress.errors import Refusal
from congress.i18n import Message, say


class SittingStage(StrEnum):
    """A sitting is prepared, held, and over."""

    PREPARING = "preparing"
    HELD = "held"
    OVER = "over"


class SittingMove(StrEnum):
    """What the organiser does with a sitting."""

    OPEN = "open"
    CLOSE = "close"


class ItemStage(StrEnum):
    """An agenda item waits, is taken, and is done (or struck off)."""

    WAITING = "waiting"
    NOW = "now"
    DONE = "done"
    STRUCK = "struck"


class ItemMove(StrEnum):
    """What the organiser does with an item while the sitting is held."""

    TAKE = "take"
    FINISH = "finish"
    STRIKE = "strike"


class Presence(StrEnum):
    """What an attendance entry says. ABSENT only corrects an arrival that never was."""

    ARRIVED = "arrived"
    LEFT = "left"
    RETURNED = "returned"
    ABSENT = "absent"


class Channel(StrEnum):
    """How a presence was noted: by the delegate's own phone, or by the desk."""

    PHONE = "phone"
    DESK = "desk"


SITTING_MOVES: Final = {
    (SittingStage.PREPARING, SittingMove.OPEN): SittingStage.HELD,
    (SittingStage.HELD, SittingMove.CLOSE): SittingStage.OVER,
}
ITEM_MOVES: Final = {
    (ItemStage.WAITING, ItemMove.TAKE): ItemStage.NOW,
    (ItemStage.NOW, ItemMove.FINISH): ItemStage.DONE,
    (ItemStage.WAITING, ItemMove.STRIKE): ItemStage.STRUCK,
    (ItemStage.NOW, ItemMove.STRIKE): ItemStage.STRUCK,
}
PRESENCE_MOVES: Final = {
    (None, Presence.ARRIVED),
    (Presence.ABSENT, Presence.ARRIVED),
    (Presence.ARRIVED, Presence.LEFT),
    (Presence.RETURNED, Presence.LEFT),
    (Presence.LEFT, Presence.RETURNED),
}
"""The last entry of a delegate, and what may follow it. A correction goes back and stands outside this table."""

SITTING_WORDS: Final[dict[SittingStage, Message]] = {
    SittingStage.PREPARING: say("筹备中"),
    SittingStage.HELD: say("会议进行中"),
    SittingStage.OVER: say("已闭会"),
}
ITEM_WORDS: Final[dict[ItemStage, Message]] = {
    ItemStage.WAITING: say("待进行"),
    ItemStage.NOW: say("正在进行"),
    ItemStage.DONE: say("已完成"),
    ItemStage.STRUCK: say("已取消"),
}
PRESENCE_WORDS: Final[dict[Presence, Message]] = {
    Presence.ARRIVED: say("已签到"),
    Presence.LEFT: say("已离会"),
    Presence.RETURNED: say("已返会"),
    Presence.ABSENT: say("未到"),
}
CHANNEL_WORDS: Final[dict[Channel, Message]] = {
    Channel.PHONE: say("本人手机"),
    Channel.DESK: say("签到台"),
}
VERB_WORDS: Final[dict[Verb, Message]] = {
    Verb.DELIBERATE: say("审议建议"),
    Verb.PASS: say("审议通过"),
    Verb.SUPERVISE: say("审查监督"),
    Verb.ELECT: say("民主选举"),
    Verb.APPRAISE: say("民主评议"),
}
"""The five verbs of 上海市职工代表大会条例, arts. 9-14."""

PRESENT: Final = frozenset({Presence.ARRIVED, Presence.RETURNED})
CODE_DIGITS: Final = 6
REASON_MOST: Final = 200


@dataclass(frozen=True)
class Tally:
    """应到 and 实到: voting delegates only. ``needed`` makes the quorum; ``nonvoting`` are 列席 and 特邀 in the hall."""

    expected: int
    present: int
    needed: int
    nonvoting: int

    @property
    def met(self) -> bool:
        """Whether the quorum is there."""
        return self.expected > 0 and self.present >= self.needed

    @property
    def missing(self) -> int:
        """How many more must come."""
        return max(0, self.needed - self.present)

    @property
    def absent(self) -> int:
        """How many have not come, or have left."""
        return self.expected - self.present


def tallied(rule: Matter, *, expected: int, present: int, nonvoting: int) -> Tally:
    """The numbers under the rule of the sitting."""
    return Tally(expected, present, quorum_needed(rule, expected), nonvoting)


# --- the sitting -----------------------------------------------------------------------------------------------


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


# --- the agenda ------------------------------------------------------------------------------------------------


def may_add(stage: SittingStage) -> Refusal | None:
    """May an item be added? Until the sitting is over; what is added after the opening is recorded."""
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
        return Refusal(say("这项议程{stage}，不能这样做", stage=ITEM_WORDS[item]))
    if move is ItemMove.TAKE and busy:
        return Refusal(say("另一项议程正在进行"), say("请先结束正在进行的议程"))
    return None


# --- attendance ------------------------------------------------------------------------------------------------


def may_open_check_in(stage: SittingStage) -> Refusal | None:
    """May phones check in? Before and during the sitting."""
    if stage is SittingStage.OVER:
        return Refusal(say("会议已经闭会，不再签到"))
    return None


def may_note(stage: SittingStage, last: Presence | None, presence: Presence) -> Refusal | None:
    """May this presence follow the delegate's last one?"""
    if stage is SittingStage.OVER:
        return Refusal(say("会议已经闭会，不再签到"))
    if (last, presence) not in PRESENCE_MOVES:
        words = PRESENCE_WORDS[last] if last else PRESENCE_WORDS[Presence.ABSENT]
        return Refusal(say("该代表目前的状态是“{state}”", state=words), say("页面可能已经更新，请刷新后再试"))
    return None


def follows(last: Presence | None) -> Presence:
    """What the next tap at the desk usually says."""
    if last in PRESENT:
        return Presence.LEFT
    return Presence.RETURNED if last is Presence.LEFT else Presence.ARRIVED


def undone(entries: list[Presence]) -> Presence:
    """What holds when the newest entry was a mistake: the one before it, or that nobody came."""
    return entries[-2] if len(entries) > 1 else Presence.ABSENT

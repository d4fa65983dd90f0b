"""The states of a sitting, its items and its delegates, what moves them, and their words."""

from enum import StrEnum
from typing import Final

from congress.bylaws.terms import Verb
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
    (Presence.ABSENT, Presence.ARRIVED),
    (Presence.ARRIVED, Presence.LEFT),
    (Presence.RETURNED, Presence.LEFT),
    (Presence.LEFT, Presence.RETURNED),
}
"""What may follow what; who has no entry is ABSENT. A correction goes back and stands outside this table."""

PRESENT: Final = frozenset({Presence.ARRIVED, Presence.RETURNED})

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

"""Who is here, what may follow a check-in, and what makes the quorum."""

from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from congress.bylaws.counts import quorum_needed
from congress.bylaws.matter import Matter
from congress.bylaws.wording import share_words
from congress.errors import Refusal
from congress.i18n import Message, say
from congress.sittings.rules.states import (
    PRESENCE_MOVES,
    PRESENCE_WORDS,
    PRESENT,
    Presence,
    SittingStage,
)

CODE_DIGITS: Final = 6
"""Of the code on the projector: it proves that one is in the hall, and guessing is slowed down."""


@dataclass(frozen=True)
class Tally:
    """应到 and 实到: voting delegates only. ``needed`` (``share`` in words) makes the quorum.

    ``nonvoting`` are the 列席 and 特邀 in the hall, who never count.
    """

    expected: int
    present: int
    needed: int
    nonvoting: int
    share: Message

    @property
    def met(self) -> bool:
        """Whether the quorum is there."""
        return self.expected > 0 and self.present >= self.needed

    @property
    def missing(self) -> int:
        """How many more must come for the quorum."""
        return max(0, self.needed - self.present)

    @property
    def absent(self) -> int:
        """How many have not come, or have left."""
        return self.expected - self.present


def tallied(rule: Matter, *, expected: int, present: int, nonvoting: int) -> Tally:
    """The numbers under the rule of the sitting."""
    return Tally(expected, present, quorum_needed(rule, expected), nonvoting, share_words(rule.quorum))


def may_open_check_in(stage: SittingStage) -> Refusal | None:
    """May delegates be checked in? Before and during the sitting."""
    if stage is SittingStage.OVER:
        return Refusal(say("会议已经闭会，不再签到"))
    return None


def may_check_in(stage: SittingStage, *, open_to_phones: bool) -> Refusal | None:
    """May delegates check in by their own phones?"""
    if refusal := may_open_check_in(stage):
        return refusal
    if not open_to_phones:
        return Refusal(say("手机签到还没有开放"), say("请稍候，或到签到台签到"))
    return None


def may_note(stage: SittingStage, last: Presence, presence: Presence) -> Refusal | None:
    """May this presence follow the delegate's last one?"""
    if refusal := may_open_check_in(stage):
        return refusal
    if (last, presence) not in PRESENCE_MOVES:
        reason = say("该代表目前的状态是“{state}”", state=PRESENCE_WORDS[last])
        return Refusal(reason, say("页面可能已经更新，请刷新后再试"))
    return None


def follows(last: Presence) -> Presence:
    """What the next tap at the desk says."""
    if last in PRESENT:
        return Presence.LEFT
    return Presence.RETURNED if last is Presence.LEFT else Presence.ARRIVED


def undone(entries: list[Presence]) -> Presence:
    """What holds when the newest entry was a mistake: the one before it, or that nobody came."""
    return entries[-2] if len(entries) > 1 else Presence.ABSENT


def is_code(typed: str, code: str) -> bool:
    """Whether the code was typed as shown; spaces between the digits and full-width digits do no harm."""
    return bool(code) and "".join(normalize("NFKC", typed).split()) == code

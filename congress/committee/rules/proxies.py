"""授权代办: who may sign the committee's decisions, and for whom. Pure; today is an argument.

Decisions are those of the Party secretaries. The office receives, proposes, circulates, accepts;
it decides only under a secretary's authority, and then says so. A secretary may also sign for another.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from congress.committee.rules import DecisionKind
from congress.errors import Refusal
from congress.i18n import Message, say


class Power(StrEnum):
    """What can be handed over: the decisions by their kind, and sending a resolution back."""

    INSTRUCTION = "instruction"
    REPLY = "reply"
    ANSWER = "answer"
    REMAND = "remand"


class Standing(StrEnum):
    """Whether something can be signed under it now, or why not."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    REVOKED = "revoked"
    KEY_LOST = "key_lost"
    OFFICE_ENDED = "office_ended"


POWERS: Final[dict[Power, Message]] = {
    Power.INSTRUCTION: say("批示"),
    Power.REPLY: say("批复"),
    Power.ANSWER: say("答复办结"),
    Power.REMAND: say("退回复议"),
}
OF_KIND: Final = {kind: Power(kind.value) for kind in DecisionKind}
STANDINGS: Final[dict[Standing, Message]] = {
    Standing.COMING: say("尚未开始"),
    Standing.RUNNING: say("授权有效"),
    Standing.OVER: say("授权到期"),
    Standing.REVOKED: say("授权已收回"),
    Standing.KEY_LOST: say("授权所用的密钥已停用"),
    Standing.OFFICE_ENDED: say("授权人已不任职"),
}
LONGEST: Final = timedelta(days=366)
FIELDS: Final = ("deputy", "begins_on", "ends_on", "matter")
"""The fields of the form that the grantor's device signs; beside them a tick for each power."""


@dataclass(frozen=True)
class ProxyFacts:
    """Authority that was handed over. ``matter``: a key of the rule profile, empty for all matters."""

    deputy: int
    kinds: frozenset[Power]
    matter: str
    begins_on: date
    ends_on: date
    revoked: bool
    leads: bool  # does the grantor still hold the office?
    key_live: bool  # is the key that signed it still good?


def standing(facts: ProxyFacts, today: date) -> Standing:
    """How it stands today."""
    if facts.revoked:
        return Standing.REVOKED
    if not facts.leads:
        return Standing.OFFICE_ENDED
    if not facts.key_live:
        return Standing.KEY_LOST
    if today < facts.begins_on:
        return Standing.COMING
    return Standing.OVER if today > facts.ends_on else Standing.RUNNING


def may_sign(facts: ProxyFacts, *, person: int, power: Power, matter: str, today: date) -> Refusal | None:
    """May this person sign such a decision about such a matter under it, today?"""
    if facts.deputy != person:
        return Refusal(say("没有授权您代办"), say("请刷新页面后重新选择以谁的名义签署"))
    now = standing(facts, today)
    if now is not Standing.RUNNING:
        return Refusal(
            say("这项授权现在不能用：{why}", why=STANDINGS[now]), say("请党委书记本人签署，或重新授权")
        )
    if power not in facts.kinds:
        return Refusal(
            say("授权范围不包括{power}", power=POWERS[power]), say("请党委书记本人签署，或重新授权")
        )
    if facts.matter and facts.matter != matter:
        return Refusal(say("授权范围不包括这类事项"), say("请党委书记本人签署，或重新授权"))
    return None


def may_decide(*, leads: bool) -> Refusal | None:
    """Without anybody's authority only a secretary decides."""
    if leads:
        return None
    return Refusal(
        say("批示、批复和答复由党委书记签署"), say("请先拟办，请书记签署；书记外出时可以授权您代办")
    )


def may_grant(
    *, leads: bool, serves: bool, self_: bool, begins_on: date, ends_on: date, today: date
) -> Refusal | None:
    """May this authority be handed over? ``serves``: the deputy holds an office of the committee."""
    if not leads:
        return Refusal(say("只有党委书记可以授权"))
    if self_ or not serves:
        return Refusal(say("只能授权给党委的其他书记或工作人员"), say("请先在名册中任命"))
    if not today <= begins_on <= ends_on:
        return Refusal(say("授权从今天或以后开始，开始不晚于结束"))
    if ends_on - begins_on > LONGEST:
        return Refusal(say("一次授权最长一年"))
    return None

"""How a notice ends: with a result that the secretariat signs, never before its last day is over unless it is withdrawn. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from congress.crypto.canonical import digest
from congress.errors import Refusal
from congress.i18n import say
from congress.publication.rules import NoticeStage, Outcome, Standing

BODY_MOST: Final = 10_000
CONTACT_MOST: Final = 200
NOTE_MOST: Final = 500
DONE: Final = Refusal(say("这份公示已经结束"), say("需要再次公示的，请另发一份"))


@dataclass(frozen=True)
class NoticeFacts:
    """A notice as its rules need it. ``open_objections``: those that nobody has answered."""

    stage: NoticeStage
    over: bool
    objections: int
    open_objections: int


def may_conclude(facts: NoticeFacts, outcome: Outcome, note: str) -> Refusal | None:
    """May this be noted as the result?"""
    if facts.stage is NoticeStage.CONCLUDED:
        return DONE
    if len(note) > NOTE_MOST:
        return Refusal(say("说明最多 {n} 个字", n=NOTE_MOST))
    if outcome is Outcome.WITHDRAWN:
        return None if note else Refusal(say("撤回公示应当写明原因"), say("请填写“说明”"))
    if not facts.over:
        return Refusal(
            say("公示期还没有满"), say("最后一天 24 时以后才能记录结果；提前结束只能撤回，并写明原因")
        )
    if outcome is Outcome.NO_OBJECTION and facts.objections:
        return Refusal(
            say("收到过 {n} 条异议，不能记为无异议", n=facts.objections), say("答复以后请记为“异议已处理”")
        )
    if outcome is Outcome.HANDLED:
        return _may_be_handled(facts, note)
    return None


def _may_be_handled(facts: NoticeFacts, note: str) -> Refusal | None:
    if not facts.objections:
        return Refusal(say("没有收到异议"), say("请记为“公示无异议”"))
    if facts.open_objections:
        return Refusal(
            say("还有 {n} 条异议没有答复", n=facts.open_objections), say("请先逐条答复，再记录结果")
        )
    if not note:
        return Refusal(say("请写明异议是怎样处理的"), say("请填写“说明”"))
    return None


def standing(*, over: bool, outcome: Outcome | None) -> Standing:
    """How a notice stands for what depends on it."""
    if outcome is Outcome.WITHDRAWN:
        return Standing.WITHDRAWN
    return Standing.PASSED if over else Standing.RUNNING


def shown_hash(*, title: str, body: str, resolution: str) -> str:
    """SHA-256 of what is shown: title, text, and the hash of the resolution it is about, if there is one."""
    return digest({"body": body, "resolution": resolution, "title": title})


def extension(*, notice: int, site: str, sha256: str, last: date) -> dict[str, Any]:
    """What an organiser's device signs to extend it, with the form's ``until`` and ``why``; ``last`` is the day that it replaces."""
    return {
        "act": "extend-notice",
        "last": last.isoformat(),
        "notice": notice,
        "sha256": sha256,
        "site": site,
    }


def conclusion(*, notice: int, site: str, sha256: str, comments: int, objections: int) -> dict[str, Any]:
    """What an organiser's device signs to end it, with the form's ``outcome`` and ``note``: how many comments they saw."""
    return {
        "act": "conclude-notice",
        "comments": comments,
        "notice": notice,
        "objections": objections,
        "sha256": sha256,
        "site": site,
    }

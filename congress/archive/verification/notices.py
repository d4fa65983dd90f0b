"""Did every notice hang for its whole period, with the words that were put up, before its result was noted?"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from congress import clock
from congress.archive.verification.check import Check, at
from congress.crypto import canonical
from congress.i18n import say
from congress.publication.rules import Outcome, periods
from congress.record.entries import Act, Kind


@dataclass
class Hanging:
    """A notice as the record has told of it so far."""

    sha256: str
    last: date
    zone: str
    answered: int = 0
    concluded: bool = False


def check_notices(acts: list[Act]) -> Check:
    """Words, numbers, days and results of all notices (公示)."""
    check = Check(say("公示内容与校验值一致，公示期满后才有结果"))
    hanging: dict[int, Hanging] = {}
    numbers: dict[int, int] = {}
    for act in acts:
        try:
            if act.kind is Kind.NOTICE_POSTED:
                _posted(act, hanging, numbers, check)
            elif act.kind is Kind.NOTICE_EXTENDED:
                _extended(act, hanging[act.facts["notice"]], check)
            elif act.kind is Kind.NOTICE_ANSWERED:
                hanging[act.facts["notice"]].answered += 1
            elif act.kind is Kind.NOTICE_CONCLUDED:
                _concluded(act, hanging[act.facts["notice"]], check)
        except (KeyError, TypeError, ValueError, AttributeError):
            check.look(False, at(act.seq, say("公示记录读不出来")))
    return check


def _posted(act: Act, hanging: dict[int, Hanging], numbers: dict[int, int], check: Check) -> None:
    facts = act.facts
    check.look(canonical.digest(facts["text"]) == facts["sha256"], at(act.seq, say("公示内容与校验值不符")))
    numbers[facts["year"]] = numbers.get(facts["year"], 0) + 1
    check.look(facts["number"] == numbers[facts["year"]], at(act.seq, say("公示编号不连续")))
    first, last = date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"])
    posted = act.moment.astimezone(ZoneInfo(facts["zone"])).date()
    long = first > posted and (last - first).days + 1 >= facts["days"]
    check.look(long, at(act.seq, say("公示的起止日期与天数不符")))
    hanging[facts["notice"]] = Hanging(facts["sha256"], last, facts["zone"])


def _extended(act: Act, found: Hanging, check: Check) -> None:
    until = date.fromisoformat(act.facts["until"])
    fine = act.facts["last"] == found.last.isoformat() and until > found.last and not found.concluded
    check.look(fine, at(act.seq, say("公示期只能延长")))
    check.look(act.facts["sha256"] == found.sha256, at(act.seq, say("签名的不是这份公示的内容")))
    found.last = until


def _concluded(act: Act, found: Hanging, check: Check) -> None:
    facts: dict[str, Any] = act.facts
    outcome = Outcome(facts["outcome"])
    check.look(not found.concluded, at(act.seq, say("一份公示有两个结果")))
    check.look(facts["sha256"] == found.sha256, at(act.seq, say("签名的不是这份公示的内容")))
    signed = clock.parse(canonical.parse((act.signed or {})["statement"].encode())["at"])
    ended = all(periods.is_over(found.last, found.zone, moment) for moment in (act.moment, signed))
    check.look(ended or outcome is Outcome.WITHDRAWN, at(act.seq, say("公示期还没有满就记录了结果")))
    quiet = facts["objections"] == 0
    fits = {Outcome.NO_OBJECTION: quiet, Outcome.HANDLED: not quiet, Outcome.WITHDRAWN: True}[outcome]
    check.look(fits and facts["answered"] == found.answered, at(act.seq, say("公示结果与收到的意见不符")))
    found.concluded = True

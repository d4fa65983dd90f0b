"""备案: filing with the higher union and the labour authority, beside the committee's branch. Pure.

上海市职工代表大会条例 art. 37: report within 7 working days after the close. 劳动合同法 art. 54: a collective
contract is filed with the labour authority and takes effect unless it objects within 15 days. The days are
those of the rule profile, working days those of the enterprise's calendar.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from congress.bylaws.calendar import WorkCalendar
from congress.bylaws.deadlines import due
from congress.bylaws.matter import Matter
from congress.bylaws.profile import Profile
from congress.committee.rules.lights import Light, light
from congress.errors import Refusal
from congress.i18n import Message, say
from congress.sittings.rules import PAPER_WORDS, PaperKind


class FilingKind(StrEnum):
    """With whom it is filed."""

    UNION = "union"
    LABOUR = "labour"


class Outcome(StrEnum):
    """What they said."""

    PENDING = "pending"
    OBJECTED = "objected"
    CLEARED = "cleared"


class Standing(StrEnum):
    """待备案, 已备案, 有异议, 已生效."""

    DUE = "due"
    FILED = "filed"
    OBJECTED = "objected"
    EFFECTIVE = "effective"


KINDS: Final[dict[FilingKind, Message]] = {
    FilingKind.UNION: say("报上级工会"),
    FilingKind.LABOUR: say("报劳动行政部门"),
}
STANDINGS: Final[dict[Standing, Message]] = {
    Standing.DUE: say("待备案"),
    Standing.FILED: say("已备案"),
    Standing.OBJECTED: say("有异议"),
    Standing.EFFECTIVE: say("已生效"),
}
DEADLINES: Final = {FilingKind.UNION: "report_union", FilingKind.LABOUR: "contract_file"}
OBJECTION: Final = "contract_effective"
PROOFS: Final = (PaperKind.PDF, PaperKind.JPEG, PaperKind.PNG)
PROOFS_ACCEPT: Final = ".pdf,.jpg,.jpeg,.png"
PROOFS_TAKEN: Final = say("请上传扫描件：PDF、JPEG 或 PNG 文件")
NO_RECEIVER: Final = Refusal(say("还没有设置上级工会的地址"), say("请在送达设置里添加接收方“上级工会”"))
AUTHORITY_MOST, NUMBER_MOST, BODY_MOST = 100, 60, 2_000
FIELDS: Final = ("authority", "number", "filed_on", "proof")
OUTCOME_FIELDS: Final = ("outcome", "outcome_on", "body")


@dataclass(frozen=True)
class Filed:
    """What was filed, as the rules need it."""

    filed_on: date
    outcome: Outcome = Outcome.PENDING


def kinds(profile: Profile, matter: Matter) -> tuple[FilingKind, ...]:
    """Where a resolution about this matter is filed, by the profile in force."""
    wanted = set(matter.follow_up) & set(profile.deadlines)
    return tuple(kind for kind, key in DEADLINES.items() if key in wanted)


def due_on(
    profile: Profile, kind: FilingKind, *, sealed: date, closed: date | None, calendar: WorkCalendar
) -> date | None:
    """The last day: with the union counted from the close of the sitting (None while it lasts), else from signing."""
    start = closed if kind is FilingKind.UNION else sealed
    return due(max(start, sealed), profile.deadlines[DEADLINES[kind]], calendar) if start else None


def effective_on(profile: Profile, kind: FilingKind, filed: Filed, calendar: WorkCalendar) -> date | None:
    """The last day for an objection; None where silence means nothing."""
    rule = profile.deadlines.get(OBJECTION)
    return due(filed.filed_on, rule, calendar) if rule and kind is FilingKind.LABOUR else None


def standing(
    profile: Profile, kind: FilingKind, filed: Filed | None, today: date, calendar: WorkCalendar
) -> Standing:
    """How it stands today."""
    if filed is None:
        return Standing.DUE
    if filed.outcome is Outcome.OBJECTED:
        return Standing.OBJECTED
    last = effective_on(profile, kind, filed, calendar)
    if filed.outcome is Outcome.CLEARED or (last and today > last):
        return Standing.EFFECTIVE
    return Standing.FILED


def lamp(day: date | None, today: date, filed: Filed | None) -> Light | None:
    """The light of the deadline; none while its clock has not started."""
    return light(day, today, filed.filed_on if filed else None) if day else None


def may_file(*, sealed: date | None, filed_on: date, today: date) -> Refusal | None:
    """Only what is signed is filed, on a day that has been."""
    if sealed is None:
        return Refusal(say("决议还没有签署完毕"), say("签署、编号后再备案"))
    if not sealed <= filed_on <= today:
        return Refusal(say("备案日期应当在决议签署之后、今天或以前"))
    return None


def may_deliver(*, reachable: bool) -> Refusal | None:
    """There must be an address of the higher union."""
    return None if reachable else NO_RECEIVER


def not_a_proof(kind: PaperKind | Refusal) -> Refusal:
    """Why a file is no scan: one is a PDF or a picture, told by its bytes (see ``sittings.rules.recognise``)."""
    if isinstance(kind, Refusal):
        return Refusal(kind.reason, PROOFS_TAKEN)
    return Refusal(say("证明文件不能是{kind}", kind=PAPER_WORDS[kind]), PROOFS_TAKEN)


def may_conclude(filed: Filed | None, *, outcome_on: date, today: date) -> Refusal | None:
    """What they said is noted once, after the filing."""
    if filed is None:
        return Refusal(say("还没有备案"), say("请先登记备案"))
    if filed.outcome is not Outcome.PENDING:
        return Refusal(say("备案的结果已经登记"), say("重新备案后可以再登记结果"))
    if not filed.filed_on <= outcome_on <= today:
        return Refusal(say("结果的日期应当在备案之后、今天或以前"))
    return None

"""代表资格审查报告: who sits in the congress, whether that is as the rules ask, and what changed since the last sitting.

Its figures are those of the roster; the conclusion follows from the rules alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.bylaws.composition import check
from congress.bylaws.findings import Finding
from congress.bylaws.profile import Profile
from congress.documents.forms import Form, Grid, Hands, Words
from congress.documents.text import formal_date, tight
from congress.i18n import Message, render
from congress.record import service as record
from congress.record.entries import Act, Kind, read
from congress.roster.chronicle import told
from congress.roster.rules import CATEGORY_WORDS, DelegateKind
from congress.roster.service.makeup import Makeup, makeup
from congress.roster.service.people import enterprise
from congress.roster.service.reading import names

EVERY = 100_000  # changes of mandates: more than there will be


@dataclass(frozen=True)
class Occasion:
    """What is reported to: the meeting's name, the rules of its term, the id of the sitting before it (None: the first)."""

    meeting: str
    profile: Profile
    earlier: int | None
    today: date
    zone: str


def credentials(session: Session, term_id: int, occasion: Occasion) -> Form:
    """The report that the credentials group signs and reads to the congress."""
    found = makeup(session, term_id)
    findings = check(occasion.profile, found.facts)
    end = closing(session, occasion.earlier)
    changes = tuple(changed(session, term_id, end, occasion.zone))
    return Form(
        issuer=occasion.meeting,
        title="代表资格审查报告",
        note=f"（{formal_date(occasion.today)}）",
        parts=(
            Words((opening(session, found, occasion),), "一、审查情况"),
            by_category(found),
            Grid(
                ("代表团", "正式代表", "女代表", "一线职工", "列席、特邀"),
                tuple(by_delegation(found)),
                (4, 2, 2, 2, 2),
                "三、各代表团",
            ),
            Grid(("要求", "依据", "结论"), tuple(map(judged, findings)), (6, 4, 2), "四、对照规则", texts=2),
            Grid(("时间", "姓名", "变动"), changes, (3, 2, 6), since_words(end, occasion.zone), texts=3),
            Words((conclusion(findings, found),), "六、审查结论"),
            Hands((("资格审查小组组长", ""), ("资格审查小组成员", ""))),
        ),
        foot=f"适用规则：{said(occasion.profile.name)}",
    )


def said(words: Message | str) -> str:
    """In Chinese, as documents set it."""
    return tight(render(words, "zh"))


def opening(session: Session, found: Makeup, occasion: Occasion) -> str:
    """How many there are."""
    known, facts, kinds = enterprise(session), found.facts, found.kinds
    return (
        f"{known.name if known else ''}现有职工{facts.employees}人，其中女职工{facts.women_employees}人。"
        f"{occasion.meeting}应有代表{sum(kinds.values())}名：正式代表{facts.delegates}名，"
        f"列席代表{kinds[DelegateKind.NONVOTING]}名，特邀代表{kinds[DelegateKind.INVITED]}名。"
        f"按照规则方案“{said(occasion.profile.name)}”，对代表的资格和构成审查如下。"
    )


def by_category(found: Makeup) -> Grid:
    """Each category's share of the voting delegates."""
    rows = [
        (said(CATEGORY_WORDS[kind]), str(share.part), share.percent)
        for kind, share in found.categories.items()
    ]
    rows.append(("女代表", str(found.women.part), found.women.percent))
    rows.append(("劳务派遣", str(found.dispatched.part), found.dispatched.percent))
    return Grid(("正式代表", "人数", "占正式代表"), tuple(rows), (4, 2, 2), "二、代表构成")


def by_delegation(found: Makeup) -> Iterable[tuple[str, ...]]:
    """Each delegation's heads, and all together."""
    for row in found.rows:
        numbers = (row.voting, row.women, row.frontline, row.others)
        yield (row.name or "未编入代表团", *map(str, numbers))
    rows = found.rows
    sums = (
        sum(r.voting for r in rows),
        sum(r.women for r in rows),
        sum(r.frontline for r in rows),
        sum(r.others for r in rows),
    )
    yield ("合计", *map(str, sums))


def judged(finding: Finding) -> tuple[str, str, str]:
    """A rule, its article, and whether it is kept."""
    remedy = f"（{said(finding.remedy)}）" if finding.remedy else ""
    verdict = "符合" if finding.ok else "不符合" if finding.blocks else "请注意"
    return f"{said(finding.message)}{remedy}", said(finding.source.cite) if finding.source else "", verdict


def closing(session: Session, sitting_id: int | None) -> Act | None:
    """The end of a sitting, as the record has it."""
    found = record.acts_on(session, "sitting", sitting_id, [Kind.SITTING_CLOSED]) if sitting_id else []
    return found[0] if found else None


def since_words(end: Act | None, zone: str) -> str:
    if end is None:
        return "五、代表变动（本届第一次会议，代表为本届选出）"
    return f"五、上次会议（{_day(end, zone)}闭会）以来的代表变动"


def changed(session: Session, term_id: int, end: Act | None, zone: str) -> Iterable[tuple[str, str, str]]:
    """Mandates given, changed and ended since the sitting before; by their place in the record, whatever the clock said."""
    if end is None:
        return
    acts = [act for act in _acts(session) if act.facts["term"] == term_id and act.seq > end.seq]
    known = names(session, {act.facts["person"] for act in acts})
    for act in acts:
        yield _day(act, zone), known.get(act.facts["person"], ""), said(told(act))


def _day(act: Act, zone: str) -> str:
    return formal_date(act.moment.astimezone(ZoneInfo(zone)).date())


def _acts(session: Session) -> list[Act]:
    rows = record.entries(session, kinds=[Kind.DELEGATE_CHANGED], limit=EVERY)
    return [read(row.body.encode()) for row in rows]


def conclusion(findings: tuple[Finding, ...], found: Makeup) -> str:
    """What follows from the rules."""
    broken = [finding for finding in findings if finding.blocks and not finding.ok]
    minded = [finding for finding in findings if not finding.blocks and not finding.ok]
    if broken:
        return (
            f"经审查，有{len(broken)}项不符合规定，见第四部分。请在会前补选或者调整，再行审查；"
            "未经符合规定的审查，不宜召开大会。"
        )
    note = f"另有{len(minded)}项请注意，见第四部分。" if minded else ""
    return (
        f"经审查，{found.facts.delegates}名正式代表的资格有效，代表的人数和构成符合规定，可以召开大会。{note}"
    )

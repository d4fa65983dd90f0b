"""What became of every resolution and every filed motion of a year: for the congress, which asked for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.committee import store
from congress.committee.rules import RATINGS, STAGES, AssignmentStage, DispatchStage
from congress.committee.rules.lights import Colour, Light, light
from congress.committee.service.papers import number_of
from congress.committee.service.sending import today
from congress.committee.store import Assignment, Dispatch, Opinion, Remand
from congress.documents import text
from congress.documents.content import Block, Document, Imprint, Signoff
from congress.i18n import Message, render, say
from congress.motions import service as motions
from congress.motions.rules import STAGES as MOTION_STAGES
from congress.polls import service as polls
from congress.resolutions import service as resolutions
from congress.resolutions.rules import ResolutionStage
from congress.resolutions.service import Resolution
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.sittings import service as sittings


@dataclass(frozen=True)
class Duty:
    """A department at work, or done."""

    unit: str
    due_on: date
    done_on: date | None
    light: Light


@dataclass(frozen=True)
class Outcome:
    """One resolution and what became of it. ``days``: from sending to the answer, or until today."""

    resolution: Resolution
    number: str
    sealed_on: date
    dispatch: Dispatch | None
    dispatch_number: str
    status: Message
    duties: tuple[Duty, ...]
    light: Light | None
    answered_on: date | None
    days: int | None
    rating: Message | None

    @property
    def late(self) -> bool:
        """Whether an answer or a department is overdue now."""
        lights = [self.light, *(duty.light for duty in self.duties)]
        return any(one is not None and one.colour is Colour.RED for one in lights)


@dataclass(frozen=True)
class Asked:
    """One filed motion; ``resolution`` is the number of what it became."""

    line: motions.Line
    stage: Message
    resolution: str
    resolution_id: int | None


@dataclass(frozen=True)
class Year:
    """The list of a year."""

    year: int
    outcomes: tuple[Outcome, ...]
    asked: tuple[Asked, ...]

    @property
    def done(self) -> int:
        return sum(one.answered_on is not None for one in self.outcomes)

    @property
    def late(self) -> int:
        return sum(one.late for one in self.outcomes)


def years(session: Session, viewer: Viewer) -> list[int]:
    """The years that have something to show, newest first."""
    return sorted({one.year for one in _shown(session, viewer) if one.year}, reverse=True)


def _shown(session: Session, viewer: Viewer) -> list[Resolution]:
    """Published ones to everybody; signed ones to insiders and to the committee that received them."""
    inside = resolutions.is_insider(viewer) or viewer.is_committee
    found = resolutions.sealed(session)
    return [one for one in found if inside or one.stage is ResolutionStage.PUBLISHED]


def outcomes(session: Session, viewer: Viewer, year: int, zone: str) -> Year:
    """The list, in a handful of queries however long it is."""
    found = sorted((one for one in _shown(session, viewer) if one.year == year), key=lambda o: o.number or 0)
    made = _outcomes(session, found, ZoneInfo(zone))
    return Year(year, tuple(made), tuple(_asked(session, viewer, year, found, ZoneInfo(zone))))


def _outcomes(session: Session, found: list[Resolution], zone: ZoneInfo) -> Iterable[Outcome]:
    sent = store.dispatches_of(session, [one.id or 0 for one in found])
    ids, day = [one.id or 0 for one in sent], today(session)
    tasks, opinions, remands = (
        store.assignments(session, ids),
        store.opinions(session, ids),
        store.remands(session, ids),
    )
    units = {key: unit.name for key, unit in roster.units(session).items()}
    last = {one.resolution_id: one for one in sent}
    for resolution in found:
        dispatch = last.get(resolution.id or 0)
        own = dispatch.id if dispatch else None
        yield _outcome(
            resolution,
            dispatch,
            tuple(_duty(task, units, day, zone) for task in tasks if task.dispatch_id == own),
            [one for one in opinions if one.dispatch_id == own],
            remands.get(own or 0),
            day,
            zone,
        )


def _duty(task: Assignment, units: dict[int, str], day: date, zone: ZoneInfo) -> Duty:
    done_on = _day(task.accepted_at, zone) if task.stage is AssignmentStage.ACCEPTED else None
    return Duty(units[task.unit_id], task.due_on, done_on, light(task.due_on, day, done_on))


def _outcome(
    resolution: Resolution,
    dispatch: Dispatch | None,
    duties: tuple[Duty, ...],
    opinions: list[Opinion],
    remand: Remand | None,
    day: date,
    zone: ZoneInfo,
) -> Outcome:
    sealed_on = _day(resolution.sealed_at, zone) or day
    answered_on = _day(dispatch.answered_at, zone) if dispatch else None
    sent_on = _day(dispatch.sent_at, zone) if dispatch else None
    return Outcome(
        resolution=resolution,
        number=resolutions.number_of(resolution),
        sealed_on=sealed_on,
        dispatch=dispatch,
        dispatch_number=number_of(dispatch) if dispatch else "",
        status=_status(dispatch, remand),
        duties=duties,
        light=light(dispatch.due_on, day, answered_on) if dispatch else None,
        answered_on=answered_on,
        days=((answered_on or day) - sent_on).days if sent_on else None,
        rating=RATINGS[opinions[-1].rating] if opinions else None,
    )


def _status(dispatch: Dispatch | None, remand: Remand | None) -> Message:
    if dispatch is None:
        return say("尚未报送")
    if remand is not None:
        return say("退回复议")
    return say("已归档") if dispatch.archived_at else STAGES[dispatch.stage]


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None


def _asked(
    session: Session, viewer: Viewer, year: int, found: list[Resolution], zone: ZoneInfo
) -> Iterable[Asked]:
    """Filed motions, for those who may see them: delegates, and whoever holds an office."""
    if viewer.delegate_id is None and not viewer.offices:
        return
    first, last = (datetime(y, 1, 1, tzinfo=zone) for y in (year, year + 1))
    became = _became(session, found)
    for line in motions.filed_between(session, first, last):
        resolution = became.get(line.id)
        yield Asked(
            line,
            MOTION_STAGES[line.stage],
            resolutions.number_of(resolution) if resolution else "",
            resolution.id if resolution else None,
        )


def _became(session: Session, found: list[Resolution]) -> dict[int, Resolution]:
    """The resolution that each motion became."""
    asked = polls.several(session, {one.poll_id for one in found})
    items = {
        item.id: item.motion_id
        for sitting in {one.sitting_id for one in found}
        for item in sittings.items(session, sitting)
    }
    pairs = ((items.get(asked[one.poll_id].item_id), one) for one in found)
    return {motion: one for motion, one in pairs if motion is not None}


# --- the report ----------------------------------------------------------------------------------------------


def outcome_report(session: Session, list_: Year) -> Document:
    """关于……决议落实情况的报告: a draft for the next sitting, from nothing but the list. The union reports, and signs."""
    enterprise = roster.enterprise(session)
    issuer = enterprise.name if enterprise else ""
    day = text.formal_date(today(session))
    union = f"{issuer}工会委员会"
    return Document(
        mark=f"{union}文件",
        number="",
        title=f"关于{list_.year}年职工代表大会决议落实情况的报告",
        addressee="各位职工代表：",
        body=(*_summary(list_), *_each(list_), Block(0, "", "特此报告。")),
        signoff=Signoff(union, day),
        imprint=Imprint(union, day),
        draft=True,
    )


def _summary(list_: Year) -> Iterable[Block]:
    yield Block(
        0,
        "",
        f"{list_.year}年，职工代表大会共作出决议{len(list_.outcomes)}项，已经答复办结{list_.done}项，"
        f"正在办理{len(list_.outcomes) - list_.done}项。现将落实情况报告如下。",
    )
    yield Block(1, "一、各项决议的落实情况", "")


def _each(list_: Year) -> Iterable[Block]:
    for n, one in enumerate(list_.outcomes, 1):
        named = text.nested(f"《{one.resolution.title}》")
        yield Block(3, "", f"{n}.{named}（{one.number}）。{_sentence(one)}")
    if list_.asked:
        yield Block(1, "二、立案提案的办理情况", "")
        for n, asked in enumerate(list_.asked, 1):
            number = f"（{asked.resolution}）" if asked.resolution else ""
            named = text.nested(f"《{asked.line.title}》")
            yield Block(3, "", f"{n}.{named}：{render(asked.stage, 'zh')}{number}。")


def _sentence(one: Outcome) -> str:
    if one.dispatch is None:
        return "尚未报送党委。"
    said = f"以{one.dispatch_number}报送党委，{render(one.status, 'zh')}"
    if one.answered_on and one.dispatch.stage is DispatchStage.ANSWERED:
        said += f"，{text.formal_date(one.answered_on)}办结，用时{one.days}天"
    duties = "；".join(
        f"{duty.unit}{text.formal_date(duty.due_on)}前办结，{render(duty.light.word, 'zh')}".replace(" ", "")
        for duty in one.duties
    )
    said += f"。承办部门：{duties}" if duties else ""
    return f"{said}。" + (f"提案人评价：{render(one.rating, 'zh')}。" if one.rating else "")

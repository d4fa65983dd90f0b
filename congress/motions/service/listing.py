"""Motions in lists: filtered, searched, counted by stage, and what waits for a person's answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from congress.i18n import Message, say
from congress.motions.rules import Answer, MotionCategory, MotionStage, number_label
from congress.motions.service.loading import FILED, counting, needed, visible
from congress.motions.store import Motion, Seconding
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.sittings import service as sittings

PAGE = 20


class Scope(StrEnum):
    """The tabs of the list."""

    ALL = "all"
    MINE = "mine"
    SEEKING = "seeking"
    FILED = "filed"


SCOPES: dict[Scope, Message] = {
    Scope.ALL: say("全部提案"),
    Scope.MINE: say("我的提案"),
    Scope.SEEKING: say("征集附议"),
    Scope.FILED: say("已立案"),
}


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; the empty filter shows all that the person may see."""

    scope: Scope = Scope.ALL
    stage: MotionStage | None = None
    category: MotionCategory | None = None
    delegation: int | None = None
    words: str = ""
    page: int = 1


@dataclass(frozen=True)
class Line:
    """A motion in one line."""

    id: int
    number: Message | None
    title: str
    title_en: str
    stage: MotionStage
    category: MotionCategory
    lead: str
    delegation: str
    seconds: int
    needed: int
    changed_at: datetime


@dataclass(frozen=True)
class Listing:
    """A page of motions, how many there are in all, and how many at each stage."""

    lines: list[Line]
    total: int
    stages: list[tuple[MotionStage, int]]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class Asked:
    """A motion that waits for this person's answer; ``again`` when its text has changed since they seconded."""

    line: Line
    again: bool


def listing(session: Session, viewer: Viewer, sitting_id: int, filters: Filters) -> Listing:
    """The motions of a sitting that a person may see, narrowed."""
    narrowed = [*_conditions(viewer, sitting_id, filters)]
    at_stage = [*narrowed, Motion.stage == filters.stage] if filters.stage else narrowed
    counted = session.exec(
        select(Motion.stage, func.count(col(Motion.id))).where(*narrowed).group_by(col(Motion.stage))
    ).all()
    order = (
        [col(Motion.number)]
        if filters.scope is Scope.FILED
        else [col(Motion.changed_at).desc(), col(Motion.id).desc()]
    )
    query = select(Motion).where(*at_stage).order_by(*order).limit(PAGE).offset(PAGE * (filters.page - 1))
    numbers = dict(counted)
    total = numbers.get(filters.stage, 0) if filters.stage else sum(numbers.values())
    stages = [(stage, numbers[stage]) for stage in MotionStage if stage in numbers]
    return Listing(lines(session, session.exec(query).all()), total, stages)


def lines(session: Session, motions: Iterable[Motion]) -> list[Line]:
    """Motions with the names that belong to them."""
    motions = list(motions)
    if not motions:
        return []
    meeting = sittings.meeting(session, motions[0].sitting_id)
    names = roster.names(session, [m.lead_id for m in motions])
    groups = roster.delegations(session, meeting.sitting.term_id)
    least = needed(session, motions[0].sitting_id)
    seconded = _seconds(session, motions)
    return [
        Line(
            id=m.id or 0,
            number=number_label(meeting.term.number, meeting.sitting.number, m.number) if m.number else None,
            title=m.title,
            title_en=m.title_en,
            stage=m.stage,
            category=m.category,
            lead=names[m.lead_id],
            delegation=groups[m.delegation_id].name if m.delegation_id in groups else "",
            seconds=seconded.get(m.id or 0, 0),
            needed=least,
            changed_at=m.changed_at,
        )
        for m in motions
    ]


def invitations(session: Session, viewer: Viewer, sitting_id: int) -> list[Asked]:
    """What this person has been asked to second and has not answered, newest first."""
    query = (
        select(Motion, Seconding)
        .join(Seconding, col(Seconding.motion_id) == Motion.id)
        .where(
            Seconding.person_id == viewer.person_id,
            Motion.sitting_id == sitting_id,
            Motion.stage == MotionStage.SEEKING,
            or_(
                col(Seconding.answer) == Answer.PENDING,
                (col(Seconding.answer) == Answer.SECONDED) & (col(Seconding.revision) != Motion.revision),
            ),
        )
        .order_by(col(Seconding.invited_at).desc())
    )
    found = session.exec(query).all()
    told = lines(session, [motion for motion, _ in found])
    return [
        Asked(line, asked.answer is Answer.SECONDED) for line, (_, asked) in zip(told, found, strict=True)
    ]


def queue(session: Session, sitting_id: int) -> list[Line]:
    """What waits for the review, the longest waiting first."""
    waiting = (Motion.sitting_id == sitting_id, Motion.stage == MotionStage.SUBMITTED)
    return lines(
        session, session.exec(select(Motion).where(*waiting).order_by(col(Motion.submitted_at))).all()
    )


def reviewed(session: Session, sitting_id: int, most: int = 10) -> list[Line]:
    """What was decided last."""
    stages = (*FILED, MotionStage.SUGGESTION, MotionStage.REFUSED, MotionStage.RETURNED)
    query = select(Motion).where(Motion.sitting_id == sitting_id, col(Motion.stage).in_(stages))
    return lines(session, session.exec(query.order_by(col(Motion.changed_at).desc()).limit(most)).all())


def filed_between(session: Session, first: datetime, last: datetime) -> list[Line]:
    """What was filed from ``first`` and before ``last``, of all sittings, in the order of filing."""
    asked = (col(Motion.filed_at) >= first, col(Motion.filed_at) < last, col(Motion.stage).in_(FILED))
    found = session.exec(select(Motion).where(*asked).order_by(col(Motion.filed_at), col(Motion.id))).all()
    ways = {motion.sitting_id: [m for m in found if m.sitting_id == motion.sitting_id] for motion in found}
    return [line for motions in ways.values() for line in lines(session, motions)]


def _conditions(viewer: Viewer, sitting_id: int, filters: Filters) -> Iterable[ColumnElement[bool]]:
    yield col(Motion.sitting_id) == sitting_id
    yield visible(viewer)
    if filters.scope is Scope.MINE:
        yield col(Motion.lead_id) == viewer.person_id
    elif filters.scope is Scope.SEEKING:
        yield col(Motion.stage) == MotionStage.SEEKING
    elif filters.scope is Scope.FILED:
        yield col(Motion.stage).in_(FILED) & col(Motion.number).is_not(None)
    if filters.category:
        yield col(Motion.category) == filters.category
    if filters.delegation:
        yield col(Motion.delegation_id) == filters.delegation
    for word in filters.words.split()[:8]:
        yield _says(word)


def _says(word: str) -> ColumnElement[bool]:
    """Title, text or English title contain the word; a number is also the number of the motion."""
    columns = (Motion.title, Motion.title_en, Motion.grounds, Motion.proposal)
    ways = [col(column).icontains(word, autoescape=True) for column in columns]
    if word.isdecimal() and len(word) < 6:
        ways.append(col(Motion.number) == int(word))
    return or_(*ways)


def _seconds(session: Session, motions: list[Motion]) -> dict[int, int]:
    query = (
        select(Seconding.motion_id, func.count(col(Seconding.id)))
        .where(col(Motion.id).in_([m.id for m in motions]), *counting())
        .group_by(col(Seconding.motion_id))
    )
    return dict(session.exec(query).all())

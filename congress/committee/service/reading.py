"""What the committee, departments, the congress and the public see: the inbox, one dispatch, the tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.committee import store
from congress.committee.rules import STAGES, AssignmentStage, DispatchStage
from congress.committee.rules.dispatches import DispatchFacts
from congress.committee.rules.lights import Light, light
from congress.committee.service.loading import NONE, facts_of, raters, task_for_committee
from congress.committee.service.papers import document, number_of
from congress.committee.service.sending import today
from congress.committee.service.timeline import Step, Story, steps, stories
from congress.committee.store import Assignment, Dispatch, Opinion, Progress, Remand
from congress.documents.content import Document
from congress.errors import Missing
from congress.i18n import Message, say
from congress.resolutions import service as resolutions
from congress.roster import service as roster
from congress.roster.rules import Viewer


@dataclass(frozen=True)
class Card:
    """A dispatch in the inbox."""

    dispatch: Dispatch
    number: str
    annex: resolutions.Line
    light: Light
    tasks: int
    tasks_done: int
    received_by: str


@dataclass(frozen=True)
class Column:
    """One stage of the inbox."""

    stage: DispatchStage
    label: Message
    cards: tuple[Card, ...]

    @property
    def total(self) -> int:
        return len(self.cards)


@dataclass(frozen=True)
class TaskLine:
    """A department's task with what was said about it."""

    assignment: Assignment
    unit: str
    light: Light
    notes: tuple[Progress, ...]
    names: dict[int, str]
    dispatch: Dispatch
    number: str
    annex: resolutions.Line


@dataclass(frozen=True)
class Sheet:
    """One dispatch with its annex, its story, its tasks, and what its rules need to know."""

    dispatch: Dispatch
    number: str
    annex: resolutions.Sheet
    document: Document
    light: Light
    steps: tuple[Step, ...]
    tasks: tuple[TaskLine, ...]
    opinions: tuple[Opinion, ...]
    facts: DispatchFacts
    remand: Remand | None
    raters: frozenset[int]
    names: dict[int, str]


# --- the inbox ---------------------------------------------------------------------------------------------


def inbox(session: Session, viewer: Viewer, zone: str) -> tuple[Column, ...]:
    """Every dispatch that is not archived in its column, in a handful of queries however many there are."""
    if not viewer.is_committee:
        raise NONE
    return columns(session, [one for one in store.dispatches(session) if not one.archived_at], zone)


def columns(session: Session, found: list[Dispatch], zone: str) -> tuple[Column, ...]:
    """The five columns; those answered last stand first in theirs."""
    made = cards(session, found, zone)
    return tuple(Column(stage, label, tuple(_in(stage, made))) for stage, label in STAGES.items())


def _in(stage: DispatchStage, made: list[Card]) -> Iterable[Card]:
    here = [card for card in made if card.dispatch.stage is stage]
    if stage is DispatchStage.ANSWERED:
        return sorted(here, key=lambda card: card.dispatch.answered_at or card.dispatch.sent_at, reverse=True)
    return here


def cards(session: Session, found: list[Dispatch], zone: str) -> list[Card]:
    """The cards of these dispatches."""
    annexes = resolutions.certificates(session, {dispatch.resolution_id for dispatch in found})
    tasks = store.assignments(session, [dispatch.id or 0 for dispatch in found])
    names = roster.names(session, {d.received_by for d in found if d.received_by})
    given: dict[int, list[Assignment]] = {}
    for task in tasks:
        given.setdefault(task.dispatch_id, []).append(task)
    day = today(session)
    return [
        Card(
            dispatch=dispatch,
            number=number_of(dispatch),
            annex=annexes[dispatch.resolution_id],
            light=light(dispatch.due_on, day, _day(dispatch.answered_at, zone)),
            tasks=len(given.get(dispatch.id or 0, [])),
            tasks_done=sum(t.stage is AssignmentStage.ACCEPTED for t in given.get(dispatch.id or 0, [])),
            received_by=names.get(dispatch.received_by or 0, ""),
        )
        for dispatch in found
    ]


def _day(moment: datetime | None, zone: str) -> date | None:
    return moment.astimezone(ZoneInfo(zone)).date() if moment else None


# --- one dispatch ------------------------------------------------------------------------------------------


def sheet(session: Session, found: Dispatch, zone: str) -> Sheet:
    """Everything about one dispatch."""
    resolution = resolutions.load(session, found.resolution_id)
    annex = resolutions.sheet(session, resolution, zone)
    story = stories(session, [found])[0]
    line = resolutions.Line(resolution, annex.number, annex.certificate)
    entitled = raters(session, found)
    return Sheet(
        dispatch=found,
        number=number_of(found),
        annex=annex,
        document=document(session, found, annex, zone),
        light=light(found.due_on, today(session), _day(found.answered_at, zone)),
        steps=steps(story),
        tasks=tuple(_task(task, story, line, today(session), zone) for task in story.assignments),
        opinions=tuple(story.opinions),
        facts=facts_of(found, story.decisions, story.assignments, story.opinions, story.remand),
        remand=story.remand,
        raters=entitled,
        names=story.names | roster.names(session, entitled),
    )


@dataclass(frozen=True)
class Journey:
    """A dispatch of a resolution with its steps, for the resolution's own page."""

    dispatch: Dispatch
    number: str
    steps: tuple[Step, ...]


def journeys(session: Session, resolution_id: int) -> tuple[Journey, ...]:
    """What became of a resolution at the Party committee."""
    found = store.dispatches_of(session, [resolution_id])
    return tuple(
        Journey(story.dispatch, number_of(story.dispatch), steps(story)) for story in stories(session, found)
    )


def standing(session: Session, resolution_ids: Iterable[int]) -> dict[int, list[Dispatch]]:
    """The dispatches of several resolutions, by resolution: for lists."""
    found: dict[int, list[Dispatch]] = {}
    for dispatch in store.dispatches_of(session, resolution_ids):
        found.setdefault(dispatch.resolution_id, []).append(dispatch)
    return found


# --- tasks -------------------------------------------------------------------------------------------------


def _task(task: Assignment, story: Story, line: resolutions.Line, day: date, zone: str) -> TaskLine:
    return TaskLine(
        assignment=task,
        unit=story.units[task.unit_id],
        light=light(task.due_on, day, _day(task.accepted_at, zone)),
        notes=tuple(note for note in story.progress if note.assignment_id == task.id),
        names=story.names,
        dispatch=story.dispatch,
        number=number_of(story.dispatch),
        annex=line,
    )


def tasks_for(session: Session, viewer: Viewer, zone: str) -> tuple[TaskLine, ...]:
    """The tasks of the departments that this person heads, those due first on top."""
    if not viewer.handles_unit_ids:
        raise Missing(say("没有这个页面"))
    return task_lines(session, store.assignments_of(session, viewer.handles_unit_ids), zone)


def task_lines(session: Session, found: list[Assignment], zone: str) -> tuple[TaskLine, ...]:
    """These tasks with their dispatches, in a handful of queries."""
    dispatches = store.several(session, {task.dispatch_id for task in found})
    told = {story.dispatch.id: story for story in stories(session, list(dispatches.values()))}
    annexes = resolutions.certificates(session, {d.resolution_id for d in dispatches.values()})
    day = today(session)
    return tuple(
        _task(
            task,
            told[task.dispatch_id],
            annexes[dispatches[task.dispatch_id].resolution_id],
            day,
            zone,
        )
        for task in found
    )


def task_line_for_committee(session: Session, viewer: Viewer, assignment_id: int, zone: str) -> TaskLine:
    """One task, for the committee that gave it."""
    return task_lines(session, [task_for_committee(session, viewer, assignment_id)], zone)[0]

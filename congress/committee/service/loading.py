"""Who may load what was sent, and the facts its rules need."""

from collections.abc import Iterable

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules import AssignmentStage, DecisionKind
from congress.committee.rules.dispatches import DispatchFacts
from congress.committee.store import Assignment, Decision, Dispatch, Opinion, Remand
from congress.errors import Missing
from congress.i18n import say
from congress.resolutions import service as resolutions
from congress.resolutions.rules import ResolutionStage
from congress.roster import service as roster
from congress.roster.rules import OfficeKind, Viewer
from congress.sittings import service as sittings

NONE = Missing(say("没有这件来文"), say("它可能还没有公开"))


def load(session: Session, dispatch_id: int) -> Dispatch:
    """A dispatch, or Missing."""
    found = session.get(Dispatch, dispatch_id)
    if found is None:
        raise NONE
    return found


def visible_to(session: Session, viewer: Viewer | None, dispatch_id: int) -> Dispatch:
    """With a published resolution for everybody; before that for those who have a part in it."""
    found = load(session, dispatch_id)
    resolution = resolutions.load(session, found.resolution_id)
    if resolution.stage is ResolutionStage.PUBLISHED or _takes_part(session, viewer, found):
        return found
    raise NONE


def _takes_part(session: Session, viewer: Viewer | None, found: Dispatch) -> bool:
    if viewer is None:
        return False
    if viewer.is_committee or resolutions.is_insider(viewer) or viewer.person_id == found.proposer_id:
        return True
    given = {task.unit_id for task in store.assignments(session, [found.id or 0])}
    return bool(given & viewer.handles_unit_ids) or is_reader(session, viewer, found)


def is_reader(session: Session, viewer: Viewer, found: Dispatch) -> bool:
    """Whether it was circulated to this person."""
    circulated = [one.id or 0 for one in store.circulations_of(session, [found.id or 0])]
    return any(one.person_id == viewer.person_id for one in store.readings(session, circulated))


def for_committee(session: Session, viewer: Viewer, dispatch_id: int) -> Dispatch:
    """For those who act for the Party committee."""
    if not viewer.is_committee:
        raise NONE
    return load(session, dispatch_id)


def task_for(session: Session, viewer: Viewer, assignment_id: int) -> Assignment:
    """A task, for the head of its department."""
    found = session.get(Assignment, assignment_id)
    if found is None or found.unit_id not in viewer.handles_unit_ids:
        raise Missing(say("没有这项任务"))
    return found


def task_for_committee(session: Session, viewer: Viewer, assignment_id: int) -> Assignment:
    """A task, for the committee that gave it."""
    found = session.get(Assignment, assignment_id)
    if found is None or not viewer.is_committee:
        raise Missing(say("没有这项任务"))
    return found


def facts_of(
    found: Dispatch,
    decided: Iterable[Decision],
    tasks: Iterable[Assignment],
    rated: Iterable[Opinion],
    remand: Remand | None = None,
) -> DispatchFacts:
    """What the rules ask about a dispatch."""
    replies = [decision.round for decision in decided if decision.kind is DecisionKind.REPLY]
    return DispatchFacts(
        kind=found.kind,
        stage=found.stage,
        round=found.round,
        replied=found.round in replies,
        ever_replied=bool(replies),
        open_tasks=sum(task.stage is not AssignmentStage.ACCEPTED for task in tasks),
        rated=any(opinion.round == found.round for opinion in rated),
        remanded=remand is not None,
        placed=remand is not None and remand.item_id is not None,
        archived=found.archived_at is not None,
        answered_days=(now() - found.answered_at).days if found.answered_at else 0,
    )


def facts(session: Session, found: Dispatch) -> DispatchFacts:
    """:func:`facts_of`, loaded."""
    ids = [found.id or 0]
    return facts_of(
        found,
        store.decisions(session, ids),
        store.assignments(session, ids),
        store.opinions(session, ids),
        store.remands(session, ids).get(ids[0]),
    )


def raters(session: Session, found: Dispatch) -> frozenset[int]:
    """Who rates: the proposer, or where there is none (or they have left) the executive chairs."""
    if found.proposer_id and roster.viewer(session, found.proposer_id):
        return frozenset({found.proposer_id})
    sitting_id = resolutions.load(session, found.resolution_id).sitting_id
    term_id = sittings.term_of(session, sitting_id)
    return frozenset(roster.holders(session, term_id, OfficeKind.EXECUTIVE_CHAIR))

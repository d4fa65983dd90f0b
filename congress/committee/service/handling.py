"""Departments report; the committee accepts or sends back."""

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules.assignments import NOTES, Move, after, may_move
from congress.committee.service.loading import task_for, task_for_committee
from congress.committee.store import Assignment, Progress
from congress.errors import insist
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Viewer

ACTS = {
    Move.STEP: Kind.TASK_REPORTED,
    Move.FINISH: Kind.TASK_REPORTED,
    Move.ACCEPT: Kind.TASK_ACCEPTED,
    Move.SEND_BACK: Kind.TASK_SENT_BACK,
}


def report(session: Session, viewer: Viewer, assignment_id: int, *, body: str, done: bool) -> Assignment:
    """A department reports a step, or that the task is done. The same words again are one report."""
    found = task_for(session, viewer, assignment_id)
    return _act(session, viewer, found, Move.FINISH if done else Move.STEP, body)


def accept(session: Session, viewer: Viewer, assignment_id: int, *, body: str = "") -> Assignment:
    """The committee accepts what was reported done."""
    found = task_for_committee(session, viewer, assignment_id)
    return _act(session, viewer, found, Move.ACCEPT, body)


def send_back(session: Session, viewer: Viewer, assignment_id: int, *, body: str) -> Assignment:
    """The committee sends it back and says why."""
    found = task_for_committee(session, viewer, assignment_id)
    return _act(session, viewer, found, Move.SEND_BACK, body)


def _act(session: Session, viewer: Viewer, found: Assignment, move: Move, body: str) -> Assignment:
    said = store.progress(session, [found.id or 0])
    if said and (said[-1].kind, said[-1].body, said[-1].person_id) == (NOTES[move], body, viewer.person_id):
        return found
    insist(may_move(found.stage, move))
    moment = now()
    facts = {"assignment": found.id, "dispatch": found.dispatch_id, "kind": NOTES[move].value, "body": body}
    seq = record.append(session, ACTS[move], actor=viewer.person_id, at=moment, facts=facts)
    found.stage = after(found.stage, move)
    found.accepted_at = moment if move is Move.ACCEPT else None
    note = Progress(
        assignment_id=found.id or 0,
        kind=NOTES[move],
        person_id=viewer.person_id,
        body=body,
        at=moment,
        seq=seq,
    )
    session.add_all([found, note])
    session.flush()
    return found

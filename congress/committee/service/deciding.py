"""批示, 批复 and the answer: signed, with departments and deadlines; never a word or a number of the resolution."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules import DecisionKind, orders
from congress.committee.rules.assignments import may_give
from congress.committee.rules.dispatches import Move, after, may_move
from congress.committee.rules.orders import FIELDS, Order
from congress.committee.rules.proxies import OF_KIND
from congress.committee.service.loading import facts, for_committee
from congress.committee.service.proxies import authority
from congress.committee.service.replies import decision_number, decision_title
from congress.committee.service.sending import today
from congress.committee.store import Assignment, Decision, Dispatch, Proxy
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.delivery.service import Cause
from congress.errors import Invalid, insist
from congress.i18n import Message
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer

MOVES = {
    DecisionKind.INSTRUCTION: Move.INSTRUCT,
    DecisionKind.REPLY: Move.REPLY,
    DecisionKind.ANSWER: Move.ANSWER,
}
ACTS = {
    DecisionKind.INSTRUCTION: Kind.DISPATCH_DECIDED,
    DecisionKind.REPLY: Kind.DISPATCH_REPLIED,
    DecisionKind.ANSWER: Kind.DISPATCH_ANSWERED,
}


def statement_for_decision(found: Dispatch, kind: DecisionKind, *, site: str) -> dict[str, Any]:
    """What the device signs, before it adds the fields of the form."""
    return orders.statement(
        kind=kind, dispatch=found.id or 0, round_=found.round, sha256=found.sha256, site=site
    )


def decide(
    session: Session,
    viewer: Viewer,
    dispatch_id: int,
    kind: DecisionKind,
    *,
    site: str,
    said: Mapping[str, str],
    signed: Signed,
) -> Dispatch:
    """Decide what exactly these words say. The same signed words again are the same decision."""
    found = for_committee(session, viewer, dispatch_id)
    digest = sha256(signed.statement.encode()).hexdigest()
    if (made := store.decision_by_digest(session, digest)) and made.dispatch_id == found.id:
        return found
    insist(may_move(facts(session, found), MOVES[kind]))
    order = read(session, kind, said)
    proxy = authority(session, viewer, found, OF_KIND[kind], said["proxy"])
    expected = statement_for_decision(found, kind, site=site) | {name: said[name] for name in FIELDS[kind]}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    decision = _keep(session, viewer, found, order, said, proof, proxy)
    _conclude(session, decision, said)
    found.stage = after(found.stage, MOVES[kind])
    if kind is DecisionKind.ANSWER:
        found.answered_at = decision.at
    else:
        _give(session, viewer, found, order, decision)
    if kind is DecisionKind.REPLY and not order.tasks:
        _close(session, viewer, found, decision)
    session.add(found)
    return found


def read(session: Session, kind: DecisionKind, said: Mapping[str, str]) -> Order:
    """The order, or every complaint about it at once."""
    order, complaints = orders.read(kind, said)
    handling = {unit.id for unit in roster.handling_units(session)}
    day = today(session)
    for task in order.tasks:
        complaints |= _complain(task.row, handles=task.unit in handling, due_on=task.due_on, day=day)
    if complaints:
        raise Invalid(next(iter(complaints.values())), complaints)
    return order


def _complain(row: int, *, handles: bool, due_on: date, day: date) -> dict[str, Message]:
    refusal = may_give(handles=handles, due_on=due_on, today=day)
    if refusal is None:
        return {}
    return {f"due_{row}" if handles else f"unit_{row}": refusal.reason}


def _keep(
    session: Session,
    viewer: Viewer,
    found: Dispatch,
    order: Order,
    said: Mapping[str, str],
    proof: dict[str, str],
    proxy: Proxy | None,
) -> Decision:
    moment = now()
    facts: dict[str, Any] = {
        "dispatch": found.id,
        "round": found.round,
        "body": said["body"],  # as it was signed, with every space
        "grants": order.grants,
        "tasks": [{"unit": t.unit, "task": t.task, "due_on": t.due_on.isoformat()} for t in order.tasks],
    }
    if proxy:
        facts |= {"proxy": proxy.id, "on_behalf_of": proxy.grantor_id}
    seq = record.append(
        session, ACTS[order.kind], actor=viewer.person_id, at=moment, facts=facts, signed=proof
    )
    decision = Decision(
        dispatch_id=found.id or 0,
        kind=order.kind,
        grants=order.grants,
        body=order.body,
        round=found.round,
        decided_by=viewer.person_id,
        proxy_id=proxy.id if proxy else None,
        at=moment,
        seq=seq,
        digest=sha256(proof["statement"].encode()).hexdigest(),
    )
    session.add(decision)
    session.flush()
    title, number = decision_title(found, decision), decision_number(session, found, decision)
    delivery.put(
        session, Cause(Matter.DECISION, decision.id or 0, title, number, viewer.person_id, moment, seq)
    )
    return decision


def _conclude(session: Session, decision: Decision, said: Mapping[str, str]) -> None:
    """What the office had proposed of this kind is decided: taken word for word, or not."""
    words = {name: said[name] for name in orders.advice_fields(decision.kind)}
    for advice in store.advice(session, [decision.dispatch_id]):
        if advice.kind is decision.kind and advice.decision_id is None and advice.round == decision.round:
            advice.decision_id, advice.taken = decision.id, advice.said == words
            session.add(advice)


def _give(session: Session, viewer: Viewer, found: Dispatch, order: Order, decision: Decision) -> None:
    """交办: one task for each department named."""
    if order.tasks:  # from now on the clock is that of the tasks, of which the last one counts
        running = [t.due_on for t in store.assignments(session, [found.id or 0]) if t.accepted_at is None]
        found.due_on = max([task.due_on for task in order.tasks] + running)
    for task in order.tasks:
        insist(may_move(facts(session, found), Move.ASSIGN))
        found.stage = after(found.stage, Move.ASSIGN)
        given = Assignment(
            dispatch_id=found.id or 0,
            decision_id=decision.id or 0,
            unit_id=task.unit,
            task=task.task,
            due_on=task.due_on,
            round=found.round,
            given_at=decision.at,
            given_seq=decision.seq,
        )
        session.add(given)
        session.flush()
        details = {
            "assignment": given.id,
            "dispatch": found.id,
            "due_on": task.due_on.isoformat(),
            "task": task.task,
            "unit": task.unit,
        }
        given.given_seq = record.append(
            session, Kind.TASK_ASSIGNED, actor=viewer.person_id, at=decision.at, facts=details
        )
        session.add(given)


def _close(session: Session, viewer: Viewer, found: Dispatch, decision: Decision) -> None:
    """A 批复 that gives nobody a task is the answer itself."""
    if may_move(facts(session, found), Move.ANSWER):
        return  # tasks of an earlier decision are still open: the committee answers when they are done
    found.stage, found.answered_at = after(found.stage, Move.ANSWER), decision.at
    details = {"dispatch": found.id, "round": found.round, "reply": decision.seq}
    record.append(session, Kind.DISPATCH_ANSWERED, actor=viewer.person_id, at=decision.at, facts=details)

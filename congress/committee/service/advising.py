"""拟办 and 核稿: the office proposes a decision, a colleague reads it over, the secretary takes it or writes otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules import DecisionKind, orders
from congress.committee.rules.dispatches import may_move
from congress.committee.service import deciding
from congress.committee.service.loading import facts, for_committee
from congress.committee.service.papers import number_of
from congress.committee.store import Advice, Dispatch
from congress.errors import Missing, Refusal, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer


@dataclass(frozen=True)
class AdviceLine:
    """A proposal as pages show it: who wrote it, who read it over, and the departments it names."""

    advice: Advice
    dispatch: Dispatch
    number: str
    author: str
    reviewer: str
    order: orders.Order
    units: dict[int, str]


def statement_for_advice(found: Dispatch, kind: DecisionKind, *, site: str) -> dict[str, Any]:
    """What the device signs, before it adds the fields of the form."""
    return orders.statement(
        kind=kind, dispatch=found.id or 0, round_=found.round, sha256=found.sha256, site=site, act="advise"
    )


def advise(
    session: Session,
    viewer: Viewer,
    dispatch_id: int,
    kind: DecisionKind,
    *,
    site: str,
    said: Mapping[str, str],
    signed: Signed,
) -> Advice:
    """Propose a decision. The same signed words again are the same proposal; newer words take the place of older."""
    found = for_committee(session, viewer, dispatch_id)
    digest = sha256(signed.statement.encode()).hexdigest()
    if made := store.advice_by_digest(session, digest):
        return made
    insist(may_move(facts(session, found), deciding.MOVES[kind]))
    deciding.read(session, kind, said)
    fields = {name: said[name] for name in orders.advice_fields(kind)}
    expected = statement_for_advice(found, kind, site=site) | fields
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    made = Advice(
        dispatch_id=found.id or 0,
        round=found.round,
        kind=kind,
        said=fields,
        person_id=viewer.person_id,
        at=now(),
        seq=0,
        digest=digest,
    )
    session.add(made)
    session.flush()
    told = {"advice": made.id, "dispatch": found.id, "round": found.round, "kind": kind.value}
    made.seq = record.append(
        session, Kind.DISPATCH_ADVISED, actor=viewer.person_id, at=made.at, facts=told, signed=proof
    )
    session.add(made)
    return made


def statement_for_review(found: Advice, *, site: str) -> dict[str, Any]:
    """What the reviewer's device signs: these very words, by the hash of the statement that made them."""
    return {"act": "review", "advice": found.id, "sha256": found.digest, "site": site}


def may_review(found: Advice, *, person: int) -> Refusal | None:
    """A second pair of eyes, while it is not decided."""
    if found.decision_id is not None:
        return Refusal(say("这件拟办已经有了决定"))
    if found.person_id == person:
        return Refusal(say("核稿人不能是拟办人自己"), say("请党委的另一位同志核稿"))
    return None


def review(session: Session, viewer: Viewer, advice_id: int, *, site: str, signed: Signed) -> Advice:
    """核稿. Reading it over again is harmless: the first name stands."""
    found = load_advice(session, viewer, advice_id)
    if found.reviewed_at:
        return found
    insist(may_review(found, person=viewer.person_id))
    expected = statement_for_review(found, site=site)
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    found.reviewed_by, found.reviewed_at = viewer.person_id, now()
    found.reviewed_seq = record.append(
        session,
        Kind.ADVICE_REVIEWED,
        actor=viewer.person_id,
        at=found.reviewed_at,
        facts={"advice": found.id, "dispatch": found.dispatch_id, "sha256": found.digest},
        signed=proof,
    )
    session.add(found)
    return found


def load_advice(session: Session, viewer: Viewer, advice_id: int) -> Advice:
    """A proposal, for the committee."""
    found = session.get(Advice, advice_id)
    if found is None or not viewer.is_committee:
        raise Missing(say("没有这件拟办"))
    return found


def open_advice(session: Session, found: Dispatch) -> list[AdviceLine]:
    """The newest proposal of each kind in this round that is not decided."""
    rows = [a for a in store.advice(session, [found.id or 0]) if a.round == found.round and not a.decision_id]
    newest = {advice.kind: advice for advice in rows}
    return lines(session, list(newest.values()))


def releasable(session: Session, viewer: Viewer) -> list[AdviceLine]:
    """What was read over and may be decided now, newest of each dispatch and kind: to be released together."""
    if not viewer.is_committee:
        raise Missing(say("没有这个页面"))
    newest = {(a.dispatch_id, a.round, a.kind): a for a in store.undecided(session)}
    made = lines(session, list(newest.values()))
    return [
        line
        for line in made
        if line.advice.round == line.dispatch.round
        and may_move(facts(session, line.dispatch), deciding.MOVES[line.advice.kind]) is None
    ]


def advice_line(session: Session, found: Advice) -> AdviceLine:
    """One proposal with its names."""
    return lines(session, [found])[0]


def lines(session: Session, found: list[Advice]) -> list[AdviceLine]:
    """Proposals with the names that belong to them."""
    names = roster.names(session, {a.person_id for a in found} | {a.reviewed_by or 0 for a in found})
    dispatches = store.several(session, {a.dispatch_id for a in found})
    units = {key: unit.name for key, unit in roster.units(session).items()} if found else {}
    return [
        AdviceLine(
            advice,
            dispatches[advice.dispatch_id],
            number_of(dispatches[advice.dispatch_id]),
            names[advice.person_id],
            names.get(advice.reviewed_by or 0, ""),
            orders.read(advice.kind, advice.said)[0],
            units,
        )
        for advice in found
    ]

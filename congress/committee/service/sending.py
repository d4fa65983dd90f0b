"""Sending a resolution up to the Party committee, as the annex of a 报告 or a 请示."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules import DecisionKind, DispatchKind, DispatchStage, lights, originals
from congress.committee.rules.dispatches import may_send
from congress.committee.rules.wording import Letter, bare, may_say
from congress.committee.service.loading import NONE
from congress.committee.service.papers import number_of
from congress.committee.store import Dispatch
from congress.crypto.canonical import digest
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.delivery.service import Cause
from congress.documents.text import blanks
from congress.errors import Invalid, Missing, Refusal, insist
from congress.i18n import Message, say
from congress.polls import service as polls
from congress.publication import service as publication
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import rules as resolution_rules
from congress.resolutions import service as resolutions
from congress.resolutions.rules import ResolutionStage
from congress.resolutions.service import Resolution
from congress.roster import service as roster
from congress.roster.rules import OfficeKind, Viewer
from congress.sittings import service as sittings
from congress.templates import service as templates
from congress.templates.rules import filled

SIGNING = (OfficeKind.EXECUTIVE_CHAIR, OfficeKind.PRESIDIUM)
FROZEN = frozenset({ResolutionStage.SEALED, ResolutionStage.PUBLISHED})


@dataclass(frozen=True)
class Proposal:
    """What the form begins with, for each kind, and what stands in the way; who may have signed off (签发人)."""

    resolution: Resolution
    number: str
    due_on: date
    titles: dict[DispatchKind, str]
    bodies: dict[DispatchKind, str]
    refusals: dict[DispatchKind, Refusal | None]
    signer: str
    signers: tuple[str, ...]


def propose(session: Session, viewer: Viewer, resolution_id: int) -> Proposal:
    """The beginnings of a letter about a resolution."""
    found = _sendable(session, viewer, resolution_id)
    number, due_on = resolutions.number_of(found), default_due(session, found)
    known = slots_of(found)
    wordings = {
        kind: filled(templates.current(session, originals.ORIGINALS[originals.key_of(kind)]), known)
        for kind in DispatchKind
    }
    signers = suggested(session, found)
    return Proposal(
        resolution=found,
        number=number,
        due_on=due_on,
        titles={kind: wording.title for kind, wording in wordings.items()},
        bodies={kind: wording.body for kind, wording in wordings.items()},
        refusals={kind: _may_send(session, found, kind) for kind in DispatchKind},
        signer=next(iter(signers), ""),
        signers=signers,
    )


def slots_of(found: Resolution) -> dict[str, str]:
    """What fills itself in a template: the resolution's title and number."""
    return {"决议": found.title, "决议编号": resolutions.number_of(found)}


def suggested(session: Session, found: Resolution) -> tuple[str, ...]:
    """Who may sign off: who did the last time, then the executive chair, then the rest of the presidium."""
    term_id = sittings.sitting(session, found.sitting_id).term_id
    holders = roster.officers(session, term_id)
    chairs = [one.name for kind in SIGNING for one in holders if one.kind is kind]
    return tuple(dict.fromkeys(name for name in (store.last_signer(session), *chairs) if name))


def default_due(session: Session, found: Resolution) -> date:
    """When an answer is due by the profile of the sitting, counted from today."""
    return lights.answer_due(
        polls.profile(session, found.sitting_id), today(session), publication.calendar(session)
    )


def today(session: Session) -> date:
    """The day it is at the enterprise."""
    return _local(session, now()).date()


def _local(session: Session, moment: datetime) -> datetime:
    enterprise = roster.enterprise(session)
    return moment.astimezone(ZoneInfo(enterprise.timezone if enterprise else "Asia/Shanghai"))


def _sendable(session: Session, viewer: Viewer, resolution_id: int) -> Resolution:
    if not viewer.organises:
        raise NONE
    return resolutions.load(session, resolution_id)


def _may_send(session: Session, found: Resolution, kind: DispatchKind) -> Refusal | None:
    earlier = store.dispatches_of(session, [found.id or 0])
    granted = any(
        decision.kind is DecisionKind.REPLY and decision.grants
        for decision in store.decisions(session, [dispatch.id or 0 for dispatch in earlier])
    )
    under_way = {
        dispatch.kind
        for dispatch in earlier
        if dispatch.kind is DispatchKind.REPORT or dispatch.stage is not DispatchStage.ANSWERED
    }
    return may_send(open_kinds=frozenset(under_way), granted=granted, kind=kind, frozen=found.stage in FROZEN)


def send(session: Session, viewer: Viewer, letter: Letter, *, due_on: date) -> Dispatch:
    """Send it. The same letter again is the dispatch that the first one made."""
    insist(may_say(letter))
    found = _sendable(session, viewer, letter.resolutions[0])
    sha256 = letter_hash(letter, found, due_on)
    earlier = store.dispatches_of(session, [found.id or 0])
    for dispatch in earlier:
        if dispatch.sha256 == sha256 and dispatch.stage is not DispatchStage.ANSWERED:
            return dispatch
    insist(_may_send(session, found, letter.kind))
    _check(session, found, letter, due_on)
    return _keep(session, viewer, found, letter, due_on, sha256)


def letter_hash(letter: Letter, found: Resolution, due_on: date) -> str:
    """SHA-256 of the letter with the resolution it carries."""
    return digest(
        {
            "annex": found.sha256,
            "body": letter.body,
            "due_on": due_on.isoformat(),
            "kind": letter.kind.value,
            "request": bare(letter.request),
            "signer": letter.signer,
            "title": letter.title,
        }
    )


def unfinished(session: Session, found: Resolution, letter: Letter) -> Message | None:
    """What in the words of a letter keeps it from being sent: blanks, and counts that are not those of the vote."""
    whole = f"{letter.title}\n{letter.body}\n{letter.request}"
    if left := blanks(whole):
        return say("还有没填的空：{blanks}", blanks="".join(left))
    figures = resolutions.certificate(session, found).figures
    if wrong := resolution_rules.contradictions(whole, figures):
        return say("文中写的“{typed}”与表决结果（{counted}）不一致", typed=wrong[0][0], counted=wrong[0][1])
    return None


def _check(session: Session, found: Resolution, letter: Letter, due_on: date) -> None:
    if not letter.signer.strip():
        unsigned = say("请填写签发人")
        raise Invalid(unsigned, {"signer": unsigned})
    if left := unfinished(session, found, letter):
        raise Invalid(left, {"body": left})
    if not lights.is_sensible(due_on, today(session)):
        complaint = say("答复期限应当在今天之后、一年之内")
        raise Invalid(complaint, {"due_on": complaint})


def _keep(
    session: Session, viewer: Viewer, found: Resolution, letter: Letter, due_on: date, sha256: str
) -> Dispatch:
    moment = now()
    year = _local(session, moment).year
    same = [d for d in store.dispatches_of(session, [found.id or 0]) if d.kind is letter.kind]
    proposer = polls.proposer(session, polls.closed(session, found.poll_id))
    dispatch = Dispatch(
        kind=letter.kind,
        year=year,
        number=store.next_number(session, letter.kind, year),
        resolution_id=found.id or 0,
        attempt=len(same) + 1,
        title=letter.title,
        body=letter.body,
        request=bare(letter.request),
        signer=letter.signer,
        sha256=sha256,
        proposer_id=proposer,
        sent_by=viewer.person_id,
        sent_at=moment,
        sent_seq=0,
        due_on=due_on,
    )
    session.add(dispatch)
    session.flush()
    if dispatch.id is None:
        raise Missing(say("没有这件来文"))
    facts = {
        "dispatch": dispatch.id,
        "kind": letter.kind.value,
        "year": year,
        "number": dispatch.number,
        "resolution": found.id,
        "resolution_sha256": found.sha256,
        "sha256": sha256,
        "due_on": due_on.isoformat(),
    }
    dispatch.sent_seq = record.append(
        session, Kind.DISPATCH_SENT, actor=viewer.person_id, at=moment, facts=facts
    )
    session.add(dispatch)
    number, seq = number_of(dispatch), dispatch.sent_seq
    cause = Cause(Matter.DISPATCH, dispatch.id, dispatch.title, number, viewer.person_id, moment, seq)
    delivery.put(session, cause)
    return dispatch

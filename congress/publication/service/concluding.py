"""More days for a notice, and its end: each signed on an organiser's own device, each on record.

The end needs two clocks: the server's, and the one of the device that signs. A server whose clock
is ahead can therefore not end a period early by itself.
"""

from datetime import date
from typing import Any

from sqlmodel import Session

from congress.clock import now, parse
from congress.crypto import canonical
from congress.errors import Invalid, Refused, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.publication import store
from congress.publication.rules import NoticeStage, Outcome, Stance, notices, periods
from congress.publication.rules.notices import NoticeFacts
from congress.publication.service.reading import kept_by, today
from congress.publication.store import Notice, NoticeExtension
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Viewer


def facts_of(session: Session, found: Notice) -> NoticeFacts:
    """What decides whether and how it may end now."""
    objections = [c for c in store.comments(session, found.id or 0) if c.stance is Stance.OBJECTION]
    return NoticeFacts(
        stage=found.stage,
        over=periods.is_over(found.last_day, found.zone, now()),
        objections=len(objections),
        open_objections=sum(c.answered_at is None for c in objections),
    )


# --- more days ---------------------------------------------------------------------------------------------


def extension_for(found: Notice, *, site: str) -> dict[str, Any]:
    """What the form adds ``until`` and ``why`` to."""
    return notices.extension(notice=found.id or 0, site=site, sha256=found.sha256, last=found.last_day)


def extend(
    session: Session, viewer: Viewer, notice_id: int, *, site: str, said: dict[str, str], signed: Signed
) -> Notice:
    """Give it more days, for a reason. Pressing twice is harmless."""
    found = kept_by(session, viewer, notice_id)
    until, why = day_of(said["until"]), said["why"].strip()
    given = store.extensions(session, notice_id)
    if given and (given[-1].until, given[-1].why) == (until, why):
        return found
    if found.stage is NoticeStage.CONCLUDED:
        insist(notices.DONE)
    insist(periods.may_extend(last=found.last_day, wanted=until, today=today(found, now())))
    if not 1 <= len(why) <= notices.NOTE_MOST:
        complaint = say("请写明延长的原因，最多 {n} 个字", n=notices.NOTE_MOST)
        raise Invalid(complaint, {"why": complaint})
    expected = {**extension_for(found, site=site), **said}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    _lengthen(session, viewer, found, until, why, proof)
    return found


def day_of(text: str) -> date:
    """A day of the form. Raises Invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(say("请填写日期"), {"until": say("请填写日期")}) from error


def _lengthen(
    session: Session, viewer: Viewer, found: Notice, until: date, why: str, proof: dict[str, str]
) -> None:
    moment = now()
    facts = {
        "notice": found.id,
        "sha256": found.sha256,
        "last": found.last_day.isoformat(),
        "until": until.isoformat(),
        "why": proof_of(proof, "why"),
        "comments": len(store.comments(session, found.id or 0)),
    }
    seq = record.append(
        session, Kind.NOTICE_EXTENDED, actor=viewer.person_id, at=moment, facts=facts, signed=proof
    )
    session.add(
        NoticeExtension(
            notice_id=found.id or 0,
            last_day=found.last_day,
            until=until,
            why=why,
            by=viewer.person_id,
            at=moment,
            seq=seq,
        )
    )
    found.last_day, found.extended, found.changed_at = until, True, moment
    session.add(found)
    session.flush()


def proof_of(proof: dict[str, str], name: str) -> Any:
    """A value as it was signed."""
    return canonical.parse(proof["statement"].encode())[name]


# --- the end -----------------------------------------------------------------------------------------------


def conclusion_for(session: Session, found: Notice, *, site: str) -> dict[str, Any]:
    """What the form adds ``outcome`` and ``note`` to. A comment that comes in meanwhile makes it void."""
    said = store.comments(session, found.id or 0)
    return notices.conclusion(
        notice=found.id or 0,
        site=site,
        sha256=found.sha256,
        comments=len(said),
        objections=sum(c.stance is Stance.OBJECTION for c in said),
    )


def conclude(
    session: Session, viewer: Viewer, notice_id: int, *, site: str, said: dict[str, str], signed: Signed
) -> Notice:
    """Note the result. The same result again is harmless."""
    found = kept_by(session, viewer, notice_id)
    outcome, note = outcome_of(said["outcome"]), said["note"].strip()
    if found.stage is NoticeStage.CONCLUDED and (found.outcome, found.note) == (outcome, note):
        return found
    insist(notices.may_conclude(facts_of(session, found), outcome, note))
    expected = {**conclusion_for(session, found, site=site), **said}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    if outcome is not Outcome.WITHDRAWN and not periods.is_over(
        found.last_day, found.zone, parse(proof_of(proof, "at"))
    ):
        raise Refused(say("您的设备显示公示期还没有满"), say("请核对服务器和本机的时间，再记录结果"))
    _close(session, viewer, found, outcome, note, proof)
    return found


def outcome_of(text: str) -> Outcome:
    """A result of the form. Raises Invalid."""
    if text not in set(Outcome):
        raise Invalid(say("请选择一项"), {"outcome": say("请选择一项")})
    return Outcome(text)


def _close(
    session: Session, viewer: Viewer, found: Notice, outcome: Outcome, note: str, proof: dict[str, str]
) -> None:
    moment = now()
    said = store.comments(session, found.id or 0)
    facts = {
        "notice": found.id,
        "sha256": found.sha256,
        "outcome": outcome.value,
        "note": proof_of(proof, "note"),
        "comments": len(said),
        "objections": sum(c.stance is Stance.OBJECTION for c in said),
        "nameless": sum(c.person_id is None for c in said),
        "answered": sum(c.answered_at is not None for c in said),
        "last": found.last_day.isoformat(),
    }
    found.concluded_seq = record.append(
        session, Kind.NOTICE_CONCLUDED, actor=viewer.person_id, at=moment, facts=facts, signed=proof
    )
    found.stage, found.outcome, found.note = NoticeStage.CONCLUDED, outcome, note
    found.concluded_by, found.concluded_at, found.changed_at = viewer.person_id, moment, moment
    session.add(found)
    session.flush()

"""附议: asking delegates by name or in the open, and their signed answers."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from congress.clock import now
from congress.errors import Missing, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.motions import rules
from congress.motions.rules import Answer, Deed, Move
from congress.motions.service.loading import facts, own, visible_to
from congress.motions.service.telling import enter, tell
from congress.motions.store import Motion, Seconding
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Mandate, Viewer
from congress.sittings import service as sittings

CANDIDATES = 12
ACTS = {Answer.SECONDED: "second", Answer.DECLINED: "decline"}


@dataclass(frozen=True)
class Candidate:
    """A delegate whom the lead may ask; ``asked`` has been asked already."""

    person_id: int
    name: str
    delegation: str
    asked: bool


def candidates(session: Session, motion: Motion, words: str) -> list[Candidate]:
    """Delegates with a vote whose name, number or delegation has these words, the lead's delegation first."""
    term_id = sittings.term_of(session, motion.sitting_id)
    groups = {key: group.name for key, group in roster.delegations(session, term_id).items()}
    asked = {s.person_id for s in _answers(session, motion) if s.answer is not Answer.WITHDRAWN}
    words = words.strip().lower()

    def fits(seat: Mandate) -> bool:
        return any(
            words in text.lower()
            for text in (seat.name, seat.number, groups.get(seat.delegation_id or 0, ""))
        )

    seats = [m for m in roster.mandates(session, term_id) if m.votes and m.person_id != motion.lead_id]
    found = sorted(filter(fits, seats), key=lambda m: (m.delegation_id != motion.delegation_id, m.number))
    return [
        Candidate(m.person_id, m.name, groups.get(m.delegation_id or 0, ""), m.person_id in asked)
        for m in found[:CANDIDATES]
    ]


def invite(session: Session, viewer: Viewer, motion_id: int, people: list[int]) -> Motion:
    """Ask these delegates to second. Those who were asked already are not asked twice."""
    motion = own(session, viewer, motion_id)
    insist(rules.may_invite(facts(session, motion), viewer))
    voting = {
        person for person, _ in roster.voting_delegates(session, sittings.term_of(session, motion.sitting_id))
    }
    if not people or not set(people) <= voting - {motion.lead_id}:
        raise Missing(say("没有这位正式代表"), say("请从名单中选择要邀请的代表"))
    known = {s.person_id: s for s in _answers(session, motion)}
    for person in dict.fromkeys(people):
        asked = known.get(person) or Seconding(motion_id=motion_id, person_id=person, invited_at=now())
        if asked.answer is Answer.WITHDRAWN:
            asked.answer, asked.invited_at = Answer.PENDING, now()
        session.add(asked)
    _move(session, motion, Move.INVITE)
    return motion


def take_back(session: Session, viewer: Viewer, motion_id: int, person_id: int) -> Motion:
    """Take an invitation back that has not been answered. An answer stands."""
    motion = own(session, viewer, motion_id)
    asked = _answer(session, motion, person_id)
    if asked is None:
        raise Missing(say("没有这份邀请"))
    if asked.answer is Answer.PENDING:
        asked.answer = Answer.WITHDRAWN
        session.add(asked)
    return motion


def open_up(session: Session, viewer: Viewer, motion_id: int) -> Motion:
    """Let every delegate see the motion and second it."""
    motion = own(session, viewer, motion_id)
    insist(rules.may_seek(facts(session, motion), viewer))
    if not motion.browsable:
        motion.browsable = True
        tell(session, motion, Deed.OPENED, by=viewer.person_id)
    _move(session, motion, Move.SEEK)
    return motion


def statement(motion: Motion, answer: Answer, site: str) -> dict[str, Any]:
    """What the device signs to second or to decline the text as it now stands."""
    return rules.seconding_statement(
        act=ACTS[answer],
        site=site,
        motion=motion.id or 0,
        revision=motion.revision,
        sha256=motion.content.sha256,
    )


def second(session: Session, viewer: Viewer, motion_id: int, *, signed: Signed, site: str) -> Seconding:
    """Second a motion. Pressing twice is one seconding."""
    return _reply(session, viewer, motion_id, Answer.SECONDED, signed, site)


def decline(session: Session, viewer: Viewer, motion_id: int, *, signed: Signed, site: str) -> Seconding:
    """Decline to second, or take a seconding back while the motion still seeks."""
    return _reply(session, viewer, motion_id, Answer.DECLINED, signed, site)


def _reply(
    session: Session, viewer: Viewer, motion_id: int, answer: Answer, signed: Signed, site: str
) -> Seconding:
    motion = visible_to(session, viewer, motion_id)
    mine = _answer(session, motion, viewer.person_id)
    if mine and mine.answer is answer and mine.revision == motion.revision:
        return mine
    insist(rules.may_second(facts(session, motion), viewer))
    kept = identity.verify(
        session, person_id=viewer.person_id, signed=signed, expected=statement(motion, answer, site)
    )
    deed, kind = (
        (Deed.SECONDED, Kind.MOTION_SECONDED)
        if answer is Answer.SECONDED
        else (Deed.DECLINED, Kind.MOTION_DECLINED)
    )
    act = tell(session, motion, deed, by=viewer.person_id)
    mine = mine or Seconding(motion_id=motion_id, person_id=viewer.person_id, invited_at=act.at)
    mine.answer, mine.answered_at, mine.revision = answer, act.at, motion.revision
    mine.seq = enter(session, act, kind, {"revision": motion.revision, "text": motion.content.sha256}, kept)
    session.add(mine)
    return mine


def _move(session: Session, motion: Motion, move: Move) -> None:
    motion.stage = rules.after(motion.stage, move)
    motion.changed_at = now()
    session.add(motion)


def _answers(session: Session, motion: Motion) -> list[Seconding]:
    return list(session.exec(select(Seconding).where(Seconding.motion_id == motion.id)).all())


def _answer(session: Session, motion: Motion, person_id: int) -> Seconding | None:
    query = select(Seconding).where(Seconding.motion_id == motion.id, Seconding.person_id == person_id)
    return session.exec(query).first()

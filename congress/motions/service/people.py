"""Seconders and the discussion as one person may see them: names where they are theirs to know."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from congress.motions.rules import Answer
from congress.motions.service.discussing import thread
from congress.motions.store import Motion, Seconding
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.sittings import service as sittings


@dataclass(frozen=True)
class Seconder:
    """An invited delegate and their answer; ``stale``: it was given to an earlier text."""

    person_id: int
    name: str
    delegation: str
    answer: Answer
    stale: bool
    revision: int
    answered_at: datetime | None
    seq: int | None

    @property
    def counts(self) -> bool:
        """Signed for the text as it stands."""
        return self.answer is Answer.SECONDED and not self.stale


@dataclass(frozen=True)
class Said:
    """One comment; a hidden one has only the reason (and for the committee its words)."""

    id: int
    who: str
    delegation: str
    body: str
    at: datetime
    hidden: bool
    why: str


def delegation_names(session: Session, motion: Motion) -> dict[int, str]:
    """The delegation of every delegate of the term, by person."""
    term_id = sittings.term_of(session, motion.sitting_id)
    groups = {key: group.name for key, group in roster.delegations(session, term_id).items()}
    return {m.person_id: groups.get(m.delegation_id or 0, "") for m in roster.mandates(session, term_id)}


def seconders(session: Session, viewer: Viewer, motion: Motion) -> list[Seconder]:
    """Who seconded; who has not answered or declined is for the lead and the organisers (and oneself) only."""
    query = select(Seconding).where(Seconding.motion_id == motion.id, Seconding.answer != Answer.WITHDRAWN)
    asked = session.exec(query.order_by(col(Seconding.seq), col(Seconding.id))).all()
    names = roster.names(session, [s.person_id for s in asked])
    groups = delegation_names(session, motion)
    told = [
        Seconder(
            person_id=s.person_id,
            name=names[s.person_id],
            delegation=groups.get(s.person_id, ""),
            answer=s.answer,
            stale=s.answer is not Answer.PENDING and s.revision != motion.revision,
            revision=s.revision,
            answered_at=s.answered_at,
            seq=s.seq,
        )
        for s in asked
    ]
    return [s for s in told if s.counts or s.person_id == viewer.person_id or knows_all(viewer, motion)]


def knows_all(viewer: Viewer, motion: Motion) -> bool:
    """Whether this person may know who declined."""
    return viewer.organises or viewer.person_id == motion.lead_id


def discussion(session: Session, viewer: Viewer, motion: Motion) -> list[Said]:
    """The comments, oldest first."""
    comments = thread(session, motion.id or 0)
    names = roster.names(session, [c.person_id for c in comments])
    groups = delegation_names(session, motion)
    return [
        Said(
            id=c.id or 0,
            who=names[c.person_id],
            delegation=groups.get(c.person_id, ""),
            body=c.body if c.hidden_at is None or viewer.reviews else "",
            at=c.at,
            hidden=c.hidden_at is not None,
            why=c.hidden_why,
        )
        for c in comments
    ]

"""Motions beside each other: those that are alike, and one beside its own earlier text."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from congress.documents.changes import Piece, changes
from congress.motions.rules import Content, MotionStage
from congress.motions.service.listing import Line, lines
from congress.motions.service.loading import visible
from congress.motions.similar import most_similar
from congress.motions.store import Motion, MotionRevision
from congress.roster.rules import Viewer

GONE = (MotionStage.DRAFT, MotionStage.WITHDRAWN)


@dataclass(frozen=True)
class Likeness:
    """A motion like the one at hand, with enough of its text to judge."""

    line: Line
    grounds: str
    proposal: str


def similar(
    session: Session, viewer: Viewer, sitting_id: int, content: Content, *, but: int | None = None
) -> list[Likeness]:
    """The three motions most like this text, among those that the person may see; ``but`` leaves one out."""
    query = select(Motion).where(
        Motion.sitting_id == sitting_id,
        visible(viewer),
        col(Motion.stage).not_in(GONE),
        Motion.id != (but or 0),
    )
    others = {m.id or 0: m for m in session.exec(query)}
    ranked = most_similar(content.whole, {key: m.content.whole for key, m in others.items()})
    found = [others[key] for key in ranked]
    return [
        Likeness(line, m.grounds, m.proposal) for line, m in zip(lines(session, found), found, strict=True)
    ]


@dataclass(frozen=True)
class Rewriting:
    """What has changed since a revision that somebody seconded."""

    since: int
    title: list[Piece]
    grounds: list[Piece]
    proposal: list[Piece]


def rewriting(session: Session, motion: Motion, since: int) -> Rewriting | None:
    """The text as it stands beside that of an earlier revision."""
    query = select(MotionRevision).where(
        MotionRevision.motion_id == motion.id, MotionRevision.revision == since
    )
    old = session.exec(query).first()
    if old is None:
        return None
    return Rewriting(
        since,
        changes(old.title, motion.title),
        changes(old.grounds, motion.grounds),
        changes(old.proposal, motion.proposal),
    )

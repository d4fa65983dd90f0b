"""Writing the question before it is put."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from congress.bylaws.engine import BallotPaper, PaperKind
from congress.bylaws.terms import Form
from congress.errors import Invalid, Refusal, insist
from congress.i18n import say
from congress.polls import rules
from congress.polls.rules import PollStage, Way
from congress.polls.service.reading import poll, profile
from congress.polls.store import Poll
from congress.sittings import service as sittings
from congress.sittings.rules import SittingStage


@dataclass(frozen=True)
class Draft:
    """What the organiser writes."""

    title: str
    text: str
    matter: str
    form: Form
    may_change: bool = True
    title_en: str = ""
    paper: bool = True  # of a secret vote
    kind: PaperKind = PaperKind.MATTER
    lines: tuple[str, ...] = ()
    seats: int = 0

    @property
    def columns(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {**vars(self), "lines": list(self.lines)}


def draft(session: Session, *, item_id: int, wish: Draft) -> Poll:
    """A new question on an agenda item, numbered within the sitting. Written twice it is one draft."""
    item = sittings.item(session, item_id)
    insist(may_draft(session, item_id))
    _check(session, item.sitting_id, wish)
    if known := _same(session, item_id, wish):
        return known
    last = session.exec(select(func.max(Poll.number)).where(Poll.sitting_id == item.sitting_id)).one()
    found = Poll(item_id=item_id, sitting_id=item.sitting_id, number=(last or 0) + 1, **wish.columns)
    session.add(found)
    session.flush()
    return found


def edit(session: Session, *, poll_id: int, wish: Draft) -> Poll:
    """Change a question that has not been opened."""
    found = poll(session, poll_id)
    insist(rules.may_edit(found.stage))
    _check(session, found.sitting_id, wish)
    for name, value in wish.columns.items():
        setattr(found, name, value)
    session.add(found)
    return found


def discard(session: Session, *, poll_id: int) -> None:
    """Throw away a question that has not been opened."""
    found = poll(session, poll_id)
    insist(rules.may_edit(found.stage))
    session.delete(found)


def may_draft(session: Session, item_id: int) -> Refusal | None:
    """May a question be drafted about this item now?"""
    item = sittings.item(session, item_id)
    over = sittings.sitting(session, item.sitting_id).stage is SittingStage.OVER
    return rules.may_draft(item_struck=sittings.is_struck(item), sitting_over=over)


def _same(session: Session, item_id: int, wish: Draft) -> Poll | None:
    """The draft of this item that asks just this."""
    query = select(Poll).where(Poll.item_id == item_id, Poll.stage == PollStage.DRAFT)
    query = query.where(col(Poll.replaces_id).is_(None))  # what follows a void vote is that vote's own
    drafts = session.exec(query).all()
    asked = wish.columns.items()
    return next((one for one in drafts if all(getattr(one, name) == value for name, value in asked)), None)


def _check(session: Session, sitting_id: int, wish: Draft) -> None:
    matter = profile(session, sitting_id).matters.get(wish.matter)
    if matter is None:
        complaint = say("规则方案里没有这类事项")
        raise Invalid(complaint, {"matter": complaint})
    way = Way.of(wish.form, paper=wish.paper)
    if refusal := rules.may_ask(BallotPaper(wish.kind, wish.lines, wish.seats), way, matter):
        raise Invalid(refusal.reason, {"lines": refusal.reason})

"""What a resolution begun now from a wording would look like: for the page on which templates are edited."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from congress.clock import now
from congress.documents import text
from congress.documents.content import Document
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.polls.service import Poll
from congress.resolutions import drafts
from congress.resolutions.drafts import Occasion, Template
from congress.resolutions.service.drafting import fitting, occasion_of
from congress.resolutions.service.reading import certify, document, mark_of, sealed
from congress.resolutions.store import Resolution
from congress.roster import service as roster
from congress.sittings.service.meetings import meeting
from congress.templates.rules import Wording, fill


@dataclass(frozen=True)
class Sample:
    """A document, and the title of what it is about: empty where nothing has happened yet that it could be about."""

    document: Document
    about: str = ""


def sample(session: Session, sitting_id: int, template: Template, wording: Wording) -> Sample:
    """The resolution of the last vote that passed and fits the template, or of the last one that passed at all."""
    passed = list(_passed(session, sitting_id))
    fits = [poll for poll in passed if fitting(session, poll) is template]
    if not passed:
        return Sample(_empty(session, sitting_id, wording))
    return _about((fits or passed)[0], session, template, wording)


def _passed(session: Session, sitting_id: int) -> Iterator[Poll]:
    """Of this sitting, the last one first; then those of resolutions that have their number."""
    for poll in reversed(polls.of_sitting(session, sitting_id)):
        if poll.stage is PollStage.CLOSED and poll.passed:
            yield poll
    for found in sealed(session):
        yield polls.closed(session, found.poll_id)


def _about(poll: Poll, session: Session, template: Template, wording: Wording) -> Sample:
    occasion, day = occasion_of(session, poll)
    title, body = drafts.write(template, occasion, wording)
    moment = now()
    row = Resolution(
        sitting_id=poll.sitting_id,
        poll_id=poll.id or 0,
        issuer=occasion.company,
        title=title,
        passed_line=drafts.passed_line(occasion, day),
        body=body,
        drafted_by=0,
        drafted_at=moment,
        changed_at=moment,
    )
    return Sample(document(row, certify(poll), (), "UTC"), poll.title)


def _empty(session: Session, sitting_id: int, wording: Wording) -> Document:
    """Before the first vote: what is known is the meeting."""
    enterprise, held = roster.enterprise(session), meeting(session, sitting_id)
    company = enterprise.name if enterprise else ""
    known = {"会议": Occasion(company, held.term.number, held.sitting.number, "").meeting}
    title, body = fill(wording.title, known), fill(wording.body, known)
    return Document(mark=mark_of(company), number="", title=title, body=text.blocks(body), draft=True)

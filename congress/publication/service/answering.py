"""Answers to comments: within the days of the rule profile, to the person alone or for everybody to read."""

from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session

from congress.clock import now
from congress.errors import Conflict, Missing
from congress.i18n import say
from congress.publication import store
from congress.publication.service.reading import NONE, today
from congress.publication.store import Notice, NoticeComment
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer

PAGE = 20


@dataclass(frozen=True)
class Voice:
    """A comment as the secretariat sees it; ``name`` is empty where none was given."""

    comment: NoticeComment
    notice: Notice
    name: str
    unit: str


def comment_for(session: Session, viewer: Viewer, comment_id: int) -> Voice:
    """One comment, for the secretariat."""
    found = session.get(NoticeComment, comment_id)
    if found is None or not viewer.organises:
        raise Missing(say("没有这条意见"))
    return _voices(session, [(found, session.get_one(Notice, found.notice_id))])[0]


def comments(session: Session, viewer: Viewer, found: Notice) -> list[NoticeComment]:
    """What was said about a notice: published answers for everybody, all of it for the secretariat."""
    said = store.comments(session, found.id or 0)
    return said if viewer.organises else [c for c in said if c.public]


def said(session: Session, found: Notice) -> list[NoticeComment]:
    """Everything that was said about a notice, oldest first: for the archive, which tells only what was published."""
    return store.comments(session, found.id or 0)


def queue(session: Session, viewer: Viewer, *, answered: bool, page: int = 1) -> tuple[list[Voice], int]:
    """A page of comments on all notices, what is due first at the top, and how many there are."""
    if not viewer.organises:
        raise NONE
    rows, total = store.comments_page(session, answered=answered, start=PAGE * (page - 1), limit=PAGE)
    return _voices(session, rows), total


def _voices(session: Session, rows: list[tuple[NoticeComment, Notice]]) -> list[Voice]:
    people = {c.person_id for c, _ in rows if c.person_id is not None}
    names = roster.names(session, people)
    homes = {person: roster.person(session, person).unit_id for person in people}
    units = roster.units(session)
    return [
        Voice(
            comment,
            notice,
            names.get(comment.person_id or 0, ""),
            units[homes[comment.person_id]].name if comment.person_id else "",
        )
        for comment, notice in rows
    ]


def answer(session: Session, viewer: Viewer, comment_id: int, *, words: str, public: bool) -> NoticeComment:
    """Answer a comment, once. The same answer again is harmless.

    A private one stands in the record by its hash alone. Of a published one the comment's hash stands there too.
    """
    voice = comment_for(session, viewer, comment_id)
    found = voice.comment
    if found.answered_at:
        if (found.answer, found.public) == (words, public):
            return found
        raise Conflict(say("这条意见已经答复"), say("答复不能更改；需要补充的，请另行联系或者发布通知"))
    found.answer, found.public = words, public
    found.answered_by, found.answered_at = viewer.person_id, now()
    facts = {
        "notice": found.notice_id,
        "comment": comment_id,
        "stance": found.stance.value,
        "public": public,
        "late": today(voice.notice, found.answered_at) > found.due_on,
        "answer_sha256": sha256(words.encode()).hexdigest(),
        "answer": words if public else None,
        "comment_sha256": sha256(found.body.encode()).hexdigest() if public else None,
    }
    found.answered_seq = record.append(
        session, Kind.NOTICE_ANSWERED, actor=viewer.person_id, at=found.answered_at, facts=facts
    )
    session.add(found)
    return found

"""Comments of employees on a notice, with their name for the secretariat alone, or without one where the notice allows it."""

from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session

from congress.bylaws.calendar import WorkCalendar
from congress.bylaws.deadlines import due
from congress.bylaws.profile import Deadline
from congress.clock import now
from congress.errors import Conflict, Missing, insist
from congress.i18n import say
from congress.publication import store
from congress.publication.rules import Stance, comments, periods
from congress.publication.service.calendar import calendar
from congress.publication.service.reading import today, visible_to
from congress.publication.store import Notice, NoticeComment
from congress.roster.rules import Viewer


@dataclass(frozen=True)
class Words:
    """What a form brings. ``code`` was made for the form when it was shown (see :data:`comments.CODE`)."""

    code: str
    stance: Stance
    body: str
    named: bool


def say_about(session: Session, viewer: Viewer, notice_id: int, words: Words) -> NoticeComment:
    """Hand a comment in. The same form again is the same comment, whatever happened to the network between.

    A comment without a name keeps nothing of who brought it: no person, no time of day, no entry of the record.
    """
    found = visible_to(session, viewer, notice_id)
    if not comments.CODE.fullmatch(words.code):
        raise Conflict(say("表单不完整"), say("请刷新页面后重新提交"))
    person = viewer.person_id if words.named else None
    if known := store.by_code(session, notice_id, hashed(words.code)):
        return _again(known, person)
    earlier = [c for c in store.comments(session, notice_id) if c.person_id == person]
    if words.named and (same := next((c for c in earlier if c.body == words.body), None)):
        return same
    insist(
        comments.may_comment(
            found.stage, named=words.named, nameless_allowed=found.nameless, earlier=len(earlier)
        )
    )
    made = _made(found, words, person, calendar(session))
    session.add(made)
    session.flush()
    return made


def _again(known: NoticeComment, person: int | None) -> NoticeComment:
    """The form that came before; nobody is given another person's comment."""
    if known.person_id != person:
        raise Conflict(say("这张表单已经用过"), say("请刷新页面后重新提交"))
    return known


def _made(found: Notice, words: Words, person: int | None, days: WorkCalendar) -> NoticeComment:
    moment = now()
    day = today(found, moment)
    rule = Deadline("", "", "", found.answer_days, found.answer_working, before=False, sources=())
    return NoticeComment(
        notice_id=found.id or 0,
        person_id=person,
        code=hashed(words.code),
        stance=words.stance,
        body=words.body,
        day=day,
        at=moment if person else None,
        late=periods.is_over(found.last_day, found.zone, moment),
        due_on=due(day, rule, days),
    )


def hashed(code: str) -> str:
    """How a code is kept: who reads the database cannot follow a comment up."""
    return sha256(code.encode()).hexdigest()


def mine(session: Session, viewer: Viewer, notice_id: int) -> list[NoticeComment]:
    """What this person said with their name, oldest first."""
    return [c for c in store.comments(session, notice_id) if c.person_id == viewer.person_id]


def found_again(session: Session, notice_id: int, code: str) -> NoticeComment:
    """A comment without a name, for whoever has its code."""
    found = store.by_code(session, notice_id, hashed(code)) if comments.CODE.fullmatch(code) else None
    if found is None or found.person_id is not None:
        raise Missing(say("没有这条意见"), say("请核对查询码"))
    return found

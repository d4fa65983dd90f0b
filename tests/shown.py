"""Notices of the small congress: put up, commented on, answered, ended; some of it on another day."""

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

from cast import SITE, Cast
from hall import Hall
from passed import viewer
from sqlmodel import Session, select

from congress.clock import as_of, now
from congress.publication import service as publication
from congress.publication.rules import Outcome, Stance, Subject, periods
from congress.publication.rules.periods import Span
from congress.publication.service import Notice, NoticeComment, Wish, Words

T = TypeVar("T")
BODY = "经民主推荐，现将职工董事候选人公示如下：\n1. 顾玥，铸造车间。"


def wish(**changes: object) -> Wish:
    """A notice of candidates, for five days."""
    values = {
        "subject": Subject.CANDIDATES,
        "matter": "elect_employee_director",
        "title": "关于职工董事候选人的公示",
        "body": BODY,
        "contact": "致电工会（内线8021）",
        "span": Span(5, working=True),
    }
    return Wish(**{**values, **changes})  # type: ignore[arg-type]


def posted(session: Session, cast: Cast, *, days_ago: int = 0, **changes: object) -> Notice:
    """A notice on show, put up so many days ago."""
    with as_of(now() - timedelta(days=days_ago)):
        return publication.post(session, viewer(session, cast, "olga"), cast.sitting_id, wish(**changes))


def over(session: Session, cast: Cast, **changes: object) -> Notice:
    """A notice whose last day has ended."""
    return posted(session, cast, days_ago=40, **changes)


def words(
    body: str = "候选人应当公开述职。",
    stance: Stance = Stance.SUGGESTION,
    *,
    named: bool = True,
    code: str = "",
) -> Words:
    """What a form brings."""
    return Words(code or secrets.token_hex(10), stance, body, named)


def commented(
    session: Session, cast: Cast, found: Notice, name: str = "dan", said: Words | None = None
) -> NoticeComment:
    """One comment."""
    return publication.say_about(session, viewer(session, cast, name), found.id or 0, said or words())


def answered(
    session: Session, cast: Cast, comment: NoticeComment, text: str = "已采纳。", *, public: bool = True
) -> NoticeComment:
    olga = viewer(session, cast, "olga")
    return publication.answer(session, olga, comment.id or 0, words=text, public=public)


def concluded(
    session: Session,
    cast: Cast,
    found: Notice,
    outcome: Outcome = Outcome.NO_OBJECTION,
    note: str = "",
    *,
    name: str = "olga",
    at: str = "",
) -> Notice:
    """The result, signed; ``at`` is what the device's clock says."""
    said = {"outcome": outcome.value, "note": note}
    template = publication.conclusion_for(session, found, site=SITE)
    signed = cast[name].sign(**template, **said, **({"at": at} if at else {}))
    return publication.conclude(
        session, viewer(session, cast, name), found.id or 0, site=SITE, said=said, signed=signed
    )


def extended(
    session: Session, cast: Cast, found: Notice, until: date, why: str = "补充材料", *, name: str = "olga"
) -> Notice:
    """More days, signed."""
    said = {"until": until.isoformat(), "why": why}
    signed = cast[name].sign(**publication.extension_for(found, site=SITE), **said)
    return publication.extend(
        session, viewer(session, cast, name), found.id or 0, site=SITE, said=said, signed=signed
    )


def moment(found: Notice) -> datetime:
    """The last moment of the last day."""
    return periods.ends_at(found.last_day, found.zone) - timedelta(milliseconds=1)


def then(moment: datetime, what: Callable[..., T], *args: object, **more: object) -> Callable[[Session], T]:
    """A job for the writer that happens at this moment."""

    def job(session: Session) -> T:
        with as_of(moment):
            return what(session, *args, **more)

    return job


def form(body: str = "候选人应当公开述职。", **changes: str) -> dict[str, str]:
    """A comment as its form sends it."""
    return {"code": secrets.token_hex(10), "stance": "suggestion", "body": body, "named": "yes", **changes}


def said(hall: Hall) -> list[NoticeComment]:
    """Every comment that was taken."""
    with hall.house.database.read() as session:
        return list(session.exec(select(NoticeComment)).all())

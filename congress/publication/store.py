"""Tables of what is shown to all employees, what they said about it, and the days that are not worked."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from congress.publication.rules import NoticeStage, Outcome, Stance, Subject
from congress.schema import Table, state, text


class Notice(Table, table=True):
    """公示. Its words are kept as they were shown; ``sha256`` freezes them, with the hash of the resolution they are about.

    ``open``: readable without signing in. ``nameless``: comments without a name are taken.
    """

    __table_args__ = (UniqueConstraint("year", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    year: int
    number: int  # 职代会公示〔year〕number 号, without gaps within the year
    subject: Subject = state(Subject)
    matter: str  # its key in the rule profile
    resolution_id: int | None = Field(default=None, foreign_key="resolution.id", index=True)
    resolution_sha256: str = ""
    issuer: str
    title: str
    body: str = text()
    contact: str
    open: bool = False
    nameless: bool = False
    sha256: str
    zone: str
    days: int
    working: bool
    answer_days: int
    answer_working: bool
    first_day: date
    last_day: date
    extended: bool = False
    stage: NoticeStage = state(NoticeStage, NoticeStage.SHOWN, index=True)
    outcome: Outcome | None = state(Outcome, nullable=True)
    note: str = text(default="")
    posted_by: int = Field(foreign_key="person.id")
    posted_at: datetime
    posted_seq: int = 0  # entries of the record
    changed_at: datetime
    concluded_by: int | None = Field(default=None, foreign_key="person.id")
    concluded_at: datetime | None = None
    concluded_seq: int | None = None


class NoticeExtension(Table, table=True):
    """A notice was given more days."""

    __tablename__ = "notice_extension"
    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id", index=True)
    last_day: date  # before
    until: date
    why: str = text()
    by: int = Field(foreign_key="person.id")
    at: datetime
    seq: int


class NoticeComment(Table, table=True):
    """What somebody said about a notice. Without a name there is neither a person nor a time of day in it.

    ``code`` is the SHA-256 of what the form was known by: the same form again is the same comment.
    """

    __tablename__ = "notice_comment"
    __table_args__ = (UniqueConstraint("notice_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    code: str
    stance: Stance = state(Stance)
    body: str = text()
    day: date
    at: datetime | None = None
    late: bool = False
    due_on: date
    answer: str = text(default="")
    public: bool = False  # the comment and its answer are shown with the notice
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    answered_seq: int | None = None


class CalendarDay(Table, table=True):
    """A day that is not worked, or is worked, against its weekday."""

    __tablename__ = "calendar_day"
    day: date = Field(primary_key=True)
    works: bool
    name: str


def notices(session: Session, *, only_open: bool = False) -> list[Notice]:
    """Those on show first, the newest first."""
    query = select(Notice).order_by(col(Notice.stage).desc(), col(Notice.id).desc())
    if only_open:
        query = query.where(col(Notice.open))
    return list(session.exec(query).all())


def latest(session: Session) -> Notice | None:
    """The newest notice."""
    return session.exec(select(Notice).order_by(col(Notice.id).desc()).limit(1)).first()


def of_resolution(session: Session, resolution_id: int) -> list[Notice]:
    """Every notice of a resolution, newest first."""
    query = select(Notice).where(Notice.resolution_id == resolution_id).order_by(col(Notice.id).desc())
    return list(session.exec(query).all())


def next_number(session: Session, year: int) -> int:
    """The number after the last one of the year."""
    return (session.exec(select(func.max(Notice.number)).where(Notice.year == year)).one() or 0) + 1


def extensions(session: Session, notice_id: int) -> list[NoticeExtension]:
    """How often it was given more days, in order."""
    query = select(NoticeExtension).where(NoticeExtension.notice_id == notice_id)
    return list(session.exec(query.order_by(col(NoticeExtension.seq))).all())


def comments(session: Session, notice_id: int) -> list[NoticeComment]:
    """Everything that was said about a notice, oldest first."""
    query = select(NoticeComment).where(NoticeComment.notice_id == notice_id)
    return list(session.exec(query.order_by(col(NoticeComment.id))).all())


def by_code(session: Session, notice_id: int, code: str) -> NoticeComment | None:
    """The comment that a form has become."""
    query = select(NoticeComment).where(NoticeComment.notice_id == notice_id, NoticeComment.code == code)
    return session.exec(query).first()


def comments_page(
    session: Session, *, answered: bool, start: int, limit: int
) -> tuple[list[tuple[NoticeComment, Notice]], int]:
    """Comments on all notices and how many there are: unanswered ones by what is due first, answered ones newest first."""
    wanted = (
        col(NoticeComment.answered_at).is_not(None) if answered else col(NoticeComment.answered_at).is_(None)
    )
    total = session.exec(select(func.count(col(NoticeComment.id))).where(wanted)).one()
    first = col(NoticeComment.answered_at).desc() if answered else col(NoticeComment.due_on)
    query = select(NoticeComment, Notice).join(Notice).where(wanted).order_by(first, col(NoticeComment.id))
    return [(c, n) for c, n in session.exec(query.offset(start).limit(limit))], total


def calendar_days(session: Session) -> list[CalendarDay]:
    """Every day that was noted, in order."""
    return list(session.exec(select(CalendarDay).order_by(col(CalendarDay.day))).all())


def days_between(session: Session, first: date, last: date) -> Iterable[CalendarDay]:
    """The days noted in a range."""
    query = select(CalendarDay).where(col(CalendarDay.day) >= first, col(CalendarDay.day) <= last)
    return session.exec(query).all()

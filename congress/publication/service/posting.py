"""Putting up a notice: its words frozen, its days counted by the rule profile and the enterprise's calendar."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.bylaws.profile import Deadline, Profile, builtin, from_json
from congress.bylaws.terms import blocks
from congress.clock import now
from congress.documents.lengths import TITLE_MOST, may_be_titled
from congress.documents.text import blanks
from congress.errors import Conflict, Invalid, Missing, insist
from congress.i18n import say
from congress.publication import store
from congress.publication.drafts import DRAFTS
from congress.publication.rules import PERIODS, Outcome, Subject, notices, periods
from congress.publication.rules.periods import Period, Span
from congress.publication.service.calendar import calendar
from congress.publication.store import Notice
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.sittings import service as sittings

CONTACT = "联系职工代表大会秘书处"


@dataclass(frozen=True)
class Wish:
    """What the secretariat wants to show. ``resolution_sha256`` is the hash of the resolution, where it is about one."""

    subject: Subject
    matter: str
    title: str
    body: str
    contact: str
    span: Span
    open: bool = False
    nameless: bool = False
    resolution_id: int | None = None
    resolution_sha256: str = ""


def profile(session: Session, sitting_id: int) -> Profile:
    """The rules in force for a sitting."""
    return from_json(sittings.profile_of(session, sitting_id))


def rule_for(found: Profile, subject: Subject) -> Deadline:
    """How long the profile wants it shown. Profiles from before there were notices lack some: the national one has them."""
    key = PERIODS[subject]
    return found.deadlines.get(key) or builtin()["national"].deadlines[key]


def least(session: Session, sitting_id: int, subject: Subject) -> tuple[Span, Deadline]:
    """The days that the profile asks, and the rule with its sources."""
    rule = rule_for(profile(session, sitting_id), subject)
    return Span(rule.days, rule.working), rule


def begin(session: Session, sitting_id: int, subject: Subject) -> Wish:
    """What a form begins with: a template; contact and anonymity as in the notice before."""
    span, _ = least(session, sitting_id, subject)
    before = store.latest(session)
    title, body = DRAFTS.get(subject, ("", ""))
    return Wish(
        subject=subject,
        matter="",
        title=title,
        body=body,
        contact=before.contact if before else CONTACT,
        span=span,
        nameless=before.nameless if before else False,
    )


def preview(session: Session, viewer: Viewer, sitting_id: int, wish: Wish) -> Notice:
    """The notice as it would be if it were put up now. Nothing is kept."""
    roster.organiser(viewer)
    return _made(session, viewer, sitting_id, wish, now())


def post(session: Session, viewer: Viewer, sitting_id: int, wish: Wish) -> Notice:
    """Put it up. The same words again while they are shown are the same notice."""
    roster.organiser(viewer)
    made = _made(session, viewer, sitting_id, wish, now())
    if known := _already(session, made):
        return known
    _check(session, sitting_id, wish)
    made.number = store.next_number(session, made.year)
    session.add(made)
    session.flush()
    made.posted_seq = record.append(
        session, Kind.NOTICE_POSTED, actor=viewer.person_id, at=made.posted_at, facts=_facts(made)
    )
    session.add(made)
    session.flush()
    return made


def _already(session: Session, made: Notice) -> Notice | None:
    if made.resolution_id is not None:
        known = next(iter(store.of_resolution(session, made.resolution_id)), None)
        if known is None or known.outcome is Outcome.WITHDRAWN:
            return None
        if known.sha256 != made.sha256:
            raise Conflict(say("这份决议已经公示"), say("需要改动公示的，请先撤回原来的一份"))
        return known
    shown = [found for found in store.notices(session) if found.concluded_at is None]
    return next((found for found in shown if found.sha256 == made.sha256), None)


def _check(session: Session, sitting_id: int, wish: Wish) -> None:
    span, rule = least(session, sitting_id, wish.subject)
    insist(periods.may_last(wish.span, span, firm=blocks(rule.sources)))
    insist(may_be_titled(wish.title, TITLE_MOST))
    if wish.matter not in profile(session, sitting_id).matters:
        raise Missing(say("规则方案里没有这类事项"))
    if left := blanks(f"{wish.title}\n{wish.body}\n{wish.contact}"):
        complaint = say("还有没填的空：{blanks}", blanks="".join(left))
        raise Invalid(complaint, {"body": complaint})


def _made(session: Session, viewer: Viewer, sitting_id: int, wish: Wish, moment: datetime) -> Notice:
    enterprise = roster.enterprise(session)
    if enterprise is None:
        raise Missing(say("还没有会议"))
    day = moment.astimezone(ZoneInfo(enterprise.timezone)).date()
    span = replace(wish.span, days=min(max(wish.span.days, 1), periods.DAYS_MOST))
    counted: Period = periods.period(day, span, calendar(session))
    answer = profile(session, sitting_id).deadlines["comments_answer"]
    return Notice(
        sitting_id=sitting_id,
        year=day.year,
        number=store.next_number(session, day.year),
        subject=wish.subject,
        matter=wish.matter,
        resolution_id=wish.resolution_id,
        resolution_sha256=wish.resolution_sha256,
        issuer=enterprise.name,
        title=wish.title,
        body=wish.body,
        contact=wish.contact,
        open=wish.open,
        nameless=wish.nameless,
        sha256=notices.shown_hash(title=wish.title, body=wish.body, resolution=wish.resolution_sha256),
        zone=enterprise.timezone,
        days=span.days,
        working=span.working,
        answer_days=answer.days,
        answer_working=answer.working,
        first_day=counted.first,
        last_day=counted.last,
        posted_by=viewer.person_id,
        posted_at=moment,
        changed_at=moment,
    )


def _facts(made: Notice) -> dict[str, object]:
    """What the record keeps of a notice: everything it shows, and how its days were counted."""
    return {
        "notice": made.id,
        "sitting": made.sitting_id,
        "year": made.year,
        "number": made.number,
        "subject": made.subject.value,
        "matter": made.matter,
        "resolution": made.resolution_id,
        "sha256": made.sha256,
        "text": {"title": made.title, "body": made.body, "resolution": made.resolution_sha256},
        "contact": made.contact,
        "open": made.open,
        "nameless": made.nameless,
        "days": made.days,
        "working": made.working,
        "first": made.first_day.isoformat(),
        "last": made.last_day.isoformat(),
        "zone": made.zone,
    }

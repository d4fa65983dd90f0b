"""Drafting: from a passed poll to a text, to its freezing for signature, and back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.bylaws.terms import Verb
from congress.clock import now
from congress.crypto.canonical import digest
from congress.documents.text import formal_date
from congress.errors import Conflict, Missing, insist
from congress.i18n import say
from congress.polls import service as polls
from congress.polls.service import Poll
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import drafts, rules, store
from congress.resolutions.drafts import Occasion, Template
from congress.resolutions.rules import Move
from congress.resolutions.service.reading import certify, current_hash, kept_by
from congress.resolutions.store import Resolution
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.sittings.service.meetings import meeting
from congress.templates import service as templates


def offered(session: Session, poll_id: int) -> tuple[Poll, Template]:
    """A closed poll, and the template that fits it best."""
    poll = polls.closed(session, poll_id)
    return poll, fitting(session, poll)


def fitting(session: Session, poll: Poll) -> Template:
    """The template that fits a poll best."""
    passes = polls.matter_of(session, poll).verb is Verb.PASS
    has_motion = polls.proposer(session, poll) is not None
    return drafts.fitting(has_motion=has_motion, passes=passes, kind=poll.kind)


def create(session: Session, viewer: Viewer, *, poll_id: int, template: Template) -> Resolution:
    """Begin the resolution of a passed poll. A second press finds the draft of the first."""
    if not viewer.organises:
        raise Missing(say("没有这个页面"))
    poll = polls.closed(session, poll_id)
    insist(rules.may_draft(passed=bool(poll.passed)))
    if begun := store.of_poll(session, poll_id):
        return begun
    moment = now()
    occasion, day = occasion_of(session, poll)
    wording = templates.current(session, drafts.ORIGINALS[drafts.key_of(template)])
    title, body = drafts.write(template, occasion, wording)
    found = Resolution(
        sitting_id=poll.sitting_id,
        poll_id=poll_id,
        issuer=occasion.company,
        title=title,
        passed_line=drafts.passed_line(occasion, day),
        body=body,
        drafted_by=viewer.person_id,
        drafted_at=moment,
        changed_at=moment,
    )
    session.add(found)
    session.flush()
    facts = {"poll": poll_id, "resolution": found.id, "template": template.value}
    record.append(session, Kind.RESOLUTION_DRAFTED, actor=viewer.person_id, at=moment, facts=facts)
    return found


def occasion_of(session: Session, poll: Poll) -> tuple[Occasion, str]:
    """What a template needs to know of a poll, and the day on which it ended, as documents say it."""
    enterprise = roster.enterprise(session)
    if enterprise is None:
        raise Missing(say("还没有会议"))
    held = meeting(session, poll.sitting_id)
    day = (poll.closed_at or now()).astimezone(ZoneInfo(enterprise.timezone)).date()
    occasion = Occasion(enterprise.name, held.term.number, held.sitting.number, drafts.subject_of(poll.title))
    return occasion, formal_date(day)


def stamp_of(found: Resolution) -> str:
    """What an editor was shown: sent back with the form, so that nobody's words are overwritten unseen."""
    return digest({"body": found.body, "revision": found.revision, "title": found.title})


def edit(
    session: Session, viewer: Viewer, resolution_id: int, *, title: str, body: str, seen: str
) -> Resolution:
    """Change title and body: nothing else of a resolution can be typed."""
    found = kept_by(session, viewer, resolution_id)
    insist(rules.may_move(found.stage, Move.EDIT))
    if (found.title, found.body) == (title, body):
        return found
    if seen != stamp_of(found):
        raise Conflict(say("这份草稿在您打开之后被别人改过"), say("请复制您的文字，刷新后对照修改"))
    found.title, found.body, found.changed_at = title, body, now()
    session.add(found)
    return found


def start(session: Session, viewer: Viewer, resolution_id: int, *, seen: str) -> Resolution:
    """Freeze the text and ask for signatures. Pressing twice is harmless."""
    found = kept_by(session, viewer, resolution_id)
    if found.stage is rules.ResolutionStage.SIGNING:
        return found
    insist(rules.may_move(found.stage, Move.START))
    if seen != stamp_of(found):
        raise Conflict(say("这份草稿在您打开之后有改动"), say("请刷新后再看一遍，然后送签"))
    known = certify(polls.closed(session, found.poll_id))
    insist(rules.may_start(found.title, found.body, known.figures))
    found.sha256 = current_hash(found, known)
    _move(session, found, Move.START)
    facts = {"resolution": found.id, "revision": found.revision, "sha256": found.sha256}
    record.append(session, Kind.RESOLUTION_FROZEN, actor=viewer.person_id, at=found.changed_at, facts=facts)
    return found


def recall(session: Session, viewer: Viewer, resolution_id: int) -> Resolution:
    """Back to drafting: a new revision; signatures under the old one stay, void."""
    found = kept_by(session, viewer, resolution_id)
    if found.stage is rules.ResolutionStage.DRAFT:
        return found
    insist(rules.may_move(found.stage, Move.RECALL))
    voided = [a.seq for a in store.approvals(session, found.id or 0) if a.revision == found.revision]
    found.revision, found.sha256 = found.revision + 1, ""
    _move(session, found, Move.RECALL)
    facts = {"resolution": found.id, "revision": found.revision, "void": voided}
    record.append(session, Kind.RESOLUTION_RECALLED, actor=viewer.person_id, at=found.changed_at, facts=facts)
    return found


def _move(session: Session, found: Resolution, move: Move, at: datetime | None = None) -> None:
    found.stage, found.changed_at = rules.after(found.stage, move), at or now()
    session.add(found)

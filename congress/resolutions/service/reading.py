"""Resolutions as pages and other slices read them: what the poll certifies, who signed, the document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.documents import text
from congress.documents.content import Annex, Document, Imprint, Signature
from congress.errors import Missing
from congress.i18n import Message, render, say
from congress.polls import service as polls
from congress.polls.rules import counted, full_text
from congress.polls.service import Poll
from congress.resolutions import rules, store
from congress.resolutions.certificates import Certificate, sealed_matter
from congress.resolutions.rules import SIGNATORIES, ResolutionStage, Signatory
from congress.resolutions.store import Approval, Resolution
from congress.roster import service as roster
from congress.roster.rules import OfficeKind, Viewer

CODE = "职代会"
INSIDERS = frozenset(
    {OfficeKind.PRESIDIUM, OfficeKind.EXECUTIVE_CHAIR, OfficeKind.CHIEF_TELLER, OfficeKind.SECRETARIAT}
)
ROLES = {
    OfficeKind.EXECUTIVE_CHAIR: Signatory.EXECUTIVE_CHAIR,
    OfficeKind.CHIEF_TELLER: Signatory.CHIEF_TELLER,
}
NONE = Missing(say("没有这份决议"), say("它可能还没有公布"))


@dataclass(frozen=True)
class Mark:
    """One signature: ``void`` when the text was changed after it."""

    role: Message
    name: str
    at: datetime
    revision: int
    void: bool
    key: str
    seq: int


@dataclass(frozen=True)
class Sheet:
    """A resolution with everything that stands in it and under it."""

    resolution: Resolution
    number: str
    certificate: Certificate
    marks: tuple[Mark, ...]
    document: Document

    @property
    def valid(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if not mark.void)

    @property
    def void(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.void)


@dataclass(frozen=True)
class Line:
    """A resolution in a list."""

    resolution: Resolution
    number: str
    certificate: Certificate


# --- who may load ------------------------------------------------------------------------------------------


def is_insider(viewer: Viewer | None) -> bool:
    """Those who draft, sign and preside see a resolution before it is published."""
    return viewer is not None and bool(viewer.offices & INSIDERS)


def load(session: Session, resolution_id: int) -> Resolution:
    """A resolution, or Missing. For slices that have their own say on who may see it."""
    found = session.get(Resolution, resolution_id)
    if found is None:
        raise NONE
    return found


def visible_to(session: Session, viewer: Viewer | None, resolution_id: int) -> Resolution:
    """Published ones for everybody, the others for insiders."""
    found = load(session, resolution_id)
    if found.stage is not ResolutionStage.PUBLISHED and not is_insider(viewer):
        raise NONE
    return found


def kept_by(session: Session, viewer: Viewer, resolution_id: int) -> Resolution:
    """For the secretariat, which drafts, sends to be signed, and publishes."""
    if not viewer.organises:
        raise NONE
    return load(session, resolution_id)


def roles_of(viewer: Viewer) -> frozenset[Signatory]:
    """As what this person may sign."""
    return frozenset(role for office, role in ROLES.items() if office in viewer.offices)


# --- what the poll certifies -------------------------------------------------------------------------------


def certify(poll: Poll) -> Certificate:
    """What a closed poll certifies."""
    if poll.rule is None or poll.counts is None or poll.closed_at is None:
        raise Missing(say("这项表决还没有结果"))
    counts, votes = counted(poll.counts, poll.votes)
    return Certificate(
        poll=poll.id or 0,
        number=poll.number,
        title=poll.title,
        title_en=poll.title_en,
        text=full_text(poll.text, poll.ballot_paper),
        text_sha256=poll.text_sha256,
        form=poll.form,
        matter=sealed_matter(poll.rule),
        paper=poll.ballot_paper,
        counts=counts,
        votes=votes,
        closed_at=poll.closed_at,
    )


def certificate(session: Session, found: Resolution) -> Certificate:
    """What the poll behind a resolution certifies."""
    return certify(polls.closed(session, found.poll_id))


def certificates(session: Session, resolution_ids: Iterable[int]) -> dict[int, Line]:
    """Several at once, in two queries: for inboxes and lists."""
    return {line.resolution.id or 0: line for line in _lines(session, store.by_ids(session, resolution_ids))}


def _lines(session: Session, found: Iterable[Resolution]) -> list[Line]:
    rows = list(found)
    known = polls.several(session, {row.poll_id for row in rows})
    return [Line(row, number_of(row), certify(known[row.poll_id])) for row in rows]


def number_of(found: Resolution) -> str:
    """职代会〔2026〕3号; empty until it is sealed."""
    if found.year is None or found.number is None:
        return ""
    return text.formal_number(CODE, found.year, found.number)


# --- lists -------------------------------------------------------------------------------------------------


def listed(session: Session, viewer: Viewer | None) -> list[Line]:
    """Published ones; for insiders also those under way."""
    stages = set(ResolutionStage) if is_insider(viewer) else {ResolutionStage.PUBLISHED}
    return _lines(session, store.in_stages(session, stages))


def sealed(session: Session) -> list[Resolution]:
    """All that were signed and numbered, newest first. For slices that have their own say on who may see them."""
    return store.in_stages(session, {ResolutionStage.SEALED, ResolutionStage.PUBLISHED})


def numbered(session: Session, sitting_ids: Iterable[int]) -> list[Resolution]:
    """Those of these sittings that were signed and have their number: for the archive."""
    return store.numbered(session, sitting_ids)


def of_poll(session: Session, viewer: Viewer | None, poll_id: int) -> Resolution | None:
    """The resolution that a poll became, if this person may see it."""
    found = store.of_poll(session, poll_id)
    if found and (found.stage is ResolutionStage.PUBLISHED or is_insider(viewer)):
        return found
    return None


def waiting(session: Session, sitting_id: int) -> list[Poll]:
    """Polls that passed and have no resolution yet."""
    passed = [poll for poll in polls.of_sitting(session, sitting_id) if poll.passed]
    taken = store.drafted(session, [poll.id or 0 for poll in passed])
    return [poll for poll in passed if poll.id not in taken]


# --- one resolution ----------------------------------------------------------------------------------------


def sheet(session: Session, found: Resolution, zone: str) -> Sheet:
    """A resolution with its certificate, its signatures and its document."""
    known = certificate(session, found)
    marks = tuple(_marks(session, found))
    return Sheet(found, number_of(found), known, marks, document(found, known, marks, zone))


def _marks(session: Session, found: Resolution) -> Iterable[Mark]:
    signed = store.approvals(session, found.id or 0)
    names = roster.names(session, {approval.person_id for approval in signed})
    return [_mark(approval, names[approval.person_id], found.revision) for approval in signed]


def _mark(approval: Approval, name: str, revision: int) -> Mark:
    return Mark(
        role=SIGNATORIES[approval.signatory],
        name=name,
        at=approval.at,
        revision=approval.revision,
        void=approval.revision != revision,
        key=approval.key,
        seq=approval.seq,
    )


def document(found: Resolution, known: Certificate, marks: Iterable[Mark], zone: str) -> Document:
    """The resolution as a formal document: its counts and the text voted on come from the poll."""
    return Document(
        mark=mark_of(found.issuer),
        number=number_of(found),
        title=found.title,
        passed=found.passed_line,
        body=text.body(found.body, known.tally),
        annexes=(Annex(f"{known.title}（提交表决的文本）", text.blocks(known.text)),),
        imprint=imprint(found, zone),
        signatures=tuple(
            Signature(render(mark.role, "zh"), mark.name, formal_moment(mark.at, zone), mark.key)
            for mark in marks
            if not mark.void
        ),
        draft=found.number is None,
    )


def imprint(found: Resolution, zone: str) -> Imprint | None:
    """版记 (7.4): the union prints it, on the day on which both had signed; before that nothing is printed."""
    if found.sealed_at is None:
        return None
    day = found.sealed_at.astimezone(ZoneInfo(zone)).date()
    return Imprint(f"{found.issuer}工会委员会", text.formal_date(day))


def mark_of(company: str) -> str:
    """发文机关标志 of a resolution."""
    return f"{company}职工代表大会文件"


def formal_moment(at: datetime, zone: str) -> str:
    """2026年3月8日 15:04."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{text.formal_date(local.date())} {local:%H:%M}"


def draft_document(found: Resolution, known: Certificate, *, title: str, body: str) -> Document:
    """The document as it would be with this title and body: for the preview beside the text."""
    preview = found.model_copy(update={"title": title, "body": body})
    return document(preview, known, (), "UTC")


def current_text(found: Resolution, known: Certificate) -> dict[str, Any]:
    """What would be frozen now; in a signed resolution, what was."""
    return rules.frozen_text(title=found.title, body=found.body, poll=found.poll_id, counts=known.counted)


def current_hash(found: Resolution, known: Certificate) -> str:
    """What would be signed now."""
    return rules.frozen_hash(title=found.title, body=found.body, poll=found.poll_id, counts=known.counted)

"""What an entry of the record looks like. Pure: the archive's verifier reads entries with this alone.

An entry is canonical JSON with ``seq`` (0, 1, 2 …), ``prev`` (leaf hash of the entry
before it, hex), ``at`` (RFC 3339), ``kind``, ``actor`` (person id; 0 is the software
itself), ``facts``, and for a signed act ``signed`` (statement, key id, signature).
Its leaf is hashed as in RFC 9162 section 2.1.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from congress import clock
from congress.crypto.canonical import canonical, parse
from congress.crypto.merkle import leaf_hash

NOTHING = bytes(32)  # the "entry before" the first
HEAD = "congress/head/1"


class Kind(StrEnum):
    """Every official act that the record knows."""

    FOUNDED = "congress.founded"
    ENTERPRISE_CHANGED = "enterprise.changed"
    ROSTER_IMPORTED = "roster.imported"
    UNIT_CHANGED = "unit.changed"
    PERSON_CHANGED = "person.changed"
    DELEGATION_CHANGED = "delegation.changed"
    DELEGATE_CHANGED = "delegate.changed"
    OFFICE_CHANGED = "office.changed"
    ACCOUNT_CHANGED = "account.changed"
    INVITATION_MADE = "invitation.made"
    INVITATION_USED = "invitation.used"
    INVITATION_REVOKED = "invitation.revoked"
    KEY_REGISTERED = "key.registered"
    KEY_REVOKED = "key.revoked"
    PROFILE_CHOSEN = "profile.chosen"
    MOTION_SUBMITTED = "motion.submitted"
    MOTION_SECONDED = "motion.seconded"
    MOTION_DECLINED = "motion.declined"
    MOTION_REVISED = "motion.revised"
    MOTION_REVIEWED = "motion.reviewed"
    MOTION_PLACED = "motion.placed"
    MOTION_SETTLED = "motion.settled"
    MOTION_WITHDRAWN = "motion.withdrawn"
    COMMENT_HIDDEN = "comment.hidden"
    SUGGESTION_ANSWERED = "suggestion.answered"
    SITTING_OPENED = "sitting.opened"
    SITTING_CLOSED = "sitting.closed"
    ITEM_ADDED = "item.added"
    ITEM_TAKEN = "item.taken"
    ITEM_DONE = "item.done"
    ITEM_STRUCK = "item.struck"
    PAPER_ADDED = "paper.added"
    PAPER_WITHDRAWN = "paper.withdrawn"
    CHECKIN_OPENED = "checkin.opened"
    CHECKIN_CLOSED = "checkin.closed"
    ATTENDANCE_NOTED = "attendance.noted"
    VOTING_KEY_REGISTERED = "voting_key.registered"
    CEREMONY_BEGUN = "ceremony.begun"
    CEREMONY_STEP = "ceremony.step"
    CEREMONY_DONE = "ceremony.done"
    POLL_OPENED = "poll.opened"
    BALLOT_CAST = "ballot.cast"
    COUNT_ENTERED = "count.entered"
    COUNT_CONFIRMED = "count.confirmed"
    BALLOT_AUDITED = "ballot.audited"
    BOX_SEALED = "box.sealed"
    KEY_TURNED = "key.turned"
    POLL_CLOSED = "poll.closed"
    POLL_VOIDED = "poll.voided"
    RESOLUTION_DRAFTED = "resolution.drafted"
    RESOLUTION_FROZEN = "resolution.frozen"
    RESOLUTION_RECALLED = "resolution.recalled"
    RESOLUTION_SIGNED = "resolution.signed"
    RESOLUTION_SEALED = "resolution.sealed"
    RESOLUTION_PUBLISHED = "resolution.published"
    SEAL_MADE = "seal.made"
    SEAL_RETIRED = "seal.retired"
    SEAL_ASKED = "seal.asked"
    SEAL_WITHDRAWN = "seal.withdrawn"
    SEAL_DECLINED = "seal.declined"
    SEAL_APPROVED = "seal.approved"
    SEAL_PRESSED = "seal.pressed"
    NOTICE_POSTED = "notice.posted"
    NOTICE_EXTENDED = "notice.extended"
    NOTICE_ANSWERED = "notice.answered"
    NOTICE_CONCLUDED = "notice.concluded"
    CALENDAR_CHANGED = "calendar.changed"
    RECEIVER_CHANGED = "receiver.changed"
    DELIVERY_PUT = "delivery.put"
    DELIVERY_SENT = "delivery.sent"
    DELIVERY_RECEIVED = "delivery.received"
    DELIVERY_STOPPED = "delivery.stopped"
    DELIVERY_RESUMED = "delivery.resumed"
    DISPATCH_SENT = "dispatch.sent"
    DISPATCH_RECEIVED = "dispatch.received"
    DISPATCH_DECIDED = "dispatch.decided"
    DISPATCH_REPLIED = "dispatch.replied"
    TASK_ASSIGNED = "task.assigned"
    TASK_REPORTED = "task.reported"
    TASK_ACCEPTED = "task.accepted"
    TASK_SENT_BACK = "task.sent_back"
    DISPATCH_ANSWERED = "dispatch.answered"
    DISPATCH_RATED = "dispatch.rated"
    DISPATCH_REOPENED = "dispatch.reopened"
    TEMPLATE_CHANGED = "template.changed"
    LETTER_ISSUED = "letter.issued"
    LETTER_WITHDRAWN = "letter.withdrawn"
    TASK_TRANSFERRED = "task.transferred"
    DISPATCH_ADVISED = "dispatch.advised"
    ADVICE_REVIEWED = "advice.reviewed"
    DISPATCH_REMANDED = "dispatch.remanded"
    REMAND_PLACED = "remand.placed"
    DISPATCH_ARCHIVED = "dispatch.archived"
    PROXY_GIVEN = "proxy.given"
    PROXY_REVOKED = "proxy.revoked"
    CIRCULATION_STARTED = "circulation.started"
    CIRCULATION_READ = "circulation.read"
    CIRCULATION_REMINDED = "circulation.reminded"
    FILING_MADE = "filing.made"
    FILING_CONCLUDED = "filing.concluded"
    FILING_PROVED = "filing.proved"


@dataclass(frozen=True)
class Act:
    """An entry, read."""

    seq: int
    prev: str
    at: str
    kind: Kind
    actor: int
    facts: dict[str, Any]
    signed: dict[str, str] | None
    leaf: bytes

    @property
    def moment(self) -> datetime:
        """When it was recorded."""
        return clock.parse(self.at)


def write(
    *,
    seq: int,
    prev: bytes,
    at: str,
    kind: Kind,
    actor: int,
    facts: dict[str, Any],
    signed: dict[str, str] | None,
) -> tuple[bytes, bytes]:
    """The canonical body of an entry and its leaf hash (32 bytes)."""
    body = canonical(
        {
            "seq": seq,
            "prev": prev.hex(),
            "at": at,
            "kind": kind.value,
            "actor": actor,
            "facts": facts,
            "signed": signed,
        }
    )
    return body, leaf_hash(body)


def read(body: bytes) -> Act:
    """Inverse of :func:`write`. Raises ValueError when the body is not canonical or not an entry."""
    entry = parse(body)
    if not isinstance(entry, dict) or set(entry) != {"seq", "prev", "at", "kind", "actor", "facts", "signed"}:
        raise ValueError("not an entry of the record")
    return Act(**{**entry, "kind": Kind(entry["kind"])}, leaf=leaf_hash(body))


def head_statement(*, site: str, size: int, root: bytes, at: str) -> bytes:
    """What the record's key signs: this many entries have this root."""
    return canonical({"act": HEAD, "at": at, "root": root.hex(), "site": site, "size": size})

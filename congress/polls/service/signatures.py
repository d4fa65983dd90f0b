"""What delegates' devices signed behind a result: those who seconded, voted and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from congress.motions import service as motions
from congress.polls.service.counting import latest_count
from congress.polls.service.reading import closed
from congress.polls.store import Ballot, Poll
from congress.record import service as record
from congress.record.entries import Act, Kind
from congress.secrecy import service as secrecy
from congress.sittings import service as sittings

COUNTING = (Kind.COUNT_ENTERED, Kind.COUNT_CONFIRMED)


@dataclass(frozen=True)
class DelegateSignatures:
    """Signatures alone, each list sorted by its own digits: neither who signed what, nor in which order, is told.

    ``seconded``, ``voted`` (named votes) and ``counted`` (by hand or on paper) are of signing keys (Ed25519,
    base64url). Each is over a statement with 128 random bits of the device: who does not hold the statement can
    neither guess it nor find out whose key it was. ``secret`` has the voting key, which stands for nobody, beside
    each (:func:`congress.secrecy.service.signatures`).
    """

    counted: tuple[str, ...]
    seconded: tuple[str, ...]
    secret: tuple[dict[str, Any], ...]
    voted: tuple[str, ...]

    @property
    def told(self) -> dict[str, list[Any]]:
        """As data."""
        return {name: list(found) for name, found in vars(self).items()}


def delegate_signatures(session: Session, poll_id: int) -> DelegateSignatures:
    """Of a closed poll: its ballots that count, or its confirmed count, and the seconders of its motion. Raises Missing."""
    found = closed(session, poll_id)
    return DelegateSignatures(
        counted=_alone(_counts(session, poll_id)),
        seconded=_alone(_seconds(session, found)),
        secret=tuple(secrecy.signatures(session, poll_id)),
        voted=_alone(record.acts(session, ballot_entries(session, poll_id))),
    )


def ballot_entries(session: Session, poll_id: int) -> list[int]:
    """Where in the record the ballots of a named vote stand that count: the last of each delegate."""
    query = select(Ballot.person_id, Ballot.seq).where(Ballot.poll_id == poll_id).order_by(col(Ballot.seq))
    return sorted(dict(session.exec(query).all()).values())


def _counts(session: Session, poll_id: int) -> list[Act]:
    count = latest_count(session, poll_id)
    return record.acts_on(session, "count", count.id or 0, COUNTING) if count else []


def _seconds(session: Session, found: Poll) -> list[Act]:
    motion_id = sittings.item(session, found.item_id).motion_id
    return record.acts(session, motions.seconding_entries(session, motion_id)) if motion_id else []


def _alone(acts: Iterable[Act]) -> tuple[str, ...]:
    return tuple(sorted(act.signed["signature"] for act in acts if act.signed))

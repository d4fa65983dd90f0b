"""Reading who is in the hall: the numbers of the quorum, the roll by delegation, one delegate's history."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, func, select

from congress.errors import Missing
from congress.i18n import say
from congress.roster import service as roster
from congress.roster.rules import DelegateKind, Mandate
from congress.sittings import rules
from congress.sittings.rules import PRESENT, Presence, Tally
from congress.sittings.service import meetings
from congress.sittings.store import Attendance


@dataclass(frozen=True)
class Line:
    """One delegate on the roll: the seat, the newest entry, and who noted it."""

    seat: Mandate
    entry: Attendance | None
    noted_by: str

    @property
    def presence(self) -> Presence:
        """What the newest entry says."""
        return self.entry.presence if self.entry else Presence.ABSENT

    @property
    def is_here(self) -> bool:
        return self.presence in PRESENT

    @property
    def next(self) -> Presence:
        """What the desk's next tap says."""
        return rules.follows(self.presence)


@dataclass(frozen=True)
class Group:
    """A delegation's part of the roll; ``id`` is None for delegates without a delegation."""

    id: int | None
    number: int
    name: str
    head: str
    lines: tuple[Line, ...]

    @property
    def expected(self) -> int:
        """应到: those with a vote."""
        return sum(line.seat.votes for line in self.lines)

    @property
    def present(self) -> int:
        """实到: those with a vote who are here."""
        return sum(line.seat.votes and line.is_here for line in self.lines)

    @property
    def nonvoting(self) -> int:
        """列席 and 特邀 who are here."""
        return sum(line.is_here for line in self.lines if not line.seat.votes)

    @property
    def absent(self) -> tuple[Line, ...]:
        """Those with a vote who are not here."""
        return tuple(line for line in self.lines if line.seat.votes and not line.is_here)


# --- numbers ---------------------------------------------------------------------------------------------------


def tally(session: Session, sitting_id: int) -> Tally:
    """应到, 实到 and the line of the quorum, now."""
    kinds = roster.kinds(session, meetings.term_of(session, sitting_id))
    voting = {delegate for delegate, kind in kinds.items() if kind is DelegateKind.VOTING}
    inside = in_hall(session, sitting_id) & kinds.keys()
    return rules.tallied(
        meetings.rule(session, sitting_id),
        expected=len(voting),
        present=len(inside & voting),
        nonvoting=len(inside - voting),
    )


def present(session: Session, sitting_id: int) -> set[int]:
    """Person ids of all delegates in the hall whose mandate is live, with and without a vote."""
    inside = in_hall(session, sitting_id)
    seats = roster.mandates(session, meetings.term_of(session, sitting_id))
    return {seat.person_id for seat in seats if seat.delegate_id in inside}


def in_hall(session: Session, sitting_id: int) -> set[int]:
    """Delegate ids whose newest entry says that they are here."""
    query = select(Attendance.delegate_id).where(
        col(Attendance.id).in_(_newest(sitting_id)), col(Attendance.presence).in_(PRESENT)
    )
    return set(session.exec(query))


def is_present(session: Session, sitting_id: int, delegate_id: int) -> bool:
    """Whether this delegate is in the hall."""
    return presence(session, sitting_id, delegate_id) in PRESENT


def presence(session: Session, sitting_id: int, delegate_id: int | None) -> Presence | None:
    """What the newest entry of a delegate says, if anything was noted."""
    last = last_entry(session, sitting_id, delegate_id) if delegate_id else None
    return last.presence if last else None


def _newest(sitting_id: int) -> Select[Any]:
    """Ids of the newest entry of each delegate."""
    newest = select(func.max(Attendance.id)).where(Attendance.sitting_id == sitting_id)
    return newest.group_by(col(Attendance.delegate_id))


def attendance_numbers(session: Session, sitting_id: int) -> dict[str, int | str]:
    """What the hub tells everybody: the quorum, and how many of each delegation are here and are not."""
    seats = roster.mandates(session, meetings.term_of(session, sitting_id))
    inside = in_hall(session, sitting_id)
    numbers = tally(session, sitting_id)
    by_group = Counter((seat.delegation_id or 0, seat.delegate_id in inside) for seat in seats if seat.votes)
    groups = {group for group, _ in by_group}
    return {
        "present": numbers.present,
        "expected": numbers.expected,
        "needed_quorum": numbers.needed,
        "quorum_missing": numbers.missing,
        "quorum_met": int(numbers.met),
        "nonvoting": numbers.nonvoting,
        **{f"present-{group}": by_group[group, True] for group in groups},
        **{f"absent-{group}": by_group[group, False] for group in groups},
    }


# --- entries ---------------------------------------------------------------------------------------------------


def entries(session: Session, sitting_id: int, delegate_id: int) -> list[Attendance]:
    """Everything noted of a delegate, oldest first."""
    query = select(Attendance).where(
        Attendance.sitting_id == sitting_id, Attendance.delegate_id == delegate_id
    )
    return list(session.exec(query.order_by(col(Attendance.id))).all())


def signed_entries(session: Session, sitting_id: int, delegate_id: int) -> list[tuple[Attendance, str]]:
    """Everything noted of a delegate, newest first, with the name of who noted it."""
    found = entries(session, sitting_id, delegate_id)[::-1]
    names = roster.names(session, {entry.noted_by for entry in found})
    return [(entry, names.get(entry.noted_by, "")) for entry in found]


def last_entry(session: Session, sitting_id: int, delegate_id: int) -> Attendance | None:
    """The newest entry of a delegate."""
    query = select(Attendance).where(
        Attendance.sitting_id == sitting_id, Attendance.delegate_id == delegate_id
    )
    return session.exec(query.order_by(col(Attendance.id).desc()).limit(1)).first()


# --- the roll --------------------------------------------------------------------------------------------------


def roll(session: Session, sitting_id: int) -> list[Group]:
    """Every delegate with their newest entry, by delegation."""
    term_id = meetings.term_of(session, sitting_id)
    lines = lines_of(session, sitting_id, roster.mandates(session, term_id))
    delegations = roster.delegations(session, term_id)
    heads = roster.names(session, {d.head_id for d in delegations.values() if d.head_id})
    groups = [
        Group(d.id, d.number, d.name, heads.get(d.head_id or 0, ""), _members(lines, d.id))
        for d in delegations.values()
    ]
    if others := _members(lines, None):
        groups.append(Group(None, 0, "", "", others))
    return groups


def lines_of(session: Session, sitting_id: int, seats: Iterable[Mandate]) -> list[Line]:
    """Seats with their newest entries."""
    newest = session.exec(select(Attendance).where(col(Attendance.id).in_(_newest(sitting_id)))).all()
    by_delegate = {entry.delegate_id: entry for entry in newest}
    names = roster.names(session, {entry.noted_by for entry in newest})
    lines = []
    for seat in seats:
        entry = by_delegate.get(seat.delegate_id)
        lines.append(Line(seat, entry, names.get(entry.noted_by, "") if entry else ""))
    return lines


def line_of(session: Session, sitting_id: int, delegate_id: int) -> Line:
    """One delegate of the roll."""
    seat = roster.mandate(session, meetings.term_of(session, sitting_id), delegate_id=delegate_id)
    if seat is None:
        raise Missing(say("名册上没有这位代表"))
    return lines_of(session, sitting_id, [seat])[0]


def _members(lines: list[Line], delegation_id: int | None) -> tuple[Line, ...]:
    """Those with a vote first, then the others."""
    mine = (line for line in lines if line.seat.delegation_id == delegation_id)
    return tuple(sorted(mine, key=lambda line: not line.seat.votes))

"""Polls as others read them: the question, its rule, its turnout, its result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from congress.bylaws.engine import Decision, decide_vote, rule_in_words
from congress.bylaws.matter import Matter
from congress.bylaws.profile import Profile, from_json, matter_from_json
from congress.errors import Missing
from congress.i18n import Message, say
from congress.motions import service as motions
from congress.polls import rules
from congress.polls.rules import RUNNING, Choice, PollStage
from congress.polls.store import Ballot, Poll, Seat
from congress.secrecy import service as secrecy
from congress.sittings import service as sittings


def poll(session: Session, poll_id: int) -> Poll:
    """A poll, or Missing."""
    found = session.get(Poll, poll_id)
    if found is None:
        raise Missing(say("没有这项表决"))
    return found


def closed(session: Session, poll_id: int) -> Poll:
    """A poll whose result has been declared, or Missing."""
    found = poll(session, poll_id)
    if found.stage is not PollStage.CLOSED:
        raise Missing(say("这项表决还没有结果"))
    return found


def several(session: Session, ids: Iterable[int]) -> dict[int, Poll]:
    """Polls by id, in one query: for lists of what became of them."""
    query = select(Poll).where(col(Poll.id).in_(set(ids)))
    return {found.id: found for found in session.exec(query) if found.id is not None}


def of_sitting(session: Session, sitting_id: int) -> Sequence[Poll]:
    """All polls of a sitting in their order."""
    return session.exec(select(Poll).where(Poll.sitting_id == sitting_id).order_by(col(Poll.number))).all()


def of_item(session: Session, item_id: int) -> Sequence[Poll]:
    """The polls of an agenda item in their order."""
    return session.exec(select(Poll).where(Poll.item_id == item_id).order_by(col(Poll.number))).all()


def open_now(session: Session, sitting_id: int) -> Poll | None:
    """The poll that is open, or being counted; there is never more than one in a sitting."""
    query = select(Poll).where(Poll.sitting_id == sitting_id, col(Poll.stage).in_(RUNNING))
    return session.exec(query).first()


def profile(session: Session, sitting_id: int) -> Profile:
    """The rule profile in force for a sitting."""
    return from_json(sittings.profile_of(session, sitting_id))


def matter_of(session: Session, found: Poll) -> Matter:
    """The rule of a poll: as sealed at its opening, or as the profile now has it."""
    if found.rule is not None:
        return matter_from_json(found.rule)
    matter = profile(session, found.sitting_id).matters.get(found.matter)
    if matter is None:
        raise Missing(say("规则方案里没有这类事项"))
    return matter


def rule_words(session: Session, found: Poll) -> Message:
    """需全体代表 312 人过半数，即 157 票: the rule of an open or closed poll, in words."""
    return rule_in_words(matter_of(session, found), found.expected or 0, found.present or 0)


def decision(found: Poll) -> Decision:
    """What a closed poll decided, by its sealed rule and its counts."""
    if found.rule is None or found.counts is None:
        raise Missing(say("这项表决还没有结果"))
    counts, votes = rules.counted(found.counts, found.votes)
    matter = matter_from_json(found.rule)
    return decide_vote(matter, counts, found.ballot_paper, votes, found.form, found.title)


def seat(session: Session, poll_id: int, person_id: int) -> Seat | None:
    """A person's line on the sealed roll."""
    return session.exec(select(Seat).where(Seat.poll_id == poll_id, Seat.person_id == person_id)).first()


def seats(session: Session, poll_id: int) -> list[Seat]:
    """The whole sealed roll, in the order in which it was sealed."""
    return list(session.exec(select(Seat).where(Seat.poll_id == poll_id).order_by(col(Seat.id))).all())


def present_at(session: Session, poll_id: int) -> list[int]:
    """Person ids of those who were present when the poll was opened."""
    query = select(Seat.person_id).where(Seat.poll_id == poll_id, col(Seat.present).is_(True))
    return list(session.exec(query).all())


def choices(session: Session, poll_id: int) -> dict[int, Choice]:
    """Of a closed named poll: who chose what, the last ballot of each. Never to be called for an open one."""
    closed(session, poll_id)
    query = select(Ballot.person_id, Ballot.choice).where(Ballot.poll_id == poll_id).order_by(col(Ballot.seq))
    return {person: Choice(choice) for person, choice in session.exec(query)}


@dataclass(frozen=True)
class Turnout:
    """One delegation's turnout: names of those still missing, never choices."""

    delegation_id: int | None
    present: int
    cast: int
    missing: tuple[int, ...]


def turnout(session: Session, poll_id: int) -> list[Turnout]:
    """By delegation: how many of those present have cast a ballot, and who has not."""
    seats = session.exec(
        select(Seat.person_id, Seat.delegation_id).where(Seat.poll_id == poll_id, col(Seat.present).is_(True))
    ).all()
    done = _done(session, poll_id)
    groups: dict[int | None, list[int]] = {}
    for person, delegation in seats:
        groups.setdefault(delegation, []).append(person)
    return [
        Turnout(delegation, len(people), len(done & set(people)), tuple(p for p in people if p not in done))
        for delegation, people in sorted(groups.items(), key=lambda group: group[0] or 0)
    ]


def turnout_numbers(session: Session, sitting_id: int) -> dict[str, int | str]:
    """For the hub: the open poll (0: none), how many ballots of how many."""
    found = open_now(session, sitting_id)
    if found is None:
        return {"poll": 0, "cast": 0, "issued": 0}
    return {"poll": found.id or 0, "cast": cast_count(session, found), "issued": found.present or 0}


def cast_count(session: Session, found: Poll) -> int:
    """How many people's ballots are in."""
    if found.sealed:
        return secrecy.voted(session, found.id or 0)
    return session.exec(
        select(func.count(func.distinct(Ballot.person_id))).where(Ballot.poll_id == found.id)
    ).one()


def _done(session: Session, poll_id: int) -> set[int]:
    """Person ids of those whose ballot is in."""
    if poll(session, poll_id).sealed:
        return secrecy.turnout(session, poll_id)
    return set(session.exec(select(Ballot.person_id).where(Ballot.poll_id == poll_id).distinct()))


def proposer(session: Session, found: Poll) -> int | None:
    """The lead of the motion behind the agenda item, if there is one."""
    motion_id = sittings.item(session, found.item_id).motion_id
    return motions.lead(session, motion_id) if motion_id else None

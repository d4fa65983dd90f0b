"""The result as it is shown: counts and words; and the list of a named vote, for those who may read it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from congress.bylaws.engine import Decision, SixCounts, Votes, rule_in_words
from congress.bylaws.matter import Matter
from congress.bylaws.terms import Form
from congress.i18n import Message
from congress.polls import rules
from congress.polls.rules import Choice, PollStage
from congress.polls.service.reading import choices, decision, matter_of
from congress.polls.store import Poll, Seat
from congress.roster import service as roster
from congress.roster.rules import Viewer


@dataclass(frozen=True)
class Vote:
    """One line of the named list; ``choice`` None: present, but no ballot; ``present`` False: absent."""

    name: str
    delegation_id: int | None
    present: bool
    choice: Choice | None


@dataclass(frozen=True)
class Result:
    """A closed poll."""

    poll: Poll
    matter: Matter
    counts: SixCounts  # of a single matter: Counts
    votes: Votes
    decision: Decision
    rule_words: Message


def result(session: Session, poll: Poll) -> Result:
    """Everything about the result of a closed poll."""
    matter = matter_of(session, poll)
    counts, votes = rules.counted(poll.counts or {}, poll.votes)
    return Result(
        poll=poll,
        matter=matter,
        counts=counts,
        votes=votes,
        decision=decision(poll),
        rule_words=rule_in_words(matter, poll.expected or 0, poll.present or 0),
    )


def named_list(session: Session, viewer: Viewer, poll: Poll) -> tuple[Vote, ...]:
    """Who chose what in a closed named vote; empty for those who only work at the enterprise (decision 0013)."""
    if poll.stage is not PollStage.CLOSED or poll.form is not Form.NAMED or not viewer.takes_part:
        return ()
    chosen = choices(session, poll.id or 0)
    query = select(Seat.person_id, Seat.delegation_id, Seat.present).where(Seat.poll_id == poll.id)
    roll = session.exec(query.order_by(col(Seat.id))).all()
    names = roster.names(session, [person for person, _, _ in roll])
    return tuple(
        Vote(names[person], delegation, present, chosen.get(person)) for person, delegation, present in roll
    )

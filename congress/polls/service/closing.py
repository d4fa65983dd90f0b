"""Closing the poll: six counts, the result by the sealed rule, and what follows from it."""

from dataclasses import asdict

from sqlmodel import Session, col, select

from congress.bylaws.engine import SixCounts, Votes
from congress.clock import now
from congress.crypto.belenios import wire
from congress.errors import insist
from congress.i18n import render, say
from congress.identity.rules import Signed
from congress.motions import service as motions
from congress.polls import rules
from congress.polls.rules import Choice, PollStage, Way
from congress.polls.service.counting import latest_count
from congress.polls.service.drafting import Draft, draft
from congress.polls.service.reading import decision, poll
from congress.polls.store import Ballot, HandCount, Poll
from congress.record import service as record
from congress.record.entries import Kind
from congress.secrecy import service as secrecy
from congress.sittings import service as sittings


def close(session: Session, *, poll_id: int, by: int) -> Poll:
    """Close the box, count, and declare. Closing twice is harmless: the first result stands."""
    found = poll(session, poll_id)
    if found.stage is PollStage.CLOSED or (found.stage is PollStage.COUNTING and found.sealed):
        return found
    hand = latest_count(session, poll_id)
    confirmed = hand is not None and hand.confirmed_at is not None
    insist(rules.may_close(stage=found.stage, by_phone=found.cast_by_phone, confirmed=confirmed))
    if found.sealed:
        secrecy.seal(session, poll_id=poll_id, by=by)
        found.stage = PollStage.COUNTING
        session.add(found)
        return found
    counts, votes = _by_tellers(found, hand) if hand else _named(session, found)
    return declare(session, found, by, counts, votes)


def turn_key(session: Session, *, site: str, poll_id: int, person_id: int, body: str, signed: Signed) -> Poll:
    """A teller's share of the decryption; with the last one needed the result is declared."""
    found = poll(session, poll_id)
    outcome = secrecy.turn(session, site=site, poll_id=poll_id, person_id=person_id, body=body, signed=signed)
    if outcome.numbers is None or found.stage is not PollStage.COUNTING:
        return found
    box = secrecy.box(session, poll_id)
    issued = len(wire.read(box.roll, say("投票公钥名册不合格式"))) if box else 0
    counts = rules.sealed_counts(found.expected or 0, found.present or 0, issued, outcome.counted)
    return declare(session, found, person_id, counts, outcome.numbers)


def declare(session: Session, found: Poll, by: int, counts: SixCounts, votes: Votes) -> Poll:
    """The numbers are known: the result by the sealed rule, and what follows from it."""
    moment = now()
    found.counts = asdict(rules.with_votes(counts, found.ballot_paper, votes))
    found.votes = None if found.ballot_paper.is_single else [list(row) for row in votes]
    found.stage, found.closed_at = PollStage.CLOSED, moment
    result = decision(found)
    found.passed = result.passed
    session.add(found)
    facts = {
        "poll": found.id,
        "counts": found.counts,
        "votes": found.votes,
        "standings": [[line.name, line.standing.value] for line in result.lines],
        "passed": result.passed,
        "void": result.void,
        "needed": result.needed,
        "announcement": render(result.announcement, "zh"),
    }
    record.append(session, Kind.POLL_CLOSED, actor=by, at=moment, facts=facts)
    if (motion_id := sittings.item(session, found.item_id).motion_id) and not result.void:
        motions.settle(session, motion_id, result.passed, render(result.announcement, "zh"))
    return found


def _named(session: Session, found: Poll) -> tuple[SixCounts, Votes]:
    query = select(Ballot.seq, Ballot.person_id, Ballot.choice).where(Ballot.poll_id == found.id)
    votes = rules.tally((seq, person, Choice(choice)) for seq, person, choice in session.exec(query))
    counts = rules.named_counts(found.expected or 0, found.present or 0, votes)
    return counts, ((counts.favour, counts.against, counts.abstain),)


def _by_tellers(found: Poll, hand: HandCount) -> tuple[SixCounts, Votes]:
    counts = SixCounts(
        expected=found.expected or 0,
        present=found.present or 0,
        issued=hand.issued,
        returned=hand.returned,
        valid=hand.returned - hand.invalid,
        invalid=hand.invalid,
    )
    votes = hand.votes if hand.votes is not None else [[hand.favour, hand.against, hand.abstain]]
    return counts, tuple(tuple(row) for row in votes)


def void(session: Session, *, poll_id: int, by: int, why: str, way: Way | None = None) -> Poll:
    """Declare an open poll void, with the reason; its ballots are kept and count for nothing.

    Returns the new draft of the same question, perhaps in another form; said again, the same draft.
    """
    found = poll(session, poll_id)
    if found.stage is PollStage.VOID:
        return _put_again(session, found, way)
    insist(rules.may_void(found.stage))
    found.stage, found.closed_at, found.void_why = PollStage.VOID, now(), why
    session.add(found)
    kept = len(session.exec(select(col(Ballot.seq)).where(Ballot.poll_id == poll_id)).all())
    kept += secrecy.give_up(session, poll_id)
    facts = {"poll": poll_id, "why": why, "ballots_kept": kept}
    record.append(session, Kind.POLL_VOIDED, actor=by, at=found.closed_at, facts=facts)
    return _put_again(session, found, way)


def _put_again(session: Session, old: Poll, way: Way | None) -> Poll:
    if known := session.exec(select(Poll).where(Poll.replaces_id == old.id)).first():
        return known
    way = way or old.way
    wish = Draft(
        title=old.title,
        text=old.text,
        matter=old.matter,
        form=way.form,
        may_change=old.may_change,
        title_en=old.title_en,
        paper=way is not Way.SECRET,
        kind=old.kind,
        lines=tuple(old.lines),
        seats=old.seats,
    )
    fresh = draft(session, item_id=old.item_id, wish=wish)
    fresh.replaces_id = old.id
    session.add(fresh)
    return fresh

"""Closing the poll: six counts, the result by the sealed rule, and what follows from it."""

from dataclasses import asdict

from sqlmodel import Session, col, select

from congress.bylaws.engine import Counts
from congress.bylaws.terms import Form
from congress.clock import now
from congress.errors import insist
from congress.i18n import render
from congress.motions import service as motions
from congress.polls import rules
from congress.polls.rules import Choice, PollStage
from congress.polls.service.counting import latest_count
from congress.polls.service.drafting import Draft, draft
from congress.polls.service.reading import decision, poll
from congress.polls.store import Ballot, HandCount, Poll
from congress.record import service as record
from congress.record.entries import Kind
from congress.sittings import service as sittings


def close(session: Session, *, poll_id: int, by: int) -> Poll:
    """Close the box, count, and declare. Closing twice is harmless: the first result stands."""
    found = poll(session, poll_id)
    if found.stage is PollStage.CLOSED:
        return found
    hand = latest_count(session, poll_id)
    confirmed = hand is not None and hand.confirmed_at is not None
    insist(rules.may_close(stage=found.stage, form=found.form, confirmed=confirmed))
    counts = _named(session, found) if found.form is Form.NAMED or hand is None else _by_tellers(found, hand)
    moment = now()
    found.counts, found.stage, found.closed_at = asdict(counts), PollStage.CLOSED, moment
    result = decision(found)
    found.passed = result.passed
    session.add(found)
    facts = {
        "poll": poll_id,
        "counts": found.counts,
        "passed": result.passed,
        "void": result.void,
        "needed": result.needed,
        "announcement": render(result.announcement, "zh"),
    }
    record.append(session, Kind.POLL_CLOSED, actor=by, at=moment, facts=facts)
    if (motion_id := sittings.item(session, found.item_id).motion_id) and not result.void:
        motions.settle(session, motion_id, result.passed, render(result.announcement, "zh"))
    return found


def _named(session: Session, found: Poll) -> Counts:
    query = select(Ballot.seq, Ballot.person_id, Ballot.choice).where(Ballot.poll_id == found.id)
    votes = rules.tally((seq, person, Choice(choice)) for seq, person, choice in session.exec(query))
    return rules.named_counts(found.expected or 0, found.present or 0, votes)


def _by_tellers(found: Poll, hand: HandCount) -> Counts:
    return Counts(
        expected=found.expected or 0,
        present=found.present or 0,
        issued=hand.issued,
        returned=hand.returned,
        valid=hand.returned - hand.invalid,
        invalid=hand.invalid,
        favour=hand.favour,
        against=hand.against,
        abstain=hand.abstain,
    )


def void(session: Session, *, poll_id: int, by: int, why: str, form: Form | None = None) -> Poll:
    """Declare an open poll void, with the reason; its ballots are kept and count for nothing.

    Returns the new draft of the same question, perhaps in another form; said again, the same draft.
    """
    found = poll(session, poll_id)
    if found.stage is PollStage.VOID:
        return _put_again(session, found, form)
    insist(rules.may_void(found.stage))
    found.stage, found.closed_at, found.void_why = PollStage.VOID, now(), why
    session.add(found)
    kept = len(session.exec(select(col(Ballot.seq)).where(Ballot.poll_id == poll_id)).all())
    facts = {"poll": poll_id, "why": why, "ballots_kept": kept}
    record.append(session, Kind.POLL_VOIDED, actor=by, at=found.closed_at, facts=facts)
    return _put_again(session, found, form)


def _put_again(session: Session, old: Poll, form: Form | None) -> Poll:
    if known := session.exec(select(Poll).where(Poll.replaces_id == old.id)).first():
        return known
    wish = Draft(old.title, old.text, old.matter, form or old.form, old.may_change, old.title_en)
    fresh = draft(session, item_id=old.item_id, wish=wish)
    fresh.replaces_id = old.id
    session.add(fresh)
    return fresh

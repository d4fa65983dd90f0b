"""Counts of raised hands or paper ballots: one teller enters them, the chief teller confirms, both sign."""

from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Any

from sqlmodel import Session, col, select

from congress.bylaws.engine import Counts, SixCounts, Votes, check_vote
from congress.bylaws.terms import Form
from congress.clock import now
from congress.errors import Conflict, Invalid, Missing, Refused, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.polls import rules
from congress.polls.service.reading import poll
from congress.polls.store import HandCount, Poll
from congress.record import service as record
from congress.record.entries import Kind

GIVEN = attrgetter(
    "issued", "returned", "invalid", "favour", "against", "abstain", "votes"
)  # what tellers give


@dataclass(frozen=True)
class HandFigures:
    """What tellers write down. For raised hands nothing is issued: everyone present may raise one."""

    favour: int = 0
    against: int = 0
    abstain: int = 0
    invalid: int = 0
    issued: int | None = None
    returned: int | None = None
    lines: Votes = ()  # of a paper with lines, instead of the three

    @property
    def votes(self) -> Votes:
        """A number for each column of the ballot paper."""
        return self.lines or ((self.favour, self.against, self.abstain),)

    def counts(self, found: Poll) -> SixCounts:
        """The six counts, against the sealed roll."""
        expected, present = found.expected or 0, found.present or 0
        if found.form is Form.HAND:
            return Counts.by_hand(expected, present, self.favour, self.against, self.abstain).six
        returned = self.returned or 0
        return SixCounts(expected, present, self.issued or 0, returned, returned - self.invalid, self.invalid)


def count_statement(site: str, poll_id: int, act: str) -> dict[str, Any]:
    """The template a teller's device signs; the figures are added by the device from the form."""
    return {"act": act, "poll": poll_id, "site": site}


def latest_count(session: Session, poll_id: int) -> HandCount | None:
    """The figures last entered for a poll."""
    query = select(HandCount).where(HandCount.poll_id == poll_id).order_by(col(HandCount.id).desc()).limit(1)
    return session.exec(query).first()


def enter_count(
    session: Session, *, site: str, poll_id: int, by: int, figures: HandFigures, signed: Signed
) -> HandCount:
    """A teller enters what was counted. Other figures replace those not yet confirmed; the same are one entry."""
    found = _open_for_tellers(session, poll_id)
    counts, paper = figures.counts(found), found.ballot_paper
    if faults := [f for f in check_vote(counts, paper, figures.votes, found.form) if f.blocks]:
        raise Invalid(faults[0].message, {"favour": faults[0].message})
    said = {**count_statement(site, poll_id, "count"), **_as_said(figures, found)}
    proof = identity.verify(session, person_id=by, signed=signed, expected=said)
    row = HandCount(
        poll_id=poll_id,
        issued=counts.issued,
        returned=counts.returned,
        invalid=counts.invalid,
        favour=figures.favour,
        against=figures.against,
        abstain=figures.abstain,
        votes=[list(line) for line in figures.lines] or None,
        entered_by=by,
        entered_at=now(),
    )
    earlier = latest_count(session, poll_id)
    if earlier and earlier.entered_by == by and GIVEN(earlier) == GIVEN(row):
        return earlier
    if earlier and earlier.confirmed_at:
        raise Conflict(say("计票结果已经核对签名，不能再改"))
    session.add(row)
    session.flush()
    facts = {
        "poll": poll_id,
        "count": row.id,
        "counts": asdict(rules.with_votes(counts, paper, figures.votes)),
        "votes": row.votes,
    }
    record.append(session, Kind.COUNT_ENTERED, actor=by, facts=facts, signed=proof)
    return row


def _as_said(figures: HandFigures, found: Poll) -> dict[str, str]:
    """The device signs the form's fields as text; a hand vote has no paper to count."""
    papers = {name: str(getattr(figures, name)) for name in ("issued", "returned", "invalid")}
    votes = rules.said_votes(found.ballot_paper, figures.votes)
    return votes | papers if found.form is Form.SECRET else votes


def confirm_count(
    session: Session, *, site: str, poll_id: int, count_id: int, by: int, signed: Signed
) -> HandCount:
    """The chief teller confirms the figures; not the one who entered them. Confirming twice is harmless."""
    row = session.get(HandCount, count_id)
    if row is None or row.poll_id != poll_id:
        raise Missing(say("没有这份计票结果"))
    if row.confirmed_at:
        return row
    insist(rules.may_confirm(poll(session, poll_id).stage, own=row.entered_by == by))
    latest = latest_count(session, poll_id)
    if latest is None or latest.id != row.id:
        raise Conflict(say("计票结果已重新录入"), say("请核对最新的数字"))
    expected = {**count_statement(site, poll_id, "confirm-count"), "count": count_id}
    proof = identity.verify(session, person_id=by, signed=signed, expected=expected)
    row.confirmed_by, row.confirmed_at = by, now()
    session.add(row)
    facts = {"poll": poll_id, "count": count_id}
    record.append(session, Kind.COUNT_CONFIRMED, actor=by, facts=facts, signed=proof)
    return row


def _open_for_tellers(session: Session, poll_id: int) -> Poll:
    found = poll(session, poll_id)
    if found.cast_by_phone:
        raise Refused(say("本事项由代表在手机上表决，不需要录入"))
    insist(rules.may_count(found.stage))
    return found

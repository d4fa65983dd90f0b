"""Casting a signed ballot: the one path that hundreds walk in the same second.

Everything happens in the writer's transaction: two reads, the rule, the signature,
two inserts. The unique digest lets the same ballot arrive twice and be one; the
device's own time keeps a late retry from undoing a change of mind.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Row, String, bindparam, exists, insert, select
from sqlalchemy import cast as cast_as
from sqlmodel import Session, col

from congress.bylaws.terms import Form
from congress.clock import now
from congress.crypto.canonical import parse
from congress.database import Prepared
from congress.errors import Missing, Refused, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.polls import rules
from congress.polls.rules import CastFacts, Choice, PollStage
from congress.polls.store import Ballot, Poll, Seat
from congress.record import service as record
from congress.record.entries import Kind

HAS_CAST = exists().where(
    col(Ballot.poll_id) == col(Seat.poll_id), col(Ballot.person_id) == col(Seat.person_id)
)
IS_EARLIER = exists().where(
    col(Ballot.digest) == bindparam("digest"),
    col(Ballot.poll_id) == col(Poll.id),
    col(Ballot.person_id) == bindparam("voter"),
)
FACTS = Prepared(
    select(
        cast_as(col(Poll.stage), String),
        cast_as(col(Poll.form), String),
        col(Poll.may_change),
        col(Poll.text_sha256),
        col(Seat.present),
        HAS_CAST,
        IS_EARLIER,
    )
    .outerjoin(Seat, (col(Seat.poll_id) == col(Poll.id)) & (col(Seat.person_id) == bindparam("person")))
    .where(col(Poll.id) == bindparam("poll"))
)
ADD_BALLOT = Prepared(insert(Ballot), ["seq", "poll_id", "person_id", "digest", "choice", "received_at"])


@dataclass(frozen=True)
class Receipt:
    """What the delegate is told: recorded when, under which code; never shown to anybody else."""

    seq: int
    poll_id: int
    choice: Choice
    code: str
    received_at: datetime
    may_change: bool  # until the close


def cast(
    session: Session, *, site: str, poll_id: int, person_id: int, choice: str, signed: Signed
) -> Receipt:
    """Put a signed ballot into the box. The same ballot again gives the same receipt."""
    digest = sha256(signed.statement.encode()).hexdigest()
    text_sha256, facts, is_earlier = _facts(session, poll_id, person_id, digest)
    if is_earlier:
        return _earlier(session, digest)
    insist(rules.may_cast(facts))
    if choice not in {c.value for c in Choice}:
        raise Refused(say("请在赞成、反对、弃权中选择一项"))
    expected = rules.ballot_statement(site=site, poll=poll_id, text_sha256=text_sha256, choice=Choice(choice))
    proof = identity.verify(session, person_id=person_id, signed=signed, expected=expected)
    if facts.has_cast:
        insist(rules.may_replace(_signed_by(session, poll_id, person_id, signed.key), signed_at(proof)))
    moment = now()
    seq = record.append(
        session,
        Kind.BALLOT_CAST,
        actor=person_id,
        at=moment,
        facts={"poll": poll_id, "choice": choice},
        signed=proof,
    )
    ADD_BALLOT.run(
        session,
        seq=seq,
        poll_id=poll_id,
        person_id=person_id,
        digest=digest,
        choice=Choice(choice),
        received_at=moment,
    )
    return Receipt(seq, poll_id, Choice(choice), rules.receipt_code(digest), moment, facts.may_change)


def _facts(session: Session, poll_id: int, person_id: int, digest: str) -> tuple[str, CastFacts, bool]:
    """One read: the poll, this person's seat, whether any ballot of theirs is in the box, and whether this one is."""
    row = FACTS.run(session, poll=poll_id, person=person_id, voter=person_id, digest=digest).fetchone()
    if row is None:
        raise Missing(say("没有这项表决"))
    stage, form, may_change, text_sha256, present, has_cast, is_earlier = tuple(row)
    facts = CastFacts(
        stage=PollStage(stage),
        by_phone=form == Form.NAMED.value,
        may_change=bool(may_change),
        present=None if present is None else bool(present),
        has_cast=bool(has_cast),
    )
    if facts.present is None and facts.stage is PollStage.DRAFT:
        raise Missing(say("没有这项表决"))
    return text_sha256, facts, bool(is_earlier)


def signed_at(proof: dict[str, str]) -> str:
    """When the device says it signed; stamps sort as text."""
    return str(parse(proof["statement"].encode())["at"])


def _signed_by(session: Session, poll_id: int, person_id: int, key: str) -> list[str]:
    """When this key signed each of the person's ballots in the box. Read only when somebody votes again."""
    seqs = select(col(Ballot.seq)).where(col(Ballot.poll_id) == poll_id, col(Ballot.person_id) == person_id)
    acts = [record.act(session, seq) for (seq,) in session.connection().execute(seqs)]
    return [signed_at(act.signed) for act in acts if act.signed and act.signed["key"] == key]


def _earlier(session: Session, digest: str) -> Receipt:
    """The receipt of this very ballot, which is already in the box."""
    return _receipt(session.connection().execute(BALLOTS.where(col(Ballot.digest) == digest)).one())


BALLOTS = select(
    col(Ballot.seq),
    col(Ballot.poll_id),
    col(Ballot.choice),
    col(Ballot.digest),
    col(Ballot.received_at),
    col(Poll.may_change),
).join(Poll, col(Poll.id) == col(Ballot.poll_id))


def _receipt(row: "Row[int, int, Choice, str, datetime, bool]") -> Receipt:
    seq, poll_id, choice, digest, received_at, may_change = row
    return Receipt(seq, poll_id, Choice(choice), rules.receipt_code(digest), received_at, may_change)


def receipt_for(session: Session, poll_id: int, person_id: int) -> Receipt | None:
    """A person's ballot that counts: the last one."""
    query = (
        BALLOTS.where(col(Ballot.poll_id) == poll_id, col(Ballot.person_id) == person_id)
        .order_by(col(Ballot.seq).desc())
        .limit(1)
    )
    row = session.connection().execute(query).first()
    return _receipt(row) if row else None


def receipt_of(session: Session, seq: int) -> Receipt | None:
    """The ballot that is this entry of the record, if it is one."""
    row = session.connection().execute(BALLOTS.where(col(Ballot.seq) == seq)).first()
    return _receipt(row) if row else None


def receipts(session: Session, person_id: int) -> list[Receipt]:
    """Every ballot a person ever cast, newest first."""
    query = BALLOTS.where(col(Ballot.person_id) == person_id).order_by(col(Ballot.seq).desc())
    return [_receipt(row) for row in session.connection().execute(query)]

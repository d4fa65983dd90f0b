"""The box: frozen with its roll, filled with checked ballots in a chain of events, sealed.

A ballot is checked outside the writer (:func:`check` is pure and runs in another process);
inside, it is a few statements, however many arrive in one second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import bindparam, insert, update
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from congress.bylaws.paper import BallotPaper
from congress.clock import now
from congress.crypto.belenios import archive, wire
from congress.crypto.belenios.audit import open_ballot
from congress.crypto.belenios.ballot import alphas, check_ballot, read_ballot
from congress.crypto.belenios.election import Election, new_uuid, read_election, write_election
from congress.crypto.belenios.tally import Tally, add_up
from congress.crypto.belenios.trustees import read_trustees
from congress.database import Prepared
from congress.errors import Missing, Refused, insist
from congress.i18n import Message, say
from congress.record import service as record
from congress.record.entries import Kind
from congress.secrecy import rules
from congress.secrecy.service.keys import group_of, live_keys
from congress.secrecy.store import AuditedBallot, Box, Ceremony, RollKey, SecretBallot, VotingKey

BOX = Prepared(
    core_select(col(Box.election_sha256), col(Box.head), col(Box.height)).where(
        col(Box.poll_id) == bindparam("poll")
    )
)
KNOWN = Prepared(
    core_select(col(SecretBallot.id)).where(
        col(SecretBallot.poll_id) == bindparam("poll"), col(SecretBallot.tracker) == bindparam("tracker")
    )
)
LAST = Prepared(
    core_select(col(SecretBallot.tracker))
    .where(
        col(SecretBallot.poll_id) == bindparam("poll"),
        col(SecretBallot.credential) == bindparam("credential"),
    )
    .order_by(col(SecretBallot.id).desc())
)
HOLDER = Prepared(
    core_select(col(VotingKey.person_id))
    .join(RollKey, col(RollKey.public) == col(VotingKey.public))
    .where(col(RollKey.poll_id) == bindparam("poll"), col(RollKey.public) == bindparam("credential"))
)
OPENED = Prepared(core_select(col(AuditedBallot.body)).where(col(AuditedBallot.poll_id) == bindparam("poll")))
ADD_BALLOT = Prepared(insert(SecretBallot), ["poll_id", "credential", "tracker", "event", "body"])
MOVE_HEAD = Prepared(
    update(Box)
    .where(col(Box.poll_id) == bindparam("poll"))
    .values(head=bindparam("to"), height=bindparam("next"))
)


def open_box(
    session: Session,
    *,
    poll_id: int,
    key: Ceremony,
    title: str,
    about: str,
    paper: BallotPaper,
    people: Sequence[int],
) -> Box:
    """Freeze the election for those of these people who have a voting key. ``about`` names poll and text."""
    roll = sorted(live_keys(session, people).values())
    group = group_of(session)
    trustees = read_trustees(key.trustees, group)
    election = write_election(
        uuid=new_uuid(),
        name=title,
        description=about,
        group=group,
        public_key=trustees.public_key(group),
        questions=list(rules.questions(title, paper)),
    )
    listed = wire.compact(roll)
    first = archive.event("Setup", wire.digest(archive.setup(election.raw, key.trustees, listed)), "", 0)
    found = Box(
        poll_id=poll_id,
        ceremony_id=key.id or 0,
        election=election.raw,
        election_sha256=wire.digest(election.raw),
        roll=listed,
        moment=int(now().timestamp()),
        head=wire.digest(first),
        height=1,
    )
    session.add(found)
    session.flush()
    session.add_all(RollKey(poll_id=poll_id, public=public) for public in roll)
    session.flush()
    return found


# --- casting -----------------------------------------------------------------------------------------------------

OTHER_VOTE: Final = say("这是另一项表决的选票")  # the words of ``read_ballot``


@dataclass(frozen=True)
class Checked:
    """A ballot that is right in itself: which key signed it, how it is found on the board, its bytes.

    ``election``: the SHA-256 of what it was checked against.
    """

    credential: str
    tracker: str
    body: str
    election: str


@lru_cache(maxsize=8)
def _election(raw: str) -> Election:
    return read_election(raw)


def check(election: str, body: str) -> Checked | Message:
    """Everything that can be known of a ballot without the box: form, group, proofs, signature. Pure and slow."""
    try:
        ballot = read_ballot(body, _election(election))
        check_ballot(ballot, _election(election))
    except wire.Broken as error:
        return error.message
    return Checked(ballot.credential, ballot.tracker, body, wire.digest(election))


def check_opening(election: str, body: str, opening: str) -> Checked | Message:
    """:func:`check` of a ballot that is opened, and of what opens it."""
    try:
        open_ballot(_election(election), body, opening)
    except wire.Broken as error:
        return error.message
    return check(election, body)


@dataclass(frozen=True)
class Posted:
    """A ballot in the box: its place on the board, its tracker, and whether another may follow."""

    poll_id: int
    place: int
    tracker: str
    head: str
    may_change: bool


def cast(
    session: Session, *, poll_id: int, person_id: int, checked: Checked, follows: str, may_change: bool
) -> Posted:
    """Put a checked ballot into an open box. ``follows``: tracker of the voter's last ballot as they know it.

    The same ballot again is in the box already. Only the holder's own person may bring it.
    """
    if earlier := arrived_of(session, poll_id, person_id, checked, may_change=may_change):
        return earlier
    found = BOX.run(session, poll=poll_id).fetchone()
    if found is None:
        raise Missing(say("没有这项表决"))
    expected, parent, height = tuple(found)
    if checked.election != expected:
        raise Refused(OTHER_VOTE, say("请刷新页面"))
    if _is_opened(session, poll_id, checked.body):
        raise Refused(say("这张票已经打开检验过，不能再投"), say("请重新选择，会生成一张新票"))
    last = LAST.run(session, poll=poll_id, credential=checked.credential).fetchone()
    mine = is_holder(session, poll_id, person_id, checked.credential)
    insist(rules.may_cast(on_roll=mine, follows=follows == (last[0] if last else "")))
    if last and not may_change:
        raise Refused(say("您已经投过票，本次表决不能更改"))
    head = wire.digest(archive.event("Ballot", wire.digest(checked.body), parent, height))
    ADD_BALLOT.run(
        session,
        poll_id=poll_id,
        credential=checked.credential,
        tracker=checked.tracker,
        event=head,
        body=checked.body,
    )
    MOVE_HEAD.run(session, poll=poll_id, to=head, next=height + 1)
    return Posted(poll_id, height, checked.tracker, head, may_change)


def is_holder(session: Session, poll_id: int, person_id: int, credential: str) -> bool:
    """Is this key on the roll, and this person's own?"""
    found = HOLDER.run(session, poll=poll_id, credential=credential).fetchone()
    return found is not None and found[0] == person_id


def _is_opened(session: Session, poll_id: int, body: str) -> bool:
    """Was this ballot, or one with any of its ciphertexts, opened for an audit? Everybody would know its choice."""
    return any(alphas(opened) & alphas(body) for (opened,) in OPENED.run(session, poll=poll_id).fetchall())


def arrived_of(
    session: Session, poll_id: int, person_id: int, checked: Checked, *, may_change: bool
) -> Posted | None:
    """The very ballot that was sent, if it is in the box and this person's: nobody is shown the receipt of another."""
    found = known(session, poll_id, checked.tracker, may_change=may_change)
    return found if found and is_holder(session, poll_id, person_id, checked.credential) else None


def known(session: Session, poll_id: int, tracker: str, *, may_change: bool) -> Posted | None:
    """The very ballot of this tracker, if it is in the box."""
    found = KNOWN.run(session, poll=poll_id, tracker=tracker).fetchone()
    row = session.get(SecretBallot, found[0]) if found else None
    return _posted(session, row, may_change) if row else None


def _posted(session: Session, row: SecretBallot, may_change: bool) -> Posted:
    query = select(SecretBallot.id).where(
        SecretBallot.poll_id == row.poll_id, col(SecretBallot.id) <= (row.id or 0)
    )
    return Posted(row.poll_id, len(session.exec(query).all()), row.tracker, row.event, may_change)


def last_of(session: Session, poll_id: int, person_id: int, *, may_change: bool) -> Posted | None:
    """The ballot of a person that counts, in an open or ended vote."""
    query = (
        select(SecretBallot)
        .join(VotingKey, col(VotingKey.public) == col(SecretBallot.credential))
        .where(SecretBallot.poll_id == poll_id, VotingKey.person_id == person_id)
        .order_by(col(SecretBallot.id).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    return _posted(session, row, may_change) if row else None


# --- sealing -----------------------------------------------------------------------------------------------------


def seal(session: Session, *, poll_id: int, by: int) -> Box:
    """No ballot comes in any more; the encrypted sum is made. Sealing twice is harmless."""
    found = session.get_one(Box, poll_id)
    session.refresh(found)  # ballots move its head without telling the session
    if found.sealed_at:
        return found
    tally, ballots = total(session, found)
    end = archive.event("EndBallots", "", found.head, found.height)
    found.head, found.height, found.sealed_at = wire.digest(end), found.height + 1, now()
    found.tally, found.sized = tally.as_json(), tally.sized_json()
    session.add(found)
    facts = {
        "poll": poll_id,
        "ballots": ballots,
        "counted": tally.counted,
        "head": found.head,
        "tally": wire.digest(found.tally),
    }
    record.append(session, Kind.BOX_SEALED, actor=by, at=found.sealed_at, facts=facts)
    return found


def give_up(session: Session, poll_id: int) -> int:
    """The poll was declared void: the box is never opened. Returns how many ballots it keeps."""
    found = session.get(Box, poll_id)
    if found is None:
        return 0
    found.given_up = True
    session.add(found)
    query = select(SecretBallot.id).where(SecretBallot.poll_id == poll_id)
    return len(session.exec(query).all())


def total(session: Session, found: Box) -> tuple[Tally, int]:
    """The encrypted sum of each key's last ballot, and how many ballots there are altogether."""
    query = select(SecretBallot.credential, SecretBallot.body).where(SecretBallot.poll_id == found.poll_id)
    rows = session.exec(query.order_by(col(SecretBallot.id))).all()
    election = _election(found.election)
    last = dict(rows)  # checked when they were cast: the sum is read, not judged again
    ballots = [read_ballot(body, election) for body in last.values()]
    return add_up(election, dict.fromkeys(last, 1), ballots), len(rows)

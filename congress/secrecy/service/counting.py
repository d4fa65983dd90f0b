"""Opening a sealed box: each teller's device sends its share of the decryption; enough of them give the numbers."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from congress.bylaws.paper import Votes
from congress.crypto.belenios import wire
from congress.crypto.belenios.election import Election, read_election
from congress.crypto.belenios.tally import Tally, combine, open_tally, read_share, read_tally, write_result
from congress.crypto.belenios.trustees import read_trustees
from congress.errors import Conflict, Refused, insist
from congress.i18n import say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.secrecy import rules
from congress.secrecy.service.ceremony import table
from congress.secrecy.service.reading import the_box
from congress.secrecy.store import Box, Share

NO_RESULT: Final = say("结果不合格式")


@dataclass(frozen=True)
class Outcome:
    """After a share came: how many there are, how many are needed, and the numbers once there are enough.

    ``counted``: ballots in the sum; ``numbers``: for each column of each question.
    """

    shares: int
    needed: int
    counted: int
    numbers: Votes | None


def turn(session: Session, *, site: str, poll_id: int, person_id: int, body: str, signed: Signed) -> Outcome:
    """Take a teller's share. The same again is harmless; a second one by the same teller is refused."""
    found = the_box(session, poll_id)
    seen = table(session, found.ceremony_id)
    place = seen.place_of(person_id)
    shares = _shares(session, poll_id)
    earlier = shares.get(place.owner) if place else None
    if earlier == body:
        return _outcome(found, len(shares), seen.ceremony.threshold)
    if earlier:
        raise Conflict(say("您的解密份额已经收到"), say("请刷新页面"))
    counting = found.sealed_at is not None and not found.result and not found.given_up
    enough = len(shares) >= seen.ceremony.threshold
    insist(rules.may_turn(holder=place is not None, counting=counting, turned=False, enough=enough))
    owner = place.owner if place else 0
    digest = wire.digest(body)
    expected = rules.turn_statement(site=site, poll=poll_id, digest=digest)
    proof = identity.verify(session, person_id=person_id, signed=signed, expected=expected)
    election, tally = _sum(found)
    trustees = read_trustees(seen.ceremony.trustees, election.group)
    try:
        read_share(body, election, tally, trustees.owners[owner - 1])
    except wire.Broken as error:
        raise Refused(
            error.message, say("请刷新页面再试；仍不行请报告总监票人，由其他保管人打开票箱")
        ) from error
    session.add(Share(poll_id=poll_id, owner=owner, body=body))
    facts = {"poll": poll_id, "owner": owner, "body": digest}
    record.append(session, Kind.KEY_TURNED, actor=person_id, facts=facts, signed=proof)
    shares[owner] = body
    if len(shares) == seen.ceremony.threshold:
        factors = {n: read_share(b, election, tally, trustees.owners[n - 1]) for n, b in shares.items()}
        numbers = open_tally(election, tally, combine(election.group, trustees, factors, tally))
        found.result = write_result(numbers)
        session.add(found)
    session.flush()
    return _outcome(found, len(shares), seen.ceremony.threshold)


def _sum(found: Box) -> tuple[Election, Tally]:
    election = read_election(found.election)
    return election, read_tally(found.tally, found.sized, election)


def _shares(session: Session, poll_id: int) -> dict[int, str]:
    query = select(Share).where(Share.poll_id == poll_id).order_by(col(Share.owner))
    return {share.owner: share.body for share in session.exec(query)}


def _outcome(found: Box, shares: int, needed: int) -> Outcome:
    counted = wire.read(found.sized, NO_RESULT)["num_tallied"] if found.sized else 0
    return Outcome(shares, needed, counted, numbers_of(found))


def numbers_of(found: Box) -> Votes | None:
    """A number for each column of each question; None until the box is open."""
    if not found.result:
        return None
    return tuple(tuple(int(n) for n in row) for row in wire.read(found.result, NO_RESULT)["result"])

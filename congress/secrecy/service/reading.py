"""The board: what anybody may see of a box, and its archive."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from congress.crypto.belenios.archive import Writer
from congress.errors import Missing
from congress.i18n import say
from congress.secrecy.store import Box, Ceremony, KeyHolder, SecretBallot, Share, VotingKey


@dataclass(frozen=True)
class Line:
    """One ballot on the board: its place from 1, its tracker, the head after it, and whether a later one replaced it."""

    place: int
    tracker: str
    head: str
    replaced: bool


def box(session: Session, poll_id: int) -> Box | None:
    """The box of a poll, if it has one."""
    return session.get(Box, poll_id)


def the_box(session: Session, poll_id: int) -> Box:
    """The box of a poll, or Missing."""
    found = box(session, poll_id)
    if found is None:
        raise Missing(say("没有这项表决"))
    return found


def boxes(session: Session) -> list[int]:
    """Poll ids of all boxes there are."""
    return list(session.exec(select(Box.poll_id).order_by(col(Box.poll_id))).all())


def any_open(session: Session) -> bool:
    """Is there a box that still takes ballots?"""
    query = select(Box.poll_id).where(col(Box.sealed_at).is_(None), col(Box.given_up).is_(False))
    return session.exec(query).first() is not None


def ballots(session: Session, poll_id: int, after: int = 0, most: int = 500) -> list[str]:
    """Bodies in the order of the box, from the place after this one."""
    query = select(SecretBallot.body).where(SecretBallot.poll_id == poll_id).order_by(col(SecretBallot.id))
    return list(session.exec(query.offset(after).limit(most)).all())


def signatures(session: Session, poll_id: int) -> list[dict[str, Any]]:
    """Of each ballot that counts its voting key and the signature with it, as they stand on the board, by key.

    A signature is over the ballot's hash (Belenios version 1, section 5.4): it says nothing about choices.
    """
    query = select(SecretBallot.body).where(SecretBallot.poll_id == poll_id).order_by(col(SecretBallot.id))
    last = {said["credential"]: said["signature"] for said in map(json.loads, session.exec(query))}
    return [{"credential": key, "signature": last[key]} for key in sorted(last)]


def posted(session: Session, poll_id: int) -> list[Line]:
    """The whole board of a box."""
    query = select(SecretBallot.credential, SecretBallot.tracker, SecretBallot.event)
    rows = session.exec(query.where(SecretBallot.poll_id == poll_id).order_by(col(SecretBallot.id))).all()
    newest = {credential: tracker for credential, tracker, _ in rows}
    return [
        Line(place, tracker, head, newest[credential] != tracker)
        for place, (credential, tracker, head) in enumerate(rows, 1)
    ]


def turnout(session: Session, poll_id: int) -> set[int]:
    """Person ids of those whose ballot is in the box; never what it says, which nobody here can read."""
    query = (
        select(VotingKey.person_id)
        .join(SecretBallot, col(SecretBallot.credential) == col(VotingKey.public))
        .where(SecretBallot.poll_id == poll_id)
        .distinct()
    )
    return set(session.exec(query).all())


def voted(session: Session, poll_id: int) -> int:
    """How many keys have a ballot in the box."""
    query = select(func.count(func.distinct(SecretBallot.credential))).where(SecretBallot.poll_id == poll_id)
    return session.exec(query).one()


def turned(session: Session, poll_id: int) -> set[int]:
    """Person ids of the tellers whose share has come."""
    query = (
        select(KeyHolder.person_id)
        .join(Box, col(Box.ceremony_id) == col(KeyHolder.ceremony_id))
        .join(Share, (col(Share.poll_id) == col(Box.poll_id)) & (col(Share.owner) == col(KeyHolder.owner)))
        .where(Box.poll_id == poll_id)
    )
    return set(session.exec(query).all())


@dataclass(frozen=True)
class KeyProgress:
    """How many tellers have turned their key in a box, of how many needed (and who could)."""

    turned: int
    needed: int
    size: int


def key_progress(session: Session, poll_id: int) -> KeyProgress:
    """Shown to the hall while a box is opened."""
    found = session.get_one(Box, poll_id)
    key = session.get_one(Ceremony, found.ceremony_id)
    return KeyProgress(len(turned(session, poll_id)), key.threshold, len(holders(session, poll_id)))


def roll(found: Box) -> list[str]:
    """The public keys that may vote in a box, sorted."""
    return [str(key) for key in json.loads(found.roll)]


def arrived(session: Session, poll_id: int) -> int:
    """How many ballots are on the board, replaced ones included."""
    query = select(func.count()).select_from(SecretBallot).where(SecretBallot.poll_id == poll_id)
    return session.exec(query).one()


def holders(session: Session, poll_id: int) -> Sequence[KeyHolder]:
    """The tellers who can open a box."""
    query = select(KeyHolder).join(Box, col(Box.ceremony_id) == col(KeyHolder.ceremony_id))
    return session.exec(query.where(Box.poll_id == poll_id).order_by(col(KeyHolder.owner))).all()


def archive(session: Session, poll_id: int) -> bytes:
    """Everything published so far, in one file that anybody can check (Belenios version 1, section 6)."""
    found = session.get_one(Box, poll_id)
    writer = Writer(found.moment)
    writer.set_up(found.election, session.get_one(Ceremony, found.ceremony_id).trustees, found.roll)
    query = select(SecretBallot.body).where(SecretBallot.poll_id == poll_id).order_by(col(SecretBallot.id))
    for body in session.exec(query):
        writer.point("Ballot", body)
    if found.sealed_at:
        writer.tell("EndBallots")
        writer.total(found.tally, found.sized)
        shares = session.exec(select(Share).where(Share.poll_id == poll_id).order_by(col(Share.id)))
        for share in shares:
            writer.share(share.owner, share.body)
    if found.result:
        writer.point("Result", found.result)
    return bytes(writer.whole)

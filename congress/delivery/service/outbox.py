"""Putting something in the outbox, in the transaction of the act that causes it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from congress.delivery import store
from congress.delivery.rules import INBOXES, WANTS, Matter, Stage, Way, Who
from congress.delivery.store import Delivery, Receiver
from congress.record import service as record
from congress.record.entries import Kind


@dataclass(frozen=True)
class Cause:
    """An act that is to be told: what it is about (the id of a row of that matter), and its entry in the record."""

    matter: Matter
    about: int
    title: str
    number: str
    by: int
    at: datetime
    seq: int


def put(session: Session, cause: Cause, *, again: str = "") -> list[Delivery]:
    """Queue it for everybody who is sent such things, and lay it in the inbox of the house that it belongs to.

    The same act again queues nothing, unless ``again`` names another time. Gives what was queued now.
    """
    inside = lay_inside(session, cause)
    made = [
        queue(session, cause, one, once=_once(one, again)) for one in unserved(session, cause, again=again)
    ]
    return [*inside, *(found for found in made if found)]


def unserved(session: Session, cause: Cause, *, again: str = "") -> list[Receiver]:
    """Who is sent such things, and has not been sent this."""
    return [
        one
        for one in store.receivers(session)
        if cause.matter in wants(one)
        and store.by_cause(session, name_of(cause, _once(one, again) or str(one.id))) is None
    ]


def wants(receiver: Receiver) -> frozenset[Matter]:
    """What it is sent, besides tests."""
    return WANTS[receiver.who]


def _once(receiver: Receiver, again: str) -> str:
    return f"{receiver.id}:{again}" if again else ""


def lay_inside(session: Session, cause: Cause) -> list[Delivery]:
    """The inbox of the house: there at once, and no further entry in the record, which has that of the act."""
    who = INBOXES.get(cause.matter)
    if who is None or store.by_cause(session, name_of(cause, who.value)):
        return []
    found = begun(cause, who, Way.INBOX, who.value)
    found.stage, found.sent_at = Stage.SENT, cause.at
    session.add(found)
    session.flush()
    return [found]


def queue(session: Session, cause: Cause, receiver: Receiver, *, once: str = "") -> Delivery | None:
    """One delivery to one receiver, or None where the act has queued it already."""
    name = once or str(receiver.id)
    if store.by_cause(session, name_of(cause, name)):
        return None
    found = begun(cause, receiver.who, receiver.way, name)
    found.receiver_id, found.next_at = receiver.id, cause.at
    session.add(found)
    session.flush()
    facts = {
        "about": cause.about,
        "delivery": found.uid,
        "matter": cause.matter.value,
        "receiver": receiver.name,
        "way": receiver.way.value,
    }
    record.append(session, Kind.DELIVERY_PUT, actor=cause.by, at=cause.at, facts=facts)
    return found


def begun(cause: Cause, who: Who, way: Way, name: str) -> Delivery:
    return Delivery(
        uid=f"msg_{secrets.token_hex(16)}",
        cause=name_of(cause, name),
        matter=cause.matter,
        about=cause.about,
        title=cause.title,
        number=cause.number,
        who=who,
        way=way,
        put_at=cause.at,
        put_by=cause.by,
        put_seq=cause.seq,
    )


def name_of(cause: Cause, receiver: str) -> str:
    """What makes a second queueing of the same act the same."""
    return f"{cause.matter.value}:{cause.about}:{receiver}"

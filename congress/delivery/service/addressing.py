"""The addresses: whose, which way, and what proves that they received. Only organisers set them."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from congress.delivery import store
from congress.delivery.receipts import is_public_key
from congress.delivery.rules import ADDRESS_MOST, Matter, Stage, Way, Who, may_send_to
from congress.delivery.service.outbox import Cause, queue
from congress.delivery.store import Delivery, Receiver
from congress.errors import Invalid, Missing
from congress.i18n import Message, say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer

PROVING = frozenset({Way.WEBHOOK, Way.FOLDER})
"""Ways by which a signed receipt may come back."""


@dataclass(frozen=True)
class Wish:
    """What the form says of a receiver."""

    who: Who
    way: Way
    name: str
    address: str
    key: str = ""


def receiver(session: Session, viewer: Viewer, receiver_id: int) -> Receiver:
    """An address in use, for organisers. Raises Missing."""
    roster.organiser(viewer)
    found = session.get(Receiver, receiver_id)
    if found is None or found.retired_at:
        raise Missing(say("没有这个接收方"))
    return found


def check(wish: Wish) -> None:
    """Raise Invalid with a complaint beside each field that cannot be."""
    complaints: dict[str, Message] = {}
    if len(wish.address) > ADDRESS_MOST:
        complaints["address"] = say("地址太长")
    elif refusal := may_send_to(wish.way, wish.address):
        complaints["address"] = refusal.reason
    if wish.key and wish.way not in PROVING:
        complaints["key"] = say("电子邮件没有签名回执，请留空")
    elif wish.key and not is_public_key(wish.key):
        complaints["key"] = say("这不是 Ed25519 公钥（base64url，43 个字符）")
    if complaints:
        raise Invalid(next(iter(complaints.values())), complaints)


def add(session: Session, viewer: Viewer, wish: Wish, *, at: datetime) -> Receiver:
    """A new address. The very same again is the one that is there."""
    roster.organiser(viewer)
    check(wish)
    for known in store.receivers(session):
        if (known.who, known.way, known.address) == (wish.who, wish.way, wish.address):
            return known
    found = Receiver(**vars(wish), made_at=at, made_by=viewer.person_id)
    session.add(found)
    session.flush()
    _note(session, viewer, found, "added", at)
    return found


def change(session: Session, viewer: Viewer, receiver_id: int, wish: Wish, *, at: datetime) -> Receiver:
    """Another name, address or key; what waits goes there at its next try."""
    found = receiver(session, viewer, receiver_id)
    check(wish)
    if (found.name, found.address, found.key) == (wish.name, wish.address, wish.key):
        return found
    found.name, found.address, found.key = wish.name, wish.address, wish.key
    session.add(found)
    _note(session, viewer, found, "changed", at)
    return found


def renew_secret(session: Session, viewer: Viewer, receiver_id: int, *, seen: int, at: datetime) -> Receiver:
    """A new secret for a webhook, because the old one may have leaked. ``seen`` is the generation on the page."""
    found = receiver(session, viewer, receiver_id)
    if found.generation == seen:
        found.generation += 1
        session.add(found)
        _note(session, viewer, found, "secret", at)
    return found


def retire(session: Session, viewer: Viewer, receiver_id: int, *, at: datetime) -> None:
    """Nothing goes there any more; what waited is stopped. Twice is harmless."""
    roster.organiser(viewer)
    found = session.get(Receiver, receiver_id)
    if found is None:
        raise Missing(say("没有这个接收方"))
    if found.retired_at:
        return
    found.retired_at = at
    session.add(found)
    for waiting in store.waiting_for(session, receiver_id):
        waiting.stage, waiting.next_at = Stage.STOPPED, None
        session.add(waiting)
    _note(session, viewer, found, "retired", at)


def send_test(
    session: Session, viewer: Viewer, receiver_id: int, *, title: str, once: str, at: datetime
) -> Delivery:
    """A document that says it is a test. ``once`` comes from the form: the same press twice sends one."""
    found = receiver(session, viewer, receiver_id)
    name = f"{receiver_id}:{once or secrets.token_hex(8)}"
    cause = Cause(Matter.TEST, receiver_id, title, "", viewer.person_id, at, 0)
    made = queue(session, cause, found, once=name)
    if made is None:
        (made,) = [
            known for known in store.of(session, Matter.TEST, receiver_id) if known.cause.endswith(name)
        ]
    return made


def _note(session: Session, viewer: Viewer, found: Receiver, what: str, at: datetime) -> None:
    facts = {
        "address": found.address,
        "change": what,
        "key": found.key,
        "name": found.name,
        "receiver": found.id,
        "way": found.way.value,
        "who": found.who.value,
    }
    record.append(session, Kind.RECEIVER_CHANGED, actor=viewer.person_id, at=at, facts=facts)

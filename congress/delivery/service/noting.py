"""What came of a try, and the proof of receipt: noted once, whatever comes twice, late or out of order."""

from datetime import datetime

from sqlmodel import Session

from congress.clock import parse
from congress.delivery import receipts, rules, store
from congress.delivery.receipts import Receipt
from congress.delivery.rules import FOREVER, Matter, Outcome, Stage, Trouble
from congress.delivery.service.outbox import Cause, name_of, put, queue
from congress.delivery.store import Delivery, Receiver, Try
from congress.errors import Missing, Refusal, Refused, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer

SAID_MOST = 500
NONE = Missing(say("没有这次送达"))


def load(session: Session, delivery_id: int) -> Delivery:
    """A delivery, or Missing."""
    found = session.get(Delivery, delivery_id)
    if found is None:
        raise NONE
    return found


def fix(session: Session, delivery_id: int, *, file: str, signature: str) -> Delivery:
    """From now on these are the bytes that go. The first that were fixed stand."""
    found = load(session, delivery_id)
    if not found.file:
        found.file, found.signature = file, signature
        session.add(found)
    return found


def note(session: Session, delivery_id: int, outcome: Outcome, *, site: str, at: datetime) -> Delivery:
    """Keep what came of a try. Whoever was stopped meanwhile stays stopped, unless the other side has it after all."""
    found = load(session, delivery_id)
    refusal = None
    if outcome.taken:
        _taken(session, found, at)
        refusal = prove(session, found, outcome.receipt, site=site, at=at) if outcome.receipt else None
    elif found.stage is Stage.WAITING:
        _failed(session, found, outcome, at)
    trouble = Trouble.RECEIPT if refusal else outcome.trouble
    earlier = store.tries(session, delivery_id)
    session.add(
        Try(
            delivery_id=delivery_id,
            number=len(earlier) + 1,
            at=at,
            trouble=trouble,
            said=outcome.said[:SAID_MOST],
        )
    )
    session.add(found)
    session.flush()
    return found


def _taken(session: Session, found: Delivery, at: datetime) -> None:
    """The other side has it; the record says so once."""
    found.next_at = None
    if found.stage is not Stage.RECEIVED:
        found.stage = Stage.SENT
    if found.sent_at is None:
        found.sent_at = at
        facts = {"delivery": found.uid, "sha256": found.file}
        record.append(session, Kind.DELIVERY_SENT, actor=0, at=at, facts=facts)


def _failed(session: Session, found: Delivery, outcome: Outcome, at: datetime) -> None:
    """Plan the next try, or give up."""
    found.tries += 1
    if outcome.trouble in FOREVER or rules.is_last(found.tries):
        found.stage, found.next_at = Stage.FAILED, None
        facts = {"delivery": found.uid, "why": outcome.trouble.value if outcome.trouble else ""}
        record.append(session, Kind.DELIVERY_STOPPED, actor=0, at=at, facts=facts)
    else:
        found.next_at = at + rules.pause(found.tries)


# --- proof of receipt --------------------------------------------------------------------------------------------


def prove(session: Session, found: Delivery, text: str, *, site: str, at: datetime) -> Refusal | None:
    """Take a receiver's signed receipt, or say why not. The first one stands; none is kept where no key is known."""
    receiver = session.get(Receiver, found.receiver_id) if found.receiver_id else None
    if receiver is None or not receiver.key or found.receipt or not found.file:
        return None
    read = receipts.read(text)
    if read is None:
        return receipts.MALFORMED
    expected = rules.receipt_statement(delivery=found.uid, sha256=found.file, site=site)
    if refusal := receipts.check(read, receiver.key, expected):
        return refusal
    _taken(session, found, at)
    _received(session, found, read, receiver.key, at)
    return None


def _received(session: Session, found: Delivery, read: Receipt, public: str, at: datetime) -> None:
    found.stage, found.receipt, found.received_at = Stage.RECEIVED, read.text(public), parse(read.at)
    proof = {"key": read.key, "signature": read.signature, "statement": read.statement}
    facts = {"delivery": found.uid, "public": public, "sha256": found.file}
    found.received_seq = record.append(
        session, Kind.DELIVERY_RECEIVED, actor=0, at=at, facts=facts, signed=proof
    )
    session.add(found)
    session.flush()


def look(session: Session, delivery_id: int, text: str, *, site: str, at: datetime) -> None:
    """A receipt that was found in a folder. One that is no good is shown among the tries of what was sent."""
    found = load(session, delivery_id)
    if found.stage is Stage.SENT:
        note(session, delivery_id, Outcome(said="receipt.json", receipt=text), site=site, at=at)
    else:
        prove(session, found, text, site=site, at=at)


def take_receipt(session: Session, uid: str, text: str, *, site: str, at: datetime) -> Delivery:
    """A receipt that the receiver brings by itself, perhaps late. Raises Missing, or Refused where it proves nothing."""
    found = store.by_uid(session, uid)
    receiver = session.get(Receiver, found.receiver_id) if found and found.receiver_id else None
    if found is None or receiver is None or not receiver.key or not found.file:
        raise NONE
    insist(prove(session, found, text, site=site, at=at))
    return found


def receive_inside(session: Session, cause: Cause, *, public: str, proof: dict[str, str]) -> None:
    """The inbox's owner has signed for it (the act of ``cause``): kept as the proof, and returned to the sender."""
    for found in store.of(session, cause.matter, cause.about):
        if found.receiver_id is None and not found.receipt:
            kept = Receipt(proof["statement"], proof["key"], proof["signature"])
            found.stage, found.receipt = Stage.RECEIVED, kept.text(public)
            found.received_at, found.received_by, found.received_seq = cause.at, cause.by, cause.seq
            session.add(found)
            session.flush()
            back = {**vars(cause), "matter": Matter.RECEIPT}
            put(session, Cause(**back))


# --- what organisers do --------------------------------------------------------------------------------------------


def try_now(session: Session, viewer: Viewer, delivery_id: int, *, at: datetime) -> Delivery:
    """Do not wait for the next try."""
    roster.organiser(viewer)
    found = load(session, delivery_id)
    insist(rules.may_try(found.stage))
    found.next_at = at
    session.add(found)
    return found


def stop(session: Session, viewer: Viewer, delivery_id: int, *, at: datetime) -> Delivery:
    """Try no more. Stopping twice is harmless."""
    roster.organiser(viewer)
    found = load(session, delivery_id)
    if found.stage is Stage.STOPPED:
        return found
    insist(rules.may_stop(found.stage))
    found.stage, found.next_at = Stage.STOPPED, None
    session.add(found)
    facts = {"delivery": found.uid, "why": "stopped"}
    record.append(session, Kind.DELIVERY_STOPPED, actor=viewer.person_id, at=at, facts=facts)
    return found


def resume(session: Session, viewer: Viewer, delivery_id: int, *, at: datetime) -> Delivery:
    """Start again from the first try, to the address as it is now. Twice is harmless."""
    roster.organiser(viewer)
    found = load(session, delivery_id)
    if found.stage is Stage.WAITING:
        return found
    insist(rules.may_resume(found.stage))
    in_use(session, found)
    found.stage, found.next_at, found.tries = Stage.WAITING, at, 0
    session.add(found)
    record.append(
        session, Kind.DELIVERY_RESUMED, actor=viewer.person_id, at=at, facts={"delivery": found.uid}
    )
    return found


def in_use(session: Session, found: Delivery) -> Receiver:
    """Its receiver. Raises Refused where nothing goes there any more."""
    receiver = session.get(Receiver, found.receiver_id) if found.receiver_id else None
    if receiver is None or receiver.retired_at:
        raise Refused(say("这个接收方已经停用"), say("请在送达设置里重新添加，以后的文件会送到那里"))
    return receiver


def replace(session: Session, viewer: Viewer, found: Delivery, *, file: str, at: datetime) -> Delivery:
    """Send its document anew as the bytes with this hash, under a number of its own; what waits is stopped.

    The same bytes go to the same receiver once.
    """
    roster.organiser(viewer)
    if known := replacement(session, found, file=file):
        return known
    receiver = in_use(session, found)
    if found.stage is Stage.WAITING:
        stop(session, viewer, found.id or 0, at=at)
    made = queue(session, cause_of(found, by=viewer.person_id, at=at), receiver, once=as_file(found, file))
    if made is None:
        raise NONE
    return made


def replacement(session: Session, found: Delivery, *, file: str) -> Delivery | None:
    """What was sent instead of it, as the bytes with this hash."""
    return store.by_cause(session, name_of(cause_of(found, by=0, at=found.put_at), as_file(found, file)))


def as_file(found: Delivery, file: str) -> str:
    """What makes a second sending of the same bytes the same."""
    return f"{found.receiver_id}:{file}"


def cause_of(found: Delivery, *, by: int, at: datetime) -> Cause:
    """The act that put it, told again."""
    return Cause(found.matter, found.about, found.title, found.number, by, at, found.put_seq)

"""Deliveries as pages and the courier read them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from congress.delivery import rules, store
from congress.delivery.rules import Matter, Stage, Way
from congress.delivery.service.noting import load
from congress.delivery.store import Delivery, Receiver, Try
from congress.roster import service as roster
from congress.roster.rules import Viewer

OPEN = (Stage.FAILED, Stage.WAITING)
DONE = (Stage.SENT, Stage.RECEIVED, Stage.STOPPED)
PAGE = 50


@dataclass(frozen=True)
class Line:
    """A delivery in a list: to whom, and its newest try. ``by`` is the name of who signed for it in the house."""

    delivery: Delivery
    receiver: Receiver | None
    last: Try | None
    by: str = ""


@dataclass(frozen=True)
class Sheet:
    """One delivery with every try, newest first."""

    line: Line
    tries: list[Try]


@dataclass(frozen=True)
class Overview:
    """What needs somebody, then what is done, a page at a time."""

    failed: list[Line]
    waiting: list[Line]
    done: list[Line]
    numbers: dict[Stage, int]
    page: int
    pages: int


def overview(session: Session, viewer: Viewer, *, page: int) -> Overview:
    """For organisers."""
    roster.organiser(viewer)
    numbers = store.numbers(session)
    pages = max(1, -(-sum(numbers.get(stage, 0) for stage in DONE) // PAGE))
    page = min(max(page, 1), pages)
    found = lines(session, store.in_stages(session, OPEN, start=0, limit=500))
    done = store.in_stages(session, DONE, start=(page - 1) * PAGE, limit=PAGE)
    return Overview(
        failed=[line for line in found if line.delivery.stage is Stage.FAILED],
        waiting=[line for line in found if line.delivery.stage is Stage.WAITING],
        done=lines(session, done),
        numbers=numbers,
        page=page,
        pages=pages,
    )


def lines(session: Session, found: list[Delivery]) -> list[Line]:
    """With receivers, newest tries and names, in three queries."""
    receivers = store.several(session, (one.receiver_id for one in found if one.receiver_id))
    last = store.last_tries(session, (one.id or 0 for one in found))
    names = roster.names(session, {one.received_by for one in found if one.received_by})
    return [
        Line(
            one,
            receivers.get(one.receiver_id or 0),
            last.get(one.id or 0),
            names.get(one.received_by or 0, ""),
        )
        for one in found
    ]


def sheet(session: Session, viewer: Viewer, delivery_id: int) -> Sheet:
    """For organisers. Raises Missing."""
    roster.organiser(viewer)
    found = load(session, delivery_id)
    (line,) = lines(session, [found])
    return Sheet(line, store.tries(session, delivery_id))


def about(session: Session, viewer: Viewer | None, matter: Matter, about_id: int) -> list[Line]:
    """The deliveries of one document, in short, for its own page; nothing for those who do not organise."""
    if viewer is None or not viewer.organises:
        return []
    return lines(session, store.of(session, matter, about_id))


def words() -> dict[str, object]:
    """What the short list on a document's own page speaks with."""
    return {
        "parties": rules.PARTIES,
        "ways": rules.WAYS,
        "delivery_stages": rules.STAGES,
        "lights": rules.LIGHTS,
    }


def of(session: Session, matter: Matter, about_id: int) -> list[Delivery]:
    """Every delivery of one document."""
    return store.of(session, matter, about_id)


def troubled(session: Session) -> int:
    """How many were given up and wait for somebody."""
    return store.numbers(session).get(Stage.FAILED, 0)


def due(session: Session, now: datetime) -> list[Delivery]:
    """What is to be tried now, those that waited longest first."""
    return [
        found for found in store.waiting(session) if found.next_at is None or rules.is_due(found.next_at, now)
    ]


def unproved(session: Session, way: Way) -> list[Delivery]:
    """What went out this way and may still be signed for."""
    return store.unproved(session, way)


def receivers(session: Session) -> list[Receiver]:
    """The addresses in use."""
    return store.receivers(session)


def receiver_of(session: Session, found: Delivery) -> Receiver | None:
    """Where it goes, as it is now."""
    return session.get(Receiver, found.receiver_id) if found.receiver_id else None

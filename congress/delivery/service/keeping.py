"""What is kept of deliveries for good, for the archive: whoever calls may give out all of it."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session

from congress.delivery import store
from congress.delivery.store import Delivery, Receiver, Try


@dataclass(frozen=True)
class Kept:
    """A delivery with every try, oldest first."""

    delivery: Delivery
    tries: list[Try]


def kept(session: Session) -> list[Kept]:
    """All that there ever were, oldest first, in two queries."""
    tries: dict[int, list[Try]] = defaultdict(list)
    for one in store.all_tries(session):
        tries[one.delivery_id].append(one)
    return [Kept(one, tries.get(one.id or 0, [])) for one in store.everything(session)]


def all_receivers(session: Session) -> list[Receiver]:
    """Every address that there ever was, retired ones too."""
    return store.all_receivers(session)

"""Sending a resolution anew with the seal that was pressed after it had gone without one.

What may have arrived is not changed: the sealed file goes under a number of its own (decision 0027).
"""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from congress.delivery import rules
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.delivery.service import Delivery
from congress.errors import insist
from congress.resolutions.service.reading import load
from congress.resolutions.service.sealing import impression_of
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.seals.service import Impression

CARRIES: Final = frozenset({Matter.RESOLUTION, Matter.FILING})
"""Deliveries whose file is a resolution's own."""


def sealed_since(session: Session, found: Delivery) -> Impression | None:
    """The seal that the bytes of this delivery do not have, if it was pressed; none while nothing was tried yet."""
    if found.matter not in CARRIES or not found.file or found.receiver_id is None:
        return None
    asked = impression_of(session, load(session, found.about))
    return asked if asked and asked.pressed_at and asked.result != found.file else None


def sent_sealed(session: Session, found: Delivery) -> Delivery | None:
    """What went instead of it, with the seal."""
    asked = sealed_since(session, found)
    return delivery.replacement(session, found, file=asked.result) if asked else None


def send_sealed(session: Session, viewer: Viewer, delivery_id: int, *, at: datetime) -> Delivery:
    """Send it anew with the seal. Pressing twice sends once."""
    roster.organiser(viewer)
    found = delivery.load(session, delivery_id)
    asked = sealed_since(session, found)
    insist(rules.may_replace(asked is not None, found.stage))
    return delivery.replace(session, viewer, found, file=asked.result if asked else "", at=at)

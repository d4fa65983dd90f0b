"""Publishing a sealed resolution to all employees."""

from sqlmodel import Session

from congress.clock import now
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.delivery.service import Cause
from congress.errors import insist
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import rules
from congress.resolutions.rules import Move, ResolutionStage
from congress.resolutions.service.reading import kept_by, number_of
from congress.resolutions.store import Resolution
from congress.roster.rules import Viewer


def publish(session: Session, viewer: Viewer, resolution_id: int) -> Resolution:
    """Show it to everybody, for good. Pressing twice is harmless."""
    found = kept_by(session, viewer, resolution_id)
    if found.stage is ResolutionStage.PUBLISHED:
        return found
    insist(rules.may_move(found.stage, Move.PUBLISH))
    moment = now()
    found.stage, found.published_at = rules.after(found.stage, Move.PUBLISH), moment
    found.changed_at = moment
    facts = {"resolution": found.id, "year": found.year, "number": found.number, "sha256": found.sha256}
    found.published_seq = record.append(
        session, Kind.RESOLUTION_PUBLISHED, actor=viewer.person_id, at=moment, facts=facts
    )
    session.add(found)
    number, seq = number_of(found), found.published_seq
    delivery.put(
        session, Cause(Matter.RESOLUTION, found.id or 0, found.title, number, viewer.person_id, moment, seq)
    )
    return found

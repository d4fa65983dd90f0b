"""One person as organisers see them: seat, offices, every way in, and what was done about them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from congress.clock import parse
from congress.i18n import Message
from congress.identity import service as identity
from congress.identity.service import Account, DeviceKey, Invitation, SignIn
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.chronicle import told
from congress.roster.service.employment import person
from congress.roster.service.offices import held
from congress.roster.service.seats import seat_of
from congress.roster.store import Delegate, Delegation, Office, Person, Unit

ABOUT = (
    Kind.PERSON_CHANGED,
    Kind.DELEGATE_CHANGED,
    Kind.OFFICE_CHANGED,
    Kind.ACCOUNT_CHANGED,
    Kind.INVITATION_MADE,
    Kind.INVITATION_USED,
    Kind.INVITATION_REVOKED,
    Kind.KEY_REGISTERED,
    Kind.KEY_REVOKED,
)


@dataclass(frozen=True)
class Done:
    """A line of the history."""

    at: datetime
    words: Message
    actor: int


@dataclass(frozen=True)
class Dossier:
    """Everything on a person's page."""

    person: Person
    unit: Unit
    seat: Delegate | None
    delegation: Delegation | None
    heads: bool
    offices: list[Office]
    keys: list[DeviceKey]
    sessions: list[SignIn]
    invitations: list[Invitation]
    account: Account | None
    history: list[Done]

    @property
    def seated(self) -> bool:
        """Has a mandate now."""
        return self.seat is not None and self.seat.ended_at is None


def dossier(session: Session, term_id: int, person_id: int) -> Dossier:
    """A person's page, or Missing."""
    found = person(session, person_id)
    seat = seat_of(session, term_id, person_id)
    group = session.get(Delegation, seat.delegation_id) if seat and seat.delegation_id else None
    return Dossier(
        person=found,
        unit=session.get_one(Unit, found.unit_id),
        seat=seat,
        delegation=group,
        heads=group is not None and group.head_id == person_id,
        offices=held(session, person_id),
        keys=identity.keys(session, person_id),
        sessions=identity.sessions(session, person_id),
        invitations=identity.invitations(session, person_id),
        account=identity.account(session, person_id),
        history=[Done(parse(a.at), told(a), a.actor) for a in record.about(session, person_id, ABOUT)],
    )

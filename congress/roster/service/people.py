"""One person: who they are decides what they may load."""

from sqlmodel import Session, col, select

from congress.errors import Missing
from congress.i18n import say
from congress.roster.rules import DelegateKind, OfficeKind, Viewer
from congress.roster.store import Delegate, Delegation, Enterprise, Office, Person


def enterprise(session: Session) -> Enterprise | None:
    """The enterprise of this installation; None before it is set up."""
    return session.get(Enterprise, 1)


def viewer(session: Session, person_id: int) -> Viewer | None:
    """Everything about a person that decides what they may load."""
    person = session.get(Person, person_id)
    if person is None or person.left_at:
        return None
    seat = session.exec(
        select(Delegate).where(Delegate.person_id == person_id, col(Delegate.ended_at).is_(None))
    ).first()
    offices = session.exec(
        select(Office.kind, Office.unit_id).where(
            Office.person_id == person_id, col(Office.ended_at).is_(None)
        )
    ).all()
    led = session.exec(select(Delegation.id).where(Delegation.head_id == person_id)).first()
    return Viewer(
        person_id=person_id,
        name=person.name,
        unit_id=person.unit_id,
        delegate_id=seat.id if seat else None,
        delegate_kind=DelegateKind(seat.kind) if seat else None,
        delegation_id=seat.delegation_id if seat else None,
        heads_delegation_id=led,
        offices=frozenset(OfficeKind(kind) for kind, _ in offices),
        handles_unit_ids=frozenset(
            unit for kind, unit in offices if kind is OfficeKind.DEPARTMENT_HEAD and unit is not None
        ),
    )


def organiser(viewer: Viewer) -> Viewer:
    """The viewer, when they run the congress; to others the page does not exist."""
    if not viewer.organises:
        raise Missing(say("没有这个页面"))
    return viewer

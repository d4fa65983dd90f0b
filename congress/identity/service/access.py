"""All of a person's ways in at once: seen together, shut together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from congress.clock import now
from congress.identity.service.invitations import revoke_invitations
from congress.identity.service.keys import keys, revoke_key
from congress.identity.service.sessions import sessions
from congress.identity.store import Account, DeviceKey, Invitation


@dataclass(frozen=True)
class Access:
    """How somebody can come in and sign now: live device keys, unused cards, and an account."""

    keys: int = 0
    cards: int = 0
    login: str = ""


def access(session: Session, people: Iterable[int]) -> dict[int, Access]:
    """Of each of these people, in three queries."""
    wanted, moment = set(people), now()
    keys_ = Counter(
        session.exec(
            select(DeviceKey.person_id).where(
                col(DeviceKey.person_id).in_(wanted), col(DeviceKey.revoked_at).is_(None)
            )
        )
    )
    cards = Counter(
        session.exec(
            select(Invitation.person_id).where(
                col(Invitation.person_id).in_(wanted),
                col(Invitation.used_at).is_(None),
                col(Invitation.revoked_at).is_(None),
                col(Invitation.expires_at) > moment,
            )
        )
    )
    logins = dict(
        session.exec(
            select(Account.person_id, Account.login).where(
                col(Account.person_id).in_(wanted), col(Account.disabled_at).is_(None)
            )
        ).all()
    )
    return {person: Access(keys_[person], cards[person], logins.get(person, "")) for person in wanted}


def shut_out(session: Session, *, person_id: int, by: int, why: str) -> None:
    """Stop every way in: unused cards, keys, sessions. What was signed before stays signed."""
    moment = now()
    revoke_invitations(session, person_id=person_id, by=by, at=moment)
    for key in keys(session, person_id):
        if key.revoked_at is None:
            revoke_key(session, key_id=key.id, by=by, why=why)
    for found in sessions(session, person_id):
        found.revoked_at = moment
        session.add(found)

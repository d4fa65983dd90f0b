"""Invitation cards: made, used once, revoked. Their tokens are kept as hashes only."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, func, select

from congress.clock import now
from congress.errors import Refused, insist
from congress.i18n import say
from congress.identity import rules
from congress.identity.service.sessions import Entered, begin, hashed
from congress.identity.store import Invitation
from congress.record import service as record
from congress.record.entries import Kind


def secret() -> str:
    """128 bits that cannot be guessed, in base64url."""
    return secrets.token_urlsafe(16)


def invite(session: Session, *, person_id: int, by: int) -> str:
    """A new card for a person; earlier unused cards stop working. Returns the token, which is not kept."""
    moment, token = now(), secret()
    revoke_invitations(session, person_id=person_id, by=by, at=moment)
    invitation = Invitation(
        person_id=person_id,
        token_hash=hashed(token),
        created_at=moment,
        created_by=by,
        expires_at=rules.invitation_end(moment),
    )
    session.add(invitation)
    session.flush()
    facts = {"invitation": invitation.id, "person": person_id}
    record.append(session, Kind.INVITATION_MADE, actor=by, facts=facts, at=moment)
    return token


def revoke_invitations(session: Session, *, person_id: int, by: int, at: datetime) -> int:
    """Stop every card of a person that was not used yet; how many there were."""
    unused = session.exec(
        select(Invitation).where(
            Invitation.person_id == person_id,
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
    ).all()
    for card in unused:
        card.revoked_at = at
        session.add(card)
        facts = {"invitation": card.id, "person": person_id}
        record.append(session, Kind.INVITATION_REVOKED, actor=by, facts=facts, at=at)
    return len(unused)


def invitations(session: Session, person_id: int) -> list[Invitation]:
    """All cards ever made for a person, newest first."""
    query = select(Invitation).where(Invitation.person_id == person_id)
    return list(session.exec(query.order_by(col(Invitation.id).desc())).all())


def holders_of(session: Session, tokens: Iterable[str]) -> dict[str, int]:
    """Whose cards these are, by token; those that were used, stopped or ended are left out."""
    hashes = {hashed(token): token for token in tokens}
    query = select(Invitation.token_hash, Invitation.person_id).where(
        col(Invitation.token_hash).in_(hashes),
        col(Invitation.used_at).is_(None),
        col(Invitation.revoked_at).is_(None),
        col(Invitation.expires_at) > now(),
    )
    return {hashes[found]: person for found, person in session.exec(query)}


def newest_invitation(session: Session) -> int:
    """The id of the last card made, 0 before the first: what a form saw, to know that it is sent once."""
    return session.exec(select(func.max(Invitation.id))).one() or 0


def enter(session: Session, *, token: str, device: str) -> Entered:
    """Exchange a card's token for a session, once."""
    moment = now()
    invitation = session.exec(select(Invitation).where(Invitation.token_hash == hashed(token))).first()
    if invitation is None:
        raise Refused(say("没有这张邀请卡"), say("请核对二维码是否完整，或到会务组签到台重新领取"))
    insist(
        rules.may_enter(
            used_at=invitation.used_at,
            revoked_at=invitation.revoked_at,
            expires_at=invitation.expires_at,
            now=moment,
        )
    )
    invitation.used_at = moment
    session.add(invitation)
    facts = {"invitation": invitation.id, "person": invitation.person_id}
    record.append(session, Kind.INVITATION_USED, actor=invitation.person_id, facts=facts, at=moment)
    return begin(session, person_id=invitation.person_id, device=device)

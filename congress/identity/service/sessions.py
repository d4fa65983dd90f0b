"""Staying in: sessions in browsers."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from congress.clock import now
from congress.database import Prepared
from congress.errors import Missing
from congress.i18n import say
from congress.identity import rules
from congress.identity.store import SignIn


@dataclass(frozen=True)
class Entered:
    """A fresh session: the token goes into the cookie and nowhere else."""

    person_id: int
    token: str
    expires_at: datetime


def hashed(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode()).hexdigest()


def begin(session: Session, *, person_id: int, device: str) -> Entered:
    """A new session for a person on a device."""
    moment, token = now(), secrets.token_urlsafe(32)
    sign_in = SignIn(
        person_id=person_id,
        token_hash=hashed(token),
        device=device[:200],
        created_at=moment,
        seen_at=moment,
        expires_at=rules.session_end(moment),
    )
    session.add(sign_in)
    return Entered(person_id, token, sign_in.expires_at)


def signed_in(session: Session, token: str) -> SignIn | None:
    """The live session behind a cookie."""
    found = session.exec(select(SignIn).where(SignIn.token_hash == hashed(token))).first()
    if found and rules.is_live(revoked_at=found.revoked_at, expires_at=found.expires_at, now=now()):
        return found
    return None


PERSON = Prepared(
    core_select(col(SignIn.person_id)).where(
        col(SignIn.token_hash) == bindparam("token"),
        col(SignIn.revoked_at).is_(None),
        col(SignIn.expires_at) > bindparam("now"),
    )
)


def person_behind(session: Session, token: str) -> int:
    """The person of a live session, in one plain read: for the path that a whole hall walks at once."""
    found = PERSON.run(session, token=hashed(token), now=now()).fetchone()
    if found is None:
        raise Missing(say("您已退出登录"), say("请重新登录后再试；您的选择没有丢失"))
    return int(found[0])


def is_signed_in(session: Session, token: str) -> bool:
    """Whether this is a live session: as cheap as :func:`person_behind`, for what every phone asks every three seconds."""
    return PERSON.run(session, token=hashed(token), now=now()).fetchone() is not None


def sessions(session: Session, person_id: int) -> list[SignIn]:
    """A person's live sessions, newest first."""
    query = select(SignIn).where(
        SignIn.person_id == person_id, col(SignIn.revoked_at).is_(None), col(SignIn.expires_at) > now()
    )
    return list(session.exec(query.order_by(col(SignIn.created_at).desc())).all())


def end(session: Session, *, sign_in_id: int, person_id: int) -> None:
    """Sign out of one session of one's own. Ending it twice is fine."""
    found = session.get(SignIn, sign_in_id)
    if found is None or found.person_id != person_id:
        raise Missing(say("没有这个登录会话"))
    found.revoked_at = found.revoked_at or now()
    session.add(found)

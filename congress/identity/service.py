"""Coming in, staying in, and signing: invitations, passwords, sessions, device keys, statements."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlmodel import Session, col, select

from congress.clock import now, parse
from congress.crypto import canonical, signatures
from congress.errors import Conflict, Invalid, Missing, Refused, insist
from congress.i18n import say
from congress.identity import rules
from congress.identity.rules import KeyMethod, Signed
from congress.identity.store import Account, DeviceKey, Invitation, SignIn
from congress.record import service as record
from congress.record.entries import Kind

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's floor: 40 ms, 19 MiB
NOBODY = HASHER.hash("nobody has this password")  # so that an unknown name takes as long as a wrong password


@dataclass(frozen=True)
class Entered:
    """A fresh session: the token goes into the cookie and nowhere else."""

    person_id: int
    token: str
    expires_at: datetime


def secret() -> str:
    """128 bits that cannot be guessed, in base64url."""
    return secrets.token_urlsafe(16)


def hashed(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode()).hexdigest()


# --- invitations -----------------------------------------------------------------------------------------------


def invite(session: Session, *, person_id: int, by: int) -> str:
    """A new card for a person; earlier unused cards stop working. Returns the token, which is not kept."""
    moment, token = now(), secret()
    for old in session.exec(
        select(Invitation).where(
            Invitation.person_id == person_id,
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
    ):
        old.revoked_at = moment
        session.add(old)
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


# --- passwords -------------------------------------------------------------------------------------------------


def open_account(session: Session, *, person_id: int, login: str, password: str) -> Account:
    """Give a person a name and password, or change them."""
    insist(rules.may_use_password(password))
    taken = session.exec(select(Account).where(Account.login == login, Account.person_id != person_id)).first()
    if taken:
        raise Invalid(say("登录名已被使用"), {"login": say("登录名已被使用")})
    account = session.exec(select(Account).where(Account.person_id == person_id)).first()
    account = account or Account(person_id=person_id, login=login, password_hash="")
    account.login, account.password_hash, account.disabled_at = login, HASHER.hash(password), None
    session.add(account)
    session.flush()
    return account


def has_account(session: Session, person_id: int) -> bool:
    """Does this person come in by name and password?"""
    return session.exec(select(Account).where(Account.person_id == person_id)).first() is not None


def change_password(session: Session, *, person_id: int, old: str, new: str) -> None:
    """Replace one's password; the old one must be known."""
    account = session.exec(select(Account).where(Account.person_id == person_id)).first()
    if account is None:
        raise Missing(say("您没有登录名和密码"))
    if refusal := rules.may_use_password(new):
        raise Invalid(refusal.reason, {"new": refusal.reason})
    try:
        HASHER.verify(account.password_hash, old)
    except VerificationError as error:
        wrong = say("原密码不对")
        raise Invalid(wrong, {"old": wrong}) from error
    account.password_hash = HASHER.hash(new)
    session.add(account)


def check_password(session: Session, *, login: str, password: str) -> int:
    """The person behind a name and password. One answer for every kind of mistake."""
    account = session.exec(select(Account).where(Account.login == login)).first()
    known = account.password_hash if account and account.disabled_at is None else NOBODY
    try:
        HASHER.verify(known, password)
    except VerificationError as error:
        raise Refused(say("登录名或密码不对"), say("忘记密码请联系会务组")) from error
    if account is None or known == NOBODY:
        raise Refused(say("登录名或密码不对"), say("忘记密码请联系会务组"))
    return account.person_id


# --- sessions --------------------------------------------------------------------------------------------------


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


LIVE = select(col(SignIn.person_id), col(SignIn.revoked_at), col(SignIn.expires_at))


def person_behind(session: Session, token: str) -> int:
    """The person of a live session, in one plain read: for the path that a whole hall walks at once."""
    found = session.connection().execute(LIVE.where(col(SignIn.token_hash) == hashed(token))).first()
    if found and rules.is_live(revoked_at=found.revoked_at, expires_at=found.expires_at, now=now()):
        return int(found.person_id)
    raise Missing(say("您已退出登录"), say("请重新登录后再试；您的选择没有丢失"))


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


# --- device keys -----------------------------------------------------------------------------------------------


def register_key(
    session: Session, *, person_id: int, site: str, public: str, method: str, device: str, signed: Signed
) -> DeviceKey:
    """Take a device's public key after it has signed its own registration. Repeating it is harmless."""
    try:
        raw = signatures.decode(public)
    except ValueError as error:
        raise Invalid(say("签名公钥的格式不对")) from error
    if not signatures.is_usable(raw):
        raise Invalid(say("签名公钥的格式不对"))
    expected = {"act": "key", "person": person_id, "public": public, "site": site}
    statement = _read(signed, expected)
    if signed.key != signatures.key_id(raw) or not _fits(raw, signed):
        raise Refused(say("签名与公钥不相符"))
    known = session.get(DeviceKey, signed.key)
    if known:
        if known.person_id != person_id or known.revoked_at:
            raise Conflict(say("这把签名密钥不能再登记"), say("请在本设备上重新生成密钥"))
        return known
    key = DeviceKey(
        id=signed.key,
        person_id=person_id,
        public=public,
        method=KeyMethod(method) if method in set(KeyMethod) else KeyMethod.LIBRARY,
        device=device[:200],
        registered_at=now(),
    )
    session.add(key)
    facts = {"key": key.id, "method": key.method.value, "person": person_id, "public": public}
    record.append(session, Kind.KEY_REGISTERED, actor=person_id, facts=facts, signed=statement)
    return key


def revoke_key(session: Session, *, key_id: str, by: int, why: str) -> DeviceKey:
    """Stop a key (a lost phone). What it signed before stays signed."""
    key = session.get(DeviceKey, key_id)
    if key is None:
        raise Missing(say("没有这把签名密钥"))
    if key.revoked_at is None:
        key.revoked_at, key.revoked_by, key.revoked_why = now(), by, why
        session.add(key)
        facts = {"key": key.id, "person": key.person_id, "why": why}
        record.append(session, Kind.KEY_REVOKED, actor=by, facts=facts, at=key.revoked_at)
    return key


def revoke_own_key(session: Session, *, key_id: str, person_id: int) -> DeviceKey:
    """Stop a key of one's own."""
    key = session.get(DeviceKey, key_id)
    if key is None or key.person_id != person_id:
        raise Missing(say("没有这把签名密钥"))
    return revoke_key(session, key_id=key_id, by=person_id, why="")


def keys(session: Session, person_id: int) -> list[DeviceKey]:
    """All keys a person ever registered, newest first."""
    query = select(DeviceKey).where(DeviceKey.person_id == person_id)
    return list(session.exec(query.order_by(col(DeviceKey.registered_at).desc())).all())


# --- signed statements -----------------------------------------------------------------------------------------


def verify(session: Session, *, person_id: int, signed: Signed, expected: dict[str, Any]) -> dict[str, str]:
    """Check that this person's device signed exactly what is expected, plus its own ``at`` and ``nonce``.

    Returns what the record keeps. Raises Refused with a reason a person can act on.
    """
    key = session.get(DeviceKey, signed.key)
    return check_signature(key, person_id=person_id, signed=signed, expected=expected)


def check_signature(
    key: DeviceKey | None, *, person_id: int, signed: Signed, expected: dict[str, Any]
) -> dict[str, str]:
    """:func:`verify` for a key that is already at hand."""
    if key is None or key.person_id != person_id:
        raise Refused(say("这台设备的签名密钥没有登记在您名下"), say("请在「我的」页面为本设备登记签名密钥"))
    if key.revoked_at:
        raise Refused(say("这把签名密钥已被停用"), say("请联系会务组重新领取邀请卡"))
    statement = _read(signed, expected)
    if not _fits(signatures.decode(key.public), signed):
        raise Refused(say("签名验证没有通过"), say("请刷新页面后重新签名"))
    return statement


def _read(signed: Signed, expected: dict[str, Any]) -> dict[str, str]:
    """The statement says what it must, and nothing else."""
    try:
        said = canonical.parse(signed.statement.encode())
        parse(said["at"])
        nonce = bytes.fromhex(said["nonce"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(say("签名内容的格式不对"), say("请刷新页面后重新签名")) from error
    if len(nonce) != 16 or {k: v for k, v in said.items() if k not in {"at", "nonce"}} != expected:
        raise Refused(say("签名的内容与本页不一致"), say("页面可能已经更新，请刷新后重新签名"))
    return {"key": signed.key, "signature": signed.signature, "statement": signed.statement}


def _fits(public: bytes, signed: Signed) -> bool:
    try:
        signature = signatures.decode(signed.signature)
    except ValueError:
        return False
    return signatures.verify(public, signed.statement.encode(), signature)

"""Device keys: registered by their own signature, revoked when a phone is lost."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from congress.clock import now
from congress.crypto import signatures
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.i18n import say
from congress.identity.rules import KeyMethod, Signed
from congress.identity.service.statements import fits, read
from congress.identity.store import DeviceKey
from congress.record import service as record
from congress.record.entries import Kind


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
    statement = read(signed, expected)
    if signed.key != signatures.key_id(raw) or not fits(raw, signed):
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
    return revoke_persons_key(session, key_id=key_id, person_id=person_id, by=person_id)


def revoke_persons_key(session: Session, *, key_id: str, person_id: int, by: int) -> DeviceKey:
    """Stop a key of this person, and of nobody else."""
    key = session.get(DeviceKey, key_id)
    if key is None or key.person_id != person_id:
        raise Missing(say("没有这把签名密钥"))
    return revoke_key(session, key_id=key_id, by=by, why="")


def keys(session: Session, person_id: int) -> list[DeviceKey]:
    """All keys a person ever registered, newest first."""
    query = select(DeviceKey).where(DeviceKey.person_id == person_id)
    return list(session.exec(query.order_by(col(DeviceKey.registered_at).desc())).all())


def live_keys(session: Session, ids: Iterable[str]) -> set[str]:
    """Which of these keys have not been revoked."""
    query = select(DeviceKey.id).where(col(DeviceKey.id).in_(set(ids)), col(DeviceKey.revoked_at).is_(None))
    return set(session.exec(query).all())

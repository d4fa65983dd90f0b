"""Signed statements: what a person's device signed, checked word for word."""

from typing import Any

from sqlalchemy import bindparam, case, literal_column, select
from sqlmodel import Session, col

from congress.clock import parse
from congress.crypto import canonical, signatures
from congress.database import Prepared
from congress.errors import Refused
from congress.i18n import say
from congress.identity.rules import Signed
from congress.identity.store import DeviceKey

KEY = Prepared(
    select(
        col(DeviceKey.person_id),
        col(DeviceKey.public),
        case((col(DeviceKey.revoked_at).is_(None), literal_column("0")), else_=literal_column("1")),
    ).where(col(DeviceKey.id) == bindparam("key"))
)


def verify(session: Session, *, person_id: int, signed: Signed, expected: dict[str, Any]) -> dict[str, str]:
    """Check that this person's device signed exactly what is expected, plus its own ``at`` and ``nonce``.

    Returns what the record keeps. Raises Refused with a reason a person can act on.
    """
    row = KEY.run(session, key=signed.key).fetchone()
    holder, public, revoked = tuple(row) if row else (None, "", 0)
    if holder != person_id:
        raise Refused(say("这台设备的签名密钥没有登记在您名下"), say("请在「我的」页面为本设备登记签名密钥"))
    if revoked:
        raise Refused(say("这把签名密钥已被停用"), say("请联系会务组重新领取邀请卡"))
    statement = read(signed, expected)
    if not fits(signatures.decode(public), signed):
        raise Refused(say("签名验证没有通过"), say("请刷新页面后重新签名"))
    return statement


def read(signed: Signed, expected: dict[str, Any]) -> dict[str, str]:
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


def fits(public: bytes, signed: Signed) -> bool:
    try:
        signature = signatures.decode(signed.signature)
    except ValueError:
        return False
    return signatures.verify(public, signed.statement.encode(), signature)

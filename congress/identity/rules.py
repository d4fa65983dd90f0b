"""Invitations, keys and sessions: when each is good. Pure.

A signed act needs a key that only the signer's device holds (电子签名法 art. 13).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from congress.errors import Refusal
from congress.i18n import say

INVITATION_DAYS = 30
SESSION_DAYS = 14
PASSWORD_LEAST = 10  # characters


class KeyMethod(StrEnum):
    """Where the private key lives: inside the browser's own crypto, or in our library's storage."""

    WEBCRYPTO = "webcrypto"
    LIBRARY = "library"


@dataclass(frozen=True)
class Signed:
    """What a form brings: canonical statement, key id, signature (base64url)."""

    statement: str
    key: str
    signature: str


def may_enter(
    *, used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> Refusal | None:
    """May this invitation be exchanged for a session?"""
    remedy = say("请到会务组签到台重新领取邀请卡")
    if revoked_at:
        return Refusal(say("这张邀请卡已被作废"), remedy)
    if used_at:
        return Refusal(say("这张邀请卡已经使用过"), remedy)
    if now >= expires_at:
        return Refusal(say("这张邀请卡已过期"), remedy)
    return None


def is_live(*, revoked_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Is this session still good?"""
    return revoked_at is None and now < expires_at


def session_end(now: datetime) -> datetime:
    """When a session that begins now expires."""
    return now + timedelta(days=SESSION_DAYS)


def invitation_end(now: datetime) -> datetime:
    """When an invitation made now expires."""
    return now + timedelta(days=INVITATION_DAYS)


def may_use_password(password: str) -> Refusal | None:
    """Length is what counts (NIST SP 800-63B, 5.1.1.2)."""
    if len(password) < PASSWORD_LEAST:
        return Refusal(say("密码至少 {n} 个字符", n=PASSWORD_LEAST))
    return None

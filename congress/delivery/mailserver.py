"""The mail server as the command line names it: ``smtps://user@host``, ``smtp://host`` (STARTTLS), ``smtp+plain://host``."""

from typing import Final
from urllib.parse import unquote, urlsplit

from congress.delivery.parcel import Mailer
from congress.delivery.rules import MAILBOX
from congress.errors import Refused
from congress.i18n import say

SCHEMES: Final = {"smtps": ("always", 465), "smtp": ("start", 587), "smtp+plain": ("never", 25)}


def read(address: str, *, sender: str, password: str) -> Mailer | None:
    """The mail server, or None where there is none. Raises Refused with what would help."""
    if not address:
        return None
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in SCHEMES or not parts.hostname or port == -1 or parts.password:
        raise Refused(
            say("邮件服务器的地址不对"),
            say(
                "写成 smtps://用户名@主机:465 或 smtp://用户名@主机:587；密码放在 --smtp-password 指定的文件里"
            ),
        )
    tls, usual = SCHEMES[parts.scheme]
    user = unquote(parts.username or "")
    if user and tls == "never":
        raise Refused(say("不加密的邮件连接不能带用户名和密码"), say("请改用 smtps:// 或 smtp://"))
    sender = sender or user
    if not MAILBOX.fullmatch(sender):
        raise Refused(say("还不知道用哪个邮箱发信"), say("请加 --smtp-from 邮箱地址"))
    return Mailer(parts.hostname, port or usual, tls, user, password, sender)

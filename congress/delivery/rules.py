"""What leaves the house, to whom, by which way, and when it is tried again. Pure.

Delivery is at least once: a try whose answer was lost is made again with the same
identifier, by which receivers know a repeat (Standard Webhooks 1.0.0, "idempotency";
RFC 5322 section 3.6.4 for Message-ID).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from itertools import accumulate, chain, repeat
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from congress.errors import Refusal
from congress.i18n import Message, say


class Matter(StrEnum):
    """What is delivered."""

    RESOLUTION = "resolution"
    DISPATCH = "dispatch"
    DECISION = "decision"
    FILING = "filing"
    RECEIPT = "receipt"
    TEST = "test"


class Who(StrEnum):
    """Whose address it is."""

    COMMITTEE = "committee"
    UNION = "union"
    OFFICE = "office"
    SENDER = "sender"


class Way(StrEnum):
    """How it goes."""

    INBOX = "inbox"
    MAIL = "mail"
    WEBHOOK = "webhook"
    FOLDER = "folder"


class Stage(StrEnum):
    """Waiting for its next try, taken by the other side, proved to be received; stopped, or given up."""

    WAITING = "waiting"
    SENT = "sent"
    RECEIVED = "received"
    STOPPED = "stopped"
    FAILED = "failed"


class Trouble(StrEnum):
    """Why a try did not succeed."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    ANSWER = "answer"
    REDIRECT = "redirect"
    GONE = "gone"
    ADDRESS = "address"
    TLS = "tls"
    NO_MAIL = "no_mail"
    LOGIN = "login"
    REFUSED = "refused"
    LATER = "later"
    CUT = "cut"
    CONTENT = "content"
    FOLDER = "folder"
    FULL = "full"
    OUTSIDE = "outside"
    RECEIPT = "receipt"
    DEFECT = "defect"


MATTERS: Final[dict[Matter, Message]] = {
    Matter.RESOLUTION: say("大会决议"),
    Matter.DISPATCH: say("报送党委的文件"),
    Matter.DECISION: say("党委的批示、批复或答复"),
    Matter.FILING: say("报上级工会备案的决议"),
    Matter.RECEIPT: say("党委的签收凭证"),
    Matter.TEST: say("测试"),
}
PARTIES: Final[dict[Who, Message]] = {
    Who.COMMITTEE: say("党委"),
    Who.UNION: say("上级工会"),
    Who.OFFICE: say("办公系统"),
    Who.SENDER: say("本会秘书处"),
}
WAYS: Final[dict[Way, Message]] = {
    Way.INBOX: say("本系统收件箱"),
    Way.MAIL: say("电子邮件"),
    Way.WEBHOOK: say("网络接口（webhook）"),
    Way.FOLDER: say("交换文件夹"),
}
STAGES: Final[dict[Stage, Message]] = {
    Stage.WAITING: say("等待送达"),
    Stage.SENT: say("已送达"),
    Stage.RECEIVED: say("对方已签收"),
    Stage.STOPPED: say("已停止"),
    Stage.FAILED: say("没有送到"),
}
LIGHTS: Final[dict[Stage, str]] = {
    Stage.WAITING: "amber",
    Stage.SENT: "green",
    Stage.RECEIVED: "green",
    Stage.STOPPED: "neutral",
    Stage.FAILED: "red",
}
WANTS: Final[dict[Who, frozenset[Matter]]] = {
    Who.COMMITTEE: frozenset({Matter.DISPATCH}),
    Who.UNION: frozenset({Matter.RESOLUTION, Matter.FILING}),
    Who.OFFICE: frozenset({Matter.RESOLUTION, Matter.DISPATCH, Matter.DECISION, Matter.RECEIPT}),
    Who.SENDER: frozenset({Matter.DECISION, Matter.RECEIPT}),
}
"""What each of them is sent, besides tests."""

INBOXES: Final[dict[Matter, Who]] = {Matter.DISPATCH: Who.COMMITTEE, Matter.DECISION: Who.SENDER}
"""What also lies in an inbox of the house, at once."""

TROUBLES: Final[dict[Trouble, Refusal]] = {
    Trouble.UNREACHABLE: Refusal(say("连不上对方的服务器"), say("系统会继续重试；请核对地址，或告诉对方")),
    Trouble.SLOW: Refusal(say("对方没有及时回应"), say("系统会继续重试；对方凭编号能认出重复")),
    Trouble.ANSWER: Refusal(
        say("对方的服务器没有接受"), say("系统会继续重试；请把对方的回答告诉对方的管理员")
    ),
    Trouble.REDIRECT: Refusal(
        say("对方要求转到别的地址，系统没有跟去"), say("请向对方核实，再把新地址填到设置里")
    ),
    Trouble.GONE: Refusal(say("对方说这个地址已经停用"), say("请向对方要新地址，填好后重新开始")),
    Trouble.ADDRESS: Refusal(say("这个地址不允许送往"), say("本机链路、组播等特殊地址不能用，请换一个地址")),
    Trouble.TLS: Refusal(
        say("对方的证书不可信，没有发送"), say("请对方换用可信的证书，或把对方的根证书装到这台服务器")
    ),
    Trouble.NO_MAIL: Refusal(say("还没有设置邮件服务器"), say("请系统管理员启动服务时加 --smtp")),
    Trouble.LOGIN: Refusal(
        say("邮件服务器不接受用户名或密码"), say("请系统管理员核对密码文件，改好后重新启动")
    ),
    Trouble.REFUSED: Refusal(
        say("邮件服务器拒收：没有这个收件人或不允许"), say("请核对邮箱地址，改好后重新开始")
    ),
    Trouble.LATER: Refusal(say("邮件服务器请稍后再送"), say("系统会自动重试，不需要做什么")),
    Trouble.CUT: Refusal(say("传送中途断开"), say("系统会继续重试；对方凭编号能认出重复")),
    Trouble.CONTENT: Refusal(
        say("邮件服务器不接受这封邮件"), say("可能是附件太大或被当作垃圾邮件，请问对方的管理员")
    ),
    Trouble.FOLDER: Refusal(
        say("交换文件夹打不开或写不进去"), say("请系统管理员查看文件夹是否存在、权限是否正确")
    ),
    Trouble.FULL: Refusal(say("交换文件夹所在的磁盘满了"), say("请系统管理员清理磁盘，系统会继续重试")),
    Trouble.OUTSIDE: Refusal(say("这个文件夹不在允许的范围内"), say("请系统管理员启动服务时用 --drop 指定")),
    Trouble.RECEIPT: Refusal(
        say("已送达，但对方的签收凭证不对"), say("请核对设置里的对方公钥，或告诉对方的管理员")
    ),
    Trouble.DEFECT: Refusal(say("系统内部出错，没有送出"), say("系统会继续重试；请告诉系统管理员查看日志")),
}
FOREVER: Final = frozenset({Trouble.GONE, Trouble.REFUSED, Trouble.CONTENT})
"""Troubles that another try does not mend: somebody must act first."""

QUIET: Final = frozenset(
    {
        Trouble.UNREACHABLE,
        Trouble.CUT,
        Trouble.ADDRESS,
        Trouble.TLS,
        Trouble.FOLDER,
        Trouble.FULL,
        Trouble.DEFECT,
    }
)
"""Troubles in which the other side said nothing: what is known comes from our own system."""

# --- when ------------------------------------------------------------------------------------------------------

FIRST_PAUSES: Final = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 120, 240))
LONGEST: Final = timedelta(hours=6)
PATIENCE: Final = timedelta(days=14)


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries that failed (1, 2, 3 …); it grows up to six hours."""
    return FIRST_PAUSES[tries - 1] if tries <= len(FIRST_PAUSES) else LONGEST


def _most() -> int:
    waited = accumulate(chain(FIRST_PAUSES, repeat(LONGEST)))
    return next(n for n, total in enumerate(waited, 1) if total >= PATIENCE) + 1


MOST_TRIES: Final = _most()
"""By number, not by the clock: a clock that is set wrong gives nothing up, and a server that is off loses no try.
The pauses between them add up to two weeks."""


def is_last(tries: int) -> bool:
    """Is it given up after so many tries?"""
    return tries >= MOST_TRIES


def is_due(next_at: datetime, now: datetime) -> bool:
    """Is it time? Nothing is planned further ahead than the longest pause: what seems so was planned by a wrong clock."""
    return next_at <= now or next_at - now > LONGEST


# --- moves -----------------------------------------------------------------------------------------------------

ON_ITS_WAY: Final = Refusal(say("已经送达，没有什么要停止或重来的"))


def may_try(stage: Stage) -> Refusal | None:
    """May it be tried at once?"""
    if stage is Stage.WAITING:
        return None
    return (
        ON_ITS_WAY if stage in {Stage.SENT, Stage.RECEIVED} else Refusal(say("已经停止"), say("请先重新开始"))
    )


def may_stop(stage: Stage) -> Refusal | None:
    """May the tries be stopped?"""
    return may_try(stage)


def may_resume(stage: Stage) -> Refusal | None:
    """May it be started again?"""
    if stage in {Stage.STOPPED, Stage.FAILED}:
        return None
    return ON_ITS_WAY if stage is not Stage.WAITING else Refusal(say("正在等待下一次尝试"))


def may_replace(newer: bool, stage: Stage) -> Refusal | None:
    """May it be sent anew with the seal that was pressed since? Bytes that may have arrived are never changed."""
    if newer:
        return None
    unsent = stage is Stage.WAITING
    return Refusal(
        say("送出的已经是现在这一份文件"),
        say("还没有尝试过的，盖章以后会自动带上印章送出") if unsent else None,
    )


# --- addresses -------------------------------------------------------------------------------------------------

MAILBOX: Final = re.compile(r"[^\s@<>\",;:()\[\]\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
ADDRESS_MOST: Final = 500
NAME_MOST: Final = 60


def may_send_to(way: Way, address: str) -> Refusal | None:
    """Is this an address of the kind the way needs?"""
    match way:
        case Way.MAIL:
            good = MAILBOX.fullmatch(address) is not None
            return None if good else Refusal(say("请填写一个邮箱地址，如 office@example.com"))
        case Way.WEBHOOK:
            return (
                None
                if is_web(address)
                else Refusal(say("请填写 https:// 或 http:// 开头的地址，不带用户名和 # 号"))
            )
        case Way.FOLDER:
            return may_drop(address)
        case Way.INBOX:
            return Refusal(say("本系统的收件箱不需要设置"))


def is_web(address: str) -> bool:
    """A plain address of the web, without a password in it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = parts.username is None and not parts.fragment and address.isascii() and " " not in address
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain and port != 0


def may_drop(address: str) -> Refusal | None:
    """A folder is named from the root, without steps back."""
    path = Path(address)
    if path.is_absolute() and ".." not in path.parts and "\0" not in address:
        return None
    return Refusal(say("请填写文件夹的完整路径，如 /srv/exchange/oa"))


def may_reach(address: str) -> bool:
    """May we connect to this IP address?

    Halls are on local networks, so private addresses are allowed; what is never somebody's
    server is not: link-local (169.254.0.0/16 answers for the machines of a cloud), multicast, unspecified, reserved.
    Raises ValueError when it is no address.
    """
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    inner = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    found = inner or found
    if found.is_loopback:
        return True
    return not (found.is_link_local or found.is_multicast or found.is_unspecified or found.is_reserved)


# --- proof of receipt ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What came of one try. ``said`` is what the other side said; ``receipt`` its proof of receipt, JSON, if it gave one."""

    trouble: Trouble | None = None
    said: str = ""
    receipt: str = ""

    @property
    def taken(self) -> bool:
        """The other side has it."""
        return self.trouble is None


def receipt_statement(*, delivery: str, sha256: str, site: str) -> dict[str, Any]:
    """What a receiver signs, before it adds ``at`` (and may add ``nonce``): that it has exactly these bytes."""
    return {"act": "receive-delivery", "delivery": delivery, "sha256": sha256, "site": site}

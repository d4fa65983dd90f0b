"""The congress's seal (印章): when its certificate is good, and who allows that it is pressed. Pure.

A seal is a key with a certificate (电子签名法 art. 13: a reliable signature needs data that
the signer alone controls). Two officers allow each use, on their own devices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from congress.errors import Refusal
from congress.i18n import Message, say
from congress.roster.rules import OFFICE_WORDS, OfficeKind

WARNING: Final = timedelta(days=60)  # enough to reach a sitting's officers and an outside authority
PASSPHRASE_LEAST: Final = 12  # characters: whoever has the file may guess without being slowed down
PASSPHRASE_MOST: Final = 200
NAME_MOST: Final = 120
WHY_MOST: Final = 500
OFFICES: Final = (OfficeKind.EXECUTIVE_CHAIR, OfficeKind.CHIEF_TELLER)


class Origin(StrEnum):
    """Where a seal's certificate comes from."""

    OWN = "own"
    IMPORTED = "imported"


class Standing(StrEnum):
    """What the clock says of a certificate."""

    EARLY = "early"
    GOOD = "good"
    SOON = "soon"  # good, but ends within WARNING
    EXPIRED = "expired"


ORIGINS: Final[dict[Origin, Message]] = {
    Origin.OWN: say("本单位自建"),
    Origin.IMPORTED: say("由外部机构颁发，从文件导入"),
}
STANDINGS: Final[dict[Standing, Message]] = {
    Standing.EARLY: say("尚未生效"),
    Standing.GOOD: say("有效"),
    Standing.SOON: say("即将到期"),
    Standing.EXPIRED: say("已经到期"),
}


class Level(StrEnum):
    """How a document was sealed: PAdES baseline levels (ETSI EN 319 142-1), or a signature beside the file."""

    BASIC = "B-B"
    TIMED = "B-T"  # with a time stamp by RFC 3161
    BESIDE = "CMS"


LEVELS: Final[dict[Level, Message]] = {
    Level.BASIC: say("PDF 内签章（PAdES B-B），没有时间戳"),
    Level.TIMED: say("PDF 内签章（PAdES B-T），有时间戳"),
    Level.BESIDE: say("文件外签名（CMS）"),
}


def standing(begins: datetime, ends: datetime, now: datetime) -> Standing:
    """Both ends belong to a certificate's life (RFC 5280 section 4.1.2.5)."""
    if now < begins:
        return Standing.EARLY
    if now > ends:
        return Standing.EXPIRED
    return Standing.SOON if ends - now < WARNING else Standing.GOOD


def may_press(found: Standing | None) -> Refusal | None:
    """May this seal be pressed now? None: there is no seal."""
    if found is None:
        return Refusal(say("还没有印章"), say("请会务组先在“印章”页制作或导入"))
    if found is Standing.EARLY:
        return Refusal(
            say("印章证书尚未生效，不能用印"), say("请先核对服务器的时间；时间正确时，请等到生效以后再用印")
        )
    if found is Standing.EXPIRED:
        return Refusal(
            say("印章证书已经到期，不能用印"),
            say("请核对服务器的时间，再在“印章”页换新证书；以前盖的章不受影响"),
        )
    return None


def may_lock_with(passphrase: str) -> Refusal | None:
    """Length is what counts (NIST SP 800-63B, 5.1.1.2)."""
    if len(passphrase) < PASSPHRASE_LEAST:
        return Refusal(say("口令至少 {n} 个字符", n=PASSPHRASE_LEAST))
    if len(passphrase) > PASSPHRASE_MOST:
        return Refusal(say("口令最多 {n} 个字符", n=PASSPHRASE_MOST))
    return None


@dataclass(frozen=True)
class ImpressionFacts:
    """A use of the seal (用印); ``approved`` maps each office that has allowed it to the person."""

    pressed: bool
    approved: Mapping[OfficeKind, int]
    withdrawn: bool = False


def may_ask(has_seal: bool) -> Refusal | None:
    """Without a seal officers would allow something that cannot be done."""
    if has_seal:
        return None
    return Refusal(say("还没有印章"), say("请会务组先在“印章”页制作或导入"))


WITHDRAWN: Final = Refusal(say("这次用印申请已经撤回"), say("如需用印，请会务组重新申请，再由两位负责人批准"))


def may_withdraw(facts: ImpressionFacts) -> Refusal | None:
    """May the request be taken back? Until the seal is pressed; then it is for good."""
    if facts.pressed:
        return Refusal(say("这份文件已经用印，不能撤回"), say("发现错误时，请另行发文更正"))
    return None


def may_approve(
    facts: ImpressionFacts, *, office: OfficeKind, offices: frozenset[OfficeKind], person: int
) -> Refusal | None:
    """May this person, who holds ``offices``, allow the use as ``office``?"""
    if office not in OFFICES or office not in offices:
        return Refusal(say("用印由执行主席和总监票人批准"), say("您不担任这一职务，不需要批准"))
    if facts.pressed:
        return Refusal(say("这份文件已经用印"))
    if facts.withdrawn:
        return WITHDRAWN
    if office in facts.approved:
        return Refusal(say("这一职务已经有人批准"))
    if person in facts.approved.values():
        return Refusal(say("您已经以另一职务批准"), say("用印要两个人批准，请由另一人批准"))
    return None


def may_decline(
    facts: ImpressionFacts, *, office: OfficeKind, offices: frozenset[OfficeKind]
) -> Refusal | None:
    """May who holds ``offices`` decline the use as ``office``? Until it is pressed, and after their own leave too."""
    if office not in OFFICES or office not in offices:
        return Refusal(say("用印由执行主席和总监票人批准"), say("您不担任这一职务，不能拒绝"))
    if facts.pressed:
        return Refusal(say("这份文件已经用印"))
    return WITHDRAWN if facts.withdrawn else None


def may_seal(facts: ImpressionFacts) -> Refusal | None:
    """Have two persons allowed it, and does the request still stand?"""
    if facts.withdrawn:
        return WITHDRAWN
    for office in OFFICES:
        if office not in facts.approved:
            return Refusal(
                say("{office}还没有批准用印", office=OFFICE_WORDS[office]), say("请在本人的设备上签名批准")
            )
    if len(set(facts.approved.values())) < len(OFFICES):
        return Refusal(say("用印要两个人批准"), say("请由另一人批准"))
    return None


def statement(*, impression: int, sha256: str, site: str, office: OfficeKind) -> dict[str, Any]:
    """What an officer's device signs: this office allows the seal on the file with this SHA-256 (lower-case hex)."""
    return {
        "act": "approve-seal",
        "impression": impression,
        "role": office.value,
        "sha256": sha256,
        "site": site,
    }

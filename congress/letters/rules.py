"""Formal letters from draft to issue: kinds, stages, who reads, what may be issued. Pure.

党政机关公文处理工作条例 (2012), art. 8: 通知, 函, 纪要, 报告 and 请示; 公示 is what enterprises put up for all to see, here only what was begun before
there were notices (``publication``).
Issue freezes the text and gives the next number of the kind and year; afterwards it may be withdrawn
(撤销), saying why, and never changed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from congress.crypto.canonical import digest
from congress.documents import text
from congress.documents.content import Annex, Block, NameList
from congress.documents.lengths import TITLE_MOST, may_be_titled
from congress.errors import Refusal
from congress.i18n import Message, say

ADDRESSEE_MOST: Final = 200
COPIES_MOST: Final = 200
BODY_MOST: Final = 20_000
WHY_MOST: Final = 500


class LetterKind(StrEnum):
    """通知, 函, 公示, 纪要; 报告 and 请示 to the higher union. A 公示 of this kind is begun no more: ``publication`` counts its days and hears comments."""

    NOTICE = "notice"
    LETTER = "letter"
    ANNOUNCEMENT = "announcement"
    MINUTES = "minutes"
    REPORT = "report"
    REQUEST = "request"


KINDS: Final[dict[LetterKind, Message]] = {
    LetterKind.NOTICE: say("通知"),
    LetterKind.LETTER: say("函"),
    LetterKind.ANNOUNCEMENT: say("公示"),
    LetterKind.MINUTES: say("纪要"),
    LetterKind.REPORT: say("报告"),
    LetterKind.REQUEST: say("请示"),
}
CODES: Final[dict[LetterKind, str]] = {
    LetterKind.NOTICE: "职代会通",
    LetterKind.LETTER: "职代会函",
    LetterKind.ANNOUNCEMENT: "职代会公",
    LetterKind.MINUTES: "职代会纪",
    LetterKind.REPORT: "职代会上报",  # 职代会报 and 职代会请 are what goes to the Party committee
    LetterKind.REQUEST: "职代会上请",
}
UPWARD: Final = frozenset({LetterKind.REPORT, LetterKind.REQUEST})
"""上行文: they name who signs off, the 签发人 (GB/T 9704, 7.2.6). A 函 is for those who are not above (条例, art. 8)."""
ADDRESSED: Final = frozenset({LetterKind.NOTICE, LetterKind.LETTER}) | UPWARD


class LetterStage(StrEnum):
    """Drafted, issued for good, or withdrawn after that."""

    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


STAGES: Final[dict[LetterStage, Message]] = {
    LetterStage.DRAFT: say("起草中"),
    LetterStage.ISSUED: say("已印发"),
    LetterStage.WITHDRAWN: say("已撤销"),
}


class Move(StrEnum):
    """What can be done with a letter."""

    EDIT = "edit"
    REMOVE = "remove"
    ISSUE = "issue"
    WITHDRAW = "withdraw"


MOVES: Final[dict[tuple[LetterStage, Move], LetterStage | None]] = {
    (LetterStage.DRAFT, Move.EDIT): LetterStage.DRAFT,
    (LetterStage.DRAFT, Move.REMOVE): None,  # nothing is left of it
    (LetterStage.DRAFT, Move.ISSUE): LetterStage.ISSUED,
    (LetterStage.ISSUED, Move.WITHDRAW): LetterStage.WITHDRAWN,
}
WHY_NOT: Final[dict[LetterStage, Refusal]] = {
    LetterStage.DRAFT: Refusal(say("公文还没有印发"), say("草稿可以修改，也可以删除")),
    LetterStage.ISSUED: Refusal(say("公文已经印发，不能再改动"), say("有错误可以撤销，另发一份")),
    LetterStage.WITHDRAWN: Refusal(say("公文已经撤销，不能再改动"), say("需要时请另发一份")),
}


def may_move(stage: LetterStage, move: Move) -> Refusal | None:
    """Does the table allow this move from this stage?"""
    return None if (stage, move) in MOVES else WHY_NOT[stage]


class Audience(StrEnum):
    """Who reads a letter once it is issued."""

    PUBLIC = "public"  # anybody, without signing in
    MEMBERS = "members"  # who has a seat, or serves the congress or the Party committee
    OFFICE = "office"  # secretariat and Party committee


AUDIENCES: Final[dict[LetterKind, Audience]] = {
    LetterKind.NOTICE: Audience.MEMBERS,
    LetterKind.LETTER: Audience.OFFICE,
    LetterKind.ANNOUNCEMENT: Audience.PUBLIC,
    LetterKind.MINUTES: Audience.MEMBERS,
    LetterKind.REPORT: Audience.OFFICE,
    LetterKind.REQUEST: Audience.OFFICE,
}
AUDIENCE_WORDS: Final[dict[Audience, Message]] = {
    Audience.PUBLIC: say("印发后任何人不登录也能看到"),
    Audience.MEMBERS: say("印发后代表、大会工作人员和党委能看到"),
    Audience.OFFICE: say("印发后秘书处和党委能看到"),
}


# --- the text ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """All that is typed in a letter. ``addressee`` is 主送机关, ``copies`` 抄送机关."""

    title: str
    body: str
    addressee: str = ""
    copies: str = ""

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.addressee}\n{self.body}\n{self.copies}"


def frozen(kind: LetterKind, issuer: str, written: Text) -> dict[str, str]:
    """What is frozen at the issue, and kept in the record: text, kind and issuer."""
    return {"issuer": issuer, "kind": kind.value, **vars(written)}


def frozen_hash(kind: LetterKind, issuer: str, written: Text) -> str:
    """What is signed: SHA-256 of the canonical :func:`frozen`."""
    return digest(frozen(kind, issuer, written))


LISTED: Final = re.compile(r"(出席|请假|缺席|列席)[：:](.+)")
NOTED: Final = re.compile(r"[（(]\s*联系人[：:].+[）)]")
SIGNED_OFF: Final = re.compile(r"签发人[：:](.+)")
ANNEXED: Final = re.compile(r"附件\d{0,2}[：:](.+)")
NAMELESS: Final = re.compile(r"附件\d{0,2}[：:]")


@dataclass(frozen=True)
class Parts:
    """The body as it is set: text, then the lists of minutes, then annexes."""

    blocks: tuple[Block, ...]
    lists: tuple[NameList, ...]
    annexes: tuple[Annex, ...]
    note: str = ""
    signer: str = ""


def parts(kind: LetterKind, body: str) -> Parts:
    """A line 附件：… opens an annex, to which all lines belong until the next one; minutes have lists of names.

    The first line （联系人：…） before the annexes is 附注, which stands below the date; minutes have none (7.3.5.5).
    What goes up has a line 签发人：…, which is set beside the number.
    """
    signer = ""
    blocks: list[Block] = []
    lists: list[NameList] = []
    annexes: list[tuple[str, list[Block]]] = []
    note = ""
    for line in text.lines(body):
        if found := ANNEXED.fullmatch(line):
            annexes.append((found[1].strip(), []))
        elif annexes:
            annexes[-1][1].append(text.block(line))
        elif kind in UPWARD and not signer and (found := SIGNED_OFF.fullmatch(line)):
            signer = found[1].strip()
        elif kind is LetterKind.MINUTES and (found := LISTED.fullmatch(line)):
            lists.append(NameList(found[1], found[2].strip()))
        elif kind is not LetterKind.MINUTES and not note and NOTED.fullmatch(line):
            note = line
        else:
            blocks.append(text.block(line))
    made = tuple(Annex(name, text.alike(body)) for name, body in annexes)
    return Parts(text.alike(blocks), tuple(lists), made, note=note, signer=signer)


def may_issue(kind: LetterKind, written: Text) -> Refusal | None:
    """May this text be frozen and numbered?"""
    if not written.title.strip() or not parts(kind, written.body).blocks:
        return Refusal(say("公文还没有标题或正文"), say("请先写好并保存"))
    if refusal := may_be_titled(written.title, TITLE_MOST):
        return refusal
    if kind in ADDRESSED and not written.addressee.strip():
        return Refusal(say("公文没有写主送单位"), say("通知、函、报告和请示要写明发给谁"))
    if kind in UPWARD and not parts(kind, written.body).signer:
        return Refusal(say("上行文没有写签发人"), say("请在正文里单写一行“签发人：姓名”，系统排在文号右边"))
    if refusal := may_be_annexed(kind, written.body):
        return refusal
    if left := text.blanks(written.whole):
        return Refusal(say("公文里还有没填的空：{blanks}", blanks="".join(left)), say("请填写后再印发"))
    return None


def may_be_annexed(kind: LetterKind, body: str) -> Refusal | None:
    """Every annex has a name and something in it: a page with a title alone is none."""
    if any(NAMELESS.fullmatch(line) for line in text.lines(body)):
        return Refusal(say("“附件：”后面没有名称"), say("请在同一行写附件的名称，或者删去这一行"))
    if empty := [annex.title for annex in parts(kind, body).annexes if not annex.body]:
        return Refusal(
            say("附件“{title}”没有内容", title=empty[0]),
            say("请在“附件：”一行的下面写附件的内容，或者删去这一行"),
        )
    return None


# --- signed statements -------------------------------------------------------------------------------------------


def issue_statement(*, letter: int, revision: int, sha256: str, site: str) -> dict[str, Any]:
    """What the device of who issues a letter signs."""
    return {"act": "issue-letter", "letter": letter, "revision": revision, "sha256": sha256, "site": site}


def withdrawal_statement(*, letter: int, sha256: str, site: str) -> dict[str, Any]:
    """What the device of who withdraws a letter signs, besides ``why``."""
    return {"act": "withdraw-letter", "letter": letter, "sha256": sha256, "site": site}

"""What a formal document says, apart from how it looks (GB/T 9704-2012, section 7).

The layouts (a web page, its print view, later a PDF) read this and decide nothing.
Everything here is the document's own language, already said: plain strings, no messages.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from congress.documents.qr import Code

COUNTS_MARK: Final = "【表决结果】"
"""The line of a draft where the counts stand. The counts themselves come from the vote and cannot be typed."""


class Layout(StrEnum):
    """How the standard sets it: the usual form, 信函格式 (10.1), 纪要格式 (10.3)."""

    USUAL = "usual"
    LETTER = "letter"
    MINUTES = "minutes"


@dataclass(frozen=True)
class Block:
    """A paragraph (``level`` 0), or one that a number opens: 1 一、 2 （一） 3 1. 4 （1） (7.3.3).

    ``head`` is what the face of the level is for: the whole heading, or the sentence that runs into the text.
    """

    kind: ClassVar[str] = "text"
    level: int
    head: str
    text: str


@dataclass(frozen=True)
class Tally:
    """The result of a vote: its sentences, the table of its figures, and one of its lines where it had several.

    ``rows`` may go over pages; ``head`` is then repeated.
    """

    kind: ClassVar[str] = "tally"
    words: tuple[str, ...]
    cells: tuple[tuple[str, int], ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Annex:
    """附件: named below the text, set after it. ``document`` is a whole document, ``body`` the text of a plain one."""

    title: str
    body: tuple[Block, ...] = ()
    document: "Document | None" = None


@dataclass(frozen=True)
class Signature:
    """A person's signature made on their own device, in words that may be printed."""

    role: str
    name: str
    at: str
    key: str


@dataclass(frozen=True)
class Signoff:
    """发文机关署名 and 成文日期 of a document that has them (7.3.5); ``sealed`` leaves the room for a seal (7.3.5.1)."""

    issuer: str
    date: str
    sealed: bool = False


@dataclass(frozen=True)
class NameList:
    """出席, 请假 or 列席 of minutes, and who they are (10.3)."""

    label: str
    names: str


@dataclass(frozen=True)
class Imprint:
    """版记: 抄送机关, 印发机关 and 印发日期, at the foot of the last page (7.4); of a letter 抄送机关 alone (10.1)."""

    printer: str
    date: str
    copies: str = ""

    @property
    def copied(self) -> str:
        """The line of 抄送机关 with its full stop (7.4.2), however it was typed; empty where nobody gets a copy."""
        names = self.copies.strip().rstrip("。.；;，,、 ")
        return f"抄送：{names}。" if names else ""


@dataclass(frozen=True)
class Document:
    """``signer`` (签发人) and ``addressee`` (主送机关) stand on documents that go up (7.2.6, 7.3.2).

    ``note`` is 附注 with its brackets, below the date (7.3.5.5): whom to ask.
    ``draft`` says so where the number will stand. Without a ``mark`` it has no 版头: a plain page, as 批示 go out.
    """

    mark: str
    number: str
    title: str
    body: tuple[Block | Tally, ...]
    passed: str = ""
    signer: str = ""
    addressee: str = ""
    annexes: tuple[Annex, ...] = ()
    signatures: tuple[Signature, ...] = ()
    signoff: Signoff | None = None
    imprint: Imprint | None = None
    layout: Layout = Layout.USUAL
    lists: tuple[NameList, ...] = ()
    code: Code | None = None
    note: str = ""
    draft: bool = False

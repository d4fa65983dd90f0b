"""What a template is, what fills itself in it, and when its new wording may be kept. Pure.

A slot is a name in 【】. What the house knows (dates, names, the agenda, results) fills itself when a
document is begun; what is left stays marked, and ``documents.text.blanks`` keeps it from being issued.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from congress.crypto.canonical import digest
from congress.documents.content import COUNTS_MARK
from congress.documents.text import blanks, nested
from congress.errors import Refusal
from congress.i18n import Message, say

ADDRESSEE_MOST: Final = 200
BODY_MOST: Final = 20_000
SLOT: Final = re.compile(r"【([^【】\n]{1,40})】")


@dataclass(frozen=True)
class Wording:
    """The words of a template: title, body, and whom it addresses (主送机关) where it addresses anybody."""

    title: str
    body: str
    addressee: str = ""

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.addressee}\n{self.body}"

    @property
    def sha256(self) -> str:
        return digest(vars(self))


@dataclass(frozen=True)
class Original:
    """A template as the software brings it. ``slots`` fill themselves; ``addressed`` documents have an addressee."""

    key: str
    name: Message
    wording: Wording
    slots: tuple[str, ...] = ()
    addressed: bool = False


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every slot that is known; one pass, so that what comes in is text and no slot."""
    return nested(SLOT.sub(lambda found: values.get(found[1]) or found[0], text))


def filled(wording: Wording, values: Mapping[str, str]) -> Wording:
    """The same for all words of a template. Titles and addressees have one line."""
    return Wording(
        title=" ".join(fill(wording.title, values).split("\n")),
        body=fill(wording.body, values),
        addressee=" ".join(fill(wording.addressee, values).split("\n")),
    )


def asked(original: Original, wording: Wording) -> tuple[str, ...]:
    """The slots of a wording that people will have to fill in."""
    known = {f"【{name}】" for name in original.slots}
    return tuple(blank for blank in blanks(wording.whole) if blank not in known)


def may_keep(original: Original, wording: Wording) -> Refusal | None:
    """May a template say this? Documents that state a result must have a place for it."""
    if not wording.title.strip() or not wording.body.strip():
        return Refusal(say("模板要有标题和正文"))
    if COUNTS_MARK in original.wording.body and COUNTS_MARK not in wording.body:
        return Refusal(
            say("模板里少了“{mark}”一行", mark=COUNTS_MARK), say("票数由系统写在这一行，请保留并单独成行")
        )
    return None

"""A formal document as the plain data that ``gongwen.typ`` sets: lists, dictionaries, texts and numbers."""

from datetime import UTC, datetime
from math import ceil
from typing import Any, Final

from congress.documents.content import Annex, Block, Document, Imprint, Tally
from congress.documents.qr import Code, outline
from congress.documents.titles import mark_pieces
from congress.typesetting.lines import even, fewest, titled, width
from congress.typesetting.words import printable, writable

TITLES: Final = ((22, 10, 20, 5), (18, 8, 24, 6), (16, 7, 27, 999))
"""Size and leading of a title (points), characters in a line, and up to how many lines it is set so."""

ONE_LINE: Final = 18  # characters of a mark; a longer one is set in two lines
NO_NUMBER: Final = "草稿，尚未编号"
NO_TITLE: Final = "（尚无标题）"
FEW: Final = 6  # so many annexes and more are not kept together with what is signed below them
KEPT: Final = (
    280  # characters, ten lines: a longer last paragraph is not moved for the sake of what is under it
)
PASSED: Final = 26  # characters in a line of the note under the title


def told(document: Document, at: datetime) -> dict[str, Any]:
    """Everything that is printed. ``at`` is the document's own time: it is written into the file, and nothing else is."""
    moment = at.astimezone(UTC)
    parts = ("year", "month", "day", "hour", "minute", "second")
    return {
        "title": named(document.title),
        "author": author(document),
        "at": {part: getattr(moment, part) for part in parts},
        "sheet": sheet(document, 1),
        "imprint": imprint(document.imprint) if document.imprint else None,
    }


def imprint(found: Imprint) -> dict[str, str]:
    """The lines of 版记, 抄送 as it is printed."""
    return {"printer": found.printer, "date": found.date, "copied": found.copied}


def author(document: Document) -> str:
    """Whose document it is: by its mark, or where it has none by its signature."""
    return document.mark.removesuffix("文件") or (document.signoff.issuer if document.signoff else "")


def sheet(document: Document, rank: int) -> dict[str, Any]:
    """A whole document whose title has this rank among the headings."""
    several = len(document.annexes) > 1
    return {
        "mark": marked(document.mark),
        "number": document.number or (NO_NUMBER if document.draft else ""),
        "signer": document.signer,
        "title": title(document.title),
        "passed": even(document.passed, PASSED),
        "addressee": document.addressee,
        "body": body(document.body, rank),
        "kept": kept(document),
        "together": len(document.annexes) < FEW,
        "annexes": [annex(each, n if several else 0, rank + 1) for n, each in enumerate(document.annexes, 1)],
        "code": code(document.code) if document.code else None,
        "signoff": vars(document.signoff) if document.signoff else None,
        "note": document.note,
        "signatures": [vars(each) for each in document.signatures],
        "layout": document.layout.value,
        "lists": [vars(each) for each in document.lists],
    }


def code(found: Code) -> dict[str, Any]:
    """A QR code, drawn, and the lines beside it."""
    return {**vars(found), "drawn": outline(found.content)}


def kept(document: Document) -> int:
    """How many of the last parts go to the page of what is signed: one, where no long list stands between."""
    if len(document.annexes) >= FEW or document.lists or not document.body:
        return 0
    if not (document.signoff or document.signatures):
        return 0
    last = document.body[-1]
    return 0 if isinstance(last, Block) and len(last.head + last.text) > KEPT else 1


def marked(mark: str) -> tuple[str, ...]:
    """发文机关标志 in one line, or in two of about the same length; a company's name stays whole, if in smaller type; none without 版头."""
    if not mark:
        return ()
    long, cut = width(mark), mark_pieces(mark.strip())
    if long <= ONE_LINE:
        return (mark,)
    return fewest(cut, max(int(long / 2) + 3, ceil(max(map(width, cut)))))


def title(text: str) -> dict[str, Any]:
    """Lines, size and leading: the largest that leaves the first page room for text (7.3.3)."""
    said = named(text)
    size, leading, most = next(
        (size, leading, most) for size, leading, most, lines in TITLES if len(titled(said, most)) <= lines
    )
    return {"lines": titled(said, most), "size": size, "leading": leading}


def named(title: str) -> str:
    """A title that can be seen: a tagged file without one would be refused."""
    return writable(title).strip() if printable(title).strip() else NO_TITLE


def body(parts: tuple[Block | Tally, ...], rank: int) -> list[dict[str, Any]]:
    """The parts, with ranks for headings that never leave one out: readers of tagged files step through them."""
    found: list[dict[str, Any]] = []
    above = rank
    for part in parts:
        if isinstance(part, Tally):
            found.append({"kind": part.kind, **vars(part)})
            continue
        heading = bool(printable(part.head).strip()) and not part.text and part.level < 3
        own = min(rank + part.level, above + 1) if heading else 0
        above = own or above
        found.append(
            {"kind": part.kind, "rank": own, "level": part.level, "head": part.head, "text": part.text}
        )
    return found


def annex(found: Annex, number: int, rank: int) -> dict[str, Any]:
    """One annex; ``number`` is 0 where there is no other."""
    return {
        "word": f"附件{number or ''}",
        "name": found.title,
        "title": title(found.title),
        "body": body(found.body, rank),
        "document": sheet(found.document, rank) if found.document else None,
    }

"""A formal document as plain text: for those who will read it without any program of ours, or any PDF reader. Pure."""

from collections.abc import Iterator

from congress.documents.content import Annex, Block, Document, Layout, Tally


def plain(document: Document) -> str:
    """All its words in their order, a paragraph a line, an empty line between parts."""
    parts = [*_parts(document), _imprint(document)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _parts(document: Document) -> Iterator[list[str]]:
    signer = f"签发人：{document.signer}" if document.signer else ""
    yield [line for line in (document.mark, document.number, signer) if line]
    yield [line for line in (document.title, document.passed) if line]
    yield [document.addressee] if document.addressee else []
    yield [line for block in document.body for line in _lines(block)]
    yield _listed(document.annexes)
    if document.signoff:
        yield [document.signoff.issuer, document.signoff.date]
    yield [document.note] if document.note else []
    yield [
        f"{one.role}：{one.name}（{one.at} 以本人设备签名，密钥 {one.key}）" for one in document.signatures
    ]
    for number, annex in enumerate(document.annexes, 1):
        yield [_word(number, document.annexes)]
        yield from _annex(annex)


def _imprint(document: Document) -> list[str]:
    """版记 of the whole: what is annexed has none of its own, and that of a letter has 抄送机关 alone (10.1)."""
    found = document.imprint
    if found is None:
        return []
    printed = "" if document.layout is Layout.LETTER else f"{found.printer}　{found.date}印发"
    return [line for line in (found.copied, printed) if line]


def _lines(block: Block | Tally) -> Iterator[str]:
    if isinstance(block, Block):
        yield block.head + block.text
        return
    yield from block.words
    yield "　".join(f"{word} {number}" for word, number in block.cells)
    if block.rows:
        yield "　".join(block.head)
    for row in block.rows:
        yield "　".join(row)


def _listed(annexes: tuple[Annex, ...]) -> list[str]:
    return [f"{_word(number, annexes)}：{annex.title}" for number, annex in enumerate(annexes, 1)]


def _word(number: int, annexes: tuple[Annex, ...]) -> str:
    return f"附件{number}" if len(annexes) > 1 else "附件"


def _annex(annex: Annex) -> Iterator[list[str]]:
    if annex.document:
        yield from _parts(annex.document)
        return
    yield [annex.title]
    yield [line for block in annex.body for line in _lines(block)]

"""主体: the body and what stands below it (7.3)."""

from typing import Any, Final

from docx.document import Document as Paper
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from congress.typesetting.lines import width
from congress.typesetting.word.head import outlined
from congress.typesetting.word.tables import tally
from congress.typesetting.word.writing import SIGN, TAB, WIDE, Said, paragraph

FACES: Final = {1: "黑体字", 2: "楷体字"}
STYLES: Final = {1: "Heading 2", 2: "Heading 3"}
FEW: Final = 6  # so many annexes and more are not kept together with what is signed below them


def addressee(paper: Paper, said: str) -> None:
    """主送机关 (7.3.2)."""
    if said:
        paragraph(paper, "主送机关", said)


def body(paper: Paper, parts: list[dict[str, Any]], *, kept: int) -> None:
    """The parts; the last ``kept`` go to the page of what follows them."""
    for at, each in enumerate(parts):
        stays = at >= len(parts) - kept
        if each["kind"] == "tally":
            tally(paper, each)
        else:
            keep(part(paper, each), stays=stays)


def part(paper: Paper, said: dict[str, Any]) -> Paragraph:
    """A heading, or a paragraph that its number opens in the face of its level (7.3.3)."""
    if said["rank"]:
        made = paragraph(paper, STYLES[said["level"]], said["head"])
        outlined(made, said["rank"])
        return made
    face = FACES.get(said["level"])
    return paragraph(paper, "Normal Indent", Said(said["head"], face) if face else said["head"], said["text"])


def keep(made: Paragraph, *, stays: bool) -> None:
    """Whole, and on the page of what follows."""
    if stays:
        made.paragraph_format.keep_with_next = made.paragraph_format.keep_together = True


def annex_note(paper: Paper, names: list[str]) -> None:
    """附件说明: a blank line, then the names, their further lines under their first character (7.3.4)."""
    if not names:
        return
    stays, numbered = len(names) < FEW, len(names) > 1
    keep(paragraph(paper, "空行"), stays=stays)
    wide = round((width(f"{len(names)}.") + 0.25) * SIGN) if numbered else 0
    for at, name in enumerate(names, 1):
        made = paragraph(
            paper, "附件说明", "" if at > 1 else "附件：", *((f"{at}.", TAB) if numbered else ()), name
        )
        made.paragraph_format.left_indent = Twips(5 * SIGN + wide)
        made.paragraph_format.first_line_indent = Twips(-wide - (3 * SIGN if at == 1 else 0))
        keep(made, stays=stays)


def signoff(paper: Paper, said: dict[str, str] | None) -> None:
    """署名 and 成文日期: the date begins two characters after the issuer, the longer ends two from the right (7.3.5.2)."""
    if not said:
        return
    left = WIDE - round((2 + max(width(said["issuer"]), width(said["date"]) + 2)) * SIGN)
    paragraph(paper, "空行")
    for style, words, more in (("发文机关署名", said["issuer"], 0), ("成文日期", said["date"], 2 * SIGN)):
        made = paragraph(paper, style, words)
        made.paragraph_format.left_indent = Twips(max(0, left + more))


def signatures(paper: Paper, said: list[dict[str, str]]) -> None:
    """Who signed on which device, together on one page."""
    if not said:
        return
    paragraph(paper, "空行")
    for at, one in enumerate(said, 1):
        paragraph(paper, "签名", f"{one['role']}：", Said(one["name"], "楷体字"))
        made = paragraph(paper, "签名时间", f"{one['at']} 以本人设备签名（密钥 {one['key']}）")
        made.paragraph_format.keep_with_next = at < len(said)

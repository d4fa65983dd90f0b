"""主体: the body and what stands below it (7.3)."""

from typing import Any, Final

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from congress.typesetting.lines import width
from congress.typesetting.word.head import outlined
from congress.typesetting.word.tables import tally
from congress.typesetting.word.writing import SIGN, TAB, WIDE, Said, paragraph

FACES: Final = {1: "黑体字", 2: "楷体字"}
STYLES: Final = {1: "Heading 2", 2: "Heading 3"}
WIDEST: Final = 24  # characters of an issuer in a line above a seal
SEAL: Final = 42 / 156 * 28  # characters across a seal of 42 mm


def addressee(paper: Paper, said: str) -> None:
    """主送机关 (7.3.2)."""
    if said:
        paragraph(paper, "主送机关", said)


def body(paper: Paper, parts: list[dict[str, Any]], *, kept: int) -> None:
    """The parts; the last ``kept`` go to the page of what follows them."""
    for at, each in enumerate(parts):
        stays = at >= len(parts) - kept
        if each["kind"] == "tally":
            tally(paper, each, stays=stays)
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


def annex_note(paper: Paper, names: list[str], *, stays: bool) -> None:
    """附件说明: a blank line, then the names, their further lines under their first character (7.3.4)."""
    if not names:
        return
    numbered = len(names) > 1
    keep(paragraph(paper, "空行"), stays=stays)
    wide = round((width(f"{len(names)}.") + 0.25) * SIGN) if numbered else 0
    for at, name in enumerate(names, 1):
        made = paragraph(
            paper, "附件说明", "" if at > 1 else "附件：", *((f"{at}.", TAB) if numbered else ()), name
        )
        made.paragraph_format.left_indent = Twips(5 * SIGN + wide)
        made.paragraph_format.first_line_indent = Twips(-wide - (3 * SIGN if at == 1 else 0))
        keep(made, stays=stays)


def name_lists(paper: Paper, said: list[dict[str, str]]) -> None:
    """出席, 请假 and 列席 of minutes: a blank line, then each, its further lines under its first name (10.3)."""
    if said:
        paragraph(paper, "空行")
    for one in said:
        label = f"{one['label']}："
        made = paragraph(paper, "人员名单", Said(label, "黑体字"), one["names"])
        made.paragraph_format.left_indent = Twips((2 + len(label)) * SIGN)
        made.paragraph_format.first_line_indent = Twips(-len(label) * SIGN)


def signoff(paper: Paper, said: dict[str, Any] | None, *, stays: bool) -> None:
    """署名 and 成文日期 (7.3.5), on the page of the note below them."""
    if said:
        (with_seal if said["sealed"] else without_seal)(paper, said["issuer"], said["date"])
        keep(paper.paragraphs[-1], stays=stays)


def note(paper: Paper, said: str) -> None:
    """附注, on the line below the date (7.3.5.5)."""
    if said:
        paragraph(paper, "Normal Indent", said)


def without_seal(paper: Paper, issuer: str, date: str) -> None:
    """The date begins two characters after the issuer, the longer ends two from the right (7.3.5.2)."""
    left = WIDE - round((2 + max(width(issuer), width(date) + 2)) * SIGN)
    paragraph(paper, "空行")
    for style, words, more in (("发文机关署名", issuer, 0), ("成文日期", date, 2 * SIGN)):
        made = paragraph(paper, style, words)
        made.paragraph_format.left_indent = Twips(max(0, left + more))


def with_seal(paper: Paper, issuer: str, date: str) -> None:
    """The issuer centred over the date, the date four characters from the right, room for a seal over both (7.3.5.1)."""
    long, short = min(width(issuer), WIDEST), width(date)
    middle, half = max(4 + short / 2, 2 + long / 2, SEAL / 2), max(long, short) / 2
    for _ in range(2):
        paragraph(paper, "空行")
    left, right = (round((middle + side * (half + 0.2)) * SIGN) for side in (1, -1))
    for style, words in (("发文机关署名", issuer), ("成文日期", date)):
        made = paragraph(paper, style, words)
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.paragraph_format.left_indent = Twips(max(0, WIDE - left))
        made.paragraph_format.right_indent = Twips(right)
        made.paragraph_format.keep_with_next = True
    paragraph(paper, "Normal")


def signatures(paper: Paper, said: list[dict[str, str]]) -> None:
    """Who signed on which device, together on one page."""
    if not said:
        return
    paragraph(paper, "空行")
    for at, one in enumerate(said, 1):
        paragraph(paper, "签名", f"{one['role']}：", Said(one["name"], "楷体字"))
        made = paragraph(paper, "签名时间", f"{one['at']} 以本人设备签名（密钥 {one['key']}）")
        made.paragraph_format.keep_with_next = at < len(said)

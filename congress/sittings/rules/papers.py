"""Papers: which files are taken, told by their bytes and never by their name alone. Nothing is unpacked."""

import struct
from enum import StrEnum
from io import BytesIO
from typing import Final
from unicodedata import category, normalize
from zipfile import BadZipFile, ZipFile

from congress.errors import Refusal
from congress.i18n import Message, say

NAME_MOST: Final = 100  # characters of a file name, without its ending
DIRECTORY_MOST: Final = 1 << 20  # bytes of a zip's directory: about 10,000 members
UNPACKED_MOST: Final = 1 << 29  # bytes that an office file may say it unpacks to
END: Final = struct.Struct("<4s4H2LH")  # a zip's end of central directory (APPNOTE 4.3.16)


class PaperKind(StrEnum):
    """What a paper is; the value is its usual ending."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    PNG = "png"
    JPEG = "jpg"
    TEXT = "txt"
    MARKDOWN = "md"

    @property
    def media_type(self) -> str:
        """As HTTP names it."""
        return MEDIA[self]


OFFICE: Final = "application/vnd.openxmlformats-officedocument."
MEDIA: Final = {
    PaperKind.PDF: "application/pdf",
    PaperKind.DOCX: f"{OFFICE}wordprocessingml.document",
    PaperKind.XLSX: f"{OFFICE}spreadsheetml.sheet",
    PaperKind.PPTX: f"{OFFICE}presentationml.presentation",
    PaperKind.PNG: "image/png",
    PaperKind.JPEG: "image/jpeg",
    PaperKind.TEXT: "text/plain; charset=utf-8",
    PaperKind.MARKDOWN: "text/markdown; charset=utf-8",
}
PAPER_WORDS: Final[dict[PaperKind, Message]] = {
    PaperKind.PDF: say("PDF 文件"),
    PaperKind.DOCX: say("Word 文档（.docx）"),
    PaperKind.XLSX: say("Excel 表格（.xlsx）"),
    PaperKind.PPTX: say("PowerPoint 演示文稿（.pptx）"),
    PaperKind.PNG: say("PNG 图片"),
    PaperKind.JPEG: say("JPEG 图片"),
    PaperKind.TEXT: say("文本文件（.txt）"),
    PaperKind.MARKDOWN: say("Markdown 文件（.md）"),
}
ENDINGS: Final = {**{kind.value: kind for kind in PaperKind}, "jpeg": PaperKind.JPEG}
ACCEPT: Final = ",".join(f".{ending}" for ending in ENDINGS)
TAKEN: Final = say(
    "可以上传 PDF、Word（.docx）、Excel（.xlsx）、PowerPoint（.pptx）、PNG、JPEG、文本和 Markdown 文件"
)
SHOWN: Final = frozenset({PaperKind.PDF.media_type, PaperKind.PNG.media_type, PaperKind.JPEG.media_type})
MAIN_PART: Final = {
    PaperKind.DOCX: "word/document.xml",
    PaperKind.XLSX: "xl/workbook.xml",
    PaperKind.PPTX: "ppt/presentation.xml",
}


def recognise(name: str, content: bytes) -> PaperKind | Refusal:
    """The kind of a file, if its ending is one we take and its bytes are of that kind."""
    claimed = ENDINGS.get(name.rpartition(".")[2].lower())
    if claimed is None:
        return Refusal(say("不能接收这种文件：{name}", name=name), TAKEN)
    if not content:
        return Refusal(say("文件是空的：{name}", name=name), say("请检查后重新选择"))
    if claimed in MAIN_PART:
        return _office(claimed, content)
    if claimed in {PaperKind.TEXT, PaperKind.MARKDOWN}:
        return claimed if is_text(content) else Refusal(*_not_text(claimed))
    return claimed if _starts(claimed, content) else _mistyped(claimed)


def _mistyped(claimed: PaperKind) -> Refusal:
    reason = say("文件名写的是{kind}，内容却不是", kind=PAPER_WORDS[claimed])
    return Refusal(reason, say("请用原来的软件打开，另存为{kind}后再上传", kind=PAPER_WORDS[claimed]))


def _not_text(claimed: PaperKind) -> tuple[Message, Message]:
    reason = say("文件名写的是{kind}，内容却不是 UTF-8 文字", kind=PAPER_WORDS[claimed])
    return reason, say("请在记事本里另存为 UTF-8 编码后再上传")


def _starts(kind: PaperKind, content: bytes) -> bool:
    """The beginning that every such file has (ISO 32000-1, 7.5.2; PNG, 5.2; ISO 10918-1, B.1.1)."""
    match kind:
        case PaperKind.PDF:
            return content.startswith(b"%PDF-")
        case PaperKind.PNG:
            return content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR"
        case _:
            return content.startswith(b"\xff\xd8\xff")


def is_text(content: bytes) -> bool:
    """UTF-8, without control characters other than tabs and line ends."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(c < " " and c not in "\t\n\r\f" for c in text)


def _office(claimed: PaperKind, content: bytes) -> PaperKind | Refusal:
    """An office file is a zip with its main part (ECMA-376); only the directory is read."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return Refusal(
            say("这是旧格式或加了密码的文件，不能接收"),
            say("请去掉密码，另存为{kind}后再上传", kind=PAPER_WORDS[claimed]),
        )
    members = directory(content)
    if "[Content_Types].xml" not in members or MAIN_PART[claimed] not in members:
        return _mistyped(claimed)
    if any(name.lower().endswith("vbaproject.bin") for name in members):
        return Refusal(say("文件里有宏，不能接收"), say("请另存为不含宏的文件后再上传"))
    if sum(members.values()) > UNPACKED_MOST:
        return Refusal(say("文件解开之后太大，不能接收"), say("请压缩其中的图片后再上传"))
    return claimed


def directory(content: bytes) -> dict[str, int]:
    """Members of a zip and the sizes they say they unpack to; empty when it is no zip, or an absurd one."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - END.size - 0xFFFF))
    if not content.startswith(b"PK\x03\x04") or end < 0 or len(content) < end + END.size:
        return {}
    if END.unpack_from(content, end)[5] > DIRECTORY_MOST:
        return {}
    try:
        with ZipFile(BytesIO(content)) as archive:
            return {info.filename: info.file_size for info in archive.infolist()}
    except (BadZipFile, ValueError, NotImplementedError, struct.error):
        return {}


def is_shown(media_type: str) -> bool:
    """Whether a browser may show it in its place; the rest is saved."""
    return media_type in SHOWN


def size_words(size: int) -> str:
    """1.2 MB."""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, size >> 10)} KB"


def file_name(raw: str) -> str:
    """A name that is safe to keep and to offer: no folders, no invisible or turning characters, not too long."""
    last = raw.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if c.isspace() or not category(c).startswith("C"))
    stem, dot, ending = normalize("NFC", " ".join(seen.split())).strip(". ").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    return f"{stem[:NAME_MOST].strip('. ') or '-'}{dot}{ending[:10].strip()}"

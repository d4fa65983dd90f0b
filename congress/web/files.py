"""Files that are sent under a name of their own (RFC 6266, and RFC 8187 for names in Chinese)."""

from typing import Final
from urllib.parse import quote

from starlette.responses import Response

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def disposition(shown: str, plain: str, name: str) -> str:
    """``inline`` or ``attachment``, with a name of plain letters for programs that know no other."""
    return f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def pdf_file(content: bytes, plain: str, name: str) -> Response:
    """A document to be kept; viewers inside a browser would need what our content policy forbids."""
    return kept(content, f"{plain}.pdf", f"{name}.pdf", "application/pdf")


def word_file(content: bytes, plain: str, name: str) -> Response:
    """A document to be worked on."""
    return kept(content, f"{plain}.docx", f"{name}.docx", WORD)


def kept(content: bytes, plain: str, name: str, kind: str) -> Response:
    """A file that is saved, not shown."""
    return Response(
        content, media_type=kind, headers={"Content-Disposition": disposition("attachment", plain, name)}
    )

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
    headers = {"Content-Disposition": disposition("attachment", f"{plain}.pdf", f"{name}.pdf")}
    return Response(content, media_type="application/pdf", headers=headers)


def word_file(content: bytes, plain: str, name: str) -> Response:
    """A document to be worked on."""
    headers = {"Content-Disposition": disposition("attachment", f"{plain}.docx", f"{name}.docx")}
    return Response(content, media_type=WORD, headers=headers)


def kept_file(content: bytes, media_type: str, plain: str, name: str = "") -> Response:
    """A file to be saved, that a browser runs in no way; ``name`` may have Chinese in it."""
    headers = {
        "Content-Disposition": disposition("attachment", plain, name or plain),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)


def svg_picture(content: bytes) -> Response:
    """A picture whose address says what is in it (its hash): browsers need not ask again."""
    headers = {
        "Cache-Control": "private, max-age=86400, immutable",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type="image/svg+xml", headers=headers)

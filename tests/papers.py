"""Real files of every kind we take, and some that only pretend."""

import io
import struct
import zipfile

import xlsxwriter
from PIL import Image

TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, kind)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write("A1", "工资")
    return out.getvalue()


def packed(*members: str, types: bool = True) -> bytes:
    """A zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*(("[Content_Types].xml",) if types else ()), *members):
            archive.writestr(name, TYPES)
    return out.getvalue()


def document() -> bytes:
    return packed("word/document.xml")


def slides() -> bytes:
    return packed("ppt/presentation.xml")


def bomb() -> bytes:
    """A document whose directory says that its text unpacks to 4 GB."""
    whole = bytearray(document())
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<L", 0xFFFF_FFF0)
    return bytes(whole)


def broken_inside() -> bytes:
    """A document whose compressed parts are rubbish: only who unpacks it would notice."""
    whole = bytearray(document())
    start = whole.index(b"word/document.xml") + len("word/document.xml")
    whole[start : start + 20] = b"\xff" * 20
    return bytes(whole)


def crowded() -> bytes:
    """A document with a directory of more than a megabyte."""
    return packed("word/document.xml", *(f"word/media/{n:060d}.png" for n in range(12_000)))

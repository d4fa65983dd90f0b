"""Papers are told by their bytes; nothing is unpacked; names cannot lead anywhere."""

import unicodedata
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import papers as files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congress.errors import Refusal
from congress.sittings import rules
from congress.sittings import service as sittings
from congress.sittings.rules import PaperKind
from congress.sittings.rules.papers import directory

GOOD = [
    ("a.pdf", files.PDF, PaperKind.PDF),
    ("A.PDF", files.PDF, PaperKind.PDF),
    ("集体合同.docx", files.document(), PaperKind.DOCX),
    ("工资.xlsx", files.workbook(), PaperKind.XLSX),
    ("报告.pptx", files.slides(), PaperKind.PPTX),
    ("图.png", files.picture("PNG"), PaperKind.PNG),
    ("图.jpg", files.picture("JPEG"), PaperKind.JPEG),
    ("图.jpeg", files.picture("JPEG"), PaperKind.JPEG),
    ("说明.txt", "说明\r\n第二行".encode(), PaperKind.TEXT),
    ("说明.txt", "\ufeff说明".encode(), PaperKind.TEXT),
    ("a.md", b"# <script>alert(1)</script>", PaperKind.MARKDOWN),
]
BAD = [
    ("a.pdf", files.HTML, "文件名写的是{kind}，内容却不是"),
    ("a.pdf", b" " + files.PDF, "文件名写的是{kind}，内容却不是"),
    ("a.pdf", files.picture("PNG"), "文件名写的是{kind}，内容却不是"),
    ("a.png", files.picture("JPEG"), "文件名写的是{kind}，内容却不是"),
    ("a.jpg", files.HTML, "文件名写的是{kind}，内容却不是"),
    ("a.docx", files.workbook(), "文件名写的是{kind}，内容却不是"),
    ("a.xlsx", files.document(), "文件名写的是{kind}，内容却不是"),
    ("a.docx", files.packed("word/document.xml", types=False), "文件名写的是{kind}，内容却不是"),
    ("a.docx", files.PDF, "文件名写的是{kind}，内容却不是"),
    ("a.docx", files.crowded(), "文件名写的是{kind}，内容却不是"),
    ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "这是旧格式或加了密码的文件，不能接收"),
    ("a.docx", files.packed("word/document.xml", "word/vbaProject.bin"), "文件里有宏，不能接收"),
    ("a.docx", files.bomb(), "文件解开之后太大，不能接收"),
    ("a.txt", files.PDF + b"\x00", "文件名写的是{kind}，内容却不是 UTF-8 文字"),
    ("a.txt", "说明".encode("gb18030"), "文件名写的是{kind}，内容却不是 UTF-8 文字"),
    ("a.html", files.HTML, "不能接收这种文件：{name}"),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不能接收这种文件：{name}"),
    ("a.exe", b"MZ", "不能接收这种文件：{name}"),
    ("pdf", files.PDF[:0], "文件是空的：{name}"),
    ("a", files.PDF, "不能接收这种文件：{name}"),
    ("a.pdf", b"", "文件是空的：{name}"),
]


@pytest.mark.parametrize(("name", "content", "kind"), GOOD)
def test_what_is_what_it_says_is_taken(name: str, content: bytes, kind: PaperKind) -> None:
    assert rules.recognise(name, content) is kind


@pytest.mark.parametrize(("name", "content", "reason"), BAD)
def test_what_pretends_is_refused_in_a_sentence(name: str, content: bytes, reason: str) -> None:
    refusal = rules.recognise(name, content)
    assert isinstance(refusal, Refusal)
    assert refusal.reason.text == reason
    assert refusal.remedy is not None


def test_nothing_is_unpacked() -> None:
    rubbish = files.broken_inside()
    with pytest.raises(zlib.error), zipfile.ZipFile(BytesIO(rubbish)) as archive:
        archive.read("word/document.xml")
    assert rules.recognise("a.docx", rubbish) is PaperKind.DOCX


@settings(deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["a.pdf", "a.docx", "a.xlsx", "a.png", "a.jpg", "a.txt", "a.md"])
)
def test_any_bytes_have_an_answer(content: bytes, name: str) -> None:
    assert isinstance(rules.recognise(name, content), PaperKind | Refusal)


@settings(deadline=None)
@given(st.data())
def test_a_damaged_document_has_an_answer(data: st.DataObject) -> None:
    whole = bytearray(files.document())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    assert isinstance(rules.recognise("a.docx", bytes(whole)), PaperKind | Refusal)
    assert isinstance(directory(bytes(whole[:cut])), dict)


def test_only_pictures_and_pdf_are_shown_in_place() -> None:
    shown = {kind for kind in PaperKind if rules.is_shown(kind.media_type)}
    assert shown == {PaperKind.PDF, PaperKind.PNG, PaperKind.JPEG}


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("集体合同（草案）.pdf", "集体合同（草案）.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\文件\\合同.docx", "合同.docx"),
        ("..\\..\\合同.docx", "合同.docx"),
        ("/etc/passwd", "passwd"),
        ("合同\u202efdp.exe", "合同fdp.exe"),
        ("合\x00同\r\n.pdf", "合同.pdf"),
        ("  两  个   空格 .pdf", "两 个 空格.pdf"),
        ("...pdf", "pdf"),
        ("..", "-"),
        ("", "-"),
        ("a/", "-"),
        ("长" * 300 + ".pdf", "长" * 100 + ".pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(raw: str, name: str) -> None:
    assert rules.file_name(raw) == name


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_name_leads_anywhere(raw: str) -> None:
    name = rules.file_name(raw)
    assert name
    assert len(name) <= 111
    assert not set(name) & set("/\\")
    assert not name.startswith(".")
    assert not any(unicodedata.category(c).startswith("C") for c in name)
    assert rules.file_name(name) == name


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (20_480, "20 KB"), (1 << 20, "1.0 MB"), (20 << 20, "20.0 MB")]
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert rules.size_words(size) == words


def test_the_same_bytes_are_kept_once_and_for_us_only(tmp_path: Path) -> None:
    first = sittings.keep(tmp_path, files.PDF)
    inode = (tmp_path / first).stat().st_ino
    assert sittings.keep(tmp_path, files.PDF) == first
    assert [file.name for file in tmp_path.iterdir()] == [first]
    assert (tmp_path / first).read_bytes() == files.PDF
    assert (tmp_path / first).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / first).stat().st_ino == inode

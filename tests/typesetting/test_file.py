"""The file itself: tagged and archival, the same bytes, fonts of our own inside, and people's words only as words."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import AT, fonts, picture, plain, poppler, text, words

from congress.documents.content import Annex, Block
from congress.documents.text import blocks
from congress.typesetting import told
from congress.typesetting.lines import even, titled, width
from congress.typesetting.pdf import faces, pdf
from congress.typesetting.words import FONTS, covered, printable, without_picture

CALM = settings(deadline=None)  # a machine that does other things is no defect
OURS = {
    "FandolFang-Regular", "FandolKai-Regular", "CongressTitle", "CongressHei", "CongressSong", "CongressFang", "CongressKai",
}  # fmt: skip
RARE = "珺玥祎堃喆翀赟旻彧晞镕"
MARKUP = r"""#set page(width: 1cm) #panic("x") $x^2$ *粗* _斜_ \ ] } ) [ { ( <lab> @ref // /* `r` "引" ~ -- ... #{1+1} #include "/etc/passwd" = 一 - 二"""


def squeezed(said: str) -> str:
    return re.sub(r"\s", "", said)


# --- the file ----------------------------------------------------------------------------------------------------


def test_a_file_is_tagged_and_says_that_it_is_archival_and_accessible() -> None:
    made = pdf(plain(), AT)
    info = poppler("pdfinfo -", made).decode()
    assert re.search(r"Tagged: +yes", info)
    assert "关于集体合同的决议" in info
    assert "Sun Mar  8 07:04:00 2026" in info
    claims = poppler("pdfinfo -meta -", made).decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", claims)
    assert re.search(r"<pdfaid:conformance>A</pdfaid:conformance>", claims)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", claims)


def test_headings_are_tagged_by_their_rank() -> None:
    made = pdf(plain(body=blocks("一、总则\n（一）适用范围\n会议同意。")), AT)
    structure = poppler("pdfinfo -struct-text -", made).decode("utf-8", "replace")
    assert re.search(r"H1[^H]*关于集体合同的决议", structure)
    assert re.search(r"H2[^H]*总则", structure)
    assert re.search(r"H3[^H]*适用范围", structure)


def test_the_same_document_gives_the_same_bytes_in_another_process_and_time_zone() -> None:
    program = (
        "import hashlib\nfrom printed import AT, plain\nfrom congress.typesetting.pdf import pdf\n"
        "print(hashlib.sha256(pdf(plain(), AT)).hexdigest())"
    )
    root = Path(__file__).parent.parent
    place = {
        **os.environ,
        "TZ": "Pacific/Auckland",
        "PYTHONPATH": f"{root}:{root.parent}",
        "PYTHONHASHSEED": "7",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=place, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(pdf(plain(), AT)).hexdigest()


def test_another_word_or_time_gives_another_file() -> None:
    made = pdf(plain(), AT)
    assert pdf(plain(number="职代会〔2026〕4号"), AT) != made
    assert pdf(plain(), AT.replace(minute=5)) != made


def test_typst_is_loaded_only_when_something_is_set() -> None:
    program = "import sys, congress.app\nsys.exit('typst' in sys.modules)"
    root = Path(__file__).parent.parent.parent
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


# --- fonts -------------------------------------------------------------------------------------------------------


def test_every_font_is_inside_and_ours() -> None:
    body = blocks("一、黑体\n（一）楷体堃\n仿宋玥 αβγ Ωmega é ① ㎡ ♥ 😀 한국 ไทย")
    found = fonts(pdf(plain(body=body, passed="（2026年通过）"), AT))
    assert {name for name, _ in found} == OURS
    assert all(embedded for _, embedded in found)


def test_no_font_of_the_system_is_known() -> None:
    assert set(faces().families()) == {
        "FandolFang R",
        "FandolKai",
        "CongressTitle",
        "CongressHei",
        "CongressSong",
        "CongressFang",
        "CongressKai",
    }


def test_rare_characters_of_names_are_drawn_in_text_and_in_titles() -> None:
    """Each has a picture of its own: boxes for what is missing would all look alike."""
    for document in (
        plain(body=(Block(0, "", RARE),)),
        plain(title=RARE),
        plain(passed=RARE),
        plain(signer=RARE),
    ):
        made = pdf(document, AT)
        assert RARE in text(made)
        found = next(each for each in words(made)[0] if RARE in each.text)
        drawn = picture(made, 1)
        scale, wide = drawn.height / 297, (found.right - found.left) / len(found.text)
        cells = []
        for at in range(found.text.index(RARE), len(found.text)):
            left = found.left + at * wide
            box = (left, found.top, left + wide, found.top + wide * 1.3)
            cells.append(drawn.crop(tuple(round(edge * scale) for edge in box)).resize((32, 40)).tobytes())
        assert len(set(cells)) == len(RARE)


def test_titles_and_headings_have_every_everyday_character() -> None:
    """GB 2312, and what names need beyond it."""
    every = {chr(code) for code in range(0x4E00, 0xA000)}
    everyday = {sign for sign in every if sign.encode("gb2312", "ignore")} | set(RARE)
    for name in ("CongressTitle", "CongressHei"):
        assert everyday <= set(map(chr, TTFont(FONTS / f"{name}.otf").getBestCmap())), name


def test_text_has_every_character_of_gbk() -> None:
    every = {chr(code) for code in range(0x4E00, 0xA000)}
    assert {sign for sign in every if sign.encode("gbk", "ignore")} <= covered()


def test_the_list_of_characters_is_what_the_fonts_have() -> None:
    fonts_have = {chr(code) for path in FONTS.glob("*.[ot]tf") for code in TTFont(path).getBestCmap()}
    assert covered() == fonts_have


def test_every_font_has_its_sum_and_its_licence_beside_it() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (FONTS / "README.md").read_text(), re.MULTILINE
    )
    assert {name for name, _ in rows} == {path.name for path in FONTS.iterdir()} - {"README.md"}
    for name, sum_ in rows:
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == sum_, name
    for licence in ("Noto.LICENSE.txt", "WenKai.LICENSE.txt"):
        assert "SIL OPEN FONT LICENSE" in (FONTS / licence).read_text().upper()
    assert "GNU GENERAL PUBLIC LICENSE" in (FONTS / "Fandol.COPYING.txt").read_text()


# --- people's words ----------------------------------------------------------------------------------------------


def test_markup_is_printed_and_never_obeyed() -> None:
    document = plain(
        title=MARKUP, mark=MARKUP[:30], number=MARKUP[:20], signer=MARKUP[:20], passed=MARKUP, addressee=MARKUP,
        body=(Block(0, "", MARKUP), Block(1, MARKUP, ""), Block(2, MARKUP, MARKUP)), annexes=(Annex(MARKUP, (Block(0, "", MARKUP),)),),
    )  # fmt: skip
    made = pdf(document, AT)
    assert text(made).count(squeezed(MARKUP)) >= 5
    assert "Page size:       595.276 x 841.89 pts (A4)" in poppler("pdfinfo -", made).decode()


def test_control_characters_leave_no_trace_and_what_has_no_picture_a_sign() -> None:
    assert printable("甲\x00\x07\u202e乙\ufe0f\u200b丙\t丁\r\n戊\u3000己") == "甲乙丙 丁  戊\u3000己"
    assert printable("😀\ue000\U0010ffff\ud800") == "〓〓〓〓"
    assert without_picture("甲😀乙😀\x00〓") == ("😀",)


def test_a_run_that_cannot_break_stays_within_the_page_and_keeps_its_letters() -> None:
    made = pdf(plain(body=(Block(0, "", "地址" + "a1B2" * 120),), title="x" * 200), AT)
    assert "a1B2" * 120 in re.sub(r"—\d+—", "", text(made)), "over two pages, with a number between them"
    assert all(each.right < 184.5 for page in words(made) for each in page)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=120), st.text(max_size=200))
def test_any_text_can_be_printed(title: str, said: str) -> None:
    document = plain(title=title, body=blocks(said), annexes=(Annex(title, blocks(said)),), addressee=said)
    assert pdf(document, AT).startswith(b"%PDF-1.7")


def test_empty_sections_are_no_obstacle() -> None:
    made = pdf(plain(mark="", number="", title="", annexes=(Annex(""),), draft=True), AT)
    assert "（尚无标题）" in text(made)


# --- lines and ranks -----------------------------------------------------------------------------------------------


@CALM
@given(st.text(max_size=120), st.integers(4, 28))
def test_lines_of_a_title_lose_nothing_and_fit(title: str, most: int) -> None:
    found = even(title, most)
    assert squeezed("".join(found)) == squeezed(title)
    assert all(width(line) <= most for line in found)


def test_a_title_breaks_between_words_into_even_lines() -> None:
    assert titled("长风精工有限公司第三届职工代表大会第二次会议关于通过《集体合同》的决议", 20) == (
        "长风精工有限公司",
        "第三届职工代表大会第二次会议",
        "关于通过《集体合同》的决议",
    )
    found = even("关于进一步加强车间安全管理完善职工津贴制度的决定", 20)
    assert len(found) == 2
    assert abs(width(found[0]) - width(found[1])) <= 4


@CALM
@given(st.lists(st.sampled_from(["一、总则", "（一）范围", "1. 细目", "（1）更细", "正文。"]), max_size=12))
def test_ranks_of_headings_leave_none_out(said: list[str]) -> None:
    above = 1
    for part in told.body(blocks("\n".join(said)), 1):
        if part["rank"]:
            assert 2 <= part["rank"] <= above + 1
            above = part["rank"]


@pytest.mark.parametrize(("length", "size"), [(20, 22), (100, 22), (130, 18), (200, 16)])
def test_long_titles_are_set_smaller(length: int, size: int) -> None:
    assert told.title("长" * length)["size"] == size

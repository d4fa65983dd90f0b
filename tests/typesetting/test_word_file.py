"""The Word file itself, without an office: its XML, its words, its bytes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import STAND_INS
from printed import AT, part, plain
from shapes import RARE, shapes

from congress.documents.content import Annex, Block, Document, Imprint, Signature, Signoff
from congress.documents.text import blocks
from congress.typesetting.word import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHAPES = dict(shapes())


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {name: docx(document, AT) for name, document in SHAPES.items()}


def paragraphs(made: bytes) -> list[tuple[str, str, str]]:
    """Style, place in the outline, and words of each."""
    found = []
    for each in part(made, "word/document.xml").iter(f"{W}p"):
        properties = each.find(f"{W}pPr")
        style, level = (
            value.attrib[f"{W}val"]
            if properties is not None and (value := properties.find(f"{W}{name}")) is not None
            else ""
            for name in ("pStyle", "outlineLvl")
        )
        found.append((style, level, "".join(text.text or "" for text in each.iter(f"{W}t"))))
    return found


def test_it_names_the_fonts_that_offices_have(files: dict[str, bytes]) -> None:
    named = {
        value
        for name in ("word/styles.xml", "word/document.xml")
        for fonts in part(files["resolution"], name).iter(f"{W}rFonts")
        for value in fonts.attrib.values()
    }
    assert named == set(STAND_INS)
    table = {font.attrib[f"{W}name"] for font in part(files["resolution"], "word/fontTable.xml")}
    assert table == named


def test_headings_are_headings_for_navigation_and_screen_readers() -> None:
    document = plain(
        body=blocks("一、总则\n（一）适用范围\n会议同意。"), annexes=(Annex("说明", blocks("一、说明")),)
    )
    found = [(level, text) for _, level, text in paragraphs(docx(document, AT)) if level]
    assert found == [
        ("0", "关于集体合同的决议"),
        ("1", "一、总则"),
        ("2", "（一）适用范围"),
        ("1", "说明"),
        ("2", "一、说明"),
    ]


def test_it_tells_its_title_author_language_and_time(files: dict[str, bytes]) -> None:
    core = {each.tag.partition("}")[2]: each.text for each in part(files["rare names"], "docProps/core.xml")}
    assert core["title"] == f"关于{RARE}等七人当选的决议"
    assert core["creator"] == core["lastModifiedBy"] == "长风精工职工代表大会"
    assert core["language"] == "zh-CN"
    assert core["created"] == core["modified"] == "2026-03-08T07:04:00Z"


def test_every_style_that_is_used_exists(files: dict[str, bytes]) -> None:
    known = {
        each.attrib[f"{W}styleId"] for each in part(files["report"], "word/styles.xml").iter(f"{W}style")
    }
    for made in files.values():
        used = {
            each.attrib[f"{W}val"]
            for kind in ("pStyle", "rStyle", "tblStyle")
            for each in part(made, "word/document.xml").iter(f"{W}{kind}")
        }
        assert used <= known


ORDER = {  # ECMA-376, part 1: CT_PPr and CT_RPr are sequences, and Word is strict about them
    "pPr": [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
        "suppressLineNumbers",
        "pBdr",
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "jc",
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
    ],
    "rPr": [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
    ],
}


def test_properties_stand_in_the_order_of_the_standard_and_once(files: dict[str, bytes]) -> None:
    for made in files.values():
        for name in ("word/document.xml", "word/styles.xml"):
            for kind, order in ORDER.items():
                for properties in part(made, name).iter(f"{W}{kind}"):
                    places = [order.index(each.tag.removeprefix(W)) for each in properties]
                    assert places == sorted(set(places))


def test_the_same_document_gives_the_same_bytes_in_another_process_and_time_zone() -> None:
    program = (
        "import hashlib\nfrom printed import AT\nfrom shapes import shapes\nfrom congress.typesetting.word import docx\n"
        "print(hashlib.sha256(docx(dict(shapes())['report'], AT)).hexdigest())"
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
    assert done.stdout.strip() == hashlib.sha256(docx(SHAPES["report"], AT)).hexdigest()


def test_another_word_or_time_gives_another_file() -> None:
    made = docx(plain(), AT)
    assert docx(plain(number="职代会〔2026〕4号"), AT) != made
    assert docx(plain(), AT.replace(minute=5)) != made


def test_the_writer_is_loaded_only_when_something_is_written() -> None:
    program = "import sys, congress.app\nsys.exit('docx' in sys.modules)"
    root = Path(__file__).parent.parent.parent
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


# --- people's words -----------------------------------------------------------------------------------------------


def test_markup_and_fields_are_words_and_never_obeyed() -> None:
    hostile = "<w:p/>&amp; ]]> {INCLUDETEXT /etc/passwd} \t { PAGE } <!-- -->"
    made = docx(
        plain(
            title=hostile,
            mark=hostile,
            signer=hostile,
            body=(Block(1, hostile, hostile),),
            imprint=Imprint(hostile, hostile, hostile),
        ),
        AT,
    )
    assert sum(hostile.replace("\t", " ") in text for _, _, text in paragraphs(made)) >= 1
    assert not list(part(made, "word/document.xml").iter(f"{W}instrText"))


def test_signs_that_our_fonts_lack_stay_for_the_reader_s_fonts() -> None:
    """A name in extension B, and one with a mark that picks a picture of it: offices have fonts for both."""
    name = "𠮷葛\U000e0100"
    made = docx(plain(title=f"关于{name}的决议", body=(Block(0, "", name),)), AT)
    assert [text for _, _, text in paragraphs(made)][-2:] == [f"关于{name}的决议", name]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120), st.text(max_size=200))
def test_any_text_makes_a_file_that_can_be_read(title: str, text: str) -> None:
    document = Document(
        text, title, title, blocks(text), passed=text, signer=title, addressee=text, annexes=(Annex(title, blocks(text)),) * 2,
        signatures=(Signature(title, text, title, text),), signoff=Signoff(title, text), imprint=Imprint(title, text, text),
    )  # fmt: skip
    made = docx(document, AT)
    assert part(made, "word/document.xml") is not None
    assert part(made, "docProps/core.xml") is not None

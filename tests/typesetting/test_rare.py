"""The characters of names that Fandol lacks come from a font of the style that they stand in: the PDF itself is asked."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from printed import AT, picture, plain, poppler, words

from congress.documents.content import Block, Document, Imprint, NameList, Signature, Signoff, Tally
from congress.documents.text import blocks
from congress.typesetting.pdf import pdf
from congress.typesetting.words import FONTS
from scripts.typefaces.fitting import Fit, place, thinned

RARE = "珺玥祎堃喆翀赟"
FANG, KAI, HEI, TITLE = "CongressFang", "CongressKai", "CongressHei", "CongressTitle"
COUNTS = Tally(("表决结果如下。",), (("应到", "3"),), ("姓名", "赞成"), ((RARE, "2"),))


def fonts_of(made: bytes, folder: Path) -> set[tuple[str, str]]:
    """Every sign of a file with the name of the font that draws it."""
    (folder / "made.pdf").write_bytes(made)
    tree = ET.fromstring(poppler(f"pdftohtml -xml -i -stdout -fontfullname {folder}/made.pdf", b""))
    names = {each.attrib["id"]: family(each.attrib["family"]) for each in tree.iter("fontspec")}
    return {
        (sign, names[each.attrib["font"]]) for each in tree.iter("text") for sign in "".join(each.itertext())
    }


def family(full: str) -> str:
    return re.sub(r"^[A-Z]{6}\+|-Identity-H$|-Regular", "", full)


def signature(name: str) -> Signature:
    return Signature("大会主席", name, "2026年3月8日", "ab12")


@pytest.mark.parametrize(
    ("document", "style"),
    [
        (plain(body=(Block(0, "", RARE),)), FANG),
        (plain(addressee=RARE), FANG),
        (plain(signoff=Signoff(RARE, "2026年3月8日")), FANG),
        (plain(imprint=Imprint(RARE, "2026年3月8日", RARE)), FANG),
        (plain(lists=(NameList("出席", RARE),)), FANG),
        (plain(body=(COUNTS,)), FANG),
        (plain(body=blocks(f"（一）{RARE}")), KAI),
        (plain(passed=RARE), KAI),
        (plain(signer=RARE), KAI),
        (plain(signatures=(signature(RARE),)), KAI),
        (plain(body=blocks(f"一、{RARE}")), HEI),
        (plain(title=RARE), TITLE),
        (plain(mark=RARE), TITLE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rare_character_is_drawn_by_a_font_of_its_style(
    document: Document, style: str, tmp_path: Path
) -> None:
    found = fonts_of(pdf(document, AT), tmp_path)
    assert {(sign, font) for sign, font in found if sign in RARE} == {(sign, style) for sign in RARE}


def test_what_fandol_has_is_drawn_by_fandol(tmp_path: Path) -> None:
    document = plain(body=(Block(0, "", "珍玲祥坚"),), signer="吉冲资")
    found = fonts_of(pdf(document, AT), tmp_path)
    assert {font for sign, font in found if sign in "珍玲祥坚"} == {"FandolFang"}
    assert {font for sign, font in found if sign in "吉冲资"} == {"FandolKai"}


@pytest.mark.parametrize(("fandol", "ours"), [("FandolFang", FANG), ("FandolKai", KAI)])
def test_together_they_have_the_8105_characters_that_names_may_use(fandol: str, ours: str) -> None:
    """CongressTitle has GB 2312 and 通用规范汉字表; what of it is Chinese, each style has too, and no character twice."""
    wanted = {code for code in characters("CongressTitle.otf") if is_chinese(code)}
    first, second = characters(f"{fandol}-Regular.otf"), characters(f"{ours}.ttf")
    assert len(wanted) > 8105
    assert wanted <= first | second
    assert not first & second


def characters(name: str) -> set[int]:
    return set(TTFont(FONTS / name).getBestCmap())


def is_chinese(code: int) -> bool:
    return 0x3400 <= code < 0xA000 or code >= 0x20000


@pytest.mark.parametrize("opening", ["", "（一）"], ids=[FANG, KAI])
def test_rare_characters_are_as_dark_as_their_neighbours(opening: str) -> None:
    """珺 beside 裙, 玥 beside 钥: as many strokes. Noto's 宋 is half as dark again."""
    rare, common = (darkness(opening + said) for said in ("珺玥祎翀珩琤昉", "裙钥祥种衍净纺"))
    assert 0.85 < rare / common < 1.15


def darkness(said: str) -> float:
    """How much of a line of text is ink, in pixels."""
    made = pdf(plain(body=blocks(said)), AT)
    found = next(each for each in words(made)[0] if said in each.text)
    page = picture(made, 1)
    scale = page.height / 297
    box = (found.left, found.top - 2, found.right, found.top + 8)
    return sum(255 - shade for shade in page.crop(tuple(round(edge * scale) for edge in box)).tobytes()) / 255


def test_the_cut_fonts_do_not_go_under_a_reserved_name_and_keep_their_copyright() -> None:
    for name in (FANG, KAI):
        said = {each.nameID: each.toUnicode() for each in TTFont(FONTS / f"{name}.ttf")["name"].names}
        assert {said[number] for number in (1, 4, 6)} == {name}
        assert "Klee Project Authors" in said[0]
    papers = (FONTS / "WenKai.LICENSE.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in papers
    assert "Klee Project Authors" in papers
    assert "Reserved Font Names" in papers


def test_fitting_moves_one_box_onto_the_other_and_every_edge_into_the_stroke() -> None:
    """A stroke 40 wide runs clockwise; its hole the other way round."""
    stroke = [(0.0, 0.0), (0.0, 40.0), (200.0, 40.0), (200.0, 0.0)]
    assert thinned(stroke, 5) == [(5.0, 5.0), (5.0, 35.0), (195.0, 35.0), (195.0, 5.0)]
    assert thinned(stroke[::-1], 5) == [(205.0, -5.0), (205.0, 45.0), (-5.0, 45.0), (-5.0, -5.0)]
    like = Fit(box=(10, -20, 110, 180), rise=0.1, thinner=0)
    assert place((0, 0), (0, 0, 50, 50), like) == (10, -25)
    assert place((50, 50), (0, 0, 50, 50), like) == (110, 185)

"""The Word file: LibreOffice opens it with the words of our PDF on every page; poppler reads both."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from libreoffice import Office
from printed import AT, ink, lines, part, picture, plain, poppler, said, words
from shapes import shapes

from congress.documents.content import Block, Imprint
from congress.documents.text import blocks
from congress.typesetting.pdf import pdf
from congress.typesetting.word import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEFT, TOP, WIDTH, HEIGHT = 28, 37, 156, 225  # millimetres (5.1, 5.2)
RIGHT, BOTTOM = LEFT + WIDTH, TOP + HEIGHT
LINE = HEIGHT / 22
SHAPES = dict(shapes())
A_LINE_LESS = "letter of 23"  # a letter's mark in two lines: LibreOffice gives the first page a line less
AT_THE_EDGE = "会议强调，《集体合同（草案）》第十二条、第十五条“休息休假”的规定，必须“不折不扣”地执行；《工资专项集体合同》同时生效。"


def near(found: float, wanted: float, by: float = 0.35) -> bool:
    return abs(found - wanted) <= by


def pages(made: bytes) -> list[str]:
    """What stands on each page, line by line, without spaces."""
    return ["".join(said(line) for line in lines(page)) for page in words(made)]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {name: docx(document, AT) for name, document in SHAPES.items()}


@pytest.fixture(scope="module")
def ours() -> dict[str, list[str]]:
    return {name: pages(pdf(document, AT)) for name, document in SHAPES.items()}


@pytest.fixture(scope="module")
def told(office: Office, files: dict[str, bytes]) -> dict[str, bytes]:
    return dict(zip(files, office.told(files), strict=True))


@pytest.fixture(scope="module")
def opened(office: Office, files: dict[str, bytes]) -> dict[str, bytes]:
    return dict(zip(files, office.opened(files), strict=True))


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(SHAPES.keys() - {A_LINE_LESS}))
def test_every_page_has_the_words_of_our_page(
    name: str, told: dict[str, bytes], ours: dict[str, list[str]]
) -> None:
    assert pages(told[name]) == ours[name]


@pytest.mark.parametrize("name", SHAPES)
def test_without_being_told_libreoffice_has_as_many_pages_and_their_words_within_a_line(
    name: str, opened: dict[str, bytes], ours: dict[str, list[str]]
) -> None:
    """It sets a space between characters and figures, and closing signs whole: a page may end a line sooner or later."""
    found, wanted = pages(opened[name]), ours[name]
    assert len(found) == len(wanted)
    numbers = re.compile(r"—\d+—$")
    text, text_wanted = ([numbers.sub("", page) for page in side] for side in (found, wanted))
    assert "".join(text) == "".join(text_wanted)
    ends, ends_wanted = (
        [sum(map(len, side[: at + 1])) for at in range(len(side))] for side in (text, text_wanted)
    )
    most = max(abs(end - wished) for end, wished in zip(ends, ends_wanted, strict=True))
    assert most <= 28
    assert most > 2 or name != A_LINE_LESS


def test_a_bracket_that_our_line_lets_out_at_its_end_begins_the_next_line_in_libreoffice(
    office: Office,
) -> None:
    """The one difference in lines that is left when LibreOffice has been told everything."""
    document = plain(body=blocks(AT_THE_EDGE))
    [made] = office.told({"edge": docx(document, AT)})
    theirs, ours = ([said(line) for line in lines(words(one)[0])] for one in (made, pdf(document, AT)))
    assert "".join(theirs) == "".join(ours)
    assert [len(line) for line in ours[-4:-1]] == [27, 29, 5]
    assert [len(line) for line in theirs[-4:-1]] == [27, 27, 7]


def test_libreoffice_takes_no_hanging_signs_for_its_opposite(office: Office) -> None:
    """Why a page, as it is opened, may have a line less than ours: w:overflowPunct is read the wrong way round."""
    document = plain(body=blocks("三、由后勤保障部建立夜间巡查制度，灯具损坏三天内修复。"))
    found = docx(document, AT)
    [opened], [told] = office.opened({"hanging": found}), office.told({"hanging": found})
    rest = [said(line) for line in lines(words(pdf(document, AT))[0])][-2]
    assert rest == "复。"
    assert [said(line) for line in lines(words(told)[0])][-2] == rest
    assert [said(line) for line in lines(words(opened)[0])][-2].endswith("修复。")


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full(office: Office) -> bytes:
    """Pages of nothing but characters of full width, as they are opened."""
    [made] = office.opened({"full": docx(plain(body=(Block(0, "", "国" * 1800),)), AT)})
    return made


def test_a_page_holds_22_lines_of_28_characters(full: bytes) -> None:
    """5.2.3; a line is 579 twips, 0.015 mm less than 225 mm / 22."""
    second = [line for line in lines(words(full)[1]) if "—" not in said(line)]
    assert [len(said(line)) for line in second] == [28] * 22
    tops = [line[0].top for line in second]
    assert near((tops[-1] - tops[0]) / 21, LINE, 0.03)
    assert all(near(below - above, LINE, 0.1) for above, below in pairwise(tops))


def test_the_type_area_is_156_by_225_millimetres_at_its_place(full: bytes) -> None:
    """5.2.1: LibreOffice puts the spare height of a line above its characters, we put it below: the ink is 3 mm lower."""
    drawn = picture(full, 2)
    left, top, right, bottom = ink(drawn.crop((0, 0, drawn.width, round(drawn.height * (BOTTOM + 1) / 297))))
    assert LEFT <= left <= LEFT + 1
    assert RIGHT - 1.5 <= right <= RIGHT
    assert TOP + 2 <= top <= TOP + 5
    assert BOTTOM - LINE / 2 <= bottom <= BOTTOM
    assert (drawn.width, drawn.height) == (1654, 2339)  # A4


def test_page_numbers_stand_outside_with_their_dashes_7_millimetres_below(full: bytes) -> None:
    """7.5: odd pages right, even pages left, one character in."""
    for number, page in enumerate(words(full), 1):
        foot = lines(page)[-1]
        assert said(foot) == f"—{number}—"
        edge = foot[-1].right if number % 2 else foot[0].left
        assert near(edge, RIGHT - WIDTH / 28 if number % 2 else LEFT + WIDTH / 28)
        drawn = picture(full, number)
        scale, left = drawn.height / 297, foot[0].left
        below = drawn.crop(tuple(round(at * scale) for at in (left - 1, BOTTOM + 2, left + 3, 297)))
        assert near(ink(below)[1] + BOTTOM + 2, BOTTOM + 7, 0.5)


def test_the_head_stands_where_ours_does(told: dict[str, bytes]) -> None:
    """7.2.4 to 7.2.7, 7.3.1: within 3 mm, the red line as wide as the type area."""
    for name in ("report", "resolution", "long mark", "title of 101"):
        theirs, ours = (
            {said(line): line[0] for line in lines(words(made)[0])}
            for made in (told[name], pdf(SHAPES[name], AT))
        )
        for text in list(ours)[:5]:
            assert near(theirs[text].top, ours[text].top, 3), (name, text)
            assert near(theirs[text].left, ours[text].left, 2), (name, text)  # 、 at a line's end
    drawn = picture(told["report"], 1)
    scale = drawn.height / 297
    number = next(line[0].top for line in lines(words(told["report"])[0]) if "签发人" in said(line))
    left, _, right, _ = ink(
        drawn.crop((0, round((number + 8) * scale), drawn.width, round((number + 14) * scale)))
    )
    assert near(left, LEFT)
    assert near(right, RIGHT)


def test_the_imprint_ends_the_last_page(told: dict[str, bytes]) -> None:
    """7.4."""
    made = told["report"]
    drawn = picture(made, len(words(made)))
    area = drawn.crop((0, 0, drawn.width, round(drawn.height * (BOTTOM + 1) / 297)))
    left, _, right, bottom = ink(area)
    assert near(left, LEFT)
    assert near(right, RIGHT)
    assert near(bottom, BOTTOM, 0.6)


@pytest.mark.parametrize(
    ("printer", "count"),
    [
        ("朔衡重工装备集团有限公司职工代表大会", 1),
        ("工会", 1),
        ("长风精工集团机械制造有限公司第三届职工代表大会秘书处", 2),
    ],
)
def test_the_day_of_printing_stays_on_its_line_where_figures_are_wide(
    tmp_path: Path, printer: str, count: int
) -> None:
    """Where a reader has none of the fonts: it wrapped, and lay over the number of the page."""
    wide = Office(tmp_path, **{"Times New Roman": "CongressTitle"})
    [made] = wide.opened({"wide": docx(plain(imprint=Imprint(printer, "2026年11月18日", "各车间")), AT)})
    *_, foot = words(made)
    rows = [said(line) for line in lines(foot) if line[0].top > TOP + HEIGHT / 2]
    assert rows[0] == "抄送：各车间。"
    assert len(rows) == count + 2
    assert rows[1].endswith("2026年11月18日印发")
    assert "".join(rows[1:-1]).replace("2026年11月18日印发", "") == printer
    assert all(each.top < BOTTOM for line in lines(foot)[:-1] for each in line)


def test_the_date_begins_two_characters_after_the_issuer(told: dict[str, bytes]) -> None:
    """7.3.5.2."""
    page = next(
        page
        for page in words(told["report"])
        if "长风精工有限公司工会委员会2026年3月8日" in "".join(map(said, lines(page)))
    )
    above = next(line for line in lines(page) if said(line) == "长风精工有限公司工会委员会")
    below = next(line for line in lines(page) if said(line) == "2026年3月8日")
    assert near(below[0].left - above[0].left, 2 * WIDTH / 28)
    assert near(above[-1].right, RIGHT - 2 * WIDTH / 28, 0.6)


def test_a_letter_has_its_double_lines_and_no_number_on_its_first_page(told: dict[str, bytes]) -> None:
    """10.1: 170 mm wide in the middle of the paper, the upper 4 mm below the mark, the lower 20 mm above the edge."""
    made = told["letter of 10"]
    first, second = ([said(line) for line in lines(page)] for page in words(made)[:2])
    assert not any("—" in line for line in first)
    assert second[-1] == "—2—"
    drawn = picture(made, 1)
    left, top, right, bottom = ink(drawn)
    assert near(left, 20)
    assert near(right, 190)
    assert near(top, 30, 0.6)
    assert near(bottom, 277, 1)
    mark = lines(words(made)[0])[0]
    assert near(mark[0].left + mark[-1].right, 210, 2.5)


def test_a_code_can_be_scanned_and_tells_its_content(told: dict[str, bytes], files: dict[str, bytes]) -> None:
    drawn = picture(told["code"], len(words(told["code"])))
    assert [found.text for found in zxingcpp.read_barcodes(drawn)] == ["https://congress.example/n/3/ab12"]
    assert "二维码：https://congress.example/n/3/ab12" in {
        each.attrib.get("descr")
        for each in part(files["code"], "word/document.xml").iter()
        if each.tag.endswith("docPr")
    }


def test_the_head_of_a_table_is_repeated_on_every_page(told: dict[str, bytes]) -> None:
    found = [page for page in pages(told["table of 200"]) if "候选人1" in page]
    assert len(found) > 5
    assert all("候选人得票结果" in page for page in found)


def test_every_font_of_the_pages_is_one_of_ours(told: dict[str, bytes]) -> None:
    """LibreOffice found what the file asks for: no font of the system took its place."""
    rows = poppler("pdffonts -", told["report"]).decode().splitlines()[2:]
    assert {row.split()[0].partition("+")[2] for row in rows} == {
        "FandolFang-Regular", "FandolKai-Regular", "NotoSansCJKjp-Regular-Proportional",
        "NotoSerifCJKjp-Regular-Proportional", "NotoSerifCJKjp-Bold-Proportional",
    }  # fmt: skip

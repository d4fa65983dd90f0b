"""The printed page is measured by poppler against GB/T 9704-2012; numbers are sections of the standard."""

from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from printed import AT, fonts, ink, lines, picture, plain, poppler, said, text, words

from congress.documents.content import Annex, Block, Imprint, Layout, Signature, Signoff, Tally
from congress.documents.text import blocks
from congress.typesetting.lines import TITLE, title_width
from congress.typesetting.pdf import pdf
from congress.typesetting.told import title as told_title
from congress.typesetting.words import FONTS

LEFT, TOP, WIDTH, HEIGHT = 28, 37, 156, 225  # millimetres (5.1, 5.2)
RIGHT, BOTTOM = LEFT + WIDTH, TOP + HEIGHT
PITCH, LINE = WIDTH / 28, HEIGHT / 22
NEAR = 0.35  # a sign's picture is a little smaller than its square, and poppler rounds


DATED = Signoff("长风精工工会", "2026年3月8日")
NOTE = "（联系人：赵玥，电话：88123456）"


@pytest.fixture(scope="module")
def full() -> bytes:
    """Four pages of nothing but characters of full width."""
    return pdf(plain(body=(Block(0, "", "国" * 1800),)), AT)


def body_lines(page):
    return [line for line in lines(page) if "—" not in said(line)]


def near(found: float, wanted: float, by: float = NEAR) -> bool:
    return abs(found - wanted) <= by


def test_a_page_holds_22_lines_of_28_characters(full: bytes) -> None:
    """5.2.3."""
    second = body_lines(words(full)[1])
    assert [len(said(line)) for line in second] == [28] * 22
    tops = [line[0].top for line in second]
    steps = [below - above for above, below in pairwise(tops)]
    assert all(near(step, LINE, 0.02) for step in steps)


def test_the_type_area_is_156_by_225_millimetres_at_its_place(full: bytes) -> None:
    """5.2.1: the ink of a full page, without the page number, fills the area to its edges."""
    drawn = picture(full, 2)
    page = drawn.crop((0, 0, drawn.width, round(drawn.height * (BOTTOM + 1) / 297)))
    left, top, right, bottom = ink(page)
    assert LEFT <= left <= LEFT + 1
    assert TOP <= top <= TOP + 1
    assert RIGHT - 1 <= right <= RIGHT
    assert BOTTOM - LINE + 15.75 * 25.4 / 72 - 1 <= bottom <= BOTTOM
    assert (drawn.width, drawn.height) == (1654, 2339)  # A4


def test_page_numbers_stand_outside_with_their_dashes_7_millimetres_below(full: bytes) -> None:
    """7.5: odd pages right, even pages left, one character in."""
    for number, page in enumerate(words(full), 1):
        foot = lines(page)[-1]
        assert said(foot) == f"—{number}—"
        edge = foot[-1].right if number % 2 else foot[0].left
        assert near(edge, RIGHT - PITCH if number % 2 else LEFT + PITCH)
        drawn = picture(full, number)
        scale = drawn.height / 297
        below = drawn.crop((0, round((BOTTOM + 2) * scale), drawn.width, drawn.height))
        end = below.crop(
            (round((foot[0].left - 1) * scale), 0, round((foot[0].left + 3) * scale), below.height)
        )
        _, dash, _, _ = ink(end)
        assert near(dash + BOTTOM + 2, BOTTOM + 7, 0.5)


def test_the_text_stays_on_the_grid_after_titles_and_tables() -> None:
    """5.2.3: whatever stands above a line, it is a whole number of lines from the top of its page."""
    tally = Tally(("国表决通过。",), (("应到", 12), ("赞成", 9)))
    body = (Block(0, "", "国" * 200), tally, Block(2, "（一）国家", ""), Block(0, "", "国" * 900))
    made = pdf(plain(body=body, passed="（2026年通过）"), AT)
    found = [line[0].top for page in words(made) for line in lines(page) if "国" in said(line)]
    assert len(found) > 40
    assert all(near((top - found[-1]) / LINE, round((top - found[-1]) / LINE), 0.03) for top in found)
    assert "应到赞成" in text(made)
    assert "129" in text(made)


def test_the_head_stands_as_the_standard_says() -> None:
    """7.2.4 and 7.2.7: the mark is red and 35 mm below the area's top, the line as wide as the area."""
    made = pdf(plain(body=blocks("会议同意。")), AT)
    drawn = picture(made, 1)
    _, top, _, _ = ink(drawn)
    assert near(top, TOP + 35)
    scale = drawn.height / 297
    mark, number = (line[0].top for line in lines(words(made)[0])[:2])
    band = drawn.crop((0, round((number + 8) * scale), drawn.width, round((number + 14) * scale)))
    left, _, right, _ = ink(band)
    assert near(left, LEFT)
    assert near(right, RIGHT)
    assert mark < number


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("朔衡重工装备集团有限公司", "职工代表大会文件"),
        ("朔衡重工装备集团有限公司", "工会委员会文件"),
        ("中共朔衡重工装备集团有限公司", "委员会文件"),
        ("长风精工集团机械制造有限公司", "第三届职工代表大会文件"),
        ("长风精工（上海）机械制造有限公司", "工会委员会文件"),
    ],
)
def test_the_mark_never_breaks_the_name_of_the_company(above: str, below: str) -> None:
    """7.2.4: in two lines, the name whole on the first, and neither wider than the type area."""
    first, second = lines(words(pdf(plain(mark=above + below), AT))[0])[:2]
    assert (said(first), said(second)) == (above, below)
    assert first[0].left >= LEFT
    assert first[-1].right <= RIGHT


def test_a_document_that_goes_up_names_its_signer_on_the_right() -> None:
    """7.2.5 and 7.2.6: the number one character in from the left, the signer one from the right."""
    made = pdf(plain(signer="赵玥", addressee="中共长风精工委员会："), AT)
    line = next(line for line in lines(words(made)[0]) if "签发人" in said(line))
    assert said(line) == "职代会〔2026〕3号签发人：赵玥"
    assert near(line[0].left, LEFT + PITCH)
    assert near(line[-1].right, RIGHT - PITCH)


def test_a_draft_says_that_it_is_one() -> None:
    """And nothing else does: what has no number may be final."""
    assert "草稿，尚未编号" in text(pdf(plain(number="", draft=True), AT))
    for final in (plain(), plain(number=""), plain(number="", mark="")):
        assert "草稿" not in text(pdf(final, AT))


def test_without_a_mark_a_page_begins_with_its_title() -> None:
    """No 版头 at all: neither number nor red line. The author is who signed it."""
    made = pdf(plain(mark="", number="", signoff=Signoff("中共长风精工委员会", "2026年3月8日")), AT)
    assert said(lines(words(made)[0])[0]) == "关于集体合同的决议"
    assert words(made)[0][0].top < TOP + 3 * LINE
    assert "中共长风精工委员会" in poppler("pdfinfo -", made).decode()


@pytest.mark.parametrize(("issuer", "inner"), [("长风精工有限公司工会委员会", 13), ("工会", 8)])
def test_issuer_and_date_stand_two_characters_from_the_right(issuer: str, inner: float) -> None:
    """7.3.5.2: the date begins two characters after the issuer; where it is longer, it ends two from the right."""
    made = pdf(plain(body=blocks("特此报告。"), signoff=Signoff(issuer, "2026年3月8日")), AT)
    above, below = lines(words(made)[0])[-3:-1]
    assert (said(above), said(below)) == (issuer, "2026年3月8日")
    assert near(below[0].left - above[0].left, 2 * PITCH)
    assert near(max(above[-1].right, below[-1].right), RIGHT - 2 * PITCH)


@pytest.mark.parametrize("layout", [Layout.USUAL, Layout.LETTER])
def test_whom_to_ask_stands_in_brackets_on_the_line_below_the_date(layout: Layout) -> None:
    """7.3.5.5: two characters in, after 附件说明, issuer and date."""
    asked = Annex("回执", blocks("表。"))
    made = pdf(plain(layout=layout, body=blocks("请函复。"), annexes=(asked,), signoff=DATED, note=NOTE), AT)
    page = [line for line in lines(words(made)[0]) if "—" not in said(line)]
    assert [said(line) for line in page[-4:]] == ["附件：回执", "长风精工工会", "2026年3月8日", NOTE]
    assert near(page[-1][0].left, LEFT + 2 * PITCH)
    assert near(page[-1][0].top - page[-2][0].top, LINE)


def test_whom_to_ask_stands_on_the_page_of_the_date() -> None:
    """However the text ends, as long as it is not one paragraph of more than a page."""
    for length in range(4, 12):
        body = tuple(Block(0, "", f"第{n}段正文。") for n in range(length))
        page = words(pdf(plain(body=body, signoff=DATED, note=NOTE), AT))[-1]
        assert "2026年3月8日" in "".join(map(said, lines(page))), length


@pytest.mark.parametrize("annexes", [0, 1, 3])
def test_what_is_signed_never_stands_on_a_page_without_text(annexes: int) -> None:
    """7.3.5.4: wherever the text ends, the page of the signature has text above it, a list of annexes or not."""
    named = tuple(Annex(f"附表{n}", blocks("表。")) for n in range(annexes))
    for length in range(20, 46):
        body = tuple(Block(0, "", f"第{n}段正文。") for n in range(length))
        signoff = Signoff("长风精工工会委员会", "2026年3月8日")
        made = pdf(plain(body=body, annexes=named, signoff=signoff), AT)
        page = next(page for page in words(made) if any("工会委员会" in each.text for each in page))
        assert "段正文" in "".join(each.text for each in page), length


@pytest.mark.parametrize("length", [20, 60, 101, 150, 200])
def test_the_first_page_shows_text_under_a_title_of_200_characters(length: int) -> None:
    """7.3.3."""
    title = ("关于进一步加强安全生产、改善劳动条件、完善津贴制度、" * 9)[:length]
    made = pdf(
        plain(title=title, passed=f"（2026年3月8日{'长风精工' * 9}通过）", body=blocks("会议同意。")), AT
    )
    assert "会议同意。" in "".join(each.text for each in words(made)[0])
    assert title in text(made)


EXACTLY = ("国" * 16 + "20252026", ("国" * 19 + "20252026、") * 4, ("国" * 22 + "20252026、") * 4)
"""Titles whose lines have exactly 20, 24 and 27 characters where two figures are taken for one, which they are not."""


@pytest.mark.parametrize(
    "title",
    [
        *EXACTLY,
        "国" * 15 + "20252026",
        "关于2024、2025年度职工代表大会决议落实情况的报告",
        "关于实施ISO 45001和WMS、MES系统升级改造工程（2026MW）的决议",
        "W" * 30 + "m" * 30,
    ],
)
def test_a_title_with_figures_and_letters_is_broken_where_it_was_measured(title: str) -> None:
    """7.3.1: a line wider than the type area would break once more, inside a word."""
    page = lines(words(pdf(plain(title=title, body=blocks("会议同意。")), AT))[0])
    end = next(at for at, line in enumerate(page) if said(line) == "会议同意。")
    printed = page[2:end]
    assert [said(line) for line in printed] == [line.replace(" ", "") for line in told_title(title)["lines"]]
    assert all(line[0].left >= LEFT and line[-1].right <= RIGHT for line in printed)


def test_a_title_is_measured_by_its_own_face() -> None:
    """The widths of letters, figures and signs are those of the font that prints them."""
    font = TTFont(FONTS / "CongressTitle.otf")
    names, wide = font.getBestCmap(), font["hmtx"]
    assert {chr(code): wide[names[code]][0] / 1000 for code in range(0x20, 0x7F)} == TITLE
    chinese = "国（）《》〈〉“”、，。：；？！〔〕—…·"
    assert {sign: title_width(sign) for sign in chinese if wide[names[ord(sign)]][0] > 1000} == {}
    assert title_width("2025年") == pytest.approx(0.594 * 2 + 0.593 + 0.594 + 1)


def test_forty_annexes_are_named_and_each_has_a_page_of_its_own() -> None:
    """7.3.4 and 7.3.6: no sign after a name, further lines under its first character."""
    names = [f"第{n}个附件的名称很长，长到一行写不下，因此要回行与首字对齐" for n in range(1, 41)]
    made = pdf(
        plain(body=blocks("会议同意。"), annexes=tuple(Annex(name, blocks("附件正文。")) for name in names)),
        AT,
    )
    first = [said(lines(page)[0]) for page in words(made)]
    assert [f"附件{n}" for n in range(1, 41)] == [
        head for head in first if head in {f"附件{n}" for n in range(1, 41)}
    ]
    note = next(line for line in lines(words(made)[0]) if said(line).startswith("附件：1."))
    assert near(note[0].left, LEFT + 2 * PITCH)
    after = lines(words(made)[0])[lines(words(made)[0]).index(note) + 1]
    assert after[0].left > LEFT + 5 * PITCH


def test_one_list_is_set_in_one_face() -> None:
    """A whole sentence in 仿宋 and one that begins in 黑体 do not stand in one list."""
    mixed = blocks("一、请阅读。\n二、请到会。不能到会的请假。")
    assert "CongressHei" not in {name for name, _ in fonts(pdf(plain(body=mixed), AT))}
    run_in = blocks("一、请阅读。阅后交回。\n二、请到会。不能到会的请假。")
    assert "CongressHei" in {name for name, _ in fonts(pdf(plain(body=run_in), AT))}


def test_the_imprint_ends_the_last_page() -> None:
    """7.4: its last rule stands on the last line of the area, after all annexes."""
    annex = Annex("说明", blocks("附件正文。"))
    made = pdf(plain(annexes=(annex,), imprint=Imprint("工会办公室", "2026年3月8日", "各车间")), AT)
    page = words(made)[-1]
    assert "抄送：各车间。" in said(page), "with its full stop (7.4.2)"
    assert "2026年3月8日印发" in said(page)
    drawn = picture(made, len(words(made)))
    area = drawn.crop((0, 0, drawn.width, round(drawn.height * (BOTTOM + 1) / 297)))
    left, _, right, bottom = ink(area)
    assert near(left, LEFT)
    assert near(right, RIGHT)
    assert near(bottom, BOTTOM)


def test_a_document_within_a_document_is_set_whole() -> None:
    inner = plain(title="被附的决议", annexes=(Annex("附件的附件", blocks("最里面。")),))
    made = pdf(plain(title="关于决议的报告", annexes=(Annex("被附的决议", document=inner),)), AT)
    assert [said(lines(page)[0]) for page in words(made)][1:] == ["附件", "附件"]
    assert "最里面。" in text(made)


def test_signatures_stand_under_the_text() -> None:
    made = pdf(plain(signatures=(Signature("执行主席", "王堃", "2026年3月8日 15:04", "a1b2c3d4"),)), AT)
    assert "执行主席：王堃2026年3月8日15:04以本人设备签名（密钥a1b2c3d4）" in text(made)


def test_a_table_of_lines_goes_over_pages_with_its_head_and_keeps_to_the_lines_of_the_page() -> None:
    rows = tuple((f"候选人{n:02}" + "赟" * (15 if n == 3 else 0), str(300 - n), "当选") for n in range(40))
    tally = Tally(("国表决。",), (("应到", 312),), ("候选人", "得票", "结果"), rows)
    made = pdf(plain(body=(Block(0, "", "国" * 60), tally, Block(0, "", "国" * 900))), AT)
    pages = [[said(line) for line in lines(page)] for page in words(made)]
    assert sum("候选人得票结果" in page for page in pages) == 3
    assert [f"候选人{n:02}" in text(made) for n in range(40)] == [True] * 40
    found = [line[0].top for line in lines(words(made)[-1]) if "国" in said(line)]
    lowest = max(line[0].top for page in words(made) for line in lines(page) if "国" in said(line))
    assert lowest < BOTTOM
    start = next(line[0].top for line in lines(words(made)[0]) if "国" in said(line))
    assert all(near((top - start) / LINE, round((top - start) / LINE), 0.05) for top in found)

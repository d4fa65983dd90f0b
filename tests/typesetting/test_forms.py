"""Forms, reports and cards as poppler sees them: whole, within the page, in our fonts, and always the same bytes."""

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from printed import AT, fonts, lines, picture, poppler, said, text, words

from congress.documents.forms import Card, CardSheet, Fact, Facts, Form, Grid, Hands, Words
from congress.documents.qr import Code
from congress.typesetting.forms import cards_pdf, form_pdf

OURS = {
    "FandolFang-Regular", "FandolKai-Regular", "CongressTitle", "CongressHei", "CongressSong", "CongressFang", "CongressKai",
}  # fmt: skip
RARE = "珺玥祎堃喆翀赟"
LEFT, RIGHT, TOP, BOTTOM = 25, 188, 24, 273  # millimetres
MARKUP = (
    r"""#panic("x") $x^2$ *粗* _斜_ \ ] } ) [ { ( <lab> @ref // /* `r` "引" #include "/etc/passwd" = 一"""
)


def form(**changes: object) -> Form:
    """One of each part."""
    values = {
        "issuer": "长风精工有限公司第三届职工代表大会第二次会议",
        "title": "提案表",
        "note": "（第7号）",
        "foot": "SHA-256 " + "a1" * 32,
        "parts": (
            Facts(
                ((Fact("类别", "劳动保护"), Fact("代表团", "第一代表团")), (Fact("案由", "很热。\n很吵。"),))
            ),
            Grid(("姓名", "得票"), (("顾玥", "12"),), (3, 1), "附议人"),
            Words(("经审查，符合规定。",), "结论"),
            Hands((("总监票人", "阮淑芬"), ("监票人", ""))),
            Code(
                "https://congress.example/check/3/abc", ("核对地址", "https://congress.example/check/3/abc")
            ),
        ),
    }
    return Form(**{**values, **changes})  # type: ignore[arg-type]


def sheet(many: int = 12, **changes: object) -> CardSheet:
    """Cards, ten to a page unless told."""
    cards = tuple(
        Card(
            f"https://192.168.1.10:8443/enter#token-{n:02}",
            "长风精工有限公司第三届职工代表大会第二次会议",
            f"赟{n}",
            f"正式代表 第一代表团 {1000 + n}",
            ("用手机相机扫码登录。",),
            f"token-{n:02}-ABCDEFGHIJKLM",
        )
        for n in range(many)
    )
    return CardSheet(
        **{"title": "邀请卡", "author": "长风精工", "cards": cards, "columns": 2, "rows": 5, **changes}
    )  # type: ignore[arg-type]


# --- the file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [form_pdf(form(), AT), cards_pdf(sheet(), AT)], ids=["form", "cards"])
def test_a_file_is_tagged_archival_and_has_our_fonts_only(made: bytes) -> None:
    info = poppler("pdfinfo -", made).decode()
    assert re.search(r"Tagged: +yes", info)
    assert "Page size:       595.276 x 841.89 pts (A4)" in info
    claims = poppler("pdfinfo -meta -", made).decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", claims)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", claims)
    assert {name for name, _ in fonts(made)} <= OURS
    assert all(embedded for _, embedded in fonts(made))


def test_the_same_form_gives_the_same_bytes_in_another_process_and_time_zone() -> None:
    program = (
        "import hashlib\nfrom printed import AT\nfrom typesetting.test_forms import form, sheet\n"
        "from congress.typesetting.forms import cards_pdf, form_pdf\n"
        "print(hashlib.sha256(form_pdf(form(), AT) + cards_pdf(sheet(), AT)).hexdigest())"
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
    assert done.stdout.strip() == hashlib.sha256(form_pdf(form(), AT) + cards_pdf(sheet(), AT)).hexdigest()
    assert form_pdf(form(note=""), AT) != form_pdf(form(), AT)


# --- what stands in it -------------------------------------------------------------------------------------------


def test_every_part_is_printed_with_its_title_and_the_foot_on_each_page() -> None:
    rows = tuple((f"代表{n:03}", str(n)) for n in range(90))
    made = form_pdf(form(parts=(*form().parts, Grid(("姓名", "得票"), rows, (3, 1), "名单"))), AT)
    pages = [[said(line) for line in lines(page)] for page in words(made)]
    assert len(pages) == 4
    for number, page in enumerate(pages, 1):
        assert f"SHA-256{'a1' * 32}第{number}页，共4页" in page[-1]
    for part in (
        "很热。",
        "很吵。",
        "顾玥12",
        "结论",
        "经审查，符合规定。",
        "总监票人（阮淑芬）监票人",
        "核对地址",
    ):
        assert any(part in line for page in pages for line in page), part
    assert [sum("姓名得票" in line for line in page) for page in pages[1:]] == [1, 1, 1], (
        "the head again on each page"
    )
    assert all(f"代表{n:03}" in text(made) for n in range(90))


def test_a_code_on_paper_is_read_by_a_real_decoder() -> None:
    made = form_pdf(form(), AT)
    assert zxingcpp.read_barcode(picture(made, 1)).text == "https://congress.example/check/3/abc"


@pytest.mark.parametrize("length", [20, 96, 200])
def test_long_titles_stay_on_the_page(length: int) -> None:
    title = ("关于进一步加强安全生产、改善劳动条件、完善津贴制度、" * 9)[:length]
    made = form_pdf(form(title=title), AT)
    assert title in text(made)
    assert within(made)


def within(made: bytes) -> bool:
    """Nothing beyond the margins; poppler rounds, and signs of full width end with their square."""
    return all(each.left >= LEFT - 0.5 and each.right <= RIGHT + 0.5 for page in words(made) for each in page)


def test_what_cannot_break_stays_in_its_cell() -> None:
    long = "a1B2" * 60
    parts = (
        Facts(((Fact("校验值", long),), (Fact("长" * 40, "国" * 400),))),
        Grid(("甲", "乙"), ((long, long), ("国" * 300, "1")), (1, 1)),
        Code("x" * 200, ("y" * 200,)),
    )
    made = form_pdf(form(parts=parts), AT)
    assert within(made)
    assert text(made).count("国") == 700


def test_rare_characters_of_names_are_printed_everywhere() -> None:
    parts = (
        Facts(((Fact(RARE, RARE),),)), Grid((RARE,), ((RARE,),), (1,), RARE), Words((RARE,)), Hands(((RARE, RARE),)),
    )  # fmt: skip
    made = form_pdf(form(issuer=RARE, title=RARE, note=RARE, foot=RARE, parts=parts), AT)
    assert {text(made).count(sign) for sign in RARE} == {12}
    assert "〓" not in text(made)


@pytest.mark.parametrize("above", [6, 60])
def test_places_to_sign_never_stand_on_a_page_without_words(above: int) -> None:
    """Whoever signs sees what: the part above goes with the places, wherever the page ends; a long one with its last rows."""
    places = Hands(tuple(("监票人", f"第{n}位") for n in range(9)))
    for before in range(14, 40, 2):
        filler = Words(tuple(f"第{n}句。" for n in range(before)))
        rows = Grid(("核对", "结果"), tuple((f"第{n}项", "相符") for n in range(above)), (1, 1), "票数核对")
        made = form_pdf(form(parts=(filler, rows, places)), AT)
        page = next(page for page in words(made) if any("第0位" in each.text for each in page))
        assert any("项" in each.text for each in page), before


def test_empty_sections_say_so_and_leave_room_to_write() -> None:
    parts = (
        Facts(((Fact("审查意见", "", tall=True),), (Fact("结果", ""),))),
        Grid(("姓名", "代表团"), (), (1, 1), "附议人"),
        Words(("结束。",)),
    )
    made = form_pdf(form(parts=parts), AT)
    page = lines(words(made)[0])
    at = {said(line): line[0].top for line in page}
    assert at["结果"] - at["审查意见"] > 10, "half the height of the room"
    assert "无" in at
    assert form_pdf(form(issuer="", title="", note="", foot="", parts=()), AT).startswith(b"%PDF-1.7")


def test_markup_is_printed_and_never_obeyed() -> None:
    parts = (Facts(((Fact(MARKUP, MARKUP),),)), Grid((MARKUP,), ((MARKUP,),), (1,), MARKUP), Words((MARKUP,)))
    made = form_pdf(form(title=MARKUP, parts=parts, foot=MARKUP[:20]), AT)
    assert text(made).count("/etc/passwd") == 7


@settings(deadline=None, max_examples=25)
@example("一\n二", "甲\n\n乙\r\n丙")
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_can_be_printed(title: str, words_: str) -> None:
    parts = (
        Facts(((Fact(title, words_),),)),
        Grid((title,), ((words_,),), (1,), title),
        Words((words_,), title),
    )
    assert form_pdf(form(title=title, note=words_, foot=title, issuer=title, parts=parts), AT).startswith(
        b"%PDF-1.7"
    )


# --- cards -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "rows", "pages"), [(2, 5, 2), (2, 4, 2), (2, 3, 3)])
def test_so_many_cards_stand_on_a_page_and_each_code_is_read(columns: int, rows: int, pages: int) -> None:
    made = cards_pdf(sheet(13, columns=columns, rows=rows), AT)
    assert len(words(made)) == pages
    found = [one.text for page in range(1, pages + 1) for one in zxingcpp.read_barcodes(picture(made, page))]
    assert sorted(found) == [f"https://192.168.1.10:8443/enter#token-{n:02}" for n in range(13)]
    for n in range(13):
        assert f"赟{n}" in text(made)


def test_lines_to_cut_along_divide_the_page_evenly() -> None:
    drawn = picture(cards_pdf(sheet(1), AT), 1)
    scale = drawn.height / 297
    column = drawn.crop((round(12 * scale), 0, round(15 * scale), drawn.height))
    dark = [
        y for y in range(column.height) if any(column.getpixel((x, y)) < 200 for x in range(column.width))
    ]
    tops = [dark[0]] + [b for a, b in pairwise(dark) if b - a > 5]
    assert [round(top / scale) for top in tops] == [12, 67, 121, 176, 230, 285]


def test_nothing_of_a_card_with_long_names_is_cut_off_or_leaves_it() -> None:
    cards = tuple(
        Card(
            "https://x.example/enter#t",
            "长" * 60,
            "名" * 40,
            "正式代表 " + "团" * 40 + " 1000",
            ("扫码登录" * 12,),
            "Z" * 22,
        )
        for _ in range(10)
    )
    made = cards_pdf(sheet(cards=cards), AT)
    assert len(words(made)) == 1
    for sign, count in (("长", 600), ("名", 400), ("团", 400), ("Z", 220)):
        assert text(made).count(sign) == count, sign
    tops = sorted({round(each.top) for each in words(made)[0]})
    assert min(tops) > 12
    assert max(tops) < 283


@pytest.mark.parametrize(
    "number", ["OBhxoQYjkOpW-mUiNTuX5w", "WWWWWWWWWW-WWWWWWWWWWW", "-_-_-_-_-_-_-_-_-_-_-_"]
)
def test_the_number_of_a_card_stays_in_one_piece_however_wide_its_letters(number: str) -> None:
    many = sheet(12)
    cards = tuple(replace(one, code=number) for one in many.cards)
    said_ = [each.text for page in words(cards_pdf(replace(many, cards=cards), AT)) for each in page]
    assert said_.count(number) == 12

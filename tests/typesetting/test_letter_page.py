"""Letters (信函格式) and minutes (纪要格式) are measured by poppler against GB/T 9704-2012, 10.1 and 10.3."""

import io

from PIL import Image, ImageChops
from printed import AT, DPI, fonts, ink, lines, picture, plain, poppler, said, text, words
from typesetting.test_page import (
    BOTTOM,
    LEFT,
    LINE,
    PITCH,
    RIGHT,
    TOP,
    near,
)

from congress.documents.content import Block, Imprint, Layout, NameList, Signoff
from congress.documents.text import blocks
from congress.typesetting.pdf import pdf


def letter(**changes: object) -> bytes:
    """A letter of several pages, or with what a test wants otherwise."""
    values = {
        "layout": Layout.LETTER,
        "mark": "长风精工有限公司工会委员会",
        "addressee": "市总工会：",
        "body": (Block(0, "", "国" * 1200),),
        "signoff": Signoff("长风精工有限公司工会委员会", "2026年3月8日"),
        "imprint": Imprint("不应印出的机关", "2026年3月9日", "市总工会组织部"),
    }
    return pdf(plain(**{**values, **changes}), AT)


def red_lines(made: bytes, page: int) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every red line across the page, from top to bottom."""
    command = f"pdftoppm -r {DPI} -f {page} -l {page} -"
    drawn = Image.open(io.BytesIO(poppler(command, made))).convert("RGB")
    red, green, _ = drawn.split()
    # What is red and not grey or black; a line's edges are paler, and count where more than half is inked.
    mask = ImageChops.subtract(red, green).point(lambda shade: 255 if shade > 90 else 0)
    wide = [
        (y, box) for y in range(mask.height)
        if (box := mask.crop((0, y, mask.width, y + 1)).getbbox()) and box[2] - box[0] > mask.width * 0.7
        and mask.crop((box[0], y, box[2], y + 1)).histogram()[255] > (box[2] - box[0]) * 0.98
    ]  # fmt: skip
    lines: list[list[int]] = []
    for y, (left, _, right, _) in wide:
        if lines and y == lines[-1][3]:
            lines[-1][3] = y + 1
        else:
            lines.append([left, y, right, y + 1])
    return [tuple(edge * 25.4 / DPI for edge in line) for line in lines]


def test_a_letter_stands_between_red_double_lines() -> None:
    """10.1: 170 mm wide in the middle of the paper; thick over thin below the mark, thin over thick 20 mm from the foot."""
    found = red_lines(letter(), 1)
    assert len(found) == 4
    for left, _, right, _ in found:
        assert near(left, 20, 0.2)
        assert near(right, 190, 0.2)
    high = [bottom - top for _, top, _, bottom in found]
    assert high[0] > 2 * high[1]
    assert high[3] > 2 * high[2]
    assert near(found[3][3], 277, 0.2)
    assert found[1][1] - found[0][3] < 2, "two lines close together are one double line"


def test_the_mark_of_a_letter_stands_30_millimetres_below_the_edge_and_its_line_4_below_it() -> None:
    """10.1; with a sign that fills its square."""
    made = letter(mark="国国国国国国")
    drawn = picture(made, 1)
    _, top, _, _ = ink(drawn)
    assert near(top, 30)
    line = red_lines(made, 1)[0][1]
    scale = drawn.height / 297
    _, _, _, foot = ink(drawn.crop((0, 0, drawn.width, round((line - 1) * scale))))
    assert near(line - foot, 4)


def test_the_number_of_a_letter_stands_right_under_the_line() -> None:
    """10.1: at the right edge of the type area, 7/8 of a character of 3号 below the line."""
    made = letter()
    number = lines(words(made)[0])[1]
    assert said(number) == "职代会〔2026〕3号"
    assert near(number[-1].right, RIGHT)
    drawn, line = picture(made, 1), red_lines(made, 1)[1][3]
    scale = drawn.height / 297
    band = drawn.crop((0, round((line + 0.5) * scale), drawn.width, round((line + 13) * scale)))
    _, top, _, _ = ink(band)
    assert near(top + 0.5, 7 / 8 * 15.75 * 25.4 / 72, 0.7), "a sign is a little smaller than its square"


def test_only_the_first_page_of_a_letter_has_no_number_and_no_more_red() -> None:
    """10.1: 首页不显示页码."""
    made = letter()
    numbers = ["".join(said(line) for line in lines(page) if "—" in said(line)) for page in words(made)]
    assert numbers == ["", *(f"—{n}—" for n in range(2, len(numbers) + 1))]
    assert len(numbers) == 3
    assert red_lines(made, 2) == []


def test_a_letter_says_who_gets_copies_and_not_who_printed_it() -> None:
    """10.1: 版记不加印发机关和印发日期、分隔线, at the foot of the type area of the last page."""
    made = letter()
    assert "不应印出的机关" not in text(made)
    assert "9日印发" not in text(made)
    copies = lines(words(made)[-1])[-2]
    assert said(copies) == "抄送：市总工会组织部。"
    drawn = picture(made, len(words(made)))
    page = drawn.crop((0, 0, drawn.width, round((BOTTOM + 4) * drawn.height / 297)))
    _, _, _, bottom = ink(page)
    assert BOTTOM - 3 < bottom <= BOTTOM
    foot = page.crop((0, round((BOTTOM - 20) * drawn.height / 297), page.width, page.height))
    black = foot.point(lambda shade: 255 if shade < 155 else 0)
    rows = [black.crop((0, y, black.width, y + 1)).histogram()[255] for y in range(black.height)]
    assert max(rows) < black.width / 4, "no line across the page"
    assert "抄送" not in text(letter(imprint=Imprint("甲", "乙")))


def test_the_text_of_a_letter_stays_on_the_grid() -> None:
    found = [line[0].top for page in words(letter()) for line in lines(page) if "国国" in said(line)]
    assert len(found) > 40
    assert all(near((top - found[0]) / LINE, round((top - found[0]) / LINE), 0.03) for top in found[:15])


def minutes() -> bytes:
    present = "、".join(["安丽华", "包建国", "欧阳珺玥"] * 20)
    lists = (NameList("出席", present), NameList("请假", "何静"), NameList("列席", "倪大力"))
    imprint = Imprint("长风精工职工代表大会", "2026年3月8日")
    return pdf(
        plain(
            mark="长风精工职工代表大会会议纪要",
            body=blocks("会议决定如下。"),
            lists=lists,
            imprint=imprint,
            layout=Layout.MINUTES,
        ),
        AT,
    )


def test_the_mark_of_minutes_ends_in_minutes_35_millimetres_below_the_type_area() -> None:
    """10.3."""
    made = minutes()
    first = words(made)[0]
    assert said(lines(first)[0]).endswith("纪要")
    _, top, _, _ = ink(picture(made, 1))
    assert near(top, TOP + 35)
    assert [near(left, LEFT) and near(right, RIGHT) for left, _, right, _ in red_lines(made, 1)] == [True]


def test_minutes_list_who_was_there_below_a_blank_line() -> None:
    """10.3: 出席 two characters in, in Hei; further lines under the first name."""
    made = minutes()
    page = [line for line in lines(words(made)[0]) if "—" not in said(line)]
    at = next(n for n, line in enumerate(page) if said(line).startswith("出席："))
    assert near(page[at][0].top - page[at - 1][0].top, 2 * LINE)
    assert near(page[at][0].left, LEFT + 2 * PITCH)
    assert near(page[at + 1][0].left, LEFT + 5 * PITCH)
    assert near(page[at + 1][0].top - page[at][0].top, LINE)
    every = [said(line) for each in words(made) for line in lines(each)]
    assert any(line.startswith("请假：何静") for line in every)
    assert any(line.startswith("列席：倪大力") for line in every)
    assert sum(line.count("欧阳珺玥") for line in every) == 20, "no name is broken between lines"
    assert "CongressHei" in {name for name, _ in fonts(made)}

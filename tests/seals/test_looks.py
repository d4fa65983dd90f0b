"""The seal on the page, measured by poppler: over issuer and date, round, 42 mm, red, and nothing under it is lost."""

import io

import pytest
from PIL import Image
from printed import AT, Word, lines, plain, poppler, said, words

from congress.documents.content import Signoff
from congress.documents.text import blocks
from congress.seals.pressing import Sealed, seal_pdf
from congress.typesetting.pdf import Attachment, Sheets, pdf_to_seal, seal_picture

TEXT = "会议同意，由有关部门抓紧落实，并向下一次职工代表大会报告。\n" * 2
DATE = "2026年11月22日"
DATA = (Attachment("signatures.json", "data", "{}"),)
CHARACTER, LINE = 156 / 28, 225 / 22
RIGHT = 210 - 26
DPI = 100
HEAD = 125  # millimetres: mark and red line are above
ISSUERS = ["甲厂", "长风精工有限公司职工代表大会", "江南重型机械制造集团股份有限公司职工代表大会", "珺" * 26]


def laid(issuer: str, text: str = TEXT) -> Sheets:
    made = pdf_to_seal(plain(body=blocks(text), signoff=Signoff(issuer, DATE, sealed=True)), AT, DATA)
    assert made.spot
    return made


def row(pages: list[list[Word]], page: int, begins: str) -> list[Word]:
    """The first line below the mark that begins so."""
    below = [line for line in lines(pages[page - 1]) if page > 1 or line[0].top > HEAD]
    return next(line for line in below if said(line).startswith(begins))


@pytest.mark.parametrize("issuer", ISSUERS)
def test_the_seal_belongs_over_issuer_and_date(issuer: str) -> None:
    """GB/T 9704-2012, 7.3.5.1."""
    made = laid(issuer)
    x, y = made.spot.x / 1000, made.spot.y / 1000
    found = words(made.content)
    date, name = row(found, made.spot.page, "2026"), row(found, made.spot.page, issuer[:2])
    for line in (date, name):
        assert abs((line[0].left + line[-1].right) / 2 - x) < 1.5, "centred under the middle of the seal"
    if len(issuer) < 15:
        assert abs(RIGHT - date[-1].right - 4 * CHARACTER) < 0.7 or issuer == ISSUERS[1]
    assert RIGHT - max(date[-1].right, name[-1].right) >= 2 * CHARACTER - 0.5
    last = max(line[0].top for line in lines(found[made.spot.page - 1]) if line[0].top < name[0].top - 1)
    bottom = last + 15.75 * 25.4 / 72
    assert -1 < y - 21 - bottom <= LINE, "its top is within a line of the text"
    middle = (name[0].top + date[0].top + 15.75 * 25.4 / 72) / 2
    assert 0 < middle - y < 8, "issuer and date a little below its middle"
    assert x + 21 <= 210
    assert y + 21 <= 297 - 35 + 1


def test_issuer_date_and_seal_go_to_the_next_page_together() -> None:
    pages = set()
    for count in range(3, 19):
        made = laid(ISSUERS[1], "会议同意。\n" * count)
        found = words(made.content)
        date, name = row(found, made.spot.page, "2026"), row(found, made.spot.page, "长风精工有限公司")
        assert name[0].top < date[0].top < made.spot.y / 1000 + 21 < 297
        pages.add(made.spot.page)
    assert pages == {1, 2}


def drawn(pdf: bytes, page: int) -> Image.Image:
    return Image.open(io.BytesIO(poppler(f"pdftoppm -r {DPI} -f {page} -l {page} -", pdf)))


def red(picture: Image.Image, top: float = HEAD) -> tuple[float, float, float, float]:
    """The box of what is red, in millimetres, below the mark and its line, which are red too."""
    green = picture.convert("RGB").split()[1].point(lambda shade: 255 if shade < 90 else 0)
    bright = picture.convert("RGB").split()[0].point(lambda shade: 255 if shade > 150 else 0)
    both = Image.composite(green, Image.new("L", green.size), bright)
    both.paste(0, (0, 0, both.width, round(top / 25.4 * DPI)))
    box = both.getbbox()
    return tuple(edge * 25.4 / DPI for edge in box) if box else (0, 0, 0, 0)


@pytest.fixture(scope="module")
def pair(held) -> tuple[Sheets, Sealed]:
    made = laid(ISSUERS[1])
    picture = seal_picture("长风精工有限公司", "职工代表大会")
    done = seal_pdf(made.content, held, approvals=b"{}", spot=made.spot, picture=picture)
    assert isinstance(done, Sealed)
    return made, done


def test_a_round_red_seal_of_42_mm_is_seen_there_and_only_once_it_is_pressed(pair) -> None:
    made, done = pair
    left, top, right, bottom = red(drawn(done.document, made.spot.page))
    assert abs(right - left - 42) < 0.8
    assert abs(bottom - top - 42) < 0.8
    assert abs((left + right) / 2 - made.spot.x / 1000) < 0.5
    assert abs((top + bottom) / 2 - made.spot.y / 1000) < 0.5
    assert red(drawn(made.content, made.spot.page)) == (0, 0, 0, 0), "no empty seal before"


def test_what_is_under_the_seal_stays_legible(pair) -> None:
    """Ink on ink: no spot of the page is brighter afterwards."""
    made, done = pair
    before, after = (drawn(pdf, made.spot.page).convert("L") for pdf in (made.content, done.document))
    pairs = zip(before.tobytes(), after.tobytes(), strict=True)
    assert not any(other > one + 3 for one, other in pairs)
    assert before.tobytes() != after.tobytes()


def test_the_words_of_the_page_are_the_same_and_every_font_is_inside(pair) -> None:
    done = pair[1]
    fonts = poppler("pdffonts -", done.document).decode().splitlines()[2:]
    assert fonts
    assert {line.split()[-5] for line in fonts} == {"yes"}
    assert "长风精工有限公司职工代表大会" in poppler("pdftotext - -", done.document).decode()


@pytest.mark.parametrize("name", ["", "A", "厂" * 60, "珺玥祎堃喆翀赟集团", "<b>&\\\"'{}#[]$"])
def test_any_name_of_an_enterprise_makes_a_seal(name: str) -> None:
    picture = seal_picture(name, "职工代表大会")
    box = red(drawn(picture, 1), top=0)
    assert all(abs(edge - wanted) < 0.6 for edge, wanted in zip(box, (0, 0, 42, 42), strict=True))


def test_a_pdf_without_a_place_for_it_is_sealed_unseen(held, pdf) -> None:
    done = seal_pdf(pdf, held, approvals=b"{}")
    assert isinstance(done, Sealed)
    assert red(drawn(done.document, 1)) == (0, 0, 0, 0)

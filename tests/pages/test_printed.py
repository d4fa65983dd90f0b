"""Resolutions and dispatches as PDF and Word over HTTP: who gets them, what stands in them, that they are the page's own words."""

from datetime import UTC, datetime
from urllib.parse import unquote

import passed
import pytest
from cast import Cast
from hall import Hall
from office import make
from printed import AT, fonts, lines, poppler, said, text, written
from printed import words as pages_of
from sqlmodel import Session

from congress.resolutions import service as resolutions
from congress.resolutions.store import Resolution
from congress.web.files import WORD

STRANGERS = ("bob", "ned", "dan", "peter", "quinn", "eve", None)


@pytest.mark.parametrize("make_it", [passed.drafted, passed.signing, passed.sealed])
def test_strangers_get_no_file_before_publication(hall: Hall, make_it: object) -> None:
    found = make(hall, make_it)
    for name in STRANGERS:
        assert hall.client(name).get(f"/resolutions/{found.id}/document.pdf").status_code == 404
    answer = hall.client("olga").get(f"/resolutions/{found.id}/document.pdf")
    assert answer.status_code == 200
    assert ("草稿，尚未编号" in text(answer.content)) == (make_it is not passed.sealed)


def published_then(session: Session, cast: Cast) -> Resolution:
    """Signed some time ago, published since."""
    found = passed.published(session, cast)
    found.sealed_at = AT
    session.add(found)
    return found


def test_what_is_published_is_there_for_everybody_and_always_the_same(hall: Hall) -> None:
    found = make(hall, published_then)
    page = hall.client().get(f"/resolutions/{found.id}/document").text
    assert f'href="/resolutions/{found.id}/document.pdf"' in page
    answers = [hall.client(name).get(f"/resolutions/{found.id}/document.pdf") for name in STRANGERS]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["content-type"] for answer in answers} == {"application/pdf"}
    assert len({answer.content for answer in answers}) == 1
    dates = poppler("pdfinfo -isodates -", answers[0].content).decode()
    assert "2026-03-08T07:04:00Z" in dates
    name = unquote(answers[0].headers["content-disposition"])
    assert (
        name
        == f"attachment; filename=\"resolution-{found.id}.pdf\"; filename*=UTF-8''{number_of(hall, found)}.pdf"
    )


def number_of(hall: Hall, found: object) -> str:
    with hall.house.database.read() as session:
        return resolutions.number_of(resolutions.load(session, found.id))


def test_the_file_says_what_the_page_says(hall: Hall) -> None:
    found = make(hall, passed.published)
    said = text(hall.client().get(f"/resolutions/{found.id}/document.pdf").content)
    for words in (found.title, found.passed_line, number_of(hall, found), "一、通过该项提案。", passed.TEXT):
        assert words.replace(" ", "") in said
    assert "应到实到发出收回有效无效赞成反对弃权1211111110181 1".replace(" ", "") in said
    assert "执行主席：" in said
    assert "以本人设备签名" in said


IMPRINT = "长风精工有限公司工会委员会2026年12月1日印发"


def numbered_then(session: Session, cast: Cast) -> Resolution:
    """Signed in Shanghai's December, while it was November in Greenwich."""
    found = passed.sealed(session, cast)
    found.sealed_at = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
    session.add(found)
    return found


def test_a_numbered_resolution_ends_with_its_imprint(hall: Hall) -> None:
    """GB/T 9704-2012, 7.4: on its last page, in PDF, Word and on the page."""
    found = make(hall, numbered_then)
    olga = hall.client("olga")
    pages = pages_of(olga.get(f"/resolutions/{found.id}/document.pdf").content)
    assert ["".join(map(said, lines(page))).count(IMPRINT) for page in pages] == [*[0] * (len(pages) - 1), 1]
    assert IMPRINT in written(olga.get(f"/resolutions/{found.id}/document.docx").content)
    page = olga.get(f"/resolutions/{found.id}/document").text
    assert "<span>长风精工有限公司工会委员会</span><span>2026年12月1日印发</span>" in page


def test_a_draft_is_not_printed_yet(hall: Hall) -> None:
    found = make(hall, passed.signing)
    olga = hall.client("olga")
    assert "印发" not in text(olga.get(f"/resolutions/{found.id}/document.pdf").content)
    assert "paper-imprint" not in olga.get(f"/resolutions/{found.id}/document").text


def test_a_change_of_the_draft_changes_the_file(hall: Hall) -> None:
    found = make(hall, passed.drafted)
    olga = hall.client("olga")
    before = olga.get(f"/resolutions/{found.id}/document.pdf").content
    form = {
        "title": "关于通风的决议",
        "body": "会议决定：\n一、珺#panic(1)。",
        "seen": resolutions.stamp_of(found),
    }
    assert olga.post(f"/resolutions/{found.id}/text", data=form).status_code == 303
    after = olga.get(f"/resolutions/{found.id}/document.pdf").content
    assert after != before
    assert "一、珺#panic(1)。" in text(after)


def test_a_dispatch_goes_up_with_signer_date_annex_and_imprint(hall: Hall) -> None:
    found = make(hall, passed.sent)
    page = hall.client().get(f"/dispatches/{found.id}/document").text
    assert f'href="/dispatches/{found.id}/document.pdf"' in page
    assert "印发</span>" in page
    answer = hall.client().get(f"/dispatches/{found.id}/document.pdf")
    assert answer.status_code == 200
    said = text(answer.content)
    for words in ("签发人：", found.title, "特此报告。", "附件：", "工会委员会", "印发"):
        assert words in said
    assert all(embedded for _, embedded in fonts(answer.content))
    assert b"Tagged:          yes" in poppler("pdfinfo -", answer.content)


@pytest.mark.parametrize("make_it", [passed.drafted, passed.signing, passed.sealed])
def test_strangers_get_no_word_file_before_publication(hall: Hall, make_it: object) -> None:
    found = make(hall, make_it)
    for name in STRANGERS:
        assert hall.client(name).get(f"/resolutions/{found.id}/document.docx").status_code == 404
    assert found.title in written(hall.client("olga").get(f"/resolutions/{found.id}/document.docx").content)


def test_what_is_published_can_be_had_as_word_under_its_number_and_always_the_same(hall: Hall) -> None:
    found = make(hall, published_then)
    page = hall.client().get(f"/resolutions/{found.id}/document").text
    assert f'href="/resolutions/{found.id}/document.docx"' in page
    assert "Word 文件可以修改；以 PDF 为准。" in page
    answers = [hall.client(name).get(f"/resolutions/{found.id}/document.docx") for name in STRANGERS]
    assert {answer.headers["content-type"] for answer in answers} == {WORD}
    assert len({answer.content for answer in answers}) == 1
    name = unquote(answers[0].headers["content-disposition"])
    plain, chinese = f"resolution-{found.id}.docx", f"{number_of(hall, found)}.docx"
    assert name == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{chinese}"
    for words in (found.title, number_of(hall, found), passed.TEXT, "执行主席：", "以本人设备签名"):
        assert words in written(answers[0].content)


def test_a_dispatch_can_be_had_as_word_with_signer_annex_and_imprint(hall: Hall) -> None:
    found = make(hall, passed.sent)
    page = hall.client().get(f"/dispatches/{found.id}/document").text
    assert f'href="/dispatches/{found.id}/document.docx"' in page
    said = written(hall.client().get(f"/dispatches/{found.id}/document.docx").content)
    for words in ("签发人：", found.title, "特此报告。", "附件：", "工会委员会", "印发"):
        assert words in said


@pytest.mark.parametrize("name", ["document.pdf", "document.docx"])
@pytest.mark.parametrize("address", ["/resolutions/99", "/dispatches/99"])
def test_what_is_not_there_is_not_found(hall: Hall, address: str, name: str) -> None:
    assert hall.client("olga").get(f"{address}/{name}").status_code == 404

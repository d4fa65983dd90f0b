"""Notices over HTTP: what each may see and press, repeated presses, hostile words, the printed page."""

import io
import re
from datetime import timedelta

import passed
import pytest
import shown
import zxingcpp
from cast import SITE
from hall import Hall
from office import kept, make, words
from PIL import Image
from printed import poppler, text, written
from shown import form, said
from sqlmodel import select

from congress.publication import service as publication
from congress.publication.rules import Outcome, Stance
from congress.publication.store import CalendarDay, Notice

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
STRANGERS = ("alice", "bob", "ned", "dan", "peter", "quinn", "eve")


def draft(**changes: str) -> dict[str, str]:
    values = {
        "subject": "candidates", "matter": "elect_employee_director", "title": "关于候选人的公示",
        "body": shown.BODY, "contact": "致电工会", "days": "5", "working": "1",
    }  # fmt: skip
    return {**values, **changes}


# --- putting up ------------------------------------------------------------------------------------------------


def test_the_secretariat_puts_one_up_and_everybody_finds_it(hall: Hall) -> None:
    olga = hall.client("olga")
    assert "现在没有公示" in olga.get("/notices").text
    first, again = (olga.post("/notices", data=draft()) for _ in range(2))
    assert first.status_code == 303
    assert first.headers["location"] == again.headers["location"] == "/notices/1"
    page = words(hall.client("dan").get("/notices/1"))
    assert "职代会公示〔" in page
    assert "顾玥" in page
    assert "关于候选人的公示" in words(hall.client("dan").get("/notices"))


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("title", "", "请填写这一项"),
        ("body", "", "请填写这一项"),
        ("contact", " ", "请填写这一项"),
        ("title", "长" * 401, "最多 400 个字"),
        ("days", "0", "之间的整数"),
        ("days", "91", "之间的整数"),
        ("days", "x", "之间的整数"),
        ("body", "候选人：【姓名】", "还有没填的空"),
    ],
)
def test_what_cannot_be_put_up_comes_back_as_it_was_typed(
    hall: Hall, field: str, value: str, complaint: str
) -> None:
    sent = draft(**{"title": "打好的标题", field: value})
    answer = hall.client("olga").post("/notices", data=sent)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert field == "title" or "打好的标题" in answer.text
    assert "现在没有公示" in hall.client("olga").get("/notices").text


def test_the_form_says_what_the_rules_ask_and_the_page_follows(hall: Hall) -> None:
    olga = hall.client("olga")
    assert "不少于 5 个工作日" in olga.get("/notices/new").text
    assert "不少于 7 日" in olga.get("/notices/new?subject=plan").text
    assert olga.get("/notices/new?subject=poem").status_code == 200
    preview = olga.post("/notices/preview", data=draft(days="2"))
    assert preview.status_code == 200
    assert "短于规则方案" in preview.text
    assert "短于规则方案" not in olga.post("/notices/preview", data=draft()).text
    unfinished = olga.post("/notices/preview", data=draft(title="", days="x"))
    assert unfinished.status_code == 200
    assert "尚无标题" in words(unfinished)


def test_every_subject_has_words_to_begin_from_and_gaps_to_fill(hall: Hall) -> None:
    olga = hall.client("olga")
    for subject in ("candidates", "model_workers", "result", "plan"):
        page = olga.get(f"/notices/new?subject={subject}")
        assert "【" in page.text
        title, body = (
            re.search(pattern, page.text)[1]
            for pattern in (r'name="title"[^>]*value="([^"]+)"', r'name="body"[^>]*>([^<]+)<')
        )
        assert olga.post("/notices", data=draft(subject=subject, title=title, body=body)).status_code == 422


def test_a_resolution_in_one_press(hall: Hall) -> None:
    found = make(hall, passed.published)
    olga, nobody = hall.client("olga"), hall.client()
    assert f"/resolutions/{found.id}/notice" in olga.get(f"/resolutions/{found.id}").text
    assert f"/resolutions/{found.id}/notice" not in hall.client("dan").get(f"/resolutions/{found.id}").text
    for _ in range(2):
        assert olga.post(f"/resolutions/{found.id}/notice").headers["location"] == "/notices/1"
    for client in (olga, nobody):
        page = client.get(f"/resolutions/{found.id}").text
        assert "/notices/1" in page
        assert f"/resolutions/{found.id}/notice" not in page
    assert found.title in words(nobody.get("/notices/1"))
    for name in STRANGERS:
        assert hall.client(name).post(f"/resolutions/{found.id}/notice").status_code == 404


def test_a_resolution_may_be_put_up_in_other_words(hall: Hall) -> None:
    found = make(hall, passed.published)
    olga = hall.client("olga")
    page = olga.get(f"/notices/new?resolution={found.id}").text
    assert f"关于《{found.title}》的公示" in page
    sent = draft(subject="resolution", matter="motion_resolution", resolution=str(found.id), open="1")
    assert olga.post("/notices", data=sent).status_code == 303
    assert "附件：" in hall.client().get("/notices/1").text
    assert olga.get(f"/notices/new?resolution={found.id + 9}").status_code == 404


# --- seeing ----------------------------------------------------------------------------------------------------


def test_outsiders_see_text_period_and_result_and_nothing_that_was_said(hall: Hall) -> None:
    notice = make(hall, shown.over, open=True)
    comment = make(hall, shown.commented, notice, "dan", shown.words("此人不在一线。", Stance.OBJECTION))
    make(hall, shown.answered, comment, "查实在一线。")
    make(hall, shown.concluded, notice, Outcome.HANDLED, "已经查实。")
    outside, inside = hall.client().get("/notices/1").text, hall.client("eve").get("/notices/1").text
    for text_ in (outside, inside):
        assert "已经查实。" in text_
        assert "异议已处理" in text_
        assert "邓海" not in text_
    assert "此人不在一线" not in outside
    assert "查实在一线。" not in outside
    assert "此人不在一线" in inside
    assert "查实在一线。" in inside


def test_what_is_not_open_is_not_there_for_outsiders(hall: Hall) -> None:
    make(hall, shown.posted)
    nobody = hall.client()
    for path in (
        "/notices/1",
        "/notices/1/document",
        "/notices/1/document.pdf",
        "/notices/1/document.docx",
        "/notices/2",
    ):
        assert nobody.get(path).status_code == 404
    assert "职工董事" not in nobody.get("/notices").text
    assert nobody.post("/notices/1/comments", data=form()).status_code == 404
    assert said(hall) == []


def test_hostile_words_stay_words(hall: Hall) -> None:
    olga = hall.client("olga")
    olga.post("/notices", data=draft(title=EVIL, body=EVIL, contact=EVIL, nameless="1"))
    dan = hall.client("dan")
    dan.post("/notices/1/comments", data=form(EVIL))
    olga.post("/notices/comments/1/answer", data={"answer": EVIL, "public": "yes"})
    pages = ["/notices", "/notices/1", "/notices/1/document", "/notices/comments", "/notices/comments/1",
             "/notices/comments?show=answered", "/notices/1/ending", "/notices/new"]  # fmt: skip
    for path in pages:
        page = olga.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert dan.get("/notices/1/document.pdf").status_code == 200
    assert EVIL.split(maxsplit=1)[0] in written(dan.get("/notices/1/document.docx").content)


# --- on paper --------------------------------------------------------------------------------------------------


def test_the_printed_notice_has_period_ways_to_comment_and_a_code_that_leads_back(hall: Hall) -> None:
    notice = make(hall, shown.posted, open=True, nameless=True)
    answer = hall.client().get("/notices/1/document.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    printed = text(answer.content)
    assert "5个工作日" in printed
    assert f"至{notice.last_day.year}年{notice.last_day.month}月{notice.last_day.day}日" in printed
    assert "30日内答复" in printed
    assert "致电工会（内线8021）" in printed
    assert "可以匿名" in printed
    assert codes(answer.content) == {f"{hall.url}/notices/1"}
    assert answer.content == hall.client("dan").get("/notices/1/document.pdf").content
    assert 'href="/notices/1/document.docx"' in hall.client().get("/notices/1/document").text
    word = hall.client().get("/notices/1/document.docx").content
    assert "5个工作日" in written(word)
    assert word == hall.client("dan").get("/notices/1/document.docx").content


def codes(pdf: bytes) -> set[str]:
    """What a decoder reads from the pages as pictures."""
    pages = int(re.search(rb"Pages:\s+(\d+)", poppler("pdfinfo -", pdf))[1])
    pictures = [poppler(f"pdftoppm -r 100 -png -f {n} -l {n} -", pdf) for n in range(1, pages + 1)]
    return {found.text for one in pictures for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(one)))}


def test_a_browser_prints_the_annex_under_its_word(hall: Hall, context_for, page_for) -> None:
    found = make(hall, passed.published)
    hall.client("olga").post(f"/resolutions/{found.id}/notice")
    page = page_for(context_for(hall.url))
    page.goto("/notices/1/document")
    printed = page.pdf(prefer_css_page_size=True)
    pages = poppler("pdftotext -layout - -", printed).decode().split("\f")
    assert len([one for one in pages if one.lstrip().startswith("附件") and "职工代表大会文件" in one]) == 1
    assert "审议了有关提案" in "".join(pages)
    assert codes(printed) == {f"{hall.url}/notices/1"}


def test_after_more_days_the_paper_says_so(hall: Hall) -> None:
    notice = make(hall, shown.posted)
    until = notice.last_day + timedelta(days=10)
    make(hall, shown.extended, notice, until)
    printed = text(hall.client("dan").get("/notices/1/document.pdf").content)
    assert "经延长" in printed
    assert f"{until.month}月{until.day}日" in printed


# --- the end ---------------------------------------------------------------------------------------------------


def ended(hall: Hall, notice: Notice, outcome: str, note: str = "") -> dict[str, str]:
    with hall.house.database.read() as session:
        template = publication.conclusion_for(session, session.get(Notice, notice.id), site=SITE)
    fields = {"outcome": outcome, "note": note}
    return {**fields, **hall.cast["olga"].signed_form(**template, **fields)}


def test_the_result_is_signed_and_shown(hall: Hall) -> None:
    notice = make(hall, shown.over)
    olga = hall.client("olga")
    assert "等待记录结果" in olga.get("/notices").text
    sent = ended(hall, notice, "no_objection")
    for _ in range(2):
        assert olga.post("/notices/1/conclusion", data=sent).status_code == 303
    assert kept(hall, notice).outcome is Outcome.NO_OBJECTION
    assert "公示无异议" in hall.client("dan").get("/notices/1").text
    assert "这份公示已经结束" in olga.get("/notices/1/ending").text
    refused = hall.client("dan").post("/notices/1/comments", data=form())
    assert refused.status_code == 403
    assert "意见建议" in refused.text


def test_what_is_not_signed_or_too_early_ends_nothing(hall: Hall) -> None:
    notice = make(hall, shown.posted)
    olga = hall.client("olga")
    assert "公示期还没有满" in olga.get("/notices/1/ending").text
    assert olga.post("/notices/1/conclusion", data=ended(hall, notice, "no_objection")).status_code == 403
    assert olga.post("/notices/1/conclusion", data={"outcome": "withdrawn", "note": "错"}).status_code == 403
    assert olga.post("/notices/1/conclusion", data={"outcome": "poem", "note": ""}).status_code == 422
    assert olga.post("/notices/1/conclusion", data={}).status_code == 422
    assert olga.post("/notices/1/extension", data={"until": "soon", "why": "x"}).status_code == 422
    assert kept(hall, notice).outcome is None
    for name in STRANGERS:
        client = hall.client(name)
        assert client.get("/notices/1/ending").status_code == 404
        assert (
            client.post("/notices/1/conclusion", data=ended(hall, notice, "withdrawn", "错")).status_code
            == 404
        )


# --- the calendar ----------------------------------------------------------------------------------------------


def test_holidays_are_noted_and_taken_out(hall: Hall) -> None:
    olga = hall.client("olga")
    assert "还没有记下任何日子" in hall.client("dan").get("/calendar").text
    sent = {"works": "no", "first": "2026-10-01", "last": "2026-10-07", "name": "国庆节"}
    for _ in range(2):
        assert olga.post("/calendar", data=sent).status_code == 303
    assert (
        olga.post(
            "/calendar", data={**sent, "works": "yes", "first": "2026-10-10", "last": "", "name": "调休"}
        ).status_code
        == 303
    )
    with hall.house.database.read() as session:
        assert len(session.exec(select(CalendarDay)).all()) == 8
    page = hall.client("dan").get("/calendar").text
    assert "国庆节" in page
    assert "removal" not in page
    for _ in range(2):
        assert olga.post("/calendar/2026-10-10/removal").status_code == 303
    assert "调休</span>" not in olga.get("/calendar").text
    assert olga.post("/calendar/tomorrow/removal").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"works": ""},
        {"first": ""},
        {"name": ""},
        {"last": "2026-09-30"},
        {"last": "2027-10-01"},
        {"last": "x"},
    ],
)
def test_days_that_make_no_sense_come_back(hall: Hall, changes: dict[str, str]) -> None:
    sent = {"works": "no", "first": "2026-10-01", "last": "2026-10-07", "name": "国庆节", **changes}
    answer = hall.client("olga").post("/calendar", data=sent)
    assert answer.status_code == 422
    assert not changes.get("name", "x") or "国庆节" in answer.text
    with hall.house.database.read() as session:
        assert session.exec(select(CalendarDay)).all() == []


def test_the_ways_to_notices(hall: Hall) -> None:
    assert 'href="/notices"' in hall.client().get("/").text
    assert 'href="/notices"' in hall.client("eve").get("/me").text
    assert 'href="/notices"' in hall.client("olga").get("/desk").text
    assert 'href="/notices"' in hall.client("bob").get("/resolutions").text


def test_in_english(hall: Hall) -> None:
    make(hall, shown.posted, nameless=True)
    for name in ("dan", "olga"):
        client = hall.client(name, **{"Accept-Language": "en"})
        page = client.get("/notices/1").text
        assert "Notice period" in page
        assert "公示期</h2>" not in page

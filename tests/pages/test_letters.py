"""Formal letters over HTTP: drafting, versions, the preview's pictures, issue, withdrawal; strangers and hostile words."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import passed
import pytest
import writing
from hall import Hall
from office import kept, make, words
from playwright.sync_api import expect
from printed import text, written

from congress.letters import service as letters
from congress.letters.rules import LetterStage
from congress.letters.store import Letter

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
OUTSIDERS = ("bob", "ned", "dan", "peter", "quinn", "eve", "alice", "ruth")


def form(said: writing.Text = writing.NOTICE, seen: int = 1, **changes: str) -> dict[str, str]:
    return {**vars(said), "seen": str(seen), **changes}


def signed(hall: Hall, found: Letter, name: str = "olga") -> dict[str, str]:
    statement = letters.issue_statement(found, site=passed.SITE)
    return {"seen": str(found.revision), **hall.cast[name].signed_form(**statement)}


def withdrawal(hall: Hall, found: Letter, why: str, name: str = "olga") -> dict[str, str]:
    statement = letters.withdrawal_statement(found, site=passed.SITE)
    return {"why": why, **hall.cast[name].signed_form(**statement, why=why)}


# --- drafting ------------------------------------------------------------------------------------------------


def test_a_notice_begins_with_what_the_house_knows(hall: Hall) -> None:
    olga = hall.client("olga")
    assert "还没有印发的公文" in olga.get("/letters").text
    assert "召开会议的通知" in olga.get("/letters/new").text
    places = {
        olga.post("/letters", data={"template": "notice-convening"}).headers["location"] for _ in range(2)
    }
    assert len(places) == 1, "a second press finds the draft of the first"
    page = olga.get(places.pop()).text
    assert "关于召开第三届职工代表大会第二次会议的通知" in page
    assert "2026年11月22日（星期日）9:00" in page
    assert "礼堂" in page
    assert "【联系人】" in page
    assert "【会议时间】" not in page


@pytest.mark.parametrize(("language", "word"), [("zh", "公文"), ("en", "Formal letters")])
def test_the_way_to_them_is_called_as_their_page_is(hall: Hall, language: str, word: str) -> None:
    olga = hall.client("olga", **{"Accept-Language": language})
    way = re.search(r'<a [^>]*href="/letters".*?</a>', olga.get("/resolutions").text, re.DOTALL)[0]
    assert re.sub(r"<[^>]+>", "", way).strip() == word
    assert f"<h1>{word}</h1>" in olga.get("/letters").text


def test_notices_to_all_employees_are_put_up_elsewhere(hall: Hall) -> None:
    olga = hall.client("olga")
    page = olga.get("/letters/new").text
    assert "announcement" not in page
    assert olga.post("/letters", data={"template": "announcement-matter"}).status_code == 422
    assert 'href="/notices/new"' in page
    assert "新建公示" in olga.get("/notices/new").text
    assert 'href="/resolutions"' in page
    found = make(hall, passed.published)
    assert f'action="/resolutions/{found.id}/notice"' in olga.get(f"/resolutions/{found.id}").text


@pytest.mark.parametrize("template", ["", "poem", "notice-"])
def test_a_template_must_be_chosen(hall: Hall, template: str) -> None:
    answer = hall.client("olga").post("/letters", data={"template": template})
    assert answer.status_code == 422
    assert "请选择一项" in answer.text


def test_the_later_of_two_tabs_is_told_and_nothing_is_lost(hall: Hall) -> None:
    found = make(hall, writing.begun)
    address = f"/letters/{found.id}/text"
    olga = hall.client("olga")
    assert olga.post(address, data=form(title="甲标签页", body="甲写的")).status_code == 303
    late = olga.post(address, data=form(title="乙标签页", body="乙写的"))
    assert late.status_code == 422
    assert "欧阳兰在您打开之后保存了第 2 稿" in late.text
    assert "乙写的</textarea>" in late.text
    assert "<del>甲</del>" in late.text
    seen = re.search(r'name="seen" value="(\d+)"', late.text)[1]
    assert olga.post(address, data=form(title="乙标签页", body="乙写的", seen=int(seen))).status_code == 303
    with hall.house.database.read() as session:
        texts = [each.text.body for each in letters.versions(session, kept(hall, found))]
    assert texts[:2] == ["乙写的", "甲写的"]


def test_a_bad_text_comes_back_as_it_was_typed(hall: Hall) -> None:
    found = make(hall, writing.drafted)
    olga = hall.client("olga")
    for changes, complaint in (
        ({"title": ""}, "请填写这一项"),
        ({"title": "长" * 401}, "最多 400 个字"),
        ({"body": "长" * 20_001}, "最多 20000 个字"),
        ({"addressee": "长" * 201}, "最多 200 个字"),
        ({"copies": "长" * 201}, "最多 200 个字"),
    ):
        answer = olga.post(f"/letters/{found.id}/text", data=form(seen=2, **changes))
        assert answer.status_code == 422
        assert complaint in answer.text
        assert 'data-unsaved="sent"' in answer.text or "data-unsaved=sent" in answer.text
    assert kept(hall, found).revision == found.revision


def test_hostile_words_stay_words(hall: Hall) -> None:
    found = make(hall, writing.drafted)
    olga = hall.client("olga")
    said = form(seen=2, title=EVIL, body=f"{EVIL}\n一、{EVIL}\n附件：{EVIL}", addressee=EVIL, copies=EVIL)
    assert olga.post(f"/letters/{found.id}/text", data=said).status_code == 303
    pages = [olga.get(f"/letters/{found.id}{part}") for part in ("", "/text", "/versions")]
    for page in [*pages, olga.get("/letters"), olga.post(f"/letters/{found.id}/preview", data=said)]:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_filling_again_brings_what_is_known_by_now(hall: Hall) -> None:
    found = make(hall, writing.begun)
    olga = hall.client("olga")
    olga.post(f"/letters/{found.id}/text", data=form(body="在【会议地点】开会，请找【联系人】。"))
    assert olga.post(f"/letters/{found.id}/filling").status_code == 303
    assert kept(hall, found).body == "在礼堂开会，请找【联系人】。"
    assert olga.post(f"/letters/{found.id}/filling").status_code == 303
    assert kept(hall, found).revision == 3, "nothing new to fill makes no version"


# --- the preview ---------------------------------------------------------------------------------------------


def pictures(page: str) -> list[str]:
    return re.findall(r'<img src="(/[^"]+\.svg)"', page)


def test_the_preview_shows_real_pages(hall: Hall) -> None:
    found = make(hall, writing.drafted)
    olga = hall.client("olga")
    answer = olga.post(f"/letters/{found.id}/preview", data=form(body="正文。\n" * 60))
    assert answer.text.lstrip().startswith('<section class="stack" id="preview"')
    addresses = pictures(answer.text)
    assert len(addresses) == len(set(addresses)) == 4, "three of text, one of the annex"
    for address in addresses:
        got = olga.get(address)
        assert got.headers["content-type"].startswith("image/svg+xml")
        assert "default-src 'none'" in got.headers["content-security-policy"]
        assert ET.fromstring(got.text).attrib["viewBox"] == "0 0 595.275590551 841.88976378"
    assert kept(hall, found).title == found.title


def test_a_page_that_did_not_change_keeps_its_address(hall: Hall) -> None:
    found = make(hall, writing.drafted)
    olga = hall.client("olga")
    body = "正文。\n" * 40
    before = pictures(olga.post(f"/letters/{found.id}/preview", data=form(body=body)).text)
    after = pictures(olga.post(f"/letters/{found.id}/preview", data=form(body=f"{body}另一段。")).text)
    assert before[0] == after[0]
    assert before[-1] != after[-1]


def test_a_page_that_is_not_kept_is_missing(hall: Hall) -> None:
    found = make(hall, writing.drafted)
    assert hall.client("olga").get(f"/letters/{found.id}/pages/{'0' * 64}.svg").status_code == 404


def test_the_preview_says_what_cannot_be_printed(hall: Hall) -> None:
    found = make(hall, writing.drafted)
    page = hall.client("olga").post(
        f"/letters/{found.id}/preview", data=form(body="开会😀，【联系人】。珺玥祎堃喆翀赟")
    )
    assert "会印成“〓”：😀" in page.text
    assert "【联系人】" in page.text
    assert "珺" not in page.text


# --- issue and withdrawal ------------------------------------------------------------------------------------


def test_an_issued_letter_has_a_number_and_stays_as_it_is(hall: Hall) -> None:
    found = make(hall, writing.drafted)
    olga = hall.client("olga")
    assert "issue-letter" in olga.get(f"/letters/{found.id}").text
    for _ in range(2):
        assert olga.post(f"/letters/{found.id}/issue", data=signed(hall, found)).status_code == 303
    after = kept(hall, found)
    assert (after.stage, after.number) == (LetterStage.ISSUED, 1)
    page = words(olga.get(f"/letters/{found.id}"))
    assert letters.number_of(after) in page
    assert "欧阳兰 于" in page
    assert "抄送：市总工会。" in page
    assert olga.post(f"/letters/{found.id}/text", data=form(seen=2, title="改")).status_code == 403
    assert "不能再改动" in olga.get(f"/letters/{found.id}/text").text
    for act in ("filling", "removal", "versions/1/restoration"):
        assert olga.post(f"/letters/{found.id}/{act}").status_code == 403
    assert kept(hall, found).title == found.title
    file = hall.client("bob").get(f"/letters/{found.id}/document.pdf")
    assert file.content.startswith(b"%PDF-1.7")
    word = written(hall.client("bob").get(f"/letters/{found.id}/document.docx").content)
    assert letters.number_of(after) in word
    assert "抄送：市总工会。" in word
    assert f'href="/letters/{found.id}/document.docx"' in olga.get(f"/letters/{found.id}").text


def test_a_letter_says_below_its_date_whom_to_ask(hall: Hall) -> None:
    """附注 (GB/T 9704-2012, 7.3.5.5), on the page, in PDF and in Word: the template has a line for it."""
    found = make(hall, writing.begun, "letter-inviting")
    olga = hall.client("olga")
    note = "（联系人：【联系人】，电话：【联系电话】）"
    page = olga.get(f"/letters/{found.id}").text
    assert f'<p class="paper-note">{note}</p>' in page[page.index("paper-signoff") :]
    assert f"日{note}" in text(olga.get(f"/letters/{found.id}/document.pdf").content)
    assert f"日{note}" in written(olga.get(f"/letters/{found.id}/document.docx").content)


def test_blanks_keep_a_letter_from_being_issued(hall: Hall) -> None:
    found = make(hall, writing.begun)
    olga = hall.client("olga")
    assert "还有没填的空：【" in olga.get(f"/letters/{found.id}").text
    answer = olga.post(f"/letters/{found.id}/issue", data=signed(hall, found))
    assert answer.status_code == 403
    assert "【联系人】" in answer.text


def test_false_signatures_are_refused(hall: Hall) -> None:
    found = make(hall, writing.drafted)
    olga, good = hall.client("olga"), signed(hall, found)
    for data, status in (
        ({}, 422),
        ({"seen": "2"}, 403),
        ({**good, "seen": "1"}, 409),
        (signed(hall, found, "bob"), 403),
        ({**good, "statement": good["statement"].replace(letters.current_hash(found), "0" * 64)}, 403),
    ):
        assert olga.post(f"/letters/{found.id}/issue", data=data).status_code == status
    assert kept(hall, found).stage is LetterStage.DRAFT


def test_a_withdrawn_letter_is_still_read_and_says_why(hall: Hall) -> None:
    found = make(hall, writing.issued)
    olga, bob = hall.client("olga"), hall.client("bob")
    empty = olga.post(f"/letters/{found.id}/withdrawal", data=withdrawal(hall, found, ""))
    assert empty.status_code == 422
    assert "请填写这一项" in empty.text
    long = olga.post(f"/letters/{found.id}/withdrawal", data=withdrawal(hall, found, "长" * 501))
    assert long.status_code == 422
    for _ in range(2):
        done = olga.post(f"/letters/{found.id}/withdrawal", data=withdrawal(hall, found, "会期推迟"))
        assert done.status_code == 303
    page = bob.get(f"/letters/{found.id}").text
    assert "不再有效" in page
    assert "会期推迟" in page
    assert "已撤销" in bob.get("/letters").text
    file = bob.get(f"/letters/{found.id}/document.pdf")
    assert "%EF%BC%88%E5%B7%B2%E6%92%A4%E9%94%80%EF%BC%89" in file.headers["content-disposition"]
    assert kept(hall, found).title == found.title


# --- versions ------------------------------------------------------------------------------------------------


def test_versions_tell_what_changed_and_come_back(hall: Hall) -> None:
    found = make(hall, writing.begun)
    first, olga = found.body, hall.client("olga")
    olga.post(f"/letters/{found.id}/text", data=form(body=f"{first}\n另外，请自带水杯。"))
    page = olga.get(f"/letters/{found.id}/versions").text
    assert "<ins>" in page
    assert "请自带水杯" in page
    assert "欧阳兰" in page
    assert olga.get(f"/letters/{found.id}/versions?version=1").status_code == 200
    assert olga.get(f"/letters/{found.id}/versions?version=9").status_code == 404
    for _ in range(2):
        assert olga.post(f"/letters/{found.id}/versions/1/restoration").status_code == 303
    after = kept(hall, found)
    assert (after.body, after.revision) == (first, 3)


def test_a_draft_is_thrown_away(hall: Hall) -> None:
    found = make(hall, writing.drafted)
    olga = hall.client("olga")
    assert olga.post(f"/letters/{found.id}/removal").headers["location"] == "/letters"
    assert olga.get(f"/letters/{found.id}").status_code == 404
    assert olga.post(f"/letters/{found.id}/removal").status_code == 404


# --- who may -------------------------------------------------------------------------------------------------

OLD, UP = "announcement-matter", ("report-sitting", "request-guidance")
READERS = {
    "notice-convening": {"bob", "ned", "peter", "alice", "ruth", "olga"},
    "minutes-sitting": {"bob", "ned", "peter", "alice", "ruth", "olga"},
    "letter-inviting": {"peter", "olga"},
    "report-sitting": {"peter", "olga"},
    "request-guidance": {"peter", "olga"},
    OLD: {*OUTSIDERS, "olga", None},
}


@pytest.mark.parametrize("template", READERS)
def test_a_letter_is_read_by_those_it_is_meant_for(hall: Hall, template: str) -> None:
    body = f"签发人：文静\n{writing.NOTICE.body}" if template in UP else writing.NOTICE.body
    said = replace(writing.NOTICE, body=body)
    old = template == OLD
    found = make(hall, writing.announced) if old else make(hall, writing.issued, template, said)
    for name in (*OUTSIDERS, "olga", None):
        client = hall.client(name)
        status = 200 if name in READERS[template] else 404
        assert client.get(f"/letters/{found.id}").status_code == status, name
        assert client.get(f"/letters/{found.id}/document.pdf").status_code == status, name
        assert client.get(f"/letters/{found.id}/document.docx").status_code == status, name
        assert (found.title in words(client.get("/letters"))) is (status == 200), name


def test_only_the_secretariat_sees_drafts_and_acts(hall: Hall) -> None:
    found, out = make(hall, writing.drafted), make(hall, writing.announced)
    drawn = pictures(hall.client("olga").get(f"/letters/{found.id}/text").text)[0]
    for name in (*OUTSIDERS, None):
        client = hall.client(name)
        hidden = 303 if name is None else 404
        assert client.get(f"/letters/{found.id}").status_code == 404
        for address in ("/letters/new", f"/letters/{found.id}/text", f"/letters/{found.id}/versions", drawn):
            assert client.get(address).status_code == hidden, (name, address)
        for act in ("text", "preview", "filling", "removal", "versions/1/restoration", "issue"):
            data = form(seen=2) | signed(hall, found)
            assert client.post(f"/letters/{found.id}/{act}", data=data).status_code == 404, (name, act)
        data = withdrawal(hall, out, "不要了")
        assert client.post(f"/letters/{out.id}/withdrawal", data=data).status_code == 404
        assert client.post("/letters", data={"template": "notice-convening"}).status_code == 404
    assert kept(hall, found).revision == 2
    assert kept(hall, out).stage is LetterStage.ISSUED


# --- in a browser --------------------------------------------------------------------------------------------


def test_pages_follow_while_one_types_and_leaving_asks(hall: Hall, context_for, page_for) -> None:
    found = make(hall, writing.begun)
    context = context_for(hall.url, viewport={"width": 1280, "height": 900})
    cookies = hall.client("olga").cookies.items()
    context.add_cookies([{"name": name, "value": value, "url": hall.url} for name, value in cookies])
    page = page_for(context)
    page.goto(f"/letters/{found.id}/text")
    before = page.locator("#preview img").first.get_attribute("src")
    page.get_by_label("正文").fill("请各代表团组织学习。" * 200)
    expect(page.locator("#preview")).to_contain_text("没有要填的空了")
    expect(page.locator("#preview img").first).not_to_have_attribute("src", before)
    drawn = page.locator("#preview img").first
    expect(drawn).to_have_js_property("complete", True)
    assert drawn.evaluate("e => e.naturalWidth") > 500
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()

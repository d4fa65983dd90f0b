"""Resolutions over HTTP: drafting, signing, publishing; strangers, wrong stages, repeated presses, hostile words."""

import re

import passed
import pytest
from hall import Hall
from office import kept, make, words
from playwright.sync_api import expect

from congress.resolutions import service as resolutions
from congress.resolutions.rules import ResolutionStage, Signatory
from congress.resolutions.store import Resolution

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
STRANGERS = ("bob", "ned", "dan", "peter", "quinn", "eve")


def approval(hall: Hall, found: Resolution, name: str, role: Signatory) -> dict[str, str]:
    said = resolutions.statement_for(found, site=passed.SITE, role=role)
    return {"role": role.value, **hall.cast[name].signed_form(**said)}


# --- drafting ------------------------------------------------------------------------------------------------


def test_a_passed_vote_is_written_up(hall: Hall) -> None:
    poll_id = make(hall, passed.poll)
    olga = hall.client("olga")
    assert "已通过、待起草" in olga.get("/resolutions").text
    page = olga.get(f"/polls/{poll_id}/resolution")
    assert page.status_code == 200
    assert "通过提案的决议" in page.text
    answer = olga.post(f"/polls/{poll_id}/resolution", data={"template": "motion"})
    assert answer.status_code == 303
    again = olga.post(f"/polls/{poll_id}/resolution", data={"template": "general"})
    assert again.headers["location"] == answer.headers["location"]
    editor = olga.get(answer.headers["location"])
    assert "【承办部门】" in editor.text
    assert "赞成8票，通过" in editor.text
    assert olga.get(f"/polls/{poll_id}/resolution").status_code == 303


def test_a_template_must_be_chosen(hall: Hall) -> None:
    poll_id = make(hall, passed.poll)
    answer = hall.client("olga").post(f"/polls/{poll_id}/resolution", data={"template": "poem"})
    assert answer.status_code == 422
    assert "请选择一项" in answer.text


def test_a_vote_that_failed_is_not_written_up(hall: Hall) -> None:
    poll_id = make(hall, passed.poll, passed=False)
    olga = hall.client("olga")
    assert "没有通过" in olga.get(f"/polls/{poll_id}/resolution").text
    assert olga.post(f"/polls/{poll_id}/resolution", data={"template": "motion"}).status_code == 403
    assert olga.get("/polls/999/resolution").status_code == 404


def test_text_is_edited_and_only_text(hall: Hall) -> None:
    found = make(hall, passed.drafted)
    olga = hall.client("olga")
    form = {
        "title": "关于通风的决议",
        "body": "会议决定：\n一、通过该项提案。",
        "seen": resolutions.stamp_of(found),
        "counts": '{"favour": 999}',
        "favour": "999",
        "text": "免除一切责任",
        "poll_id": "2",
        "number": "99",
        "stage": "published",
        "sha256": "0" * 64,
    }
    assert olga.post(f"/resolutions/{found.id}/text", data=form).status_code == 303
    after = kept(hall, found)
    assert (after.title, after.body) == (form["title"], form["body"])
    assert (after.poll_id, after.number, after.stage, after.sha256) == (
        found.poll_id,
        None,
        ResolutionStage.DRAFT,
        "",
    )
    page = olga.get(f"/resolutions/{found.id}").text
    assert "999" not in page
    assert "免除一切责任" not in page
    assert "<td>8</td>" in page


def test_a_bad_text_comes_back_as_it_was_typed(hall: Hall) -> None:
    found = make(hall, passed.drafted)
    olga = hall.client("olga")
    for title, body, complaint in (
        ("", "正文", "请填写这一项"),
        ("题", "", "请填写这一项"),
        ("长" * 351, "正文", "最多 350 个字"),
        ("题", "长" * 20_001, "最多 20000 个字"),
    ):
        seen = resolutions.stamp_of(found)
        answer = olga.post(f"/resolutions/{found.id}/text", data={"title": title, "body": body, "seen": seen})
        assert answer.status_code == 422
        assert complaint in answer.text
    assert kept(hall, found).title == found.title


def test_two_who_edit_do_not_overwrite_each_other(hall: Hall) -> None:
    found = make(hall, passed.drafted)
    seen = resolutions.stamp_of(found)
    olga = hall.client("olga")
    for body, status in (("甲写的", 303), ("乙写的", 409), ("甲写的", 303)):
        form = {"title": "关于通风的决议", "body": body, "seen": seen}
        assert olga.post(f"/resolutions/{found.id}/text", data=form).status_code == status
    assert kept(hall, found).body == "甲写的"


def test_hostile_words_stay_words(hall: Hall) -> None:
    found = make(hall, passed.drafted)
    olga = hall.client("olga")
    form = {"title": EVIL, "body": f"{EVIL}\n一、{EVIL}", "seen": resolutions.stamp_of(found)}
    assert olga.post(f"/resolutions/{found.id}/text", data=form).status_code == 303
    pages = [olga.get(f"/resolutions/{found.id}{part}") for part in ("", "/document", "/text")]
    pages += [olga.get("/resolutions"), olga.post(f"/resolutions/{found.id}/preview", data=form)]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text


def test_the_preview_is_a_fragment_and_keeps_nothing(hall: Hall) -> None:
    found = make(hall, passed.drafted)
    form = {"title": "关于通风的决议", "body": "赞成 12 票。"}
    answer = hall.client("olga").post(f"/resolutions/{found.id}/preview", data=form)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="stack" id="preview"')
    assert "不一致" in answer.text
    assert kept(hall, found).title == found.title


def test_a_frozen_text_has_no_editor(hall: Hall) -> None:
    found = make(hall, passed.signing)
    olga = hall.client("olga")
    page = olga.get(f"/resolutions/{found.id}/text")
    assert "文本已冻结" in page.text
    assert "<textarea" not in page.text
    form = {"title": "改", "body": "改", "seen": resolutions.stamp_of(found)}
    assert olga.post(f"/resolutions/{found.id}/text", data=form).status_code == 403


# --- who may -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make_it", [passed.drafted, passed.signing, passed.sealed])
def test_strangers_learn_nothing_before_publication(hall: Hall, make_it: object) -> None:
    found = make(hall, make_it)
    for name in (*STRANGERS, None):
        client = hall.client(name)
        assert client.get(f"/resolutions/{found.id}").status_code == 404
        assert client.get(f"/resolutions/{found.id}/document").status_code == 404
        assert "通风" not in client.get("/resolutions").text


def test_only_the_secretariat_acts(hall: Hall) -> None:
    found = make(hall, passed.drafted)
    poll_id = make(hall, passed.poll, number=2)
    for name in (*STRANGERS, "alice", "ruth", None):
        client = hall.client(name)
        for address in ("text", "preview", "signing", "drafting", "publication"):
            data = {"title": "改", "body": "改", "seen": resolutions.stamp_of(found)}
            assert client.post(f"/resolutions/{found.id}/{address}", data=data).status_code == 404, (
                name,
                address,
            )
        assert client.post(f"/polls/{poll_id}/resolution", data={"template": "motion"}).status_code == 404
        expected = 303 if name is None else 404
        assert client.get(f"/resolutions/{found.id}/text").status_code == expected
        assert client.get(f"/polls/{poll_id}/resolution").status_code == expected
    assert kept(hall, found).body == found.body


# --- signing and publishing ----------------------------------------------------------------------------------


def test_from_draft_to_publication(hall: Hall) -> None:
    found = make(hall, passed.drafted)
    olga = hall.client("olga")
    started = olga.post(f"/resolutions/{found.id}/signing", data={"seen": resolutions.stamp_of(found)})
    assert started.status_code == 303
    found = kept(hall, found)
    for name, role in (("alice", Signatory.EXECUTIVE_CHAIR), ("ruth", Signatory.CHIEF_TELLER)):
        client = hall.client(name)
        page = client.get(f"/resolutions/{found.id}")
        assert (
            "data-sign='{&#34;act&#34;: &#34;approve-resolution" in page.text
            or "approve-resolution" in page.text
        )
        form = approval(hall, found, name, role)
        for _ in range(2):
            assert client.post(f"/resolutions/{found.id}/approvals", data=form).status_code == 303
    assert kept(hall, found).stage is ResolutionStage.SEALED
    for _ in range(2):
        assert olga.post(f"/resolutions/{found.id}/publication").status_code == 303
    found = kept(hall, found)
    public = hall.client().get(f"/resolutions/{found.id}")
    assert public.status_code == 200
    for part in (
        resolutions.number_of(found),
        "安丽华",
        "阮淑芬",
        found.sha256,
        "需全体代表 12 人过半数，即 7 票；赞成 8 票，通过",
        "《企业民主管理规定》第二十条",
        f"记录第 {found.published_seq} 条",
        passed.TEXT,
        "还没有报送党委",
    ):
        assert part in words(public), part
    assert "通风" in hall.client().get("/resolutions").text
    assert "data-sign" not in public.text


def test_an_english_reader_gets_english_around_the_chinese_text(hall: Hall) -> None:
    found = make(hall, passed.published)
    page = hall.client(None, **{"Accept-Language": "en"}).get(f"/resolutions/{found.id}").text
    for part in (
        "Result of the vote",
        "Counted against",
        "all delegates",
        "Signatures and proof",
        "record entry",
    ):
        assert part in page
    assert '<article class="paper" lang="zh-CN"' in page


def test_what_was_not_seen_is_not_sent_to_be_signed(hall: Hall) -> None:
    found = make(hall, passed.drafted)
    olga = hall.client("olga")
    assert olga.post(f"/resolutions/{found.id}/signing", data={"seen": "x"}).status_code == 409
    assert olga.post(f"/resolutions/{found.id}/signing").status_code == 409


def test_false_signatures_are_refused(hall: Hall) -> None:
    found = make(hall, passed.signing)
    alice = hall.client("alice")
    good = approval(hall, found, "alice", Signatory.EXECUTIVE_CHAIR)
    forged = approval(hall, found, "bob", Signatory.EXECUTIVE_CHAIR)
    wrong_role = approval(hall, found, "alice", Signatory.CHIEF_TELLER)
    for form, status in (
        ({}, 422),
        ({"role": "king"}, 422),
        ({"role": "executive_chair"}, 403),
        (forged, 403),
        (wrong_role, 403),
        ({**good, "signature": good["signature"][::-1]}, 403),
        ({**good, "statement": good["statement"].replace(found.sha256, "0" * 64)}, 403),
    ):
        assert alice.post(f"/resolutions/{found.id}/approvals", data=form).status_code == status
    assert hall.client("olga").post(f"/resolutions/{found.id}/approvals", data=good).status_code == 403
    for stranger in (*STRANGERS, None):
        assert hall.client(stranger).post(f"/resolutions/{found.id}/approvals", data=good).status_code == 404
    assert kept(hall, found).stage is ResolutionStage.SIGNING


def test_going_back_keeps_the_void_signature_in_sight(hall: Hall) -> None:
    found = make(hall, passed.signing)
    form = approval(hall, found, "alice", Signatory.EXECUTIVE_CHAIR)
    assert hall.client("alice").post(f"/resolutions/{found.id}/approvals", data=form).status_code == 303
    olga = hall.client("olga")
    for _ in range(2):
        assert olga.post(f"/resolutions/{found.id}/drafting").status_code == 303
    page = olga.get(f"/resolutions/{found.id}")
    assert "已作废：第 1 稿" in words(page)
    assert kept(hall, found).revision == 2
    assert hall.client("alice").post(f"/resolutions/{found.id}/approvals", data=form).status_code == 403


@pytest.mark.parametrize("make_it", [passed.sealed, passed.published])
def test_a_sealed_text_moves_no_more(hall: Hall, make_it: object) -> None:
    found = make(hall, make_it)
    olga = hall.client("olga")
    for address, data in (
        ("text", {"title": "改", "body": "改", "seen": resolutions.stamp_of(found)}),
        ("drafting", {}),
        ("signing", {"seen": resolutions.stamp_of(found)}),
    ):
        answer = olga.post(f"/resolutions/{found.id}/{address}", data=data)
        assert answer.status_code == 403
        assert "第三十四条" in answer.text
    assert kept(hall, found).body == found.body


def test_an_empty_hall_says_what_will_be_here(hall: Hall) -> None:
    for name in (None, "bob", "olga"):
        assert "还没有公布的决议" in hall.client(name).get("/resolutions").text
    assert hall.client().get("/resolutions/99").status_code == 404


# --- in a browser --------------------------------------------------------------------------------------------


def test_the_document_follows_while_one_types(hall: Hall, context_for, page_for) -> None:
    found = make(hall, passed.drafted)
    context = context_for(hall.url, viewport={"width": 1280, "height": 900})
    context.add_cookies(
        [
            {"name": name, "value": value, "url": hall.url}
            for name, value in hall.client("olga").cookies.items()
        ]
    )
    page = page_for(context)
    page.goto(f"/resolutions/{found.id}/text")
    page.get_by_label("正文").fill("会议决定：\n二、加强管理\n赞成 12 票。")
    preview = page.locator("#preview")
    expect(preview.locator(".paper-level-1")).to_have_text("二、加强管理")
    expect(preview).to_contain_text("不一致")
    expect(preview.locator(".paper-counts td").nth(6)).to_have_text("8")
    assert kept(hall, found).body == found.body


def test_it_prints_on_the_page_of_the_standard(hall: Hall, context_for, page_for, tmp_path) -> None:
    found = make(hall, passed.published)
    page = page_for(context_for(hall.url, viewport={"width": 1280, "height": 900}))
    page.goto(f"/resolutions/{found.id}/document")
    page.emulate_media(media="print")
    body = page.locator(".paper p", has_text="会议审议了有关提案").first
    assert body.evaluate("e => getComputedStyle(e).fontSize") == "21px"  # 3号: 15.75 pt
    assert abs(float(body.evaluate("e => parseFloat(getComputedStyle(e).lineHeight)")) - 28.99 * 4 / 3) < 0.1
    assert page.locator(".banner").is_hidden()
    pdf = page.pdf(path=str(tmp_path / "resolution.pdf"), prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45]\.\d* 84[12]\.\d*\]", pdf), "A4"
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 3, "two pages and the annex"

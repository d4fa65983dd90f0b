"""The pages beside the forms of 报告, 请示, 批示, 批复, 答复 and 拟办: what they show, to whom, and while one types."""

import re
from xml.etree import ElementTree as ET

import paperwork
import passed
import pytest
from hall import Hall
from office import canteen, make, words
from playwright.sync_api import expect
from sqlmodel import select

from congress.committee.rules import DecisionKind, DispatchKind
from congress.committee.store import Decision, Dispatch

OUTSIDERS = ("alice", "bob", "ned", "dan", "quinn", "eve")
LETTER = {
    "signer": "安丽华",
    "kind": "report",
    "title": "关于通风决议的报告",
    "body": "现将情况报告如下。\n【表决结果】",
}
ASKING = {**LETTER, "kind": "request", "request": "恳请批准将改造资金列入2027年预算"}
EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
INSTRUCTION, REPLY = DecisionKind.INSTRUCTION, DecisionKind.REPLY


def pictures(page: str) -> list[str]:
    return re.findall(r'<img src="(/[^"]+\.svg)"', page)


@pytest.fixture
def asked(hall: Hall) -> Dispatch:
    make(hall, paperwork.join)
    return make(hall, passed.received, DispatchKind.REQUEST)


@pytest.mark.parametrize("form", [LETTER, ASKING])
def test_a_letter_has_its_pages_beside_it(hall: Hall, form: dict[str, str]) -> None:
    row = make(hall, passed.published)
    olga, address = hall.client("olga"), f"/resolutions/{row.id}/dispatch"
    first = pictures(olga.get(f"{address}?kind={form['kind']}").text)
    answer = olga.post(f"{address}/preview", data=form)
    assert answer.text.lstrip().startswith('<section class="stack" id="preview"')
    assert "没有要填的空了，可以报送" in answer.text
    drawn = pictures(answer.text)
    assert len(drawn) == len(set(drawn)) >= 2, "the letter, and the resolution it carries"
    assert first[0] != drawn[0]
    for each in drawn:
        got = olga.get(each)
        assert got.headers["content-type"].startswith("image/svg+xml")
        assert ET.fromstring(got.text).attrib["viewBox"] == "0 0 595.275590551 841.88976378"
    with hall.house.database.read() as session:
        assert not session.exec(select(Dispatch)).all(), "a preview sends nothing"


def test_the_pages_say_what_keeps_a_letter_from_going(hall: Hall) -> None:
    row = make(hall, passed.published)
    olga, address = hall.client("olga"), f"/resolutions/{row.id}/dispatch"
    for body, why in (
        ("由【部门】落实😀", "【部门】"),
        ("妥否，请批示。", "不得夹带"),
        ("赞成 12 票", "不一致"),
    ):
        page = words(olga.post(f"{address}/preview", data={**LETTER, "body": body}))
        assert why in page
        assert "可以报送" not in page
        assert ("会印成“〓”：😀" in page) == ("😀" in body)
    assert olga.post(f"{address}/preview", data={**LETTER, "kind": "poem"}).status_code == 404
    typed = words(olga.post(address, data={**LETTER, "title": "", "body": "妥否，请批示。"}))
    assert "不得夹带" in typed, "a form that came back has the pages of what was typed"


@pytest.mark.parametrize("form", ["decisions", "advice"])
def test_a_decision_has_its_pages_beside_it(hall: Hall, asked: Dispatch, form: str) -> None:
    client = hall.client("peter" if form == "decisions" else "frank")
    empty = client.get(f"/dispatches/{asked.id}/{form}/reply").text
    assert "选择后显示批复的版面" in empty
    assert not pictures(empty)
    said = passed.said(REPLY, f"请按请示执行。{EVIL}", canteen(hall))
    answer = client.post(f"/dispatches/{asked.id}/decisions/reply/preview", data=said)
    assert "印出来就是这样" in answer.text
    assert "<img src=x" not in answer.text
    (drawn, *_) = pictures(answer.text)
    assert client.get(drawn).status_code == 200
    assert client.get(f"/dispatches/{asked.id}/pages/{'0' * 64}.svg").status_code == 404
    around = client.get(f"/dispatches/{asked.id}/{form}/instruction").text
    assert "还没有写内容" in around
    assert pictures(around), "what is printed around the words is seen before there are any"
    with hall.house.database.read() as session:
        assert not session.exec(select(Decision)).all()


def test_nobody_else_sees_what_is_being_written(hall: Hall, asked: Dispatch) -> None:
    letter, office = f"/resolutions/{asked.resolution_id}/dispatch", f"/dispatches/{asked.id}"
    said = passed.said(INSTRUCTION, "请抓紧落实。")
    (sent, *_) = pictures(hall.client("olga").post(f"{letter}/preview", data=LETTER).text)
    decided = hall.client("peter").post(f"{office}/decisions/instruction/preview", data=said)
    (signed, *_) = pictures(decided.text)
    for name in (*OUTSIDERS, "peter"):
        client = hall.client(name)
        assert client.post(f"{letter}/preview", data=LETTER).status_code == 404
        assert client.get(sent).status_code == 404
    for name in (*OUTSIDERS, "olga"):
        client = hall.client(name)
        assert client.post(f"{office}/decisions/instruction/preview", data=said).status_code == 404
        assert client.get(signed).status_code == 404
    assert hall.client("peter").post(f"{office}/decisions/poem/preview", data=said).status_code == 404


# --- in a browser --------------------------------------------------------------------------------------------


def opened(hall: Hall, name: str, context_for, page_for):
    context = context_for(hall.url, viewport={"width": 1280, "height": 900})
    kept = hall.client(name).cookies.items()
    context.add_cookies([{"name": key, "value": value, "url": hall.url} for key, value in kept])
    return page_for(context)


def test_the_pages_follow_while_one_types(hall: Hall, asked: Dispatch, context_for, page_for) -> None:
    page = opened(hall, "peter", context_for, page_for)
    page.goto(f"/dispatches/{asked.id}/decisions/reply")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("请选择同意或不同意")
    page.get_by_label("不同意").check()
    expect(preview).to_contain_text("还没有写内容")
    before = preview.locator("img").first.get_attribute("src")
    page.get_by_text("常用语", exact=True).click()
    page.get_by_role("button", name="采用").first.click()
    expect(preview).to_contain_text("印出来就是这样")
    expect(preview.locator("img").first).not_to_have_attribute("src", before)
    expect(preview.locator("img").first).to_have_js_property("complete", True)


def test_the_letter_follows_too(hall: Hall, context_for, page_for) -> None:
    row = make(hall, passed.published)
    page = opened(hall, "olga", context_for, page_for)
    page.goto(f"/resolutions/{row.id}/dispatch?kind=request")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("请示没有写请求事项")
    page.get_by_label("标题").fill("关于通风资金的请示")
    page.get_by_label("正文").fill("现将有关情况报告如下。\n【表决结果】")
    page.get_by_label("请求事项").fill("恳请批准将改造资金列入2027年预算")
    expect(preview).to_contain_text("可以报送")

"""Templates over HTTP: rewording, versions, back to the original; strangers, two tabs, hostile words."""

import html
import re

import passed
import pytest
import writing
from hall import Hall
from office import kept, make

from congress.committee import service as committee
from congress.committee.rules import DispatchKind
from congress.committee.rules import originals as dispatch
from congress.documents.content import Block, Document, Tally
from congress.documents.text import blanks
from congress.letters.originals import ORIGINALS
from congress.resolutions import drafts as resolution
from congress.resolutions import service as resolutions

CONVENING = ORIGINALS["notice-convening"].wording
ADDRESS = "/templates/notice-convening"
EVIL = "<script>alert(1)</script>"


def form(seen: int = 0, **changes: str) -> dict[str, str]:
    return {**vars(CONVENING), "seen": str(seen), **changes}


def test_every_template_is_listed_and_shows_pages(hall: Hall) -> None:
    olga = hall.client("olga")
    listed = re.findall(r'href="(/templates/[^"]+)"', olga.get("/templates").text)
    assert len(listed) >= len(ORIGINALS)
    for address in listed:
        page = olga.get(address)
        assert page.status_code == 200
        first = re.search(r'<img src="(/[^"]+\.svg)"', page.text)[1]
        assert olga.get(first).headers["content-type"].startswith("image/svg+xml")


def test_a_new_wording_is_what_drafts_begin_with_from_then_on(hall: Hall) -> None:
    before = make(hall, writing.begun)
    olga = hall.client("olga")
    body = f"{CONVENING.body}\n请自带水杯。"
    for _ in range(2):
        assert olga.post(ADDRESS, data=form(body=body)).status_code == 303
    assert "欧阳兰 改过" in olga.get("/templates").text
    page = olga.get(ADDRESS).text
    assert "请自带水杯。</ins>" in page
    assert page.count("</time>") == 1, "the same words again are no version"
    assert "请自带水杯" not in kept(hall, before).body
    olga.post(f"/letters/{before.id}/removal")
    assert "请自带水杯" in make(hall, writing.begun).body


def test_back_to_the_original_keeps_what_was(hall: Hall) -> None:
    olga = hall.client("olga")
    olga.post(ADDRESS, data=form(body="另一种写法【会议】。"))
    for _ in range(2):
        assert olga.post(f"{ADDRESS}/versions/0/restoration").status_code == 303
    assert make(hall, writing.begun).body.startswith("经研究")
    assert "另一种写法" in olga.get(f"{ADDRESS}?version=1").text
    assert olga.post(f"{ADDRESS}/versions/1/restoration").status_code == 303
    assert olga.post(f"{ADDRESS}/versions/9/restoration").status_code == 404


def test_the_later_of_two_tabs_is_told(hall: Hall) -> None:
    olga = hall.client("olga")
    assert olga.post(ADDRESS, data=form(body="甲写的")).status_code == 303
    late = olga.post(ADDRESS, data=form(body="乙写的"))
    assert late.status_code == 422
    assert "欧阳兰在您打开之后保存了第 1 版" in late.text
    assert "乙写的</textarea>" in late.text
    assert olga.post(ADDRESS, data=form(seen=1, body="乙写的")).status_code == 303


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": ""}, "请填写这一项"),
        ({"title": "长" * 201}, "最多 200 个字"),
        ({"body": " "}, "请填写这一项"),
        ({"seen": "x"}, "之间的整数"),
    ],
)
def test_what_a_template_cannot_be(hall: Hall, changes: dict[str, str], complaint: str) -> None:
    answer = hall.client("olga").post(ADDRESS, data=form() | changes)
    assert answer.status_code == 422
    assert complaint in answer.text


def test_resolutions_and_dispatches_begin_with_the_secretariats_words_too(hall: Hall) -> None:
    olga = hall.client("olga")
    for key, found in (("resolution-motion", resolution), ("dispatch-report", dispatch)):
        original = found.ORIGINALS[key].wording
        said = {**vars(original), "body": f"{original.body}\n请各车间转告夜班职工。", "seen": "0"}
        assert olga.post(f"/templates/{key}", data=said).status_code == 303
    poll_id = make(hall, passed.poll)
    begun = olga.post(f"/polls/{poll_id}/resolution", data={"template": "motion"}).headers["location"]
    assert "请各车间转告夜班职工" in olga.get(begun).text
    sealed = make(hall, passed.sealed, number=2)
    form = olga.get(f"/resolutions/{sealed.id}/dispatch?kind=report").text
    assert "请各车间转告夜班职工" in form
    assert "》（职代会〔" in form


NEW = {"会议", "事项", "事项名", "定稿名", "决议", "决议编号"}


def shown(hall: Hall, key: str) -> str:
    return html.unescape(hall.client("olga").get(f"/templates/{key}").text)


def test_the_preview_says_with_what_it_is_filled(hall: Hall) -> None:
    assert "还没有通过的表决" in shown(hall, "resolution-plan")
    assert "还没有签署的决议" in shown(hall, "dispatch-request")
    make(hall, passed.poll)
    assert f"预览用的是“{passed.TITLE}”的数据" in shown(hall, "resolution-plan")
    found = make(hall, passed.sealed, number=2)
    assert f"预览用的是“{found.title}”的数据" in shown(hall, "dispatch-request")
    assert "预览用的是本次会议现在的数据" in shown(hall, "notice-convening")


@pytest.mark.parametrize("template", resolution.Template)
def test_a_resolutions_sample_is_the_document_of_a_vote(hall: Hall, template: resolution.Template) -> None:
    make(hall, passed.poll, lead=None)
    make(hall, passed.poll, number=2, title="关于改善食堂的提案")
    make(hall, passed.poll, number=3, title="没有通过的提案", passed=False)
    wording = resolution.ORIGINALS[resolution.key_of(template)].wording
    with hall.house.database.read() as session:
        made = resolutions.sample(session, hall.cast.sitting_id, template, wording)
    document = made.document
    fits = passed.TITLE if template is resolution.Template.GENERAL else "关于改善食堂的提案"
    assert made.about == fits
    assert document.mark == "长风精工有限公司职工代表大会文件"
    assert document.passed.startswith("（2026年11月22日长风精工有限公司")
    tally = next(part for part in document.body if isinstance(part, Tally))
    assert ("赞成", 8) in tally.cells
    said = "".join(plain(document))
    assert not {f"【{name}】" for name in NEW} & set(blanks(said))


@pytest.mark.parametrize("kind", DispatchKind)
def test_a_dispatchs_sample_goes_up_to_the_committee(hall: Hall, kind: DispatchKind) -> None:
    found = make(hall, passed.sealed)
    wording = dispatch.ORIGINALS[dispatch.key_of(kind)].wording
    with hall.house.database.read() as session:
        olga = passed.viewer(session, hall.cast, "olga")
        made = committee.sample(session, olga, kind, wording, "Asia/Shanghai")
    document = made.document
    assert made.about == found.title
    assert (document.mark, document.number) == ("长风精工有限公司工会委员会文件", "")
    assert (document.signer, document.addressee) == ("安丽华", "中共长风精工有限公司委员会：")
    assert document.annexes[0].document.title == found.title
    assert any(isinstance(part, Tally) for part in document.body)
    said = "".join(plain(document))
    assert not {f"【{name}】" for name in NEW} & set(blanks(said))
    assert ("【请示事项】" in said) is (kind is DispatchKind.REQUEST)


def plain(document: Document) -> list[str]:
    """Everything it says."""
    words = [part.head + part.text for part in document.body if isinstance(part, Block)]
    return [document.title, *words]


def test_a_resolutions_template_keeps_the_place_of_its_counts(hall: Hall) -> None:
    said = {**vars(resolution.ORIGINALS["resolution-plan"].wording), "seen": "0", "body": "会议决定：同意。"}
    answer = hall.client("olga").post("/templates/resolution-plan", data=said)
    assert answer.status_code == 422
    assert "模板里少了“【表决结果】”一行" in answer.text


def test_hostile_words_stay_words(hall: Hall) -> None:
    olga = hall.client("olga")
    said = form(title=EVIL, body=f"{EVIL}【{EVIL}】", addressee=EVIL)
    assert olga.post(ADDRESS, data=said).status_code == 303
    for page in (olga.get(ADDRESS), olga.post(f"{ADDRESS}/preview", data=said)):
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_templates_are_the_secretariats(hall: Hall) -> None:
    drawn = re.search(r'<img src="(/[^"]+\.svg)"', hall.client("olga").get(ADDRESS).text)[1]
    assert hall.client("olga").get("/templates/poem").status_code == 404
    assert hall.client("olga").get(f"{ADDRESS}/pages/{'0' * 64}.svg").status_code == 404
    for name in ("bob", "alice", "dan", "peter", "quinn", None):
        client = hall.client(name)
        for address in ("/templates", ADDRESS, drawn):
            assert client.get(address).status_code == (303 if name is None else 404), (name, address)
        for act in (ADDRESS, f"{ADDRESS}/preview", f"{ADDRESS}/versions/0/restoration"):
            assert client.post(act, data=form()).status_code == 404, (name, act)

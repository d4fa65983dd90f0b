"""Templates over HTTP: rewording, versions, back to the original; strangers, two tabs, hostile words."""

import re

import passed
import pytest
import writing
from hall import Hall
from office import kept, make

from congress.committee.rules import originals as dispatch
from congress.letters.originals import ORIGINALS
from congress.resolutions import drafts as resolution

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

"""Rule profiles over HTTP: read by everybody, copied, edited and chosen by organisers."""

import re

import pytest
from hall import Hall
from voting import opened

from congress.bylaws.profile import builtin, from_json
from congress.record.entries import Kind
from congress.record.service import entries
from congress.sittings import service as sittings

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
CONTRACT = "/rules/own_1/parts/matters.collective_contract"
TYPED = {
    "quorum": "2/3",
    "threshold": "1/2",
    "base": "all",
    "forms": ["secret"],
    "itemised": "1",
    "proposers": "",
    "note": "",
}


def in_force(hall: Hall):
    with hall.house.database.read() as session:
        return from_json(sittings.profile_of(session, hall.cast.sitting_id))


def chosen(hall: Hall) -> int:
    with hall.house.database.read() as session:
        return len(entries(session, kinds=[Kind.PROFILE_CHOSEN]))


def copied(hall: Hall, client, source: str = "shanghai", zh: str = "本厂细则"):
    return client.post(f"/rules/{source}/copying", data={"zh": zh, "en": "Our rules"})


def test_everybody_reads_the_rules_with_their_sources_in_both_languages(hall: Hall) -> None:
    for name in ("bob", "ned", "dan", "peter", "olga"):
        page = hall.client(name).get("/rules/in-force")
        assert page.status_code == 200
        for words in (
            "集体合同草案",
            "应到人数的三分之二以上",
            "《企业民主管理规定》第二十条",
            "已见条文",
            "待核对",
        ):
            assert words in page.text
        assert ("复制一份再修改" in page.text) == (name == "olga")
    english = hall.client("bob", **{"Accept-Language": "en"})
    for name, profile in builtin().items():
        page = english.get(f"/rules/{name}")
        assert page.status_code == 200
        assert profile.en in page.text
        assert not re.search(
            r"[一-鿿]", re.sub(r"<[^>]*>", "", page.text.partition("<main")[2].partition("</main>")[0])
        )
    assert hall.client().get("/rules/in-force").status_code == 303


@pytest.mark.parametrize("name", ["own_1", "own_99", "nowhere", "..", "%3Cscript%3E", "own_" + "9" * 30])
def test_what_there_is_not_is_missing(hall: Hall, name) -> None:
    for client in (hall.client("olga"), hall.client("bob")):
        assert client.get(f"/rules/{name}").status_code in {404, 303}
        assert client.get(f"/rules/{name}/parts/motions").status_code == 404


def test_copied_edited_and_chosen(hall: Hall) -> None:
    olga = hall.client("olga")
    assert copied(hall, olga).headers["location"] == "/rules/own_1"
    page = olga.get("/rules/own_1").text
    assert "还没有不同" in page
    form = olga.get(CONTRACT).text
    assert "《上海市职工代表大会条例》第二十八条" in form
    assert 'value="2/3"' in form
    saved = olga.post(
        CONTRACT, data=TYPED | {"quorum": "60%", "forms": ["secret", "named"], "note": "细则第三条"}
    )
    assert saved.headers["location"] == "/rules/own_1#matters.collective_contract"
    page = olga.get("/rules/own_1").text
    for words in (
        "本单位规定：细则第三条",
        "应到人数的五分之三以上",
        "到会要求比原规定宽",
        "表决方式比原规定宽",
    ):
        assert words in page, words
    assert in_force(hall).id == "national"
    for _ in range(2):
        assert olga.post("/rules/own_1/choosing").headers["location"] == "/rules/in-force"
    assert in_force(hall).id == "own_1"
    assert chosen(hall) == 1
    assert "本单位规定：细则第三条" in hall.client("bob").get("/rules/in-force").text
    olga.post(
        "/rules/own_1/parts/motions",
        data={"seconders": "5", "first_answer": "30", "finish": "90", "note": "细则"},
    )
    assert in_force(hall).motions.seconders != 5, "not before it is chosen again"
    assert "有修改尚未生效" in olga.get("/rules/own_1").text
    assert olga.post("/rules/own_1/removal").status_code == 303
    assert in_force(hall).id == "own_1"
    assert olga.get("/rules/own_1").status_code == 404
    assert olga.get("/rules").status_code == 200


def test_a_built_in_profile_may_be_chosen_too(hall: Hall) -> None:
    olga = hall.client("olga")
    assert olga.post("/rules/zhejiang/choosing").status_code == 303
    assert in_force(hall) == builtin()["zhejiang"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"quorum": "3/2", "note": "x"}, "不能大于全部"),
        ({"quorum": "half", "note": "x"}, "请写成分数或百分数"),
        ({"forms": [], "note": "x"}, "请至少允许一种表决方式"),
        ({"threshold": "100%", "strict": "1", "note": "x"}, "不可能超过全部票数"),
        ({"base": "x", "note": "x"}, "请选择一项"),
        ({"quorum": "1/2"}, "请写明依据"),
        ({"quorum": "1/2", "note": "字" * 201}, "最多 200 个字"),
    ],
)
def test_bad_values_are_named_and_what_was_typed_is_kept(hall: Hall, typed, words) -> None:
    olga = hall.client("olga")
    copied(hall, olga)
    answer = olga.post(CONTRACT, data=TYPED | {"proposers": "1/7"} | typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="1/7"' in answer.text
    assert "还没有不同" in olga.get("/rules/own_1").text


def test_copies_need_a_name_of_their_own(hall: Hall) -> None:
    olga = hall.client("olga")
    copied(hall, olga)
    for zh in ("", "x" * 61, "本厂细则"):
        answer = copied(hall, olga, zh=zh)
        assert answer.status_code == 422
    assert "已经有同名的规则方案" in answer.text


def test_strangers_see_no_copies_and_change_nothing(hall: Hall) -> None:
    copied(hall, hall.client("olga"))
    for name in ("bob", "alice", "dan", "peter"):
        client = hall.client(name)
        assert client.get("/rules/own_1").status_code == 404
        assert client.get(CONTRACT).status_code == 404
        assert "本厂细则" not in client.get("/rules").text
        for act in (
            "/rules/own_1/choosing",
            "/rules/shanghai/choosing",
            "/rules/own_1/removal",
            "/rules/own_1/copying",
            CONTRACT,
        ):
            assert client.post(act, data={"zh": "x"} | TYPED).status_code == 404
    assert chosen(hall) == 0


def test_built_in_profiles_are_not_edited(hall: Hall) -> None:
    olga = hall.client("olga")
    assert olga.get("/rules/shanghai/parts/motions").status_code == 404
    assert olga.post("/rules/shanghai/parts/motions", data={"seconders": "9", "note": "x"}).status_code == 404
    assert olga.post("/rules/shanghai/removal").status_code == 404


def test_not_while_a_vote_is_open(hall: Hall) -> None:
    opened(hall.house.database, hall.cast)
    olga = hall.client("olga")
    answer = olga.post("/rules/henan/choosing")
    assert answer.status_code == 403
    assert "第 1 号表决正在进行" in answer.text
    page = olga.get("/rules/henan").text
    assert "第 1 号表决正在进行" in page
    assert "/rules/henan/choosing" not in page
    assert in_force(hall).id == "national"


def test_script_stays_text(hall: Hall) -> None:
    olga = hall.client("olga")
    copied(hall, olga, zh=EVIL[:60])
    olga.post(CONTRACT, data=TYPED | {"quorum": "60%", "note": EVIL})
    olga.post("/rules/own_1/choosing")
    for page in ("/rules", "/rules/own_1", "/rules/in-force", CONTRACT, "/roster/composition"):
        text = olga.get(page).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "&lt;script&gt;" in olga.get("/rules/own_1").text

"""Importing over HTTP: template, upload, preview, confirmation; and files that will not do."""

import io
import re

import pytest
from hall import Hall
from python_calamine import CalamineWorkbook
from sheets import HEAD, book, text

from congress.record.entries import Kind
from congress.record.service import entries
from congress.roster import service as roster

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
NEW = ("2001", "王秀兰", "女", "新材料车间", "一线职工", "正式", "第一代表团", "", "")
BOB = ("1001", "包建国", "男", "铸造车间", "一线职工", "正式", "第一代表团", "", "")


def upload(client, content: bytes, name: str = "名册.xlsx", **data: str):
    return client.post("/roster/imports", files={"file": (name, content)}, data=data, timeout=60)


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def words(answer) -> str:
    """What a page says, without the places where its titles may break."""
    return re.sub(r"</?(wbr|span)[^>]*>", "", answer.text)


def imported(hall: Hall) -> int:
    with hall.house.database.read() as session:
        return len(entries(session, kinds=[Kind.ROSTER_IMPORTED]))


def test_upload_preview_confirm(hall: Hall) -> None:
    olga = hall.client("olga")
    sent = upload(olga, book([HEAD, NEW, BOB]))
    assert sent.status_code == 303
    where = sent.headers["location"]
    assert re.fullmatch(r"/roster/imports/[0-9a-f]{64}\.xlsx", where)
    for _ in range(2):
        page = words(olga.get(where))
        assert "将新增的人（1 人）" in page
        assert "新材料车间" in page
    assert imported(hall) == 0
    digest = hidden(page, "digest")
    lacking = olga.post(where, data={"digest": digest})
    assert lacking.status_code == 422
    assert "请确认新建单位" in lacking.text
    assert imported(hall) == 0
    done = olga.post(where, data={"digest": digest, "units": "1"})
    assert (done.status_code, done.headers["location"]) == (303, "/roster/imports")
    assert imported(hall) == 1
    assert "以往的导入" in olga.get("/roster/imports").text
    assert "王秀兰" in olga.get("/roster?q=2001").text
    assert olga.post(where, data={"digest": digest, "units": "1"}).status_code == 409, "pressed twice"
    assert olga.get(where).status_code == 409
    assert imported(hall) == 1
    assert list((hall.house.settings.imports).iterdir()) == [], "the file is not kept"


def test_bad_cells_are_named_with_place_value_reason_and_remedy(hall: Hall) -> None:
    olga = hall.client("olga")
    rows = [
        HEAD,
        ("2001", "王秀兰", "女人", "铸造车间", "一线职工", "", "", "", ""),
        ("2001", "李", "男", "铸造车间", "一线", "", "", "", "皇帝"),
    ]
    where = upload(olga, text(rows, "gb18030"), "名册.csv").headers["location"]
    page = words(olga.get(where))
    for said in (
        "有 3 处需要改正",
        "C2",
        "性别",
        "女人",
        "可以填写：女、男",
        "A3",
        "工号重复，第 2 行已经有了",
        "I3",
        "皇帝",
    ):
        assert said in page, said
    assert "确认导入" not in page
    english = hall.client("olga", **{"Accept-Language": "en"}).get(where).text
    assert "You may write: Female or Male" in english
    assert olga.post(where, data={"digest": "0" * 64}).status_code == 409
    assert imported(hall) == 0


def test_the_same_sheet_again_has_nothing_to_import(hall: Hall) -> None:
    olga = hall.client("olga")
    where = upload(olga, olga.get("/roster/export.xlsx").content, complete="1").headers["location"]
    page = words(olga.get(where))
    assert "没有需要导入的内容" in page
    assert "确认导入" not in page


def test_a_complete_list_says_whose_mandate_ends(hall: Hall) -> None:
    olga = hall.client("olga")
    where = upload(olga, book([HEAD, BOB]), complete="1").headers["location"]
    assert where.endswith("?complete=1")
    page = words(olga.get(where))
    assert "将终止的代表（12 人）" in page
    assert "蔡秀英" in page
    path = where.partition("?")[0]
    assert olga.post(path, data={"digest": hidden(page, "digest")}).status_code == 409, (
        "not what was previewed"
    )
    assert olga.post(path, data={"digest": hidden(page, "digest"), "complete": "1"}).status_code == 303
    with hall.house.database.read() as session:
        assert len(roster.mandates(session, hall.cast.term_id)) == 1


def test_a_roster_that_changed_in_between_is_told(hall: Hall) -> None:
    olga, by = hall.client("olga"), hall.cast["olga"].person_id
    where = upload(olga, book([HEAD, BOB])).headers["location"]
    digest = hidden(olga.get(where).text, "digest")
    bob = hall.cast["bob"].person_id
    hall.house.database.write(
        lambda s: roster.end_seat(s, term_id=hall.cast.term_id, person_id=bob, why="x", by=by)
    )
    answer = olga.post(where, data={"digest": digest})
    assert answer.status_code == 409
    assert "预览之后名册有了改动" in answer.text
    assert imported(hall) == 0


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "空的"),
        (b"not a zip", "a.xlsx", "损坏"),
        (b"PK\x03\x04" + bytes(50), "a.xlsx", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.xls", ".xls"),
        (b"\xff\x80\x80\xff\xff,\xff\x00", "a.csv", "编码"),
        ("部门,年龄\r\nx,y".encode(), "a.csv", "没有找到表头"),
        ("工号,姓名\r\n".encode(), "a.csv", "没有内容"),
        (b"MZ\x90\x00" + bytes(99), "a.exe", "编码"),
        ("工号,姓名\r\n1,王\x00".encode(), "a.csv", "不是表格文件"),
    ],
)
def test_broken_files_are_explained_beside_the_field(hall: Hall, content, name, said) -> None:
    answer = upload(hall.client("olga"), content, name)
    assert answer.status_code == 422
    assert said in answer.text
    assert not hall.house.settings.imports.exists()


def test_no_file_and_one_too_large(hall: Hall) -> None:
    olga = hall.client("olga")
    answer = olga.post("/roster/imports", data={"complete": "1"})
    assert answer.status_code == 422
    assert "请选择文件" in answer.text
    assert "checked" in answer.text, "what was ticked stays ticked"
    assert upload(olga, b"x" * (20 * 1024 * 1024 + 1), "a.csv").status_code == 422
    assert upload(olga, b"x" * (25 * 1024 * 1024), "a.csv").status_code == 413


@pytest.mark.parametrize("name", ["..%2Fcongress.db", f"{'0' * 64}.xlsx", "template.csv", "x" * 300])
def test_no_other_file_can_be_read(hall: Hall, name) -> None:
    assert hall.client("olga").get(f"/roster/imports/{name}").status_code in {404, 409}
    assert hall.client("olga").post(f"/roster/imports/{name}", data={"digest": "x"}).status_code in {
        404,
        405,
        409,
    }


def test_strangers_neither_upload_nor_see_a_preview(hall: Hall) -> None:
    where = upload(hall.client("olga"), book([HEAD, NEW])).headers["location"]
    for name in ("bob", "dan", "peter"):
        client = hall.client(name)
        assert upload(client, book([HEAD, NEW])).status_code == 404
        for page in ("/roster/imports", "/roster/imports/template.xlsx", where):
            assert client.get(page).status_code == 404
        assert client.post(where, data={"digest": "x"}).status_code == 404
    assert hall.client().get(where).status_code == 303


def test_script_in_every_cell_stays_text(hall: Hall) -> None:
    olga = hall.client("olga")
    head = (*HEAD, EVIL)
    rows = [
        head,
        *[(f"9{n}", EVIL[:60], *[EVIL if n == c else "" for c in range(2, 10)]) for n in range(2, 10)],
    ]
    where = upload(olga, text(rows), f"{EVIL}.csv").headers["location"]
    page = words(olga.get(where))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(("language", "word"), [("zh", "工号*"), ("en", "Number*")])
def test_the_template_is_in_the_readers_language_and_imports(hall: Hall, language, word) -> None:
    answer = hall.client("olga", **{"Accept-Language": language}).get("/roster/imports/template.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.get_sheet_by_index(0).to_python()[0][0] == word
    assert len(book.sheet_names) == 2
    assert "表头下面没有内容" in upload(hall.client("olga"), answer.content).text


def test_five_thousand_rows_through_the_browser_door(hall: Hall) -> None:
    rows = [
        (
            f"W{n:05d}",
            f"王{n}",
            "女",
            f"{n % 40}号车间",
            "一线",
            "正式" if n < 312 else "",
            str(n % 14 + 1) if n < 312 else "",
            "",
            "",
        )
        for n in range(5000)
    ]
    olga = hall.client("olga")
    where = upload(olga, book([HEAD, *rows])).headers["location"]
    page = words(olga.get(where, timeout=60))
    assert "将新增的人（5000 人）" in page
    assert "另有 4800 人没有列出" in page
    assert len(page) < 200_000
    assert (
        olga.post(where, data={"digest": hidden(page, "digest"), "units": "1"}, timeout=60).status_code == 303
    )
    assert "共 5018 人" in olga.get("/roster/people").text

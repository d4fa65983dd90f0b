"""The archive's page: an export is made once however often it is asked for, watched, fetched, and taken away again."""

import hashlib
import io
import zipfile
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
from archive.packages import faults
from archive.rich import lay_papers
from exported import by_hands, by_phone
from hall import Hall

from congress.archive.package import read

PATIENCE = 60.0


def waited(hall: Hall) -> None:
    """Until what was begun is over."""
    end = monotonic() + PATIENCE
    while hall.house.exports.busy:
        assert monotonic() < end
        sleep(0.02)


@pytest.fixture
def voted(hall: Hall) -> Hall:
    by_phone(hall.house, hall.cast)
    return hall


def begin(hall: Hall, sitting: object) -> int:
    return hall.client("olga").post("/archive/exports", data={"sitting": str(sitting)}).status_code


def test_an_export_is_made_in_the_background_and_fetched(voted: Hall, tmp_path: Path) -> None:
    olga = voted.client("olga")
    assert "还没有导出过档案" in olga.get("/archive").text
    assert begin(voted, voted.cast.sitting_id) == 303
    waited(voted)
    page = olga.get("/archive").text
    assert "第三届第二次会议" in page.split("可以下载的档案")[1]
    answer = olga.get(f"/archive/exports/{voted.cast.sitting_id}")
    assert answer.headers["content-type"] == "application/zip"
    assert "archive-3-2.zip" in answer.headers["content-disposition"]
    assert hashlib.sha256(answer.content).hexdigest() in page
    (tmp_path / "fetched.zip").write_bytes(answer.content)
    package = read(tmp_path / "fetched.zip")
    assert faults(package) == set()
    assert package.sitting == voted.cast.sitting_id


def test_everything_has_a_file_of_its_own(voted: Hall) -> None:
    begin(voted, 0)
    waited(voted)
    answer = voted.client("olga").get("/archive/exports/0")
    assert "archive-all.zip" in answer.headers["content-disposition"]
    assert b'"sitting": null' in zipfile.ZipFile(io.BytesIO(answer.content)).read("manifest.json")


def test_progress_ends_where_all_files_are_written(voted: Hall) -> None:
    begin(voted, 0)
    waited(voted)
    work = voted.house.exports
    assert work.done == work.total > 20
    assert work.refusal is None


def test_pressing_twice_begins_one(voted: Hall) -> None:
    with voted.house.exports._lock:  # the first is at work
        voted.house.exports.subject = 0
    assert begin(voted, voted.cast.sitting_id) == 303
    page = voted.client("olga").get("/archive").text
    assert "正在导出" in page
    assert "<progress" in page
    voted.house.exports.subject = None
    assert "<progress" not in voted.client("olga").get("/archive").text


def test_an_export_is_stopped_and_leaves_nothing(voted: Hall) -> None:
    olga, hub = voted.client("olga"), voted.house.hub
    gate, publish = Event(), hub.publish

    def slow(**numbers: int) -> None:
        publish(**numbers)
        assert gate.wait(PATIENCE)

    hub.publish = slow  # type: ignore[method-assign]
    begin(voted, 0)
    assert olga.post("/archive/exports/0/stop").status_code == 303
    gate.set()
    waited(voted)
    page = olga.get("/archive").text
    assert ("已停止，没有留下文件" in page, "还没有导出过档案" in page) == (True, True)
    assert list((voted.house.settings.data / "exports").iterdir()) == []


def test_what_was_recorded_since_is_told(voted: Hall) -> None:
    begin(voted, 0)
    waited(voted)
    assert "之后会议记录又增加了" not in voted.client("olga").get("/archive").text
    by_hands(voted.house, voted.cast)
    assert "之后会议记录又增加了" in voted.client("olga").get("/archive").text


def test_an_export_is_taken_away_and_twice_is_once(voted: Hall) -> None:
    begin(voted, 0)
    waited(voted)
    olga = voted.client("olga")
    for _ in range(2):
        assert olga.post("/archive/exports/0/removal").status_code == 303
    assert olga.get("/archive/exports/0").status_code == 404
    assert list((voted.house.settings.data / "exports").iterdir()) == []


def test_a_lost_paper_is_told_on_the_page_with_what_helps(voted: Hall) -> None:
    voted.house.database.write(lambda s: lay_papers(s, voted.cast, voted.house.settings.papers))
    for kept in voted.house.settings.papers.iterdir():
        kept.unlink()
    begin(voted, 0)
    waited(voted)
    page = voted.client("olga").get("/archive").text
    assert "不在数据文件夹里" in page
    assert "请从备份里找回" in page
    assert list((voted.house.settings.data / "exports").iterdir()) == []


@pytest.mark.parametrize("sitting", ["", "x", "-1"])
def test_no_sitting_is_asked_for_again(voted: Hall, sitting: str) -> None:
    answer = voted.client("olga").post("/archive/exports", data={"sitting": sitting})
    assert answer.status_code in {404, 422}
    assert not voted.house.exports.busy


def test_a_sitting_that_is_not_there_is_missing(voted: Hall) -> None:
    assert begin(voted, 99) == 404


@pytest.mark.parametrize("who", ["bob", "peter", "eve", "ruth"])
def test_nobody_else_gets_one(voted: Hall, who: str) -> None:
    begin(voted, 0)
    waited(voted)
    client = voted.client(who)
    for path in ("/archive", "/archive/exports/0"):
        assert client.get(path).status_code == 404
    for path in ("/archive/exports", "/archive/exports/0/removal"):
        assert client.post(path, data={"sitting": "0"}).status_code == 404
    assert voted.client("olga").get("/archive/exports/0").status_code == 200


def test_a_server_that_ends_leaves_nothing_half(voted: Hall) -> None:
    begin(voted, 0)
    voted.house.exports.close()
    left = voted.house.settings.data / "exports"
    assert not left.exists() or not [path for path in left.iterdir() if path.name.startswith(".")]
    assert not voted.house.exports.busy

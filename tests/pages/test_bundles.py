"""All documents of a sitting at once: the same bytes as from their pages, made in the background, seen from two tabs, stopped."""

import hashlib
import io
import zipfile
from pathlib import Path
from time import monotonic, sleep

import pytest
import under_seal
from exported import by_phone, opened
from hall import Hall
from hostile.busy import busy_hall
from playwright.sync_api import expect
from sqlmodel import Session

from congress.archive import bundle
from congress.archive.bundle import plain
from congress.bylaws.terms import Form
from congress.clock import now
from congress.identity import service as identity
from congress.motions.store import Motion
from congress.polls import service as polls
from congress.typesetting.pdf import ONE
from congress.visit import COOKIE

PATIENCE = 60.0


def waited(hall: Hall) -> None:
    """Until what was begun is over."""
    end = monotonic() + PATIENCE
    while hall.house.bundles.busy:
        assert monotonic() < end
        sleep(0.02)


@pytest.fixture
def voted(hall: Hall) -> Hall:
    by_phone(hall.house, hall.cast)
    return hall


def here(hall: Hall, rest: str = "") -> str:
    return f"/sittings/{hall.cast.sitting_id}/documents{rest}"


def begun(hall: Hall) -> None:
    assert hall.client("olga").post(here(hall)).status_code == 303


def unpacked(hall: Hall) -> dict[str, bytes]:
    answer = hall.client("olga").get(here(hall, ".zip"))
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as source:
        return {name: source.read(name) for name in source.namelist()}


def handed_in(session: Session) -> None:
    """The motion of the busy hall came before the congress."""
    session.get_one(Motion, 1).submitted_at = now()


def test_every_file_is_what_its_own_page_gives(migrated: Path, tmp_path: Path) -> None:
    with busy_hall(migrated, tmp_path) as hall:
        hall.house.database.write(handed_in)
        begun(hall)
        waited(hall)
        assert hall.house.bundles.refusal is None
        found, olga = unpacked(hall), hall.client("olga")
        pages = {
            "决议/": ["/resolutions/1/document.pdf", "/resolutions/1/document.docx"],
            "表决证明/": ["/polls/1/certificate.pdf", "/polls/1/certificate.json"],
            "计票报告单/": ["/polls/1/report.pdf"],
            "报送党委的文件/": ["/dispatches/1/document.pdf", "/dispatches/1/document.docx"],
            "办理单/": ["/dispatches/1/steps.pdf"],
            "提案表/": ["/motions/1/form.pdf"],
        }
        for folder, addresses in pages.items():
            bodies = [body for name, body in found.items() if name.startswith(folder)]
            assert all(olga.get(address).content in bodies for address in addresses), folder
        assert set(pages) == {f"{name.partition('/')[0]}/" for name in found}


def test_a_sealed_resolution_comes_sealed_with_its_signature(hall: Hall) -> None:
    database, cast, folder = hall.house.database, hall.cast, hall.house.settings.seal
    under_seal.make_seal(database, cast, folder)
    made = under_seal.resolved(hall.house, cast)
    use = under_seal.approve_both(database, cast, under_seal.ask(database, cast, folder, made))
    under_seal.press(database, cast, folder, use)
    begun(hall)
    waited(hall)
    found, olga = unpacked(hall), hall.client("olga")
    pdf = next(body for name, body in found.items() if name.startswith("决议/") and name.endswith(".pdf"))
    signature = next(body for name, body in found.items() if name.endswith(".p7s"))
    word = next(body for name, body in found.items() if name.startswith("决议/") and name.endswith(".docx"))
    assert b"/ByteRange" in pdf
    assert word == olga.get(f"/resolutions/{made.id}/document.docx").content
    assert pdf == olga.get(f"/resolutions/{made.id}/document.pdf").content
    assert signature == olga.get(f"/resolutions/{made.id}/signature").content


def test_the_page_tells_what_there_is_and_what_is_ready(voted: Hall) -> None:
    olga = voted.client("olga")
    page = olga.get(here(voted)).text
    assert "表决证明" in page
    assert "可以下载的压缩包" not in page
    assert f'href="{here(voted)}"' in olga.get("/agenda").text
    begun(voted)
    waited(voted)
    answer = olga.get(here(voted, ".zip"))
    assert "documents-3-2.zip" in answer.headers["content-disposition"]
    assert hashlib.sha256(answer.content).hexdigest() in olga.get(here(voted)).text
    assert "Download all documents" in voted.client("olga", **{"Accept-Language": "en"}).get(here(voted)).text
    for _ in range(2):
        assert olga.post(here(voted, "/removal")).status_code == 303
    assert olga.get(here(voted, ".zip")).status_code == 404
    assert list((voted.house.settings.data / bundle.FOLDER).iterdir()) == []


def test_where_there_is_nothing_it_says_so(hall: Hall) -> None:
    olga = hall.client("olga")
    page = olga.get(here(hall)).text
    assert "这次会议还没有可以下载的文书" in page
    assert "打包全部文书" not in page
    refused = olga.post(here(hall))
    assert (refused.status_code, "还没有可以下载的文书" in refused.text) == (404, True)
    assert not hall.house.bundles.busy


def test_a_vote_that_is_open_or_void_has_no_documents(hall: Hall) -> None:
    poll = opened(hall.house, hall.cast, Form.NAMED, "work_report")
    assert "这次会议还没有可以下载的文书" in hall.client("olga").get(here(hall)).text
    by = hall.cast["olga"].person_id
    hall.house.database.write(lambda s: polls.void(s, poll_id=poll, by=by, why="网络断了"))
    assert hall.client("olga").post(here(hall)).status_code == 404


def test_pressing_twice_makes_one_which_every_tab_sees_and_stops(voted: Hall) -> None:
    tabs = [voted.client("olga"), voted.client("olga")]
    with ONE:  # the first PDF waits for its turn
        assert tabs[0].post(here(voted)).status_code == 303
        assert tabs[1].post(here(voted)).status_code == 303
        for tab in tabs:
            assert "<progress" in tab.get(here(voted)).text
        assert tabs[1].post(here(voted, "/stop")).status_code == 303
    waited(voted)
    page = tabs[0].get(here(voted)).text
    assert "已停止，没有留下文件" in page
    assert "可以下载的压缩包" not in page
    assert list((voted.house.settings.data / bundle.FOLDER).iterdir()) == []
    begun(voted)
    waited(voted)
    assert "可以下载的压缩包" in tabs[0].get(here(voted)).text
    assert "已停止" not in tabs[0].get(here(voted)).text


def test_a_sitting_whose_turn_has_not_come_is_told(voted: Hall) -> None:
    work = voted.house.bundles
    with work._lock:
        work.subject = 99
    page = voted.client("olga").get(here(voted)).text
    assert "正在打包另一次会议的文书" in page
    assert "<progress" not in page
    work.subject = None


def test_a_stopped_or_failed_one_leaves_the_last_whole_one(voted: Hall) -> None:
    begun(voted)
    waited(voted)
    first = voted.client("olga").get(here(voted, ".zip")).content
    with ONE:
        begun(voted)
        voted.client("olga").post(here(voted, "/stop"))
    waited(voted)
    assert voted.client("olga").get(here(voted, ".zip")).content == first


def test_a_power_cut_leaves_nothing_for_ever(voted: Hall) -> None:
    folder = voted.house.settings.data / bundle.FOLDER
    folder.mkdir()
    (folder / ".1.zip.x.part").write_bytes(b"half")
    begun(voted)
    waited(voted)
    assert {path.suffix for path in folder.iterdir()} == {".zip", ".sha256"}


@pytest.mark.parametrize("who", ["bob", "peter", "eve", "ruth"])
def test_nobody_else_gets_one(voted: Hall, who: str) -> None:
    begun(voted)
    waited(voted)
    client = voted.client(who)
    for address in (here(voted), here(voted, ".zip")):
        assert client.get(address).status_code == 404
    for address in (here(voted), here(voted, "/stop"), here(voted, "/removal")):
        assert client.post(address).status_code == 404
    assert voted.client("olga").get(here(voted, ".zip")).status_code == 200


def test_a_sitting_that_is_not_there_is_missing(voted: Hall) -> None:
    olga = voted.client("olga")
    for rest in ("", ".zip"):
        assert olga.get(f"/sittings/99/documents{rest}").status_code == 404
    assert olga.post("/sittings/99/documents").status_code == 404


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("关于A/B楼的提案", "关于A_B楼的提案"),
        ("../../etc", "_.._etc"),
        ('<a>:"|?*\\', "_a_______"),
        ("一\n二\u202e三", "一二三"),
        ("长" * 200, "长" * 60),
    ],
)
def test_names_that_every_system_can_unpack(name: str, kept: str) -> None:
    assert plain(name) == kept


# --- in a browser --------------------------------------------------------------------------------------------------


def test_two_tabs_follow_one_bar_to_its_end(voted: Hall, context_for, page_for) -> None:
    context = context_for(voted.url)
    entered = voted.house.database.write(
        lambda s: identity.begin(s, person_id=voted.cast["olga"].person_id, device="x")
    )
    context.add_cookies([{"name": COOKIE, "value": entered.token, "url": voted.url}])
    first, second = page_for(context), page_for(context)
    with ONE:
        second.goto(here(voted))
        first.goto(here(voted))
        first.get_by_role("button", name="打包全部文书").click()
        expect(first.get_by_role("progressbar")).to_be_visible()
        second.reload()
        expect(second.get_by_role("progressbar")).to_be_visible()
    for tab in (first, second):
        expect(tab.get_by_role("heading", name="可以下载的压缩包")).to_be_visible()
        expect(tab.get_by_role("progressbar")).to_have_count(0)
    with second.expect_download() as fetched:
        second.get_by_role("link", name="下载", exact=True).click()
    with zipfile.ZipFile(fetched.value.path()) as source:
        assert source.testzip() is None


def test_the_bar_is_stopped_without_leaving_the_page(voted: Hall, context_for, page_for) -> None:
    context = context_for(voted.url)
    entered = voted.house.database.write(
        lambda s: identity.begin(s, person_id=voted.cast["olga"].person_id, device="x")
    )
    context.add_cookies([{"name": COOKIE, "value": entered.token, "url": voted.url}])
    tab = page_for(context)
    with ONE:
        tab.goto(here(voted))
        tab.get_by_role("button", name="打包全部文书").click()
        with tab.expect_response("**/documents/stop"):
            tab.get_by_role("button", name="停止").click()
    expect(tab.get_by_text("已停止，没有留下文件")).to_be_visible()

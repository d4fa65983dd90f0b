"""Papers over HTTP: what is taken, how it is served, and what is left of one that was withdrawn."""

from hashlib import sha256

import httpx2
import papers
import pytest
from hall import Hall

from congress.bylaws.terms import Verb
from congress.sittings import service as sittings
from congress.sittings.rules import SittingStage
from congress.sittings.store import Sitting

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">.pdf'


@pytest.fixture
def item(hall: Hall) -> int:
    by = hall.cast["olga"].person_id
    return hall.house.database.write(
        lambda s: sittings.add_item(
            s, sitting_id=hall.cast.sitting_id, title="审议合同", verb=Verb.PASS, by=by
        )
    ).id


def upload(client: httpx2.Client, item: int, name: str, content: bytes) -> httpx2.Response:
    return client.post(f"/agenda/{item}/papers", files={"paper": (name, content, "application/octet-stream")})


def kept(hall: Hall) -> list[str]:
    return sorted(file.name for file in hall.house.settings.papers.iterdir())


def only(hall: Hall, item: int):
    with hall.house.database.read() as session:
        (paper,) = sittings.papers_of(session, hall.cast.sitting_id)[item]
    return paper


def test_a_paper_is_attached_and_read_by_everybody_who_has_signed_in(hall: Hall, item: int) -> None:
    answer = upload(hall.client("olga"), item, "集体合同（草案）.pdf", papers.PDF)
    assert answer.headers["location"] == f"/agenda/{item}"
    paper, digest = only(hall, item), sha256(papers.PDF).hexdigest()
    assert (paper.name, paper.size, paper.sha256) == ("集体合同（草案）.pdf", len(papers.PDF), digest)
    assert kept(hall) == [digest]
    for name in ("bob", "ned", "dan", "peter"):
        page = hall.client(name).get(f"/agenda/{item}").text
        assert "集体合同（草案）.pdf" in page
        assert digest in page
        served = hall.client(name).get(f"/papers/{paper.id}")
        assert served.status_code == 200
        assert served.content == papers.PDF
        assert served.headers["content-type"] == "application/pdf"
        assert served.headers["content-length"] == str(len(papers.PDF))
        assert served.headers["x-content-type-options"] == "nosniff"
        assert served.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert served.headers["cache-control"] == "no-store"
        assert served.headers["content-disposition"] == (
            f'inline; filename="paper-{paper.id}.pdf"; '
            "filename*=UTF-8''%E9%9B%86%E4%BD%93%E5%90%88%E5%90%8C%EF%BC%88%E8%8D%89%E6%A1%88%EF%BC%89.pdf"
        )
    assert hall.client().get(f"/papers/{paper.id}").status_code == 303
    assert hall.client("bob").get("/papers/999").status_code == 404


OFFICE = "application/vnd.openxmlformats-officedocument."
SERVED = [
    ("a.docx", papers.document(), f"{OFFICE}wordprocessingml.document", "attachment"),
    ("a.xlsx", papers.workbook(), f"{OFFICE}spreadsheetml.sheet", "attachment"),
    ("a.pptx", papers.slides(), f"{OFFICE}presentationml.presentation", "attachment"),
    ("a.txt", b"<script>alert(1)</script>", "text/plain; charset=utf-8", "attachment"),
    ("a.md", "# 说明".encode(), "text/markdown; charset=utf-8", "attachment"),
    ("a.png", papers.picture("PNG"), "image/png", "inline"),
    ("a.JPEG", papers.picture("JPEG"), "image/jpeg", "inline"),
]


def test_each_kind_is_served_as_what_it_is(hall: Hall, item: int) -> None:
    olga, bob = hall.client("olga"), hall.client("bob")
    for name, content, kind, place in SERVED:
        assert upload(olga, item, name, content).status_code == 303
        with hall.house.database.read() as session:
            paper = sittings.papers_of(session, hall.cast.sitting_id)[item][-1]
        served = bob.get(f"/papers/{paper.id}")
        assert served.headers["content-type"] == kind
        assert served.headers["content-disposition"].startswith(f"{place};")
        assert served.content == content


REFUSED = [
    ("合同.pdf", papers.HTML, "文件名写的是PDF 文件，内容却不是"),
    ("合同.docx", papers.bomb(), "文件解开之后太大"),
    ("合同.docx", papers.workbook(), "内容却不是"),
    ("页面.html", papers.HTML, "不能接收这种文件：页面.html"),
    ("空.pdf", b"", "文件是空的"),
    ("大.txt", b"x" * (20 * 1024 * 1024 + 1), "文件超过 20 MB"),
]


def test_what_is_not_taken_is_explained_and_leaves_nothing(hall: Hall, item: int) -> None:
    olga = hall.client("olga")
    for name, content, complaint in REFUSED:
        answer = upload(olga, item, name, content)
        assert answer.status_code == 422
        assert complaint in answer.text
    assert kept(hall) == []
    with hall.house.database.read() as session:
        assert sittings.papers_of(session, hall.cast.sitting_id) == {}


def test_a_body_beyond_all_limits_is_refused_before_it_is_read(hall: Hall, item: int) -> None:
    answer = upload(hall.client("olga"), item, "大.pdf", papers.PDF + bytes(25 * 1024 * 1024))
    assert answer.status_code == 413
    assert kept(hall) == []


def test_no_file_is_a_complaint(hall: Hall, item: int) -> None:
    olga = hall.client("olga")
    assert "请选择一个文件" in olga.post(f"/agenda/{item}/papers", data={"paper": "text"}).text
    assert olga.post(f"/agenda/{item}/papers").status_code == 422
    assert olga.get(f"/agenda/{item}/papers/new").status_code == 200


NAMES = [
    ("../../../congress.db.pdf", "congress.db.pdf"),
    ("..\\..\\record.key.pdf", "record.key.pdf"),
    ("合同\u202efdp.pdf", "合同fdp.pdf"),
]


def test_names_lead_nowhere(hall: Hall, item: int) -> None:
    for n, (name, kept_as) in enumerate(NAMES, start=1):
        assert upload(hall.client("olga"), item, name, papers.PDF + bytes([n])).status_code == 303
        with hall.house.database.read() as session:
            names = [paper.name for paper in sittings.papers_of(session, hall.cast.sitting_id)[item]]
        assert names[-1] == kept_as
        assert len(kept(hall)) == n


def test_script_in_a_name_stays_text(hall: Hall, item: int) -> None:
    assert upload(hall.client("olga"), item, EVIL.replace("/", "\u2215"), papers.PDF).status_code == 303
    paper = only(hall, item)
    for address in ("/agenda", f"/agenda/{item}"):
        page = hall.client("bob").get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page
    disposition = hall.client("bob").get(f"/papers/{paper.id}").headers["content-disposition"]
    assert "<" not in disposition
    assert disposition.count('"') == 2
    refused = upload(hall.client("olga"), item, "<b>x</b>.exe", b"MZ")
    assert "<b>x" not in refused.text


def test_the_same_bytes_lie_once_whatever_they_are_called(hall: Hall, item: int) -> None:
    olga, by = hall.client("olga"), hall.cast["olga"].person_id
    other = hall.house.database.write(
        lambda s: sittings.add_item(s, sitting_id=hall.cast.sitting_id, title="二", verb=Verb.PASS, by=by)
    ).id
    for target, name in ((item, "甲.pdf"), (item, "甲.pdf"), (item, "乙.pdf"), (other, "丙.pdf")):
        assert upload(olga, target, name, papers.PDF).status_code == 303
    assert only(hall, item).name == "甲.pdf"
    assert only(hall, other).name == "丙.pdf"
    assert len(kept(hall)) == 1


def test_a_withdrawn_paper_says_why_it_is_gone(hall: Hall, item: int) -> None:
    olga = hall.client("olga")
    upload(olga, item, "合同.pdf", papers.PDF)
    paper = only(hall, item)
    assert olga.post(f"/papers/{paper.id}/withdrawal", data={"why": ""}).status_code == 422
    for why in (EVIL, "再按一次"):
        assert olga.post(f"/papers/{paper.id}/withdrawal", data={"why": why}).status_code == 303
    gone = hall.client("bob").get(f"/papers/{paper.id}")
    assert gone.status_code == 410
    assert "文件已撤回" in gone.text
    assert "<script>alert" not in gone.text
    assert "&lt;script&gt;alert(1)" in gone.text
    assert f"/papers/{paper.id}" not in hall.client("bob").get(f"/agenda/{item}").text
    assert hall.client().get(f"/papers/{paper.id}").status_code == 303
    upload(olga, item, "合同.pdf", papers.PDF)
    assert hall.client("bob").get(f"/papers/{only(hall, item).id}").status_code == 200


def test_a_lost_file_is_said_to_be_lost(hall: Hall, item: int) -> None:
    upload(hall.client("olga"), item, "合同.pdf", papers.PDF)
    paper = only(hall, item)
    (hall.house.settings.papers / paper.sha256).unlink()
    lost = hall.client("bob").get(f"/papers/{paper.id}")
    assert lost.status_code == 404
    assert "不在服务器上" in lost.text


def test_strangers_attach_and_withdraw_nothing(hall: Hall, item: int) -> None:
    upload(hall.client("olga"), item, "合同.pdf", papers.PDF)
    paper = only(hall, item)
    for name in ("bob", "ned", "dan", "alice", "peter", None):
        client = hall.client(name)
        assert upload(client, item, "我的.pdf", papers.PDF + b" ").status_code == 404
        assert client.get(f"/agenda/{item}/papers/new").status_code == (404 if name else 303)
        assert client.post(f"/papers/{paper.id}/withdrawal", data={"why": "x"}).status_code == 404
    assert len(kept(hall)) == 1
    assert only(hall, item).withdrawn_at is None


def test_after_the_sitting_nothing_is_attached(hall: Hall, item: int) -> None:
    def over(session):
        sitting = session.get(Sitting, hall.cast.sitting_id)
        sitting.stage = SittingStage.OVER
        session.add(sitting)

    hall.house.database.write(over)
    assert upload(hall.client("olga"), item, "合同.pdf", papers.PDF).status_code == 403
    assert "已经闭会" in hall.client("olga").get(f"/agenda/{item}/papers/new").text
    assert upload(hall.client("olga"), 999, "合同.pdf", papers.PDF).status_code == 404

"""备案 over HTTP: the resolution goes to the higher union, its receipt comes back; scans beside the number."""

import asyncio
import json
from pathlib import Path

import httpx2
import paperwork
import passed
import pytest
from hall import Hall
from office import make, words
from posted import receipt_for, web
from sqlmodel import select

from congress.committee.store import Filing, FilingProof
from congress.courier import courier_of
from congress.crypto.signatures import Signer, encode
from congress.delivery.rules import Matter, Stage
from congress.delivery.store import Delivery

PDF = b"%PDF-1.4 a scan"
JPEG = b"\xff\xd8\xff\xe0 a picture"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def add(hall: Hall, address: str, key: str = "", name: str = "市总工会") -> None:
    wish = {"who": "union", "way": "webhook", "name": name, "address": address, "key": key}
    assert hall.client("olga").post("/receivers", data=wish).status_code == 303


def carry(hall: Hall) -> None:
    asyncio.run(courier_of(hall.house).round())


def filing_deliveries(hall: Hall) -> list[Delivery]:
    with hall.house.database.read() as session:
        return list(session.exec(select(Delivery).where(Delivery.matter == Matter.FILING)))


def send(hall: Hall, address: str, name: str = "olga") -> httpx2.Response:
    return hall.client(name).post(f"{address}/delivery")


def test_without_an_address_of_the_union_the_page_says_what_to_do(hall: Hall) -> None:
    row = make(hall, passed.sealed)
    address = f"/resolutions/{row.id}/filings/union"
    page = hall.client("olga").get(address).text
    assert "还没有设置上级工会的地址" in page
    assert 'href="/receivers"' in page
    assert send(hall, address).status_code == 403


def test_the_filing_goes_once_and_its_receipt_is_seen_at_the_filing(hall: Hall) -> None:
    signer, row = Signer.generate(), make(hall, passed.sealed)
    address = f"/resolutions/{row.id}/filings/union"

    def answer(_call):
        (found,) = filing_deliveries(hall)
        return 200, {}, json.dumps({"receipt": receipt_for(found, signer)}).encode()

    with web(answer) as there:
        add(hall, there.url, encode(signer.public))
        assert "送上级工会备案" in hall.client("olga").get(address).text
        for _ in range(2):
            assert send(hall, address).status_code == 303
        carry(hall)
    assert len(there.calls) == 1
    sent = json.loads(there.calls[0].body)
    assert (sent["type"], sent["data"]["title"]) == ("congress.filing", row.title)
    (found,) = filing_deliveries(hall)
    assert found.stage is Stage.RECEIVED
    page = words(hall.client("olga").get(address))
    assert "对方已签收" in page
    assert f'href="/deliveries/{found.id}/receipt.json"' in page
    assert "送上级工会备案" not in page
    delivered = hall.client("olga").get(f"/deliveries/{found.id}").text
    assert "报上级工会备案的决议" in delivered
    assert f'href="{address}"' in delivered
    assert "sending" not in hall.client("peter").get(address).text


def test_a_receipt_for_something_else_proves_nothing(hall: Hall) -> None:
    """The union signs for the same resolution as it was published: another delivery, another number."""
    signer, row = Signer.generate(), make(hall, passed.published)

    def answer(_call):
        (found,) = filing_deliveries(hall)
        return 200, {}, json.dumps({"receipt": receipt_for(found, signer, delivery="msg_other")}).encode()

    with web(answer) as there:
        add(hall, there.url, encode(signer.public))
        send(hall, f"/resolutions/{row.id}/filings/union")
        carry(hall)
    (found,) = filing_deliveries(hall)
    assert (found.stage, found.receipt) == (Stage.SENT, "")
    page = hall.client("olga").get(f"/deliveries/{found.id}").text
    assert "已送达，但对方的签收凭证不对" in page


def test_after_an_objection_it_may_be_sent_once_more_and_to_a_new_address_at_once(hall: Hall) -> None:
    row = make(hall, passed.sealed)
    address = f"/resolutions/{row.id}/filings/union"
    add(hall, "http://127.0.0.1:9/")
    send(hall, address)
    make(hall, paperwork.file, row.id)
    send(hall, address)
    assert len(filing_deliveries(hall)) == 1
    add(hall, "http://127.0.0.1:9/second", name="省总工会")
    assert "省总工会" in hall.client("olga").get(address).text
    send(hall, address)
    assert len(filing_deliveries(hall)) == 2

    def objected(session, cast):
        paperwork.conclude(session, cast, session.exec(select(Filing)).one(), "objected", "请补充说明。")

    make(hall, objected)
    send(hall, address)
    send(hall, address)
    assert len(filing_deliveries(hall)) == 4


def test_only_the_secretariat_sends_and_only_to_the_union(hall: Hall) -> None:
    row = make(hall, passed.sealed)
    add(hall, "http://127.0.0.1:9/")
    for name in ("peter", "alice", "eve"):
        assert send(hall, f"/resolutions/{row.id}/filings/union", name).status_code == 404
    assert send(hall, f"/resolutions/{row.id}/filings/labour").status_code == 404
    assert filing_deliveries(hall) == []


# --- scans -----------------------------------------------------------------------------------------------------


@pytest.fixture
def address(hall: Hall) -> str:
    """Of a filing that is noted."""
    row = make(hall, passed.sealed)
    make(hall, paperwork.file, row.id)
    return f"/resolutions/{row.id}/filings/union"


def upload(hall: Hall, address: str, name: str, content: bytes, who: str = "olga") -> httpx2.Response:
    return hall.client(who).post(f"{address}/proofs", files={"scan": (name, content)})


def proofs(hall: Hall) -> list[FilingProof]:
    with hall.house.database.read() as session:
        return list(session.exec(select(FilingProof)))


@pytest.mark.parametrize(("name", "content", "media"), [
    ("备案回执.pdf", PDF, "application/pdf"), ("回执.JPG", JPEG, "image/jpeg"), ("回执.png", PNG, "image/png"),
])  # fmt: skip
def test_a_scan_stands_beside_the_number_and_is_downloaded(hall: Hall, address, name, content, media) -> None:
    for _ in range(2):
        assert upload(hall, address, name, content).status_code == 303
    assert len(proofs(hall)) == 1
    for who in ("olga", "peter"):
        assert name in hall.client(who).get(address).text
        answer = hall.client(who).get("/filings/proofs/1")
        assert (answer.content, answer.headers["content-type"]) == (content, media)
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]
    for who in ("alice", "eve"):
        assert hall.client(who).get("/filings/proofs/1").status_code == 404
    assert hall.client("olga").get("/filings/proofs/2").status_code == 404


@pytest.mark.parametrize(("name", "content", "complaint"), [
    ("回执.docx", b"PK", "请上传扫描件"), ("回执.txt", b"text", "证明文件不能是"), ("回执.pdf", b"MZ", "内容却不是"),
    ("回执.exe", b"MZ", "不能接收这种文件"), ("回执.pdf", b"", "文件是空的"),
])  # fmt: skip
def test_what_is_no_scan_is_refused_in_words(hall: Hall, address, name, content, complaint) -> None:
    answer = upload(hall, address, name, content)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert "PDF、JPEG 或 PNG" in answer.text
    assert proofs(hall) == []


def test_a_scan_that_is_too_large_or_missing_is_refused(hall: Hall, address: str) -> None:
    large = upload(hall, address, "回执.pdf", PDF + bytes(hall.house.settings.upload_limit))
    assert (large.status_code, "文件超过 20 MB" in large.text) == (422, True)
    none = hall.client("olga").post(f"{address}/proofs", data={"x": "1"})
    assert (none.status_code, "请选择一个文件" in none.text) == (422, True)


def test_only_the_secretariat_adds_a_scan_and_only_to_what_was_filed(hall: Hall, address: str) -> None:
    for who in ("peter", "alice", "eve"):
        assert upload(hall, address, "回执.pdf", PDF, who).status_code == 404
    other = make(hall, passed.sealed, number=2)
    assert upload(hall, f"/resolutions/{other.id}/filings/union", "回执.pdf", PDF).status_code == 404
    assert proofs(hall) == []


def test_a_scan_that_is_gone_from_the_server_is_told(hall: Hall, address: str) -> None:
    upload(hall, address, "回执.pdf", PDF)
    (Path(hall.house.settings.papers) / proofs(hall)[0].sha256).unlink()
    answer = hall.client("olga").get("/filings/proofs/1")
    assert (answer.status_code, "这份文件不在服务器上" in answer.text) == (404, True)


# --- before there were deliveries ------------------------------------------------------------------------------


def test_what_was_sent_before_there_were_deliveries_says_so_to_the_secretariat(hall: Hall) -> None:
    found = make(hall, passed.received)

    def forget(session, _cast):
        for one in session.exec(select(Delivery)):
            session.delete(one)

    make(hall, forget)
    for page in (f"/dispatches/{found.id}", f"/resolutions/{found.resolution_id}"):
        assert "没有送达记录" in hall.client("olga").get(page).text
        assert "没有送达记录" not in hall.client("peter").get(page).text
    assert "还没有送出过文件" in hall.client("olga").get("/deliveries").text

"""Deliveries and their settings over HTTP: seen and moved by organisers; receipts brought by receivers."""

import asyncio
import json
import re

import httpx2
import passed
import pytest
from hall import Hall
from office import make
from posted import receipt_for, web

from congress.courier import courier_of
from congress.crypto.signatures import Signer, encode
from congress.delivery import service as delivery
from congress.delivery.rules import Stage
from congress.delivery.service import Delivery

ADD = {"who": "union", "way": "mail", "name": "市总工会", "address": "union@a.example", "key": ""}


def add(hall: Hall, **change: str) -> httpx2.Response:
    return hall.client("olga").post("/receivers", data=ADD | change)


def carry(hall: Hall) -> None:
    asyncio.run(courier_of(hall.house).round())


def kept(hall: Hall, number: int) -> Delivery:
    with hall.house.database.read() as session:
        return delivery.load(session, number)


def test_without_anything_the_page_says_so_and_leads_to_the_settings(hall: Hall):
    page = hall.client("olga").get("/deliveries").text
    assert "还没有送出过文件" in page
    assert 'href="/receivers"' in page


def test_a_receiver_is_added_tested_changed_and_retired(hall: Hall):
    olga = hall.client("olga")
    with web(lambda _: (200, {}, b"")) as there:
        made = add(hall, way="webhook", address=there.url)
        assert (made.status_code, made.headers["location"]) == (303, "/receivers/1")
        page = olga.get("/receivers/1").text
        assert "whsec_" in page
        assert "whpk_" in page
        once = re.search(r'name="once" value="(\w+)"', page)[1]
        first, second = (olga.post("/receivers/1/tests", data={"once": once}) for _ in range(2))
        assert first.headers["location"] == second.headers["location"] == "/deliveries/1"
        carry(hall)
        shown = olga.get("/deliveries/1").text
    assert len(there.calls) == 1
    assert "已送达" in shown
    assert "对方说：200" in shown
    assert olga.get("/deliveries/1/document").content.startswith(b"%PDF-")
    assert olga.get("/deliveries/1/receipt.json").status_code == 404
    changed = olga.post("/receivers/1", data={"name": "总工会", "address": "https://a.example/in", "key": ""})
    assert changed.status_code == 303
    assert "总工会" in olga.get("/receivers").text
    assert olga.post("/receivers/1/retirement").headers["location"] == "/receivers"
    assert "还没有接收方" in olga.get("/receivers").text
    assert olga.get("/receivers/1").status_code == 404


def test_a_new_secret_is_another_one(hall: Hall):
    olga = hall.client("olga")
    add(hall, way="webhook", address="http://127.0.0.1:9/")

    def secret() -> str:
        return re.search(r"whsec_[A-Za-z0-9+/=]{40,}", olga.get("/receivers/1").text)[0]

    first = secret()
    for _ in range(2):
        assert olga.post("/receivers/1/secret", data={"seen": "1"}).status_code == 303
    assert secret() != first


@pytest.mark.parametrize(("change", "complaint"), [
    ({"address": "nobody"}, "请填写一个邮箱地址"), ({"name": ""}, "请填写这一项"), ({"way": "pigeon"}, "请选择一项"),
    ({"way": "webhook", "address": "https://a.example/", "key": "short"}, "这不是 Ed25519 公钥"),
])  # fmt: skip
def test_what_was_typed_comes_back_with_its_complaint(hall: Hall, change, complaint):
    answer = add(hall, **change)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert change.get("name", "市总工会") in answer.text


def test_a_delivery_is_stopped_started_and_tried_at_once(hall: Hall):
    olga = hall.client("olga")
    add(hall, way="webhook", address="http://127.0.0.1:9/")
    make(hall, passed.published)
    carry(hall)
    page = olga.get("/deliveries/1").text
    assert "连不上对方的服务器" in page
    assert "下次尝试" in page
    assert "连不上对方的服务器" in olga.get("/deliveries").text
    for move, stage in (
        ("trying", "waiting"),
        ("stopping", "stopped"),
        ("stopping", "stopped"),
        ("resumption", "waiting"),
    ):
        answer = olga.post(f"/deliveries/1/{move}")
        assert (answer.status_code, kept(hall, 1).stage) == (303, Stage(stage))
    assert olga.post("/deliveries/99/stopping").status_code == 404


def test_what_was_given_up_stands_first_and_can_be_started_again(hall: Hall):
    with web(lambda _: (410, {}, b"")) as there:
        add(hall, way="webhook", address=there.url)
        make(hall, passed.published)
        carry(hall)
    olga = hall.client("olga")
    assert "没有送到的：1 件" in olga.get("/deliveries").text
    assert "有 1 件文件没有送到" in olga.get("/desk").text
    assert "重新开始" in olga.get("/deliveries/1").text


def test_the_documents_own_page_says_in_short_where_it_went_to_organisers_only(hall: Hall):
    add(hall)
    found = make(hall, passed.received)
    for page in (f"/resolutions/{found.resolution_id}", f"/dispatches/{found.id}"):
        assert 'id="sent-to"' in hall.client("olga").get(page).text
        assert 'id="sent-to"' not in hall.client("peter").get(page).text
        assert 'id="sent-to"' not in hall.client().get(page).text


def test_the_committees_receipt_is_seen_and_downloaded_by_the_sender(hall: Hall):
    found = make(hall, passed.received)
    olga = hall.client("olga")
    page = olga.get("/deliveries/1").text
    assert "裴振华已签收" in page
    assert f"记录第 {found.received_seq} 条" in page
    said = json.loads(olga.get("/deliveries/1/receipt.json").content)
    assert json.loads(said["statement"])["act"] == "receive"
    assert olga.get("/deliveries/1/document").status_code == 404
    assert hall.client("bob").get("/deliveries/1/receipt.json").status_code == 404


def test_a_receiver_brings_its_receipt_by_itself_and_nobody_else_can(hall: Hall):
    signer = Signer.generate()
    with web(lambda _: None) as there:
        add(hall, way="webhook", address=there.url, key=encode(signer.public))
        make(hall, passed.published)
        carry(hall)
    found, nobody = kept(hall, 1), hall.client()
    forged = receipt_for(found, Signer.generate())
    answer = nobody.post("/receipts", data={"delivery": found.uid, "receipt": json.dumps(forged)})
    assert (answer.status_code, kept(hall, 1).stage) == (403, Stage.WAITING)
    good = json.dumps(receipt_for(found, signer))
    assert nobody.post("/receipts", data={"delivery": "msg_0", "receipt": good}).status_code == 404
    for _ in range(2):
        answer = nobody.post("/receipts", data={"delivery": found.uid, "receipt": good})
        assert answer.json() == {"delivery": found.uid, "stage": "received"}
    assert kept(hall, 1).stage is Stage.RECEIVED


@pytest.mark.parametrize("path", ["/deliveries", "/deliveries/1", "/receivers", "/receivers/1"])
def test_the_pages_speak_english(hall: Hall, path):
    add(hall, name="Union", way="webhook", address="http://127.0.0.1:9/")
    hall.client("olga").post("/receivers/1/tests", data={"once": "a"})
    carry(hall)
    page = hall.client("olga", **{"Accept-Language": "en"}).get(path).text
    main = re.sub(r"<[^>]*>", "", page.partition("<main")[2].partition("</main>")[0]).replace("送达测试", "")
    assert not re.search(r"[一-鿿]", main)


@pytest.mark.parametrize(("language", "word"), [("zh", "大会决议"), ("en", "Resolution")])
def test_one_resolution_is_called_one(hall: Hall, language: str, word: str):
    add(hall)
    make(hall, passed.published)
    olga = hall.client("olga", **{"Accept-Language": language})
    assert f"{word} · 职代会〔" in olga.get("/deliveries").text

"""The seal over HTTP: made, renewed, imported, used by those who may, and nobody else."""

import re
from datetime import timedelta

import pytest
from at_the_seal import NEW, PASSPHRASE, approve, asked, count, current, made
from hall import Hall

from congress.clock import now
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import OfficeKind
from congress.seals import keyfile
from congress.seals import service as seals


def test_an_organiser_makes_a_seal_and_others_fetch_its_root(hall: Hall) -> None:
    olga = hall.client("olga")
    assert "还没有印章" in olga.get("/seal").text
    assert hall.client().get("/seal/root.pem").status_code == 404
    assert made(hall).headers["location"] == "/seal"
    page = olga.get("/seal").text
    assert "长风精工有限公司职工代表大会" in page
    root = hall.client().get("/seal/root.pem")
    assert root.headers["content-type"] == "application/x-pem-file"
    assert root.text.startswith("-----BEGIN CERTIFICATE-----")
    assert count(hall, Kind.SEAL_MADE) == 1


def test_the_page_speaks_english(hall: Hall) -> None:
    made(hall)
    page = hall.client("olga", **{"Accept-Language": "en"}).get("/seal").text
    main = re.sub(r"<[^>]*>", "", page.partition("<main")[2].partition("</main>")[0])
    names = "长风精工有限公司职工代表大会", "长风精工有限公司印章根证书", "长风精工有限公司"
    for name in names:
        main = main.replace(name, "")
    assert not re.search(r"[一-鿿]", main)


@pytest.mark.parametrize("name", ["alice", "bob", "peter", "dan"])
def test_others_find_no_such_page_and_change_nothing(hall: Hall, name) -> None:
    made(hall)
    before, client = current(hall), hall.client(name)
    assert client.get("/seal").status_code == 404
    for act in ("making", "renewal", "import"):
        answer = client.post(f"/seal/{act}", data=NEW | {"seen": before, "old": PASSPHRASE})
        assert answer.status_code == 404
    assert current(hall) == before


def test_a_visitor_is_asked_to_sign_in(hall: Hall) -> None:
    assert hall.client().get("/seal").status_code == 303


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"passphrase": "kurz", "again": "kurz"}, "至少 12 个字符"),
        ({"again": "another"}, "两次输入的口令不一样"),
    ],
)
def test_a_bad_passphrase_is_told_and_makes_nothing(hall: Hall, change, words) -> None:
    answer = made(hall, **change)
    assert answer.status_code == 422
    assert words in answer.text
    assert PASSPHRASE not in answer.text
    assert current(hall) == ""


def test_the_same_press_twice_replaces_once(hall: Hall) -> None:
    assert made(hall, seen="").status_code == 303
    assert made(hall, seen="").status_code == 409
    assert count(hall, Kind.SEAL_MADE) == 1


def test_renewal_keeps_the_root(hall: Hall) -> None:
    made(hall)
    olga, root = hall.client("olga"), hall.client().get("/seal/root.pem").text
    wrong = olga.post("/seal/renewal", data={"seen": current(hall), "old": "x" * 20})
    assert wrong.status_code == 422
    assert "口令不对" in wrong.text
    before = current(hall)
    assert olga.post("/seal/renewal", data={"seen": before, "old": PASSPHRASE}).status_code == 303
    assert current(hall) != before
    assert hall.client().get("/seal/root.pem").text == root
    assert "以前的印章" in olga.get("/seal").text


def test_a_bad_file_is_told_beside_the_field(hall: Hall) -> None:
    form = NEW | {"way": "import", "seen": "", "password": "x"}
    olga = hall.client("olga")
    for files in ({}, {"file": ("seal.p12", b"hello", "application/x-pkcs12")}):
        answer = olga.post("/seal/import", data=form, files=files)
        assert answer.status_code == 422
        assert ("请选择文件" in answer.text) != bool(files)
        assert ("不是 PKCS#12" in answer.text) == bool(files)
    assert current(hall) == ""


def test_two_officers_allow_and_an_organiser_seals(hall: Hall) -> None:
    made(hall)
    address, olga = asked(hall, b"words"), hall.client("olga")
    assert "还没有批准用印" in olga.get(address).text
    assert olga.post(f"{address}/pressing", data={"passphrase": PASSPHRASE}).status_code == 403
    assert approve(hall, address, "alice", OfficeKind.EXECUTIVE_CHAIR).status_code == 303
    assert approve(hall, address, "ruth", OfficeKind.CHIEF_TELLER).status_code == 303
    assert "安丽华已批准" in hall.client("ruth").get(address).text
    assert (
        hall.client("alice").post(f"{address}/pressing", data={"passphrase": PASSPHRASE}).status_code == 404
    )
    wrong = olga.post(f"{address}/pressing", data={"passphrase": "x" * 20})
    assert wrong.status_code == 422
    assert "口令不对" in wrong.text
    for _ in range(2):
        assert olga.post(f"{address}/pressing", data={"passphrase": PASSPHRASE}).status_code == 303
    assert count(hall, Kind.SEAL_PRESSED) == 1
    assert olga.get(f"{address}/sealed").content == b"words"
    signature = olga.get(f"{address}/signature")
    assert signature.headers["content-type"] == "application/pkcs7-signature"
    assert olga.get(f"{address}/document").headers["content-disposition"].startswith("attachment")
    for client in (hall.client("bob"), hall.client("peter")):
        for part in ("", "/document", "/sealed", "/signature"):
            assert client.get(address + part).status_code == 404
    hall.house.press.close()


def test_the_passphrase_is_guessed_slowly(hall: Hall) -> None:
    made(hall)
    olga, who = hall.client("olga"), str(hall.cast["olga"].person_id)
    form = {"seen": current(hall), "old": "x" * 20}
    assert olga.post("/seal/renewal", data=form).status_code == 422
    for _ in range(9):
        hall.house.slow_down("seal", who)
    assert olga.post("/seal/renewal", data=form).status_code == 429


def test_a_lost_key_file_is_told_before_it_is_needed(hall: Hall) -> None:
    made(hall)
    keyfile.path_of(hall.house.settings.seal, current(hall)).unlink()
    assert "印章的密钥文件不在服务器上" in hall.client("olga").get("/seal").text


@pytest.mark.parametrize(("days", "warned"), [(61, False), (59, True), (-1, True)])
def test_the_desk_warns_before_the_seal_expires(hall: Hall, days, warned) -> None:
    made(hall)

    def age(session):
        seal = seals.current(session)
        seal.ends_at = now() + timedelta(days=days, minutes=5)
        session.add(seal)

    hall.house.database.write(age)
    assert ("印章证书即将到期或已经到期" in hall.client("olga").get("/desk").text) == warned


def test_script_in_the_name_of_a_document_stays_text(hall: Hall) -> None:
    made(hall)
    digest = seals.lay(hall.house.settings.seal, b"x")

    def ask(session):
        olga = roster.viewer(session, hall.cast["olga"].person_id)
        return seals.ask(session, olga, name="<script>alert(1)</script>", sha256=digest, size=1).id

    number = hall.house.database.write(ask)
    for page in ("/seal", f"/seal/uses/{number}"):
        text = hall.client("olga").get(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text

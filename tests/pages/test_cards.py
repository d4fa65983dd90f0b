"""Invitation cards over HTTP and on paper: shown once, ten to a page, read by a real decoder."""

import io
import re
from pathlib import Path

import pytest
import zxingcpp
from hall import Hall
from PIL import Image
from playwright.sync_api import expect
from printed import picture, text, words

from congress.identity import service as identity
from congress.record.entries import Kind
from congress.record.service import entries
from congress.roster.rules import OfficeKind
from congress.roster.store import Office
from congress.typesetting.pdf import ONE
from congress.visit import COOKIE

WHERE = "https://192.168.1.10:8443"
BATCH = {"scope": "all", "delegation": "", "address": WHERE, "seen": "0"}


def made(hall: Hall) -> int:
    with hall.house.database.read() as session:
        return len(entries(session, kinds=[Kind.INVITATION_MADE]))


def tokens(page: str) -> list[str]:
    return re.findall(r'<code translate="no">([\w-]{22})</code>', page)


def at(hall: Hall, name: str, rest: str) -> str:
    return f"/roster/people/{hall.cast[name].person_id}{rest}"


def test_a_batch_in_one_write_shown_on_one_page_only(hall: Hall) -> None:
    olga = hall.client("olga")
    page = olga.post("/roster/cards", data=BATCH)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    shown = tokens(page.text)
    assert len(set(shown)) == 13
    assert page.text.count('class="invitation-sheet"') == 2, "ten to a page"
    assert "只在本页显示这一次" in page.text
    for name in ("包建国", "第二代表团", "列席代表", "1012", f"{WHERE}/enter"):
        assert name in page.text
    again = olga.post("/roster/cards", data=BATCH)
    assert again.status_code == 409
    assert "旧卡随即作废" in again.text
    assert made(hall) == 13
    for other in (again.text, olga.get("/roster/cards").text, olga.get(at(hall, "bob", "")).text):
        assert not any(token in other for token in shown)


def test_the_token_stands_behind_the_hash_and_nowhere_in_an_address(hall: Hall) -> None:
    page = hall.client("olga").post("/roster/cards", data=BATCH).text
    for token in tokens(page):
        assert f"/{token}" not in page
        assert f"={token}" not in page
        assert page.count(token) == 2, (
            "shown, and sent along for the file; the picture holds it as modules, not as letters"
        )


def test_a_typed_card_number_is_the_same_token(hall: Hall) -> None:
    olga = hall.client("olga")
    page = olga.post(at(hall, "ned", "/card"), data={"seen": "0"}).text
    visitor = hall.client()
    entered = visitor.post("/enter", data={"token": f" {tokens(page)[0]} "})
    assert entered.headers["location"] == "/me/keys"
    assert "倪大力" in visitor.get("/me").text
    assert hall.client().post("/enter", data={"token": tokens(page)[0]}).status_code == 403


def test_only_those_who_need_one(hall: Hall) -> None:
    olga = hall.client("olga")
    nobody = olga.post("/roster/cards", data=BATCH | {"scope": "needed"})
    assert nobody.status_code == 422
    assert "没有需要制作的邀请卡" in nobody.text
    assert WHERE in nobody.text, "what was typed is kept"
    key = hall.cast["bob"].signer.id
    hall.house.database.write(
        lambda s: identity.revoke_key(s, key_id=key, by=hall.cast["olga"].person_id, why="")
    )
    assert (
        len(tokens(olga.post("/roster/cards", data=BATCH | {"scope": "needed", "delegation": "2"}).text)) == 1
    )


def test_the_address_is_asked_for_and_remembered(hall: Hall) -> None:
    olga = hall.client("olga")
    page = olga.get("/roster/cards").text
    assert f'value="{hall.url}"' in page
    assert "手机扫码打不开" in page
    olga.post("/roster/cards", data=BATCH)
    page = olga.get("/roster/cards").text
    assert f'value="{WHERE}"' in page
    assert "手机扫码打不开" not in page


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hall.local",
        "ftp://hall",
        "https://",
        "https://hall/path",
        "https://hall?x=1",
        "https://u:p@hall",
        "javascript:alert(1)",
        "https://hall:99999",
        'https://h"><script>',
        "https://h h",
        "https://[::1",
        "x" * 300,
    ],
)
def test_addresses_that_will_not_do(hall: Hall, address) -> None:
    answer = hall.client("olga").post("/roster/cards", data=BATCH | {"address": address})
    assert answer.status_code == 422
    assert "<script>" not in answer.text.partition("<main")[2]
    assert made(hall) == 0


@pytest.mark.parametrize(
    "bad", [{"scope": "everybody"}, {"scope": ""}, {"delegation": "x"}, {"seen": ""}, {"seen": "-1"}]
)
def test_forms_that_will_not_do(hall: Hall, bad) -> None:
    assert hall.client("olga").post("/roster/cards", data=BATCH | bad).status_code == 422
    assert made(hall) == 0


def test_a_lost_phone_is_replaced_in_one_act(hall: Hall) -> None:
    olga, phone = hall.client("olga"), hall.client("bob")
    assert "手机丢失" in olga.get(at(hall, "bob", "")).text
    page = olga.post(at(hall, "bob", "/replacement"), data={"seen": "0"})
    assert page.status_code == 200
    assert phone.get("/me").status_code == 303, "signed out"
    assert olga.post(at(hall, "bob", "/replacement"), data={"seen": "0"}).status_code == 409
    new = hall.client()
    assert new.post("/enter", data={"token": tokens(page.text)[0]}).status_code == 303
    keys = new.get("/me/keys").text
    assert "已停用" in keys
    seen = olga.get(at(hall, "bob", "")).text
    assert "手机丢失" in seen
    assert "停用签名密钥" in seen


def test_the_last_card_counts(hall: Hall) -> None:
    olga = hall.client("olga")
    first = tokens(olga.post(at(hall, "bob", "/card"), data={"seen": "0"}).text)[0]
    seen = re.search(r'name="seen" value="(\d+)"', olga.get(at(hall, "bob", "")).text)[1]
    second = tokens(olga.post(at(hall, "bob", "/card"), data={"seen": seen}).text)[0]
    stale = hall.client().post("/enter", data={"token": first})
    assert stale.status_code == 403
    assert "作废" in stale.text
    assert hall.client().post("/enter", data={"token": second}).status_code == 303


# --- in a browser --------------------------------------------------------------------------------------------------


def desk(hall: Hall, context_for):
    context = context_for(hall.url, viewport={"width": 1280, "height": 900}, device_scale_factor=2)
    entered = hall.house.database.write(
        lambda s: identity.begin(s, person_id=hall.cast["olga"].person_id, device="x")
    )
    context.add_cookies([{"name": COOKIE, "value": entered.token, "url": hall.url}])
    return context


def codes(picture: bytes) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))}


def test_a_real_decoder_reads_the_cards_and_a_phone_comes_in(hall: Hall, context_for, page_for) -> None:
    page = page_for(desk(hall, context_for))
    page.goto("/roster/cards")
    page.get_by_label("手机访问的地址").fill(hall.url)
    page.get_by_text("全部（已发未用的旧卡作废）").click()
    page.get_by_role("button", name="制作并显示").click()
    cards = page.locator(".invitation")
    expect(cards).to_have_count(13)
    read = {card.get_attribute("data-person"): codes(card.screenshot()) for card in cards.all()}
    typed = {card.get_attribute("data-person"): card.locator("code").inner_text() for card in cards.all()}
    assert read == {person: {f"{hall.url}/enter#{token}"} for person, token in typed.items()}
    phone = page_for(context_for(hall.url))
    phone.goto(next(iter(read[str(hall.cast["ned"].person_id)])))
    phone.wait_for_url("**/me/keys")
    assert "#" not in phone.url
    page.reload()
    assert "只显示那一次" in page.content()


def test_on_paper_ten_to_a_page_and_nothing_else(hall: Hall, context_for, page_for) -> None:
    page = page_for(desk(hall, context_for))
    page.goto("/roster/cards")
    page.get_by_text("全部（已发未用的旧卡作废）").click()
    page.get_by_role("button", name="制作并显示").click()
    expect(page.locator(".invitation")).to_have_count(13)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2, "13 cards on two sheets"
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)}
    assert {(round(w), round(h)) for _, _, w, h in boxes} == {(595, 842)}, "A4"
    page.emulate_media(media="print")
    card = page.locator(".invitation").first.bounding_box()
    assert (round(card["width"] / 96 * 25.4), round(card["height"] / 96 * 25.4)) == (95, 55)
    assert not page.get_by_text("只在本页显示这一次").is_visible()
    assert not page.locator(".banner").is_visible()
    for name in ("invitation-how", "invitation-name"):
        for part in page.locator(f".{name}").all()[:10]:
            inside = part.evaluate(
                "e => { const a = e.getBoundingClientRect(), b = e.closest('.invitation').getBoundingClientRect(); return a.bottom <= b.bottom && a.right <= b.right }"
            )
            assert inside, "nothing is cut off"


# --- as a file ---------------------------------------------------------------------------------------------------


def test_the_cards_of_the_page_as_a_file_with_codes_that_are_read(hall: Hall) -> None:
    olga = hall.client("olga")
    page = olga.post("/roster/cards", data=BATCH).text
    shown = tokens(page)
    before = made(hall)
    for per, pages in (("10", 2), ("6", 3)):
        answer = olga.post(
            "/roster/cards/sheet.pdf", data={"tokens": " ".join(shown), "per": per, "address": WHERE}
        )
        assert answer.headers["content-type"] == "application/pdf"
        drawn = [picture(answer.content, n) for n in range(1, pages + 1)]
        found = [one.text for each in drawn for one in zxingcpp.read_barcodes(each)]
        assert sorted(found) == sorted(f"{WHERE}/enter#{token}" for token in shown)
        said = text(answer.content)
        assert all(
            word in said
            for word in ("安丽华", "正式代表第一代表团1000", "长风精工职工代表大会第三届第二次会议", shown[0])
        )
        pieces = {each.text for page in words(answer.content) for each in page}
        assert set(shown) <= pieces, "in one piece, to be typed"
    assert made(hall) == before, "nothing was made anew"


def test_cards_that_were_used_are_not_printed_again(hall: Hall) -> None:
    olga = hall.client("olga")
    shown = tokens(olga.post("/roster/cards", data=BATCH).text)
    hall.client().post("/enter", data={"token": shown[0]})
    sent = {"tokens": " ".join([*shown[:2], "invented"]), "per": "10", "address": "nonsense"}
    answer = olga.post("/roster/cards/sheet.pdf", data=sent)
    assert shown[0] not in text(answer.content)
    assert shown[1] in text(answer.content)
    assert f"{WHERE}/enter#{shown[1]}" == zxingcpp.read_barcode(picture(answer.content, 1)).text
    for gone in (shown[0], "invented", ""):
        refused = olga.post("/roster/cards/sheet.pdf", data={**sent, "tokens": gone})
        assert refused.status_code == 403
        assert "都已经用过或者作废" in refused.text
    assert olga.post("/roster/cards/sheet.pdf", data={**sent, "per": "7"}).status_code == 422
    assert (
        hall.client("bob").post("/roster/cards/sheet.pdf", data={**sent, "tokens": shown[1]}).status_code
        == 404
    )


def asked(hall: Hall, name: str = "olga"):
    """What htmx sends when the button is pressed."""
    client = hall.client(name)
    shown = tokens(client.post("/roster/cards", data=BATCH).text)
    sent = {"tokens": " ".join(shown), "per": "10", "address": WHERE}
    return client, shown, sent


PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def test_the_file_is_made_in_the_background_and_fetched_once(hall: Hall) -> None:
    olga, shown, sent = asked(hall)
    with ONE:
        part = olga.post("/roster/cards/sheet.pdf", data=sent, headers=PART).text
        assert "正在制作 PDF" in part
        assert "<progress" in part
        assert "正在制作 PDF" in olga.get("/roster/cards/printing").text
    hall.house.printing._thread.join()
    assert "PDF 已经做好" in olga.get("/roster/cards/printing").text
    assert hall.house.printing.done == len(shown)
    answer = olga.get("/roster/cards/printing.pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert sorted(codes_of(answer.content)) == sorted(f"{WHERE}/enter#{token}" for token in shown)
    assert olga.get("/roster/cards/printing.pdf").status_code == 404
    assert "PDF 已经做好" not in olga.get("/roster/cards/printing").text


def codes_of(pdf: bytes) -> list[str]:
    """What the codes of its two pages hold."""
    return [one.text for n in (1, 2) for one in zxingcpp.read_barcodes(picture(pdf, n))]


def test_the_file_is_for_who_asked_and_new_cards_end_it(hall: Hall) -> None:
    olga, _, sent = asked(hall)
    olga.post("/roster/cards/sheet.pdf", data=sent, headers=PART)
    hall.house.printing._thread.join()
    hall.house.database.write(lambda s: s.add(secretary(hall, "heidi")))
    heidi = hall.client("heidi")
    assert "PDF 已经做好" not in heidi.get("/roster/cards/printing").text
    assert heidi.get("/roster/cards/printing.pdf").status_code == 404
    seen = re.search(r'name="seen" value="(\d+)"', olga.get("/roster/cards").text)[1]
    page = olga.post("/roster/cards", data=BATCH | {"seen": seen})
    assert "PDF 已经做好" not in page.text
    assert olga.get("/roster/cards/printing.pdf").status_code == 404


def test_another_waits_and_a_stopped_one_leaves_nothing(hall: Hall) -> None:
    hall.house.database.write(lambda s: s.add(secretary(hall, "heidi")))
    olga, _, sent = asked(hall)
    heidi = hall.client("heidi")
    with ONE:
        olga.post("/roster/cards/sheet.pdf", data=sent, headers=PART)
        assert "别人正在制作" in heidi.post("/roster/cards/sheet.pdf", data=sent, headers=PART).text
        heidi.post("/roster/cards/printing/stop")
        assert "正在制作 PDF" in olga.get("/roster/cards/printing").text
    hall.house.printing._thread.join()
    assert "PDF 已经做好" in olga.get("/roster/cards/printing").text


def secretary(hall: Hall, name: str) -> Office:
    return Office(term_id=hall.cast.term_id, person_id=hall.cast[name].person_id, kind=OfficeKind.SECRETARIAT)


def test_a_press_is_followed_by_a_bar_and_then_the_file(hall: Hall, context_for, page_for) -> None:
    page = page_for(desk(hall, context_for))
    page.goto("/roster/cards")
    page.get_by_text("全部（已发未用的旧卡作废）").click()
    page.get_by_role("button", name="制作并显示").click()
    shown = page.locator(".invitation code").all_inner_texts()
    with ONE:
        page.get_by_role("button", name="下载 PDF").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.locator("[data-live=drawn]")).to_have_text("13")
    link = page.get_by_role("link", name="下载 PDF")
    expect(link).to_be_visible()
    with page.expect_download() as fetched:
        link.click()
    read = codes_of(Path(fetched.value.path()).read_bytes())
    assert sorted(code.partition("#")[2] for code in read) == sorted(shown)
    expect(page.locator(".invitation")).to_have_count(13)
    expect(page.get_by_role("link", name="下载 PDF")).to_have_count(0)

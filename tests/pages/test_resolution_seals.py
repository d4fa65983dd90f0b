"""A resolution under the seal, over HTTP: asked for, withdrawn, declined, pressed; with SM2 and without."""

import re

from at_the_seal import PASSPHRASE, approve, count, current, made, resolved, standing
from hall import Hall
from openssl_command import openssl_accepts_sm2

from congress.record.entries import Kind
from congress.roster.rules import OfficeKind


def test_a_resolution_goes_under_the_seal(hall: Hall) -> None:
    made(hall)
    page, olga = resolved(hall), hall.client("olga")
    assert "提交用印申请" in olga.get(page).text
    assert 'id="seal"' not in hall.client().get(page).text, "nothing to see before"
    assert olga.post(f"{page}/sealing").headers["location"] == page
    fixed = hall.client().get(f"{page}/document.pdf").content
    assert "paper-signoff" in hall.client().get(page).text, "the page says what the file says"
    use = standing(hall)
    for name, office_ in (("alice", OfficeKind.EXECUTIVE_CHAIR), ("ruth", OfficeKind.CHIEF_TELLER)):
        client = hall.client(name)
        assert "请您批准用印" in client.get("/resolutions").text
        assert f'href="{use}"' in client.get(page).text
        assert f'href="{page}#seal"' in client.get(use).text
        assert approve(hall, use, name, office_).status_code == 303
        assert "请您批准用印" not in client.get("/resolutions").text
    assert "去用印" in olga.get(page).text
    assert olga.post(f"{use}/pressing", data={"passphrase": PASSPHRASE}).status_code == 303
    hall.house.press.close()
    for client in (hall.client(), hall.client("bob"), olga):
        shown = client.get(page).text
        assert ("已用印" in shown, "安丽华" in shown, "怎样核验" in shown, "SM3" in shown) == (True,) * 4
        sealed = client.get(f"{page}/document.pdf").content
        assert sealed.startswith(fixed)
        assert len(sealed) > len(fixed)
        signature = client.get(f"{page}/signature")
        assert signature.headers["content-type"] == "application/pkcs7-signature"
    assert "How to check it" in hall.client(**{"Accept-Language": "en"}).get(page).text


def test_a_request_is_withdrawn_and_made_again(hall: Hall) -> None:
    made(hall)
    page, olga = resolved(hall), hall.client("olga")
    for _ in range(2):
        assert olga.post(f"{page}/sealing").status_code == 303
    assert count(hall, Kind.SEAL_ASKED) == 1
    use = standing(hall)
    for client in (hall.client("alice"), hall.client("bob")):
        assert client.post(f"{use}/withdrawal").status_code == 404
    for _ in range(2):
        answer = olga.post(f"{use}/withdrawal", data={"back": page})
        assert answer.headers["location"] == page
    assert count(hall, Kind.SEAL_WITHDRAWN) == 1
    assert "上一次用印申请已于" in olga.get(page).text
    assert "批准不再有效" in olga.get(use).text
    assert approve(hall, use, "alice", OfficeKind.EXECUTIVE_CHAIR).status_code == 403
    assert "已撤回" in olga.get("/seal").text
    assert olga.post(f"{page}/sealing").status_code == 303
    again = standing(hall)
    assert again != use
    assert f'href="{again}"' in olga.get(use).text
    assert 'action="' + again + '/withdrawal"' in olga.get(again).text


def test_before_it_is_published_insiders_see_how_far_the_seal_is(hall: Hall) -> None:
    made(hall)
    page = resolved(hall, shown=False)
    assert hall.client("olga").post(f"{page}/sealing").status_code == 303
    assert "等待用印" in hall.client("alice").get(page).text
    assert hall.client("bob").get(page).status_code == 404
    for name in ("alice", "bob", "peter"):
        assert hall.client(name).post(f"{page}/sealing").status_code == 404


def test_without_a_seal_the_page_says_what_to_do(hall: Hall) -> None:
    page, olga = resolved(hall), hall.client("olga")
    text = olga.get(page).text
    assert "还没有印章" in text
    assert 'href="/seal"' in text
    assert olga.post(f"{page}/sealing").status_code == 403
    assert olga.get(f"{page}/signature").status_code == 404


def test_what_the_seal_says_on_a_resolution_is_english_too(hall: Hall) -> None:
    made(hall)
    page = resolved(hall)
    olga = hall.client("olga", **{"Accept-Language": "en"})
    parts = [card(olga.get(page).text)]
    olga.post(f"{page}/sealing")
    parts.append(card(olga.get(page).text))
    olga.post(f"{standing(hall)}/withdrawal")
    parts.append(card(olga.get(page).text))
    assert not re.search(r"[一-鿿]", "".join(parts))


def card(text: str) -> str:
    """The words of the card about the seal."""
    return re.sub(r"<[^>]*>", "", text.partition('id="seal"')[2].partition("</section>")[0])


# --- with SM2 ------------------------------------------------------------------------------------------------------


def sealed_by_sm2(hall: Hall) -> str:
    """The address of a resolution under a seal that signs with SM2 too."""
    made(hall, sm2="1")
    page, olga = resolved(hall), hall.client("olga")
    olga.post(f"{page}/sealing")
    use = standing(hall)
    approve(hall, use, "alice", OfficeKind.EXECUTIVE_CHAIR)
    approve(hall, use, "ruth", OfficeKind.CHIEF_TELLER)
    assert olga.post(f"{use}/pressing", data={"passphrase": PASSPHRASE}).status_code == 303
    hall.house.press.close()
    return page


def test_sm2_is_off_unless_it_is_ticked(hall: Hall) -> None:
    olga = hall.client("olga")
    page = olga.get("/seal").text
    assert page.count('name="sm2"') == 2
    assert not re.search('name="sm2"[^>]*checked', page)
    assert "公钥没有持牌机构的证书，不满足密评要求" in page
    made(hall)
    assert "SM2 公钥指纹" not in olga.get("/seal").text
    assert hall.client().get("/seal/1/sm2.pem").status_code == 404
    assert made(hall, seen=current(hall), sm2="1").status_code == 303
    page = olga.get("/seal").text
    assert ("SM2 公钥指纹" in page, "不是经认证的密码产品" in page) == (True, True)
    assert re.search('name="sm2"[^>]*checked', page.partition("换证")[2].partition("</form>")[0])
    assert page.count('value="1" checked') == 1, "kept by renewal, and by nothing else"
    assert hall.client().get("/seal/2/sm2.pem").text.startswith("-----BEGIN PUBLIC KEY-----")


def test_what_was_ticked_stays_ticked_when_the_form_comes_back(hall: Hall) -> None:
    answer = made(hall, again="another", sm2="1")
    assert answer.status_code == 422
    assert answer.text.count('value="1" checked') == 1
    assert not re.search('value="1" checked', made(hall, again="another").text)


def test_everybody_fetches_the_sm2_signature_and_checks_it(hall: Hall, tmp_path) -> None:
    page = sealed_by_sm2(hall)
    for client in (hall.client(), hall.client("bob")):
        shown = client.get(page).text
        assert ("下载 SM2 签名（.sm2）" in shown, "-pkeyopt distid:1234567812345678" in shown) == (True, True)
        assert "不满足密评要求" in shown
        document = client.get(f"{page}/document.pdf").content
        signature, key = client.get(f"{page}/signature.sm2"), client.get("/seal/1/sm2.pem")
        assert signature.headers["content-disposition"].startswith("attachment")
        assert signature.headers["content-disposition"].endswith(".sm2")
        assert key.headers["content-type"] == "application/x-pem-file"
        assert openssl_accepts_sm2(tmp_path, key.text, document, signature.content)
        assert not openssl_accepts_sm2(tmp_path, key.text, document + b" ", signature.content)
    use = standing(hall)
    assert "下载 SM2 签名（.sm2）" in hall.client("olga").get(use).text
    assert hall.client("olga").get(f"{use}/signature.sm2").content == signature.content
    assert hall.client("bob").get(f"{use}/signature.sm2").status_code == 404
    made(hall, seen=current(hall))
    assert hall.client().get("/seal/1/sm2.pem").text == key.text, "of a retired seal too"
    assert "/seal/1/sm2.pem" in hall.client().get(page).text
    english = hall.client(**{"Accept-Language": "en"}).get(page).text
    assert "Fingerprint of the SM2 key" in english
    assert not re.search(r"[一-鿿]", re.sub(r"<[^>]*>", "", part_about_sm2(english)))


def part_about_sm2(text: str) -> str:
    return text.partition('id="sm2"')[2].partition("<details")[0]


def test_a_seal_without_sm2_offers_nothing_of_it(hall: Hall) -> None:
    made(hall)
    page, olga = resolved(hall), hall.client("olga")
    olga.post(f"{page}/sealing")
    use = standing(hall)
    approve(hall, use, "alice", OfficeKind.EXECUTIVE_CHAIR)
    approve(hall, use, "ruth", OfficeKind.CHIEF_TELLER)
    olga.post(f"{use}/pressing", data={"passphrase": PASSPHRASE})
    hall.house.press.close()
    for address in (page, use):
        assert "SM2" not in olga.get(address).text
    for address in (f"{page}/signature.sm2", f"{use}/signature.sm2", "/seal/1/sm2.pem"):
        assert olga.get(address).status_code == 404


def test_an_officer_declines_with_a_reason_and_the_request_is_withdrawn(hall: Hall) -> None:
    made(hall)
    page, olga = resolved(hall), hall.client("olga")
    assert olga.post(f"{page}/sealing").status_code == 303
    use, ruth = standing(hall), hall.client("ruth")
    assert approve(hall, use, "alice", OfficeKind.EXECUTIVE_CHAIR).status_code == 303
    said = {"role": "chief_teller", "why": "第二页<b>日期</b>不对。"}
    empty = ruth.post(f"{use}/refusal", data=said | {"why": ""})
    assert (empty.status_code, "请填写这一项" in empty.text) == (422, True)
    for name, status in (("olga", 403), ("bob", 404), ("eve", 404)):
        assert hall.client(name).post(f"{use}/refusal", data=said).status_code == status
    assert ruth.post(f"{use}/refusal", data=said | {"role": "executive_chair"}).status_code == 403
    assert count(hall, Kind.SEAL_DECLINED) == 0
    for _ in range(2):
        assert ruth.post(f"{use}/refusal", data=said).status_code == 303
    assert count(hall, Kind.SEAL_DECLINED) == 1
    for shown in (olga.get(page).text, olga.get(use).text, hall.client("alice").get(use).text):
        assert "拒绝用印，申请已于" in shown
        assert "第二页&lt;b&gt;日期&lt;/b&gt;不对。" in shown
    assert olga.post(f"{use}/pressing", data={"passphrase": PASSPHRASE}).status_code == 403
    assert "请您批准用印" not in ruth.get("/resolutions").text
    assert olga.post(f"{page}/sealing").status_code == 303
    assert standing(hall) != use


def test_what_is_sealed_cannot_be_declined(hall: Hall) -> None:
    made(hall)
    page, olga = resolved(hall), hall.client("olga")
    olga.post(f"{page}/sealing")
    use = standing(hall)
    assert "拒绝用印" in hall.client("ruth").get(use).text
    for name, role in (("alice", OfficeKind.EXECUTIVE_CHAIR), ("ruth", OfficeKind.CHIEF_TELLER)):
        assert approve(hall, use, name, role).status_code == 303
    olga.post(f"{use}/pressing", data={"passphrase": PASSPHRASE})
    hall.house.press.close()
    answer = hall.client("ruth").post(f"{use}/refusal", data={"role": "chief_teller", "why": "晚了"})
    assert answer.status_code == 403
    assert "拒绝用印" not in hall.client("ruth").get(use).text
    assert count(hall, Kind.SEAL_DECLINED) == 0

"""A resolution under the seal in real browsers: two officers on their devices, the organiser with the passphrase, a delegate."""

import subprocess
from pathlib import Path

import passed
import pytest
from hall import Hall
from journeys.devices import enter_by_card, fill, press, told
from playwright.sync_api import Page, expect
from under_seal import PASSPHRASE


def run(folder: Path, commands: str) -> str:
    done = subprocess.run(["bash", "-c", commands], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def saved(page: Page, folder: Path, words: str) -> Path:
    """What a link with these words downloads, under the name that it has."""
    with page.expect_download() as waited:
        page.get_by_role("link", name=words).click()
    place = folder / waited.value.suggested_filename
    waited.value.save_as(place)
    return place


def checks(bob: Page, address: str, folder: Path) -> None:
    """A delegate downloads everything, and does what the page says, with one byte changed too."""
    bob.goto(address)
    expect(bob.locator("#seal")).to_contain_text("已用印")
    whole = saved(bob, folder, "下载盖章的 PDF")
    saved(bob, folder, "下载签名（.p7s）")
    saved(bob, folder, "下载根证书（PEM）")
    saved(bob, folder, "下载 SM2 签名（.sm2）")
    saved(bob, folder, "下载 SM2 公钥（PEM）")
    bob.get_by_text("怎样核验").click()
    assert bob.evaluate("document.documentElement.scrollWidth") <= 390, "nothing is wider than the phone"
    said = run(folder, bob.locator("#seal pre").inner_text())  # what the page says, as it says it
    assert "Signature is Valid." in said
    assert "CMS Verification successful" in said
    assert "Signature Verified Successfully" in said
    shown = bob.locator("#seal details.digest code:not(summary code)").all_text_contents()
    assert len(shown) == 3, "of the file by two ways, and of the key for SM2"
    assert all(f"= {digest}\n" in said for digest in shown)

    changed = bytearray(whole.read_bytes())
    changed[len(changed) // 2] ^= 1
    whole.write_bytes(changed)
    said = run(folder, bob.locator("#seal pre").inner_text())
    assert "Signature is Valid." not in said
    assert "CMS Verification failure" in said
    assert "Signature Verification Failure" in said
    assert [digest in said for digest in shown] == [False, False, True], "the key is still that key"


@pytest.mark.timeout(300)
def test_two_officers_allow_the_organiser_presses_and_a_delegate_checks(
    hall: Hall, context_for, page_for, tmp_path: Path
):
    found = hall.house.database.write(lambda s: passed.published(s, hall.cast))
    address = f"/resolutions/{found.id}"
    desk = {"viewport": {"width": 1280, "height": 900}}
    olga, alice, ruth, bob = (page_for(context_for(hall.url, **o)) for o in (desk, {}, {}, {}))
    for page, name in ((olga, "olga"), (alice, "alice"), (ruth, "ruth"), (bob, "bob")):
        enter_by_card(hall, page, name)

    olga.goto(address)
    olga.get_by_role("link", name="制作或导入印章").click()
    olga.locator("#make-passphrase").fill(PASSPHRASE)
    olga.locator("#make-again").fill(PASSPHRASE)
    olga.locator("form[action$=making] input[name=sm2]").check()
    press(olga, "making")
    told(olga, "现用印章")
    olga.goto(address)
    press(olga, "sealing", sure=True)
    expect(olga.locator("#seal")).to_contain_text("还要批准的：执行主席、总监票人")

    for officer in (alice, ruth):
        officer.goto("/resolutions")
        officer.locator("#to-seal a.button").click()
        press(officer, "approvals", sure=True)
        expect(officer.locator(".place.done")).to_have_count(1 if officer is alice else 2)

    expect(olga.locator("#seal")).to_contain_text("两位都已批准")  # by itself
    olga.get_by_role("link", name="去用印").click()
    fill(olga, {"passphrase": "x" * 20})
    press(olga, "pressing", sure=True)
    told(olga, "口令不对，印章没有打开")
    second = olga.context.new_page()
    second.goto(olga.url.removesuffix("/pressing"))
    for page in (olga, second):
        fill(page, {"passphrase": PASSPHRASE})
    for page in (olga, second):  # in a second tab what was typed stays, and nothing is sealed twice
        press(page, "pressing", sure=True)
        told(page, "PDF 内签章")

    checks(bob, address, tmp_path)
    hall.house.press.close()

"""Takes the pictures of the README: ``python -m scripts.picturing [FOLDER]``, with ``tests`` on the path.

A fresh demo, a delegate's phone, the desk, the projector and the Party committee's office, in real browsers.
A named vote goes from its opening to its result, and a secret one is cast; each page is seen in Chinese and in English.
"""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from browser import QUIET, find
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Page, expect, sync_playwright
from server import serving

from scripts.picturing import DOCUMENT, HEAVIEST, LANGUAGES, PICTURES

PHONE: Final = {"width": 390, "height": 844}
SCREEN: Final = {"width": 1280, "height": 800}
HALL: Final = {"width": 1280, "height": 720}
OUTCOME: Final = "/dispatches/2"  # the demo's request that is being carried out
CONTRACT: Final = "集体合同"  # the demo's first secret vote by phone
MANY: Final = re.compile(r"^(1[5-9]|2\d|3\d)\d$")  # ballots when the desk is seen
MOST: Final = re.compile(r"^(2[7-9]|3\d)\d$")  # and when the vote is closed
PATIENCE: Final = 120_000  # milliseconds
COLOURS: Final = 192
DENSITY: Final = 72  # dots an inch
GAP: Final = 12  # pixels between two sheets
BEHIND: Final = "#e9e4da"
YES: Final = {"zh": "赞成", "en": "For"}


class Album:
    """The folder that the pictures go to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, page: Page, name: str) -> None:
        """What this page shows now."""
        page.evaluate("document.fonts.ready")
        page.mouse.move(0, 0)
        self.keep(Image.open(BytesIO(page.screenshot(animations="disabled"))), name)

    def keep(self, picture: Image.Image, name: str) -> None:
        """As small as a screen of few colours can be."""
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(self.folder / name, optimize=True)
        size = (self.folder / name).stat().st_size
        if size > HEAVIEST:
            sys.exit(f"{name} has {size} bytes, more than {HEAVIEST}")


def person(browser: Browser, url: str, role: str, viewport: dict[str, int], scale: float = 1) -> Page:
    """Somebody with a browser of their own, in this role of the demo."""
    context = browser.new_context(
        base_url=url,
        viewport=viewport,
        device_scale_factor=scale,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.goto("/demo")
    page.locator(f'form[action$="/faces/{role}"] button').click()
    expect(page.locator(".flash")).to_be_visible(timeout=PATIENCE)  # this browser's key is registered
    return page


def speak(page: Page, language: str) -> None:
    """Read in this language from now on."""
    page.context.request.post("/preferences", form={"language": language})


def seen(album: Album, page: Page, name: str, address: str, ready: str = "h1") -> None:
    """The same page in every language."""
    for language in LANGUAGES:
        speak(page, language)
        page.goto(address)
        expect(page.locator(ready).first).to_be_visible(timeout=PATIENCE)
        if page.locator(".live").count():
            expect(page.locator(".live-on").first).to_be_visible(timeout=PATIENCE)
        album.take(page, f"{name}.{language}.png")
    speak(page, "zh")


def press(page: Page, act: str) -> None:
    """Press the button of this act, and say yes."""
    page.locator(f'form[action$="/{act}"] button[type=submit]').first.click()
    page.locator("dialog [data-confirm-yes]").click()


def named_vote(album: Album, desk: Page) -> None:
    """What the agenda comes to next: the desk while the ballots arrive, and the result on the wall of the hall."""
    desk.goto("/desk")
    desk.locator("#step a.button.primary").click()
    poll = desk.url
    press(desk, "opening")
    desk.goto("/desk")
    expect(desk.locator(".tile [data-live=cast]")).to_have_text(MANY, timeout=PATIENCE)
    seen(album, desk, "desk", "/desk")
    desk.goto("/desk")
    expect(desk.locator(".tile [data-live=cast]")).to_have_text(MOST, timeout=PATIENCE)
    desk.goto(poll)
    press(desk, "closing")
    wall = desk.context.new_page()
    wall.set_viewport_size(HALL)
    seen(album, wall, "projector", "/projector", ready=".stamp")
    wall.close()


def secret_vote(album: Album, desk: Page, phone: Page) -> None:
    """The collective contract on a delegate's phone: the ballot, and what remains of it."""
    phone.goto("/now")
    expect(phone.locator("#voting-key form[hidden]")).to_have_count(
        1, timeout=PATIENCE
    )  # it has registered itself
    desk.goto("/polls")
    desk.get_by_role("link", name=re.compile(CONTRACT)).first.click()
    press(desk, "opening")
    expect(desk.locator("#turnout")).to_be_visible(timeout=PATIENCE)
    seen_ballot(album, phone)


def seen_ballot(album: Album, phone: Page) -> None:
    """A choice in each language; one is cast."""
    for language in LANGUAGES:
        speak(phone, language)
        phone.goto("/now")
        phone.locator(".choice", has_text=YES[language]).first.click()
        expect(phone.locator("[data-seal-tracker]")).to_be_visible(timeout=PATIENCE)
        album.take(phone, f"ballot.{language}.png")
    phone.locator("[data-cast]").click()
    expect(phone.locator(".receipt")).to_be_visible(timeout=PATIENCE)
    seen(album, phone, "receipt", "/now", ready=".receipt")


def sealed_document(album: Album, page: Page) -> None:
    """A resolution under the seal, its first sheet and the one with the seal, as the PDF has them."""
    pdf = page.context.request.get("/resolutions/1/document.pdf").body()
    sheets = drawn(pdf)
    first, sealed = sheets[0], max(sheets[1:], key=redness)
    spread = Image.new("RGB", (first.width + GAP + sealed.width, max(first.height, sealed.height)), BEHIND)
    spread.paste(first, (0, 0))
    spread.paste(sealed, (first.width + GAP, 0))
    album.keep(spread, DOCUMENT)


def redness(sheet: Image.Image) -> float:
    """How much of the seal is on a sheet: more red than green, on the average."""
    red, green, _ = ImageStat.Stat(sheet).mean
    return red - green


def drawn(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF."""
    with TemporaryDirectory() as place:
        command = ["pdftoppm", "-png", "-r", str(DENSITY), "-", f"{place}/page"]
        subprocess.run(command, input=pdf, check=True)  # noqa: S603 poppler, as in the tests
        return [Image.open(path).convert("RGB") for path in sorted(Path(place).glob("page-*"))]


def main(folder: Path) -> None:
    """All of them."""
    folder.mkdir(parents=True, exist_ok=True)
    album = Album(folder)
    with (
        TemporaryDirectory() as place,
        serving(Path(place) / "data", "--demo") as server,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=find(), args=list(QUIET))
        phone = person(browser, server.url, "delegate", PHONE, scale=1.5)
        desk = person(browser, server.url, "organiser", SCREEN)
        office = person(browser, server.url, "party_secretary", SCREEN)
        seen(album, office, "committee", OUTCOME)
        sealed_document(album, desk)
        named_vote(album, desk)
        secret_vote(album, desk, phone)
        browser.close()
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)

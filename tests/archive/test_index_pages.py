"""The index of a package in a real browser, from the folder: on phones, in large type, on a desk, on paper."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from archive.packages import run
from exported import Exported
from playwright.sync_api import Browser, Page

PAGES = ("index.html", "index.en.html")
SIZES = {"phone": (390, 844, 16), "small, zoomed to 150 %": (213, 400, 16), "small, large type": (320, 640, 24), "desk": (1920, 1080, 16)}  # fmt: skip
OUTSIDE = """() => [...document.querySelectorAll("body *")]
  .filter(e => !e.closest(".wide") && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.tagName + " " + e.textContent.slice(0, 20))"""
BROKEN = """() => [...document.querySelectorAll("thead th, .names tbody th, .day")].filter(e => {
  const text = document.createRange(); text.selectNodeContents(e)
  const lines = new Set([...text.getClientRects()].map(r => Math.round(r.top)))
  return lines.size > 1 && !/[ /]/.test(e.textContent.trim()) && e.textContent.trim().length < 12
}).map(e => e.textContent)"""
THIN = """() => [...document.querySelectorAll(".wide td:not(.n), .wide tbody th")]
  .filter(e => e.textContent.trim().length > 4 && e.clientWidth < 4 * parseFloat(getComputedStyle(e).fontSize))
  .map(e => e.textContent.slice(0, 20))"""
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def folder(full: Exported, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages alone: they need nothing else."""
    place = tmp_path_factory.mktemp("pages")
    for name in PAGES:
        (place / name).write_bytes(full.package.files[name])
    return place


@pytest.fixture
def opened(full: Exported, browser: Browser, folder: Path) -> Callable[..., Page]:
    """Opens a page of the folder in a window of this size.

    ``full`` is named first, and made before the browser: its courier runs an event loop of its own.
    """
    contexts = []

    def open_page(name: str, size: str, scheme: str = "light") -> Page:
        width, height, type_size = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.goto((folder / name).as_uri())
        page.evaluate("size => { document.documentElement.style.fontSize = size + 'px' }", type_size)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_page_and_no_word_stands_in_pieces(
    opened: Callable[..., Page], name: str, size: str
) -> None:
    page = opened(name, size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(BROKEN) == []
    assert page.evaluate(THIN) == []


def shade(colour: str) -> float:
    """The relative luminance of ``rgb(…)`` (WCAG 2.2)."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = ((v / 12.92) if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_and_links_stand_out_in_light_and_dark(opened: Callable[..., Page], scheme: str) -> None:
    page = opened("index.html", "phone", scheme)
    paper = {"light": 1.0, "dark": shade("rgb(18, 18, 18)")}[scheme]  # what browsers paint under a page
    for words in ("body", "a", ".note"):
        found = shade(page.evaluate(f"getComputedStyle(document.querySelector('{words}')).color"))
        high, low = max(found, paper), min(found, paper)
        assert (high + 0.05) / (low + 0.05) >= 4.5, words


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_nothing_is_cut_and_no_heading_of_a_table_stands_alone(
    opened: Callable[..., Page], name: str, tmp_path: Path
) -> None:
    page = opened(name, "desk")
    page.pdf(path=tmp_path / "index.pdf", format="A4", prefer_css_page_size=True)
    words = run(tmp_path, "pdftotext", "-layout", "index.pdf", "-").stdout
    heads = [
        page.evaluate("e => e.innerText", head).split("\t")[0].strip()
        for head in page.query_selector_all("thead tr")
    ]
    for sheet in words.split("\f"):
        lines = [line for line in sheet.splitlines() if line.strip()]
        assert not lines or lines[-1].split()[0] not in set(heads), lines[-1]
    assert widest(tmp_path / "index.pdf") <= A4 - 2 * MARGIN + 1


A4, MARGIN = 595.0, 56.7  # points


def widest(path: Path) -> float:
    """How far words reach from the left margin, in points."""
    found = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return max(float(at) for at in re.findall(r'xMax="([\d.]+)"', found)) - MARGIN

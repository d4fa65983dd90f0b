"""What eyes, fingers and assistive software find in every screen of the gallery."""

import json
from pathlib import Path

import pytest
from gallery import SCREENS, SLIDES, Look

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY = [
    *(
        Look(screen, language, theme)
        for screen in SCREENS
        for language, theme in (("zh", "light"), ("en", "dark"))
    ),
    *(
        Look(screen, "zh", theme, "large", "more")
        for screen in ("gallery", "vote-selected")
        for theme in ("light", "dark")
    ),
    *(
        Look(slide, language, theme)
        for slide in SLIDES
        for language, theme in (("zh", "light"), ("en", "hall-red"))
    ),
]
SMALL = """() => [...document.querySelectorAll("button, input, select, textarea, summary, .button, .tab, .sidenav-link, .tabs a, .pager a, label.choice, label.pick")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.type !== "hidden" && !e.closest("label.choice, label.pick")?.contains(e.closest("input")))
  .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 43.9 || box.height < 43.9).map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
WIDE = """() => [document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".tabs, .hidden-visually, thead, svg")).map((e) => e.outerHTML.slice(0, 80))]"""


def name(look: Look) -> str:
    return look.file.removesuffix(".html")


@pytest.mark.parametrize("look", EVERY, ids=name)
def test_axe_finds_nothing(see, look):
    width, height = (1920, 1080) if look.screen in SLIDES else (1280, 900)
    page = see(look, width, height, bypass_csp=True)  # axe itself is put into the page from outside
    page.evaluate(AXE)
    found = page.evaluate("(tags) => axe.run(document, { runOnly: tags })", TAGS)
    told = [
        f"{v['id']}: {node['html'][:120]} {node['failureSummary']}"
        for v in found["violations"]
        for node in v["nodes"]
    ]
    assert not told, "\n".join(told)
    assert len(found["passes"]) > 10


@pytest.mark.parametrize(("language", "size"), [("zh", "normal"), ("en", "large")])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_sideways_scroll_on_the_narrowest_phone(see, screen, language, size):
    page = see(Look(screen, language, type=size), 320, 700)
    assert page.evaluate(WIDE) == [0]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("width", [390, 1280])
def test_everything_to_press_is_big_enough(see, screen, width):
    page = see(Look(screen), width)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("size", ["normal", "large"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ballot_fits_one_phone_screen(see, language, size):
    page = see(Look("vote", language, type=size))
    boxes = [page.locator(".choice").nth(i).bounding_box() for i in range(3)]
    bar = page.locator(".castbar").bounding_box()
    assert [box["x"] for box in boxes] == [boxes[0]["x"]] * 3
    assert boxes[2]["y"] + boxes[2]["height"] <= bar["y"]
    assert bar["y"] + bar["height"] <= 844
    assert not page.locator(".tabbar").is_visible()


@pytest.mark.parametrize(
    "look", [Look("vote"), Look("vote", theme="dark", contrast="more"), Look("cockpit")], ids=name
)
def test_focus_is_always_seen(see, look):
    page = see(look, 1280, 900)
    seen = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen += 1
        outline = page.evaluate(
            """() => { const at = document.activeElement; const face = at.matches(".choice input") ? at.nextElementSibling : at;
               const look = getComputedStyle(face); const box = face.getBoundingClientRect();
               return [look.outlineStyle, parseFloat(look.outlineWidth), box.bottom > 0 && box.top < innerHeight]; }"""
        )
        assert outline == ["solid", 3, True], page.evaluate("document.activeElement.outerHTML")
    assert seen > 8


def test_the_first_tab_stop_skips_to_the_content(see):
    page = see(Look("inbox"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(247, 243, 236)"), ("dark", "rgb(21, 17, 14)")])
def test_the_look_follows_the_system_until_told_otherwise(see, scheme, ground):
    page = see(Look("vote"), color_scheme=scheme)
    ground_of = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground_of) == "rgb(247, 243, 236)"  # told: light
    page.evaluate("document.documentElement.dataset.theme = 'auto'")
    assert page.evaluate(ground_of) == ground


def test_more_contrast_can_be_asked_of_the_system_too(see):
    page = see(Look("vote"), contrast="more")
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"


def test_choices_do_not_need_colour(see):
    page = see(Look("vote-selected"), forced_colors="active")
    corners = page.evaluate(
        "[...document.querySelectorAll('.mark')].map((e) => getComputedStyle(e).borderRadius)"
    )
    paths = page.evaluate("[...document.querySelectorAll('.mark path')].map((e) => e.getAttribute('d'))")
    assert corners == ["50%", "8px", "50%"]
    assert len(set(paths)) == 3
    widths = page.evaluate(
        "[...document.querySelectorAll('.choice-face')].map((e) => getComputedStyle(e).borderWidth)"
    )
    assert widths == ["4px", "2px", "2px"]  # the chosen one is told by its border


def test_paper_gets_the_words_and_not_the_tools(see):
    page = see(Look("cockpit", theme="dark"), 1000, 900)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    for tool in (".banner-tools", ".tabbar", ".foot", ".ribbon", ".button"):
        assert not page.locator(tool).first.is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_nothing_moves_for_those_who_want_it_still(see):
    page = see(Look("vote"), reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("screen", ["result", "turnout", "item", "quorum"])
@pytest.mark.parametrize(
    ("language", "size"), [("zh", (1920, 1080)), ("en", (1280, 720)), ("en", (1024, 768))]
)
def test_a_slide_fits_its_screen(see, screen, language, size):
    page = see(Look(screen, language, "hall-red"), *size)
    assert page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    ) == list(size)
    outside = page.evaluate(
        "[...document.querySelectorAll('#stage *')].filter((e) => e.getBoundingClientRect().bottom > innerHeight + 1).map((e) => e.outerHTML.slice(0, 80))"
    )
    assert outside == []


def test_no_page_carries_style_or_script_in_itself(see):
    page = see(Look("gallery"))
    assert page.locator("[style], style, script:not([src], [type=importmap]), [onclick]").count() == 0
    assert json.loads(page.locator("meta[name=htmx-config]").get_attribute("content"))["noSwap"] == [
        204,
        304,
        "5xx",
    ]

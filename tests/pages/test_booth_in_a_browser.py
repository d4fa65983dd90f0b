"""The real voting booth when a script reaches the phone altered: the browser runs none of it, the page says so, no
ballot is cast. And the fingerprint, wherever people compare it."""

import re
from collections.abc import Callable

import pytest
from altered import alter, has_run
from hall import Hall
from playwright.sync_api import BrowserContext, Page, expect
from sealed import Secret
from sqlmodel import col, update

from congress import booth
from congress.record import service as record
from congress.record.entries import Kind, read
from congress.record.store import Entry
from congress.secrecy import service as secrecy

REFUSED = "浏览器没有运行它"
FINGERPRINT = booth.read().fingerprint
CHANGED = "投票程序在表决开始以后换过"
KEEP = """async (value) => {
  const { integrity } = JSON.parse(document.querySelector("script[type=importmap]").textContent);
  const keys = await import(Object.keys(integrity).find((address) => address.endsWith("/js/keys.js")));
  const { site, person } = document.documentElement.dataset;
  await keys.keepSecret(site, person, "vote", value);
}"""
IS_REFUSED = """(about) => new Promise((tell) => {
  const script = Object.assign(document.createElement("script"), about);
  script.onload = () => tell(false);
  script.onerror = () => tell(true);
  document.head.append(script);
})"""


@pytest.fixture
def vote(hall: Hall) -> Secret:
    """An open secret vote; everybody here, three tellers."""
    made = Secret(hall.house.database, hall.cast)
    for name in ("alice", "bob", "carol"):
        made.register(name)
    made.hold_ceremony()
    made.open()
    return made


@pytest.fixture
def phone(hall: Hall, context_for: Callable[..., BrowserContext]) -> BrowserContext:
    """Bob's, signed in."""
    context = context_for(hall.url)
    cookies = hall.client("bob").cookies
    context.add_cookies([{"name": name, "value": value, "url": hall.url} for name, value in cookies.items()])
    return context


def enter(phone: BrowserContext, vote: Secret) -> Page:
    """Into the booth, with the voting key that the server knows."""
    page = phone.new_page()
    page.goto("/sign-in")
    voter = vote.voters["bob"]
    page.evaluate(KEEP, {"secret": f"{voter.secret:x}", "blind": voter.blind})
    page.goto("/now")
    return page


def arrived(hall: Hall, vote: Secret) -> int:
    with hall.house.database.read() as session:
        return secrecy.arrived(session, vote.poll_id)


def wait_out(page: Page) -> None:
    """As if the seconds had passed after which the note appears that no script has hidden."""
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")


def test_unaltered_it_takes_the_ballot_and_warns_of_nothing(
    hall: Hall, vote: Secret, phone: BrowserContext
) -> None:
    page = enter(phone, vote)
    page.locator(".choice.for").click()
    expect(page.locator("[data-seal-tracker]")).to_be_visible()
    wait_out(page)
    assert [note.is_visible() for note in page.get_by_text(REFUSED).all()] == [False]
    page.locator("[data-cast]").click()
    expect(page.get_by_text("您的加密选票已投入票箱")).to_be_visible()
    assert arrived(hall, vote) == 1


@pytest.mark.parametrize(
    "name",
    [
        "js/seal.js",
        "js/keys.js",
        "js/complaint.js",
        "js/secret/ballot.js",
        "js/secret/group.js",
        "vendor/noble-ed25519.js",
    ],
)
def test_an_altered_script_is_not_run_and_the_booth_says_so(
    hall: Hall, vote: Secret, phone: BrowserContext, name: str
) -> None:
    page = enter(phone, vote)
    page.goto("about:blank")
    alter(phone, name)
    page.goto("/now")
    said = page.get_by_role("alert").filter(has_text=REFUSED)
    expect(said).to_be_visible()
    page.locator(".choice.for").click()
    page.locator("[data-cast]").click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert not has_run(page)
    assert arrived(hall, vote) == 0


def test_without_its_forms_script_the_booth_says_so_and_still_sends_nothing_but_sealed_ballots(
    hall: Hall, vote: Secret, phone: BrowserContext
) -> None:
    page = enter(phone, vote)
    page.goto("about:blank")
    alter(phone, "vendor/htmx.min.js")
    page.goto("/now")
    expect(page.get_by_role("alert").filter(has_text=REFUSED)).to_be_visible()
    page.locator(".choice.for").click()
    page.locator("[data-cast]").click()
    expect(page.get_by_text("您的加密选票已投入票箱")).to_be_visible()
    assert not has_run(page)
    with hall.house.database.read() as session:
        [body] = secrecy.ballots(session, vote.poll_id)
    assert isinstance(secrecy.check(vote.election, body), secrecy.Checked)


@pytest.mark.parametrize(
    ("about", "refused"),
    [
        ({"src": "/static/0/js/enter.js", "type": "module"}, True),
        ({"src": "/static/0/js/once.js"}, True),
        ({"src": "/static/0/js/once.js", "integrity": "sha256-AAAA", "crossOrigin": "anonymous"}, True),
        (
            {
                "src": "/static/0/js/once.js",
                "integrity": booth.read().integrity["js/once.js"],
                "crossOrigin": "anonymous",
            },
            False,
        ),
    ],
)
def test_no_script_is_run_without_a_hash(phone: BrowserContext, about: dict[str, str], refused: bool) -> None:
    page = phone.new_page()
    page.goto("/sign-in")
    assert page.evaluate(IS_REFUSED, about) == refused


# --- comparing ---------------------------------------------------------------------------------------------------


def opening(hall: Hall) -> dict[str, object]:
    with hall.house.database.read() as session:
        [entry] = record.entries(session, kinds=[Kind.POLL_OPENED])
        return read(entry.body.encode()).facts


def test_the_record_of_the_opening_has_the_fingerprint(hall: Hall, vote: Secret) -> None:
    assert opening(hall)["booth"] == FINGERPRINT


@pytest.mark.parametrize(("name", "page"), [("bob", "/now"), ("dan", "board"), ("ruth", "keys")])
def test_the_fingerprint_is_where_people_compare_it(hall: Hall, vote: Secret, name: str, page: str) -> None:
    address = page if page.startswith("/") else f"/polls/{vote.poll_id}/{page}"
    shown = hall.client(name).get(address).text
    assert f">{FINGERPRINT}<" in shown
    [listing] = re.findall(r'href="(/static/[^"]+/scripts\.sha256)"', shown)
    assert hall.client().get(listing).text == booth.read().listing
    assert CHANGED not in shown


@pytest.mark.parametrize("then", ["ab" * 32, None])
def test_scripts_that_were_changed_since_the_opening_are_noticed(
    hall: Hall, vote: Secret, then: str | None
) -> None:
    """As if the vote had been opened by another version; one before this version kept no fingerprint."""
    with hall.house.database.read() as session:
        [entry] = record.entries(session, kinds=[Kind.POLL_OPENED])
    told = f'"booth":"{FINGERPRINT}",'
    body = entry.body.replace(told, f'"booth":"{then}",' if then else "")
    assert body != entry.body
    change = update(Entry).where(col(Entry.seq) == entry.seq).values(body=body)
    hall.house.database.write(lambda s: s.connection().execute(change))
    for name, page in (("dan", "board"), ("ruth", "keys")):
        shown = hall.client(name).get(f"/polls/{vote.poll_id}/{page}").text
        assert (CHANGED in shown) == (then is not None)

"""Tellers' phones under stress: closed and opened again in every step, cut off, with a colleague who deals wrongly,
and with a server whose power fails. The key is made all the same, and the box is opened once.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from browser import QUIET, environment
from hall import Hall
from journeys.devices import enter_by_card, told
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sealed import Secret
from voting import kept

from congress.crypto.belenios import channel, wire
from congress.database import Database
from congress.demo.devices import GROUP, Teller
from congress.polls.rules import PollStage
from congress.record import service as record
from congress.record.entries import Kind
from congress.secrecy.rules import Step

TELLERS = ("ruth", "sam", "alice")
VOTERS = ("bob", "carol", "frank")
STEPS, KEYS = "**/tellers/steps", "**/polls/*/keys"
PRESS = "生成我的密钥"
SCRIPTS = [  # what the steps need besides the page itself
    *(f"secret/{name}.js" for name in ("ceremony", "channel", "group", "edwards", "modular", "plain")),
    "vendor/noble-ed25519.js",
]
HAS = """(wanted) => wanted.every((one) =>
  performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.endsWith(one) && responseEnd))"""
"""The page has these scripts, which it loads before they are needed."""


@dataclass
class Phone:
    """A phone whose browser can be closed: what it keeps outlives it."""

    browser: Browser
    program: str
    folder: Path
    url: str
    context: BrowserContext | None = None

    def open(self) -> Page:
        self.context = self.browser.browser_type.launch_persistent_context(
            str(self.folder),
            executable_path=self.program,
            args=list(QUIET),
            env=environment(self.folder),
            base_url=self.url,
            locale="zh-CN",
            viewport={"width": 390, "height": 844},
        )
        return self.context.pages[0]

    def close(self) -> None:
        if self.context:
            self.context.close()
        self.context = None


@pytest.fixture
def phone(hall: Hall, browser: Browser, chromium: str, tmp_path: Path) -> Iterator[Phone]:
    """Ruth's, registered."""
    made = Phone(browser, chromium, tmp_path / "phone", hall.url)
    enter_by_card(hall, made.open(), "ruth")
    made.close()
    yield made
    made.close()


@pytest.fixture
def vote(hall: Hall) -> Secret:
    """Three tellers are called; two of them will open the box."""
    made = Secret(hall.house.database, hall.cast)
    made.call(2, TELLERS)
    return made


@dataclass
class Wire:
    """Between a phone and the server: everything is lost, ``arrives`` or not; and what was sent is noted."""

    arrives: bool
    name: str  # of the field that carries what the device made
    sent: list[str] = field(default_factory=list)

    def __call__(self, route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        self.note(route.request.post_data)
        if self.arrives:
            route.fetch()
        route.abort("connectionreset")

    def note(self, body: str | None) -> None:
        """Keep what the device made."""
        self.sent += parse_qs(body or "").get(self.name, [])


def others(hall: Hall, vote: Secret) -> None:
    """Sam's and Alice's devices take the present step."""
    for name in ("sam", "alice"):
        vote.post(name, *vote.step(name))
    hall.house.hub.news("tellers")


def pressed(page: Page) -> None:
    """Ruth is at her page; the first step waits for her."""
    page.goto("/tellers")
    if (button := page.get_by_role("button", name=PRESS)).is_visible():
        button.click()


def sealed(vote: Secret) -> int:
    """A vote with three ballots, which has ended."""
    for name in VOTERS:
        vote.register(name)
    vote.open()
    for name, choice in zip(VOTERS, ("for", "for", "against"), strict=True):
        vote.throw(name, choice)
    vote.seal()
    return vote.poll_id


def at_the_box(page: Page, poll_id: int) -> None:
    page.goto(f"/polls/{poll_id}/keys")
    if page.locator("[data-turn]").count():
        page.get_by_role("button", name="转动我的密钥").click()


def turns(database: Database, person_id: int) -> int:
    """How often the record has this teller turn a key."""
    with database.read() as session:
        acts = [json.loads(body) for body in record.bodies(session, 10**6)]
    return len([act for act in acts if act["kind"] == Kind.KEY_TURNED.value and act["actor"] == person_id])


def lost(phone: Phone, where: str, wire: Wire, act: Callable[[Page], None]) -> None:
    """Ruth acts, what she sends or its answer is lost, and her browser is closed."""
    page = phone.open()
    page.route(where, wire)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        act(page)
    phone.close()


def delivered(phone: Phone, wire: Wire, act: Callable[[Page], None], words: str) -> None:
    """She opens it again, and it is done; what is sent is noted too."""
    page = phone.open()
    page.on("request", lambda request: wire.note(request.post_data) if request.method == "POST" else None)
    act(page)
    told(page, words)
    phone.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("arrives", [False, True], ids=["before it arrives", "before the answer"])
def test_a_browser_closed_in_the_middle_goes_on(
    hall: Hall, vote: Secret, phone: Phone, arrives: bool
) -> None:
    """In each of the three steps, and while the box is opened. What is made is made once."""
    for step in Step:
        wire = Wire(arrives, "content")
        lost(phone, STEPS, wire, pressed)
        assert vote.table().step is step
        assert (vote.person("ruth") in vote.table().awaited) == (not arrives)
        delivered(phone, wire, pressed, "您的这一步已经完成")
        assert len(set(wire.sent)) == 1
        others(hall, vote)
    assert vote.table().step is None
    poll_id, wire = sealed(vote), Wire(arrives, "share")
    lost(phone, KEYS, wire, lambda page: at_the_box(page, poll_id))
    delivered(phone, wire, lambda page: at_the_box(page, poll_id), "您的密钥已经转动")
    assert len(set(wire.sent)) == 1
    assert turns(vote.database, vote.person("ruth")) == 1
    vote.turn("alice")
    found = kept(hall, poll_id)
    assert (found.stage, found.counts["favour"], found.counts["against"]) == (PollStage.CLOSED, 2, 1)


@pytest.mark.timeout(240)
def test_a_phone_without_network_says_so_and_goes_on_by_itself(
    hall: Hall, vote: Secret, phone: Phone
) -> None:
    page = phone.open()
    page.goto("/tellers")
    page.wait_for_function(HAS, arg=SCRIPTS)
    for number, step in enumerate(Step, 1):
        page.context.set_offline(True)
        if step is Step.CERTIFY:
            page.get_by_role("button", name=PRESS).click()
            told(page, "没有送达，正在重试。请不要关闭本页")
        else:
            others(hall, vote)
        assert vote.person("ruth") in vote.table().awaited
        page.context.set_offline(False)
        told(page, f"第 {number} 步，共 3 步")
        told(page, "您的这一步已经完成")
    others(hall, vote)
    told(page, "计票密钥已经生成")
    poll_id = sealed(vote)
    page.goto(f"/polls/{poll_id}/keys")
    expect(page.locator("[data-turn-key]")).to_be_enabled()
    page.context.set_offline(True)
    page.get_by_role("button", name="转动我的密钥").click()
    told(page, "没有送达，正在重试。请不要关闭本页")
    assert turns(vote.database, vote.person("ruth")) == 0
    page.context.set_offline(False)
    told(page, "您的密钥已经转动")
    assert turns(vote.database, vote.person("ruth")) == 1


@pytest.mark.timeout(120)
def test_a_page_that_never_got_its_script_says_what_helps(vote: Secret, phone: Phone) -> None:
    page = phone.open()
    page.route("**/secret/ceremony.js", lambda route: route.abort("connectionreset"))
    page.goto("/tellers")
    page.get_by_role("button", name=PRESS).click()
    expect(page.get_by_role("alert").filter(has_text="本页的程序没有完整载入")).to_be_visible()
    page.unroute("**/secret/ceremony.js")
    page.reload()  # browsers remember a script that could not be loaded until then
    page.get_by_role("button", name=PRESS).click()
    told(page, "您的这一步已经完成")


# --- a colleague who deals wrongly -------------------------------------------------------------------------------


class Cheat(Teller):
    """Publishes coefficients like everybody, and gives the first teller a share that does not fit them."""

    def deal(self, certificates: list[str], threshold: int) -> str:  # type: ignore[override]
        dealt = json.loads(super().deal(certificates, threshold))
        receiver = json.loads(json.loads(certificates[0])["message"])["encryption"]
        words = wire.compact({"secret": "12345"})
        dealt["sealed"][0] = channel.seal(GROUP, self.seat.signing(GROUP), receiver, words)
        return wire.compact(dealt)


@pytest.mark.timeout(240)
def test_who_deals_wrongly_is_named_and_the_ceremony_begins_again(
    hall: Hall, vote: Secret, phone: Phone
) -> None:
    vote.tellers["sam"] = Cheat()
    page = phone.open()
    pressed(page)
    for number in (1, 2):
        told(page, f"第 {number} 步，共 3 步")
        told(page, "您的这一步已经完成")
        others(hall, vote)
    told(page, "保管人「沈明」给您的份额与公布的不符。请会务组重新开始。")
    page.reload()
    told(page, "保管人「沈明」给您的份额与公布的不符。请会务组重新开始。")
    assert vote.person("ruth") in vote.table().awaited, "her phone sends nothing"
    people = [vote.person(name) for name in ("ruth", "sam")]
    olga = hall.client("olga")
    assert olga.post("/tellers", data={"threshold": "2", "person": people}).status_code == 303
    page.get_by_role("button", name=PRESS).click()
    vote.ceremony_id += 1
    vote.tellers = {"sam": Teller()}
    for number in (1, 2, 3):
        told(page, f"第 {number} 步，共 3 步")
        told(page, "您的这一步已经完成")
        vote.post("sam", *vote.step("sam"))
        hall.house.hub.news("tellers")
    told(page, "计票密钥已经生成")

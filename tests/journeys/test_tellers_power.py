"""The server's power fails while tellers make their key, and again while they open the box: their phones go on by
themselves when it is back, nothing is lost, and no key is turned twice."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

import pytest
from cast import Cast
from journeys.devices import told, verified
from playwright.sync_api import BrowserContext, Page, Route, expect
from sealed import Secret
from server import Server, free_port, serving

from congress.house import House, open_house
from congress.identity import service as identity
from congress.polls import service as polls
from congress.record import service as record
from congress.record.entries import Kind
from congress.settings import Settings

TELLERS = ("ruth", "sam")
VOTERS = ("bob", "carol", "frank")
STEPS, KEYS = "**/tellers/steps", "**/polls/*/keys"
TRYING = "没有送达，正在重试。请不要关闭本页"


@contextmanager
def within(folder: Path) -> Iterator[House]:
    """The house over the data, while no server has it."""
    house = open_house(Settings(data=folder))
    yield house
    house.database.close()


def card(house: House, cast: Cast, name: str) -> str:
    """A new invitation; the keys of before are stopped."""
    person, clerk = cast[name].person_id, cast["olga"].person_id

    def job(session) -> str:
        identity.shut_out(session, person_id=person, by=clerk, why="换了手机")
        return identity.invite(session, person_id=person, by=clerk)

    return house.database.write(job)


def enter(page: Page, token: str) -> None:
    page.goto(f"/enter#{token}")
    expect(page.get_by_text("本设备的签名密钥已登记")).to_be_visible()


class PowerCut:
    """The server dies when the first form passes here: before it has it, or before its answer is out."""

    def __init__(self, server: Server, *, arrives: bool) -> None:
        self.server = server
        self.arrives = arrives

    def __call__(self, route: Route) -> None:
        if route.request.method == "POST" and self.server.process.poll() is None:
            if self.arrives:
                route.fetch()
            self.server.kill()
            route.abort("connectionreset")
        else:
            route.continue_()


@pytest.mark.timeout(400)
def test_the_power_fails_in_the_ceremony_and_at_the_box(
    founded: tuple[Path, Cast],
    tmp_path: Path,
    context_for: Callable[..., BrowserContext],
    page_for: Callable[[BrowserContext], Page],
) -> None:
    folder, cast, port = tmp_path / "data", deepcopy(founded[1]), free_port()
    shutil.copytree(founded[0], folder)
    with within(folder) as house:
        cards = {name: card(house, cast, name) for name in TELLERS}
        vote = Secret(house.database, cast)
        vote.call(2, TELLERS)
    ruth, sam = (page_for(context_for(f"http://127.0.0.1:{port}")) for _ in TELLERS)

    with serving(folder, port=port) as server:
        for page, name in ((ruth, "ruth"), (sam, "sam")):
            enter(page, cards[name])
            page.goto("/tellers")
        ruth.get_by_role("button", name="生成我的密钥").click()
        told(ruth, "您的这一步已经完成")
        sam.route(STEPS, PowerCut(server, arrives=False))
        sam.get_by_role("button", name="生成我的密钥").click()
        told(sam, TRYING)
    sam.unroute(STEPS)
    with serving(
        folder, port=port
    ) as server:  # Sam's certificate arrives; of Ruth's shares the answer is lost
        ruth.route(STEPS, PowerCut(server, arrives=True))
        with ruth.expect_event("requestfailed", lambda request: request.method == "POST"):
            pass
        server.process.wait(30)
    ruth.unroute(STEPS)
    with serving(folder, port=port) as server:
        for page in (ruth, sam):
            made = page.get_by_text("计票密钥已经生成").first
            expect(made).to_be_visible(timeout=90_000)  # two restarts, on a machine that may be busy
        server.kill()

    with within(folder) as house:
        vote.database = house.database
        for name in VOTERS:
            vote.register(name)
        poll = vote.open()
        for name, choice in zip(VOTERS, ("for", "against", "for"), strict=True):
            vote.throw(name, choice)
        vote.seal()

    with serving(folder, port=port) as server:
        for page in (ruth, sam):
            page.goto(f"/polls/{poll}/keys")
            expect(page.locator("[data-turn-key]")).to_be_enabled()
        ruth.route(KEYS, PowerCut(server, arrives=True))
        ruth.get_by_role("button", name="转动我的密钥").click()
        told(ruth, TRYING)
        sam.get_by_role("button", name="转动我的密钥").click()
        told(sam, TRYING)
    ruth.unroute(KEYS)
    with serving(folder, port=port) as server:
        told(ruth, re.compile("您的密钥已经转动|票箱已经打开"))  # whichever of the two came first
        told(sam, "票箱已经打开，结果已经宣布")
        server.kill()

    is_counted_once(folder, cast, poll)
    assert "核验通过" in verified(folder, tmp_path / "record.zip")


def is_counted_once(folder: Path, cast: Cast, poll: int) -> None:
    """Three ballots; each teller took each step once, and turned a key once."""
    with within(folder) as house, house.database.read() as session:
        counts = polls.closed(session, poll).counts
        acts = [json.loads(body) for body in record.bodies(session, 10**6)]
    assert [counts[n] for n in ("returned", "favour", "against", "abstain")] == [3, 2, 1, 0]
    turned = [act["actor"] for act in acts if act["kind"] == Kind.KEY_TURNED.value]
    assert sorted(turned) == sorted(cast[name].person_id for name in TELLERS), "each once"
    steps = [(act["actor"], act["facts"]["step"]) for act in acts if act["kind"] == Kind.CEREMONY_STEP.value]
    assert len(steps) == len(set(steps)) == 6

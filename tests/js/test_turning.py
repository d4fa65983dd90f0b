"""A teller's device opens a box only after it has counted it: no share for a box with a ballot left out or forged, for
another sum than the announced one, or for a second sum."""

import json
from dataclasses import dataclass, field

import pytest
from altered import alter, has_run
from crypto.belenios.secretvote import SecretVote
from device import MAKE_KEY
from playwright.sync_api import expect
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from congress.crypto.belenios import wire
from congress.crypto.belenios.tally import read_share
from congress.crypto.canonical import parse
from congress.crypto.signatures import decode, verify
from congress.secrecy.rules import turn_statement

OWNER = 2
KEEP = """async ([name, value]) => {
  await (await import("/static/0a1b/js/keys.js")).keepSecret("6f1c", "12", name, value);
}"""
FIND = """async (name) => (await import("/static/0a1b/js/keys.js")).findSecret("6f1c", "12", name)"""
ERRORS = {
    "lost": "本机没有密钥", "ballot": "第 {n} 张票不对", "sum": "总和不一致", "election": "不是我们的密钥", "failed": "没有做成",
    "script": "程序被换过",
}  # fmt: skip


@dataclass
class Box:
    """What the server shows of a box."""

    vote: SecretVote
    ballots: list[str]
    sealed: bool = True
    most: int = 500
    tally: str | None = None
    count: int | None = None
    asked: list[int] = field(default_factory=list)

    @property
    def announced(self) -> str:
        if self.tally is None:
            self.tally = wire.digest(self.vote.tally(self.ballots).as_json())
        return self.tally if self.sealed else ""

    def show(self, request: Request) -> Response:
        self.asked.append(after := int(request.query_params["after"]))
        return JSONResponse({
            "ballots": self.ballots[after : after + self.most], "count": self.count or len(self.ballots),
            "sealed": self.sealed, "tally": self.announced,
        })  # fmt: skip

    def section(self) -> str:
        words = " ".join(f'data-text-{code}="{text}"' for code, text in ERRORS.items())
        count = len(self.ballots)
        facts = {"poll": 5, "ceremony": 3, "owner": OWNER, "ballots": "/polls/5/ballots.json"}
        facts |= {"sealed": self.sealed, "count": count, "tally": self.announced}
        said = '{"act":"key-turn","poll":5,"site":"6f1c"}'
        return f"""<div id="turn"><section data-turn='{json.dumps(facts)}' data-election='{self.vote.election.raw}'
          data-roll='{self.vote.roll}'><progress data-checked-bar max="{count}" value="0"></progress>
          <span data-checked>0</span> / <span data-arrived>{count}</span><p role="alert" data-turn-error hidden {words}></p>
          <ul data-turn-checks hidden><li>都查过了</li></ul><form method="post" action="/polls/5/keys" hx-post="/polls/5/keys"
          hx-target="#turn" hx-swap="outerHTML" data-sign='{said}'><input type="hidden" name="share">
          <input type="hidden" name="body" data-sign-field="body"><p data-sign-error hidden></p>
          <button data-turn-key disabled>打开</button></form></section></div>"""


@pytest.fixture
def box() -> Box:
    vote = SecretVote(voters=3)
    marks = [((1, 0, 0),), ((0, 1, 0),), ((1, 0, 0),)]
    ballots = [vote.ballot(voter, *m) for voter, m in enumerate(marks)]
    return Box(vote, [*ballots, vote.ballot(0, (0, 0, 1))])


@pytest.fixture
def opened(site, phone, page_for):
    site.scripts = ("retry", "signing", "turning")

    def open_page(box: Box, *, key=True, election_key=""):
        page = page_for(phone)
        site.body = ""
        page.goto("/")
        page.public = bytes(page.evaluate(MAKE_KEY))
        if key:
            own = {"seed": "x", "key": str(box.vote.keys[OWNER - 1])}
            own["electionKey"] = election_key or box.vote.election.public_key
            page.evaluate(KEEP, ["teller-3", own])
        show(site, page, box)
        return page

    return open_page


def show(site, page, box: Box) -> None:
    site.body = box.section()
    site.files["/polls/5/ballots.json"] = box.show
    page.goto("/")


def press(page) -> None:
    expect(page.get_by_text("都查过了")).to_be_visible()
    page.get_by_role("button").click()


def is_share(box: Box, sent: dict[str, str]) -> bool:
    tally = box.vote.tally(box.ballots)
    return bool(read_share(sent["share"], box.vote.election, tally, key_of(box)))


def key_of(box: Box) -> str:
    return box.vote.group.power(box.vote.group.generator, box.vote.keys[OWNER - 1])


def is_refused(site, page, words: str) -> None:
    """The device says why; the button rests, and even a form sent by a script carries no share."""
    expect(page.get_by_role("alert")).to_have_text(words)
    assert page.get_by_role("button").is_disabled()
    expect(page.get_by_text("都查过了")).to_be_hidden()
    page.evaluate("document.querySelector('form').requestSubmit()")
    page.wait_for_timeout(300)
    assert site.received == []


@pytest.mark.parametrize("most", [500, 1])
def test_a_box_is_checked_counted_and_opened(site, opened, box, most):
    box.most = most
    page = opened(box)
    press(page)
    page.wait_for_selector("#receipt")
    [sent] = site.received
    assert is_share(box, sent)
    said = turn_statement(site="6f1c", poll=5, digest=wire.digest(sent["share"]))
    assert said.items() <= parse(sent["statement"].encode()).items()
    assert verify(page.public, sent["statement"].encode(), decode(sent["signature"]))
    kept = page.evaluate(FIND, f"turned-{box.vote.election.uuid}")
    assert kept == {"tally": box.vote.tally(box.ballots).as_json(), "share": sent["share"]}
    assert str(box.vote.keys[OWNER - 1]).encode() not in site.bodies[0]
    assert box.asked == ([0] if most == 500 else [0, 1, 2, 3])


def test_it_counts_while_ballots_come_in(site, opened, box):
    rest, box.ballots, box.sealed = box.ballots[2:], box.ballots[:2], False
    page = opened(box)
    expect(page.locator("[data-checked]")).to_have_text("2")
    assert page.locator("progress").evaluate("(bar) => [bar.value, bar.max]") == [2, 2]
    assert page.get_by_role("button").is_disabled()
    box.ballots += rest
    expect(page.locator("[data-checked]")).to_have_text("4")
    expect(page.locator("[data-arrived]")).to_have_text("4")
    assert page.get_by_role("button").is_disabled()
    box.tally, box.sealed = None, True
    press(page)
    page.wait_for_selector("#receipt")
    assert is_share(box, site.received[0])
    assert box.asked[0] == 0
    assert set(box.asked[1:]) == {2, 4}


def test_an_empty_box(site, opened, box):
    box.ballots = []
    press(opened(box))
    expect(opened(box).get_by_text("都查过了")).to_be_visible()
    assert is_share(box, site.received[0])


def test_a_server_that_is_away_is_asked_again(site, opened, box):
    away = [Response("away", 503), Response("<p>", 200), JSONResponse({"ballots": "x"})]
    right = box.show
    box.show = lambda request: away.pop() if away else right(request)
    page = opened(box)
    expect(page.get_by_role("alert")).to_have_text(ERRORS["failed"])
    expect(page.get_by_role("alert")).to_be_hidden()
    press(page)
    page.wait_for_selector("#receipt")


def test_a_ballot_left_out_gets_no_share(site, opened, box):
    assert box.announced  # of all
    box.ballots = box.ballots[:-1]
    is_refused(site, opened(box), ERRORS["sum"])


def test_a_ballot_kept_back_gets_no_share(site, opened, box):
    assert box.announced
    box.count, box.ballots = 4, box.ballots[:-1]
    is_refused(site, opened(box), ERRORS["sum"])


def test_another_order_gets_no_share(site, opened, box):
    """The first voter's ballots exchanged: the earlier one would count."""
    assert box.announced
    box.ballots = [box.ballots[3], *box.ballots[1:3], box.ballots[0]]
    is_refused(site, opened(box), ERRORS["sum"])


@pytest.mark.parametrize("place", [1, 3])
def test_a_forged_ballot_gets_no_share(site, opened, box, place):
    assert box.announced
    forged = box.vote.resigned(box.ballots[0], 1)  # copied
    box.ballots.insert(place - 1, forged)
    is_refused(site, opened(box), f"第 {place} 张票不对")


def test_a_ballot_twice_gets_no_share(site, opened, box):
    assert box.announced
    box.ballots.append(box.ballots[0])
    is_refused(site, opened(box), "第 5 张票不对")


def test_a_strangers_ballot_gets_no_share(site, opened, box):
    page = opened(box)
    expect(page.get_by_text("都查过了")).to_be_visible()
    others = wire.compact(json.loads(box.vote.roll)[1:])
    site.body = box.section().replace(box.vote.roll, others)
    page.goto("/")
    is_refused(site, page, "第 1 张票不对")


def test_another_sum_announced_gets_no_share(site, opened, box):
    box.tally = wire.digest(box.vote.tally(box.ballots[:1]).as_json())
    is_refused(site, opened(box), ERRORS["sum"])


@pytest.mark.parametrize("announced", ["", "0" * 64])
def test_a_page_from_before_the_end_is_no_excuse(site, opened, box, announced):
    """It knew no sum yet: the board must still announce the right one."""
    box.sealed = False
    page = opened(box)
    expect(page.locator("[data-checked]")).to_have_text("4")
    box.tally, box.sealed = announced, True
    is_refused(site, page, ERRORS["sum"])


def test_many_presses_send_one_share(site, opened, box):
    page = opened(box)
    expect(page.get_by_text("都查过了")).to_be_visible()
    page.evaluate("for (let n = 0; n < 5; n += 1) document.querySelector('form').requestSubmit()")
    page.wait_for_selector("#receipt")
    page.wait_for_timeout(300)
    assert len(site.received) == 1


def test_a_page_with_another_sum_than_the_board_gets_no_share(site, opened, box):
    page = opened(box)
    press(page)
    page.wait_for_selector("#receipt")
    site.received.clear()
    right = box.announced
    site.body = box.section().replace(right, "0" * 64)
    page.goto("/")
    is_refused(site, page, ERRORS["sum"])


def test_an_election_for_another_key_gets_no_share(site, opened, box):
    page = opened(box, election_key=key_of(box))
    is_refused(site, page, ERRORS["election"])


@pytest.mark.parametrize("change", [(",", ", "), ('"version":1', '"version":2')])
def test_an_election_that_is_none_gets_no_share(site, opened, box, change):
    page = opened(box)
    section = box.section()
    site.body = section.replace(box.vote.election.raw, box.vote.election.raw.replace(*change, 1))
    page.goto("/")
    is_refused(site, page, ERRORS["election"])


def test_a_device_without_the_key_says_so(site, opened, box):
    page = opened(box, key=False)
    is_refused(site, page, ERRORS["lost"])
    page.evaluate(KEEP, ["teller-3", {"seed": "x", "polynomial": ["1"]}])
    page.goto("/")
    is_refused(site, page, ERRORS["lost"])


def test_the_very_same_share_is_sent_again(site, opened, box):
    page = opened(box)
    site.answer = lambda _: HTMLResponse("no", 500)
    with page.expect_response("**/polls/5/keys"):
        press(page)
    site.answer = type(site).answer
    page.goto("/")
    press(page)
    page.wait_for_selector("#receipt")
    first, second = site.received
    assert first["share"] == second["share"]
    assert is_share(box, second)


def test_a_second_sum_gets_no_share(site, opened, box):
    """The server shows a part of the box, and then all of it: the difference would tell how somebody voted."""
    whole, box.ballots = box.ballots, box.ballots[:1]
    page = opened(box)
    press(page)
    page.wait_for_selector("#receipt")
    kept = page.evaluate(FIND, f"turned-{box.vote.election.uuid}")
    box.ballots, box.tally = whole, None
    show(site, page, box)
    press(page)
    expect(page.get_by_role("alert")).to_have_text(ERRORS["sum"])
    page.wait_for_timeout(300)
    assert len(site.received) == 1
    assert page.evaluate(FIND, f"turned-{box.vote.election.uuid}") == kept


def test_the_share_is_kept_before_it_is_sent(site, opened, box):
    page = opened(box)
    expect(page.get_by_text("都查过了")).to_be_visible()
    page.wait_for_load_state("networkidle")
    site.stop()
    page.get_by_role("button").click()
    page.wait_for_selector("[name=statement][value]", state="attached")
    kept = page.evaluate(FIND, f"turned-{box.vote.election.uuid}")
    assert kept["share"] == page.locator("[name=share]").input_value()
    site.start()


def test_a_section_shown_anew_goes_on(site, opened, box):
    """Another teller has turned a key, and the page shows it: nothing is checked twice."""
    page = opened(box)
    expect(page.get_by_text("都查过了")).to_be_visible()
    page.evaluate("(html) => { document.body.innerHTML = html; htmx.process(document.body); }", box.section())
    press(page)
    page.wait_for_selector("#receipt")
    assert box.asked == [0]
    assert is_share(box, site.received[0])


def test_the_page_stays_quick(site, opened, box):
    box.ballots = [box.vote.ballot(0, (1, 0, 0)) for _ in range(60)]
    box.sealed = False
    page = opened(box)
    page.evaluate("""() => {
      window.longest = 0;
      let last = performance.now();
      setInterval(() => {
        window.longest = Math.max(window.longest, performance.now() - last);
        last = performance.now();
      }, 5);
    }""")
    expect(page.locator("[data-checked]")).to_have_text("60")
    assert page.evaluate("longest") < 400


@pytest.mark.parametrize("name", ["counting", "tally", "check", "group"])
def test_an_altered_script_counts_nothing(site, phone, opened, box, name):
    """What the worker loads is compared by the page, just before."""
    page = opened(box)
    alter(phone, f"js/secret/{name}.js")
    box.asked.clear()
    show(site, page, box)
    is_refused(site, page, ERRORS["script"])
    assert not has_run(page)
    assert box.asked == []

"""A device registers its voting key by itself: once, the same from every tab, and only with a signing key."""

import re

import pytest
from device import MAKE_KEY
from playwright.sync_api import expect
from starlette.responses import HTMLResponse

from congress.crypto.canonical import parse
from congress.crypto.signatures import decode, verify
from congress.demo.devices import GROUP
from congress.secrecy.rules import commitment, key_statement

KEYS = 'const keys = await import("/static/0a1b/js/keys.js");'
HELD = f'async () => {{ {KEYS} return keys.findSecret("6f1c", "12", "vote"); }}'
SAME = f"""async () => {{ {KEYS}
  const make = async () => ({{ value: String(Math.random()) }});
  const made = await Promise.all([1, 2, 3].map(() => keys.ensureSecret("6f1c", "12", "x", make)));
  return [...made.map(({{ value }}) => value), (await keys.findSecret("6f1c", "12", "x")).value];
}}"""
KEEP = f"""async () => {{ {KEYS}
  const all = [];
  const look = async () => all.push(await keys.findSecret("6f1c", "12", "x"), await keys.findSecret("6f1c", "13", "x"));
  await look();
  await keys.keepSecret("6f1c", "12", "x", {{ a: 1 }});
  await keys.addToSecret("6f1c", "12", "x", {{ a: 2, b: 2 }});
  await keys.addToSecret("6f1c", "13", "x", {{ c: 3 }});
  await look();
  await keys.keepSecret("6f1c", "12", "x", {{ d: 4 }});
  await look();
  return all;
}}"""
FORGET = """() => new Promise((done) => {
  const opening = indexedDB.open("congress", 1);
  opening.onsuccess = () => {
    const store = opening.result.transaction("keys", "readwrite").objectStore("keys");
    store.delete("6f1c:12:vote").onsuccess = () => { opening.result.close(); done(); };
  };
})"""
ERROR = '<p role="alert" data-sign-error hidden data-text-nokey="没有签名密钥" data-text-storage="不允许保存"></p>'


def form(known: str = "", group: str = "Ed25519") -> str:
    return f"""<section id="voting-key"><form method="post" action="/me/voting-key" hx-post="/me/voting-key"
      hx-target="#voting-key" hx-swap="outerHTML" data-voting-key data-known="{known}" data-group="{group}"
      data-sign='{{"act":"voting-key","person":12,"site":"6f1c"}}'>
      <input type="hidden" name="public"><input type="hidden" name="blind">
      <input type="hidden" name="commitment" data-sign-field="commitment">{ERROR}<button>登记</button></form></section>"""


@pytest.fixture
def opened(site, phone, page_for):
    site.scripts = ("retry", "signing", "votingkey")
    site.answer = lambda sent: HTMLResponse(form(sent["public"]))

    def open_page(*, key=True):
        page = page_for(phone)
        body, site.body = site.body or form(), ""
        page.goto("/")
        page.public = bytes(page.evaluate(MAKE_KEY)) if key else b""
        site.body = body
        page.goto("/")
        return page

    return open_page


def is_registration(sent, public) -> bool:
    said = parse(sent["statement"].encode())
    expected = key_statement(site="6f1c", person=12, commitment=commitment(sent["public"], sent["blind"]))
    return expected.items() <= said.items() and verify(
        public, sent["statement"].encode(), decode(sent["signature"])
    )


def test_a_device_registers_by_itself_and_then_is_quiet(site, opened):
    page = opened()
    expect(page.locator("#voting-key")).to_be_hidden()
    [sent] = site.received
    assert is_registration(sent, page.public)
    assert re.fullmatch("[0-9a-f]{32}", sent["blind"])
    assert GROUP.is_member(sent["public"])
    held = page.evaluate(HELD)
    assert GROUP.power(GROUP.generator, int(held["secret"], 16)) == sent["public"]
    assert held["secret"].encode() not in site.bodies[0]
    site.body = form(sent["public"])
    page.reload()
    expect(page.locator("#voting-key")).to_be_hidden()
    assert len(site.received) == 1


def test_a_key_that_the_server_does_not_know_is_sent_again(site, opened):
    page = opened()
    expect(page.locator("#voting-key")).to_be_hidden()
    site.body = form("ab" * 32)
    page.reload()
    expect(page.locator("#voting-key")).to_be_hidden()
    first, second = site.received
    assert (first["public"], first["blind"]) == (second["public"], second["blind"])
    assert first["statement"] != second["statement"]


def test_without_a_signing_key_the_form_stays(site, opened):
    page = opened(key=False)
    page.wait_for_timeout(300)
    expect(page.get_by_role("alert")).to_be_hidden()
    assert page.evaluate(HELD) is None
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("没有签名密钥"))
    assert site.received == []
    page.evaluate(MAKE_KEY)
    page.get_by_role("button").click()
    expect(page.locator("#voting-key")).to_be_hidden()
    assert len(site.received) == 1


@pytest.mark.parametrize("status", [403, 422])
def test_a_refusal_is_not_asked_for_again_without_a_press(site, opened, status):
    site.answer = lambda _: HTMLResponse(form().replace("登记", "再登记"), status)
    page = opened()
    button = page.get_by_role("button", name="再登记")
    expect(button).to_be_visible()
    page.wait_for_timeout(300)
    assert len(site.received) == 1
    button.click()
    expect(page.get_by_role("button")).to_be_enabled()
    page.wait_for_timeout(300)
    first, second = site.received
    assert (first["public"], first["blind"]) == (second["public"], second["blind"])


def test_a_replaced_key_is_made_anew_by_a_press(site, opened):
    """Another device has taken its place: the server never takes it again."""
    site.answer = lambda _: HTMLResponse(form().replace("登记", "再登记"), 409)
    page = opened()
    button = page.get_by_role("button", name="再登记")
    expect(button).to_be_visible()
    site.answer = lambda sent: HTMLResponse(form(sent["public"]))
    button.click()
    expect(page.locator("#voting-key")).to_be_hidden()
    first, second = site.received
    assert first["public"] != second["public"]
    assert is_registration(second, page.public)


def test_two_tabs_register_one_key(site, phone, opened, page_for):
    site.body = "<p>"
    pages = [opened(), page_for(phone)]
    site.body = form()
    pages[1].goto("/device")
    expect(pages[1].locator("#voting-key")).to_be_hidden()
    site.received.clear()
    pages[1].evaluate(FORGET)
    for page in pages:  # at once
        page.evaluate("() => { setTimeout(() => location.reload(), 100); }")
    for page in pages:
        page.wait_for_timeout(600)
        expect(page.locator("#voting-key")).to_be_hidden()
    assert len(site.received) == 2
    assert len({(sent["public"], sent["blind"]) for sent in site.received}) == 1


def test_a_secret_asked_for_at_once_is_made_once(site, opened):
    page = opened(key=False)
    assert len(set(page.evaluate(SAME))) == 1


def test_secrets_are_kept_and_added_to(site, opened):
    page = opened(key=False)
    assert page.evaluate(KEEP) == [None, None, {"a": 1, "b": 2}, {"c": 3}, {"d": 4}, {"c": 3}]


def test_storage_that_is_blocked_is_told(site, forgetful_page):
    site.scripts, site.body = ("signing", "votingkey"), form()
    forgetful_page.goto("/")
    forgetful_page.get_by_role("button").click()
    expect(forgetful_page.get_by_role("alert")).to_have_text("不允许保存")
    assert site.received == []

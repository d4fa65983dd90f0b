"""A teller's key on paper and back: the code that is printed gives the key on another device, and nothing else does; a
mistyped, foreign or forged one is refused with its reason; no request carries any of it."""

import json
from base64 import b32encode
from dataclasses import dataclass, field
from hashlib import sha256
from struct import pack

import pytest
from playwright.sync_api import Page, Request, expect

from congress.crypto.belenios.group import GROUPS
from congress.crypto.belenios.proofs import random_scalar

GROUP = GROUPS["Ed25519"]
CEREMONY, OWNER = 300, 2
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TO_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", CROCKFORD)
KEEP = """async ([name, value]) => {
  await (await import("/static/0a1b/js/keys.js")).keepSecret("6f1c", "12", name, value);
}"""
FIND = """async (name) => (await import("/static/0a1b/js/keys.js")).findSecret("6f1c", "12", name)"""
SECRET = f"teller-{CEREMONY}"
READ = """async ([codes, about]) => {
  const { restored } = await import("/static/0a1b/js/secret/backup.js");
  const said = {};
  for (const code of codes) {
    const answer = await restored(code, about).then(() => "restored", (error) => error.code);
    said[answer] = (said[answer] ?? 0) + 1;
  }
  return said;
}"""
WRITE = """async (about) => {
  const { backup } = await import("/static/0a1b/js/secret/backup.js");
  return backup(about).catch((error) => error.code);
}"""
ERRORS = {
    "code": "不是备份码", "typo": "抄错了", "ceremony": "第 {n} 次仪式的", "owner": "第 {n} 位的", "key": "与公钥不符",
    "storage": "不能保存", "failed": "没有做成",
}  # fmt: skip


def code_of(key: int, *, ceremony: int = CEREMONY, owner: int = OWNER, version: int = 1) -> str:
    """The backup code as documented, made without the module."""
    rest = pack(">BHB", version, ceremony, owner) + key.to_bytes(32, "big")
    return b32encode(rest + sha256(rest).digest()[:4]).decode().translate(TO_CROCKFORD)


def public_of(key: int) -> str:
    return GROUP.power(GROUP.generator, key)


def fingerprint(public: str) -> str:
    digits = sha256(public.encode()).hexdigest()[:32]
    return " ".join(digits[n : n + 4] for n in range(0, 32, 4))


@dataclass
class Part:
    """A teller's part of the key, and what the server published of it."""

    key: int = field(default_factory=lambda: random_scalar(GROUP))
    election: str = field(default_factory=lambda: public_of(random_scalar(GROUP)))

    @property
    def facts(self) -> dict:
        return {
            "group": "Ed25519", "ceremony": CEREMONY, "owner": OWNER, "public": public_of(self.key),
            "election": self.election,
        }  # fmt: skip

    @property
    def kept(self) -> dict:
        return {"key": str(self.key), "public": public_of(self.key), "electionKey": self.election}

    @property
    def secrets(self) -> list[str]:
        """All that must stay here, in every way to write it; of the code each group that is of the key."""
        code = code_of(self.key)
        return [str(self.key), f"{self.key:064x}", *(code[at : at + 5] for at in range(10, 60, 5))]

    def body(self, **changes: object) -> str:
        words = " ".join(f'data-text-{code}="{text}"' for code, text in ERRORS.items())
        facts = json.dumps({**self.facts, **changes})
        return f"""<div id="ceremony"><section data-key-held='{facts}' hidden><h2>备份</h2>
          <p role="alert" data-backup-error hidden {words}></p><button type="button" data-backup-show>显示</button>
          <div data-backup-open hidden><button type="button" data-backup-hide>收起</button></div>
          <section data-backup-sheet hidden><code data-key-fingerprint></code><pre data-backup-code></pre></section></section>
          <section data-key-lost='{facts}' hidden><h2>恢复</h2><code data-key-fingerprint></code>
          <form data-restore><textarea aria-label="备份码"></textarea><p role="alert" data-restore-error hidden {words}></p>
          <button>恢复密钥</button></form></section></div>"""


@pytest.fixture
def part() -> Part:
    return Part()


@pytest.fixture
def sent() -> list[str]:
    """Everything that left the browser: addresses, headers, bodies."""
    return []


@pytest.fixture
def page(site, phone, page_for, part, sent) -> Page:
    """A device without the key."""

    def note(request: Request) -> None:
        sent.append(json.dumps([request.url, request.headers, request.post_data]))

    site.scripts = ("backup", "retry", "signing", "unsaved")
    site.body = part.body()
    page = page_for(phone)
    page.on("request", note)
    page.goto("/")
    return page


def hold(page: Page, part: Part, **changes: object) -> None:
    """The device has taken part in the ceremony."""
    page.evaluate(KEEP, [SECRET, {"seed": "x", **part.kept, **changes}])
    page.goto("/")
    expect(page.get_by_role("heading", name="备份")).to_be_visible()
    expect(page.get_by_role("heading", name="恢复")).to_be_hidden()


def shown_code(page: Page) -> str:
    page.get_by_role("button", name="显示").click()
    expect(page.locator("[data-backup-sheet]")).to_be_visible()
    return page.locator("[data-backup-code]").inner_text()


def restore(page: Page, words: str) -> None:
    page.get_by_label("备份码").fill(words)
    page.get_by_role("button", name="恢复密钥").click()


def is_restored(page: Page, part: Part) -> None:
    expect(page.get_by_role("heading", name="备份")).to_be_visible()
    assert page.evaluate(FIND, SECRET) == part.kept


# --- onto paper --------------------------------------------------------------------------------------------------


def test_the_code_is_what_is_documented(page, part):
    hold(page, part)
    lines = shown_code(page).split("\n")
    assert [[len(group) for group in line.split(" ")] for line in lines] == [[5] * 4, [5] * 4, [5] * 4, [4]]
    assert "".join(lines).replace(" ", "") == code_of(part.key)
    assert page.locator("[data-backup-sheet] [data-key-fingerprint]").inner_text() == fingerprint(
        part.election
    )


def test_the_sheet_stays_when_news_come_and_goes_when_it_is_hidden(page, part):
    hold(page, part)
    assert page.locator("[data-backup-code]").text_content() == ""
    shown_code(page)
    assert page.locator("[data-backup-sheet][data-open-form]").count() == 1
    expect(page.get_by_role("button", name="显示")).to_be_hidden()
    page.get_by_role("button", name="收起").click()
    expect(page.locator("[data-backup-sheet]")).to_be_hidden()
    assert page.locator("[data-backup-code]").text_content() == ""
    assert page.locator("[data-open-form]").count() == 0
    shown_code(page)


def test_a_page_that_is_left_shows_nothing(page, part):
    hold(page, part)
    shown_code(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.locator("[data-backup-code]").text_content() == ""
    expect(page.locator("[data-backup-sheet]")).to_be_hidden()


@pytest.mark.parametrize("odd", ["key", "electionKey"])
def test_a_key_that_does_not_fit_what_is_published_is_not_printed(page, part, odd):
    other = Part()
    hold(page, part, **{odd: other.kept[odd]})
    page.get_by_role("button", name="显示").click()
    expect(page.get_by_role("alert")).to_have_text(ERRORS["key"])
    expect(page.locator("[data-backup-sheet]")).to_be_hidden()
    assert page.locator("[data-backup-code]").text_content() == ""


@pytest.mark.parametrize(
    "odd", [{"ceremony": 2**16}, {"owner": 256}, {"key": "01"}, {"key": str(GROUP.order)}]
)
def test_what_does_not_fit_into_a_code_is_not_written(page, part, odd):
    given = {"group": GROUP.name, "ceremony": CEREMONY, "owner": OWNER, "key": str(part.key)}
    assert len(page.evaluate(WRITE, given)) > 64
    given |= odd
    assert page.evaluate(WRITE, given) == "failed"


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())
@pytest.mark.parametrize("size", ["small", "large"])
def test_small_and_large_numbers(page, group, size):
    key = 1 if size == "small" else group.order - 1
    about = {"group": group.name, "ceremony": 2**16 - 1, "owner": 255, "key": str(key)}
    words = page.evaluate(WRITE, about)
    assert words.replace(" ", "").replace("\n", "") == code_of(key, ceremony=2**16 - 1, owner=255)
    public = group.power(group.generator, key)
    assert page.evaluate(READ, [[words], {**about, "public": public}]) == {"restored": 1}
    [other] = [one for one in GROUPS if one != group.name]
    assert page.evaluate(READ, [[words], {**about, "group": other, "public": public}]) == {"key": 1}


# --- from paper --------------------------------------------------------------------------------------------------


def test_from_one_phone_to_another(page, part, sent, site, context_for, page_for):
    hold(page, part)
    words = shown_code(page)
    other = page_for(context_for(site.url))
    other.on("request", lambda request: sent.append(json.dumps([request.url, request.post_data])))
    other.goto("/")
    expect(other.locator("[data-key-lost] [data-key-fingerprint]")).to_have_text(fingerprint(part.election))
    restore(other, words)
    is_restored(other, part)
    assert shown_code(other) == words
    assert site.received == []
    assert len(sent) > 10
    assert [secret for secret in part.secrets for one in sent if secret in one] == []


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("0", "o").replace("1", "I"),
        lambda code: " - ".join(code[n : n + 7] for n in range(0, 64, 7)),
        lambda code: "".join(chr(ord(letter) + 0xFEE0) for letter in code) + "　\n",  # typed wide
    ],
)
def test_however_it_is_typed(page, part, typed):
    part.key = int.from_bytes(b"\x01" + b"\x00\x42" * 15 + b"\x10", "big")
    code = code_of(part.key)
    assert {"0", "1"} <= set(code)
    assert page.evaluate(READ, [[typed(code)], part.facts]) == {"restored": 1}


def test_the_rest_of_the_ceremony_stays(page, part):
    page.evaluate(KEEP, [SECRET, {"seed": "x"}])
    page.goto("/")
    restore(page, code_of(part.key))
    expect(page.get_by_role("heading", name="备份")).to_be_visible()
    assert page.evaluate(FIND, SECRET) == {"seed": "x", **part.kept}


def test_every_mistyped_character_is_seen(page, part):
    code = code_of(part.key)
    typos = [
        code[:at] + letter + code[at + 1 :] for at in range(64) for letter in CROCKFORD if letter != code[at]
    ]
    assert page.evaluate(READ, [typos, part.facts]) == {"typo": 64 * 31}


def test_neighbours_exchanged_are_seen(page, part):
    code = code_of(part.key)
    pairs = {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(63)} - {code}
    assert page.evaluate(READ, [list(pairs), part.facts]) == {"typo": len(pairs)}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (lambda code: code[:-1], ERRORS["code"]),
        (lambda code: code + "0", ERRORS["code"]),
        (lambda code: "U" + code[1:], ERRORS["code"]),
        (lambda code: "密钥", ERRORS["code"]),
        (lambda code: code[:-1] + CROCKFORD[CROCKFORD.index(code[-1]) ^ 1], ERRORS["typo"]),
    ],
)
def test_what_was_copied_wrongly_is_refused(page, part, bad, words):
    is_refused(page, bad(code_of(part.key)), words)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (lambda key: code_of(key, version=2), ERRORS["code"]),
        (lambda key: code_of(key, ceremony=301), "第 301 次仪式的"),
        (lambda key: code_of(key, owner=1), "第 1 位的"),
        (lambda key: code_of(key ^ 1), ERRORS["key"]),
        (lambda key: code_of(key + GROUP.order), ERRORS["key"]),  # the same secret, written in another way
    ],
)
def test_what_is_not_this_holders_is_refused(page, part, bad, words):
    is_refused(page, bad(part.key), words)


def is_refused(page: Page, typed: str, words: str) -> None:
    """The page says why, keeps what was typed, and nothing else."""
    restore(page, typed)
    expect(page.get_by_role("alert")).to_have_text(words)
    assert page.get_by_label("备份码").input_value() == typed
    assert page.evaluate(FIND, SECRET) is None


def test_after_a_refusal_it_is_tried_again(page, part, sent):
    is_refused(page, code_of(part.key ^ 1), ERRORS["key"])
    assert page.locator("form[data-restore][data-open-form]").count() == 1, "news would take it away"
    restore(page, code_of(part.key))
    is_restored(page, part)
    assert [secret for secret in part.secrets for one in sent if secret in one] == []


def test_who_holds_a_key_is_not_asked_for_one(page, part):
    hold(page, part)
    page.evaluate(KEEP, [SECRET, {"seed": "x"}])
    page.goto("/")
    expect(page.get_by_role("heading", name="恢复")).to_be_visible()
    expect(page.get_by_role("heading", name="备份")).to_be_hidden()


def test_without_a_store_neither_is_offered(site, forgetful_page, part):
    site.scripts = ("backup",)
    site.body = part.body()
    forgetful_page.goto("/")
    forgetful_page.wait_for_load_state("networkidle")
    assert forgetful_page.locator("section:visible").count() == 0

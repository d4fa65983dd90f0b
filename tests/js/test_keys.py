"""The device's keys in a real browser: made by WebCrypto or by the library, kept, shared by tabs, and in trouble."""

import pytest
from openssl_command import openssl_accepts

from congress.crypto.signatures import is_usable, key_id, verify

KEYS = 'const keys = await import("/static/0a1b/js/keys.js");'
MAKE = f"""async ([site, person]) => {{ {KEYS}
  const key = await keys.ensureKey(site, person);
  return {{ method: key.method, public: [...keys.publicKey(key)], id: await keys.keyId(key) }};
}}"""
FIND = f"""async ([site, person]) => {{ {KEYS}
  const key = await keys.findKey(site, person);
  return key && [...keys.publicKey(key)];
}}"""
SIGN = f"""async ([site, person, bytes]) => {{ {KEYS}
  const key = await keys.findKey(site, person);
  return [...await keys.sign(key, new Uint8Array(bytes))];
}}"""
TROUBLE = f"""async (act) => {{ {KEYS}
  try {{ await keys[act]("6f1c", "12"); return "none"; }} catch (error) {{ return [error.name, error.code]; }}
}}"""
ALICE, BOB = ["6f1c", "1"], ["6f1c", "2"]
MESSAGE = '{"act":"ballot","text":"关于提高夜班津贴的提案"}'.encode()


@pytest.fixture
def opened(page_for):
    def open_at(context):
        page = page_for(context)
        page.goto("/")
        return page

    return open_at


def test_a_new_browser_signs_by_itself(phone, opened):
    page = opened(phone)
    assert page.evaluate(MAKE, ALICE)["method"] == "webcrypto"
    assert not loaded(page, "noble")


def test_an_old_browser_signs_with_the_library(old_phone, opened):
    page = opened(old_phone)
    assert page.evaluate(MAKE, ALICE)["method"] == "library"
    assert loaded(page, "noble")


def loaded(page, name: str) -> bool:
    script = "name => performance.getEntriesByType('resource').some((entry) => entry.name.includes(name))"
    return page.evaluate(script, name)


def test_a_browser_that_cannot_store_its_own_key_signs_with_the_library(phone, opened):
    phone.add_init_script("""
      const add = IDBObjectStore.prototype.add;
      IDBObjectStore.prototype.add = function (value) {
        if (value.private instanceof CryptoKey) throw new DOMException("no clone", "DataCloneError");
        return add.call(this, value);
      };""")
    assert opened(phone).evaluate(MAKE, ALICE)["method"] == "library"


def test_signatures_verify_here_and_with_openssl(any_phone, opened, tmp_path):
    page = opened(any_phone)
    key = page.evaluate(MAKE, ALICE)
    public = bytes(key["public"])
    signature = bytes(page.evaluate(SIGN, [*ALICE, list(MESSAGE)]))
    assert is_usable(public)
    assert key["id"] == key_id(public)
    assert verify(public, MESSAGE, signature)
    assert openssl_accepts(tmp_path, public, MESSAGE, signature)
    for place in (0, len(MESSAGE) // 2, len(MESSAGE) - 1):
        changed = bytearray(MESSAGE)
        changed[place] ^= 1
        assert not verify(public, bytes(changed), signature)
        assert not openssl_accepts(tmp_path, public, bytes(changed), signature)


def test_no_script_can_read_the_private_key(phone, opened):
    page = opened(phone)
    page.evaluate(MAKE, ALICE)
    attempt = f"""async () => {{ {KEYS}
      const key = await keys.findKey("6f1c", "1");
      const tries = ["pkcs8", "jwk", "raw"].map((format) => crypto.subtle.exportKey(format, key.private));
      return (await Promise.allSettled(tries)).map((each) => each.status);
    }}"""
    assert page.evaluate(attempt) == ["rejected"] * 3


def test_a_key_stays_with_its_person_and_site(any_phone, opened):
    page = opened(any_phone)
    made = page.evaluate(MAKE, ALICE)
    assert page.evaluate(MAKE, ALICE) == made
    assert page.evaluate(FIND, BOB) is None
    assert page.evaluate(FIND, ["other", "1"]) is None
    assert page.evaluate(MAKE, BOB)["public"] != made["public"]
    page.reload()
    assert page.evaluate(FIND, ALICE) == made["public"]


def test_tabs_that_ask_at_once_get_one_key(any_phone, opened):
    pages = [opened(any_phone) for _ in range(2)]
    at_once = f"""async () => {{ {KEYS}
      const made = await Promise.all([1, 2, 3].map(() => keys.ensureKey("6f1c", "1")));
      return made.map((key) => [...key.public].join());
    }}"""
    for page in pages:  # both start before either is asked for its answer
        page.evaluate(f"() => {{ window.made = ({at_once})(); }}")
    made = [public for page in pages for public in page.evaluate("() => window.made")]
    assert len(made) == 6
    assert len(set(made)) == 1


def test_a_forgotten_key_is_gone(any_phone, opened):
    page = opened(any_phone)
    made = page.evaluate(MAKE, ALICE)
    kept = page.evaluate(MAKE, BOB)
    page.evaluate(f"async ([site, person]) => {{ {KEYS} await keys.forgetKey(site, person); }}", ALICE)
    assert page.evaluate(FIND, ALICE) is None
    assert page.evaluate(MAKE, ALICE)["public"] != made["public"]
    assert page.evaluate(FIND, BOB) == kept["public"]


@pytest.mark.parametrize("act", ["findKey", "ensureKey"])
@pytest.mark.parametrize(
    ("trouble_page", "code"),
    [("insecure_page", "insecure"), ("forgetful_page", "storage")],
    indirect=["trouble_page"],
)
def test_trouble_has_a_name(trouble_page, code, act):
    trouble_page.goto("/")
    assert trouble_page.evaluate(TROUBLE, act) == ["KeyTrouble", code]

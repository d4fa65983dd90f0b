"""The device writes statements as the server does: the same vectors, and values nobody thought of."""

import json
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from server import ROOT

from congress.crypto.canonical import LARGEST, canonical

VECTORS = json.loads((ROOT / "tests/crypto/vectors.json").read_text("utf-8"))
WRITE = """async (documents) => {
  const { canonical } = await import("/static/0a1b/js/canonical.js");
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return documents.map((document) => {
    try { return hex(canonical(JSON.parse(document))); } catch (error) { return String(error); }
  });
}"""

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
keys = st.text(st.characters(codec="ascii"), max_size=8)
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=12)


@pytest.fixture
def page(phone, page_for):
    page = page_for(phone)
    page.goto("/")
    return page


def test_accepted_vectors(page):
    written = page.evaluate(WRITE, [json.dumps(vector["value"]) for vector in VECTORS["accepted"]])
    assert [bytes.fromhex(each).decode() for each in written] == [v["text"] for v in VECTORS["accepted"]]


def test_refused_vectors(page):
    written = page.evaluate(WRITE, [vector["json"] for vector in VECTORS["refused"]])
    assert [each.partition(":")[0] for each in written] == ["TypeError"] * len(VECTORS["refused"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(values, min_size=1, max_size=20))
def test_any_value(page, examples):
    written = page.evaluate(WRITE, [json.dumps(example) for example in examples])
    assert written == [canonical(example).hex() for example in examples]


@pytest.mark.parametrize(
    "value",
    [
        "undefined",
        "1n",
        "Symbol()",
        "() => 1",
        "new Date()",
        "new Map()",
        "NaN",
        "-Infinity",
        "[,1]",
        "{a: undefined}",
    ],
)
def test_values_that_json_would_bend(page, value):
    attempt = f"""async () => {{
      const {{ canonical }} = await import("/static/0a1b/js/canonical.js");
      try {{ canonical({value}); return "written"; }} catch (error) {{ return error.name; }}
    }}"""
    assert page.evaluate(attempt) == "TypeError"


def test_minus_zero_is_zero(page):
    attempt = """async () => (await import("/static/0a1b/js/canonical.js")).write([-0])"""
    assert page.evaluate(attempt) == "[0]"


def test_the_bytes_have_one_hash(page):
    attempt = """async () => {
      const { canonical } = await import("/static/0a1b/js/canonical.js");
      const digest = await crypto.subtle.digest("SHA-256", canonical({ b: "票", a: [1, null] }));
      return [...new Uint8Array(digest)];
    }"""
    assert bytes(page.evaluate(attempt)) == sha256('{"a":[1,null],"b":"票"}'.encode()).digest()

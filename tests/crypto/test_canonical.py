"""One text for one value, in both languages: the vectors are also read by the browser tests."""

import json
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.crypto.canonical import DEEPEST, LARGEST, canonical, digest, parse

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))


def named(kind: str) -> list:
    return [pytest.param(vector, id=vector["name"]) for vector in VECTORS[kind]]


leaves = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
keys = st.text(st.characters(codec="ascii"), max_size=8)
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=12)


@pytest.mark.parametrize("vector", named("accepted"))
def test_writes_the_agreed_text(vector):
    assert canonical(vector["value"]).decode() == vector["text"]
    assert parse(vector["text"].encode()) == vector["value"]


@pytest.mark.parametrize("vector", named("refused"))
def test_refuses_what_two_languages_write_differently(vector):
    with pytest.raises(ValueError, match=vector["why"]):
        canonical(json.loads(vector["json"]))


@given(values)
def test_reading_gives_back_what_was_written(value):
    data = canonical(value)
    assert parse(data) == value
    assert digest(value) == sha256(data).hexdigest()


@given(st.dictionaries(keys, leaves))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"b":1,"a":2}', "canonical form"),  # keys not sorted
        (b'{"a": 1}', "canonical form"),
        (b'{"a":1}\n', "canonical form"),
        (b'{"a":1,"a":1}', "canonical form"),  # the same key twice
        (b'"\\u7968"', "canonical form"),  # an escape that is not needed
        (b'"\\u000A"', "canonical form"),  # not the shortest escape
        (b'"\\/"', "canonical form"),
        (b"-0", "canonical form"),
        ('{"a":1}'.encode("utf-16"), "canonical form"),
        (b'\xef\xbb\xbf{"a":1}', "canonical form"),
        (b"1.0", "float"),
        (b"1e0", "float"),
        (b"NaN", "float"),
        (b"-Infinity", "float"),
        (b"01", "Extra data"),
        (b"", "Expecting value"),
        (b'"\n"', "Invalid control character"),
        (b'"\xff"', "invalid start byte"),  # not UTF-8
        (b'"\xed\xa0\x80"', "surrogates"),  # a surrogate in UTF-8
        (b"1" * 400, "range"),
        (b"1" * 5000, "limit"),
        (b"[" * 100_000, "deeply"),
        (b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2), "deeply"),
    ],
)
def test_only_the_canonical_bytes_are_read(data, why):
    with pytest.raises(ValueError, match=why):
        parse(data)


@pytest.mark.parametrize("value", [1.0, b"bytes", (1, 2), {"a": {1, 2}}, object()])
def test_python_values_outside_the_subset_are_refused(value):
    with pytest.raises(ValueError, match="cannot be written"):
        canonical(value)


@pytest.mark.parametrize("value", [{1: 2}, {None: 1}, {b"a": 1}])
def test_keys_are_text(value):
    with pytest.raises(ValueError, match="ASCII"):
        canonical(value)


def test_states_are_written_by_value():
    class Choice(StrEnum):
        FOR = "for"

    assert canonical({"choice": Choice.FOR}) == b'{"choice":"for"}'

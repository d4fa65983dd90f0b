"""Every JSON file of a package has a published shape, and our reader of schemas agrees with one that others wrote."""

import json
from typing import Any

import pytest
from archive.packages import data
from exported import Exported
from jsonschema import Draft202012Validator

from congress.archive.verification.shapes import SCHEMAS as FOLDER
from congress.archive.verification.shapes import misfits, named, schema_of

SCHEMAS = {path.name.removesuffix(".schema.json") for path in FOLDER.iterdir()}

# --- schemas -----------------------------------------------------------------------------------------------------


def test_every_json_file_fits_its_schema_by_a_validator_that_others_wrote(whole: Exported) -> None:
    seen = set()
    for name, body in whole.package.files.items():
        schema = schema_of(name)
        if schema:
            seen.add(schema)
            validator = Draft202012Validator(json.loads(whole.package.files[f"schemas/{schema}.schema.json"]))
            for part in body.splitlines() if name.endswith(".jsonl") else [body]:
                validator.validate(json.loads(part))
    assert seen == SCHEMAS - {"audits"}, "audits are in the exports of secret votes"


@pytest.mark.parametrize("schema", sorted(SCHEMAS))
def test_schemas_are_schemas_and_are_shipped(whole: Exported, schema: str) -> None:
    Draft202012Validator.check_schema(named(schema))
    assert data(whole.package, f"schemas/{schema}.schema.json") == named(schema)


def bent(value: Any) -> list[Any]:
    """The value with one thing changed, each in every way that a schema might forbid."""
    others: list[Any] = [None, True, -1, 1.5, "", "x\n", [], {}, [None], {"odd": 1}]
    if isinstance(value, dict):
        for key, inner in list(value.items())[:12]:
            others.append({k: v for k, v in value.items() if k != key})
            others += [{**value, key: other} for other in bent(inner)[:30]]
        others.append({**value, "more": 1})
    elif isinstance(value, list) and value:
        others += [[other, *value[1:]] for other in bent(value[0])[:40]]
    return others


@pytest.mark.parametrize(
    "name", ["votes.json", "roster.json", "resolutions.json", "seals.json", "manifest.json", "rules.json"]
)
def test_our_reader_of_schemas_agrees_with_theirs(whole: Exported, name: str) -> None:
    schema = named(schema_of(name) or "")
    theirs = Draft202012Validator(schema)
    verdicts = [
        (next(misfits(v, schema), None) is None, theirs.is_valid(v)) for v in bent(data(whole.package, name))
    ]
    assert [pair for pair in verdicts if pair[0] != pair[1]] == []
    assert {pair[0] for pair in verdicts} >= {False}
    assert next(misfits(data(whole.package, name), schema), None) is None


def test_a_rule_of_a_schema_that_we_cannot_read_is_not_dropped() -> None:
    with pytest.raises(NotImplementedError):
        list(misfits([1, 1], {"type": "array", "uniqueItems": True}))

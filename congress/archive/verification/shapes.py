"""Do the JSON files of a package have the shapes that its schemas say (JSON Schema 2020-12)?

We read the part of the standard that our own schemas use, and refuse to read others, so that no rule of
theirs is silently dropped. The tests hold this against a validator that others wrote.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from congress.archive.package import HEADS, KEYS, MANIFEST, NAMES, RECORD, SM3_SUMS, SUMS, Package
from congress.archive.verification.check import Check
from congress.i18n import say

SCHEMAS = Path(__file__).parents[1] / "schemas"
KNOWN = frozenset(
    [
        "$id",
        "$schema",
        "title",
        "description",
        "$defs",
        "$ref",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "prefixItems",
        "minItems",
        "anyOf",
        "enum",
        "const",
        "pattern",
        "minimum",
    ]
)
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
TABLES = ("sittings", "roster", "rules", "motions", "votes", "resolutions", "seals")
SINCE_THE_THIRD: dict[str, str | None] = {
    SM3_SUMS: None,
    **{
        f"{name}.json": name
        for name in ("letters", "notices", "committee", "filings", "deliveries", "offices")
    },
}
ONE_EACH: dict[str, str | None] = {  # files that every package has, and the schema of each; None: not JSON
    MANIFEST: "manifest",
    RECORD: "record",
    HEADS: "heads",
    KEYS: "record-keys",
    NAMES: "names",
    **{f"{name}.json": name for name in TABLES},
    "README.txt": None,
    "index.html": None,
    "index.en.html": None,
    "record-key.pem": None,
    SUMS: None,
    **SINCE_THE_THIRD,
}
SEVERAL = (
    (re.compile(r"votes/poll-\d+\.json"), "named-vote"),
    (re.compile(r"ballots/poll-\d+\.audits\.json"), "audits"),
    (re.compile(r"certificates/poll-\d+\.json"), "vote-certificate"),
)


def check_shapes(package: Package) -> Check:
    """Every file that a package must have is there, and every JSON file has its shape."""
    check = Check(say("数据文件齐全，格式符合公布的格式说明"))
    for name in ONE_EACH if package.generation > 2 else ONE_EACH.keys() - SINCE_THE_THIRD.keys():
        check.look(name in package.files, say("缺少文件 {name}", name=name))
    for name in sorted(package.files):
        schema = schema_of(name)
        if schema:
            _check_one(package, name, schema, check)
        elif name.endswith((".json", ".jsonl")) and not name.startswith(("schemas/", "papers/", "sealed/")):
            check.fail(say("不认识的数据文件 {name}", name=name))
    return check


def schema_of(name: str) -> str | None:
    """The schema of a file, by its name; None for what is not JSON."""
    return next((schema for pattern, schema in SEVERAL if pattern.fullmatch(name)), ONE_EACH.get(name))


def _check_one(package: Package, name: str, schema: str, check: Check) -> None:
    parts = package.lines(name) if name.endswith(".jsonl") else [package.files[name]]
    for number, part in enumerate(parts, 1):
        try:
            where = next(misfits(json.loads(part), named(schema)), None)
        except (ValueError, RecursionError):
            where = ""
        place = f"{name}:{number}" if name.endswith(".jsonl") else name
        fault = say("{name} 不合格式：{where}", name=place, where=where or "JSON")
        if not check.look(where is None, fault):
            return


@cache
def named(schema: str) -> dict[str, Any]:
    """A schema of ours."""
    found: dict[str, Any] = json.loads((SCHEMAS / f"{schema}.schema.json").read_text("utf-8"))
    return found


def misfits(value: Any, schema: dict[str, Any]) -> Iterator[str]:
    """Where a value is not as the schema says, as ``/votes/0/title``; nothing when it is."""
    yield from _misfits(value, schema, schema, "")


def _misfits(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    if unknown := schema.keys() - KNOWN:
        raise NotImplementedError(f"a rule that is not read: {sorted(unknown)}")
    if "$ref" in schema:
        yield from _misfits(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, where)
    if not _is_plain(value, schema) or not _is_any(value, schema, root, where):
        yield where or "/"
        return
    if isinstance(value, dict):
        yield from _object(value, schema, root, where)
    if isinstance(value, list):
        yield from _array(value, schema, root, where)


def _is_any(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str) -> bool:
    """Does it fit one of several, where there are several?"""
    return "anyOf" not in schema or any(
        next(_misfits(value, one, root, where), None) is None for one in schema["anyOf"]
    )


def _array(value: list[Any], schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    first, others = schema.get("prefixItems", []), schema.get("items", True)
    if len(value) < schema.get("minItems", 0) or (others is False and len(value) > len(first)):
        yield where or "/"
        return
    for number, item in enumerate(value):
        wanted = first[number] if number < len(first) else others
        if isinstance(wanted, dict):
            yield from _misfits(item, wanted, root, f"{where}/{number}")


def _is_plain(value: Any, schema: dict[str, Any]) -> bool:
    """The rules that need no looking inside."""
    if "type" in schema and not _is_a(value, schema["type"]):
        return False
    if "enum" in schema and not any(_same(value, one) for one in schema["enum"]):
        return False
    if "const" in schema and not _same(value, schema["const"]):
        return False
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return False
    number = isinstance(value, int) and not isinstance(value, bool)
    return not ("minimum" in schema and number and value < schema["minimum"])


def _is_a(value: Any, wanted: str | list[str]) -> bool:
    kinds = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, float):  # JSON Schema calls 1.0 an integer; we write none, and read none
        return False
    return any(isinstance(value, TYPES[kind]) for kind in kinds if kind != "boolean")


def _same(value: Any, other: Any) -> bool:
    return type(value) is type(other) and bool(value == other)


def _object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{where}/{name}"
    for name, inner in value.items():
        place = f"{where}/{name}"
        if name in known:
            yield from _misfits(inner, known[name], root, place)
        elif others is False:
            yield place
        elif isinstance(others, dict):
            yield from _misfits(inner, others, root, place)

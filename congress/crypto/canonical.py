"""One way to write a statement, so that it has one hash and one signature.

The subset of RFC 8785 (JCS) that needs no number formatting: objects with ASCII
keys in sorted order, strings, integers, booleans, null and arrays; no spaces;
UTF-8. ``static/js/canonical.js`` writes the same bytes.
"""

import json
from hashlib import sha256
from typing import Any, Final

Json = Any

LARGEST: Final = 2**53 - 1
"""Beyond it, JavaScript cannot say the number exactly."""

DEEPEST: Final = 16
"""A value stands inside at most this many others; what is deeper is an attack on the parser."""


def canonical(value: Json) -> bytes:
    """The bytes of a value.

    Raises ValueError on floats, large integers, odd keys, lone surrogates or deep nesting.
    """
    check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check(value: Json, room: int = DEEPEST) -> None:
    """Refuse what the two languages would write differently."""
    if room < 0:
        raise ValueError("nested too deeply")
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > LARGEST:
                raise ValueError(f"integer out of range: {value}")
        case list():
            for item in value:
                check(item, room - 1)
        case dict():
            for key, item in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise ValueError(f"key must be ASCII text: {key!r}")
                check(item, room - 1)
        case _:
            raise ValueError(f"cannot be written canonically: {type(value).__name__}")


def parse(data: bytes) -> Json:
    """Read canonical bytes. Raises ValueError unless writing the value again gives the same bytes."""
    try:
        value = json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if canonical(value) != data:
        raise ValueError("not in canonical form")
    return value


def digest(value: Json) -> str:
    """SHA-256 of the canonical bytes, lower-case hex."""
    return sha256(canonical(value)).hexdigest()

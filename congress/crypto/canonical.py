"""One way to write a statement, so that it has one hash and one signature.

The subset of RFC 8785 (JCS) that needs no number formatting: objects with ASCII
keys in sorted order, strings, integers, booleans, null and arrays; no spaces;
UTF-8. ``static/js/canonical.js`` writes the same bytes.
"""

import json
from hashlib import sha256
from typing import Any

Json = Any

LARGEST = 2**53 - 1  # beyond it, JavaScript cannot say the number exactly


def canonical(value: Json) -> bytes:
    """The bytes of a value. Raises ValueError on floats, large integers, odd keys or lone surrogates."""
    check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check(value: Json) -> None:
    """Refuse what the two languages would write differently."""
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"integer out of range: {value}")
    elif isinstance(value, list):
        for item in value:
            check(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise ValueError(f"key must be ASCII text: {key!r}")
            check(item)
    else:
        raise ValueError(f"cannot be written canonically: {type(value).__name__}")


def parse(data: bytes) -> Json:
    """Read canonical bytes. Raises ValueError unless writing the value again gives the same bytes."""
    value = json.loads(data)
    if canonical(value) != data:
        raise ValueError("not in canonical form")
    return value


def digest(value: Json) -> str:
    """SHA-256 of the canonical bytes, lower-case hex."""
    return sha256(canonical(value)).hexdigest()

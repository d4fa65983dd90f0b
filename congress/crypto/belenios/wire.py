"""How version 1 writes and hashes things (specification, sections 2 and 4). A later version changes this module.

JSON is compact, with fields in the order of the specification; scalars are decimal
numbers in strings. Reading is stricter than the official tools: what would not be
written again byte for byte is refused.
"""

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from congress.i18n import Message

VERSION: Final = 1
PLAIN: Final = 2**30 - 1  # whole numbers up to here are JSON numbers, larger ones decimal strings
DECIMAL: Final = re.compile(r"0|[1-9][0-9]*")


class Broken(ValueError):
    """Something is not as the protocol says; ``message`` tells a person what."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


def insist(fine: bool, message: Message) -> None:
    """Raise :class:`Broken` unless it is fine."""
    if not fine:
        raise Broken(message)


def compact(value: object) -> str:
    """JSON without spaces, not escaped beyond need, fields in the order given."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def digest(text: str | bytes) -> str:
    """SHA-256, lower-case hex."""
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def fingerprint(text: str) -> str:
    """SHA-256 in base64 without padding (43 characters): election fingerprints and ballot trackers."""
    return b64encode(sha256(text.encode()).digest()).decode().rstrip("=")


def challenge(order: int, prefix: str, elements: Sequence[str]) -> int:
    """The only way from words to a scalar: SHA-256 of prefix and elements, reduced (section 4.2)."""
    return int(digest(prefix + ",".join(elements)), 16) % order


def read(text: str, fault: Message) -> Any:
    """A value from its JSON. Raises Broken unless writing it again gives the same bytes."""
    try:
        value = json.loads(text, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Broken(fault) from error
    insist(compact(value) == text, fault)
    return value


def _refuse(_text: str) -> None:
    raise ValueError("only whole numbers")


def fields(value: Any, names: Sequence[str], fault: Message, *, optional: Sequence[str] = ()) -> list[Any]:
    """The values of an object with exactly these fields in this order; optional ones that are missing are None."""
    insist(isinstance(value, dict), fault)
    allowed = [name for name in names if name not in optional or name in value]
    insist(list(value) == allowed, fault)
    return [value.get(name) for name in names]


def array(value: Any, fault: Message, *, length: int | None = None) -> list[Any]:
    """A list, of a certain length if one is given."""
    insist(isinstance(value, list) and (length is None or len(value) == length), fault)
    return list(value)


def words(value: Any, fault: Message) -> str:
    """A text."""
    insist(isinstance(value, str), fault)
    return str(value)


def scalar(value: Any, order: int, fault: Message) -> int:
    """A number below the group's order, from its decimal text without leading zeros."""
    insist(isinstance(value, str) and len(value) < 700 and DECIMAL.fullmatch(value) is not None, fault)
    number = int(value)
    insist(number < order, fault)
    return number


def natural(value: Any, fault: Message, *, most: int = 10**12) -> int:
    """A whole number as version 1 writes it: plain when small, a decimal string when large."""
    if isinstance(value, str):
        insist(len(value) < 20 and DECIMAL.fullmatch(value) is not None and int(value) > PLAIN, fault)
        value = int(value)
    else:
        insist(isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= PLAIN, fault)
    insist(value <= most, fault)
    return int(value)


def write_natural(number: int) -> int | str:
    """Inverse of :func:`natural`."""
    return number if number <= PLAIN else str(number)

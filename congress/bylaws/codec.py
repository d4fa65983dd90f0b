"""Facts to JSON and back, by their declared types; each bad field is named by its path.

Fractions are written ``[2, 3]``: canonical JSON refuses floats.
"""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from congress.errors import Invalid
from congress.i18n import Message, say

Json = Any
T = TypeVar("T")
Complaints = dict[str, Message]
LARGEST = 1_000_000
LONGEST = 2_000
KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


def encode(value: object) -> Json:
    """What JSON can say of a fact."""
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    if is_dataclass(value):
        return {f.name: encode(getattr(value, f.name)) for f in fields(value)}
    return value


def decode(kind: type[T], value: Json) -> tuple[T, Complaints]:
    """The fact, and what is wrong with it by path; the fact may be used only when nothing is wrong."""
    reader = Reader()
    return reader.read(kind, value, ""), reader.complaints


def insist_clean(complaints: Complaints) -> None:
    """Raise ``Invalid`` with every complaint, if there are any."""
    if complaints:
        raise Invalid(say("规则有 {n} 处不能接受，请逐项改正", n=len(complaints)), complaints)


class Reader:
    """Reads a value against a type and collects complaints instead of stopping at the first."""

    def __init__(self) -> None:
        self.complaints: Complaints = {}

    def wrong(self, path: str, complaint: Message) -> None:
        self.complaints.setdefault(path, complaint)

    def read(self, kind: Any, value: Json, path: str) -> Any:
        """The value as ``kind``, or None after a complaint."""
        origin, inner = get_origin(kind), get_args(kind)
        if origin is UnionType:
            return None if value is None else self.read(inner[0], value, path)
        if origin is tuple:
            return self.sequence(inner[0], value, path)
        if origin is dict:
            return self.mapping(inner[1], value, path)
        if is_dataclass(kind):
            return self.record(kind, value, path)
        return self.plain(kind, value, path)

    def plain(self, kind: Any, value: Json, path: str) -> Any:
        if kind is Fraction:
            return self.fraction(value, path)
        if issubclass(kind, StrEnum):
            if value in [member.value for member in kind]:
                return kind(value)
            return self.wrong(
                path, say("只能是：{choices}", choices="、".join(member.value for member in kind))
            )
        if kind is bool and not isinstance(value, bool):
            return self.wrong(path, say("应为是或否"))
        if kind is str and not written(value):
            return self.wrong(path, say("应为文字，不超过 {most} 字", most=LONGEST))
        if kind is int and not whole(value):
            return self.wrong(path, say("应为 0 至 {most} 之间的整数", most=LARGEST))
        return value

    def fraction(self, value: Json, path: str) -> Fraction | None:
        if (
            isinstance(value, list)
            and len(value) == 2
            and all(map(whole, value))
            and 0 < value[1] >= value[0]
        ):
            return Fraction(*value)
        self.wrong(path, say("应为不大于一的分数，写作 [分子, 分母]，如 [2, 3]"))
        return None

    def sequence(self, kind: Any, value: Json, path: str) -> tuple[Any, ...]:
        if isinstance(value, list):
            return tuple(self.read(kind, item, join(path, str(i))) for i, item in enumerate(value))
        self.wrong(path, say("应为列表"))
        return ()

    def mapping(self, kind: Any, value: Json, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.wrong(path, say("应为一组带名称的条目"))
            return {}
        for key in value:
            if not KEY.fullmatch(str(key)):
                self.wrong(join(path, str(key)), say("条目名称只能用小写字母、数字和下划线，以字母开头"))
        return {str(key): self.read(kind, item, join(path, str(key))) for key, item in value.items()}

    def record(self, kind: Any, value: Json, path: str) -> Any:
        if not isinstance(value, dict):
            return self.wrong(path, say("应为一组带名称的条目"))
        known = {f.name: f for f in fields(kind)}
        for key in value:
            if key not in known:
                self.wrong(join(path, str(key)), say("没有这一项"))
        required = {
            name for name, f in known.items() if f.default is MISSING and f.default_factory is MISSING
        }
        for name in sorted(required - set(value)):
            self.wrong(join(path, name), say("缺少这一项"))
        if required - set(value):
            return None
        return kind(**dict(self.parts(kind, value, path)))

    def parts(self, kind: Any, value: dict[str, Json], path: str) -> Iterator[tuple[str, Any]]:
        hints = get_type_hints(kind)
        for f in fields(kind):
            if f.name in value:
                yield f.name, self.read(hints[f.name], value[f.name], join(path, f.name))


def whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def join(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part


def written(value: Json) -> bool:
    """Text that UTF-8 can carry, of a length a person would write."""
    return (
        isinstance(value, str) and len(value) <= LONGEST and not any("\ud800" <= c <= "\udfff" for c in value)
    )

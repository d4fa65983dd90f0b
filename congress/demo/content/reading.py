"""JSON to facts by their declared types: names become employee numbers, file names become texts."""

import re
from collections.abc import Iterable
from dataclasses import is_dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from congress.demo.content.shapes import DemoPerson, Moment, Number, Text

MOMENT: Final = re.compile(r"(-?\d+) (\d\d:\d\d)")


class Reader:
    """Reads values against types. Whatever does not fit raises ValueError: the files are ours."""

    def __init__(self, folder: Path, people: Iterable[DemoPerson]) -> None:
        self.folder = folder
        self.numbers = numbers(people)

    def read(self, kind: Any, value: Any) -> Any:
        """The value as ``kind``."""
        origin, inner = get_origin(kind), get_args(kind)
        if origin in (UnionType, Union):
            return None if value is None else self.read(inner[0], value)
        if origin is tuple:
            return tuple(self.read(inner[0], item) for item in value)
        if is_dataclass(kind) and kind is not Moment:
            hints = get_type_hints(kind)
            if unknown := value.keys() - hints.keys():
                raise ValueError(f"{kind} has no {sorted(unknown)}")
            return kind(**{key: self.read(hints[key], part) for key, part in value.items()})  # type: ignore[operator]
        return self.plain(kind, value)

    def plain(self, kind: Any, value: Any) -> Any:
        """A value without parts."""
        if kind is Number:
            return self.number(value)
        if kind is Text:
            return (self.folder / value).read_text("utf-8").strip()
        if kind is Moment:
            return moment(value)
        if kind is time:
            return time.fromisoformat(value)
        if issubclass(kind, StrEnum):
            return kind(value)
        if type(value) is not kind:
            raise ValueError(f"{value!r} is not {kind}")
        return value

    def number(self, name: str) -> Number:
        """The employee number of the only one with this name."""
        found = self.numbers.get(name, [])
        if len(found) != 1:
            raise ValueError(f"{len(found)} people are called {name}")
        return found[0]


def numbers(people: Iterable[DemoPerson]) -> dict[str, list[Number]]:
    """Everybody by name, and by ``name/unit``."""
    found: dict[str, list[Number]] = {}
    for person in people:
        for name in (person.name, f"{person.name}/{person.unit}"):
            found.setdefault(name, []).append(Number(person.number))
    return found


def moment(text: str) -> Moment:
    """``-36 20:42`` is 36 days before the sitting, at 20:42."""
    match = MOMENT.fullmatch(text)
    if not match:
        raise ValueError(f"not a moment: {text}")
    return Moment(int(match[1]), time.fromisoformat(match[2]))

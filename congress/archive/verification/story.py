"""The entries of the record by their kind and place, as the checks of the data files read them. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from congress.archive.package import Package
from congress.archive.verification.check import Check
from congress.crypto import canonical
from congress.i18n import Message, say
from congress.record.entries import Act, Kind

Row = dict[str, Any]


@dataclass
class Story:
    """All entries, by kind and by place."""

    kinds: dict[Kind, list[Act]] = field(default_factory=lambda: defaultdict(list))
    acts: list[Act] = field(default_factory=list)

    @classmethod
    def of(cls, acts: Iterable[Act]) -> "Story":
        """Heard once, from the beginning."""
        found = cls()
        for act in acts:
            found.acts.append(act)
            found.kinds[act.kind].append(act)
        return found

    def by(self, kind: Kind, name: str) -> dict[Any, Act]:
        """The last entry of a kind about each thing that this fact names."""
        return {act.facts[name]: act for act in self.kinds[kind]}

    def each(self, kind: Kind, name: str) -> dict[Any, list[Act]]:
        """Every entry of a kind about each thing."""
        found: dict[Any, list[Act]] = defaultdict(list)
        for act in self.kinds[kind]:
            found[act.facts[name]].append(act)
        return found

    def at(self, seq: int | None) -> Act | None:
        """The entry at a place."""
        return self.acts[seq] if seq is not None and 0 <= seq < len(self.acts) else None


def said(act: Act) -> Row:
    """What was signed; empty for an entry without a signature."""
    return dict(canonical.parse(act.signed["statement"].encode())) if act.signed else {}


def rows(package: Package, file: str, name: str = "") -> list[Row]:
    """The rows of a data file; none where the package has no such file."""
    found: list[Row] = package.json(f"{file}.json").get(name or file, [])
    return found


def is_told(act: Act | None, row: Row, *, at: str = "at", seq: str = "seq", by: str = "") -> bool:
    """Does the row name this entry, its time, and its actor? No entry: neither."""
    who = row[by]["person"] if by and row[by] else None
    if act is None:
        return row[seq] is None and row[at] is None and who is None
    return bool(row[seq] == act.seq and row[at] == act.at and (not by or who == act.actor))


def complete(check: Check, known: Iterable[Any], listed: Iterable[Any], what: Message) -> None:
    """All of them are listed, each once, and no other."""
    once, places = set(known), list(listed)
    for number in sorted(once | set(places), key=str):
        fault = say("{what}（编号 {n}）：只在会议记录或只在数据文件里", what=what, n=number)
        check.look(number in once and places.count(number) == 1, fault)


def of_this(package: Package, acts: dict[Any, Act]) -> Iterator[Any]:
    """The things that belong in the package by the sitting that their entries name; entries of older versions name none."""
    for number, act in acts.items():
        if package.sitting is None or act.facts.get("sitting") == package.sitting:
            yield number


def names_fit(package: Package, people: Iterable[Row | None]) -> bool:
    """Are these people called what the list of names says?"""
    known = package.json("names.json")["people"]
    return all(known.get(str(one["person"])) == one["name"] for one in people if one)

"""What a roster says about people, what a sheet would change, and what is wrong with a sheet."""

import json
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import sha256

from congress.i18n import Message, say
from congress.roster.rules import (
    CATEGORY_WORDS,
    DELEGATE_WORDS,
    OFFICE_WORDS,
    SEX_WORDS,
    Category,
    DelegateKind,
    OfficeKind,
    Sex,
    UnitKind,
)
from congress.roster.sheet.columns import HEADERS, Column


@dataclass(frozen=True)
class Facts:
    """One person. ``unit`` is its name, ``delegation`` its number."""

    number: str
    name: str
    sex: Sex
    unit: str
    post: str = ""
    category: Category = Category.FRONTLINE
    dispatched: bool = False
    birth_year: int | None = None
    phone: str = ""
    seat: DelegateKind | None = None
    delegation: int | None = None
    heads: bool = False
    offices: frozenset[OfficeKind] = frozenset()
    left: bool = False


@dataclass(frozen=True)
class Known:
    """The roster before the import: people by 工号, unit names, delegation names by number, who imports."""

    people: dict[str, Facts]
    units: tuple[str, ...]
    delegations: dict[int, str]
    importer: str


@dataclass(frozen=True)
class Trouble:
    """One bad cell: where it stands, what it says, why that will not do, and what would be right."""

    row: int
    letter: str
    header: str
    value: str
    why: Message
    remedy: Message | None = None

    @property
    def place(self) -> str:
        """As spreadsheets name a cell: C5."""
        return f"{self.letter}{self.row}" if self.row else ""


@dataclass(frozen=True)
class NewUnit:
    """A unit that the roster does not know; ``like`` is one that it does, in case it was a slip."""

    name: str
    kind: UnitKind
    parent: str
    people: int
    like: str


@dataclass(frozen=True)
class NewDelegation:
    """A delegation that the roster does not know."""

    number: int
    name: str
    people: int
    like: str


@dataclass(frozen=True)
class Change:
    """What a sheet would make of one person. ``row`` 0: missing from a complete list."""

    row: int
    before: Facts | None
    after: Facts

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the facts that differ."""
        if self.before is None:
            return ()
        return tuple(
            f.name for f in fields(Facts) if getattr(self.before, f.name) != getattr(self.after, f.name)
        )

    @property
    def ends(self) -> bool:
        """Whether a mandate ends."""
        return self.before is not None and self.before.seat is not None and self.after.seat is None


@dataclass(frozen=True)
class Plan:
    """What an import would do; it may be done only when nothing is in the way."""

    troubles: tuple[Trouble, ...]
    warnings: tuple[Trouble, ...]
    units: tuple[NewUnit, ...]
    delegations: tuple[NewDelegation, ...]
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    ended: tuple[Change, ...]
    unchanged: int

    @property
    def clean(self) -> bool:
        """Nothing is wrong."""
        return not self.troubles

    @property
    def idle(self) -> bool:
        """Nothing would change."""
        return not (self.units or self.delegations or self.added or self.changed or self.ended)

    @cached_property
    def digest(self) -> str:
        """The same for the same changes to the same roster: what was previewed is what is confirmed."""
        parts = [self.units, self.delegations, self.added, self.changed, self.ended]
        return sha256(json.dumps([[plain(x) for x in part] for part in parts]).encode()).hexdigest()


def plain(value: object) -> object:
    """A fact as JSON can say it, always in the same order."""
    if isinstance(value, frozenset):
        return sorted(value)
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}  # type: ignore[arg-type]
    return value


def word(field: str, value: object, delegations: dict[int, str]) -> Message | str:
    """A fact as a person reads it."""
    match value:
        case None | "":
            return say("（空）")
        case bool():
            return say("是") if value else say("否")
        case Sex():
            return SEX_WORDS[value]
        case Category():
            return CATEGORY_WORDS[value]
        case DelegateKind():
            return DELEGATE_WORDS[value]
        case frozenset():
            held = tuple(OFFICE_WORDS[kind] for kind in OfficeKind if kind in value)
            return listed(held) if held else say("（空）")
        case int() if field == "delegation":
            return delegations.get(value, str(value))
        case _:
            return str(value)


def listed(words: tuple[Message, ...]) -> Message:
    """甲、乙、丙."""
    said = words[0]
    for other in words[1:]:
        said = say("{several}、{one}", several=said, one=other)
    return said


def differences(
    change: Change, delegations: dict[int, str]
) -> list[tuple[Message, Message | str, Message | str]]:
    """What differs for one person: the fact, before, after."""
    before = change.before
    return [
        (
            say("已离职") if name == "left" else HEADERS[Column(name)].word,
            word(name, getattr(before, name), delegations),
            word(name, getattr(change.after, name), delegations),
        )
        for name in change.fields
    ]

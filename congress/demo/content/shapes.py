"""Facts of the demo congress that everything else refers to: times, units, people, offices.

Times are days from the sitting; people are employee numbers.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NewType

from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex, UnitKind

Number = NewType("Number", str)
"""An employee number (工号); the files write the person's name, or ``name/unit`` where two share it."""

Text = NewType("Text", str)
"""A whole text; the files write the name of the file that holds it."""


@dataclass(frozen=True, order=True)
class Moment:
    """A time of day, so many days after the day of the sitting (before it, if negative)."""

    day: int
    clock: time

    def on(self, opening: date, zone: tzinfo) -> datetime:
        """The moment itself, once it is known when the sitting is."""
        return datetime.combine(opening + timedelta(days=self.day), self.clock, zone)


@dataclass(frozen=True)
class DemoUnit:
    """A node of the organisation tree and the union at its level. ``headcount`` leaves out the units below."""

    key: str
    parent: str | None
    kind: UnitKind
    name: str
    name_en: str
    union_name: str
    headcount: int
    women: int
    handles: bool


@dataclass(frozen=True)
class DemoDelegation:
    """代表团: whom its seats are for. The four categories add up to its seats; ``women`` are among them."""

    number: int
    name: str
    name_en: str
    head: Number
    units: tuple[str, ...]
    women: int
    leader: int
    manager: int
    technical: int
    frontline: int

    @property
    def seats(self) -> int:
        return self.leader + self.manager + self.technical + self.frontline


@dataclass(frozen=True)
class DemoEnterprise:
    """The group; units come after their parents."""

    name: str
    short_name: str
    name_en: str
    employees: int
    women: int
    units: tuple[DemoUnit, ...]
    delegations: tuple[DemoDelegation, ...]

    def delegation_of(self, unit: str) -> int:
        """The delegation that a unit's delegates sit in."""
        return next(d.number for d in self.delegations if unit in d.units)


@dataclass(frozen=True)
class DemoPerson:
    """An employee or guest. ``kind`` is None for those who do not attend; only voters sit in a delegation."""

    number: str
    name: str
    pinyin: str
    sex: Sex
    born: int
    unit: str
    post: str
    category: Category
    kind: DelegateKind | None
    dispatched: bool = False
    delegation: int | None = None
    phone: str = ""


@dataclass(frozen=True)
class DemoOffice:
    """An office and who holds it; a department head's names the department."""

    kind: OfficeKind
    title: str
    unit: str | None
    holders: tuple[Number, ...]


@dataclass(frozen=True)
class DemoAccount:
    """Someone who signs in with a name and a password."""

    login: str
    person: Number


@dataclass(frozen=True)
class DemoFace:
    """Whom a visitor of the demo becomes by choosing a role on the front page."""

    role: str
    person: Number


@dataclass(frozen=True)
class DemoOffices:
    """Offices, candidates of the by-election, accounts, and the faces of the front page."""

    offices: tuple[DemoOffice, ...]
    candidates: tuple[Number, ...]
    accounts: tuple[DemoAccount, ...]
    faces: tuple[DemoFace, ...]

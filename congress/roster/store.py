"""Tables of the enterprise, its units and people, and of the delegates of a term."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from congress.crypto.belenios.group import GroupName
from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex, UnitKind
from congress.schema import Table, state


class Enterprise(Table, table=True):
    """The one enterprise of this installation. ``uid`` names the site in every signed statement.

    Heads of groups are kept as numbers only; ``address`` is where phones find the software (invitation cards);
    ``ballot_group`` is where secret ballots are encrypted: chosen at the founding, the same ever after.
    """

    id: int = Field(default=1, primary_key=True)
    uid: str = Field(unique=True)
    name: str
    short_name: str
    employees: int = Field(ge=0)
    women: int = Field(ge=0)
    dispatched: int = Field(default=0, ge=0)
    disabled: int = Field(default=0, ge=0)
    disabled_delegates: int = Field(default=0, ge=0)
    timezone: str = "Asia/Shanghai"
    address: str = ""
    demo: bool = False
    ballot_group: GroupName = state(GroupName, GroupName.ED25519)


class Unit(Table, table=True):
    """A node of the organisation tree; ``union_name`` is the union at that level."""

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    name: str = Field(unique=True)
    kind: UnitKind = state(UnitKind, UnitKind.DEPARTMENT)
    union_name: str = ""
    handles: bool = False  # takes motions and resolutions in hand (承办部门)


class Person(Table, table=True):
    """An employee; ``number`` (工号) is what a re-import recognises them by."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    name: str = Field(index=True)
    sex: Sex = state(Sex)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    post: str = ""
    category: Category = state(Category, Category.FRONTLINE)
    dispatched: bool = False
    birth_year: int | None = None
    phone: str = ""
    left_at: datetime | None = None


class Delegation(Table, table=True):
    """代表团: delegates of some units, led by a head."""

    __table_args__ = (UniqueConstraint("term_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id")
    number: int
    name: str
    head_id: int | None = Field(default=None, foreign_key="person.id")


class Delegate(Table, table=True):
    """A person's seat in a term of the congress. ``ended_at`` is set when the mandate ends."""

    __table_args__ = (UniqueConstraint("term_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id")
    person_id: int = Field(foreign_key="person.id")
    kind: DelegateKind = state(DelegateKind, DelegateKind.VOTING)
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id", index=True)
    ended_at: datetime | None = None
    end_reason: str = ""


class Office(Table, table=True):
    """An office held by a person in a term; a department head's office names the department."""

    __table_args__ = (UniqueConstraint("term_id", "person_id", "kind", "unit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: OfficeKind = state(OfficeKind)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    ended_at: datetime | None = None


class OwnProfile(Table, table=True):
    """A rule profile that this enterprise has made by editing a copy; what is in force stands in the term."""

    __tablename__ = "own_profile"
    id: int | None = Field(default=None, primary_key=True)
    profile: dict[str, object] = Field(sa_type=JSON)
    changed_at: datetime
    changed_by: int = Field(foreign_key="person.id")

"""Who is who in the congress: kinds of delegates, offices, and what each may do. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class UnitKind(StrEnum):
    """Levels of the organisation tree."""

    ENTERPRISE = "enterprise"
    BRANCH = "branch"
    WORKSHOP = "workshop"
    DEPARTMENT = "department"


class Category(StrEnum):
    """The share of a person in the composition of the congress (企业民主管理规定 art. 9)."""

    FRONTLINE = "frontline"
    TECHNICAL = "technical"
    MANAGER = "manager"
    LEADER = "leader"


class Sex(StrEnum):
    """For the share of women."""

    FEMALE = "female"
    MALE = "male"


class DelegateKind(StrEnum):
    """正式 votes; 列席 and 特邀 attend without a vote."""

    VOTING = "voting"
    NONVOTING = "nonvoting"
    INVITED = "invited"


class OfficeKind(StrEnum):
    """Offices held by persons during a term."""

    PRESIDIUM = "presidium"
    EXECUTIVE_CHAIR = "executive_chair"
    SECRETARIAT = "secretariat"
    CHIEF_TELLER = "chief_teller"
    SCRUTINEER = "scrutineer"
    TELLER = "teller"
    MOTION_COMMITTEE = "motion_committee"
    PARTY_SECRETARY = "party_secretary"
    PARTY_OFFICE = "party_office"
    DEPARTMENT_HEAD = "department_head"


@dataclass(frozen=True)
class Mandate:
    """A seat that is held now: who, of what kind, in which delegation."""

    delegate_id: int
    person_id: int
    number: str
    name: str
    kind: DelegateKind
    delegation_id: int | None

    @property
    def votes(self) -> bool:
        """Counts for 应到 and has a vote."""
        return self.kind is DelegateKind.VOTING


@dataclass(frozen=True)
class Viewer:
    """The person who looks at a page: what they are decides what they may load."""

    person_id: int
    name: str
    unit_id: int
    delegate_id: int | None
    delegate_kind: DelegateKind | None
    delegation_id: int | None
    heads_delegation_id: int | None
    offices: frozenset[OfficeKind]
    handles_unit_ids: frozenset[int]

    @property
    def votes(self) -> bool:
        """Has a vote (正式代表)."""
        return self.delegate_kind is DelegateKind.VOTING

    @property
    def organises(self) -> bool:
        """Runs the congress: the secretariat of the union."""
        return OfficeKind.SECRETARIAT in self.offices

    @property
    def reviews(self) -> bool:
        """Sits on the motion committee (提案审查委员会), or runs the congress."""
        return OfficeKind.MOTION_COMMITTEE in self.offices or self.organises

    @property
    def chairs(self) -> bool:
        """Executive chair of the sitting."""
        return OfficeKind.EXECUTIVE_CHAIR in self.offices

    @property
    def counts(self) -> bool:
        """Takes part in the count: chief teller, scrutineers, tellers."""
        return bool(self.offices & {OfficeKind.CHIEF_TELLER, OfficeKind.SCRUTINEER, OfficeKind.TELLER})

    @property
    def is_committee(self) -> bool:
        """Acts for the Party committee."""
        return bool(self.offices & {OfficeKind.PARTY_SECRETARY, OfficeKind.PARTY_OFFICE})

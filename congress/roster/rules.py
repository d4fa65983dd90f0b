"""Who is who in the congress: kinds of delegates, offices, and what each may do. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from congress.errors import Refusal
from congress.i18n import Message, say


class UnitKind(StrEnum):
    """Levels of the organisation tree."""

    ENTERPRISE = "enterprise"
    BRANCH = "branch"
    WORKSHOP = "workshop"
    DEPARTMENT = "department"


UNIT_WORDS: Final[dict[UnitKind, Message]] = {
    UnitKind.ENTERPRISE: say("企业"),
    UnitKind.BRANCH: say("分公司（分厂）"),
    UnitKind.WORKSHOP: say("车间"),
    UnitKind.DEPARTMENT: say("部门"),
}


class Category(StrEnum):
    """The share of a person in the composition of the congress (企业民主管理规定 art. 9)."""

    FRONTLINE = "frontline"
    TECHNICAL = "technical"
    MANAGER = "manager"
    LEADER = "leader"


CATEGORY_WORDS: Final[dict[Category, Message]] = {
    Category.FRONTLINE: say("一线职工"),
    Category.TECHNICAL: say("专业技术人员"),
    Category.MANAGER: say("中层管理人员"),
    Category.LEADER: say("领导人员"),
}


class Sex(StrEnum):
    """For the share of women."""

    FEMALE = "female"
    MALE = "male"


SEX_WORDS: Final[dict[Sex, Message]] = {Sex.FEMALE: say("女"), Sex.MALE: say("男")}


class DelegateKind(StrEnum):
    """正式 votes; 列席 and 特邀 attend without a vote."""

    VOTING = "voting"
    NONVOTING = "nonvoting"
    INVITED = "invited"


DELEGATE_WORDS: Final[dict[DelegateKind, Message]] = {
    DelegateKind.VOTING: say("正式代表"),
    DelegateKind.NONVOTING: say("列席代表"),
    DelegateKind.INVITED: say("特邀代表"),
}


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


OFFICE_WORDS: Final[dict[OfficeKind, Message]] = {
    OfficeKind.PRESIDIUM: say("主席团成员"),
    OfficeKind.EXECUTIVE_CHAIR: say("执行主席"),
    OfficeKind.SECRETARIAT: say("秘书处成员"),
    OfficeKind.CHIEF_TELLER: say("总监票人"),
    OfficeKind.SCRUTINEER: say("监票人"),
    OfficeKind.TELLER: say("计票人"),
    OfficeKind.MOTION_COMMITTEE: say("提案审查委员会成员"),
    OfficeKind.PARTY_SECRETARY: say("党委书记"),
    OfficeKind.PARTY_OFFICE: say("党委工作人员"),
    OfficeKind.DEPARTMENT_HEAD: say("承办部门负责人"),
}

# Held by delegates with a vote only: they conduct the meeting and watch the count.
SEAT_BOUND: Final = frozenset(
    {OfficeKind.PRESIDIUM, OfficeKind.EXECUTIVE_CHAIR, OfficeKind.CHIEF_TELLER, OfficeKind.SCRUTINEER}
)

# Come in by name and password; delegates come in by card.
WITH_ACCOUNT: Final = frozenset(set(OfficeKind) - {OfficeKind.PRESIDIUM, OfficeKind.EXECUTIVE_CHAIR})


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

    @property
    def leads_committee(self) -> bool:
        """A Party secretary: decides for the committee."""
        return OfficeKind.PARTY_SECRETARY in self.offices

    @property
    def takes_part(self) -> bool:
        """Has a seat of any kind, or serves the congress or the Party committee; a department's head does not by that."""
        return self.delegate_id is not None or bool(self.offices - {OfficeKind.DEPARTMENT_HEAD})


# --- reasons that the software itself gives ---------------------------------------------------------------------

LOST_PHONE: Final = say("手机丢失")
LEFT_OUT: Final = say("不在完整名单中")
WHYS: Final = {why.text: why for why in (LOST_PHONE, LEFT_OUT)}


def why_words(why: str) -> Message | str:
    """A reason as it is shown: the software's own in the reader's language, people's as they wrote it."""
    return WHYS.get(why, why)


# --- what may be done -------------------------------------------------------------------------------------------


def may_appoint(kind: OfficeKind, seat: DelegateKind | None) -> Refusal | None:
    """May this person hold this office?"""
    if kind in SEAT_BOUND and seat is not DelegateKind.VOTING:
        return Refusal(
            say("{office}须由正式代表担任", office=OFFICE_WORDS[kind]), say("请先把此人登记为正式代表")
        )
    return None


def may_dismiss(kind: OfficeKind, holders: int) -> Refusal | None:
    """May this holder be dismissed, of so many? Somebody must always be able to run the congress."""
    if kind is OfficeKind.SECRETARIAT and holders <= 1:
        return Refusal(say("秘书处至少要有一人，否则没有人能管理本系统"), say("请先增补一名秘书处成员"))
    return None


def may_head(*, delegation: int, sits_in: int | None) -> Refusal | None:
    """May this person head the delegation? Heads come from among its delegates."""
    if sits_in != delegation:
        return Refusal(say("团长须是本代表团的代表"), say("请先把此人编入本代表团"))
    return None


def may_remove(members: int) -> Refusal | None:
    """May a unit or a delegation go? Only when nobody was ever in it."""
    if members:
        return Refusal(
            say("其中还有 {n} 人（含已终止的代表），不能删除", n=members), say("请先把他们转到别处")
        )
    return None


def may_move(unit: int, parent: int | None, parents: dict[int, int | None]) -> Refusal | None:
    """May the unit stand under this parent? Never under itself, nor under one of its own."""
    above = parent
    while above is not None:
        if above == unit:
            return Refusal(say("不能把单位放到它自己的下级之中"))
        above = parents.get(above)
    return None


def keeps_access(offices: frozenset[OfficeKind]) -> bool:
    """When a mandate ends: does the person still need to come in for an office?"""
    return bool(offices - SEAT_BOUND)

"""The shapes of a rule profile: numbers with their sources, no decisions."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from congress.bylaws.matter import Matter
from congress.bylaws.terms import Sources, bilingual
from congress.i18n import Message

MATTERS: Final = (
    "collective_contract",
    "special_collective_contract",
    "workplace_rules",
    "pay_welfare_rules",
    "layoff",
    "resettlement_plan",
    "restructuring",
    "welfare_fund",
    "social_insurance",
    "model_workers",
    "elect_employee_director",
    "recall_employee_director",
    "elect_consultation_delegates",
    "presidium",
    "committees",
    "appraisal",
    "agenda",
    "tellers",
    "voting_method",
    "work_report",
    "motion_resolution",
    "joint_meeting_confirm",
    "custom",
)
"""What every profile has; a copy may add its own."""

DEADLINES: Final = (
    "papers",
    "layoff_notice",
    "publish_results",
    "publish_shown",
    "report_union",
    "comments_answer",
    "contract_file",
    "contract_effective",
)
"""What every profile has; provinces add more."""

SHOWN: Final = ("publish_shown", "candidates_shown")
"""Deadlines that are kept by lasting at least so long. Profiles put in force before there were notices lack the second."""


class Group(StrEnum):
    """Who is counted when the composition is checked."""

    MANAGERS = "managers"  # middle and above, with the leaders of the enterprise
    WOMEN = "women"
    FRONTLINE = "frontline"
    DISPATCHED = "dispatched"
    DISABLED = "disabled"
    NONVOTING = "nonvoting"
    PRESIDIUM_FRONTLINE = "presidium_frontline"
    PRESIDIUM_ORDINARY = "presidium_ordinary"  # workers, technicians and managers who are not leaders


class Measure(StrEnum):
    """How a group is measured."""

    MOST = "most"  # at most this share
    LEAST = "least"  # at least this share
    MIRROR = "mirror"  # at least its share among the employees
    SOME = "some"  # an appropriate share: at least one, where there are any
    NONE = "none"  # may attend, may not vote


@dataclass(frozen=True)
class Band:
    """How many delegates an enterprise with ``since`` employees or more has.

    At least ``fixed + each * floor((employees - beyond) / per)`` and at least the share
    ``low``; at most ``most`` and the share ``high``, which are advice. ``negotiable``:
    enterprise and union may agree on fewer, down to this number.
    """

    since: int
    fixed: int
    each: int = 0
    per: int = 1
    beyond: int = 0
    low: Fraction | None = None
    high: Fraction | None = None
    most: int | None = None
    negotiable: int | None = None
    sources: Sources = ()


@dataclass(frozen=True)
class Limit:
    """A bound on one group's share. ``soft``: the law says "in general" or gives no number, so it warns."""

    group: Group
    measure: Measure
    share: Fraction | None
    soft: bool
    sources: Sources


@dataclass(frozen=True)
class Seats:
    """How many sit in the presidium of a congress of ``since`` delegates or more."""

    since: int
    least: int
    most: int | None
    sources: Sources


@dataclass(frozen=True)
class Deadline:
    """So many days before or after an event; ``working`` counts Monday to Friday only."""

    key: str
    zh: str
    en: str
    days: int
    working: bool
    before: bool
    sources: Sources

    @property
    def name(self) -> Message:
        return bilingual(self.zh, self.en)


@dataclass(frozen=True)
class MotionSettings:
    """How many second a motion, and the days for its first answer and its completion."""

    seconders: int
    first_answer: int
    finish: int
    sources: Sources


@dataclass(frozen=True)
class Profile:
    """``copied_from`` is the id of the built-in profile that a custom one began as.

    ``congress_from``: with fewer employees a meeting of all employees may take the congress's place.
    ``extraordinary``: the share of delegates that may ask for an extraordinary meeting.
    """

    id: str
    zh: str
    en: str
    matters: dict[str, Matter]
    delegates: tuple[Band, ...]
    congress_from: int
    congress_from_sources: Sources
    limits: tuple[Limit, ...]
    presidium: tuple[Seats, ...]
    deadlines: dict[str, Deadline]
    motions: MotionSettings
    extraordinary: Fraction
    extraordinary_sources: Sources
    copied_from: str = ""

    @property
    def name(self) -> Message:
        return bilingual(self.zh, self.en)

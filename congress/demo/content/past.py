"""What the sitting before decided, and what the Party committee made of it."""

from dataclasses import dataclass

from congress.committee.rules import DecisionKind, DispatchKind, ProgressKind, Rating
from congress.demo.content.shapes import Moment, Number
from congress.motions.rules import MotionCategory


@dataclass(frozen=True)
class PastMotion:
    """A motion that the previous sitting made a resolution of."""

    number: int
    title: str
    title_en: str
    summary_en: str
    category: MotionCategory
    department: str
    lead: Number
    seconders: tuple[Number, ...]
    created: Moment
    submitted: Moment
    filed: Moment
    grounds: str
    proposal: str


@dataclass(frozen=True)
class PastCounts:
    """The counts of a hand vote."""

    expected: int
    present: int
    issued: int
    returned: int
    valid: int
    invalid: int
    favour: int
    against: int
    abstain: int


@dataclass(frozen=True)
class PastResolution:
    """A resolution of the previous sitting, with its counts."""

    number: int
    title: str
    title_en: str
    text: str
    matter: str
    counts: PastCounts
    sealed: Moment
    published: Moment


@dataclass(frozen=True)
class PastDispatch:
    """The 报告 or 请示 that carried it to the Party committee, and who signed for it."""

    kind: DispatchKind
    title: str
    body: str
    sent: Moment
    due_day: int
    received: Moment
    received_by: Number


@dataclass(frozen=True)
class PastDecision:
    """批示, 批复 or 办结答复; ``grants`` is said by a 批复 only."""

    kind: DecisionKind
    by: Number
    at: Moment
    body: str
    grants: bool | None = None


@dataclass(frozen=True)
class PastProgress:
    """A department's report on its task."""

    kind: ProgressKind
    by: Number
    at: Moment
    body: str


@dataclass(frozen=True)
class PastAssignment:
    """A task, its deadline (a day), what was reported, and when it was accepted if it was."""

    department: str
    task: str
    due_day: int
    accepted: Moment | None
    progress: tuple[PastProgress, ...]


@dataclass(frozen=True)
class PastOpinion:
    """The proposer's rating."""

    rating: Rating
    by: Number
    at: Moment
    body: str


@dataclass(frozen=True)
class DemoHistory:
    """One motion of the previous sitting, from its text to what the Party committee made of it."""

    key: str
    motion: PastMotion
    resolution: PastResolution
    dispatch: PastDispatch
    decisions: tuple[PastDecision, ...]
    assignments: tuple[PastAssignment, ...]
    opinion: PastOpinion | None

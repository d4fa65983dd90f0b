"""The business of the sitting: agenda, questions, papers, motions, suggestions."""

from dataclasses import dataclass
from datetime import time

from congress.bylaws.engine import PaperKind
from congress.bylaws.terms import Form, Verb
from congress.demo.content.shapes import Moment, Number, Text
from congress.motions.rules import Answer, MotionCategory, MotionStage, Outcome


@dataclass(frozen=True)
class DemoItem:
    """An agenda item; ``motion`` is the key of the motion it comes from."""

    key: str
    session: str
    verb: Verb
    title: str
    title_en: str
    presenter: Number
    starts: time
    minutes: int
    motion: str | None = None


@dataclass(frozen=True)
class DemoPoll:
    """A question to be put on an item: ``matter`` is a key of the rule profile, ``text`` the draft resolution.

    ``paper``: a secret vote is on paper, not on phones; ``kind``, ``lines`` and ``seats``: what stands on the ballot paper.
    """

    key: str
    item: str
    matter: str
    form: Form
    title: str
    title_en: str
    text: Text
    paper: bool = True
    kind: PaperKind = PaperKind.MATTER
    lines: tuple[str, ...] = ()
    seats: int = 0


@dataclass(frozen=True)
class DemoPaper:
    """A paper in Markdown for an item; ``file`` is the name it is attached under, without an ending."""

    key: str
    item: str
    file: str
    title: str
    title_en: str
    text: Text


@dataclass(frozen=True)
class DemoPrevious:
    """The sitting before this one."""

    number: int
    day: int


@dataclass(frozen=True)
class DemoSitting:
    """第三届第二次会议: when papers went out, its agenda, the questions and the papers."""

    term: int
    number: int
    place: str
    place_en: str
    motions_called: Moment
    papers_delivered: Moment
    previous: DemoPrevious
    items: tuple[DemoItem, ...]
    polls: tuple[DemoPoll, ...]
    papers: tuple[DemoPaper, ...]


@dataclass(frozen=True)
class DemoSeconder:
    """An invitation to second and its answer; ``at`` is when it was answered, or sent if it still waits."""

    person: Number
    answer: Answer
    at: Moment


@dataclass(frozen=True)
class DemoReview:
    """审查意见."""

    outcome: Outcome
    by: Number
    at: Moment
    reasons: str


@dataclass(frozen=True)
class DemoWords:
    """What someone said, and when."""

    by: Number
    at: Moment
    body: str


@dataclass(frozen=True)
class DemoWithdrawal:
    """Why a lead took the motion back."""

    at: Moment
    why: str


@dataclass(frozen=True)
class DemoMotion:
    """A motion (提案) at its stage; ``placed`` is when it came on the agenda."""

    key: str
    title: str
    title_en: str
    summary_en: str
    category: MotionCategory
    department: str
    lead: Number
    stage: MotionStage
    created: Moment
    grounds: str
    proposal: str
    seconders: tuple[DemoSeconder, ...]
    reviews: tuple[DemoReview, ...]
    comments: tuple[DemoWords, ...]
    submitted: Moment | None = None
    filed: Moment | None = None
    placed: Moment | None = None
    merged_into: str | None = None
    withdrawn: DemoWithdrawal | None = None


@dataclass(frozen=True)
class DemoSuggestion:
    """意见建议 of an employee who is not a delegate."""

    key: str
    author: Number
    at: Moment
    title: str
    title_en: str
    body: str
    answer: DemoWords | None = None

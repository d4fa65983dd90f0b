"""What a closed poll certifies. A resolution shows it and never stores or types it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from congress.bylaws.announcement import attendance, papers, tally
from congress.bylaws.engine import (
    BallotPaper,
    Counts,
    Decision,
    Line,
    PaperKind,
    SixCounts,
    Votes,
    decide_vote,
    quorum_needed,
    rule_in_words,
)
from congress.bylaws.matter import Matter
from congress.bylaws.profile import matter_from_json
from congress.bylaws.terms import Form, firmest
from congress.bylaws.wording import BASES, FORMS
from congress.documents.content import Tally
from congress.documents.text import tight
from congress.i18n import Message, render, say

CELLS = ("应到", "实到", "发出", "收回", "有效", "无效", "赞成", "反对", "弃权")


HEADS = {
    PaperKind.ITEMS: ("分项", "赞成", "反对", "弃权", "结果"),
    PaperKind.ELECTION: ("候选人", "得票", "结果"),
    PaperKind.APPRAISAL: ("被评议人", "优秀", "称职", "基本称职", "不称职", "弃权"),
}


def cells(paper: BallotPaper, line: Line) -> tuple[Message | str, ...]:
    """A line in the order of its head; what was left empty comes last."""
    numbers = tuple(str(n) for n in line.votes)
    if paper.kind is PaperKind.APPRAISAL:
        return (line.name, *numbers[1:], numbers[0])
    return (line.name, *numbers, line.became)


@dataclass(frozen=True)
class Certificate:
    """The question, its exact text, the sealed rule, the counts, and what they decided."""

    poll: int
    number: int
    title: str
    title_en: str
    text: str
    text_sha256: str
    form: Form
    matter: Matter
    paper: BallotPaper
    counts: SixCounts  # of a single matter: Counts
    votes: Votes
    closed_at: datetime

    @cached_property
    def decision(self) -> Decision:
        """What the sealed rule makes of the counts."""
        return decide_vote(self.matter, self.counts, self.paper, self.votes, self.form, self.title)

    @property
    def figures(self) -> dict[str, int]:
        """The counts."""
        return asdict(self.counts)

    @property
    def counted(self) -> dict[str, Any]:
        """The counts as they are hashed: with the votes of each line, where there are several."""
        return (
            self.figures if self.paper.is_single else {**self.figures, "votes": [list(v) for v in self.votes]}
        )

    @property
    def form_words(self) -> Message:
        return FORMS[self.form]

    @property
    def base_words(self) -> Message:
        """What the votes in favour were measured against."""
        return BASES[self.matter.base]

    @property
    def rule(self) -> Message:
        """需全体代表 312 人过半数，即 157 票."""
        return rule_in_words(self.matter, self.counts.expected, self.counts.present, self.counts.returned)

    @property
    def quorum(self) -> int:
        """How many had to be present."""
        return quorum_needed(self.matter, self.counts.expected)

    @property
    def source(self) -> Message | str:
        """The article that the threshold rests on."""
        found = firmest(self.matter.threshold_sources)
        return found.cite if found else ""

    @property
    def tally(self) -> Tally:
        """The result as the document says it, in Chinese."""
        sentences = [
            attendance(self.matter, self.counts),
            *self._votes_said(),
            say("依照{source}，{words}。", source=self.source, words=self.decision.words)
            if self.source
            else say("{words}。", words=self.decision.words),
        ]
        return Tally(
            tuple(tight(render(sentence, "zh")) for sentence in sentences),
            tuple(zip(CELLS, self.figures.values(), strict=False)),  # the last three of one matter only
            HEADS.get(self.paper.kind, ()),
            tuple(
                tuple(render(cell, "zh") for cell in cells(self.paper, line)) for line in self.decision.lines
            ),
        )

    def _votes_said(self) -> list[Message]:
        if isinstance(self.counts, Counts):
            return [tally(self.counts, self.form, self.title)]
        return [papers(self.counts, self.form, self.title)]  # the lines have a table


def sealed_matter(rule: dict[str, object]) -> Matter:
    """The rule that a poll sealed. Lists have few different ones, so each is read once."""
    return _matter(json.dumps(rule, sort_keys=True))


@lru_cache(maxsize=128)
def _matter(rule: str) -> Matter:
    return matter_from_json(json.loads(rule))

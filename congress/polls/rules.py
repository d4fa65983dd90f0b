"""One question to the congress: choices, stages, and who may cast when. Pure.

The roll, the text and the rule are sealed at the opening; the last ballot of a
delegate counts, all are kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from congress.bylaws.engine import BallotPaper, Counts, SixCounts, Votes
from congress.bylaws.lines import item_counts
from congress.bylaws.matter import Matter
from congress.bylaws.paper import PaperKind, paper_refusal
from congress.bylaws.terms import Form, Verb
from congress.errors import Refusal
from congress.i18n import Message, say


class Choice(StrEnum):
    """赞成, 反对, 弃权."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Way(StrEnum):
    """How ballots are given: the form the law knows, and for a secret one the phone or paper."""

    HAND = "hand"
    NAMED = "named"
    SECRET = "secret"
    PAPER = "paper"

    @property
    def form(self) -> Form:
        """举手, 记名 or 无记名."""
        return Form.SECRET if self is Way.PAPER else Form(self.value)

    @classmethod
    def of(cls, form: Form, *, paper: bool) -> "Way":
        """Inverse of :attr:`form`, with what the form alone does not tell."""
        return cls.PAPER if form is Form.SECRET and paper else cls(form.value)


class PollStage(StrEnum):
    """A poll is drafted, open, closed; or void, with its ballots kept. A sealed box is counted in between."""

    DRAFT = "draft"
    OPEN = "open"
    COUNTING = "counting"
    CLOSED = "closed"
    VOID = "void"


CHOICES: dict[Choice, Message] = {
    Choice.FOR: say("赞成"),
    Choice.AGAINST: say("反对"),
    Choice.ABSTAIN: say("弃权"),
}
STAGES: dict[PollStage, Message] = {
    PollStage.DRAFT: say("待表决"),
    PollStage.OPEN: say("表决中"),
    PollStage.COUNTING: say("计票中"),
    PollStage.CLOSED: say("已结束"),
    PollStage.VOID: say("已作废"),
}
WAYS: dict[Way, Message] = {
    Way.HAND: say("举手表决"),
    Way.NAMED: say("记名投票"),
    Way.SECRET: say("无记名投票（手机）"),
    Way.PAPER: say("无记名投票（纸质票）"),
}
SINGLE = BallotPaper()
RUNNING = frozenset({PollStage.OPEN, PollStage.COUNTING})  # the hall waits for its end


def sealed_text(title: str, text: str, paper: BallotPaper = SINGLE) -> bytes:
    """The exact bytes put to the vote, as anyone can download and hash them: title, empty line, text.

    Where several lines stand on the ballot paper they follow, numbered, after another empty line.
    """
    return f"{title}\n\n{full_text(text, paper)}\n".encode()


def full_text(text: str, paper: BallotPaper) -> str:
    """The text, and the lines of the ballot paper under it, with the number of seats."""
    lines = [f"{n}. {line}" for n, line in enumerate(paper.lines, 1)]
    seats = [f"（应选 {paper.seats} 名）"] if paper.seats else []
    return "\n".join([text, "", *lines, *seats]) if lines else text


def text_hash(title: str, text: str, paper: BallotPaper = SINGLE) -> str:
    """SHA-256 of :func:`sealed_text`, lower-case hex."""
    return sha256(sealed_text(title, text, paper)).hexdigest()


@dataclass(frozen=True)
class CastFacts:
    """What decides whether a ballot may go into the box. ``present`` None: not on the sealed roll."""

    stage: PollStage
    by_phone: bool
    may_change: bool
    present: bool | None
    has_cast: bool


NOT_OPEN: dict[PollStage, Refusal] = {
    PollStage.DRAFT: Refusal(say("表决还没有开始"), say("请等主持人宣布开始")),
    PollStage.COUNTING: Refusal(say("投票已经结束，正在计票"), say("计票人打开票箱后，结果会显示在这里")),
    PollStage.VOID: Refusal(say("这次表决已作废"), say("请等主持人宣布重新表决")),
    PollStage.CLOSED: Refusal(say("表决已经结束，这张票没有计入"), say("结果见现场页面")),
}


def may_cast(facts: CastFacts) -> Refusal | None:
    """May this person cast a ballot in this poll now?"""
    if facts.present is None:
        return Refusal(say("您不在本次表决的名册上"), say("只有正式代表有表决权；如有疑问请联系会务组"))
    if refusal := NOT_OPEN.get(facts.stage):
        return refusal
    if not facts.by_phone:
        return Refusal(say("本事项不在手机上表决"), say("请按主持人的要求举手或填写纸质票"))
    if not facts.present:
        return Refusal(say("表决开始时您尚未签到，不能参加本次表决"), say("请先签到，即可参加下一项表决"))
    if facts.has_cast and not facts.may_change:
        return Refusal(say("您已经投过票，本次表决不能更改"))
    return None


def may_replace(earlier: Iterable[str], at: str) -> Refusal | None:
    """May a ballot signed at this time (RFC 3339, UTC) follow those that the same device signed before?

    A ballot that was long on its way must not undo the choice its voter made since. Devices never
    sign backwards in time (``signing.js``); times of two devices are not compared, their clocks differ.
    """
    if all(before <= at for before in earlier):
        return None
    return Refusal(
        say("这张票晚到了：本设备之后签的一张票已经记录，以那张为准"),
        say("页面上显示的就是已记录的选择；要改投请重新选择"),
    )


def ballot_statement(*, site: str, poll: int, text_sha256: str, choice: Choice) -> dict[str, Any]:
    """What a ballot must say, besides its own time and nonce."""
    return {"act": "ballot", "choice": choice.value, "poll": poll, "site": site, "text": text_sha256}


def tally(ballots: Iterable[tuple[int, int, Choice]]) -> Counter[Choice]:
    """Count ballots given as (seq, person, choice): for each person the one with the highest seq."""
    last: dict[int, tuple[int, Choice]] = {}
    for seq, person, choice in ballots:
        if person not in last or seq > last[person][0]:
            last[person] = (seq, choice)
    return Counter(choice for _, choice in last.values())


def named_counts(expected: int, present: int, votes: Counter[Choice]) -> Counts:
    """The six counts of a vote by phone: every delegate present was issued one ballot; none can be malformed."""
    returned = votes.total()
    return Counts(
        expected=expected,
        present=present,
        issued=present,
        returned=returned,
        valid=returned,
        invalid=0,
        favour=votes[Choice.FOR],
        against=votes[Choice.AGAINST],
        abstain=votes[Choice.ABSTAIN],
    )


CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread


def receipt_code(digest: str) -> str:
    """Eight characters that a person can compare: 40 bits of the ballot's SHA-256."""
    bits = int(digest[:10], 16)
    code = "".join(CODE[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{code[:4]}-{code[4:]}"


def sealed_counts(expected: int, present: int, issued: int, returned: int) -> SixCounts:
    """The six counts of a secret vote by phone: one ballot for each key on the roll; a malformed one never gets in."""
    return SixCounts(expected, present, issued, returned, returned, 0)


def with_votes(counts: SixCounts, paper: BallotPaper, votes: Votes) -> SixCounts:
    """The counts of a single matter hold its three numbers; those of a paper with lines stand beside them."""
    return item_counts(counts, votes[0]) if paper.is_single else counts


def counted(counts: Mapping[str, int], votes: Sequence[Sequence[int]] | None) -> tuple[SixCounts, Votes]:
    """Counts and votes as they were kept (:func:`with_votes`)."""
    if votes is not None:
        return SixCounts(**counts), tuple(tuple(row) for row in votes)
    single = Counts(**counts)
    return single, ((single.favour, single.against, single.abstain),)


def said_votes(paper: BallotPaper, votes: Votes) -> dict[str, str]:
    """The numbers of a count as the form names them, and a teller's device signs them."""
    if paper.is_single:
        return dict(zip(("favour", "against", "abstain"), map(str, votes[0]), strict=True))
    return {f"v{r}_{c}": str(n) for r, row in enumerate(votes) for c, n in enumerate(row)}


def may_ask(paper: BallotPaper, way: Way, matter: Matter) -> Refusal | None:
    """May this be asked so? Who is elected or appraised is marked in secret (企业民主管理规定 art. 20)."""
    if refusal := paper_refusal(paper):
        return refusal
    if not paper.is_single and way.form is not Form.SECRET:
        return Refusal(
            say("一张票上有几项的，用无记名投票（手机或纸质票）"),
            say("要举手或记名表决，请逐项新建表决"),
        )
    verbs = {PaperKind.ELECTION: Verb.ELECT, PaperKind.APPRAISAL: Verb.APPRAISE}
    if matter.verb is not verbs.get(paper.kind, matter.verb):
        return Refusal(say("这类事项不能这样投票"), say("选举和民主评议请选择相应的事项类别"))
    return None


def may_draft(*, item_struck: bool, sitting_over: bool) -> Refusal | None:
    """May a poll be drafted for this agenda item?"""
    if sitting_over:
        return Refusal(say("会议已经闭会，不能再新建表决"), say("请列入下一次会议的议程"))
    return Refusal(say("这项议程已撤销")) if item_struck else None


def may_edit(stage: PollStage) -> Refusal | None:
    """May the poll's text or rule still be changed?"""
    if stage is PollStage.DRAFT:
        return None
    return Refusal(
        say("表决开始后，文本、规则和名册都已封存，不能更改"),
        say("确需更改请作废本次表决，说明原因后重新表决"),
    )


def may_count(stage: PollStage) -> Refusal | None:
    """May figures be entered or confirmed?"""
    if stage is PollStage.OPEN:
        return None
    return Refusal(say("只有进行中的表决才能录入计票结果"))


def may_confirm(stage: PollStage, *, own: bool) -> Refusal | None:
    """May these figures be confirmed? Not by the one who entered them."""
    if own:
        return Refusal(say("录入人不能核对自己录入的结果"), say("请由另一位监票人核对"))
    return may_count(stage)


def may_close(*, stage: PollStage, by_phone: bool, confirmed: bool) -> Refusal | None:
    """May the poll be closed and its result declared, or its box sealed?"""
    if stage is PollStage.COUNTING:
        return Refusal(say("票箱已经封好，正在等计票人打开"), say("到了规定人数，结果自动宣布"))
    if stage is not PollStage.OPEN:
        return Refusal(say("只有进行中的表决才能结束"))
    if not by_phone and not confirmed:
        return Refusal(say("计票结果还没有录入并核对"), say("请计票人录入、总监票人核对签名后再结束"))
    return None


def may_void(stage: PollStage) -> Refusal | None:
    """May the poll be declared void? A declared result stands; only the congress can change it."""
    if stage in RUNNING:
        return None
    return Refusal(say("只有进行中的表决才能作废"), say("已宣布的结果只能由大会重新表决改变"))

"""Did it pass, and why? The figures are checked first, then the quorum, then the threshold."""

from dataclasses import dataclass

from congress.bylaws.announcement import Outcome, announce
from congress.bylaws.counts import Counts, check_counts, is_void, needed
from congress.bylaws.findings import Finding, kept, noted
from congress.bylaws.lines import Line
from congress.bylaws.matter import Matter
from congress.bylaws.opening import quorum_finding
from congress.bylaws.terms import Form
from congress.bylaws.wording import rule_in_words
from congress.i18n import Message, say


@dataclass(frozen=True)
class Decision:
    """What a vote decided. ``void``: it has no effect, whatever the figures (see ``outcome``).

    ``lines``: what became of each, where several stand on the ballot paper; passed is then any that won, or an appraisal that is valid.
    """

    passed: bool
    void: bool
    needed: int
    findings: tuple[Finding, ...]
    words: Message
    announcement: Message
    outcome: Outcome
    lines: tuple[Line, ...] = ()


def decide(
    matter: Matter, counts: Counts, form: Form | None = None, title: Message | str | None = None
) -> Decision:
    """Did it pass, and why? ``title`` is what the chair calls the matter, its name unless said otherwise."""
    votes = needed(matter, counts.expected, counts.present, counts.returned)
    outcome = judge(matter, counts, form, votes)
    decided = outcome in (Outcome.PASSED, Outcome.FAILED)
    return Decision(
        passed=outcome is Outcome.PASSED,
        void=not decided and outcome is not Outcome.HEARD,
        needed=votes,
        findings=(
            *check_counts(counts, form),
            *quorum_finding(matter, counts.expected, counts.present),
            *([threshold_finding(matter, counts, votes)] if decided else []),
        ),
        words=explain(matter, counts, votes, outcome),
        announcement=announce(matter, counts, outcome, form, title or matter.name),
        outcome=outcome,
    )


def judge(matter: Matter, counts: Counts, form: Form | None, votes: int) -> Outcome:
    """What became of the vote: figures that cannot be come first, then the quorum, then the number in favour."""
    if is_void(counts, form):
        return Outcome.VOID
    if check_counts(counts, form):
        return Outcome.UNBALANCED
    if any(finding.blocks for finding in quorum_finding(matter, counts.expected, counts.present)):
        return Outcome.NO_QUORUM
    if matter.threshold is None:
        return Outcome.HEARD
    return Outcome.PASSED if counts.favour >= votes else Outcome.FAILED


def threshold_finding(matter: Matter, counts: Counts, votes: int) -> Finding:
    """How the number in favour compares with the number needed."""
    words = {"favour": counts.favour, "votes": votes}
    if counts.favour >= votes:
        return kept(say("赞成 {favour} 票，达到所需的 {votes} 票", **words), matter.threshold_sources)
    return noted(say("赞成 {favour} 票，不足所需的 {votes} 票", **words), matter.threshold_sources)


def explain(matter: Matter, counts: Counts, votes: int, outcome: Outcome) -> Message:
    """Why it is so, in one line."""
    rule = rule_in_words(matter, counts.expected, counts.present, counts.returned)
    match outcome:
        case Outcome.PASSED:
            return say("{rule}；赞成 {favour} 票，通过", rule=rule, favour=counts.favour)
        case Outcome.FAILED:
            words = {"favour": counts.favour, "short": votes - counts.favour}
            return say("{rule}；赞成 {favour} 票，还差 {short} 票，未通过", rule=rule, **words)
        case Outcome.NO_QUORUM:
            return say("到会人数不足，本次表决不发生效力")
        case Outcome.VOID:
            return say("收回 {r} 张多于发出 {i} 张，本次投票无效", r=counts.returned, i=counts.issued)
        case Outcome.UNBALANCED:
            return say("计票数字不符，请重新清点")
        case Outcome.HEARD:
            return rule

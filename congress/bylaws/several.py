"""The decision on a ballot paper with several lines: the whole vote first, then line by line."""

from congress.bylaws.announcement import Outcome, attendance, papers, verdict
from congress.bylaws.counts import SixCounts, as_findings, check_counts, is_void
from congress.bylaws.decision import Decision, decide
from congress.bylaws.findings import Finding
from congress.bylaws.lines import (
    Line,
    Standing,
    item_counts,
    judge_lines,
    line_faults,
    votes_needed,
    without_effect,
)
from congress.bylaws.matter import Matter
from congress.bylaws.opening import listed, quorum_finding
from congress.bylaws.paper import EMPTY, GRADES, BallotPaper, PaperKind, Votes
from congress.bylaws.terms import Form
from congress.bylaws.wording import rule_in_words
from congress.i18n import Message, say


def decide_vote(
    matter: Matter,
    counts: SixCounts,
    paper: BallotPaper,
    votes: Votes,
    form: Form | None,
    title: Message | str | None = None,
) -> Decision:
    """What a vote decided, whatever stands on its ballot paper. ``votes``: a number for each column of it."""
    if paper.is_single and paper.has_shape_of(votes):
        return decide(matter, item_counts(counts, votes[0]), form, title)
    return decide_lines(matter, counts, paper, votes, form, title or matter.name)


def check_vote(counts: SixCounts, paper: BallotPaper, votes: Votes, form: Form | None) -> tuple[Finding, ...]:
    """What is impossible about these figures; nothing when they add up."""
    if paper.is_single and paper.has_shape_of(votes):
        return check_counts(item_counts(counts, votes[0]), form)
    return as_findings(line_faults(counts, paper, votes), counts, form)


def decide_lines(
    matter: Matter,
    counts: SixCounts,
    paper: BallotPaper,
    votes: Votes,
    form: Form | None,
    title: Message | str,
) -> Decision:
    """What became of each line, and why. The figures come first, then the quorum, then the number of votes."""
    findings = check_vote(counts, paper, votes, form)
    quorum = quorum_finding(matter, counts.expected, counts.present)
    trouble = _trouble(counts, form, findings, quorum)
    lines = without_effect(paper, votes) if trouble else judge_lines(matter, counts, paper, votes)
    outcome = trouble or _outcome(paper, lines)
    what = verdict(matter, outcome) if trouble else _verdict(paper, lines)
    return Decision(
        passed=outcome in (Outcome.PASSED, Outcome.HEARD),
        void=trouble is not None,
        needed=votes_needed(matter, counts),
        findings=(*findings, *quorum),
        words=what if trouble else _words(matter, counts, paper, lines),
        announcement=say(
            "{attendance}{papers}{verdict}",
            attendance=attendance(matter, counts),
            papers=papers(counts, form, title),
            verdict=what
            if trouble
            else say("{lines}{verdict}。", lines=said_lines(paper, lines), verdict=what),
        ),
        outcome=outcome,
        lines=lines,
    )


def _trouble(
    counts: SixCounts, form: Form | None, findings: tuple[Finding, ...], quorum: tuple[Finding, ...]
) -> Outcome | None:
    if is_void(counts, form):
        return Outcome.VOID
    if findings:
        return Outcome.UNBALANCED
    return Outcome.NO_QUORUM if any(finding.blocks for finding in quorum) else None


def _outcome(paper: BallotPaper, lines: tuple[Line, ...]) -> Outcome:
    if paper.kind is PaperKind.APPRAISAL:
        return Outcome.HEARD
    return Outcome.PASSED if any(line.won for line in lines) else Outcome.FAILED


# --- words -------------------------------------------------------------------------------------------------------


def said_lines(paper: BallotPaper, lines: tuple[Line, ...]) -> Message:
    """Every line with its figures, as the chair reads them out."""
    return say("{lines}。", lines=joined([said_line(paper, line) for line in lines]))


def said_line(paper: BallotPaper, line: Line) -> Message:
    """One line with its figures and what became of it."""
    match paper.kind:
        case PaperKind.ELECTION:
            return say("{name} {n} 票，{became}", name=line.name, n=line.votes[0], became=line.became)
        case PaperKind.APPRAISAL:
            empty, *grades = line.votes
            pairs = [*zip(GRADES, grades, strict=True), (EMPTY, empty)]
            told = listed(tuple(say("{answer} {n} 票", answer=word, n=n) for word, n in pairs))
            return say("{name}：{votes}", name=line.name, votes=told)
        case _:
            favour, against, abstain = line.votes
            return say(
                "“{name}”赞成 {favour} 票，反对 {against} 票，弃权 {abstain} 票，{became}",
                name=line.name,
                favour=favour,
                against=against,
                abstain=abstain,
                became=line.became,
            )


def joined(parts: list[Message]) -> Message:
    """One after the other, with semicolons."""
    return parts[0] if len(parts) == 1 else say("{first}；{rest}", first=parts[0], rest=joined(parts[1:]))


def _names(lines: tuple[Line, ...], standing: Standing) -> Message | None:
    names = tuple(say("{name}", name=line.name) for line in lines if line.standing is standing)
    return listed(names) if names else None


def _words(matter: Matter, counts: SixCounts, paper: BallotPaper, lines: tuple[Line, ...]) -> Message:
    """Why it is so, in one line."""
    if paper.kind is PaperKind.APPRAISAL:
        return _verdict(paper, lines)
    rule = rule_in_words(matter, counts.expected, counts.present, counts.returned)
    return say("{rule}；{verdict}", rule=rule, verdict=_verdict(paper, lines))


def _verdict(paper: BallotPaper, lines: tuple[Line, ...]) -> Message:
    if paper.kind is PaperKind.APPRAISAL:
        return say("已对 {n} 人进行民主评议，结果依规定报送", n=len(lines))
    won = sum(line.won for line in lines)
    if paper.kind is PaperKind.ITEMS:
        return say("{n} 项中通过 {won} 项，未通过 {lost} 项", n=len(lines), won=won, lost=len(lines) - won)
    elected, tied = _names(lines, Standing.ELECTED), _names(lines, Standing.TIED)
    who = say("{names}当选", names=elected) if elected else say("没有候选人当选")
    if tied:
        return say("{who}；{names}得票相等，应当就他们再次投票", who=who, names=tied)
    if won < paper.seats:
        return say("{who}；还缺 {n} 名，应当另行选举", who=who, n=paper.seats - won)
    return who

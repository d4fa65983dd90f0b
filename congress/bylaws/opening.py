"""May this be opened? Every rule that applies, kept or broken, with its article and what would help."""

from dataclasses import dataclass

from congress.bylaws.counts import needed, quorum_needed
from congress.bylaws.findings import Finding, broken, impossible, kept, noted
from congress.bylaws.matter import Matter
from congress.bylaws.terms import Base, Form
from congress.bylaws.wording import FORMS, rule_in_words, share_words
from congress.errors import Refusal
from congress.i18n import Message, say


@dataclass(frozen=True)
class Opening:
    """Whether a vote may be opened. ``needed`` is None where it is not known yet (ballots returned) or nothing is decided."""

    allowed: bool
    findings: tuple[Finding, ...]
    quorum_needed: int
    needed: int | None
    words: Message

    @property
    def refusal(self) -> Refusal | None:
        """The first reason that stops the opening, as the service raises it."""
        for finding in self.findings:
            if finding.blocks:
                return finding.refusal
        return None


def may_open(matter: Matter, form: Form, expected: int, present: int) -> Opening:
    """May this be opened in this form with so many present?"""
    findings = (
        *figures(expected, present),
        form_finding(matter, form),
        *quorum_finding(matter, expected, present),
        *reach(matter, expected, present),
        *notes(matter, expected),
    )
    open_number = matter.threshold is None or matter.base is Base.CAST
    return Opening(
        allowed=not any(finding.blocks for finding in findings),
        findings=findings,
        quorum_needed=quorum_needed(matter, expected),
        needed=None if open_number else needed(matter, expected, present, 0),
        words=rule_in_words(matter, expected, present),
    )


def figures(expected: int, present: int) -> tuple[Finding, ...]:
    """A roll that cannot be."""
    if expected < 1:
        return (impossible(say("没有应到的职工代表"), say("请先确定本次会议的职工代表名册")),)
    if present > expected:
        return (impossible(say("实到 {p} 人多于应到 {n} 人", p=present, n=expected), say("请核对签到")),)
    return ()


def form_finding(matter: Matter, form: Form) -> Finding:
    """Whether the matter may be put in this form."""
    words = {"matter": matter.name, "form": FORMS[form]}
    if form in matter.forms:
        return kept(say("“{matter}”可以采用{form}", **words), matter.form_sources)
    if matter.must_be_secret:
        remedy = say("请改用无记名投票；不记名不影响核验：谁投过票可查，投了什么不可查")
        return broken(say("“{matter}”必须无记名投票，不能采用{form}", **words), matter.form_sources, remedy)
    remedy = say("可以采用{forms}", forms=listed(tuple(FORMS[f] for f in matter.forms)))
    return broken(say("“{matter}”不能采用{form}", **words), matter.form_sources, remedy)


def listed(items: tuple[Message, ...]) -> Message:
    """举手表决、记名投票."""
    return items[0] if len(items) == 1 else say("{first}、{rest}", first=items[0], rest=listed(items[1:]))


def quorum_finding(matter: Matter, expected: int, present: int) -> tuple[Finding, ...]:
    """Whether enough are present."""
    if matter.quorum == 0:
        return ()
    least = quorum_needed(matter, expected)
    words = {"present": present, "expected": expected, "share": share_words(matter.quorum), "least": least}
    if present >= least:
        message = say("实到 {present} 人，达到应到 {expected} 人的{share}（{least} 人）", **words)
        return (kept(message, matter.quorum_sources),)
    message = say("实到 {present} 人，不足应到 {expected} 人的{share}（{least} 人）", **words)
    return (broken(message, matter.quorum_sources, say("还需到会 {n} 人", n=least - present)),)


def reach(matter: Matter, expected: int, present: int) -> tuple[Finding, ...]:
    """Warn when even everyone present could not carry the matter."""
    if matter.base is not Base.ALL or present >= needed(matter, expected, present, 0):
        return ()
    message = say(
        "即使到会 {present} 人全部赞成，也不够 {votes} 票",
        present=present,
        votes=needed(matter, expected, present, 0),
    )
    return (broken(message, (), say("建议等更多职工代表到会后再表决")),)


def notes(matter: Matter, expected: int) -> tuple[Finding, ...]:
    """What no figure here can settle, but the organiser must mind."""
    found: list[Finding] = []
    if matter.threshold is None:
        found.append(noted(say("本事项依法听取意见，不以票数决定"), matter.threshold_sources))
    if matter.itemised:
        found.append(noted(say("应当分项表决：请确认这一票只问一项"), matter.itemised_sources))
    if matter.proposers is not None:
        least = -(-matter.proposers.numerator * expected // matter.proposers.denominator)
        words = {"share": share_words(matter.proposers), "least": least}
        found.append(
            noted(say("须由全体职工代表的{share}以上（{least} 人）提议", **words), matter.proposers_sources)
        )
    return tuple(found)

"""The result in the chair's words: attendance against the quorum, the figures, and what they mean."""

from enum import StrEnum

from congress.bylaws.counts import Counts, SixCounts, quorum_needed
from congress.bylaws.matter import Matter
from congress.bylaws.terms import Form
from congress.bylaws.wording import BASES, FORMS, share_words
from congress.i18n import Message, say


class Outcome(StrEnum):
    """What became of a vote. Only the first two are results."""

    PASSED = "passed"
    FAILED = "failed"
    HEARD = "heard"  # opinions only, nothing was to be decided by number
    NO_QUORUM = "no_quorum"
    VOID = "void"  # more ballots returned than issued: vote again
    UNBALANCED = "unbalanced"  # the figures do not add up: count again


def announce(
    matter: Matter, counts: Counts, outcome: Outcome, form: Form | None, title: Message | str
) -> Message:
    """What the chair says."""
    return say(
        "{attendance}{tally}{verdict}",
        attendance=attendance(matter, counts),
        tally=tally(counts, form, title),
        verdict=verdict(matter, outcome),
    )


def attendance(matter: Matter, counts: SixCounts) -> Message:
    """应到, 实到 and whether they make the quorum."""
    figures = {"expected": counts.expected, "present": counts.present}
    if matter.quorum == 0:
        return say("本次会议应到职工代表 {expected} 名，实到 {present} 名。", **figures)
    share = share_words(matter.quorum)
    if counts.present >= quorum_needed(matter, counts.expected):
        return say(
            "本次会议应到职工代表 {expected} 名，实到 {present} 名，达到应到人数的{share}，符合规定。",
            **figures,
            share=share,
        )
    return say(
        "本次会议应到职工代表 {expected} 名，实到 {present} 名，未达到应到人数的{share}。",
        **figures,
        share=share,
    )


def tally(counts: Counts, form: Form | None, title: Message | str) -> Message:
    """The figures of the vote; hands are not issued or returned."""
    votes = {"favour": counts.favour, "against": counts.against, "abstain": counts.abstain}
    if form is Form.HAND:
        return say(
            "就“{title}”举手表决：赞成 {favour} 票，反对 {against} 票，弃权 {abstain} 票。",
            title=title,
            **votes,
        )
    return say(
        "就“{title}”进行{form}：发出表决票 {issued} 张，收回 {returned} 张，其中有效票 {valid} 张、无效票 {invalid} 张；"
        "赞成 {favour} 票，反对 {against} 票，弃权 {abstain} 票。",
        title=title,
        form=FORMS[form] if form else say("表决"),
        issued=counts.issued,
        returned=counts.returned,
        valid=counts.valid,
        invalid=counts.invalid,
        **votes,
    )


def papers(counts: SixCounts, form: Form | None, title: Message | str) -> Message:
    """How many papers went out and came back, before what stood on them."""
    return say(
        "就“{title}”进行{form}：发出表决票 {issued} 张，收回 {returned} 张，其中有效票 {valid} 张、无效票 {invalid} 张。",
        title=title,
        form=FORMS[form] if form else say("表决"),
        issued=counts.issued,
        returned=counts.returned,
        valid=counts.valid,
        invalid=counts.invalid,
    )


def verdict(matter: Matter, outcome: Outcome) -> Message:
    """What the figures mean."""
    match outcome:
        case Outcome.HEARD:
            return say("本事项依法听取意见，不以票数决定，各方意见记入会议纪要。")
        case Outcome.NO_QUORUM:
            return say("到会人数不足，本次表决不发生效力。")
        case Outcome.VOID:
            return say("收回的表决票多于发出的表决票，本次投票无效，应当重新投票。")
        case Outcome.UNBALANCED:
            return say("计票数字不符，请重新清点，结果待清点后宣布。")
        case Outcome.PASSED:
            return passed(matter)
        case Outcome.FAILED:
            return failed(matter)


def passed(matter: Matter) -> Message:
    words = {"whom": BASES[matter.base], "share": share_words(matter.threshold or matter.quorum)}
    if matter.strict:
        return say("赞成票超过{whom}的{share}，现在宣布：予以通过。", **words)
    return say("赞成票达到{whom}的{share}，现在宣布：予以通过。", **words)


def failed(matter: Matter) -> Message:
    words = {"whom": BASES[matter.base], "share": share_words(matter.threshold or matter.quorum)}
    if matter.strict:
        return say("赞成票未超过{whom}的{share}，现在宣布：未获通过。", **words)
    return say("赞成票未达到{whom}的{share}，现在宣布：未获通过。", **words)

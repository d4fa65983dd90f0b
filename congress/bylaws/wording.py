"""The rule in words: what the delegate reads before voting, for any share, base and strictness."""

from fractions import Fraction
from typing import Final

from congress.bylaws.counts import needed
from congress.bylaws.matter import Matter
from congress.bylaws.terms import Base, Form, bilingual, han
from congress.i18n import Message, say

FORMS: Final = {Form.HAND: say("举手表决"), Form.NAMED: say("记名投票"), Form.SECRET: say("无记名投票")}
BASES: Final = {
    Base.ALL: say("全体职工代表"),
    Base.PRESENT: say("到会职工代表"),
    Base.CAST: say("收回的表决票"),
}
HALF: Final = Fraction(1, 2)
SHARES: Final = {
    HALF: say("半数"),
    Fraction(2, 3): say("三分之二"),
    Fraction(1, 3): say("三分之一"),
    Fraction(1): say("全数"),
}


def share_words(share: Fraction) -> Message:
    """三分之二 · two-thirds."""
    part, whole = share.numerator, share.denominator
    plain = max(part, whole) > 9999
    zh = f"{part}/{whole}" if plain else f"{han(whole)}分之{han(part)}"
    return SHARES.get(share) or bilingual(zh, f"{part}/{whole}")


def electorate(base: Base, total: int) -> Message:
    """全体代表 312 人 · all 312 delegates."""
    match base:
        case Base.ALL:
            return say("全体代表 {n} 人", n=total)
        case Base.PRESENT:
            return say("到会代表 {n} 人", n=total)
        case Base.CAST:
            return say("收回的表决票 {n} 张", n=total)


def rule_in_words(matter: Matter, expected: int, present: int, cast: int | None = None) -> Message:
    """What would pass: 需全体代表 312 人过半数，即 157 票. Without ``cast``, a base of ballots returned has no number yet."""
    if matter.threshold is None:
        return say("依法听取意见，不以票数决定")
    share = share_words(matter.threshold)
    if matter.base is Base.CAST and cast is None:
        return unnumbered(matter, share)
    total = {Base.ALL: expected, Base.PRESENT: present, Base.CAST: cast or 0}[matter.base]
    whom, votes = electorate(matter.base, total), needed(matter, expected, present, cast or 0)
    if matter.threshold == HALF:
        if matter.strict:
            return say("需{whom}过半数，即 {votes} 票", whom=whom, votes=votes)
        return say("需{whom}半数以上，即 {votes} 票", whom=whom, votes=votes)
    if matter.strict:
        return say("需超过{whom}的{share}，即 {votes} 票", whom=whom, share=share, votes=votes)
    return say("需达到{whom}的{share}，即 {votes} 票", whom=whom, share=share, votes=votes)


def unnumbered(matter: Matter, share: Message) -> Message:
    """The rule while the ballots are still out."""
    if matter.strict:
        return say("赞成票需超过收回表决票的{share}，票数待收回后确定", share=share)
    return say("赞成票需达到收回表决票的{share}，票数待收回后确定", share=share)

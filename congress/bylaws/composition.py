"""Whether the delegates are as many, and of such kinds, as the profile asks (composition of the congress)."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from congress.bylaws.findings import Finding, broken, kept, noted
from congress.bylaws.shapes import Band, Group, Limit, Measure, Profile, Seats
from congress.i18n import Message, say


@dataclass(frozen=True)
class Composition:
    """Heads. ``women`` to ``disabled`` count voting delegates, ``nonvoting`` those who attend without a vote.

    ``presidium_ordinary``: presidium members who are not leaders of the enterprise.
    The presidium is looked at only when it has members.
    """

    employees: int
    women_employees: int
    delegates: int
    managers: int
    women: int
    frontline: int
    dispatched: int = 0
    nonvoting: int = 0
    dispatched_employees: int = 0
    disabled: int = 0
    disabled_employees: int = 0
    presidium: int = 0
    presidium_frontline: int = 0
    presidium_ordinary: int = 0


GROUPS: Final = {
    Group.MANAGERS: say("中层以上管理人员和领导人员"),
    Group.WOMEN: say("女职工代表"),
    Group.FRONTLINE: say("一线职工代表"),
    Group.DISPATCHED: say("劳务派遣工代表"),
    Group.DISABLED: say("残疾职工代表"),
    Group.NONVOTING: say("列席人员"),
    Group.PRESIDIUM_FRONTLINE: say("主席团中的一线职工"),
    Group.PRESIDIUM_ORDINARY: say("主席团中的非领导人员"),
}


def check(profile: Profile, composition: Composition) -> tuple[Finding, ...]:
    """Every rule on composition that applies, kept or broken, with its article."""
    return (
        *form_of_congress(profile, composition),
        *headcount(profile, composition),
        *(finding for limit in profile.limits for finding in limited(limit, composition)),
        *seats(profile, composition),
    )


def form_of_congress(profile: Profile, composition: Composition) -> tuple[Finding, ...]:
    """A small enterprise may hold a meeting of all employees instead."""
    if composition.employees >= profile.congress_from:
        return ()
    message = say("职工不足 {n} 人，也可以召开职工大会", n=profile.congress_from)
    return (noted(message, profile.congress_from_sources),)


def headcount(profile: Profile, composition: Composition) -> tuple[Finding, ...]:
    """Whether there are enough delegates for so many employees, and not more than is advised."""
    band = band_of(profile, composition.employees)
    least, most = fewest(band, composition.employees), highest(band, composition.employees)
    words = {"delegates": composition.delegates, "employees": composition.employees, "least": least}
    if composition.delegates < least:
        agreed = band.negotiable is not None and composition.delegates >= band.negotiable
        return (
            broken(too_few(words), band.sources, short(band, least - composition.delegates), soft=agreed),
        )
    if most is not None and composition.delegates > most:
        message = say(
            "职工 {employees} 人，职工代表 {delegates} 名，一般不超过 {most} 名", **words, most=most
        )
        return (broken(message, band.sources, soft=True),)
    return (
        kept(say("职工 {employees} 人，职工代表 {delegates} 名，不少于 {least} 名", **words), band.sources),
    )


def too_few(words: dict[str, int]) -> Message:
    return say("职工 {employees} 人，职工代表 {delegates} 名，应当不少于 {least} 名", **words)


def short(band: Band, missing: int) -> Message:
    """What would help when delegates are too few."""
    if band.negotiable is None:
        return say("还需选出职工代表 {n} 名", n=missing)
    return say("还需选出 {n} 名；超过 {free} 名的部分可由企业与工会协商确定", n=missing, free=band.negotiable)


def band_of(profile: Profile, employees: int) -> Band:
    """The band an enterprise of this size falls into."""
    return [band for band in profile.delegates if band.since <= employees][-1]


def fewest(band: Band, employees: int) -> int:
    """The least number of delegates."""
    steps = max(0, employees - band.beyond) // band.per
    return max(band.fixed + band.each * steps, ceil((band.low or 0) * employees))


def highest(band: Band, employees: int) -> int | None:
    """The number of delegates advised at most, if any; never below the least."""
    bounds = [floor(band.high * employees)] if band.high is not None else []
    bounds += [band.most] if band.most is not None else []
    return max(min(bounds), fewest(band, employees)) if bounds else None


def limited(limit: Limit, facts: Composition) -> tuple[Finding, ...]:
    """What one limit says of one group."""
    whole = facts.presidium if limit.group.name.startswith("PRESIDIUM") else facts.delegates
    if not whole:
        return ()
    match limit.measure:
        case Measure.MOST:
            return (at_most(limit, getattr(facts, limit.group), whole),)
        case Measure.LEAST:
            return (at_least(limit, getattr(facts, limit.group), whole),)
        case _:
            return compared(limit, facts)


def percent(share: Fraction | None) -> str:
    """20%, or 1/3 where a whole percentage would not be exact."""
    hundredths = (share or Fraction(0)) * 100
    return f"{hundredths}%" if hundredths.denominator == 1 else str(share)


def at_most(limit: Limit, have: int, whole: int) -> Finding:
    bound = floor((limit.share or 0) * whole)
    words = {
        "group": GROUPS[limit.group],
        "have": have,
        "whole": whole,
        "share": percent(limit.share),
        "bound": bound,
    }
    if have <= bound:
        return kept(
            say("{group} {have} 人，不超过 {whole} 人的 {share}（{bound} 人）", **words), limit.sources
        )
    message = say("{group} {have} 人，超过 {whole} 人的 {share}（{bound} 人）", **words)
    return broken(message, limit.sources, say("需减少 {n} 人", n=have - bound), soft=limit.soft)


def at_least(limit: Limit, have: int, whole: int) -> Finding:
    bound = ceil((limit.share or 0) * whole)
    words = {
        "group": GROUPS[limit.group],
        "have": have,
        "whole": whole,
        "share": percent(limit.share),
        "bound": bound,
    }
    if have >= bound:
        return kept(say("{group} {have} 人，达到 {whole} 人的 {share}（{bound} 人）", **words), limit.sources)
    message = say("{group} {have} 人，不足 {whole} 人的 {share}（{bound} 人）", **words)
    return broken(message, limit.sources, say("需增加 {n} 人", n=bound - have), soft=limit.soft)


def among_employees(group: Group, facts: Composition) -> int:
    """How many employees belong to the group."""
    known = {
        Group.WOMEN: facts.women_employees,
        Group.DISPATCHED: facts.dispatched_employees,
        Group.DISABLED: facts.disabled_employees,
    }
    return known.get(group, 0)


def compared(limit: Limit, facts: Composition) -> tuple[Finding, ...]:
    """Limits without a number: a group's share among employees, an appropriate share, or no vote at all."""
    have, employed = getattr(facts, limit.group), among_employees(limit.group, facts)
    if not (have or employed):
        return ()
    words = {"group": GROUPS[limit.group], "have": have}
    match limit.measure:
        case Measure.NONE if have:
            message = say("{group} {have} 人列入了有表决权的职工代表，应当列席", **words)
            return (broken(message, limit.sources, say("请改为列席"), soft=limit.soft),)
        case Measure.SOME if not have:
            message = say("{group} {have} 人，应当有适当比例", **words)
            return (broken(message, limit.sources, say("请补选至少 {n} 人", n=1), soft=limit.soft),)
        case Measure.MIRROR:
            return (mirrored(limit, have, employed, facts),)
        case _:
            return (kept(say("{group} {have} 人，符合要求", **words), limit.sources),)


def mirrored(limit: Limit, have: int, employed: int, facts: Composition) -> Finding:
    """The group's share of delegates against its share of employees, in whole heads."""
    bound = ceil(Fraction(employed * facts.delegates, max(1, facts.employees)))
    words = {"group": GROUPS[limit.group], "have": have, "bound": bound}
    words |= {"employed": employed, "employees": facts.employees}
    if have >= bound:
        message = say(
            "{group} {have} 人，与其占职工的比例（{employed}/{employees}）相当，即不少于 {bound} 人", **words
        )
        return kept(message, limit.sources)
    message = say(
        "{group} {have} 人，低于其占职工的比例（{employed}/{employees}），按比例为 {bound} 人", **words
    )
    return broken(message, limit.sources, say("需增加 {n} 人", n=bound - have), soft=limit.soft)


def seats(profile: Profile, facts: Composition) -> tuple[Finding, ...]:
    """Whether the presidium is of the size the profile asks for so many delegates."""
    rules = [rule for rule in profile.presidium if rule.since <= facts.delegates]
    return (presidium_size(rules[-1], facts.presidium),) if rules and facts.presidium else ()


def presidium_size(rule: Seats, have: int) -> Finding:
    words = {"have": have, "least": rule.least}
    if rule.most is None:
        message = say("主席团 {have} 人，应当不少于 {least} 人", **words)
    else:
        message = say("主席团 {have} 人，应当为 {least} 至 {most} 人", **words, most=rule.most)
    fits = rule.least <= have <= (rule.most or have)
    return kept(message, rule.sources) if fits else broken(message, rule.sources)

"""A profile as tables for people: what applies, with article and confidence (``docs/rules.md``).

Sources are numbered below the tables; a star marks one whose text was not read.
"""

from congress.bylaws.composition import GROUPS, percent
from congress.bylaws.deadlines import deadlines
from congress.bylaws.matter import Matter
from congress.bylaws.opening import listed
from congress.bylaws.shapes import SHOWN, Band, Deadline, Limit, Measure, Profile, Seats
from congress.bylaws.terms import Confidence, Source, Sources
from congress.bylaws.wording import BASES, FORMS, share_words
from congress.i18n import Message, render, say

Cell = tuple[Message, Sources]
Row = tuple[Cell, ...]

MATTER_HEAD = (say("表决事项"), say("到会要求"), say("通过条件"), say("表决方式"))
RULE_HEAD = (say("规则项目"), say("规则要求"))


def tables(profile: Profile, language: str) -> str:
    """The whole profile in Markdown."""
    matters: list[Row] = [matter_row(matter) for matter in profile.matters.values()]
    people: list[Row] = [*size_rows(profile), *map(limit_row, profile.limits)]
    times: list[Row] = [*map(deadline_row, deadlines(profile)), *settings_rows(profile)]
    sources = numbered([*matters, *people, *times])
    parts = (
        f"## {render(profile.name, language)}",
        table(MATTER_HEAD, matters, sources, language),
        table(RULE_HEAD, people, sources, language),
        table(RULE_HEAD, times, sources, language),
        "\n".join(
            f"- {mark(source, number)} {render(cite(source), language)}" for source, number in sources.items()
        ),
    )
    return "\n\n".join(parts) + "\n"


def numbered(rows: list[Row]) -> dict[Source, int]:
    """Every source once, in the order in which it is met."""
    met = dict.fromkeys(source for row in rows for _, sources in row for source in sources)
    return {source: number for number, source in enumerate(met, 1)}


def mark(source: Source, number: int) -> str:
    return f"[{number}]" if source.confidence is Confidence.SEEN else f"[{number}\\*]"


def cite(source: Source) -> Message:
    """A source and how well its text is known."""
    if source.confidence is Confidence.SEEN:
        return say("{source}（已见条文）", source=source.cite)
    return say("{source}（未见条文，待核对）", source=source.cite)


def table(head: tuple[Message, ...], rows: list[Row], sources: dict[Source, int], language: str) -> str:
    """Rows in Markdown, in one language."""
    lines = [[written(cell, sources, language) for cell in row] for row in rows]
    lines = [[render(title, language) for title in head], ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def written(cell: Cell, sources: dict[Source, int], language: str) -> str:
    """A cell with the marks of its sources."""
    words, because = cell
    marks = "".join(mark(source, sources[source]) for source in because)
    return f"{render(words, language)} {marks}".strip()


def matter_row(matter: Matter) -> Row:
    quorum = say("应到人数的{share}以上", share=share_words(matter.quorum))
    forms = listed(tuple(FORMS[form] for form in matter.forms))
    because = matter.form_sources
    if matter.itemised:
        forms = say("{forms}，分项表决", forms=forms)
        because += tuple(source for source in matter.itemised_sources if source not in because)
    passing = pass_words(matter), matter.threshold_sources + matter.proposers_sources
    name = say("{name}<br>{note}", name=matter.name, note=matter.remark) if matter.remark else matter.name
    return ((name, ()), (quorum, matter.quorum_sources), passing, (forms, because))


def pass_words(matter: Matter) -> Message:
    """超过全体职工代表的半数."""
    if matter.threshold is None:
        return say("听取意见，不以票数决定")
    words = {"whom": BASES[matter.base], "share": share_words(matter.threshold)}
    rule = say("超过{whom}的{share}", **words) if matter.strict else say("达到{whom}的{share}", **words)
    if matter.proposers is None:
        return rule
    return say("{rule}；须由全体职工代表的{share}以上提议", rule=rule, share=share_words(matter.proposers))


def size_rows(profile: Profile) -> list[Row]:
    """How many delegates and presidium members."""
    fewer = say("职工不足 {n} 人，也可以召开职工大会", n=profile.congress_from)
    small: Row = ((say("会议形式"), ()), (fewer, profile.congress_from_sources))
    return [small, *map(band_row, profile.delegates), *map(seats_row, profile.presidium)]


def band_row(band: Band) -> Row:
    words = {"fixed": band.fixed, "each": band.each, "per": band.per, "beyond": band.beyond}
    size = say("不少于 {fixed} 名", **words)
    if band.each:
        size = say("不少于 {fixed} 名；超过 {beyond} 人后每满 {per} 人增加 {each} 名", **words)
    if band.low is not None:
        size = say("{size}，且不少于职工人数的 {low}", size=size, low=percent(band.low))
    if band.high is not None:
        size = say("{size}，一般不超过职工人数的 {high}", size=size, high=percent(band.high))
    if band.most is not None:
        size = say("{size}，一般不超过 {most} 名", size=size, most=band.most)
    if band.negotiable is not None:
        size = say("{size}；超过 {free} 名的部分可由企业与工会协商", size=size, free=band.negotiable)
    name = say("职工代表名额（职工 {n} 人起）", n=band.since) if band.since else say("职工代表名额")
    return ((name, ()), (size, band.sources))


def seats_row(rule: Seats) -> Row:
    size = say("不少于 {least} 人", least=rule.least)
    if rule.most is not None:
        size = say("{least} 至 {most} 人", least=rule.least, most=rule.most)
    return ((say("主席团人数（职工代表 {n} 名起）", n=rule.since), ()), (size, rule.sources))


def limit_row(limit: Limit) -> Row:
    bounds = {
        Measure.MOST: say("不超过 {share}", share=percent(limit.share)),
        Measure.LEAST: say("不少于 {share}", share=percent(limit.share)),
        Measure.MIRROR: say("不低于其占职工的比例"),
        Measure.SOME: say("有适当比例"),
        Measure.NONE: say("列席，没有表决权"),
    }
    bound = bounds[limit.measure]
    soft = say("{rule}（只提醒）", rule=bound) if limit.soft else bound
    return ((GROUPS[limit.group], ()), (soft, limit.sources))


def deadline_row(rule: Deadline) -> Row:
    length = say("{n} 个工作日", n=rule.days) if rule.working else say("{n} 日", n=rule.days)
    if rule.key in SHOWN:
        return ((rule.name, ()), (say("不少于 {length}", length=length), rule.sources))
    when = say("提前 {length}", length=length) if rule.before else say("{length}内", length=length)
    return ((rule.name, ()), (when, rule.sources))


def settings_rows(profile: Profile) -> list[Row]:
    """Motions and extraordinary meetings."""
    motions = profile.motions
    extra = say("由全体职工代表的{share}以上提议", share=share_words(profile.extraordinary))
    return [
        ((say("提案附议"), ()), (say("不少于 {least} 人", least=motions.seconders), motions.sources)),
        (
            (say("提案首次答复"), ()),
            (say("{length}内", length=say("{n} 日", n=motions.first_answer)), motions.sources),
        ),
        ((say("提案办结"), ()), (say("{length}内", length=say("{n} 日", n=motions.finish)), motions.sources)),
        ((say("临时召开大会"), ()), (extra, profile.extraordinary_sources)),
    ]

"""A copy against the profile it was made from: what was changed, and what was made easier than a text that was read."""

from dataclasses import dataclass
from fractions import Fraction

from congress.bylaws.findings import Finding, noted
from congress.bylaws.matter import Matter
from congress.bylaws.outline import Entry, outline
from congress.bylaws.shapes import SHOWN, Deadline, Limit, Measure, Profile
from congress.bylaws.tables import Cell
from congress.bylaws.terms import Base, Sources, blocks
from congress.i18n import Message, say


@dataclass(frozen=True)
class Difference:
    """One cell that says something else."""

    name: Message
    before: Cell | None
    after: Cell


def differences(profile: Profile, base: Profile) -> tuple[Difference, ...]:
    """Every value in which the copy differs, in the order of the page."""
    old, new = outline(base), outline(profile)
    before = [entry for part in (old.matters, old.people, old.times) for entry in part]
    after = [entry for part in (new.matters, new.people, new.times) for entry in part]
    known: dict[str, list[Entry]] = {}
    for entry in before:
        known.setdefault(entry.path, []).append(entry)
    found = []
    for entry in after:
        twins = known.get(entry.path, [])
        twin = twins.pop(0) if twins else None
        for place, cell in enumerate(entry.cells):
            was = twin.cells[place] if twin else None
            if was is None or was[0] != cell[0]:
                found.append(Difference(entry.name, was, cell))
    return tuple(found)


def eased(profile: Profile, base: Profile) -> tuple[Finding, ...]:
    """Where the copy asks for less than a text that was read: lawful only if that text allows it."""
    found: list[Finding] = []
    for key, matter in profile.matters.items():
        if key in base.matters:
            found += _matter(matter, base.matters[key])
    for key, deadline in profile.deadlines.items():
        if key in base.deadlines and _later(deadline, base.deadlines[key]):
            found += _warn(deadline.name, say("期限"), base.deadlines[key].sources)
    for mine, theirs in zip(profile.limits, base.limits, strict=False):
        if _wider(mine, theirs):
            found += _warn(say("代表构成"), say("比例"), theirs.sources)
    return tuple(found)


def _matter(mine: Matter, theirs: Matter) -> list[Finding]:
    found = []
    if mine.quorum < theirs.quorum:
        found += _warn(mine.name, say("到会要求"), theirs.quorum_sources)
    if _easier(mine, theirs):
        found += _warn(mine.name, say("通过条件"), theirs.threshold_sources)
    if set(mine.forms) - set(theirs.forms):
        found += _warn(mine.name, say("表决方式"), theirs.form_sources)
    if theirs.itemised and not mine.itemised:
        found += _warn(mine.name, say("分项表决"), theirs.itemised_sources)
    return found


def _easier(mine: Matter, theirs: Matter) -> bool:
    """A lower line, or the same line of fewer people."""
    if theirs.threshold is None:
        return False
    if mine.threshold is None:
        return True
    width = (Base.CAST, Base.PRESENT, Base.ALL)
    line = (mine.threshold, mine.strict)
    return line < (theirs.threshold, theirs.strict) or width.index(mine.base) < width.index(theirs.base)


def _later(mine: Deadline, theirs: Deadline) -> bool:
    """Less notice, or more time to act."""
    if theirs.before or theirs.key in SHOWN:
        return mine.days < theirs.days or (theirs.working and not mine.working)
    return mine.days > theirs.days or (mine.working and not theirs.working)


def _wider(mine: Limit, theirs: Limit) -> bool:
    if mine.soft and not theirs.soft:
        return True
    if mine.measure is not theirs.measure:
        return True
    zero = Fraction(0)
    if mine.measure is Measure.MOST:
        return (mine.share or zero) > (theirs.share or zero)
    return (mine.share or zero) < (theirs.share or zero)


def _warn(name: Message, what: Message, sources: Sources) -> list[Finding]:
    if not blocks(sources):
        return []
    return [noted(say("{name}：{what}比原规定宽", name=name, what=what), sources)]

"""A sheet against the roster: who is added, changed, unchanged, ended; which units and delegations are new."""

import difflib
import re
from collections import Counter
from dataclasses import replace
from typing import Final

from congress.bylaws.terms import han
from congress.i18n import say
from congress.roster.rules import SEAT_BOUND, OfficeKind, UnitKind
from congress.roster.sheet.cells import shown
from congress.roster.sheet.columns import Column, fold
from congress.roster.sheet.facts import Change, Facts, Known, NewDelegation, NewUnit, Plan, Trouble
from congress.roster.sheet.rows import Line, lines
from congress.roster.sheet.tables import Table

BRANCH: Final = re.compile("(分公司|分厂|子公司|事业部)$")
WORKSHOP: Final = re.compile("(车间|工段|作业区)$")
NUMBERED: Final = {f"第{han(n)}代表团": n for n in range(1, 200)}


def plan(table: Table, known: Known, *, complete: bool) -> Plan:
    """``complete``: the sheet names every delegate, so that a mandate not in it ends."""
    found, troubles = lines(table, known)
    found, units = _units(found, known)
    found, delegations = _delegations(found, known, told=Column.HEADS in table.places)
    changes = [Change(line.row, line.before, line.after) for line in found]
    troubles += [*table.troubles, *_heads(table, changes), *_secretariat(table, changes, known)]
    seen = {line.after.number for line in found} | _numbers(table)
    gone = _missing(known, seen) if complete else []
    moved = [change for change in changes if change.before and change.fields]
    return Plan(
        troubles=tuple(sorted(troubles, key=lambda t: (t.row, len(t.letter), t.letter))),
        warnings=tuple(_renamed(table, change) for change in moved if _is_renamed(change)),
        units=units,
        delegations=delegations,
        added=tuple(change for change in changes if change.before is None),
        changed=tuple(change for change in moved if not change.ends),
        ended=(*(change for change in moved if change.ends), *gone),
        unchanged=sum(change.before is not None and not change.fields for change in changes),
    )


def _numbers(table: Table) -> set[str]:
    """Every 工号 written in the sheet, also in rows that are wrong elsewhere: nobody ends by a slip."""
    return {fold(shown(cells[Column.NUMBER])) for _, cells in table.rows}


def _missing(known: Known, seen: set[str]) -> list[Change]:
    return [
        Change(
            0,
            facts,
            replace(facts, seat=None, delegation=None, heads=False, offices=facts.offices - SEAT_BOUND),
        )
        for number, facts in sorted(known.people.items())
        if facts.seat and number not in seen and fold(number) not in seen
    ]


# --- units ---------------------------------------------------------------------------------------------------------


def _units(found: list[Line], known: Known) -> tuple[list[Line], tuple[NewUnit, ...]]:
    """Units under the spelling that the roster has, and those that it does not have."""
    spelling = {fold(name): name for name in known.units}
    people: Counter[str] = Counter()
    parents: dict[str, str] = {}
    matched = []
    for line in found:
        name = spelling.setdefault(fold(line.unit), line.unit)
        if name not in known.units:
            people[name] += 1
            if line.parent:
                parents.setdefault(name, spelling.setdefault(fold(line.parent), line.parent))
        matched.append(replace(line, after=replace(line.after, unit=name)))
    for parent in list(parents.values()):
        if parent not in known.units:
            people.setdefault(parent, 0)
    ordered = sorted(people, key=lambda name: (_depth(name, parents), name))
    return matched, tuple(_new_unit(name, parents.get(name, ""), people[name], known) for name in ordered)


def _depth(name: str, parents: dict[str, str]) -> int:
    """Parents before children; a circle ends where it began."""
    met: list[str] = []
    while name in parents and name not in met:
        met.append(name)
        name = parents[name]
    return len(met)


def _new_unit(name: str, parent: str, people: int, known: Known) -> NewUnit:
    kind = UnitKind.BRANCH if BRANCH.search(name) else UnitKind.WORKSHOP if WORKSHOP.search(name) else None
    parent = "" if fold(parent) == fold(name) else parent
    return NewUnit(name, kind or UnitKind.DEPARTMENT, parent, people, _like(name, known.units))


def _like(name: str, names: tuple[str, ...]) -> str:
    """A known name that this one may have been meant to be."""
    return next(iter(difflib.get_close_matches(name, names, 1, 0.7)), "")


# --- delegations ---------------------------------------------------------------------------------------------------


def _delegations(
    found: list[Line], known: Known, *, told: bool
) -> tuple[list[Line], tuple[NewDelegation, ...]]:
    """Delegations by number; what a cell says may be a name, a number, or 第三代表团.

    ``told``: the sheet says who heads; else a head who moves heads no more.
    """
    names = {fold(name): number for number, name in known.delegations.items()}
    taken = set(known.delegations)
    people: Counter[int] = Counter()
    fresh: dict[int, str] = {}
    matched = []
    for line in found:
        after = line.after
        if line.delegation is not None:
            number = _number_of(line.delegation, names, taken)
            if number is not None and number not in known.delegations:
                people[number] += 1
                fresh.setdefault(number, _name_of(line.delegation, number))
                taken.add(number)
                names[fold(line.delegation)] = number
            moves = number != after.delegation
            after = replace(after, delegation=number, heads=after.heads and (told or not moves))
        if after.seat is None:
            after = replace(after, delegation=None, heads=False)
        matched.append(replace(line, after=after))
    likes = tuple(known.delegations.values())
    new = [NewDelegation(n, name, people[n], _like(name, likes)) for n, name in sorted(fresh.items())]
    return matched, tuple(new)


def _number_of(words: str, names: dict[str, int], taken: set[int]) -> int | None:
    key = fold(words)
    if not key:
        return None
    if key in names:
        return names[key]
    if key.isdecimal() and 0 < int(key) < 1000:
        return int(key)
    if key in NUMBERED:
        return NUMBERED[key]
    return max(taken, default=0) + 1


def _name_of(words: str, number: int) -> str:
    return f"第{han(number)}代表团" if fold(words).isdecimal() else words


# --- across rows ---------------------------------------------------------------------------------------------------


def _heads(table: Table, changes: list[Change]) -> list[Trouble]:
    """One head for each delegation."""
    if Column.HEADS not in table.places:
        return []
    first: dict[int, Change] = {}
    found = []
    for change in changes:
        if not change.after.heads:
            continue
        if change.after.delegation is None:
            why = say("团长须是代表，并编入代表团")
            found.append(table.trouble(change.row, Column.HEADS, "是", why, say("请填写“代表团”")))
            continue
        other = first.setdefault(change.after.delegation, change)
        if other is not change:
            words = {"row": other.row, "name": other.after.name}
            why = say("这个代表团已有团长：第 {row} 行 {name}", **words)
            found.append(table.trouble(change.row, Column.HEADS, "是", why, say("每个代表团只写一名团长")))
    return found


def _secretariat(table: Table, changes: list[Change], known: Known) -> list[Trouble]:
    """Nobody takes the organiser's office away from themselves by a sheet."""
    return [
        table.trouble(
            change.row,
            Column.OFFICES,
            "",
            say("这会免去您自己的秘书处职务，您将无法继续管理"),
            say("请在“大会职务”里写上秘书处成员"),
        )
        for change in changes
        if change.after.number == known.importer and _leaves(change)
    ]


def _leaves(change: Change) -> bool:
    held = change.before.offices if change.before else frozenset()
    return OfficeKind.SECRETARIAT in held - change.after.offices


def _is_renamed(change: Change) -> bool:
    return change.before is not None and change.before.name != change.after.name


def _renamed(table: Table, change: Change) -> Trouble:
    before: Facts | None = change.before
    words = {"number": change.after.number, "old": before.name if before else "", "new": change.after.name}
    why = say("工号 {number} 在名册中是 {old}，将改名为 {new}", **words)
    return table.trouble(change.row, Column.NAME, change.after.name, why, say("若是另一个人，请核对工号"))

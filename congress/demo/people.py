"""The people of the demo congress: the written cast, and as many more as its seats ask for.

Pure and repeatable: the same seed gives the same people. Surnames come as often as they do in
China, given names by sex and decade of birth, and about 2% hold a character that fonts lack.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from congress.demo.content import DemoContent, content, table
from congress.demo.content.shapes import DemoDelegation, DemoPerson
from congress.roster.rules import Category, DelegateKind, Sex

__all__ = ["SEED", "DemoContent", "DemoPerson", "content", "people"]

SEED: Final = 312
EMPLOYEES: Final = 40  # besides delegates, guests and offices
RARE: Final = 0.02
RARE_CHARACTERS: Final = frozenset("珺玥祎堃喆翀赟昇")
ERAS: Final = {1967: 1977, 1978: 1987, 1988: 1995, 1996: 2003}  # first year of birth: last
SHARES: Final = {
    Category.FRONTLINE: (22, 33, 30, 15),
    Category.TECHNICAL: (12, 30, 40, 18),
    Category.MANAGER: (48, 46, 6, 0),
}
ELDEST_WOMAN: Final = {Category.FRONTLINE: 1977, Category.TECHNICAL: 1972, Category.MANAGER: 1972}
STARTED: Final = {Category.FRONTLINE: (18, 23), Category.TECHNICAL: (22, 25), Category.MANAGER: (20, 24)}
ORDINARY: Final = (Category.FRONTLINE,) * 7 + (Category.TECHNICAL,) * 3


@dataclass(frozen=True)
class Slot:
    """A person who is wanted."""

    units: tuple[str, ...]
    category: Category
    sex: Sex
    kind: DelegateKind | None
    delegation: int | None


def people(seed: int = SEED) -> list[DemoPerson]:
    """Everybody, voters first: by delegation with its head in front, then the cast, then those filled in."""
    written = content()
    rng = Random(seed)  # noqa: S311 names, not secrets
    known = [replace(seated(person, written), phone=phone(rng)) for person in written.cast]
    slots = list(wanted(written, known, rng))
    crowd = known + Filler(written, known, rng).fill(slots)
    heads = {delegation.head for delegation in written.enterprise.delegations}
    order = {DelegateKind.VOTING: 0, DelegateKind.NONVOTING: 1, DelegateKind.INVITED: 2, None: 3}
    crowd.sort(key=lambda person: (order[person.kind], person.delegation or 0, person.number not in heads))
    return crowd


def seated(person: DemoPerson, written: DemoContent) -> DemoPerson:
    """A voter of the cast, in the delegation of the unit."""
    if person.kind is not DelegateKind.VOTING:
        return person
    return replace(person, delegation=written.enterprise.delegation_of(person.unit))


def wanted(written: DemoContent, known: list[DemoPerson], rng: Random) -> Iterator[Slot]:
    """The seats still empty, and the employees who hold none."""
    for delegation in written.enterprise.delegations:
        yield from seats(delegation, [p for p in known if p.delegation == delegation.number], rng)
    units = tuple(unit.key for unit in written.enterprise.units)
    offices = {number for office in written.offices.offices for number in office.holders}
    ordinary = sum(1 for person in known if person.kind is None and person.number not in offices)
    for _ in range(EMPLOYEES - ordinary):
        sex = rng.choices(tuple(Sex), (31, 69))[0]
        yield Slot(units, rng.choice(ORDINARY), sex, None, None)


def seats(delegation: DemoDelegation, known: list[DemoPerson], rng: Random) -> Iterator[Slot]:
    """What a delegation lacks of each category, with the women it lacks among them."""
    held = Counter(person.category for person in known)
    lacking = [c for c in Category for _ in range(getattr(delegation, c) - held[c])]
    women = delegation.women - sum(person.sex is Sex.FEMALE for person in known)
    sexes = [Sex.FEMALE] * women + [Sex.MALE] * (len(lacking) - women)
    rng.shuffle(sexes)
    for category, sex in zip(lacking, sexes, strict=True):
        yield Slot(delegation.units, category, sex, DelegateKind.VOTING, delegation.number)


class Filler:
    """Finds people for slots: a name nobody has, a post the unit has, a year of birth that fits both."""

    def __init__(self, written: DemoContent, known: list[DemoPerson], rng: Random) -> None:
        self.rng = rng
        self.known = known
        self.taken = {person.name for person in known}
        self.headcount = {unit.key: unit.headcount for unit in written.enterprise.units}
        self.surnames = table("surnames")
        self.often = [int(row["per_myriad"]) for row in self.surnames]
        self.given = table("given_names")
        self.posts = table("posts")
        self.held = Counter((person.unit, person.post) for person in known)
        self.serials = iter(rng.sample(range(5000, 10000), 1000))

    def fill(self, slots: list[Slot]) -> list[DemoPerson]:
        """One person for each slot; enough of them with a rare character to make 2% of all."""
        have = sum(bool(RARE_CHARACTERS & set(person.name)) for person in self.known)
        more = max(0, round(RARE * (len(self.known) + len(slots))) - have)
        rare = set(self.rng.sample(range(len(slots)), more))
        return [self.person(slot, i in rare) for i, slot in enumerate(slots)]

    def person(self, slot: Slot, rare: bool) -> DemoPerson:
        era, born = self.birth(slot)
        name, pinyin = self.name("rare" if rare else str(era), slot.sex)
        unit, post = self.post(slot)
        joined = min(born + self.rng.randint(*STARTED[slot.category]), 2025)
        return DemoPerson(
            number=f"{joined}{next(self.serials)}",
            name=name,
            pinyin=pinyin,
            sex=slot.sex,
            born=born,
            unit=unit,
            post=post,
            category=slot.category,
            kind=slot.kind,
            delegation=slot.delegation,
            phone=phone(self.rng),
        )

    def birth(self, slot: Slot) -> tuple[int, int]:
        """The first year of the decade that names are taken from, and the year of birth."""
        era = self.rng.choices(tuple(ERAS), SHARES[slot.category])[0]
        eldest = ELDEST_WOMAN[slot.category] if slot.sex is Sex.FEMALE else era
        return era, self.rng.randint(max(era, eldest), ERAS[era])

    def name(self, era: str, sex: Sex) -> tuple[str, str]:
        """A full name and its pinyin. ``not_with`` keeps clear of people everybody knows."""
        pool = [row for row in self.given if row["era"] == era and row["sex"] == sex]
        while True:
            surname = self.rng.choices(self.surnames, self.often)[0]
            given = self.rng.choice(pool)
            name = surname["surname"] + given["given"]
            known = surname["surname"] in given["not_with"].split() or surname["surname"] in given["given"]
            if not known and name not in self.taken:
                self.taken.add(name)
                return name, f"{surname['pinyin']} {given['pinyin']}"

    def post(self, slot: Slot) -> tuple[str, str]:
        """A unit, by how many work there, and a post it has; a few heavy posts are held by men only."""
        rows = [
            row
            for row in self.posts
            if row["unit"] in slot.units
            and row["category"] == slot.category
            and (slot.sex is Sex.MALE or row["held_by"] == "anyone")
            and self.room(row)
        ]
        units = sorted({row["unit"] for row in rows})
        unit = self.rng.choices(units, [self.headcount[unit] for unit in units])[0]
        there = [row for row in rows if row["unit"] == unit]
        post = self.rng.choices(there, [self.room(row) for row in there])[0]["post"]
        self.held[unit, post] += 1
        return unit, post

    def room(self, row: dict[str, str]) -> int:
        """How likely a post is; of a manager's post there are only so many."""
        weight = int(row["weight"])
        managed = row["category"] == Category.MANAGER
        return weight - self.held[row["unit"], row["post"]] if managed else weight


def phone(rng: Random) -> str:
    """A number that cannot be: no mobile number begins with 100. Some gave none."""
    return f"100{rng.randrange(10**8):08d}" if rng.random() < 0.7 else ""

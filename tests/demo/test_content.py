"""The enterprise of the demo congress, its offices, and how the files are read."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from congress.demo import content as written
from congress.demo.content.reading import Reader, moment
from congress.demo.content.shapes import DemoAccount
from congress.demo.people import content, people
from congress.roster.rules import Category, DelegateKind, OfficeKind, UnitKind

ALL = content()
PEOPLE = {person.number: person for person in people()}
UNITS = {unit.key: unit for unit in ALL.enterprise.units}
VOTERS = {number for number, person in PEOPLE.items() if person.kind is DelegateKind.VOTING}
FOLDER = Path(written.__file__).parent


def holders(kind):
    return [n for office in ALL.offices.offices if office.kind is kind for n in office.holders]


def test_the_tree_is_whole():
    seen = set()
    for unit in ALL.enterprise.units:
        assert (unit.parent in seen) or (unit.parent is None and unit.kind is UnitKind.ENTERPRISE)
        seen.add(unit.key)
        assert unit.union_name
        assert 0 < unit.women < unit.headcount
    kinds = Counter(unit.kind for unit in ALL.enterprise.units)
    assert (kinds[UnitKind.ENTERPRISE], kinds[UnitKind.BRANCH], kinds[UnitKind.WORKSHOP]) == (1, 4, 12)
    assert len({unit.name for unit in ALL.enterprise.units}) == len(ALL.enterprise.units)


def test_heads_add_up():
    assert sum(unit.headcount for unit in ALL.enterprise.units) == ALL.enterprise.employees == 5612
    assert sum(unit.women for unit in ALL.enterprise.units) == ALL.enterprise.women
    assert round(ALL.enterprise.women / ALL.enterprise.employees, 2) == 0.31


def test_every_unit_is_in_one_delegation():
    units = [unit for delegation in ALL.enterprise.delegations for unit in delegation.units]
    assert sorted(units) == sorted(UNITS)


def test_unions_at_every_level():
    of = {kind: {u.union_name for u in UNITS.values() if u.kind is kind} for kind in UnitKind}
    assert of[UnitKind.ENTERPRISE] == {"集团总工会委员会"}
    assert all(union.endswith("分工会") for union in of[UnitKind.BRANCH])
    assert all(union.endswith("车间工会小组") for union in of[UnitKind.WORKSHOP])


def test_offices_are_filled():
    count = {kind: len(holders(kind)) for kind in OfficeKind}
    assert count[OfficeKind.PRESIDIUM] >= 7
    assert (count[OfficeKind.CHIEF_TELLER], count[OfficeKind.SCRUTINEER], count[OfficeKind.TELLER]) == (
        1,
        4,
        6,
    )
    assert 5 <= count[OfficeKind.MOTION_COMMITTEE] <= 7
    assert (count[OfficeKind.PARTY_SECRETARY], count[OfficeKind.PARTY_OFFICE]) == (1, 2)
    assert count[OfficeKind.DEPARTMENT_HEAD] == 6


def test_the_presidium_speaks_for_all():
    members = [PEOPLE[number] for number in holders(OfficeKind.PRESIDIUM)]
    assert len(set(members)) == len(members)
    assert {member.delegation for member in members} == set(range(1, 15))
    assert 2 * sum(member.category is Category.FRONTLINE for member in members) >= len(members)
    assert set(holders(OfficeKind.EXECUTIVE_CHAIR)) <= {member.number for member in members}


@pytest.mark.parametrize(
    "kind",
    [
        OfficeKind.PRESIDIUM,
        OfficeKind.CHIEF_TELLER,
        OfficeKind.SCRUTINEER,
        OfficeKind.TELLER,
        OfficeKind.MOTION_COMMITTEE,
    ],
)
def test_offices_of_the_congress_are_held_by_voters(kind):
    assert set(holders(kind)) <= VOTERS


def test_those_who_count_stand_for_nothing():
    tellers = [
        number
        for kind in (OfficeKind.CHIEF_TELLER, OfficeKind.SCRUTINEER, OfficeKind.TELLER)
        for number in holders(kind)
    ]
    assert len(set(tellers)) == 11
    assert not set(tellers) & (set(ALL.offices.candidates) | set(holders(OfficeKind.PRESIDIUM)))
    assert set(ALL.offices.candidates) <= VOTERS


def test_department_heads_lead_departments_that_take_work_in_hand():
    heads = [office for office in ALL.offices.offices if office.kind is OfficeKind.DEPARTMENT_HEAD]
    assert {office.unit for office in heads} == {unit.key for unit in UNITS.values() if unit.handles}
    assert all(PEOPLE[office.holders[0]].unit == office.unit for office in heads)


def test_whoever_works_at_a_desk_has_an_account():
    accounts = {account.person for account in ALL.offices.accounts}
    desks = (OfficeKind.DEPARTMENT_HEAD, OfficeKind.PARTY_SECRETARY, OfficeKind.PARTY_OFFICE)
    assert {number for kind in desks for number in holders(kind)} <= accounts
    assert len(accounts & set(holders(OfficeKind.SECRETARIAT))) >= 2
    assert len({account.login for account in ALL.offices.accounts}) == len(ALL.offices.accounts)
    assert not accounts & VOTERS


def test_a_moment_is_found_from_the_day_of_the_sitting():
    assert moment("-36 20:42").on(date(2026, 3, 1), UTC) == datetime(2026, 1, 24, 20, 42, tzinfo=UTC)
    with pytest.raises(ValueError, match="not a moment"):
        moment("yesterday")


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ({"login": "x", "person": "无此人"}, "0 people"),
        ({"login": "x", "person": "刘海波"}, "2 people"),
        ({"login": "x", "person": "毛子轩", "role": "y"}, "has no"),
        ({"login": 7, "person": "毛子轩"}, "is not"),
    ],
)
def test_what_does_not_hold_together_is_refused(value, complaint):
    with pytest.raises(ValueError, match=complaint):
        Reader(FOLDER, ALL.cast).read(DemoAccount, value)


def test_namesakes_are_told_apart_by_unit():
    account = Reader(FOLDER, ALL.cast).read(DemoAccount, {"login": "x", "person": "刘海波/assembly"})
    assert PEOPLE[account.person].unit == "assembly"

"""The people of the demo congress: how many, who they are, and that they may sit as they do."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from congress.bylaws.composition import Composition, check
from congress.bylaws.profile import builtin
from congress.demo.content import table
from congress.demo.people import RARE_CHARACTERS, content, people
from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex

SEEDS = [312, 1, 2, 20_261_122]
GROUP = content().enterprise
PINYIN = re.compile(r"[A-Z][a-zü]+ [A-Z][a-zü]*('[a-z]+)?")


def held(kind):
    return {n for office in content().offices.offices if office.kind is kind for n in office.holders}


@pytest.fixture(params=SEEDS)
def crowd(request):
    return people(request.param)


@pytest.fixture
def voters(crowd):
    return [person for person in crowd if person.kind is DelegateKind.VOTING]


def test_the_same_seed_gives_the_same_people():
    assert people(7) == people(7)
    assert people(7) != people(8)


def test_everybody_is_there(crowd):
    kinds = Counter(person.kind for person in crowd)
    assert kinds == {
        DelegateKind.VOTING: 312,
        DelegateKind.NONVOTING: 12,
        DelegateKind.INVITED: 6,
        None: 46,  # 40 employees, 4 of the secretariat, 2 of the Party office
    }


def test_fourteen_delegations_are_seated_as_they_should_be(voters):
    assert len(GROUP.delegations) == 14
    for delegation in GROUP.delegations:
        members = [person for person in voters if person.delegation == delegation.number]
        assert len(members) == delegation.seats
        assert Counter(person.category for person in members) == +Counter(
            {category: getattr(delegation, category) for category in Category}
        )
        assert sum(person.sex is Sex.FEMALE for person in members) == delegation.women
        assert {person.unit for person in members} <= set(delegation.units)
        assert members[0].number == delegation.head


def test_seats_follow_headcount():
    heads = {unit.key: unit.headcount for unit in GROUP.units}
    for delegation in GROUP.delegations:
        due = sum(heads[unit] for unit in delegation.units) * 312 / GROUP.employees
        assert abs(delegation.seats - due) < 1


def test_only_voters_sit_in_delegations(crowd):
    assert all((person.delegation is not None) == (person.kind is DelegateKind.VOTING) for person in crowd)


def test_numbers_are_unique(crowd):
    assert len({person.number for person in crowd}) == len(crowd)
    assert all(re.fullmatch(r"(19|20)\d{6}", person.number) for person in crowd)


def test_one_name_is_shared_by_two_in_different_units(crowd):
    shared = [name for name, times in Counter(person.name for person in crowd).items() if times > 1]
    namesakes = [person for person in crowd if person.name in shared]
    assert len(shared) == 1
    assert len(namesakes) == 2
    assert len({person.unit for person in namesakes}) == len({person.delegation for person in namesakes}) == 2


def test_names_come_with_their_pinyin(crowd):
    assert all(PINYIN.fullmatch(person.pinyin) for person in crowd)
    assert all(2 <= len(person.name) <= 4 for person in crowd)
    surnames = {row["surname"]: row["pinyin"] for row in table("surnames")}
    for person in crowd:
        surname = person.name[:2] if person.name[:2] in surnames else person.name[0]
        assert person.pinyin.startswith(surnames[surname] + " ")


def test_surnames_are_as_frequent_as_in_life(crowd):
    often = Counter(person.name[0] for person in crowd)
    assert sum(often[surname] for surname in "王李张刘陈") > len(crowd) / 5
    assert len(often) > 80


def test_two_in_a_hundred_have_a_character_that_fonts_lack(crowd):
    rare = sum(bool(RARE_CHARACTERS & set(person.name)) for person in crowd)
    assert rare == round(0.02 * len(crowd))


def test_nobody_filled_in_is_named_like_somebody_everybody_knows(crowd):
    cast = {person.number for person in content().cast}
    banned = {surname + row["given"] for row in table("given_names") for surname in row["not_with"].split()}
    assert not banned & {person.name for person in crowd if person.number not in cast}


def test_posts_belong_to_their_units_and_may_be_held(crowd):
    cast = {person.number for person in content().cast}
    posts = {(row["unit"], row["category"], row["post"]): row["held_by"] for row in table("posts")}
    for person in crowd:
        if person.number not in cast:
            held_by = posts[person.unit, person.category, person.post]
            assert person.sex is Sex.MALE or held_by == "anyone"


def test_a_managers_post_is_not_given_twice(crowd):
    allowed = {(row["unit"], row["post"]): int(row["weight"]) for row in table("posts")}
    posts = Counter((p.unit, p.post) for p in crowd if p.category is Category.MANAGER)
    assert all(times <= allowed.get(post, 1) for post, times in posts.items())


def test_everybody_is_of_working_age_or_a_guest(crowd):
    for person in crowd:
        if person.kind is not DelegateKind.INVITED:
            assert 1967 <= person.born <= 2003
            assert 18 <= int(person.number[:4]) - person.born <= 25


def test_women_on_the_line_have_not_reached_fifty(crowd):
    line = [p for p in crowd if p.category is Category.FRONTLINE and p.kind is not DelegateKind.INVITED]
    assert all(person.born >= 1977 for person in line if person.sex is Sex.FEMALE)
    assert any(person.born < 1977 for person in line)


def test_no_phone_can_ring(crowd):
    assert all(re.fullmatch(r"(100\d{8})?", person.phone) for person in crowd)
    assert any(person.phone for person in crowd)


def facts(crowd, voters):
    presidium = [person for person in voters if person.number in held(OfficeKind.PRESIDIUM)]
    category = Counter(person.category for person in voters)
    seats = Counter(person.category for person in presidium)
    return Composition(
        employees=GROUP.employees,
        women_employees=GROUP.women,
        delegates=len(voters),
        managers=category[Category.MANAGER] + category[Category.LEADER],
        women=sum(person.sex is Sex.FEMALE for person in voters),
        frontline=category[Category.FRONTLINE],
        dispatched=sum(person.dispatched for person in voters),
        nonvoting=sum(person.kind is DelegateKind.NONVOTING for person in crowd),
        dispatched_employees=180,
        presidium=len(presidium),
        presidium_frontline=seats[Category.FRONTLINE],
        presidium_ordinary=len(presidium) - seats[Category.LEADER],
    )


@pytest.mark.parametrize("profile", ["national", "shanghai"])
def test_the_congress_is_composed_as_the_profile_asks(crowd, voters, profile):
    rules, composition = builtin()[profile], facts(crowd, voters)
    assert all(finding.ok for finding in check(rules, composition))
    crowded = replace(composition, managers=63)  # the check itself can fail
    assert not all(finding.ok for finding in check(rules, crowded))

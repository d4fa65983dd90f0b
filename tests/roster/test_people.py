"""Employees, units and delegations: entered, corrected, removed, each on record."""

import pytest
from cast import Cast

from congress.database import Database
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.identity import service as identity
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex, UnitKind
from congress.roster.service import PersonWish, UnitWish


@pytest.fixture
def by(cast: Cast) -> int:
    return cast["olga"].person_id


def wish(cast: Cast, **more) -> PersonWish:
    plain = {"number": "7001", "name": "王秀兰", "sex": Sex.FEMALE, "unit_id": cast.units["foundry"]}
    return PersonWish(**{**plain, **more})


# --- people --------------------------------------------------------------------------------------------------------


def test_a_person_is_entered_and_corrected(database: Database, cast, by, acts, ask):
    person = database.write(lambda s: roster.add_person(s, wish=wish(cast), by=by))
    changed = wish(cast, name="王秀岚", category=Category.TECHNICAL, phone="13800000000")
    for _ in range(2):
        database.write(lambda s: roster.edit_person(s, person_id=person.id, wish=changed, by=by))
    assert ask(roster.person, person.id).name == "王秀岚"
    facts = [entry.facts for entry in acts(Kind.PERSON_CHANGED)]
    assert [(f["change"], f["fields"]) for f in facts] == [
        ("added", []),
        ("changed", ["category", "name", "phone"]),
    ]


def test_the_record_tells_that_a_phone_number_changed_but_not_which(database: Database, cast, by, acts):
    database.write(
        lambda s: roster.add_person(s, wish=wish(cast, phone="13811112222", birth_year=1986), by=by)
    )
    assert "13811112222" not in str(acts(Kind.PERSON_CHANGED)[0])
    assert "1986" not in str(acts(Kind.PERSON_CHANGED)[0].facts)


def test_a_number_belongs_to_one_person(database: Database, cast, by):
    with pytest.raises(Invalid) as refused:
        database.write(lambda s: roster.add_person(s, wish=wish(cast, number="1001"), by=by))
    assert "number" in refused.value.fields


def test_a_unit_that_there_is_not(database: Database, cast, by):
    with pytest.raises(Invalid) as refused:
        database.write(lambda s: roster.add_person(s, wish=wish(cast, unit_id=999), by=by))
    assert "unit_id" in refused.value.fields


def test_who_leaves_leaves_everything(database: Database, cast, by, ask, acts):
    ruth = cast["ruth"].person_id
    cookie = database.write(lambda s: identity.begin(s, person_id=ruth, device="x")).token
    for _ in range(2):
        database.write(lambda s: roster.depart(s, person_id=ruth, by=by, why="退休"))
    assert ask(roster.viewer, ruth) is None
    assert ask(identity.signed_in, cookie) is None
    assert ask(roster.mandate, cast.term_id, person_id=ruth) is None
    assert ruth not in ask(roster.holders, cast.term_id, OfficeKind.CHIEF_TELLER)
    assert [entry.facts["change"] for entry in acts(Kind.PERSON_CHANGED)] == ["left"]
    database.write(lambda s: roster.take_back(s, person_id=ruth, by=by))
    assert ask(roster.viewer, ruth).delegate_id is None, "a mandate does not come back by itself"


def test_nobody_enters_themselves_as_gone_and_the_last_organiser_stays(database: Database, cast, by):
    with pytest.raises(Refused):
        database.write(lambda s: roster.depart(s, person_id=by, by=by, why="x"))
    with pytest.raises(Refused):
        database.write(lambda s: roster.depart(s, person_id=by, by=cast["dan"].person_id, why="x"))


# --- units ---------------------------------------------------------------------------------------------------------


def test_the_tree_has_a_union_at_each_level(database: Database, cast, by, ask, acts):
    made = database.write(
        lambda s: roster.add_unit(
            s, wish=UnitWish("一工段", UnitKind.WORKSHOP, cast.units["foundry"], "一工段工会小组"), by=by
        )
    )
    database.write(
        lambda s: roster.edit_unit(
            s,
            unit_id=cast.units["foundry"],
            wish=UnitWish("铸造车间", UnitKind.WORKSHOP, cast.units["hq"]),
            by=by,
        )
    )
    found = [(n.unit.name, n.depth, n.unit.union_name) for n in ask(roster.tree, cast.term_id)]
    assert found[:3] == [
        ("长风精工有限公司", 0, "长风精工工会"),
        ("铸造车间", 1, ""),
        ("一工段", 2, "一工段工会小组"),
    ]
    assert acts(Kind.UNIT_CHANGED)[0].facts["unit"] == made.id


def test_the_tree_counts_people_and_delegates(cast, ask):
    counted = {n.unit.name: (n.people, n.delegates) for n in ask(roster.tree, cast.term_id)}
    assert sum(people for people, _ in counted.values()) == 18
    assert sum(delegates for _, delegates in counted.values()) == 13


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (UnitWish("铸造车间", UnitKind.WORKSHOP, 1), "name"),
        (UnitWish("新车间", UnitKind.WORKSHOP, None), "parent_id"),
        (UnitWish("新车间", UnitKind.WORKSHOP, 99), "parent_id"),
    ],
)
def test_units_that_do_not_fit(database: Database, cast, by, wish, field):
    with pytest.raises(Invalid) as refused:
        database.write(lambda s: roster.add_unit(s, wish=wish, by=by))
    assert field in refused.value.fields


def test_a_unit_never_stands_below_itself(database: Database, cast, by):
    below = database.write(
        lambda s: roster.add_unit(s, wish=UnitWish("一工段", UnitKind.WORKSHOP, cast.units["foundry"]), by=by)
    )
    with pytest.raises(Refused):
        database.write(
            lambda s: roster.edit_unit(
                s,
                unit_id=cast.units["foundry"],
                wish=UnitWish("铸造车间", UnitKind.WORKSHOP, below.id),
                by=by,
            )
        )


def test_only_an_empty_unit_goes(database: Database, cast, by, ask):
    with pytest.raises(Refused):
        database.write(lambda s: roster.remove_unit(s, unit_id=cast.units["foundry"], by=by))
    made = database.write(
        lambda s: roster.add_unit(s, wish=UnitWish("空车间", UnitKind.WORKSHOP, cast.units["hq"]), by=by)
    )
    below = database.write(
        lambda s: roster.add_unit(s, wish=UnitWish("空工段", UnitKind.WORKSHOP, made.id), by=by)
    )
    with pytest.raises(Conflict):
        database.write(lambda s: roster.remove_unit(s, unit_id=made.id, by=by))
    for unit in (below, made):
        database.write(lambda s, unit=unit: roster.remove_unit(s, unit_id=unit.id, by=by))
    with pytest.raises(Missing):
        ask(roster.unit, made.id)


# --- delegations ---------------------------------------------------------------------------------------------------


def test_delegations_are_numbered_named_and_headed(database: Database, cast, by, ask, acts):
    made = database.write(
        lambda s: roster.add_delegation(s, term_id=cast.term_id, number=3, name="第三代表团", by=by)
    )
    database.write(
        lambda s: roster.edit_delegation(
            s,
            term_id=cast.term_id,
            delegation_id=cast.delegations["second"],
            number=2,
            name="机关代表团",
            head_id=cast["bob"].person_id,
            by=by,
        )
    )
    groups = {g.name: (g.head, g.voting, g.others) for g in ask(roster.groups, cast.term_id)}
    assert groups == {
        "第一代表团": ("安丽华", 6, 1),
        "机关代表团": ("包建国", 6, 0),
        "第三代表团": ("", 0, 0),
    }
    assert [a.facts["delegation"] for a in acts(Kind.DELEGATION_CHANGED)] == [
        made.id,
        cast.delegations["second"],
    ]


def test_two_delegations_share_neither_number_nor_name(database: Database, cast, by):
    with pytest.raises(Invalid) as refused:
        database.write(
            lambda s: roster.add_delegation(s, term_id=cast.term_id, number=1, name="第二代表团", by=by)
        )
    assert set(refused.value.fields) == {"number", "name"}


@pytest.mark.parametrize("name", ["alice", "dan"])
def test_a_head_sits_in_the_delegation(database: Database, cast, by, name):
    with pytest.raises(Refused):
        database.write(
            lambda s: roster.edit_delegation(
                s,
                term_id=cast.term_id,
                delegation_id=cast.delegations["second"],
                number=2,
                name="第二代表团",
                head_id=cast[name].person_id,
                by=by,
            )
        )


def test_a_delegation_that_somebody_sat_in_stays(database: Database, cast, by, ask):
    with pytest.raises(Refused):
        database.write(
            lambda s: roster.remove_delegation(
                s, term_id=cast.term_id, delegation_id=cast.delegations["first"], by=by
            )
        )
    made = database.write(
        lambda s: roster.add_delegation(s, term_id=cast.term_id, number=9, name="空团", by=by)
    )
    database.write(lambda s: roster.remove_delegation(s, term_id=cast.term_id, delegation_id=made.id, by=by))
    assert [g.name for g in ask(roster.groups, cast.term_id)] == ["第一代表团", "第二代表团"]


def test_a_delegation_of_another_term_is_missing(database: Database, cast, by):
    with pytest.raises(Missing):
        database.write(
            lambda s: roster.remove_delegation(s, term_id=99, delegation_id=cast.delegations["first"], by=by)
        )


def test_the_history_of_a_person_is_told_in_words(database: Database, cast, by, ask):
    bob = cast["bob"].person_id
    database.write(lambda s: identity.invite(s, person_id=bob, by=by))
    database.write(
        lambda s: roster.seat(
            s, term_id=cast.term_id, person_id=bob, kind=DelegateKind.INVITED, delegation_id=None, by=by
        )
    )
    lines = [line.words.text for line in ask(roster.dossier, cast.term_id, bob).history]
    assert lines == ["{what}：{which}", "制作邀请卡", "{what}：{which}"]
    assert ask(roster.dossier, cast.term_id, bob).history[0].actor == by

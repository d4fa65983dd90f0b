"""The list: found by name, number, unit and delegation, a page at a time, at the same cost however long it is."""

import pytest
from cast import Cast
from sqlalchemy import event

from congress.database import Database
from congress.roster import service as roster
from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex
from congress.roster.service import Search
from congress.roster.store import Delegate, Person

CONGRESS = 312


def names(found) -> list[str]:
    return [line.person.name for line in found.lines]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Search("包建国", delegates=True), ["包建国"]),
        (Search("建", delegates=True), ["包建国"]),
        (Search("1001", delegates=True), ["包建国"]),
        (Search("第二代表团 100", delegates=True), ["包建国", "方志强", "何静", "朱小燕", "阮淑芬"]),
        (Search("后勤", delegates=False), ["秦朗"]),
        (Search("%", delegates=True), []),
        (Search("_", delegates=True), []),
        (Search("'; drop table person; --", delegates=True), []),
        (Search(kind=DelegateKind.NONVOTING, delegates=True), ["倪大力"]),
        (Search("邓海", delegates=True), []),
        (Search("邓海"), ["邓海"]),
    ],
)
def test_found_by_any_word(cast: Cast, ask, wish, expected):
    assert names(ask(roster.search, cast.term_id, wish)) == expected


def test_by_delegation_then_number_and_the_others_last(cast, ask, database):
    database.write(
        lambda s: roster.seat(
            s,
            term_id=cast.term_id,
            person_id=cast["dan"].person_id,
            kind=DelegateKind.INVITED,
            delegation_id=None,
            by=cast["olga"].person_id,
        )
    )
    found = ask(roster.search, cast.term_id, Search(delegates=True))
    assert names(found)[0] == "安丽华"
    assert names(found)[-1] == "邓海"
    assert found.total == 14


def test_a_line_says_how_they_come_in_and_what_they_are(cast, ask):
    line = ask(roster.search, cast.term_id, Search("安丽华", delegates=True)).lines[0]
    assert set(line.offices) == {OfficeKind.PRESIDIUM, OfficeKind.EXECUTIVE_CHAIR}
    assert (line.access.keys, line.access.cards, line.delegation) == (1, 0, "第一代表团")


def test_ended_mandates_have_a_list_of_their_own(cast, ask, database):
    bob, olga = cast["bob"].person_id, cast["olga"].person_id
    database.write(lambda s: roster.end_seat(s, term_id=cast.term_id, person_id=bob, why="调离", by=olga))
    assert "包建国" not in names(ask(roster.search, cast.term_id, Search(delegates=True)))
    assert names(ask(roster.search, cast.term_id, Search(delegates=True, gone=True))) == ["包建国"]


@pytest.fixture
def full(database: Database, cast: Cast) -> Cast:
    """A congress of 312 more."""

    def job(s):
        people = [
            Person(
                number=f"W{n:04d}",
                name=f"职工{n}",
                sex=Sex.MALE,
                unit_id=cast.units["foundry"],
                category=Category.FRONTLINE,
            )
            for n in range(CONGRESS)
        ]
        s.add_all(people)
        s.flush()
        s.add_all(
            Delegate(term_id=cast.term_id, person_id=p.id, delegation_id=cast.delegations["first"])
            for p in people
        )

    database.write(job)
    return cast


def queries(database: Database, ask, *args) -> int:
    count = 0

    def note(*_args):
        nonlocal count
        count += 1

    event.listen(database.readers, "before_cursor_execute", note)
    ask(*args)
    event.remove(database.readers, "before_cursor_execute", note)
    return count


def test_a_full_page_costs_no_more_queries_than_one_line(database, full, ask):
    one = queries(database, ask, roster.search, full.term_id, Search("包建国", delegates=True))
    page = queries(database, ask, roster.search, full.term_id, Search(delegates=True))
    assert page == one <= 9


@pytest.mark.parametrize(
    "verb", [roster.groups, roster.needs, roster.makeup, roster.tree, roster.officers, roster.account_lines]
)
def test_what_looks_at_everybody_asks_a_few_times(database, full, ask, verb):
    assert queries(database, ask, verb, full.term_id) <= 9


def test_pages_turn_and_stop_at_their_ends(full, ask):
    pages = [ask(roster.search, full.term_id, Search(delegates=True), n) for n in (1, 7, 8, 0, -3, 10**6)]
    assert [len(found.lines) for found in pages] == [50, 25, 25, 50, 50, 25]
    assert [found.page for found in pages] == [1, 7, 7, 1, 1, 7]
    assert {found.total for found in pages} == {325}
    everyone = [
        line.person.id
        for n in range(1, 8)
        for line in ask(roster.search, full.term_id, Search(delegates=True), n).lines
    ]
    assert len(set(everyone)) == 325

"""The composition counted from the roster, and checked against the rules."""

import pytest
from cast import Cast

from congress.bylaws.composition import check
from congress.bylaws.profile import builtin
from congress.i18n import render
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Category, DelegateKind, OfficeKind
from congress.roster.service import Headcount, Share
from congress.roster.store import Delegation


@pytest.fixture
def by(cast: Cast) -> int:
    return cast["olga"].person_id


def test_the_small_congress_is_counted(cast, ask):
    found = ask(roster.makeup, cast.term_id)
    facts = found.facts
    assert (facts.employees, facts.women_employees, facts.delegates, facts.nonvoting) == (240, 80, 12, 1)
    assert (facts.women, facts.frontline, facts.managers) == (6, 12, 0)
    assert (facts.presidium, facts.presidium_ordinary) == (1, 1)
    assert found.kinds == {DelegateKind.VOTING: 12, DelegateKind.NONVOTING: 1, DelegateKind.INVITED: 0}
    assert [(row.name, row.voting, row.women, row.others) for row in found.rows] == [
        ("第一代表团", 6, 6, 1),
        ("第二代表团", 6, 0, 0),
    ]


def test_leaders_and_middle_managers_are_managers(cast, ask, database):
    def job(s):
        for name, category in (
            ("alice", Category.LEADER),
            ("bob", Category.MANAGER),
            ("carol", Category.TECHNICAL),
        ):
            person = roster.person(s, cast[name].person_id)
            person.category = category
            s.add(person)

    database.write(job)
    found = ask(roster.makeup, cast.term_id)
    assert (found.facts.managers, found.facts.frontline) == (2, 9)
    assert found.facts.presidium_ordinary == 0, "Alice leads the enterprise"
    assert found.categories[Category.TECHNICAL] == Share(1, 12)


def test_ended_mandates_and_those_without_a_vote_do_not_count(cast, ask, database, by):
    for name in ("bob", "carol"):
        database.write(
            lambda s, name=name: roster.end_seat(
                s, term_id=cast.term_id, person_id=cast[name].person_id, why="x", by=by
            )
        )
    assert ask(roster.makeup, cast.term_id).facts.delegates == 10


def test_who_sits_in_no_delegation_has_a_row(cast, ask, database, by):
    database.write(
        lambda s: roster.seat(
            s,
            term_id=cast.term_id,
            person_id=cast["dan"].person_id,
            kind=DelegateKind.VOTING,
            delegation_id=None,
            by=by,
        )
    )
    assert ask(roster.makeup, cast.term_id).rows[-1].voting == 1


def test_each_finding_of_each_profile_is_said_with_its_article(cast, ask):
    facts = ask(roster.makeup, cast.term_id).facts
    for profile in builtin().values():
        findings = check(profile, facts)
        assert any(not finding.ok for finding in findings), "12 delegates of 240 employees are too few"
        assert any(finding.ok for finding in findings)
        for finding in findings:
            assert finding.source is not None
            assert render(finding.message, "zh")
            assert render(finding.source.cite, "en").isascii()


def test_headcounts_are_described_and_recorded(cast, ask, database, by, acts):
    wish = Headcount("长风精工股份有限公司", "长风", 300, 100, 20, 6, 1)
    database.write(lambda s: roster.describe(s, wish=wish, by=by))
    facts = ask(roster.makeup, cast.term_id).facts
    assert (facts.employees, facts.women_employees, facts.dispatched_employees) == (300, 100, 20)
    assert (facts.disabled, facts.disabled_employees) == (1, 6)
    assert ask(roster.tree, cast.term_id)[0].unit.name == "长风精工股份有限公司"
    assert acts(Kind.ENTERPRISE_CHANGED)[0].facts["employees"] == 300


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Share(1, 3), "33.3%"),
        (Share(2, 3), "66.7%"),
        (Share(0, 0), "0.0%"),
        (Share(1, 8), "12.5%"),
        (Share(1, 16), "6.3%"),
        (Share(5, 5), "100.0%"),
    ],
)
def test_shares_in_percent(share, words):
    assert share.percent == words


def test_the_presidium_is_counted_by_its_office(cast, ask, database, by):
    for name in ("bob", "carol"):
        database.write(
            lambda s, name=name: roster.appoint(
                s,
                term_id=cast.term_id,
                person_id=cast[name].person_id,
                kind=OfficeKind.PRESIDIUM,
                unit_id=None,
                by=by,
            )
        )
    assert ask(roster.makeup, cast.term_id).facts.presidium == 3


def test_an_empty_congress_is_counted_too(cast, ask, database):
    database.write(lambda s: s.add(Delegation(term_id=cast.term_id, number=9, name="空团")))
    assert ask(roster.makeup, cast.term_id).rows[-1].voting == 0
    assert ask(roster.makeup, 99).facts.delegates == 0

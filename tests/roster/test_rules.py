"""What may be done to the roster, and the words of its kinds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.i18n import render
from congress.roster import rules
from congress.roster.rules import (
    CATEGORY_WORDS,
    DELEGATE_WORDS,
    OFFICE_WORDS,
    SEAT_BOUND,
    SEX_WORDS,
    UNIT_WORDS,
    WITH_ACCOUNT,
    Category,
    DelegateKind,
    OfficeKind,
    Sex,
    UnitKind,
)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (UnitKind, UNIT_WORDS),
        (Category, CATEGORY_WORDS),
        (Sex, SEX_WORDS),
        (DelegateKind, DELEGATE_WORDS),
        (OfficeKind, OFFICE_WORDS),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_has_a_word_of_its_own(kinds, words, language):
    said = [render(words[kind], language) for kind in kinds]
    assert len(set(said)) == len(list(kinds))
    assert all(word.isascii() for word in said) == (language == "en")
    assert not any(sign in word for word in said for sign in "、,，;；/\n"), "offices are listed with these"


@pytest.mark.parametrize("kind", list(OfficeKind))
@pytest.mark.parametrize("seat", [None, *DelegateKind])
def test_who_conducts_the_meeting_has_a_vote_in_it(kind, seat):
    allowed = rules.may_appoint(kind, seat) is None
    assert allowed == (kind not in SEAT_BOUND or seat is DelegateKind.VOTING)


def test_the_offices_that_need_a_seat():
    assert {"presidium", "executive_chair", "chief_teller", "scrutineer"} == SEAT_BOUND
    assert OfficeKind.TELLER in WITH_ACCOUNT
    assert OfficeKind.PRESIDIUM not in WITH_ACCOUNT


@pytest.mark.parametrize(
    ("kind", "holders", "allowed"),
    [
        (OfficeKind.SECRETARIAT, 1, False),
        (OfficeKind.SECRETARIAT, 2, True),
        (OfficeKind.TELLER, 1, True),
        (OfficeKind.PARTY_SECRETARY, 1, True),
    ],
)
def test_somebody_can_always_run_the_congress(kind, holders, allowed):
    assert (rules.may_dismiss(kind, holders) is None) == allowed


@pytest.mark.parametrize(("sits_in", "allowed"), [(3, True), (4, False), (None, False)])
def test_heads_come_from_their_own_delegation(sits_in, allowed):
    assert (rules.may_head(delegation=3, sits_in=sits_in) is None) == allowed


def test_what_somebody_was_ever_in_stays():
    assert rules.may_remove(0) is None
    assert rules.may_remove(1).reason.values == (("n", 1),)


@pytest.mark.parametrize(
    ("offices", "keeps"),
    [
        ((), False),
        ((OfficeKind.PRESIDIUM, OfficeKind.CHIEF_TELLER), False),
        ((OfficeKind.SECRETARIAT,), True),
        ((OfficeKind.PRESIDIUM, OfficeKind.TELLER), True),
    ],
)
def test_who_holds_another_office_still_comes_in(offices, keeps):
    assert rules.keeps_access(frozenset(offices)) == keeps


@given(st.lists(st.integers(0, 8), min_size=1, max_size=9), st.integers(0, 8), st.integers(0, 8))
def test_no_move_ever_makes_a_circle(above, unit, parent):
    parents = {child: (up if up < child else None) for child, up in enumerate(above)}
    if rules.may_move(unit, parent, parents) is None:
        parents[unit] = parent
        for start in parents:
            met, at = set(), start
            while at is not None:
                assert at not in met
                met.add(at)
                at = parents.get(at)
    else:
        assert parent == unit or unit in chain(parent, parents)


def chain(start, parents):
    while start is not None:
        yield start
        start = parents.get(start)

"""When a certificate is good, and who may allow and use the seal."""

from datetime import UTC, datetime, timedelta

import pytest

from congress.i18n import render
from congress.roster.rules import OfficeKind
from congress.seals import rules
from congress.seals.rules import ImpressionFacts, Standing

BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CHAIR, TELLER = OfficeKind.EXECUTIVE_CHAIR, OfficeKind.CHIEF_TELLER


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (BEGINS - SECOND, Standing.EARLY),
        (BEGINS, Standing.GOOD),
        (ENDS - rules.WARNING, Standing.GOOD),
        (ENDS - rules.WARNING + SECOND, Standing.SOON),
        (ENDS, Standing.SOON),
        (ENDS + SECOND, Standing.EXPIRED),
    ],
)
def test_the_clock_says_how_a_certificate_stands(now, found):
    assert rules.standing(BEGINS, ENDS, now) is found


@pytest.mark.parametrize("found", [None, *Standing])
def test_only_a_valid_seal_is_pressed(found):
    assert (rules.may_press(found) is None) == (found in {Standing.GOOD, Standing.SOON})


@pytest.mark.parametrize(
    ("approved", "words"),
    [
        ({}, "执行主席还没有批准用印"),
        ({CHAIR: 1}, "总监票人还没有批准用印"),
        ({TELLER: 2}, "执行主席还没有批准用印"),
        ({CHAIR: 1, TELLER: 1}, "用印要两个人批准"),
        ({CHAIR: 1, TELLER: 2}, ""),
    ],
)
def test_two_persons_in_two_offices_allow_it(approved, words):
    refusal = rules.may_seal(ImpressionFacts(pressed=False, approved=approved))
    assert (render(refusal.reason, "zh") if refusal else "") == words


@pytest.mark.parametrize(
    ("facts", "office", "person", "allowed"),
    [
        (ImpressionFacts(pressed=False, approved={}), CHAIR, 1, True),
        (ImpressionFacts(pressed=False, approved={CHAIR: 2}), TELLER, 1, True),
        (ImpressionFacts(pressed=False, approved={CHAIR: 2}), CHAIR, 1, False),
        (ImpressionFacts(pressed=False, approved={CHAIR: 1}), TELLER, 1, False),
        (ImpressionFacts(pressed=True, approved={}), CHAIR, 1, False),
        (ImpressionFacts(pressed=False, approved={}), OfficeKind.SECRETARIAT, 1, False),
        (ImpressionFacts(pressed=False, approved={}), OfficeKind.SCRUTINEER, 1, False),
    ],
)
def test_who_may_allow_it(facts, office, person, allowed):
    offices = frozenset({CHAIR, TELLER, OfficeKind.SECRETARIAT})
    assert (rules.may_approve(facts, office=office, offices=offices, person=person) is None) == allowed


@pytest.mark.parametrize(
    ("length", "allowed"), [(0, False), (11, False), (12, True), (200, True), (201, False)]
)
def test_a_passphrase_has_a_length(length, allowed):
    assert (rules.may_lock_with("口" * length) is None) == allowed

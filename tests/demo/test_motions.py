"""The motions of the demo congress: written out, and come to their stages as the rules allow."""

import re
from collections import Counter
from datetime import time

import pytest

from congress.bylaws.profile import builtin
from congress.demo.content.shapes import Moment
from congress.demo.people import content, people
from congress.motions.rules import (
    COMMENT_MOST,
    REASONS_MOST,
    TITLE_MOST,
    Answer,
    MotionCategory,
    MotionStage,
    Outcome,
)
from congress.motions.rules.stages import after
from congress.roster.rules import DelegateKind, OfficeKind

ALL = content()
MOTIONS = {motion.key: motion for motion in ALL.motions}
PEOPLE = {person.number: person for person in people()}
UNITS = {unit.key: unit for unit in ALL.enterprise.units}
VOTERS = {number for number, person in PEOPLE.items() if person.kind is DelegateKind.VOTING}


def holders(kind):
    return [n for office in ALL.offices.offices if office.kind is kind for n in office.holders]


def test_there_are_motions_of_every_kind_at_many_stages():
    assert len(ALL.motions) == len(MOTIONS) == 24
    assert {motion.category for motion in ALL.motions} == set(MotionCategory)
    stages = Counter(motion.stage for motion in ALL.motions)
    undecided = {MotionStage.PASSED, MotionStage.FAILED}  # that is for the sitting
    assert set(stages) == set(MotionStage) - undecided
    assert stages[MotionStage.FILED] >= 6
    assert stages[MotionStage.SEEKING] >= 3
    assert stages[MotionStage.SUBMITTED] >= 3


motions = pytest.mark.parametrize("motion", ALL.motions, ids=lambda motion: motion.key)


@motions
def test_a_motion_is_written_out(motion):
    assert 120 <= len(motion.grounds + motion.proposal) <= 300
    assert len(motion.title) <= TITLE_MOST
    assert re.fullmatch("关于.+的提案", motion.title)
    assert motion.title_en
    assert re.fullmatch(r"[A-Z][^.]+(\.\d[^.]*)?\.", motion.summary_en), "one sentence"
    assert motion.proposal.startswith("一、")
    assert UNITS[motion.department].handles


@motions
def test_a_motion_is_led_and_seconded_by_voters(motion):
    seconders = [seconder.person for seconder in motion.seconders]
    assert motion.lead in VOTERS
    assert set(seconders) <= VOTERS
    assert motion.lead not in seconders
    assert len(set(seconders)) == len(seconders)
    agreed = [s for s in motion.seconders if s.answer is Answer.SECONDED]
    if motion.submitted:
        assert len(agreed) >= builtin()["national"].motions.seconders == 2
        assert agreed == list(motion.seconders)


@motions
def test_a_motion_went_the_way_its_stage_says(motion):
    unsubmitted = {MotionStage.DRAFT, MotionStage.SEEKING}
    assert (motion.submitted is None) == (motion.stage in unsubmitted)
    assert (motion.filed is not None) == (motion.stage in {MotionStage.FILED, MotionStage.ON_AGENDA})
    assert (motion.placed is not None) == (motion.stage is MotionStage.ON_AGENDA)
    assert (motion.merged_into is not None) == (motion.stage is MotionStage.MERGED)
    assert (motion.withdrawn is not None) == (motion.stage is MotionStage.WITHDRAWN)
    stage = MotionStage.SUBMITTED
    for review in motion.reviews:
        stage = after(stage, review.outcome.move)
    if motion.reviews:
        assert stage is (MotionStage.FILED if motion.placed else motion.stage)
    else:
        assert motion.stage in unsubmitted | {MotionStage.SUBMITTED, MotionStage.WITHDRAWN}


@motions
def test_a_motions_times_are_in_order(motion):
    assert ALL.sitting.motions_called <= motion.created
    answers = [seconder.at for seconder in motion.seconders]
    steps = [
        motion.created,
        *sorted(answers),
        motion.submitted,
        *[r.at for r in motion.reviews],
        motion.placed,
    ]
    known = [step for step in steps if step]
    assert known == sorted(known)
    assert known[-1] < Moment(0, time(0, 0))
    if motion.filed:
        assert motion.filed == motion.reviews[-1].at


@motions
def test_a_motion_is_reviewed_by_others_with_reasons(motion):
    involved = {motion.lead, *(seconder.person for seconder in motion.seconders)}
    for review in motion.reviews:
        assert review.by in holders(OfficeKind.MOTION_COMMITTEE)
        assert review.by not in involved
        assert 30 <= len(review.reasons) <= REASONS_MOST


@motions
def test_a_motion_is_discussed_once_it_is_filed(motion):
    assert len(motion.comments) in {0, 3, 4, 5, 6}
    assert list(motion.comments) == sorted(motion.comments, key=lambda comment: comment.at)
    for comment in motion.comments:
        assert motion.filed
        assert motion.filed < comment.at < Moment(0, time(0, 0))
        assert comment.by in VOTERS
        assert 30 <= len(comment.body) <= COMMENT_MOST


def test_some_motions_are_discussed():
    assert sum(bool(motion.comments) for motion in ALL.motions) >= 8


def test_motions_are_merged_into_filed_ones_after_they_were_filed():
    merged = [motion for motion in ALL.motions if motion.merged_into]
    assert len(merged) == 2
    for motion in merged:
        into = MOTIONS[motion.merged_into]
        assert into.filed
        assert into.filed < motion.reviews[-1].at
        assert motion.reviews[-1].outcome is Outcome.MERGE

"""Templates: a title and sentences to begin from, with marked blanks and a place for the counts."""

import pytest
from passed import COUNTS

from congress.documents.content import COUNTS_MARK
from congress.documents.text import blanks, lines
from congress.resolutions import drafts, rules
from congress.resolutions.drafts import Occasion, Template

FIGURES = dict(vars(COUNTS))


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("关于改善铸造车间通风条件的提案", "改善铸造车间通风条件"),
        ("关于审议《集体合同（草案）》的议案", "《集体合同（草案）》"),
        ("审议通过《集体合同（草案）》", "《集体合同（草案）》"),
        ("关于通过《提案工作办法》的决议", "《提案工作办法》"),
        ("工会工作报告", "工会工作报告"),
        ("通过", "通过"),
        ("关于", "关于"),
    ],
)
def test_what_a_question_is_about(title: str, subject: str) -> None:
    assert drafts.subject_of(title) == subject


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("subject", ["工会工作报告", "《集体合同（草案）》", "改善食堂"])
def test_a_template_marks_its_counts_and_its_blanks(template: Template, subject: str) -> None:
    title, body = drafts.write(template, Occasion("长风精工有限公司", 3, 2, subject))
    assert title.startswith("长风精工有限公司第三届职工代表大会第二次会议关于")
    assert title.endswith("决议")
    assert lines(body).count(COUNTS_MARK) == 1
    assert blanks(body)
    assert rules.may_start(title, body, FIGURES), "a template may not be signed before its blanks are filled"
    for blank in blanks(body):
        body = body.replace(blank, "生产部")
    assert rules.may_start(title, body, FIGURES) is None


def test_a_draft_loses_its_mark_when_it_is_passed() -> None:
    title, body = drafts.write(Template.PLAN, Occasion("长风", 3, 2, "《集体合同（草案）》"))
    assert "关于通过《集体合同》的决议" in title
    assert "审议了《集体合同（草案）》" in body
    assert "一、通过《集体合同》" in body


@pytest.mark.parametrize(
    ("has_motion", "passes", "template"),
    [(True, True, Template.MOTION), (False, True, Template.PLAN), (False, False, Template.GENERAL)],
)
def test_the_fitting_template(has_motion: bool, passes: bool, template: Template) -> None:
    assert drafts.fitting(has_motion=has_motion, passes=passes) is template

"""May this be opened: form, quorum, and why not."""

from dataclasses import replace
from fractions import Fraction

import pytest

from congress.bylaws.engine import may_open
from congress.bylaws.profile import Base, Confidence, Form, builtin
from congress.errors import Refused, insist
from congress.i18n import render

PROFILES = builtin()


def broken(opening):
    return [finding for finding in opening.findings if finding.blocks]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("form", [Form.HAND, Form.NAMED])
@pytest.mark.parametrize("key", ["collective_contract", "resettlement_plan", "elect_employee_director"])
def test_what_must_be_secret_cannot_be_opened_otherwise(name, form, key):
    opening = may_open(PROFILES[name].matters[key], form, 312, 312)
    assert not opening.allowed
    (finding,) = broken(opening)
    assert "必须无记名投票" in render(finding.message, "zh")
    assert "must be decided by secret ballot" in render(finding.message, "en")
    assert finding.source
    assert finding.source.confidence is Confidence.SEEN
    assert render(finding.remedy, "zh").startswith("请改用无记名投票")


def test_the_refusal_is_raised_with_its_article_in_both_languages():
    opening = may_open(PROFILES["national"].matters["resettlement_plan"], Form.NAMED, 312, 280)
    with pytest.raises(Refused) as raised:
        insist(opening.refusal)
    assert render(raised.value.refusal.article, "zh") == "《企业民主管理规定》第二十条"
    assert render(raised.value.refusal.article, "en").endswith(
        "Democratic Management of Enterprises, art. 20"
    )


@pytest.mark.parametrize(
    ("name", "key", "form", "allowed"),
    [
        ("national", "agenda", Form.HAND, True),
        ("national", "motion_resolution", Form.NAMED, True),
        ("national", "motion_resolution", Form.SECRET, True),
        ("national", "resettlement_plan", Form.SECRET, True),
        ("shanghai", "work_report", Form.HAND, True),
        ("shanghai", "presidium", Form.HAND, True),
        ("shanghai", "pay_welfare_rules", Form.NAMED, False),
        ("zhejiang", "agenda", Form.HAND, False),
        ("zhejiang", "motion_resolution", Form.NAMED, False),
        ("zhejiang", "motion_resolution", Form.SECRET, True),
        ("henan", "tellers", Form.HAND, True),
        ("henan", "presidium", Form.HAND, False),
        ("henan", "welfare_fund", Form.HAND, False),
    ],
)
def test_forms_by_place(name, key, form, allowed):
    assert may_open(PROFILES[name].matters[key], form, 312, 300).allowed is allowed


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("expected", "least"), [(312, 208), (313, 209), (100, 67), (3, 2), (1, 1)])
def test_the_quorum_is_two_thirds_rounded_up(name, expected, least):
    matter = PROFILES[name].matters["motion_resolution"]
    assert may_open(matter, Form.SECRET, expected, least).allowed
    opening = may_open(matter, Form.SECRET, expected, least - 1)
    assert opening.quorum_needed == least
    assert not opening.allowed
    assert render(broken(opening)[0].remedy, "zh") == "还需到会 1 人"


def test_a_recalled_rule_only_warns():
    matter = PROFILES["national"].matters["appraisal"]
    opening = may_open(matter, Form.HAND, 312, 300)
    assert opening.allowed
    assert any(
        not f.ok and not f.blocks and "必须无记名" in render(f.message, "zh") for f in opening.findings
    )
    recalled = tuple(replace(s, confidence=Confidence.RECALLED) for s in matter.quorum_sources)
    assert may_open(replace(matter, quorum_sources=recalled), Form.SECRET, 312, 100).allowed


def test_the_form_that_may_be_used_is_named_when_another_is_asked_for():
    matter = replace(PROFILES["national"].matters["agenda"], forms=(Form.HAND, Form.NAMED))
    (finding,) = broken(may_open(matter, Form.SECRET, 30, 30))
    assert render(finding.remedy, "zh") == "可以采用举手表决、记名投票"
    assert render(finding.remedy, "en") == "It may be decided by show of hands or named ballot"


@pytest.mark.parametrize(("expected", "present"), [(0, 0), (10, 11), (-1, -1)])
def test_a_roll_that_cannot_be_is_refused(expected, present):
    assert not may_open(PROFILES["national"].matters["agenda"], Form.HAND, expected, present).allowed


def test_it_says_when_those_present_could_not_carry_it():
    matter = replace(PROFILES["national"].matters["custom"], threshold=Fraction(3, 4))
    opening = may_open(matter, Form.SECRET, 312, 230)
    assert opening.allowed
    assert opening.needed == 235
    assert "即使到会 230 人全部赞成，也不够 235 票" in [render(f.message, "zh") for f in opening.findings]


def test_a_recall_reminds_of_who_may_propose_it():
    opening = may_open(PROFILES["zhejiang"].matters["recall_employee_director"], Form.SECRET, 310, 310)
    assert "须由全体职工代表的三分之一以上（104 人）提议" in [
        render(f.message, "zh") for f in opening.findings
    ]


@pytest.mark.parametrize("key", ["layoff", "restructuring", "appraisal"])
def test_where_opinions_are_heard_no_number_is_needed(key):
    opening = may_open(PROFILES["national"].matters[key], Form.SECRET, 312, 300)
    assert opening.allowed
    assert opening.needed is None
    assert render(opening.words, "zh") == "依法听取意见，不以票数决定"


def test_the_number_is_open_until_ballots_are_back_where_they_are_the_base():
    matter = replace(PROFILES["national"].matters["custom"], base=Base.CAST)
    assert may_open(matter, Form.SECRET, 312, 300).needed is None

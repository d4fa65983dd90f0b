"""What the four built-in profiles say of each matter, against the articles they cite."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from json import loads
from pathlib import Path

import pytest

from congress.bylaws import profile as profiles
from congress.bylaws.profile import Base, Confidence, Form, Verb, builtin, copy_of, from_json, to_json
from congress.bylaws.shapes import DEADLINES, MATTERS
from congress.bylaws.terms import Source, blocks, firmest, han
from congress.crypto.canonical import canonical, parse

PROFILES = builtin()
EVERY = [(name, key) for name, key in product(PROFILES, MATTERS)]
HEARD = {"layoff", "restructuring", "appraisal"}
LISTS = {"presidium", "committees"}
PROCEDURE = {"agenda", "tellers", "voting_method", "joint_meeting_confirm"}
OPEN = PROCEDURE | {
    "workplace_rules",
    "work_report",
    "motion_resolution",
    "custom",
    "layoff",
    "restructuring",
}
CONTRACTS = {"collective_contract", "special_collective_contract"}
PASSES = CONTRACTS | {
    "pay_welfare_rules",
    "resettlement_plan",
    "welfare_fund",
    "social_insurance",
    "model_workers",
}
AT_LEAST_HALF = {"national": CONTRACTS, "shanghai": PASSES, "zhejiang": set(), "henan": set()}
NOT_ONLY_SECRET = {"national": OPEN | LISTS, "shanghai": OPEN | LISTS, "zhejiang": set(), "henan": OPEN}


@pytest.mark.parametrize(("name", "key"), EVERY)
def test_every_matter_needs_two_thirds_present_and_half_of_all_delegates(name, key):
    matter = PROFILES[name].matters[key]
    assert matter.quorum == Fraction(2, 3)
    assert matter.base is Base.ALL
    assert matter.threshold == (None if key in HEARD else Fraction(1, 2))


@pytest.mark.parametrize(("name", "key"), EVERY)
def test_more_than_half_unless_an_article_says_at_least_half(name, key):
    matter = PROFILES[name].matters[key]
    assert matter.strict == (key not in AT_LEAST_HALF[name] | HEARD)


@pytest.mark.parametrize(("name", "key"), EVERY)
def test_what_must_be_secret_is_secret_and_nothing_else(name, key):
    matter = PROFILES[name].matters[key]
    assert matter.must_be_secret == (key not in NOT_ONLY_SECRET[name])
    assert Form.SECRET in matter.forms


@pytest.mark.parametrize(("name", "key"), EVERY)
def test_important_matters_are_itemised(name, key):
    assert PROFILES[name].matters[key].itemised == (key in PASSES)


@pytest.mark.parametrize(
    ("name", "key", "quantity", "text", "article"),
    [
        ("national", "resettlement_plan", "threshold", "企业民主管理规定", "20"),
        ("national", "resettlement_plan", "form", "企业民主管理规定", "20"),
        ("national", "collective_contract", "quorum", "集体合同规定", "36"),
        ("national", "collective_contract", "threshold", "集体合同规定", "36"),
        ("national", "motion_resolution", "quorum", "全民所有制工业企业职工代表大会条例", "18"),
        ("national", "layoff", "threshold", "劳动合同法", "41"),
        ("national", "restructuring", "threshold", "企业国有资产法", "37"),
        ("shanghai", "motion_resolution", "quorum", "上海市职工代表大会条例", "28"),
        ("shanghai", "welfare_fund", "threshold", "上海市职工代表大会条例", "31"),
        ("shanghai", "welfare_fund", "form", "上海市职工代表大会条例", "31"),
        ("shanghai", "elect_employee_director", "threshold", "企业民主管理规定", "20"),
        ("zhejiang", "agenda", "form", "浙江省企业民主管理条例", "15"),
        ("zhejiang", "agenda", "quorum", "浙江省企业民主管理条例", "15"),
        ("zhejiang", "collective_contract", "threshold", "浙江省集体合同条例", "24"),
        ("zhejiang", "recall_employee_director", "proposers", "浙江省企业民主管理条例", "25"),
        ("henan", "custom", "quorum", "河南省企业职工民主权利保障条例", "19"),
        ("henan", "presidium", "form", "河南省企业职工民主权利保障条例", "20"),
        ("henan", "motion_resolution", "threshold", "河南省企业职工民主权利保障条例", "20"),
    ],
)
def test_numbers_rest_on_their_article(name, key, quantity, text, article):
    cited = firmest(getattr(PROFILES[name].matters[key], f"{quantity}_sources"))
    assert cited
    assert (cited.text, cited.article, cited.confidence) == (text, article, Confidence.SEEN)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=str)
def test_every_number_has_a_source(profile):
    for matter in profile.matters.values():
        assert matter.quorum_sources
        assert matter.threshold_sources
        assert matter.form_sources
    dated = [
        *profile.delegates,
        *profile.limits,
        *profile.presidium,
        *profile.deadlines.values(),
        profile.motions,
    ]
    assert all(rule.sources for rule in dated)
    assert profile.extraordinary_sources


@pytest.mark.parametrize("profile", PROFILES.values(), ids=str)
def test_every_profile_has_the_common_matters_and_deadlines(profile):
    assert tuple(profile.matters) == MATTERS
    assert set(DEADLINES) <= set(profile.deadlines)


@pytest.mark.parametrize("key", MATTERS)
def test_one_name_and_verb_for_a_matter_everywhere(key):
    assert len({(p.matters[key].zh, p.matters[key].en, p.matters[key].verb) for p in PROFILES.values()}) == 1


def test_all_five_verbs_are_used():
    assert {matter.verb for matter in PROFILES["shanghai"].matters.values()} == set(Verb)


def test_motions_default_to_two_seconders_thirty_and_ninety_days():
    for profile in PROFILES.values():
        motions = profile.motions
        assert (motions.seconders, motions.first_answer, motions.finish) == (2, 30, 90)
        assert not blocks(motions.sources)


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_survives_canonical_json(name):
    value = to_json(PROFILES[name])
    assert from_json(parse(canonical(value))) == PROFILES[name]
    file = Path(profiles.__file__).parent / "profiles" / f"{name}.json"
    assert loads(file.read_text("utf-8")) == value


@pytest.mark.parametrize(("name", "key"), EVERY)
def test_a_matter_survives_canonical_json(name, key):
    matter = PROFILES[name].matters[key]
    assert profiles.matter_from_json(parse(canonical(profiles.matter_to_json(matter)))) == matter


def test_a_copy_remembers_where_it_came_from():
    copy = copy_of(PROFILES["shanghai"], "ours", "本企业规则")
    assert (copy.id, copy.zh, copy.copied_from) == ("ours", "本企业规则", "shanghai")
    assert copy.matters == PROFILES["shanghai"].matters
    assert from_json(to_json(copy)) == copy


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (8, "八"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (36, "三十六"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (120, "一百二十"),
        (1005, "一千零五"),
        (1015, "一千零一十五"),
        (1259, "一千二百五十九"),
    ],
)
def test_article_numbers_in_chinese(number, words):
    assert han(number) == words


def test_a_rule_blocks_when_any_text_that_says_so_was_read():
    recalled = Source("甲", "A", "1", Confidence.RECALLED)
    seen = replace(recalled, confidence=Confidence.SEEN)
    assert not blocks((recalled,))
    assert not blocks(())
    assert blocks((recalled, seen))
    assert firmest((recalled, seen)) == seen
    assert firmest(()) is None

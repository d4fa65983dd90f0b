"""Delegates counted against the profile: how many, and of what kinds."""

from dataclasses import replace

import pytest

from congress.bylaws.composition import Composition, band_of, check, fewest, highest
from congress.bylaws.profile import Confidence, builtin
from congress.i18n import render

PROFILES = builtin()
GROUP = Composition(
    employees=3800,
    women_employees=1140,
    delegates=312,
    managers=60,
    women=95,
    frontline=190,
    dispatched=4,
    nonvoting=20,
    dispatched_employees=60,
    presidium=21,
    presidium_frontline=12,
    presidium_ordinary=15,
)


def said(name, facts, ok=False):
    return [render(f.message, "zh") for f in check(PROFILES[name], facts) if f.ok is ok]


def blocking(name, facts):
    return [render(f.message, "zh") for f in check(PROFILES[name], facts) if f.blocks]


@pytest.mark.parametrize(
    ("name", "employees", "least"),
    [
        ("national", 40, 30),
        ("national", 600, 30),
        ("national", 601, 31),
        ("national", 3800, 190),
        ("shanghai", 99, 30),
        ("shanghai", 100, 30),
        ("shanghai", 199, 30),
        ("shanghai", 200, 35),
        ("shanghai", 1050, 75),
        ("shanghai", 3000, 175),
        ("shanghai", 3001, 175),
        ("shanghai", 90000, 175),
        ("zhejiang", 99, 30),
        ("zhejiang", 100, 40),
        ("zhejiang", 999, 96),
        ("zhejiang", 1000, 100),
        ("zhejiang", 4999, 160),
        ("zhejiang", 5000, 200),
        ("henan", 150, 30),
        ("henan", 201, 30),
        ("henan", 999, 100),
        ("henan", 1000, 100),
        ("henan", 5000, 150),
        ("henan", 10000, 300),
    ],
)
def test_how_many_delegates_at_least(name, employees, least):
    assert fewest(band_of(PROFILES[name], employees), employees) == least


@pytest.mark.parametrize(
    ("employees", "most"), [(150, None), (201, 30), (1000, 150), (5000, 500), (10000, 1000), (20000, 500)]
)
def test_how_many_delegates_henan_advises_at_most(employees, most):
    assert highest(band_of(PROFILES["henan"], employees), employees) == most


@pytest.mark.parametrize("name", ["national", "shanghai", "henan"])
def test_a_sound_congress_has_no_complaint(name):
    assert said(name, GROUP) == []
    assert said(name, GROUP, ok=True)


@pytest.mark.parametrize(
    ("name", "change", "message", "blocks"),
    [
        ("shanghai", {"delegates": 170}, "职工 3800 人，职工代表 170 名，应当不少于 175 名", True),
        ("national", {"delegates": 150}, "职工 3800 人，职工代表 150 名，应当不少于 190 名", False),
        ("henan", {"employees": 1000}, "职工 1000 人，职工代表 312 名，一般不超过 150 名", False),
        ("shanghai", {"managers": 63}, "中层以上管理人员和领导人员 63 人，超过 312 人的 20%（62 人）", True),
        ("national", {"managers": 63}, "中层以上管理人员和领导人员 63 人，超过 312 人的 20%（62 人）", False),
        ("shanghai", {"frontline": 155}, "一线职工代表 155 人，不足 312 人的 50%（156 人）", False),
        (
            "shanghai",
            {"women": 93},
            "女职工代表 93 人，低于其占职工的比例（1140/3800），按比例为 94 人",
            False,
        ),
        (
            "zhejiang",
            {"women": 93},
            "女职工代表 93 人，低于其占职工的比例（1140/3800），按比例为 94 人",
            True,
        ),
        ("national", {"women": 0}, "女职工代表 0 人，应当有适当比例", False),
        ("national", {"dispatched": 0}, "劳务派遣工代表 0 人，应当有适当比例", False),
        ("zhejiang", {}, "劳务派遣工代表 4 人列入了有表决权的职工代表，应当列席", True),
        ("zhejiang", {"nonvoting": 63}, "列席人员 63 人，超过 312 人的 20%（62 人）", False),
        (
            "zhejiang",
            {"disabled_employees": 38},
            "残疾职工代表 0 人，低于其占职工的比例（38/3800），按比例为 4 人",
            False,
        ),
        ("shanghai", {"presidium": 6}, "主席团 6 人，应当不少于 7 人", True),
        (
            "shanghai",
            {"presidium_frontline": 10},
            "主席团中的一线职工 10 人，不足 21 人的 50%（11 人）",
            True,
        ),
        (
            "national",
            {"presidium_ordinary": 10},
            "主席团中的非领导人员 10 人，不足 21 人的 50%（11 人）",
            True,
        ),
        ("shanghai", {"delegates": 100, "employees": 90}, "职工不足 100 人，也可以召开职工大会", False),
    ],
)
def test_each_breach_is_named_and_blocks_only_if_the_law_was_read(name, change, message, blocks):
    facts = replace(GROUP, **change)
    assert message in said(name, facts)
    assert (message in blocking(name, facts)) is blocks


def test_a_small_shanghai_congress_has_a_presidium_of_three_to_five():
    small = replace(GROUP, employees=500, delegates=60, presidium=6)
    assert "主席团 6 人，应当为 3 至 5 人" in said("shanghai", small)
    assert "主席团 5 人，应当为 3 至 5 人" in said("shanghai", replace(small, presidium=5), ok=True)


def test_a_large_congress_may_be_smaller_if_enterprise_and_union_agree():
    (finding, *_) = check(PROFILES["national"], replace(GROUP, delegates=150))
    assert render(finding.remedy, "zh") == "还需选出 40 名；超过 100 名的部分可由企业与工会协商确定"
    (finding, *_) = check(PROFILES["national"], replace(GROUP, employees=1000, delegates=29))
    assert not finding.ok


def test_what_may_be_agreed_does_not_block_even_where_the_law_was_read():
    national = PROFILES["national"]
    (band,) = national.delegates
    seen = replace(band.sources[0], confidence=Confidence.SEEN)
    profile = replace(national, delegates=(replace(band, sources=(seen,)),))
    assert [check(profile, replace(GROUP, delegates=n))[0].blocks for n in (99, 100, 189)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("facts", [{"managers": 62}, {"frontline": 156}, {"women": 94}])
def test_exactly_the_share_is_enough(facts):
    assert said("shanghai", replace(GROUP, **facts)) == []


def test_an_empty_roster_breaks_nothing_but_the_number():
    facts = Composition(0, 0, 0, 0, 0, 0)
    for name in PROFILES:
        assert said(name, facts)[-1] == "职工 0 人，职工代表 0 名，应当不少于 30 名"


@pytest.mark.parametrize("name", PROFILES)
def test_every_finding_has_an_article_and_english(name):
    for facts in (GROUP, replace(GROUP, delegates=10, presidium=2, disabled_employees=50, employees=90)):
        for finding in check(PROFILES[name], facts):
            assert finding.source
            for part in (finding.message, finding.remedy, finding.source.cite):
                assert not part or not any("\u4e00" <= sign <= "\u9fff" for sign in render(part, "en"))

"""An edited copy is refused field by field."""

from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.bylaws.profile import builtin, from_json, matter_from_json, matter_to_json, to_json
from congress.errors import Invalid
from congress.i18n import render

GOOD = to_json(builtin()["shanghai"])
ABSENT = object()


def changed(path, value):
    """A copy of the Shanghai profile with one field changed or, if ABSENT, removed."""
    copy = deepcopy(GOOD)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    at = copy
    for step in way:
        at = at[step]
    if value is ABSENT:
        del at[last]
    else:
        at[last] = value
    return copy


@pytest.mark.parametrize(
    ("path", "value", "field", "complaint"),
    [
        ("matters.custom.quorum", [3, 2], "", "应为不大于一的分数"),
        ("matters.custom.quorum", [1, 0], "", "应为不大于一的分数"),
        ("matters.custom.quorum", [2.0, 3], "", "应为不大于一的分数"),
        ("matters.custom.quorum", 0.67, "", "应为不大于一的分数"),
        ("matters.custom.quorum", [True, True], "", "应为不大于一的分数"),
        ("matters.custom.threshold", [0, 1], "", "通过线须大于零"),
        ("matters.custom.threshold", [1, 1], "", "不可能超过全部票数"),
        ("matters.custom.base", "some", "", "只能是：all、present、cast"),
        ("matters.custom.base", ["all"], "", "只能是：all、present、cast"),
        ("matters.custom.forms", [], "", "请至少允许一种表决方式"),
        ("matters.custom.forms", ["hand", "hand"], "", "同一种表决方式只写一次"),
        ("matters.custom.forms", "secret", "", "应为列表"),
        ("matters.custom.forms", ["post"], "matters.custom.forms.0", "只能是：hand、named、secret"),
        ("matters.custom.strict", 1, "", "应为是或否"),
        ("matters.custom.zh", "", "", "请填写名称"),
        ("matters.custom.zh", "长" * 2001, "", "应为文字"),
        ("matters.custom.zh", "\ud800", "", "应为文字"),
        ("matters.custom.zh", None, "", "应为文字"),
        ("matters.custom.quorum_sources", [], "", "请注明出处"),
        ("matters.custom.threshold_sources", [], "", "请注明出处"),
        ("matters.welfare_fund.form_sources", [], "", "请注明出处"),
        ("matters.recall_employee_director.proposers_sources", [], "", "请注明出处"),
        ("matters.custom.follow_up", ["someday"], "", "只能引用本规则中的期限"),
        ("matters.custom.key", "other", "", "应与条目名称“custom”一致"),
        ("matters.custom.verb", ABSENT, "", "缺少这一项"),
        ("matters.custom", ABSENT, "", "缺少这一项"),
        ("matters.custom", [], "", "应为一组带名称的条目"),
        ("matters.custom.colour", "red", "", "没有这一项"),
        ("matters.Custom", GOOD["matters"]["custom"], "", "条目名称只能用小写字母"),
        ("matters", [], "", "应为一组带名称的条目"),
        ("deadlines.papers.days", -1, "", "应为 0 至"),
        ("deadlines.papers.days", "7", "", "应为 0 至"),
        ("deadlines.papers.days", 7.5, "", "应为 0 至"),
        ("deadlines.papers.days", 10**9, "", "应为 0 至"),
        ("deadlines.papers.key", "paper", "", "应与条目名称“papers”一致"),
        ("deadlines.papers", ABSENT, "", "缺少这一项"),
        ("delegates", [], "", "各档须从 0 人开始"),
        ("delegates.1.since", 0, "delegates", "各档须从 0 人开始"),
        ("delegates.1.per", 0, "", "须大于零"),
        ("limits.0.share", None, "", "上限和下限须填比例"),
        ("limits.1.share", [1, 2], "", "上限和下限须填比例"),
        ("motions.seconders", None, "", "应为 0 至"),
        ("id", "", "", "请填写名称"),
        ("zh", "", "", "请填写名称"),
    ],
)
def test_each_bad_field_is_named(path, value, field, complaint):
    with pytest.raises(Invalid) as refused:
        from_json(changed(path, value))
    assert list(refused.value.fields) == [field or path]
    (words,) = refused.value.fields.values()
    assert render(words, "zh").startswith(complaint)
    assert render(words, "en") != render(words, "zh")


def test_all_bad_fields_are_named_at_once():
    bad = changed("matters.custom.quorum", [3, 2])
    bad["matters"]["agenda"]["base"] = "none"
    bad["deadlines"]["papers"]["days"] = "soon"
    with pytest.raises(Invalid) as refused:
        from_json(bad)
    assert set(refused.value.fields) == {
        "matters.custom.quorum",
        "matters.agenda.base",
        "deadlines.papers.days",
    }
    assert render(refused.value.refusal.reason, "en").endswith("Places to correct: 3")


@pytest.mark.parametrize("value", [None, [], "profile", 7, {}])
def test_what_is_no_profile_is_refused(value):
    with pytest.raises(Invalid):
        from_json(value)


def test_an_edited_copy_is_accepted():
    copy = changed("matters.custom.threshold", [2, 3])
    copy["matters"]["canteen"] = GOOD["matters"]["custom"] | {"key": "canteen", "zh": "食堂承包", "en": ""}
    profile = from_json(copy)
    assert profile.matters["custom"].threshold == Fraction(2, 3)
    assert render(profile.matters["canteen"].name, "en") == "食堂承包"


def test_a_sealed_matter_is_read_as_strictly():
    value = matter_to_json(builtin()["national"].matters["custom"])
    with pytest.raises(Invalid) as refused:
        matter_from_json(value | {"base": "votes"})
    assert list(refused.value.fields) == ["base"]
    with pytest.raises(Invalid):
        matter_from_json(value | {"threshold": [1, 1], "strict": True})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def outcome(read, value):
    """What reading made of it: a fact, or the fields complained of."""
    try:
        return read(value)
    except Invalid as refused:
        return refused.fields


@given(st.sampled_from(sorted(GOOD)), JSON)
def test_anything_at_all_is_accepted_or_refused_with_reasons(field, value):
    found = outcome(from_json, GOOD | {field: value})
    assert found
    assert isinstance(found, dict) or from_json(to_json(found)) == found


@given(st.sampled_from(sorted(GOOD["matters"]["custom"])), JSON)
def test_any_field_of_a_matter_is_accepted_or_refused_with_reasons(field, value):
    found = outcome(matter_from_json, GOOD["matters"]["custom"] | {field: value})
    assert found
    assert isinstance(found, dict) or matter_from_json(matter_to_json(found)) == found

"""Editing a copy: what may be typed, what is refused and where, and what was made easier than the law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.bylaws import editing
from congress.bylaws.differences import differences, eased
from congress.bylaws.outline import entry_at, outline
from congress.bylaws.profile import builtin, copy_of, from_json, to_json
from congress.bylaws.terms import Base, Confidence, Form
from congress.errors import Invalid, Missing
from congress.i18n import render

SHANGHAI = builtin()["shanghai"]
COPY = copy_of(SHANGHAI, "own_1", "本厂细则")
CONTRACT = "matters.collective_contract"
PATHS = {
    name: [e.path for e in (*o.matters, *o.people, *o.times)]
    for name, o in ((n, outline(p)) for n, p in builtin().items())
}


def edited(part: str, note: str = "细则第三条", **typed):
    values = editing.values(COPY, part)
    values |= {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return editing.edit(COPY, part, values, note)


@pytest.mark.parametrize("name", list(builtin()))
def test_every_rule_of_every_profile_can_be_opened_and_saved_unchanged(name):
    profile = builtin()[name]
    for part in PATHS[name]:
        assert editing.edit(profile, part, editing.values(profile, part), "") == profile
        assert entry_at(profile, part).path == part


@pytest.mark.parametrize(
    ("part", "typed", "look", "value"),
    [
        (CONTRACT, {"threshold": "2/3"}, lambda p: p.matters["collective_contract"].threshold, 2 / 3),
        (CONTRACT, {"threshold": "66.67%"}, lambda p: p.matters["collective_contract"].threshold, 0.6667),
        (CONTRACT, {"threshold": ""}, lambda p: p.matters["collective_contract"].threshold, None),
        (CONTRACT, {"base": "present"}, lambda p: p.matters["collective_contract"].base, Base.PRESENT),
        (
            CONTRACT,
            {"forms": ["hand", "secret"]},
            lambda p: p.matters["collective_contract"].forms,
            (Form.SECRET, Form.HAND),
        ),
        (CONTRACT, {"itemised": []}, lambda p: p.matters["collective_contract"].itemised, False),
        ("limits.0", {"share": "25%"}, lambda p: p.limits[0].share, 0.25),
        ("deadlines.papers", {"days": "10"}, lambda p: p.deadlines["papers"].days, 10),
        ("motions", {"seconders": "3"}, lambda p: p.motions.seconders, 3),
        ("extraordinary", {"extraordinary": "1/4"}, lambda p: p.extraordinary, 0.25),
        ("congress_from", {"congress_from": "50"}, lambda p: p.congress_from, 50),
        ("presidium.0", {"most": ""}, lambda p: p.presidium[0].most, None),
        ("delegates.0", {"low": "５％"}, lambda p: p.delegates[0].low, 0.05),
    ],
)
def test_what_may_be_typed(part, typed, look, value):
    found = look(edited(part, **typed))
    assert found == value if not isinstance(value, float) else abs(float(found) - value) < 1e-9


@pytest.mark.parametrize(
    ("part", "typed", "field"),
    [
        (CONTRACT, {"quorum": "4/3"}, "quorum"),
        (CONTRACT, {"quorum": "1/0"}, "quorum"),
        (CONTRACT, {"quorum": "120%"}, "quorum"),
        (CONTRACT, {"quorum": ""}, "quorum"),
        (CONTRACT, {"quorum": "0.5"}, "quorum"),
        (CONTRACT, {"quorum": "<b>"}, "quorum"),
        (CONTRACT, {"threshold": "0"}, "threshold"),
        (CONTRACT, {"threshold": "1", "strict": "1"}, "threshold"),
        (CONTRACT, {"base": "everybody"}, "base"),
        (CONTRACT, {"forms": []}, "forms"),
        ("deadlines.papers", {"days": "-1"}, "days"),
        ("deadlines.papers", {"days": "99999999"}, "days"),
        ("limits.0", {"share": ""}, "share"),
        ("limits.0", {"measure": "most", "share": ""}, "share"),
        ("delegates.0", {"per": "0"}, "per"),
        ("motions", {"seconders": "two"}, "seconders"),
        ("motions", {"seconders": "3", "note": "x"}, None),
    ],
)
def test_what_is_refused_names_its_field(part, typed, field):
    if field is None:
        assert edited(part, **typed)
        return
    with pytest.raises(Invalid) as refused:
        edited(part, **typed)
    assert set(refused.value.fields) == {field}


def test_every_bad_field_at_once():
    with pytest.raises(Invalid) as refused:
        edited(CONTRACT, quorum="x", threshold="y", base="z")
    assert set(refused.value.fields) == {"quorum", "threshold", "base"}


def test_a_changed_value_says_what_it_rests_on():
    with pytest.raises(Invalid) as refused:
        edited(CONTRACT, note="  ", quorum="3/4")
    assert set(refused.value.fields) == {"note"}
    with pytest.raises(Invalid):
        edited(CONTRACT, note="字" * 201, quorum="3/4")
    source = edited(CONTRACT, quorum="3/4").matters["collective_contract"].quorum_sources[0]
    assert (source.text, source.confidence) == ("本单位规定：细则第三条", Confidence.SEEN)
    assert render(source.cite, "en") == "Rules of this enterprise: 细则第三条"


def test_only_the_changed_values_change_their_source():
    before, after = (
        COPY.matters["collective_contract"],
        edited(CONTRACT, quorum="3/4").matters["collective_contract"],
    )
    assert after.quorum_sources != before.quorum_sources
    assert (after.threshold_sources, after.form_sources, after.itemised_sources) == (
        before.threshold_sources,
        before.form_sources,
        before.itemised_sources,
    )


@pytest.mark.parametrize(
    "part",
    [
        "matters.nothing",
        "matters",
        "limits.99",
        "limits.-1",
        "limits.x",
        "zh",
        "",
        "sources.0",
        "motions.x",
        "matters.collective_contract.quorum",
    ],
)
def test_what_there_is_not_is_missing(part):
    with pytest.raises(Missing):
        editing.values(COPY, part)


def test_editing_leaves_the_original_alone():
    before = to_json(COPY)
    edited(CONTRACT, quorum="3/4")
    assert to_json(COPY) == before


@given(st.integers(0, 9999), st.integers(1, 9999))
def test_shares_as_fractions(part, whole):
    if part > whole:
        with pytest.raises(ValueError, match="不能大于全部"):
            editing.share(f"{part}/{whole}")
    else:
        found = editing.share(f"{part}／{whole}")
        assert found[0] * whole == part * found[1]


@given(st.text(max_size=12))
def test_any_text_is_a_share_or_refused(words):
    try:
        part, whole = editing.share(words)
    except ValueError:
        return
    assert 0 <= part <= whole > 0


# --- against the law -----------------------------------------------------------------------------------------------


def test_an_untouched_copy_differs_in_nothing():
    assert differences(COPY, SHANGHAI) == ()
    assert eased(COPY, SHANGHAI) == ()


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        (CONTRACT, {"quorum": "1/2"}),
        (CONTRACT, {"threshold": "2/5"}),
        (CONTRACT, {"threshold": ""}),
        (CONTRACT, {"base": "present"}),
        (CONTRACT, {"forms": ["secret", "named"]}),
        (CONTRACT, {"itemised": []}),
        ("deadlines.papers", {"days": "3"}),
        ("deadlines.contract_file", {"days": "60"}),
        ("limits.0", {"share": "40%"}),
        ("limits.0", {"soft": "1"}),
    ],
)
def test_what_is_made_easier_is_pointed_out_with_the_article(part, typed):
    changed = edited(part, **typed)
    assert differences(changed, SHANGHAI)
    findings = eased(changed, SHANGHAI)
    assert len(findings) == 1
    assert findings[0].source.confidence is Confidence.SEEN
    assert not findings[0].blocks


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        (CONTRACT, {"quorum": "3/4"}),
        (CONTRACT, {"threshold": "2/3"}),
        (CONTRACT, {"strict": "1"}),
        ("deadlines.papers", {"days": "10"}),
        ("limits.0", {"share": "10%"}),
    ],
)
def test_what_is_made_stricter_is_only_told(part, typed):
    changed = edited(part, **typed)
    assert len(differences(changed, SHANGHAI)) == 1
    assert eased(changed, SHANGHAI) == ()


def test_an_edited_copy_is_read_back_the_same():
    changed = edited(CONTRACT, quorum="3/4", forms=["named"])
    assert from_json(to_json(changed)) == changed

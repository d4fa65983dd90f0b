"""Rule profiles of one's own: copied, edited rule by rule, put in force, never under an open vote."""

import pytest
from cast import Cast
from voting import opened

from congress.bylaws import editing
from congress.bylaws.profile import builtin, from_json, to_json
from congress.database import Database
from congress.errors import Invalid, Missing, Refused
from congress.polls import service as polls
from congress.polls.service import quiet
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.sittings.service.founding import digest
from congress.sittings.store import Term

CONTRACT = "matters.collective_contract"


@pytest.fixture
def by(cast: Cast) -> int:
    return cast["olga"].person_id


@pytest.fixture
def copy(database: Database, by: int):
    return database.write(
        lambda s: roster.copy_profile(s, name="shanghai", zh="本厂细则", en="Our rules", by=by)
    )


def test_a_copy_is_its_original_under_another_name(copy):
    assert (copy.id, copy.zh, copy.copied_from) == ("own_1", "本厂细则", "shanghai")
    assert copy.matters == builtin()["shanghai"].matters


def test_a_copy_of_a_copy_remembers_the_law(database, by, copy):
    second = database.write(lambda s: roster.copy_profile(s, name=copy.id, zh="细则二", en="", by=by))
    assert (second.id, second.copied_from) == ("own_2", "shanghai")


def test_two_copies_have_two_names(database, by, copy):
    with pytest.raises(Invalid) as refused:
        database.write(lambda s: roster.copy_profile(s, name="henan", zh="本厂细则", en="", by=by))
    assert "zh" in refused.value.fields


def edit(database, by, copy, part, note="实施细则第三条", **typed):
    def job(s):
        values = editing.values(roster.profile_named(s, copy.id), part)
        values |= {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        return roster.edit_rule(s, name=copy.id, part=part, typed=values, note=note, by=by)

    return database.write(job)


def test_an_edited_value_is_sourced_to_the_enterprise_and_the_others_keep_theirs(database, by, copy, ask):
    edit(database, by, copy, CONTRACT, quorum="3/4")
    matter = ask(roster.profile_named, copy.id).matters["collective_contract"]
    assert matter.quorum.numerator == 3
    assert [s.text for s in matter.quorum_sources] == ["本单位规定：实施细则第三条"]
    assert matter.form_sources == builtin()["shanghai"].matters["collective_contract"].form_sources


def test_two_people_edit_different_rules_and_neither_is_lost(database, by, copy, ask):
    edit(database, by, copy, CONTRACT, quorum="3/4")
    edit(database, by, copy, "deadlines.papers", days="10")
    found = ask(roster.profile_named, copy.id)
    assert found.deadlines["papers"].days == 10
    assert found.matters["collective_contract"].quorum.numerator == 3


@pytest.mark.parametrize(
    "name", ["shanghai", "own_9", "own_x", "own_", "own_99999999999999999999999", "../x", ""]
)
def test_only_copies_can_be_edited(database, by, name):
    with pytest.raises(Missing):
        database.write(lambda s: roster.edit_rule(s, name=name, part="motions", typed={}, note="x", by=by))


def test_a_copy_may_be_thrown_away_and_what_is_in_force_stays(database, cast, by, copy, ask):
    database.write(lambda s: quiet.adopt_profile(s, sitting_id=cast.sitting_id, profile=copy, by=by))
    database.write(lambda s: roster.remove_profile(s, name=copy.id))
    assert ask(roster.own_profiles) == []
    assert ask(polls.profile, cast.sitting_id) == copy


def test_a_profile_is_put_in_force_once_and_recorded_with_its_hash(database, cast, by, copy, acts, ask):
    for _ in range(2):
        database.write(lambda s: quiet.adopt_profile(s, sitting_id=cast.sitting_id, profile=copy, by=by))
    assert ask(lambda s: from_json(s.get(Term, cast.term_id).profile)) == copy
    assert [a.facts for a in acts(Kind.PROFILE_CHOSEN)] == [
        {
            "copied_from": "shanghai",
            "name": "本厂细则",
            "profile": "own_1",
            "sha256": digest(copy),
            "term": cast.term_id,
        }
    ]


def test_the_hash_is_of_every_rule(copy):
    changed = editing.edit(copy, "deadlines.papers", {"days": ["10"], "working": []}, "x")
    assert digest(changed) != digest(copy)
    assert digest(from_json(to_json(copy))) == digest(copy)


def test_not_under_an_open_vote_and_a_sealed_vote_keeps_its_rule(database, cast, by, copy, ask, acts):
    poll_id = opened(database, cast)
    sealed = ask(polls.poll, poll_id).rule
    with pytest.raises(Refused):
        database.write(lambda s: quiet.adopt_profile(s, sitting_id=cast.sitting_id, profile=copy, by=by))
    assert acts(Kind.PROFILE_CHOSEN) == []
    database.write(lambda s: polls.close(s, poll_id=poll_id, by=by))
    database.write(lambda s: quiet.adopt_profile(s, sitting_id=cast.sitting_id, profile=copy, by=by))
    assert ask(polls.poll, poll_id).rule == sealed
    assert ask(polls.profile, cast.sitting_id).id == copy.id


def test_mandates_wait_for_an_open_vote_too(database, cast, by, ask):
    opened(database, cast)
    with pytest.raises(Refused):
        database.write(
            lambda s: quiet.when_quiet(s, cast.sitting_id, lambda: pytest.fail("done all the same"))
        )
    assert ask(quiet.may_change_ground, cast.sitting_id).reason.values == (("n", 1),)

"""Mandates and offices: given, changed, ended; history stays, and nothing is done twice."""

import pytest
from cast import Cast
from sqlmodel import select

from congress.database import Database
from congress.errors import Invalid, Missing, Refused
from congress.identity import service as identity
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import DelegateKind, OfficeKind
from congress.roster.service.offices import held
from congress.roster.service.seats import seat_of
from congress.roster.store import Delegation


@pytest.fixture
def act(database: Database, cast: Cast):
    """A verb of the roster, done by Olga in this term."""

    def do(verb, name, **more):
        return database.write(
            lambda s: verb(
                s, term_id=cast.term_id, person_id=cast[name].person_id, by=cast["olga"].person_id, **more
            )
        )

    return do


def test_a_seat_is_given_and_recorded(act, cast, acts, ask):
    act(roster.seat, "dan", kind=DelegateKind.VOTING, delegation_id=cast.delegations["second"])
    seat = ask(roster.mandate, cast.term_id, person_id=cast["dan"].person_id)
    assert (seat.kind, seat.delegation_id) == (DelegateKind.VOTING, cast.delegations["second"])
    entry = acts(Kind.DELEGATE_CHANGED)[-1]
    assert entry.actor == cast["olga"].person_id
    assert entry.facts == {
        "change": "seated",
        "delegate": seat.delegate_id,
        "delegation": cast.delegations["second"],
        "kind": "voting",
        "person": cast["dan"].person_id,
        "term": cast.term_id,
        "why": "",
    }


def test_the_same_seat_again_changes_nothing(act, cast, acts):
    for _ in range(2):
        act(roster.seat, "dan", kind=DelegateKind.INVITED, delegation_id=None)
    assert len(acts(Kind.DELEGATE_CHANGED)) == 1


def test_a_delegation_of_nowhere_is_missing(act):
    with pytest.raises(Missing):
        act(roster.seat, "dan", kind=DelegateKind.VOTING, delegation_id=999)


def test_who_has_left_cannot_be_seated(act, database, cast):
    database.write(
        lambda s: roster.depart(s, person_id=cast["dan"].person_id, by=cast["olga"].person_id, why="调离")
    )
    with pytest.raises(Refused):
        act(roster.seat, "dan", kind=DelegateKind.VOTING, delegation_id=None)


def test_an_ended_mandate_keeps_its_history_and_shuts_every_way_in(act, cast, acts, ask, database):
    bob = cast["bob"].person_id
    token = database.write(lambda s: identity.invite(s, person_id=bob, by=cast["olga"].person_id))
    cookie = database.write(lambda s: identity.begin(s, person_id=bob, device="phone")).token
    act(roster.end_seat, "bob", why="调离")
    ended = ask(seat_of, cast.term_id, bob)
    assert (ended.end_reason, ended.kind) == ("调离", DelegateKind.VOTING)
    assert ended.ended_at
    assert ask(roster.mandate, cast.term_id, person_id=bob) is None
    assert all(key.revoked_at and key.revoked_why == "调离" for key in ask(identity.keys, bob))
    assert ask(identity.signed_in, cookie) is None
    with pytest.raises(Refused):
        database.write(lambda s: identity.enter(s, token=token, device="phone"))
    kinds = [entry.kind for entry in acts(Kind.DELEGATE_CHANGED, Kind.INVITATION_REVOKED, Kind.KEY_REVOKED)]
    assert kinds == [Kind.DELEGATE_CHANGED, Kind.INVITATION_REVOKED, Kind.KEY_REVOKED]


def test_ending_twice_is_one_end(act, acts):
    for _ in range(2):
        act(roster.end_seat, "bob", why="调离")
    assert len(acts(Kind.DELEGATE_CHANGED)) == 1


def test_who_never_sat_cannot_be_unseated(act):
    with pytest.raises(Missing):
        act(roster.end_seat, "dan", why="x")


def test_bound_offices_and_the_head_go_with_the_mandate(act, cast, ask, database):
    act(roster.end_seat, "alice", why="任期届满")
    assert ask(held, cast["alice"].person_id) == []
    assert ask(lambda s: s.get(Delegation, cast.delegations["first"]).head_id) is None


def test_who_holds_another_office_still_comes_in(act, cast, ask):
    act(roster.end_seat, "sam", why="调离")
    assert [office.kind for office in ask(held, cast["sam"].person_id)] == [OfficeKind.TELLER]
    assert ask(identity.keys, cast["sam"].person_id)[0].revoked_at is None


def test_losing_the_vote_loses_the_bound_offices(act, cast, ask):
    act(roster.seat, "ruth", kind=DelegateKind.NONVOTING, delegation_id=cast.delegations["second"])
    assert ask(held, cast["ruth"].person_id) == []


def test_a_head_who_moves_heads_no_more(act, cast, ask):
    act(roster.seat, "alice", kind=DelegateKind.VOTING, delegation_id=cast.delegations["second"])
    assert ask(lambda s: s.get(Delegation, cast.delegations["first"]).head_id) is None
    assert ask(lambda s: s.get(Delegation, cast.delegations["second"]).head_id) is None


def test_a_mandate_may_begin_again(act, cast, acts, ask):
    act(roster.end_seat, "bob", why="调离")
    act(roster.seat, "bob", kind=DelegateKind.VOTING, delegation_id=None)
    seat = ask(seat_of, cast.term_id, cast["bob"].person_id)
    assert (seat.ended_at, seat.end_reason) == (None, "")
    assert [entry.facts["change"] for entry in acts(Kind.DELEGATE_CHANGED)] == ["ended", "seated"]


# --- offices -------------------------------------------------------------------------------------------------------


def test_an_office_is_given_once_and_taken_once(act, cast, acts, database):
    office = act(roster.appoint, "bob", kind=OfficeKind.SCRUTINEER, unit_id=None)
    assert act(roster.appoint, "bob", kind=OfficeKind.SCRUTINEER, unit_id=None).id == office.id
    for _ in range(2):
        database.write(lambda s: roster.dismiss(s, office_id=office.id, by=cast["olga"].person_id))
    changes = [entry.facts["change"] for entry in acts(Kind.OFFICE_CHANGED)]
    assert changes == ["given", "ended"]


def test_an_office_may_be_given_again_without_a_second_row(act, cast, ask, database):
    first = act(roster.appoint, "bob", kind=OfficeKind.TELLER, unit_id=None)
    database.write(lambda s: roster.dismiss(s, office_id=first.id, by=cast["olga"].person_id))
    assert act(roster.appoint, "bob", kind=OfficeKind.TELLER, unit_id=None).id == first.id


@pytest.mark.parametrize("name", ["ned", "dan"])
def test_the_presidium_is_of_voting_delegates(act, name):
    with pytest.raises(Refused):
        act(roster.appoint, name, kind=OfficeKind.PRESIDIUM, unit_id=None)


def test_a_department_head_needs_a_department_which_then_handles(act, cast, ask):
    with pytest.raises(Exception, match="请选择承办部门"):
        act(roster.appoint, "dan", kind=OfficeKind.DEPARTMENT_HEAD, unit_id=None)
    act(roster.appoint, "dan", kind=OfficeKind.DEPARTMENT_HEAD, unit_id=cast.units["foundry"])
    assert ask(roster.viewer, cast["dan"].person_id).handles_unit_ids == {cast.units["foundry"]}
    assert cast.units["foundry"] in {unit.id for unit in ask(roster.handling_units)}


def test_a_unit_is_noted_only_where_it_means_something(act, cast):
    assert act(roster.appoint, "dan", kind=OfficeKind.TELLER, unit_id=cast.units["foundry"]).unit_id is None


def test_the_last_organiser_stays(act, cast, ask, database):
    office = next(h for h in ask(roster.officers, cast.term_id) if h.kind is OfficeKind.SECRETARIAT)
    with pytest.raises(Refused):
        database.write(lambda s: roster.dismiss(s, office_id=office.office_id, by=cast["olga"].person_id))
    act(roster.appoint, "dan", kind=OfficeKind.SECRETARIAT, unit_id=None)
    database.write(lambda s: roster.dismiss(s, office_id=office.office_id, by=cast["olga"].person_id))
    assert not ask(roster.viewer, cast["olga"].person_id).organises


def test_who_needs_no_account_any_more_has_none(act, cast, ask, acts, database):
    sam = cast["sam"].person_id
    database.write(lambda s: identity.open_account(s, person_id=sam, login="sam", password="correct horse"))
    office = next(h for h in ask(roster.officers, cast.term_id) if h.kind is OfficeKind.TELLER)
    database.write(lambda s: roster.dismiss(s, office_id=office.office_id, by=cast["olga"].person_id))
    with pytest.raises(Invalid):
        ask(identity.check_password, login="sam", password="correct horse")
    assert acts(Kind.ACCOUNT_CHANGED)[0].facts["change"] == "disabled"


def test_holders_are_listed_with_their_names(cast, ask):
    found = {(h.kind.value, h.name) for h in ask(roster.officers, cast.term_id)}
    assert ("executive_chair", "安丽华") in found
    assert len(found) == 8


def test_a_strange_office_is_missing(database, cast):
    with pytest.raises(Missing):
        database.write(lambda s: roster.dismiss(s, office_id=999, by=cast["olga"].person_id))


def test_every_delegation_keeps_at_most_one_head(cast, ask):
    heads = ask(lambda s: s.exec(select(Delegation.head_id)).all())
    assert len([head for head in heads if head]) == 1

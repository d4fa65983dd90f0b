"""A secret vote by phone from the tellers' ceremony to the result, and what is refused on the way."""

import json

import pytest
from cast import Cast
from crypto.belenios.secretvote import faults
from sealed import Secret
from voting import opened

from congress.bylaws.terms import Form
from congress.database import Database
from congress.demo.devices import Teller, Voter
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.polls import service as polls
from congress.polls.rules import PollStage, Way
from congress.record import service as record
from congress.secrecy import service as secrecy
from congress.secrecy.rules import Step
from congress.secrecy.store import SecretBallot


@pytest.fixture
def vote(database: Database, cast: Cast) -> Secret:
    """Everybody but Kate has a voting key; nothing else has happened."""
    made = Secret(database, cast)
    for member in cast.members:
        if cast[member].delegate_id and member not in ("kate", "ned"):
            made.register(member)
    return made


@pytest.fixture
def open_vote(vote: Secret) -> Secret:
    """The tellers have their key, and a vote is open."""
    vote.hold_ceremony()
    vote.open()
    return vote


def read(vote: Secret) -> polls.Poll:
    with vote.database.read() as session:
        return polls.poll(session, vote.poll_id)


# --- the whole way -----------------------------------------------------------------------------------------------


def test_from_ceremony_to_result(open_vote: Secret) -> None:
    vote = open_vote
    for name, choice in (("alice", "for"), ("bob", "for"), ("carol", "against"), ("frank", "abstain")):
        vote.throw(name, choice)
    vote.throw("bob", "against")
    assert vote.seal().stage is PollStage.COUNTING
    assert vote.turn("ruth").stage is PollStage.COUNTING
    with vote.database.read() as session:
        assert secrecy.numbers_of(secrecy.box(session, vote.poll_id)) is None, "one key alone opens nothing"
    found = vote.turn("alice")
    assert found.stage is PollStage.CLOSED
    counts = [found.counts[n] for n in ("expected", "present", "issued", "returned", "valid", "invalid")]
    assert counts == [12, 12, 11, 4, 4, 0]
    assert [found.counts[n] for n in ("favour", "against", "abstain")] == [1, 2, 1]
    assert found.passed is False
    assert faults(vote.archive()) == set()


def test_an_empty_box_is_opened_too(open_vote: Secret) -> None:
    open_vote.seal()
    open_vote.turn("sam")
    found = open_vote.turn("ruth")
    assert [found.counts[n] for n in ("returned", "favour", "against", "abstain")] == [0, 0, 0, 0]
    assert faults(open_vote.archive()) == set()


def test_nothing_stored_names_voter_and_choice(open_vote: Secret) -> None:
    """The box has no person and no time; the roll that is published has no names."""
    open_vote.throw("alice", "against")
    with open_vote.database.read() as session:
        box = secrecy.box(session, open_vote.poll_id)
        columns = set(SecretBallot.model_fields)
    assert columns == {"id", "poll_id", "credential", "tracker", "event", "body"}
    roll = json.loads(box.roll)
    assert roll == sorted(roll), "in no order that says who came when"
    assert len(roll) == 11


# --- casting -----------------------------------------------------------------------------------------------------


def test_where_a_ballot_is_final_a_second_is_refused(vote: Secret) -> None:
    vote.hold_ceremony()
    vote.open(may_change=False)
    vote.throw("alice", "for")
    with pytest.raises(Refused, match="不能更改"):
        vote.throw("alice", "against")


def test_without_a_box_nothing_is_cast(open_vote: Secret) -> None:
    checked = secrecy.check(open_vote.election, open_vote.ballot("alice", "for"))
    with pytest.raises(Missing, match="没有这项表决"):
        open_vote.database.write(
            lambda s: secrecy.cast(
                s,
                poll_id=999,
                person_id=open_vote.person("alice"),
                checked=checked,
                follows="",
                may_change=True,
            )
        )


def test_a_paper_vote_has_no_box_to_put_it_in(open_vote: Secret, cast: Cast) -> None:
    vote = open_vote
    checked = secrecy.check(vote.election, vote.ballot("alice", "for"))
    vote.seal()
    vote.turn("ruth")
    vote.turn("sam")
    on_paper = opened(vote.database, cast, form=Form.SECRET, matter="collective_contract")
    with pytest.raises(Refused, match="不在手机上表决"):
        vote.database.write(
            lambda s: polls.cast_secret(
                s, poll_id=on_paper, person_id=vote.person("alice"), checked=checked, follows=""
            )
        )


# --- opening -----------------------------------------------------------------------------------------------------


def test_without_a_key_there_is_no_vote(vote: Secret) -> None:
    with pytest.raises(Refused, match="还没有计票密钥"):
        vote.open()


def test_who_has_no_voting_key_is_named_before(vote: Secret, cast: Cast) -> None:
    vote.hold_ceremony()
    poll_id = vote.open()
    with vote.database.read() as session:
        assert polls.preflight(session, poll_id).keyless == ()  # open already: asked of drafts only
    vote.database.write(
        lambda s: polls.void(s, poll_id=poll_id, by=cast["olga"].person_id, why="重来", way=Way.SECRET)
    )
    with vote.database.read() as session:
        [draft] = [p for p in polls.of_sitting(session, cast.sitting_id) if p.stage is PollStage.DRAFT]
        assert draft.way is Way.SECRET
        assert polls.preflight(session, draft.id).keyless == (cast["kate"].person_id,)


# --- turning keys ------------------------------------------------------------------------------------------------


def test_a_key_turns_once_and_only_on_a_sealed_box(open_vote: Secret) -> None:
    open_vote.throw("alice")
    early = open_vote.share("ruth")
    with pytest.raises(Refused, match="还没有封好"):
        open_vote.turn("ruth", early)
    open_vote.seal()
    body = open_vote.share("ruth")
    open_vote.turn("ruth", body)
    assert open_vote.turn("ruth", body).stage is PollStage.COUNTING, "the same again is harmless"
    with pytest.raises(Conflict):
        open_vote.turn("ruth")  # other randomness, another text
    with pytest.raises(Refused, match="不保管"):
        open_vote.turn("bob", body)


def test_enough_is_enough(open_vote: Secret) -> None:
    open_vote.throw("alice")
    open_vote.seal()
    third = open_vote.share("alice")
    open_vote.turn("ruth")
    open_vote.turn("sam")
    with pytest.raises(Refused, match="已经打开"):
        open_vote.turn("alice", third)


def test_a_void_box_stays_shut(open_vote: Secret, cast: Cast) -> None:
    open_vote.throw("alice")
    open_vote.seal()
    body = open_vote.share("ruth")
    by = cast["olga"].person_id
    open_vote.database.write(lambda s: polls.void(s, poll_id=open_vote.poll_id, by=by, why="计票人失联"))
    with pytest.raises(Refused):
        open_vote.turn("ruth", body)
    open_vote.call()  # and a new key may be made


# --- voting keys -------------------------------------------------------------------------------------------------


def test_a_new_phone_replaces_the_key(vote: Secret, cast: Cast) -> None:
    before = vote.voters["alice"]
    vote.register("alice", before)  # twice: the same
    vote.register("alice")
    with vote.database.read() as session:
        assert secrecy.key_of(session, cast["alice"].person_id).public == vote.voters["alice"].public
    with pytest.raises(Conflict):
        vote.register("alice", before)
    with pytest.raises(Conflict):
        vote.register("bob", vote.voters["alice"])


def test_the_record_does_not_tell_whose_key_is_whose(vote: Secret) -> None:
    with vote.database.read() as session:
        text = "".join(record.bodies(session, 10**6))
    for voter in vote.voters.values():
        assert voter.public not in text
        assert voter.blind not in text
        assert voter.commitment in text


@pytest.mark.parametrize("public", ["", "00" * 31 + "01", "ff" * 32, "zz" * 32])
def test_what_is_no_key_is_refused(vote: Secret, public: str) -> None:
    class Odd(Voter):
        public = ""

    odd = Odd()
    odd.__class__.public = public
    with pytest.raises(Invalid):
        vote.register("kate", odd)


# --- the ceremony ------------------------------------------------------------------------------------------------


def test_who_is_awaited_is_shown(vote: Secret, cast: Cast) -> None:
    vote.call()
    assert (vote.table().step, len(vote.table().awaited)) == (Step.CERTIFY, 3)
    vote.post("sam", *vote.step("sam"))
    assert vote.table().awaited == [cast["ruth"].person_id, cast["alice"].person_id]
    for name in ("ruth", "alice"):
        vote.post(name, *vote.step(name))
    assert (vote.table().step, len(vote.table().awaited)) == (Step.DEAL, 3)


def test_a_step_twice_is_harmless_and_another_instead_is_refused(vote: Secret) -> None:
    vote.call()
    step, body = vote.step("ruth")
    vote.post("ruth", step, body)
    vote.post("ruth", step, body)
    vote.tellers["ruth"] = Teller()
    with pytest.raises(Conflict, match="另一台设备"):
        vote.post("ruth", *vote.step("ruth"))


def test_steps_come_in_order_and_from_tellers(vote: Secret) -> None:
    vote.call()
    step, body = vote.step("ruth")
    with pytest.raises(Conflict, match="还没有进行到"):
        vote.post("ruth", Step.DEAL, body)
    with pytest.raises(Refused, match="不需要您参加"):
        vote.post("bob", step, body)
    with pytest.raises(Refused, match="不一致"):
        vote.post("ruth", step, body, body="0" * 64)
    for odd in ("", "{}", "[]", "null", body[:-1], body.replace('\\"size\\":3', '\\"size\\":2')):
        with pytest.raises(Refused):
            vote.post("ruth", step, odd)
    assert len(vote.table().awaited) == 3


def test_called_again_it_begins_anew_unless_a_box_waits(open_vote: Secret) -> None:
    with pytest.raises(Refused, match="不能更换密钥"):
        open_vote.call()
    open_vote.seal()
    with pytest.raises(Refused, match="不能更换密钥"):
        open_vote.call()
    open_vote.turn("ruth")
    open_vote.turn("sam")
    before = open_vote.ceremony_id
    open_vote.call()
    assert open_vote.ceremony_id != before
    now = open_vote.ceremony_id
    open_vote.call()
    assert open_vote.ceremony_id == now, "called twice without a step between: one call"


@pytest.mark.parametrize(("threshold", "size"), [(1, 3), (4, 3), (0, 3), (1, 1), (2, 1), (0, 0)])
def test_one_alone_never_holds_the_key(vote: Secret, threshold: int, size: int) -> None:
    with pytest.raises(Refused):
        vote.call(threshold, ("ruth", "sam", "alice")[:size])

"""A named vote from draft to result, and everything that must not get into the box."""

import secrets

import pytest
from cast import SITE, Cast, register_device
from sqlmodel import Session, select
from voting import TEXT, ballot, check_in, close, drafted, opened, throw

from congress.bylaws.terms import Form
from congress.crypto.signatures import Signer, encode
from congress.database import Database
from congress.errors import CongressError, Refused
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.polls import service as polls
from congress.polls.rules import PollStage, Way
from congress.polls.service import Draft
from congress.polls.store import Ballot
from congress.record.entries import Kind, read
from congress.record.store import Entry


def in_the_box(database: Database) -> int:
    with database.read() as session:
        return len(session.exec(select(Ballot.seq)).all())


def test_a_vote_is_opened_cast_closed_and_decided(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast, absent=("tina",))
    for name in ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan"):
        throw(database, cast, name, poll_id, "for")
    throw(database, cast, "judy", poll_id, "against")
    throw(database, cast, "kate", poll_id, "abstain")
    poll = close(database, cast, poll_id)
    assert poll.passed is True
    assert poll.counts == {
        "expected": 12, "present": 11, "issued": 11, "returned": 9, "valid": 9, "invalid": 0,
        "favour": 7, "against": 1, "abstain": 1,
    }  # fmt: skip
    again = close(database, cast, poll_id)
    assert again.closed_at == poll.closed_at


def test_exactly_half_of_all_delegates_is_not_enough(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast)
    for name in ("alice", "bob", "carol", "frank", "grace", "heidi"):
        throw(database, cast, name, poll_id, "for")
    poll = close(database, cast, poll_id)
    assert poll.passed is False


def test_the_last_ballot_counts_and_all_are_kept(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast)
    for choice in ("for", "against", "abstain"):
        throw(database, cast, "bob", poll_id, choice)
    poll = close(database, cast, poll_id)
    assert (poll.counts["returned"], poll.counts["abstain"], in_the_box(database)) == (1, 1, 3)


def test_a_late_retry_does_not_undo_a_newer_choice(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast)
    late = ballot(database, cast, "bob", poll_id, "for", at="2026-11-22T02:03:11.000Z")
    newer = ballot(database, cast, "bob", poll_id, "against", at="2026-11-22T02:03:12.000Z")
    kept = throw(database, cast, "bob", poll_id, "against", newer)
    with pytest.raises(Refused, match="晚到"):
        throw(database, cast, "bob", poll_id, "for", late)
    with database.read() as session:
        assert polls.receipt_for(session, poll_id, cast["bob"].person_id) == kept
    assert in_the_box(database) == 1


def test_another_devices_clock_is_not_compared(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast)
    throw(database, cast, "bob", poll_id, "for")
    cast["bob"].signer = Signer.generate()
    database.write(lambda s: register_device(s, cast["bob"]))
    slow = ballot(database, cast, "bob", poll_id, "against", at="2026-01-01T00:00:00.000Z")
    assert throw(database, cast, "bob", poll_id, "against", slow).choice == "against"


def test_a_poll_that_says_so_takes_one_ballot_only(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast, may_change=False)
    assert not throw(database, cast, "bob", poll_id, "for").may_change
    with pytest.raises(Refused, match="不能更改"):
        throw(database, cast, "bob", poll_id, "against")


def test_the_same_ballot_again_is_the_same_receipt(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast, may_change=False)
    signed = ballot(database, cast, "bob", poll_id, "for")
    receipts = {throw(database, cast, "bob", poll_id, "for", signed) for _ in range(3)}
    close(database, cast, poll_id)
    receipts.add(throw(database, cast, "bob", poll_id, "for", signed))
    assert len(receipts) == 1
    assert in_the_box(database) == 1


FORGERIES: dict[str, dict[str, object]] = {
    "for another poll": {"poll": 999},
    "for a changed text": {"text": "0" * 64},
    "for another choice": {"choice": "against"},
    "for another site": {"site": "elsewhere"},
    "of another act": {"act": "second"},
    "with something added": {"note": "x"},
    "with a short nonce": {"nonce": "00"},
    "with an odd time": {"at": "2026-11-22 10:00"},
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_statement_that_says_anything_else_is_refused(database: Database, cast: Cast, name: str) -> None:
    poll_id = opened(database, cast)
    signed = ballot(database, cast, "bob", poll_id, "for", **FORGERIES[name])
    with pytest.raises(Refused):
        throw(database, cast, "bob", poll_id, "for", signed)
    assert in_the_box(database) == 0


def test_signatures_that_do_not_fit_are_refused(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast)
    good = ballot(database, cast, "bob", poll_id, "for")
    stranger = Signer.generate()
    forged = [
        Signed(good.statement, good.key, encode(stranger.sign(good.statement.encode()))),
        Signed(good.statement, stranger.id, encode(stranger.sign(good.statement.encode()))),
        Signed(good.statement, cast["carol"].signer.id, good.signature),
        Signed(good.statement, good.key, ""),
        Signed(good.statement, good.key, encode(secrets.token_bytes(64))),
        Signed(good.statement + " ", good.key, good.signature),
        Signed("", good.key, good.signature),
    ]
    for signed in forged:
        with pytest.raises(Refused):
            throw(database, cast, "bob", poll_id, "for", signed)
    with pytest.raises(Refused):  # carol replays bob's ballot as her own
        throw(database, cast, "carol", poll_id, "for", good)
    assert in_the_box(database) == 0


def test_a_revoked_key_signs_no_more(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast)
    signed = ballot(database, cast, "bob", poll_id, "for")
    key = cast["bob"].signer.id
    database.write(lambda s: identity.revoke_key(s, key_id=key, by=cast["olga"].person_id, why="手机丢失"))
    with pytest.raises(Refused, match="停用"):
        throw(database, cast, "bob", poll_id, "for", signed)


@pytest.mark.parametrize("name", ["ned", "dan", "eve", "olga", "tina"])
def test_without_a_vote_or_not_checked_in_nobody_casts(database: Database, cast: Cast, name: str) -> None:
    poll_id = opened(database, cast, absent=("tina",))
    with pytest.raises(CongressError):
        throw(database, cast, name, poll_id, "for")
    assert in_the_box(database) == 0


def test_after_closing_nothing_more_goes_in(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast)
    late = ballot(database, cast, "bob", poll_id, "for")
    close(database, cast, poll_id)
    with pytest.raises(Refused, match="已经结束"):
        throw(database, cast, "bob", poll_id, "for", late)


def test_without_a_quorum_it_does_not_open(database: Database, cast: Cast) -> None:
    poll_id = drafted(database, cast)
    database.write(lambda s: check_in(s, cast, "alice", "bob", "carol", "frank", "grace", "heidi", "ivan"))
    with pytest.raises(Refused, match="不足应到"):
        database.write(
            lambda s: polls.open_poll(
                s,
                poll_id=poll_id,
                by=cast["olga"].person_id,
                text_sha256=polls.preflight(s, poll_id).text_sha256,
            )
        )


def test_what_must_be_secret_is_not_opened_by_name(database: Database, cast: Cast) -> None:
    with pytest.raises(Refused, match="必须无记名"):
        opened(database, cast, matter="collective_contract")


def test_the_text_that_was_checked_is_the_text_that_is_opened(database: Database, cast: Cast) -> None:
    poll_id = drafted(database, cast)
    database.write(lambda s: check_in(s, cast, *[n for n in cast.members if cast[n].delegate_id]))
    with database.read() as session:
        seen = polls.preflight(session, poll_id).text_sha256
    changed = Draft("关于提案工作办法的决议", TEXT + "另有。", "work_report", Form.NAMED)
    database.write(lambda s: polls.edit(s, poll_id=poll_id, wish=changed))
    with pytest.raises(Refused, match="有改动"):
        database.write(
            lambda s: polls.open_poll(s, poll_id=poll_id, by=cast["olga"].person_id, text_sha256=seen)
        )


def test_one_vote_at_a_time(database: Database, cast: Cast) -> None:
    opened(database, cast)
    second = drafted(database, cast)
    with pytest.raises(Refused, match="正在进行"):
        database.write(
            lambda s: polls.open_poll(
                s,
                poll_id=second,
                by=cast["olga"].person_id,
                text_sha256=polls.preflight(s, second).text_sha256,
            )
        )


def test_a_void_vote_keeps_its_ballots_and_can_be_put_again(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast)
    throw(database, cast, "bob", poll_id, "for")
    by = cast["olga"].person_id

    def void(session: Session) -> polls.Poll:
        return polls.void(session, poll_id=poll_id, by=by, why="网络中断", way=Way.HAND)

    fresh = database.write(void)
    with pytest.raises(Refused, match="作废"):
        throw(database, cast, "carol", poll_id, "for")
    assert database.write(void).id == fresh.id, "said twice, done once"
    assert (fresh.stage, fresh.form, in_the_box(database)) == (PollStage.DRAFT, Form.HAND, 1)


def test_every_act_of_a_vote_is_in_the_record(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast)
    signed = ballot(database, cast, "bob", poll_id, "for")
    receipt = throw(database, cast, "bob", poll_id, "for", signed)
    close(database, cast, poll_id)
    with database.read() as session:
        acts = {e.seq: read(e.body.encode()) for e in session.exec(select(Entry))}
    assert acts[receipt.seq].signed == {
        "key": signed.key, "signature": signed.signature, "statement": signed.statement,
    }  # fmt: skip
    kinds = [act.kind for act in acts.values()]
    assert kinds[-3:] == [Kind.POLL_OPENED, Kind.BALLOT_CAST, Kind.POLL_CLOSED]


def hand_figures(cast: Cast, poll_id: int, **numbers: int) -> tuple[polls.HandFigures, Signed]:
    said = {name: str(value) for name, value in numbers.items()}
    return polls.HandFigures(**numbers), cast["sam"].sign(act="count", poll=poll_id, **said)


def enter(database: Database, cast: Cast, poll_id: int, **numbers: int):
    figures, signed = hand_figures(cast, poll_id, **numbers)
    return database.write(
        lambda s: polls.enter_count(
            s, site=SITE, poll_id=poll_id, by=cast["sam"].person_id, figures=figures, signed=signed
        )
    )


def confirm(database: Database, cast: Cast, poll_id: int, count_id: int, who: str = "ruth"):
    signed = cast[who].sign(act="confirm-count", poll=poll_id, count=count_id)
    return database.write(
        lambda s: polls.confirm_count(
            s, site=SITE, poll_id=poll_id, count_id=count_id, by=cast[who].person_id, signed=signed
        )
    )


def test_raised_hands_are_entered_by_one_teller_and_confirmed_by_another(
    database: Database, cast: Cast
) -> None:
    poll_id = opened(database, cast, form=Form.HAND, matter="agenda")
    count = enter(database, cast, poll_id, favour=10, against=1, abstain=1)
    with pytest.raises(Refused, match="还没有录入并核对"):
        close(database, cast, poll_id)
    with pytest.raises(Refused, match="不能核对自己"):
        confirm(database, cast, poll_id, count.id, who="sam")
    confirm(database, cast, poll_id, count.id)
    poll = close(database, cast, poll_id)
    assert (poll.passed, poll.counts["favour"], poll.counts["issued"]) == (True, 10, 12)


def test_figures_that_cannot_be_are_refused(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast, form=Form.HAND, matter="agenda")
    with pytest.raises(CongressError):
        enter(database, cast, poll_id, favour=13, against=0, abstain=0)


def test_a_secret_matter_is_counted_from_paper(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast, form=Form.SECRET, matter="collective_contract")
    numbers = {"issued": 12, "returned": 11, "invalid": 1, "favour": 8, "against": 1, "abstain": 1}
    count = enter(database, cast, poll_id, **numbers)
    confirm(database, cast, poll_id, count.id)
    poll = close(database, cast, poll_id)
    assert poll.passed is True
    assert (poll.counts["valid"], poll.counts["invalid"]) == (10, 1)


def test_more_paper_back_than_was_issued_is_void(database: Database, cast: Cast) -> None:
    poll_id = opened(database, cast, form=Form.SECRET, matter="collective_contract")
    with pytest.raises(CongressError, match="多于发出"):
        enter(database, cast, poll_id, issued=10, returned=11, invalid=0, favour=11, against=0, abstain=0)

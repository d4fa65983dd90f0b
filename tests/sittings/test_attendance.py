"""Who is here: counted, corrected, checked in by phone."""

import json
from typing import Any

import pytest
from cast import Cast
from sittings.floor import acts, come, prepare, read

from congress.clock import now
from congress.database import Database
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.record.entries import Kind
from congress.roster.store import Delegate
from congress.sittings import service as sittings
from congress.sittings.rules import Presence, SittingStage


def test_only_voting_delegates_with_a_live_mandate_count(database: Database, cast: Cast) -> None:
    come(database, cast, "alice", "bob", "ned")
    tally = read(database, lambda s: sittings.tally(s, cast.sitting_id))
    assert (tally.expected, tally.present, tally.needed, tally.nonvoting) == (12, 2, 8, 1)
    here = read(database, lambda s: sittings.present(s, cast.sitting_id))
    assert here == {cast[name].person_id for name in ("alice", "bob", "ned")}

    def end(session: Any) -> None:
        seat = session.get(Delegate, cast["bob"].delegate_id)
        seat.ended_at = now()
        session.add(seat)

    database.write(end)
    tally = read(database, lambda s: sittings.tally(s, cast.sitting_id))
    assert (tally.expected, tally.present) == (11, 1)
    assert cast["bob"].person_id not in read(database, lambda s: sittings.present(s, cast.sitting_id))


def test_who_leaves_is_not_present_until_they_return(database: Database, cast: Cast) -> None:
    def here() -> bool:
        return bool(
            read(database, lambda s: sittings.is_present(s, cast.sitting_id, cast["bob"].delegate_id))
        )

    assert not here()
    come(database, cast, "bob")
    assert here()
    come(database, cast, "bob", presence=Presence.LEFT)
    assert not here()
    come(database, cast, "bob", presence=Presence.RETURNED)
    assert here()
    facts = acts(database, Kind.ATTENDANCE_NOTED)
    assert [fact["presence"] for fact in facts] == ["arrived", "left", "returned"]
    assert {fact["channel"] for fact in facts} == {"desk"}


def test_saying_the_same_twice_is_one_entry_and_nonsense_is_refused(database: Database, cast: Cast) -> None:
    come(database, cast, "bob", "bob")
    assert len(acts(database, Kind.ATTENDANCE_NOTED)) == 1
    with pytest.raises(Refused):
        come(database, cast, "carol", presence=Presence.LEFT)
    with pytest.raises(Refused):
        come(database, cast, "bob", presence=Presence.RETURNED)
    with pytest.raises(Refused):
        come(database, cast, "bob", presence=Presence.ABSENT)
    prepare(database, cast, SittingStage.OVER)
    with pytest.raises(Refused):
        come(database, cast, "carol")


def test_a_mistake_is_corrected_by_a_new_entry(database: Database, cast: Cast) -> None:
    by, bob = cast["olga"].person_id, cast["bob"].delegate_id or 0
    come(database, cast, "bob")
    first = read(database, lambda s: sittings.last_entry(s, cast.sitting_id, bob))

    def correct(entry: int) -> Any:
        return database.write(lambda s: sittings.correct(s, entry_id=entry, by=by, why="点错了人"))

    fixed = correct(first.id)
    assert (fixed.presence, fixed.corrects_id, fixed.note) == (Presence.ABSENT, first.id, "点错了人")
    assert correct(first.id).id == fixed.id  # the second press
    assert not read(database, lambda s: sittings.is_present(s, cast.sitting_id, bob))
    come(database, cast, "bob")
    come(database, cast, "bob", presence=Presence.LEFT)
    with pytest.raises(Conflict):
        correct(fixed.id)
    left = read(database, lambda s: sittings.last_entry(s, cast.sitting_id, bob))
    assert correct(left.id).presence is Presence.ARRIVED
    history = read(database, lambda s: sittings.entries(s, cast.sitting_id, bob))
    assert [e.presence.value for e in history] == ["arrived", "absent", "arrived", "left", "arrived"]
    assert acts(database, Kind.ATTENDANCE_NOTED)[1]["corrects"] == first.id
    assert acts(database, Kind.ATTENDANCE_NOTED)[1]["why"] == "点错了人"
    with pytest.raises(Missing):
        correct(999)


def test_a_phone_checks_in_with_the_code(database: Database, cast: Cast) -> None:
    by, bob = cast["olga"].person_id, cast["bob"].person_id

    def check_in(code: str, person: int = bob) -> Any:
        return database.write(
            lambda s: sittings.check_in(s, sitting_id=cast.sitting_id, person_id=person, code=code)
        )

    with pytest.raises(Refused, match="还没有开放"):
        check_in("000000")
    opened = database.write(lambda s: sittings.open_check_in(s, sitting_id=cast.sitting_id, by=by))
    code = opened.checkin_code
    assert len(code) == 6
    same = database.write(lambda s: sittings.open_check_in(s, sitting_id=cast.sitting_id, by=by))
    assert same.checkin_code == code
    with pytest.raises(Invalid):
        check_in(f"{(int(code) + 1) % 10**6:06d}")
    entry = check_in(code)
    assert (entry.presence, entry.channel.value, entry.noted_by) == (Presence.ARRIVED, "phone", bob)
    assert check_in("whatever").id == entry.id  # who is here is told since when
    with pytest.raises(Missing):
        check_in(code, cast["dan"].person_id)
    come(database, cast, "bob", presence=Presence.LEFT)
    assert check_in(code).presence is Presence.RETURNED
    assert check_in(code, cast["ned"].person_id).presence is Presence.ARRIVED
    assert read(database, lambda s: sittings.tally(s, cast.sitting_id)).present == 1
    assert code not in json.dumps([acts(database, kind) for kind in Kind])


def test_a_new_code_ends_the_old_one(database: Database, cast: Cast) -> None:
    by = cast["olga"].person_id
    codes = {
        database.write(
            lambda s: sittings.open_check_in(s, sitting_id=cast.sitting_id, by=by, renew=True)
        ).checkin_code
        for _ in range(20)
    }
    assert len(codes) > 1
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(acts(database, Kind.CHECKIN_OPENED)) == 1
    for _ in range(2):
        database.write(lambda s: sittings.close_check_in(s, sitting_id=cast.sitting_id, by=by))
    assert len(acts(database, Kind.CHECKIN_CLOSED)) == 1


def test_the_roll_shows_every_delegate_by_delegation(database: Database, cast: Cast) -> None:
    come(database, cast, "alice", "bob", "ned")
    come(database, cast, "bob", presence=Presence.LEFT)
    first, second = read(database, lambda s: sittings.roll(s, cast.sitting_id))
    assert (first.name, first.head, first.expected, first.present, first.nonvoting) == (
        "第一代表团",
        "安丽华",
        6,
        1,
        1,
    )
    assert (second.expected, second.present, len(second.absent)) == (6, 0, 6)
    assert [line.seat.votes for line in first.lines] == [True] * 6 + [False]
    alice = next(line for line in first.lines if line.seat.name == "安丽华")
    assert (alice.is_here, alice.noted_by, alice.next) == (True, "欧阳兰", Presence.LEFT)
    numbers = read(database, lambda s: sittings.attendance_numbers(s, cast.sitting_id))
    assert numbers[f"present-{first.id}"] == 1
    assert numbers[f"absent-{second.id}"] == 6
    assert {"present": 1, "expected": 12, "needed_quorum": 8, "quorum_met": 0, "nonvoting": 1}.items() <= (
        numbers.items()
    )

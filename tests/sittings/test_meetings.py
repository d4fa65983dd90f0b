"""Opening and closing a sitting, and the next one."""

from typing import Any

import pytest
from cast import Cast
from sittings.floor import acts, add, come, prepare, read

from congress.clock import now
from congress.database import Database
from congress.errors import Invalid, Refused
from congress.record.entries import Kind
from congress.sittings import service as sittings
from congress.sittings.rules import SittingStage
from congress.sittings.store import Sitting


def test_a_sitting_opens_with_its_numbers_on_record_and_closes_for_good(
    database: Database, cast: Cast
) -> None:
    prepare(database, cast)
    item, by = add(database, cast), cast["olga"].person_id
    come(database, cast, "alice", "bob", "carol", "frank", "grace", "heidi", "ivan", "ned")
    with pytest.raises(Refused, match="不足应到"):
        database.write(lambda s: sittings.open_sitting(s, sitting_id=cast.sitting_id, by=by))
    come(database, cast, "judy")
    for _ in range(2):
        opened = database.write(lambda s: sittings.open_sitting(s, sitting_id=cast.sitting_id, by=by))
    assert (opened.stage, opened.opened_expected, opened.opened_present) == (SittingStage.HELD, 12, 8)
    assert acts(database, Kind.SITTING_OPENED) == [
        {
            "agenda": [[item.id, "deliberate", "审议《工会工作报告》"]],
            "expected": 12,
            "needed": 8,
            "nonvoting": 1,
            "present": 8,
            "sitting": cast.sitting_id,
        }
    ]
    database.write(lambda s: sittings.open_check_in(s, sitting_id=cast.sitting_id, by=by))
    with pytest.raises(Refused, match="没有进行"):
        database.write(lambda s: sittings.close_sitting(s, sitting_id=cast.sitting_id, by=by))
    database.write(lambda s: sittings.strike_item(s, item_id=item.id, by=by, why="改期"))
    for _ in range(2):
        closed = database.write(lambda s: sittings.close_sitting(s, sitting_id=cast.sitting_id, by=by))
    assert (closed.stage, closed.checkin_code) == (SittingStage.OVER, "")
    assert len(acts(database, Kind.SITTING_CLOSED)) == len(acts(database, Kind.CHECKIN_CLOSED)) == 1
    with pytest.raises(Refused):
        database.write(lambda s: sittings.open_sitting(s, sitting_id=cast.sitting_id, by=by))


def test_the_next_sitting_follows_the_last_one(database: Database, cast: Cast) -> None:
    def plan(**more: Any) -> Sitting:
        return database.write(
            lambda s: sittings.plan(s, term_id=cast.term_id, opens_at=now(), place="礼堂", **more)
        )

    with pytest.raises(Refused, match="尚未闭会"):
        plan()
    prepare(database, cast, SittingStage.OVER)
    with pytest.raises(Invalid):
        plan(number=2)
    planned = plan()
    assert planned.number == 3
    assert read(database, sittings.current).sitting.id == planned.id
    moved = database.write(
        lambda s: sittings.replan(s, sitting_id=planned.id, opens_at=now(), place="大会堂")
    )
    assert moved.place == "大会堂"

"""The agenda: order, changes before the opening, one item at a time."""

from pathlib import Path
from typing import Any

import pytest
from cast import Cast, found
from hypothesis import given, settings
from hypothesis import strategies as st
from sittings.floor import acts, add, prepare, read

from congress.bylaws.terms import Form, Verb
from congress.clock import now
from congress.database import Database
from congress.errors import Missing, Refused
from congress.polls import service as polls
from congress.polls.service import Draft
from congress.record.entries import Kind
from congress.sittings import service as sittings
from congress.sittings.rules import ItemStage, SittingStage
from congress.sittings.service import Wish


def test_items_stand_in_the_order_they_came(database: Database, cast: Cast) -> None:
    for title in ("一", "二", "三"):
        add(database, cast, title)
    items = read(database, lambda s: sittings.items(s, cast.sitting_id))
    assert [(i.position, i.title) for i in items] == [(1, "一"), (2, "二"), (3, "三")]


def test_what_is_added_after_the_opening_is_recorded(database: Database, cast: Cast) -> None:
    prepare(database, cast)
    add(database, cast)
    assert acts(database, Kind.ITEM_ADDED) == []
    prepare(database, cast, SittingStage.HELD)
    item = add(database, cast, "临时动议", verb=Verb.PASS)
    assert acts(database, Kind.ITEM_ADDED) == [
        {"item": item.id, "motion": None, "sitting": cast.sitting_id, "title": "临时动议", "verb": "pass"}
    ]
    prepare(database, cast, SittingStage.OVER)
    with pytest.raises(Refused):
        add(database, cast)


@settings(deadline=None, max_examples=25)
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.integers(-2, 9)), max_size=8))
def test_placing_items_keeps_every_item_once(
    database_once: tuple[Database, list[int]], moves: list[tuple[int, int]]
) -> None:
    database, ids = database_once
    for which, position in moves:
        moved = ids[which]
        database.write(lambda s, moved=moved, to=position: sittings.place_item(s, item_id=moved, position=to))
        items = read(database, lambda s: sittings.items(s, 1))
        assert [i.position for i in items] == [1, 2, 3, 4, 5]
        assert sorted(i.id for i in items) == sorted(ids)
        assert items[min(max(position, 1), 5) - 1].id == moved


@pytest.fixture(scope="module")
def database_once(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One database for many examples: five items of a sitting that is prepared."""
    path = tmp_path_factory.mktemp("once") / "congress.db"
    path.write_bytes(migrated.read_bytes())
    database = Database(f"sqlite:///{path}")
    cast = database.write(found)
    prepare(database, cast)
    yield database, [add(database, cast, str(n)).id for n in range(5)]
    database.close()


def test_an_item_is_written_anew_and_removed_while_the_sitting_is_prepared(
    database: Database, cast: Cast
) -> None:
    prepare(database, cast)
    item = add(database, cast)
    wish = Wish("选举职工董事", Verb.ELECT, "Elect", "黄永庆", now(), 30)
    database.write(lambda s: sittings.change_item(s, item_id=item.id, wish=wish))
    changed = read(database, lambda s: sittings.item(s, item.id))
    assert (changed.title, changed.verb, changed.presenter, changed.minutes) == (
        "选举职工董事",
        Verb.ELECT,
        "黄永庆",
        30,
    )
    database.write(lambda s: sittings.remove_item(s, item_id=item.id, by=cast["olga"].person_id))
    with pytest.raises(Missing):
        read(database, lambda s: sittings.item(s, item.id))


def test_nothing_is_changed_moved_or_removed_once_the_sitting_is_open(database: Database, cast: Cast) -> None:
    item = add(database, cast)
    for job in (
        lambda s: sittings.change_item(s, item_id=item.id, wish=Wish("x", Verb.PASS)),
        lambda s: sittings.place_item(s, item_id=item.id, position=1),
        lambda s: sittings.remove_item(s, item_id=item.id, by=cast["olga"].person_id),
    ):
        with pytest.raises(Refused):
            database.write(job)


def test_an_item_with_a_vote_is_not_removed(database: Database, cast: Cast) -> None:
    prepare(database, cast)
    item = add(database, cast)
    wish = Draft(title="关于通过《办法》的决议", text="同意。", matter="work_report", form=Form.NAMED)
    database.write(lambda s: polls.draft(s, item_id=item.id, wish=wish))
    with pytest.raises(Refused, match="表决"):
        database.write(lambda s: sittings.remove_item(s, item_id=item.id, by=cast["olga"].person_id))
    assert read(database, lambda s: sittings.item(s, item.id)).id == item.id


def test_items_are_taken_one_at_a_time_finished_and_struck(database: Database, cast: Cast) -> None:
    by = cast["olga"].person_id
    first, second, third = (add(database, cast, title).id for title in ("一", "二", "三"))
    database.write(lambda s: sittings.take_item(s, item_id=first, by=by))
    with pytest.raises(Refused, match="另一项议程正在进行"):
        database.write(lambda s: sittings.take_item(s, item_id=second, by=by))
    again = database.write(lambda s: sittings.take_item(s, item_id=first, by=by))
    assert again.stage is ItemStage.NOW
    database.write(lambda s: sittings.finish_item(s, item_id=first, by=by))
    database.write(lambda s: sittings.finish_item(s, item_id=first, by=by))
    database.write(lambda s: sittings.strike_item(s, item_id=third, by=by, why="材料不全"))
    with pytest.raises(Refused):
        database.write(lambda s: sittings.take_item(s, item_id=third, by=by))
    assert [fact["item"] for fact in acts(database, Kind.ITEM_TAKEN)] == [first]
    assert [fact["item"] for fact in acts(database, Kind.ITEM_DONE)] == [first]
    assert [(fact["item"], fact["why"]) for fact in acts(database, Kind.ITEM_STRUCK)] == [(third, "材料不全")]
    assert [i.id for i in read(database, lambda s: sittings.coming(s, cast.sitting_id, 5))] == [second]
    assert read(database, lambda s: sittings.now_item(s, cast.sitting_id)) is None


def test_the_next_press_goes_on_once(database: Database, cast: Cast) -> None:
    by = cast["olga"].person_id
    first, second = (add(database, cast, title).id for title in ("一", "二"))

    def press(after: int | None) -> int | None:
        at = database.write(lambda s: sittings.advance(s, sitting_id=cast.sitting_id, after=after, by=by))
        return at.id if at else None

    assert press(None) == first
    assert press(None) == first  # the second press of the same button
    assert press(first) == second
    assert press(first) == second
    assert press(second) is None
    assert press(second) is None
    assert [fact["item"] for fact in acts(database, Kind.ITEM_TAKEN)] == [first, second]
    assert [fact["item"] for fact in acts(database, Kind.ITEM_DONE)] == [first, second]


def test_nothing_is_taken_before_the_opening(database: Database, cast: Cast) -> None:
    prepare(database, cast)
    item = add(database, cast)
    with pytest.raises(Refused, match="会议没有在进行"):
        database.write(lambda s: sittings.take_item(s, item_id=item.id, by=cast["olga"].person_id))

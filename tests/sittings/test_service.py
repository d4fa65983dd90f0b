"""The verbs of the slice against a real database: the agenda, check-in, papers, opening and closing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import papers
import pytest
from cast import Cast, found
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from congress.bylaws.terms import Form, Verb
from congress.clock import now
from congress.database import Database
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.motions.store import Motion
from congress.polls import service as polls
from congress.polls.service import Draft
from congress.record.entries import Kind
from congress.record.service import entries as record_entries
from congress.roster.store import Delegate
from congress.sittings import service as sittings
from congress.sittings.rules import ItemStage, Presence, SittingStage
from congress.sittings.service import Wish
from congress.sittings.store import AgendaItem, Sitting


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write(found)


def acts(database: Database, kind: Kind) -> list[dict[str, Any]]:
    """The facts of the record's entries of a kind."""
    with database.read() as session:
        return [json.loads(entry.body)["facts"] for entry in record_entries(session, kinds=[kind])]


def prepare(database: Database, cast: Cast, stage: SittingStage = SittingStage.PREPARING) -> None:
    def job(session: Any) -> None:
        sitting = session.get(Sitting, cast.sitting_id)
        sitting.stage = stage
        session.add(sitting)

    database.write(job)


def add(database: Database, cast: Cast, title: str = "审议《工会工作报告》", **more: Any) -> AgendaItem:
    wish: dict[str, Any] = {"verb": Verb.DELIBERATE, "by": cast["olga"].person_id, **more}
    return database.write(lambda s: sittings.add_item(s, sitting_id=cast.sitting_id, title=title, **wish))


def come(database: Database, cast: Cast, *names: str, presence: Presence = Presence.ARRIVED) -> None:
    for name in names:
        delegate, by = cast[name].delegate_id or 0, cast["olga"].person_id
        database.write(
            lambda s, delegate=delegate, by=by: sittings.note(
                s, sitting_id=cast.sitting_id, delegate_id=delegate, presence=presence, by=by
            )
        )


def read(database: Database, ask: Callable[[Any], Any]) -> Any:
    with database.read() as session:
        return ask(session)


# --- the agenda ------------------------------------------------------------------------------------------------


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


# --- opening and closing ---------------------------------------------------------------------------------------


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


# --- attendance ------------------------------------------------------------------------------------------------


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


# --- papers ----------------------------------------------------------------------------------------------------


def attach(
    database: Database, cast: Cast, item_id: int | None, name: str = "合同.pdf", sha256: str = "ab" * 32
) -> Any:
    return database.write(
        lambda s: sittings.add_paper(
            s,
            item_id=item_id or 0,
            name=name,
            media_type="application/pdf",
            size=len(papers.PDF),
            sha256=sha256,
            by=cast["olga"].person_id,
        )
    )


def test_a_paper_stands_once_on_an_item_and_is_on_record(database: Database, cast: Cast) -> None:
    item, other = add(database, cast, "一"), add(database, cast, "二")
    first = attach(database, cast, item.id)
    assert attach(database, cast, item.id, "同一份.pdf").id == first.id
    assert attach(database, cast, other.id).id != first.id
    assert [fact["sha256"] for fact in acts(database, Kind.PAPER_ADDED)] == ["ab" * 32] * 2
    by_item = read(database, lambda s: sittings.papers_of(s, cast.sitting_id))
    assert {key: [paper.name for paper in value] for key, value in by_item.items()} == {
        item.id: ["合同.pdf"],
        other.id: ["合同.pdf"],
    }
    with pytest.raises(Missing):
        attach(database, cast, 999)
    prepare(database, cast, SittingStage.OVER)
    with pytest.raises(Refused):
        attach(database, cast, item.id, sha256="cd" * 32)


def test_a_paper_is_withdrawn_once_and_may_come_again(database: Database, cast: Cast) -> None:
    item, by = add(database, cast), cast["olga"].person_id
    first = attach(database, cast, item.id)
    for why in ("数字有误", "再按一次"):
        database.write(lambda s, why=why: sittings.withdraw_paper(s, paper_id=first.id, by=by, why=why))
    assert [fact["why"] for fact in acts(database, Kind.PAPER_WITHDRAWN)] == ["数字有误"]
    assert read(database, lambda s: sittings.papers_of(s, cast.sitting_id)) == {}
    assert attach(database, cast, item.id).id != first.id


def test_an_item_goes_with_its_papers(database: Database, cast: Cast) -> None:
    prepare(database, cast)
    item, by = add(database, cast), cast["olga"].person_id
    paper = attach(database, cast, item.id)
    database.write(lambda s: sittings.remove_item(s, item_id=item.id, by=by))
    with pytest.raises(Missing):
        read(database, lambda s: sittings.paper(s, paper.id))
    assert len(acts(database, Kind.PAPER_WITHDRAWN)) == 1


def test_a_motion_stands_on_the_agenda_once(database: Database, cast: Cast) -> None:
    def job(session: Any) -> int:
        motion = Motion(
            sitting_id=cast.sitting_id,
            lead_id=cast["bob"].person_id,
            title="改善食堂",
            created_at=now(),
            changed_at=now(),
        )
        session.add(motion)
        session.flush()
        return motion.id or 0

    motion, by = database.write(job), cast["olga"].person_id
    placed = add(database, cast, "改善食堂", motion_id=motion)
    assert add(database, cast, "改善食堂", motion_id=motion).id == placed.id
    database.write(lambda s: sittings.strike_item(s, item_id=placed.id, by=by, why="撤回"))
    assert add(database, cast, "改善食堂", motion_id=motion).id != placed.id
    assert len(read(database, lambda s: s.exec(select(AgendaItem)).all())) == 2

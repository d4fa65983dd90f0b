"""Papers on an item, and a motion that becomes one."""

from typing import Any

import papers
import pytest
from cast import Cast
from sittings.floor import acts, add, prepare, read
from sqlmodel import select

from congress.clock import now
from congress.database import Database
from congress.errors import Missing, Refused
from congress.motions.store import Motion
from congress.record.entries import Kind
from congress.sittings import service as sittings
from congress.sittings.rules import SittingStage
from congress.sittings.store import AgendaItem


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

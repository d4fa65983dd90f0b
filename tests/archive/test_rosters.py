"""The roster of an archive is that of the sitting, whatever has changed since."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from archive.packages import data, faults
from archive.rich import Rich
from cast import SITE, Cast
from exported import by_phone
from sqlmodel import Session

from congress.clock import now
from congress.house import open_house
from congress.roster import service as roster
from congress.roster.rules import DelegateKind, OfficeKind
from congress.settings import Settings
from congress.sittings import service as sittings


def later(session: Session, cast: Cast) -> None:
    """The sitting is closed."""
    olga = cast["olga"].person_id
    for one in sittings.items(session, cast.sitting_id):
        if one.stage.value == "waiting":
            sittings.strike_item(session, item_id=one.id, by=olga, why="不再审议")
    sittings.close_sitting(session, sitting_id=cast.sitting_id, by=olga)


def changes(session: Session, cast: Cast) -> None:
    """Judy's mandate ends, Ned is invited into a delegation, Bob becomes a teller; the next sitting is planned."""
    olga, term = cast["olga"].person_id, cast.term_id
    roster.end_seat(session, term_id=term, person_id=cast["judy"].person_id, why="调离", by=olga)
    roster.seat(
        session, term_id=term, person_id=cast["ned"].person_id, kind=DelegateKind.INVITED,
        delegation_id=cast.delegations["first"], by=olga,
    )  # fmt: skip
    roster.appoint(
        session, term_id=term, person_id=cast["bob"].person_id, kind=OfficeKind.TELLER, unit_id=None, by=olga
    )
    sittings.plan(session, term_id=term, number=3, opens_at=now() + timedelta(days=300), place="礼堂")


@pytest.fixture
def changed(founded: tuple[Path, Cast], tmp_path: Path) -> Rich:
    folder = Path(shutil.copytree(founded[0], tmp_path / "data"))
    house = open_house(Settings(data=folder))
    house.name_site(SITE, "Asia/Shanghai")
    by_phone(house, founded[1])
    rich = Rich(house, founded[1], folder)
    rich.do(later)
    rich.do(changes)
    yield rich
    house.database.close()


def told(rich: Rich, tmp_path: Path, sitting: str) -> dict:
    package = rich.exported(tmp_path / f"{sitting}.zip", sitting=sitting).package
    assert faults(package) == set()
    [found] = data(package, "roster.json")["rosters"]
    return found


def test_a_closed_sitting_keeps_its_roster_and_the_next_has_the_new_one(
    changed: Rich, tmp_path: Path
) -> None:
    cast = changed.cast
    then, now_ = (told(changed, tmp_path, name) for name in ("3-2", "3-3"))
    judy, ned, bob = (cast[name].person_id for name in ("judy", "ned", "bob"))
    seats = [{one["person"]: one for one in roster["delegates"]} for roster in (then, now_)]
    assert (judy in seats[0], judy in seats[1]) == (True, False)
    assert [known[ned]["kind"] for known in seats] == ["nonvoting", "invited"]
    offices = [{(one["kind"], one["person"]) for one in roster["offices"]} for roster in (then, now_)]
    assert [("teller", bob) in known for known in offices] == [False, True]
    assert then["as_of"]
    assert now_["as_of"] is None


def test_everything_tells_both(changed: Rich, tmp_path: Path) -> None:
    package = changed.exported(tmp_path / "all.zip").package
    assert faults(package) == set()
    assert [len(one["delegates"]) for one in data(package, "roster.json")["rosters"]] == [13, 12]


def test_a_package_of_one_sitting_holds_nothing_of_another(changed: Rich, tmp_path: Path) -> None:
    package = changed.exported(tmp_path / "next.zip", sitting="3-3").package
    assert data(package, "votes.json")["votes"] == []
    assert not [name for name in package.files if name.startswith(("votes/", "papers/", "documents/"))]
    assert "第三次会议" in package.files["index.html"].decode()
    assert "第二次会议" not in package.files["index.html"].decode()

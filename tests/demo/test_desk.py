"""The demo shows the committee's desk: a proposal taken over, a circulation, filings with their lamps, the yearly list."""

from pathlib import Path

from sqlmodel import select

from congress.committee import service as committee
from congress.committee.rules.filings import Standing
from congress.committee.store import Advice
from congress.database import Database
from congress.roster import service as roster
from congress.roster.rules import OfficeKind

ZONE = "Asia/Shanghai"


def test_the_demo_has_one_of_each(demo_folder: Path) -> None:
    database = Database(f"sqlite:///{demo_folder / 'congress.db'}")
    with database.read() as session:
        term = 1
        clerk = roster.viewer(session, roster.holders(session, term, OfficeKind.SECRETARIAT)[0])
        office = roster.viewer(session, roster.holders(session, term, OfficeKind.PARTY_OFFICE)[0])
        assert [one.taken for one in session.exec(select(Advice))] == [True, True]
        (circulation,) = committee.concerning(session, office)
        assert (circulation.read, len(circulation.waiting)) == (2, 1)
        branches = committee.filing_register(session, clerk)
        assert {one.standing for one in branches if one.filing} == {Standing.EFFECTIVE}
        assert {one.lamp.word.text for one in branches if one.filing} == {"按期完成"}
        (year,) = committee.years(session, clerk)
        listed = committee.outcomes(session, clerk, year, ZONE)
        assert [one.status.text for one in listed.outcomes] == ["已归档", "落实中"]
        assert len(listed.asked) == 2
        assert len(committee.archived(session, office, ZONE)) == 1
    database.close()

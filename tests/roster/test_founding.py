"""The founding: everything in one transaction, once, and whoever comes second is told so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlmodel import func, select

from congress.bylaws.profile import builtin, to_json
from congress.database import Database
from congress.errors import Conflict
from congress.identity import service as identity
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Sex, UnitKind
from congress.roster.service.founding import EnterpriseWish, OrganiserWish
from congress.roster.store import Enterprise, Person
from congress.sittings import service as sittings
from congress.sittings.service.founding import TermWish, found_congress

ENTERPRISE = EnterpriseWish("北方精工集团有限公司", "北方精工", 1200, 430, "Asia/Urumqi")
TERM = TermWish(
    3, date(2025, 3, 1), date(2030, 2, 28), 2, datetime(2026, 11, 22, 1, tzinfo=UTC), "集团总部礼堂"
)
OLGA = OrganiserWish("欧阳兰", "1016", Sex.FEMALE, "organiser", "correct horse")


def found(database: Database, named: list, organiser: OrganiserWish = OLGA):
    return database.write(
        lambda s: found_congress(
            s,
            enterprise=ENTERPRISE,
            term=TERM,
            profile=builtin()["henan"],
            organiser=organiser,
            device="test",
            name_site=lambda uid, zone: named.append((uid, zone)),
        )
    )


def test_everything_at_once(database, acts, ask):
    named = []
    entered = found(database, named)
    known, meeting = ask(roster.enterprise), ask(sittings.current)
    assert (known.name, known.employees, known.women, known.demo) == (
        "北方精工集团有限公司",
        1200,
        430,
        False,
    )
    assert named == [(known.uid, "Asia/Urumqi")]
    assert len(known.uid) == 26
    assert set(known.uid) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert (meeting.term.number, meeting.sitting.number, meeting.sitting.place) == (3, 2, "集团总部礼堂")
    assert meeting.term.profile == to_json(builtin()["henan"])
    viewer = ask(roster.viewer, entered.person_id)
    assert viewer.organises
    assert ask(identity.check_password, login="organiser", password="correct horse") == viewer.person_id
    assert ask(identity.signed_in, entered.token).person_id == viewer.person_id
    root = ask(roster.tree, meeting.term.id)[0]
    assert (root.unit.name, root.unit.kind, root.people) == (known.name, UnitKind.ENTERPRISE, 1)
    kinds = [act.kind for act in acts(*Kind)]
    assert kinds == [Kind.FOUNDED, Kind.PROFILE_CHOSEN]
    assert acts(Kind.FOUNDED)[0].facts["site"] == known.uid


def test_two_organisers_at_once(database, ask):
    second = OrganiserWish("裴振华", "1017", Sex.MALE, "second", "correct horse")
    named = []
    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(found, database, named, wish) for wish in (OLGA, second)]
        errors = [one.exception() for one in tries]
    assert sum(error is None for error in errors) == 1
    assert [type(error) for error in errors if error] == [Conflict]
    assert ask(lambda s: s.exec(select(func.count()).select_from(Person)).one()) == 1
    assert named[-1][0] == ask(roster.enterprise).uid, "a job may run twice; the last word is what was kept"


def test_nothing_is_half_founded(database, ask):
    with pytest.raises(Exception, match="至少"):
        found(database, [], OrganiserWish("欧阳兰", "1016", Sex.FEMALE, "organiser", "short"))
    assert ask(roster.enterprise) is None
    assert ask(lambda s: s.exec(select(func.count()).select_from(Enterprise)).one()) == 0
    assert ask(sittings.current) is None
    assert found(database, []).person_id

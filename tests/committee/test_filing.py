"""备案 beside the committee's branch: deadlines from the profile, outcome, effect, corrections."""

from datetime import UTC, date, datetime, timedelta

import pytest
from acts import acts, refused
from cast import SITE, Cast
from paperwork import conclude, file, filed
from passed import published, sealed, signing, today, viewer
from sqlmodel import Session, select

from congress.bylaws.calendar import WEEKDAYS, WorkCalendar
from congress.bylaws.profile import builtin
from congress.committee import service as committee
from congress.committee.rules import filings
from congress.committee.rules.filings import Filed, FilingKind, Outcome, Standing
from congress.committee.store import Filing
from congress.database import Database
from congress.errors import Invalid, Missing
from congress.publication import service as publication
from congress.record.entries import Kind
from congress.resolutions.store import Resolution
from congress.sittings.store import Sitting

SHANGHAI, UNION, LABOUR = builtin()["shanghai"], FilingKind.UNION, FilingKind.LABOUR
FRIDAY = date(2026, 3, 20)


def test_what_is_filed_where_follows_the_matter() -> None:
    matters = SHANGHAI.matters
    assert filings.kinds(SHANGHAI, matters["motion_resolution"]) == (UNION,)
    assert filings.kinds(SHANGHAI, matters["collective_contract"]) == (UNION, LABOUR)
    assert filings.kinds(SHANGHAI, matters["agenda"]) == ()


def test_seven_working_days_after_the_close_ten_days_after_signing() -> None:
    def due(kind: FilingKind, closed: date | None, calendar: WorkCalendar = WEEKDAYS) -> date | None:
        return filings.due_on(SHANGHAI, kind, sealed=FRIDAY, closed=closed, calendar=calendar)

    assert due(UNION, FRIDAY) == date(2026, 3, 31)
    assert due(UNION, None) is None
    assert due(LABOUR, None) == date(2026, 3, 30)
    known = WorkCalendar(frozenset({date(2026, 3, 24)}), frozenset({date(2026, 3, 22)}))
    assert due(UNION, FRIDAY, WorkCalendar(off=known.off)) == date(2026, 4, 1), "a holiday"
    assert due(UNION, FRIDAY, known) == date(2026, 3, 31), "and a Sunday that is worked for it"
    assert due(LABOUR, None, known) == date(2026, 3, 30), "calendar days"


@pytest.mark.parametrize(
    ("kind", "outcome", "days", "stands"),
    [
        (LABOUR, Outcome.PENDING, 15, Standing.FILED),
        (LABOUR, Outcome.PENDING, 16, Standing.EFFECTIVE),
        (LABOUR, Outcome.PENDING, -1, Standing.FILED),  # a clock set back
        (LABOUR, Outcome.CLEARED, 1, Standing.EFFECTIVE),
        (LABOUR, Outcome.OBJECTED, 99, Standing.OBJECTED),
        (UNION, Outcome.PENDING, 99, Standing.FILED),
    ],
)
def test_silence_for_fifteen_days_brings_a_contract_into_effect(
    kind: FilingKind, outcome: Outcome, days: int, stands: Standing
) -> None:
    assert (
        filings.standing(SHANGHAI, kind, Filed(FRIDAY, outcome), FRIDAY + timedelta(days), WEEKDAYS) is stands
    )
    assert filings.standing(SHANGHAI, kind, None, FRIDAY, WEEKDAYS) is Standing.DUE


@pytest.fixture
def row(database: Database, cast: Cast) -> Resolution:
    return database.write(lambda s: published(s, cast))


def close(session: Session, cast: Cast, on: date) -> None:
    sitting = session.get(Sitting, cast.sitting_id)
    sitting.closed_at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    session.add(sitting)


def branch(session: Session, row: Resolution) -> committee.Branch:
    (found,) = committee.branches(session, [row])
    return found


def test_it_is_due_filed_and_closed(
    database: Database, cast: Cast, row: Resolution, reading: Session
) -> None:
    assert (branch(reading, row).standing, branch(reading, row).lamp) == (Standing.DUE, None)
    reading.rollback()
    database.write(lambda s: close(s, cast, today()))
    assert branch(reading, row).lamp.word.text == "还有 {n} 天"
    reading.rollback()
    made = database.write(lambda s: file(s, cast, row.id))
    found = branch(reading, row)
    assert (found.standing, found.filing.number, found.lamp.word.text) == (
        Standing.FILED,
        "备〔2026〕12号",
        "按期完成",
    )
    reading.rollback()
    for _ in range(2):
        database.write(lambda s: conclude(s, cast, made, "cleared"))
    assert branch(reading, row).standing is Standing.EFFECTIVE
    assert len(acts(reading, Kind.FILING_MADE)) == len(acts(reading, Kind.FILING_CONCLUDED)) == 1


def test_days_that_the_calendar_takes_off_do_not_count_until_it_is_filed(
    database: Database, cast: Cast, row: Resolution, reading: Session
) -> None:
    """The day of what is filed is the one that stood at the filing."""
    database.write(lambda s: close(s, cast, today()))
    before = branch(reading, row).due_on
    reading.rollback()

    def take_off(session: Session, first: date, days: int) -> None:
        olga = viewer(session, cast, "olga")
        last = first + timedelta(days - 1)
        publication.note(session, olga, first=first, last=last, works=False, name="停产检修")

    database.write(lambda s: take_off(s, today() + timedelta(1), 7))
    moved = branch(reading, row).due_on
    assert moved - before == timedelta(7), "a week has five working days, wherever it begins"
    reading.rollback()
    database.write(lambda s: file(s, cast, row.id))
    database.write(lambda s: take_off(s, today() + timedelta(8), 7))
    assert branch(reading, row).due_on == moved


def test_an_objection_says_what_and_is_filed_again(
    database: Database, cast: Cast, row: Resolution, reading: Session
) -> None:
    made = database.write(lambda s: file(s, cast, row.id))
    refused(database, lambda s: conclude(s, cast, made, "objected"), Invalid)
    database.write(lambda s: conclude(s, cast, made, "objected", "缺少签到名册。"))
    refused(database, lambda s: conclude(s, cast, made, "cleared"))
    assert branch(reading, row).standing is Standing.OBJECTED
    reading.rollback()
    database.write(lambda s: file(s, cast, row.id, fields=filed(number="备〔2026〕15号")))
    found = branch(reading, row)
    assert (found.standing, found.filing.attempt, len(found.earlier)) == (Standing.FILED, 2, 1)


@pytest.mark.parametrize(
    "fields", [{"authority": ""}, {"number": " "}, {"filed_on": "x"}, {"proof": "长" * 61}]
)
def test_bad_fields_are_named(
    database: Database, cast: Cast, row: Resolution, fields: dict[str, str]
) -> None:
    error = refused(database, lambda s: file(s, cast, row.id, fields=filed() | fields), Invalid)
    assert set(error.fields) == set(fields)


@pytest.mark.parametrize("days", [1, -400])
def test_the_day_is_one_that_has_been_since_the_signing(
    database: Database, cast: Cast, row: Resolution, days: int
) -> None:
    refused(database, lambda s: file(s, cast, row.id, fields=filed(today() + timedelta(days))))


def test_only_the_secretariat_files_what_is_signed(database: Database, cast: Cast) -> None:
    draft = database.write(lambda s: signing(s, cast))
    refused(database, lambda s: file(s, cast, draft.id), Missing)
    row = database.write(lambda s: sealed(s, cast, number=2))
    for name in ("peter", "alice", "eve"):
        refused(database, lambda s, name=name: file(s, cast, row.id, name=name), Missing)
    refused(database, lambda s: file(s, cast, row.id, LABOUR), Missing)


def test_the_register_is_for_secretariat_and_committee(
    database: Database, cast: Cast, row: Resolution, reading: Session
) -> None:
    for name, sees in (("olga", True), ("peter", True), ("bob", False), ("eve", False)):
        if sees:
            assert len(committee.filing_register(reading, viewer(reading, cast, name))) == 1
        else:
            with pytest.raises(Missing):
                committee.filing_register(reading, viewer(reading, cast, name))


def test_the_same_signed_filing_is_one(
    database: Database, cast: Cast, row: Resolution, reading: Session
) -> None:
    fields = filed()
    template = committee.statement_for_filing(branch(reading, row), site=SITE)
    reading.rollback()
    signed = cast["olga"].sign(**template, **fields)
    for _ in range(2):
        database.write(
            lambda s: committee.file(
                s, viewer(s, cast, "olga"), row.id, UNION, site=SITE, said=fields, signed=signed
            )
        )
    assert len(reading.exec(select(Filing)).all()) == 1

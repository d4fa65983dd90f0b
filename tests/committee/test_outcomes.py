"""The yearly list: every resolution and filed motion with what became of it, and the report made of it."""

from cast import Cast
from passed import finished, published, rate, sealed, viewer
from sqlmodel import Session

from congress.clock import now
from congress.committee import service as committee
from congress.database import Database
from congress.motions.store import Motion

ZONE = "Asia/Shanghai"


def test_a_resolution_that_was_carried_out_says_by_whom_in_how_many_days_and_how_well(
    database: Database, cast: Cast, reading: Session
) -> None:
    found = database.write(lambda s: finished(s, cast))
    database.write(lambda s: rate(s, cast, found, "satisfied"))
    database.write(lambda s: published(s, cast, number=2))
    bob = viewer(reading, cast, "bob")
    (year,) = committee.years(reading, bob)
    listed = committee.outcomes(reading, bob, year, ZONE)
    first, second = listed.outcomes
    assert (first.days, first.rating.text, first.status.text) == (0, "满意", "已答复")
    assert [(duty.unit, duty.light.word.text) for duty in first.duties] == [("后勤保障部", "按期完成")]
    assert (second.dispatch, second.status.text, second.days) == (None, "尚未报送", None)
    assert (listed.done, listed.late) == (1, 0)


def test_motions_name_the_resolution_they_became(database: Database, cast: Cast, reading: Session) -> None:
    row = database.write(lambda s: published(s, cast))

    def file(session: Session) -> None:
        motion = session.get(Motion, 1)
        motion.filed_at = now()
        session.add(motion)

    database.write(file)
    bob, eve = viewer(reading, cast, "bob"), viewer(reading, cast, "eve")
    (asked,) = committee.outcomes(reading, bob, row.year, ZONE).asked
    assert (asked.resolution_id, asked.stage.text) == (row.id, "大会通过")
    assert committee.outcomes(reading, eve, row.year, ZONE).asked == ()


def test_what_is_not_published_is_on_the_list_of_insiders_only(
    database: Database, cast: Cast, reading: Session
) -> None:
    row = database.write(lambda s: sealed(s, cast))
    for name, sees in (("olga", 1), ("peter", 1), ("alice", 1), ("bob", 0), ("eve", 0)):
        listed = committee.outcomes(reading, viewer(reading, cast, name), row.year, ZONE)
        assert len(listed.outcomes) == sees


def test_the_report_says_what_the_list_says(database: Database, cast: Cast, reading: Session) -> None:
    found = database.write(lambda s: finished(s, cast))
    olga = viewer(reading, cast, "olga")
    (year,) = committee.years(reading, olga)
    document = committee.outcome_report(reading, committee.outcomes(reading, olga, year, ZONE))
    assert document.draft
    assert document.mark == f"{document.signoff.issuer}文件", "who signs it issues it"
    assert document.imprint.printer == document.signoff.issuer
    text = "".join(block.head + block.text for block in document.body)
    assert document.title == f"关于{year}年职工代表大会决议落实情况的报告"
    assert "共作出决议1项，已经答复办结1项" in text
    assert committee.number_of(found) in text
    assert "后勤保障部" in text


def test_a_year_without_anything_is_empty(reading: Session, cast: Cast) -> None:
    olga = viewer(reading, cast, "olga")
    assert committee.years(reading, olga) == []
    assert committee.outcomes(reading, olga, 1999, ZONE).outcomes == ()

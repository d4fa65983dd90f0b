"""A resolution from a passed poll to its publication, and everything that must not happen on the way."""

import json
from collections.abc import Iterator

import pytest
from cast import SITE, Cast, found
from passed import BODY, COUNTS, TEXT, drafted, poll, published, sealed, sign, signing, viewer
from sqlmodel import Session, select

from congress.clock import now
from congress.crypto.canonical import digest
from congress.crypto.signatures import decode, verify
from congress.database import Database
from congress.documents.content import Tally
from congress.errors import Conflict, CongressError, Missing, Refused
from congress.polls.store import Poll
from congress.record.entries import Kind, read
from congress.record.store import Entry
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template
from congress.resolutions.rules import ResolutionStage, Signatory
from congress.resolutions.store import Approval, Resolution
from congress.roster.store import Office

CHAIR, TELLER = Signatory.EXECUTIVE_CHAIR, Signatory.CHIEF_TELLER


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write(found)


@pytest.fixture
def reading(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


def acts(session: Session, kind: Kind) -> list[dict[str, object]]:
    rows = session.exec(select(Entry).where(Entry.kind == kind.value).order_by(Entry.seq))
    return [read(row.body.encode()).facts for row in rows]


def refused(database: Database, job: object, error: type[CongressError] = Refused) -> CongressError:
    with pytest.raises(error) as caught:
        database.write(job)
    return caught.value


# --- drafting ------------------------------------------------------------------------------------------------


def test_a_draft_carries_the_result_from_the_poll(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: drafted(s, cast))
    with database.read() as session:
        sheet = resolutions.sheet(session, row, "Asia/Shanghai")
    tally = next(part for part in sheet.document.body if isinstance(part, Tally))
    assert [number for _, number in tally.cells] == [12, 11, 11, 11, 10, 1, 8, 1, 1]
    assert "需全体代表12人过半数，即7票；赞成8票，通过" in tally.words[-1]
    assert "《企业民主管理规定》第二十条" in tally.words[-1]
    assert sheet.document.annexes[0].body[0].text == TEXT
    assert sheet.document.passed == "（2026年11月22日长风精工有限公司第三届职工代表大会第二次会议通过）"


def test_drafting_twice_finds_the_first_draft(database: Database, cast: Cast) -> None:
    poll_id = database.write(lambda s: poll(s, cast))
    ids = {
        database.write(
            lambda s: (
                resolutions.create(s, viewer(s, cast, "olga"), poll_id=poll_id, template=Template.MOTION).id
            )
        )
        for _ in range(2)
    }
    assert len(ids) == 1


def test_a_poll_that_failed_becomes_no_resolution(database: Database, cast: Cast) -> None:
    poll_id = database.write(lambda s: poll(s, cast, passed=False))
    refused(
        database,
        lambda s: resolutions.create(s, viewer(s, cast, "olga"), poll_id=poll_id, template=Template.GENERAL),
    )


@pytest.mark.parametrize("name", ["alice", "bob", "ruth", "peter", "quinn", "eve"])
def test_only_the_secretariat_drafts(database: Database, cast: Cast, name: str) -> None:
    row = database.write(lambda s: drafted(s, cast))
    seen = resolutions.stamp_of(row)
    for job in (
        lambda s: resolutions.create(
            s, viewer(s, cast, name), poll_id=row.poll_id, template=Template.GENERAL
        ),
        lambda s: resolutions.edit(s, viewer(s, cast, name), row.id, title="改", body="改", seen=seen),
        lambda s: resolutions.start(s, viewer(s, cast, name), row.id, seen=seen),
        lambda s: resolutions.recall(s, viewer(s, cast, name), row.id),
        lambda s: resolutions.publish(s, viewer(s, cast, name), row.id),
    ):
        refused(database, job, Missing)


def test_nobodys_words_are_overwritten_unseen(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: drafted(s, cast))
    seen = resolutions.stamp_of(row)
    database.write(
        lambda s: resolutions.edit(s, viewer(s, cast, "olga"), row.id, title="甲", body="甲写的", seen=seen)
    )
    refused(
        database,
        lambda s: resolutions.edit(s, viewer(s, cast, "olga"), row.id, title="乙", body="乙写的", seen=seen),
        Conflict,
    )
    again = database.write(
        lambda s: resolutions.edit(s, viewer(s, cast, "olga"), row.id, title="甲", body="甲写的", seen=seen)
    )
    assert again.body == "甲写的"


def test_editing_cannot_change_counts_or_the_text_voted_on(database: Database, cast: Cast) -> None:
    """Whatever is typed, the counts and the annex are the poll's; and false figures are not frozen."""
    row = database.write(lambda s: drafted(s, cast))
    forged = "【表决结果】\n应到\n12\n赞成\n999\n【表决结果】\n表决通过，赞成999票。\n附件：提交表决的文本：免除一切责任。"
    edited = database.write(
        lambda s: resolutions.edit(
            s,
            viewer(s, cast, "olga"),
            row.id,
            title="关于通风的决议",
            body=forged,
            seen=resolutions.stamp_of(row),
        )
    )
    with database.read() as session:
        sheet = resolutions.sheet(session, edited, "Asia/Shanghai")
        assert session.get(Poll, row.poll_id).counts == vars(COUNTS)
    tallies = [part for part in sheet.document.body if isinstance(part, Tally)]
    assert len(tallies) == 1
    assert dict(tallies[0].cells)["赞成"] == COUNTS.favour
    assert sheet.certificate.counts == COUNTS
    assert sheet.document.annexes[0].body[0].text == TEXT
    said = refused(
        database,
        lambda s: resolutions.start(s, viewer(s, cast, "olga"), row.id, seen=resolutions.stamp_of(edited)),
    )
    assert "不一致" in said.refusal.reason.text
    assert not {"counts", "text", "poll_id"} & set(resolutions.edit.__annotations__)


# --- signing -------------------------------------------------------------------------------------------------


def test_both_signatures_seal_and_number_it(database: Database, cast: Cast, reading: Session) -> None:
    row = database.write(lambda s: sealed(s, cast))
    assert row.stage is ResolutionStage.SEALED
    assert (row.year, row.number) == (now().year, 1)
    assert resolutions.number_of(row) == f"职代会〔{row.year}〕1号"
    counts = reading.get(Poll, row.poll_id).counts
    text = {"title": row.title, "body": BODY, "poll": row.poll_id, "counts": counts}
    assert row.sha256 == digest(text)
    (fact,) = acts(reading, Kind.RESOLUTION_SEALED)
    assert digest(fact["text"]) == fact["sha256"] == row.sha256
    assert read(reading.get(Entry, row.sealed_seq).body.encode()).kind is Kind.RESOLUTION_SEALED


def test_signatures_check_with_the_key_alone(database: Database, cast: Cast, reading: Session) -> None:
    row = database.write(lambda s: sealed(s, cast))
    for approval, name in zip(
        reading.exec(select(Approval).order_by(Approval.seq)), ("alice", "ruth"), strict=True
    ):
        statement = json.loads(approval.statement)
        assert verify(cast[name].signer.public, approval.statement.encode(), decode(approval.signature))
        assert (statement["sha256"], statement["revision"], statement["role"]) == (
            row.sha256,
            1,
            approval.signatory,
        )


def test_signing_twice_is_harmless(database: Database, cast: Cast, reading: Session) -> None:
    row = database.write(lambda s: signing(s, cast))
    for _ in range(2):
        database.write(lambda s: sign(s, cast, row, "alice", CHAIR))
    assert len(reading.exec(select(Approval)).all()) == 1
    assert len(acts(reading, Kind.RESOLUTION_SIGNED)) == 1
    for _ in range(2):
        database.write(lambda s: sign(s, cast, row, "ruth", TELLER))
    reading.rollback()
    assert reading.get(Resolution, row.id).number == 1
    assert len(acts(reading, Kind.RESOLUTION_SEALED)) == 1


def test_numbers_have_no_gaps(database: Database, cast: Cast) -> None:
    rows = [database.write(lambda s, n=n: signing(s, cast, number=n)) for n in (1, 2, 3)]
    for row in reversed(rows):
        database.write(lambda s, row=row: sign(s, cast, row, "alice", CHAIR))
    refused(database, lambda s: sign(s, cast, rows[0], "olga", TELLER))
    numbers = [
        database.write(lambda s, row=row: sign(s, cast, row, "ruth", TELLER).number) for row in reversed(rows)
    ]
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"sha256": "0" * 64}, Refused),
        ({"revision": 2}, Refused),
        ({"resolution": 99}, Refused),
        ({"poll": 99}, Refused),
        ({"site": "elsewhere"}, Refused),
        ({"role": "chief_teller"}, Refused),
        ({"act": "ballot"}, Refused),
        ({"counts": {"favour": 12}}, Refused),
    ],
)
def test_a_signature_for_anything_else_is_refused(
    database: Database, cast: Cast, change: dict[str, object], error: type[CongressError]
) -> None:
    row = database.write(lambda s: signing(s, cast))
    statement = resolutions.statement_for(row, site=SITE, role=CHAIR) | change
    refused(
        database,
        lambda s: resolutions.approve(
            s, viewer(s, cast, "alice"), row.id, site=SITE, role=CHAIR, signed=cast["alice"].sign(**statement)
        ),
        error,
    )


def test_nobody_signs_for_another(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: signing(s, cast))
    statement = resolutions.statement_for(row, site=SITE, role=CHAIR)
    refused(
        database,
        lambda s: resolutions.approve(
            s, viewer(s, cast, "alice"), row.id, site=SITE, role=CHAIR, signed=cast["bob"].sign(**statement)
        ),
    )
    refused(database, lambda s: sign(s, cast, row, "olga", CHAIR))
    for stranger in ("bob", "quinn", "peter", "eve"):
        refused(database, lambda s, n=stranger: sign(s, cast, row, n, CHAIR), Missing)


def test_one_person_does_not_sign_twice(database: Database, cast: Cast) -> None:
    def also_teller(session: Session) -> None:
        kind = session.exec(select(Office).where(Office.person_id == cast["ruth"].person_id)).one().kind
        session.add(Office(term_id=cast.term_id, person_id=cast["alice"].person_id, kind=kind))

    row = database.write(lambda s: signing(s, cast))
    database.write(also_teller)
    database.write(lambda s: sign(s, cast, row, "alice", CHAIR))
    refused(database, lambda s: sign(s, cast, row, "alice", TELLER))


def test_a_text_changed_behind_our_back_is_not_signed(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: signing(s, cast))

    def tamper(session: Session) -> None:
        behind = session.get(Resolution, row.id)
        behind.body = "会议决定取消该项提案。"
        session.add(behind)

    database.write(tamper)
    refused(database, lambda s: sign(s, cast, row, "alice", CHAIR), Conflict)


def test_counts_changed_behind_our_back_are_not_signed(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: signing(s, cast))

    def tamper(session: Session) -> None:
        behind = session.get(Poll, row.poll_id)
        behind.counts = {**behind.counts, "favour": 9, "against": 0}
        session.add(behind)

    database.write(tamper)
    refused(database, lambda s: sign(s, cast, row, "alice", CHAIR), Conflict)


# --- back and forth ------------------------------------------------------------------------------------------


def test_going_back_voids_signatures_and_keeps_them_in_sight(
    database: Database, cast: Cast, reading: Session
) -> None:
    row = database.write(lambda s: signing(s, cast))
    database.write(lambda s: sign(s, cast, row, "alice", CHAIR))
    back = database.write(lambda s: resolutions.recall(s, viewer(s, cast, "olga"), row.id))
    assert (back.stage, back.revision, back.sha256) == (ResolutionStage.DRAFT, 2, "")
    (fact,) = acts(reading, Kind.RESOLUTION_RECALLED)
    assert len(fact["void"]) == 1
    sheet = resolutions.sheet(reading, back, "Asia/Shanghai")
    assert [mark.name for mark in sheet.void] == ["安丽华"]
    assert not sheet.valid
    assert not sheet.document.signatures
    seen = resolutions.stamp_of(back)
    frozen = database.write(lambda s: resolutions.start(s, viewer(s, cast, "olga"), row.id, seen=seen))
    statement = resolutions.statement_for(row, site=SITE, role=CHAIR)  # of the first revision
    assert statement["revision"] == 1
    refused(
        database,
        lambda s: resolutions.approve(
            s, viewer(s, cast, "alice"), row.id, site=SITE, role=CHAIR, signed=cast["alice"].sign(**statement)
        ),
    )
    database.write(lambda s: sign(s, cast, frozen, "alice", CHAIR))
    done = database.write(lambda s: sign(s, cast, frozen, "ruth", TELLER))
    assert done.stage is ResolutionStage.SEALED
    reading.rollback()
    sheet = resolutions.sheet(reading, done, "Asia/Shanghai")
    assert (len(sheet.valid), len(sheet.void)) == (2, 1)


def test_sealed_is_for_good(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: sealed(s, cast))
    olga = "olga"
    for job in (
        lambda s: resolutions.edit(
            s, viewer(s, cast, olga), row.id, title="改", body="改", seen=resolutions.stamp_of(row)
        ),
        lambda s: resolutions.recall(s, viewer(s, cast, olga), row.id),
        lambda s: resolutions.start(s, viewer(s, cast, olga), row.id, seen=resolutions.stamp_of(row)),
    ):
        refusal = refused(database, job).refusal
        assert refusal.remedy
        assert refusal.article


def test_a_repeated_press_changes_nothing(database: Database, cast: Cast, reading: Session) -> None:
    row = database.write(lambda s: drafted(s, cast))
    seen = resolutions.stamp_of(row)
    for _ in range(2):
        database.write(lambda s: resolutions.start(s, viewer(s, cast, "olga"), row.id, seen=seen))
    for _ in range(2):
        database.write(lambda s: resolutions.recall(s, viewer(s, cast, "olga"), row.id))
    assert reading.get(Resolution, row.id).revision == 2
    assert len(acts(reading, Kind.RESOLUTION_FROZEN)) == len(acts(reading, Kind.RESOLUTION_RECALLED)) == 1


def test_what_is_sent_to_be_signed_is_what_was_seen(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: drafted(s, cast))
    refused(
        database, lambda s: resolutions.start(s, viewer(s, cast, "olga"), row.id, seen="0" * 64), Conflict
    )


# --- publishing and reading ----------------------------------------------------------------------------------


def test_publishing_shows_it_to_everybody(database: Database, cast: Cast, reading: Session) -> None:
    row = database.write(lambda s: sealed(s, cast))
    with pytest.raises(Missing):
        resolutions.visible_to(reading, None, row.id)
    for _ in range(2):
        database.write(lambda s: resolutions.publish(s, viewer(s, cast, "olga"), row.id))
    reading.rollback()
    assert resolutions.visible_to(reading, None, row.id).published_at
    assert len(acts(reading, Kind.RESOLUTION_PUBLISHED)) == 1


def test_a_draft_is_not_published(database: Database, cast: Cast) -> None:
    for n, make in enumerate((drafted, signing), 1):
        row = database.write(lambda s, make=make, n=n: make(s, cast, number=n))
        refused(database, lambda s, row=row: resolutions.publish(s, viewer(s, cast, "olga"), row.id))


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("olga", True),
        ("alice", True),
        ("ruth", True),
        ("bob", False),
        ("peter", False),
        ("eve", False),
        (None, False),
    ],
)
def test_who_sees_a_draft(
    database: Database, cast: Cast, reading: Session, name: str | None, sees: bool
) -> None:
    row = database.write(lambda s: drafted(s, cast))
    who = viewer(reading, cast, name) if name else None
    assert bool(resolutions.listed(reading, who)) == sees
    assert bool(resolutions.of_poll(reading, who, row.poll_id)) == sees
    if not sees:
        with pytest.raises(Missing):
            resolutions.visible_to(reading, who, row.id)


def test_lists_take_few_queries_however_long_they_are(
    database: Database, cast: Cast, reading: Session
) -> None:
    for n in range(1, 6):
        database.write(lambda s, n=n: published(s, cast, number=n))
    lines = resolutions.listed(reading, None)
    assert [line.resolution.number for line in lines] == [5, 4, 3, 2, 1]
    assert {line.certificate.counts for line in lines} == {COUNTS}


def test_what_waits_to_be_written_up(database: Database, cast: Cast, reading: Session) -> None:
    poll_id = database.write(lambda s: poll(s, cast, number=1))
    database.write(lambda s: poll(s, cast, number=2, passed=False))
    database.write(lambda s: drafted(s, cast, number=3))
    assert [p.id for p in resolutions.waiting(reading, cast.sitting_id)] == [poll_id]

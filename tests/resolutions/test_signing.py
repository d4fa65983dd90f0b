"""Two officers sign on their devices; going back voids what was signed; sealed is for good."""

import json

import pytest
from acts import acts, refused
from cast import SITE, Cast
from passed import BODY, drafted, sealed, sign, signing, viewer
from sqlmodel import Session, select

from congress.clock import now
from congress.crypto.canonical import digest
from congress.crypto.signatures import decode, verify
from congress.database import Database
from congress.errors import Conflict, CongressError, Missing, Refused
from congress.polls.store import Poll
from congress.record.entries import Kind, read
from congress.record.store import Entry
from congress.resolutions import service as resolutions
from congress.resolutions.rules import ResolutionStage, Signatory
from congress.resolutions.store import Approval, Resolution
from congress.roster.store import Office

CHAIR, TELLER = Signatory.EXECUTIVE_CHAIR, Signatory.CHIEF_TELLER


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

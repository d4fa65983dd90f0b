"""What goes up: one resolution, as a report or as a request."""

from dataclasses import replace
from datetime import timedelta

import pytest
from acts import acts, refused
from cast import SITE, Cast
from passed import COUNTS, decide, letter, published, receive, received, said, sent, signing, viewer
from sqlmodel import Session, select

from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind, DispatchStage
from congress.committee.store import Dispatch
from congress.database import Database
from congress.documents.content import Tally
from congress.errors import CongressError, Invalid, Missing, Refused
from congress.record.entries import Kind, read
from congress.record.store import Entry
from congress.resolutions.store import Resolution

REPORT, REQUEST = DispatchKind.REPORT, DispatchKind.REQUEST
REPLY = DecisionKind.REPLY


# --- sending ---------------------------------------------------------------------------------------------


def test_a_report_carries_the_resolution_with_its_counts(
    database: Database, cast: Cast, reading: Session
) -> None:
    dispatch = database.write(lambda s: sent(s, cast))
    assert dispatch.stage is DispatchStage.SENT
    sheet = committee.sheet(reading, dispatch, "Asia/Shanghai")
    assert sheet.number == f"职代会报〔{now().year}〕1号"
    tally = next(part for part in sheet.document.body if isinstance(part, Tally))
    assert dict(tally.cells)["赞成"] == COUNTS.favour
    assert sheet.document.annexes[0].document.title == sheet.annex.resolution.title
    assert sheet.document.body[-1].text == "特此报告。"
    assert sheet.raters == {cast["bob"].person_id}
    (fact,) = acts(reading, Kind.DISPATCH_SENT)
    assert fact["resolution_sha256"] == sheet.annex.resolution.sha256


def test_a_report_that_ends_already_is_not_ended_twice(
    database: Database, cast: Cast, reading: Session
) -> None:
    dispatch = database.write(
        lambda s: send(s, cast, REPORT, body="现将决议报上。\n【表决结果】\n特此报告。")
    )
    body = committee.sheet(reading, dispatch, "Asia/Shanghai").document.body
    assert len(body) == 3
    assert body[-1].text == "特此报告。"


def test_a_request_ends_as_requests_end(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: sent(s, cast, REQUEST))
    body = committee.sheet(reading, dispatch, "Asia/Shanghai").document.body
    assert [block.text for block in body[-2:]] == ["恳请批准将改造资金列入2027年预算。", "妥否，请批示。"]


def test_who_signs_off_is_printed_and_part_of_what_was_sent(
    database: Database, cast: Cast, reading: Session
) -> None:
    row = database.write(lambda s: published(s, cast))
    olga = viewer(reading, cast, "olga")
    assert committee.propose(reading, olga, row.id).signer == cast["alice"].name, "the executive chair"
    refused(database, lambda s: send(s, cast, signer=" "), Invalid)
    first = database.write(lambda s: send(s, cast, signer="夏主席"))
    other = database.write(lambda s: send(s, cast, REQUEST, signer="安丽华"))
    reading.expire_all()
    assert committee.sheet(reading, first, "Asia/Shanghai").document.signer == "夏主席"
    assert committee.sheet(reading, other, "Asia/Shanghai").document.signer == "安丽华"
    begun = committee.propose(reading, olga, row.id)
    assert (begun.signer, begun.signers[0]) == ("安丽华", "安丽华"), "who signed the last one"
    said = [replace(letter(row, REPORT), signer=name) for name in ("夏主席", "安丽华")]
    assert len({committee.letter_hash(one, row, committee.today(reading)) for one in said}) == 2


def test_one_of_before_is_printed_with_who_sent_it(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: sent(s, cast))
    dispatch.signer = ""
    assert committee.sheet(reading, dispatch, "Asia/Shanghai").document.signer == cast["olga"].name


def test_the_same_letter_twice_is_one_dispatch(database: Database, cast: Cast, reading: Session) -> None:
    row = database.write(lambda s: published(s, cast))
    ids = {database.write(lambda s: sent(s, cast, found=row).id) for _ in range(2)}
    assert len(ids) == len(reading.exec(select(Dispatch)).all()) == 1
    refused(database, lambda s: sent(s, cast, found=row, days=9))
    database.write(lambda s: sent(s, cast, REQUEST, found=row))


def send(
    session: Session,
    cast: Cast,
    kind: DispatchKind = DispatchKind.REPORT,
    name: str = "olga",
    days: int = 30,
    **changes: object,
) -> Dispatch:
    row = session.exec(select(Resolution)).first() or published(session, cast)
    due_on = committee.today(session) + timedelta(days)
    return committee.send(session, viewer(session, cast, name), letter(row, kind, **changes), due_on=due_on)


@pytest.mark.parametrize(
    ("kind", "changes", "error"),
    [
        (REPORT, {"body": "情况如下。妥否，请批示。"}, Refused),
        (REPORT, {"request": "恳请拨款"}, Refused),
        (REPORT, {"resolutions": (1, 2)}, Refused),
        (REQUEST, {"resolutions": (1, 2)}, Refused),
        (REQUEST, {"request": "一、拨款\n二、增人"}, Refused),
        (REQUEST, {"request": ""}, Refused),
        (REPORT, {"body": "由【部门】落实。"}, Invalid),
        (REPORT, {"body": "赞成 12 票，一致通过。"}, Invalid),
        (REPORT, {"days": 0}, Invalid),
        (REPORT, {"days": 400}, Invalid),
        (REPORT, {"name": "alice"}, Missing),
        (REPORT, {"name": "peter"}, Missing),
        (REPORT, {"resolutions": (99,)}, Missing),
    ],
)
def test_what_is_not_sent(
    database: Database, cast: Cast, kind: DispatchKind, changes: dict[str, object], error: type[CongressError]
) -> None:
    database.write(lambda s: published(s, cast))
    refused(database, lambda s: send(s, cast, kind, **changes), error)


def test_only_a_signed_resolution_goes_up(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: signing(s, cast))
    refused(database, lambda s: sent(s, cast, found=row))


def test_a_request_that_was_not_granted_may_be_followed_by_another(database: Database, cast: Cast) -> None:
    dispatch = database.write(lambda s: received(s, cast, REQUEST))
    row = database.write(lambda s: s.get(Resolution, dispatch.resolution_id))
    refused(database, lambda s: sent(s, cast, REQUEST, found=row, days=20))
    database.write(lambda s: decide(s, cast, dispatch, REPLY, said(REPLY, "暂不具备条件。", grants="no")))
    again = database.write(lambda s: sent(s, cast, REQUEST, found=row, days=20))
    assert (again.attempt, again.number) == (2, 2)
    database.write(lambda s: receive(s, cast, again))
    database.write(lambda s: decide(s, cast, again, REPLY, said(REPLY, "同意。")))
    refused(database, lambda s: sent(s, cast, REQUEST, found=row, days=25))


# --- receipt ---------------------------------------------------------------------------------------------


def test_one_receipt_with_name_and_time(database: Database, cast: Cast, reading: Session) -> None:
    dispatch = database.write(lambda s: sent(s, cast))
    first = database.write(lambda s: receive(s, cast, dispatch))
    again = database.write(lambda s: receive(s, cast, dispatch))
    assert again.received_at == first.received_at
    assert (again.received_by, again.stage) == (cast["peter"].person_id, DispatchStage.STUDIED)
    assert len(acts(reading, Kind.DISPATCH_RECEIVED)) == 1
    entry = read(reading.get(Entry, first.received_seq).body.encode())
    assert f'"sha256":"{dispatch.sha256}"' in entry.signed["statement"]


@pytest.mark.parametrize("name", ["olga", "alice", "bob", "quinn", "eve"])
def test_only_the_committee_receives(database: Database, cast: Cast, name: str) -> None:
    dispatch = database.write(lambda s: sent(s, cast))
    refused(database, lambda s: receive(s, cast, dispatch, name), Missing)


def test_a_receipt_signed_by_another_key_or_for_another_text_is_none(database: Database, cast: Cast) -> None:
    dispatch = database.write(lambda s: sent(s, cast))
    good = committee.statement_for_receipt(dispatch, site=SITE)
    for signer, statement in (
        ("bob", good),
        ("peter", good | {"sha256": "0" * 64}),
        ("peter", good | {"dispatch": 9}),
    ):
        refused(
            database,
            lambda s, signer=signer, statement=statement: committee.receive(
                s, viewer(s, cast, "peter"), dispatch.id, site=SITE, signed=cast[signer].sign(**statement)
            ),
        )

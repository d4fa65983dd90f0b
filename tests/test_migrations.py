"""Tables made by migrations are those of the software, and what was kept in older tables is kept in the new ones."""

import json
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import create_engine

from congress.bylaws.engine import PaperKind
from congress.database import Database, migrate, migrations
from congress.polls import service as polls
from congress.polls.rules import Way
from congress.seals import service as seals
from congress.tables import METADATA

NUMBERS = {"expected": 12, "present": 12, "issued": 12, "returned": 3, "valid": 3, "invalid": 0}
COUNTS = NUMBERS | {"favour": 2, "against": 1, "abstain": 0}
FIRST = {
    "enterprise": {
        "id": 1, "uid": "6f1c", "name": "长风精工", "short_name": "长风", "employees": 100, "women": 40,
        "dispatched": 0, "disabled": 0, "disabled_delegates": 0, "timezone": "Asia/Shanghai", "address": "", "demo": 0,
    },
    "poll": {
        "id": 7, "item_id": 1, "sitting_id": 1, "number": 1, "title": "议程", "title_en": "", "text": "文本",
        "text_sha256": "", "matter": "agenda", "form": "hand", "may_change": 1, "stage": "closed",
        "expected": 12, "present": 12, "counts": json.dumps(COUNTS), "passed": 0, "void_why": "",
    },
    "hand_count": {
        "id": 1, "poll_id": 7, "issued": 12, "returned": 3, "invalid": 0, "favour": 2, "against": 1, "abstain": 0,
        "entered_by": 1, "entered_at": "2026-03-18 06:32:08.000000",
    },
}  # fmt: skip


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'congress.db'}"


def fill(address: str) -> None:
    """Rows as the first version kept them; what they refer to does not matter here."""
    engine = create_engine(address)
    with engine.begin() as connection:
        for table, row in FIRST.items():
            places = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})"), row)
    engine.dispose()


def test_the_migrations_make_just_the_tables_of_the_software(address: str) -> None:
    migrate(address)
    engine = create_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_what_the_first_version_kept_is_read_by_this_one(address: str) -> None:
    migrate(address, revision="0001")
    fill(address)
    migrate(address)
    database = Database(address)
    with database.read() as session:
        found = polls.poll(session, 7)
        assert (found.kind, found.lines, found.seats, found.votes) == (PaperKind.MATTER, [], 0, None)
        assert (found.way, found.counts) == (Way.HAND, COUNTS)
        count = polls.latest_count(session, 7)
        assert (count.votes, count.favour) == (None, 2)
        assert session.execute(text("SELECT ballot_group FROM enterprise")).scalar() == "Ed25519"
    database.close()


SEAL = {
    "id": 3, "fingerprint": "ab", "authority": "cd", "origin": "own", "subject": "CN=x", "issuer": "CN=y", "serial": "1",
    "begins_at": "2026-03-08 06:32:08.000000", "ends_at": "2029-03-08 06:32:08.000000", "certificate": "PEM",
    "chain": "PEM", "made_at": "2026-03-08 06:32:08.000000", "made_by": 1, "seq": 9,
}  # fmt: skip


def test_a_seal_from_before_sm2_signs_without_it(address: str) -> None:
    migrate(address, revision="0011")
    engine = create_engine(address)
    with engine.begin() as connection:
        places = ", ".join(f":{name}" for name in SEAL)
        connection.execute(text(f"INSERT INTO seal ({', '.join(SEAL)}) VALUES ({places})"), SEAL)
    engine.dispose()
    migrate(address)
    database = Database(address)
    with database.read() as session:
        seal = seals.current(session)
        assert (seal.id, seal.sm2, seals.sm2_of(seal)) == (3, "", None)
    database.close()


def test_there_and_back_keeps_the_rows(address: str) -> None:
    migrate(address, revision="0001")
    fill(address)
    migrate(address)
    command.downgrade(migrations(address), "0001")
    engine = create_engine(address)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT title, form, stage, counts FROM poll")).one()
    engine.dispose()
    assert tuple(row) == ("议程", "hand", "closed", json.dumps(COUNTS))


LETTER = {
    "id": 4, "sitting_id": 1, "kind": "letter", "template": "letter-reporting", "year": 2026, "number": 1, "issuer": "工会",
    "title": "函", "addressee": "总工会", "body": "正文", "copies": "", "stage": "issued", "revision": 2, "sha256": "ab",
    "drafted_by": 1, "drafted_at": "2026-11-26 12:00:00.000000", "changed_at": "2026-11-26 12:00:00.000000",
    "withdrawn_why": "",
}  # fmt: skip


def test_letters_of_before_are_kept_and_reports_may_be_written_now(address: str) -> None:
    migrate(address, revision="0013")
    engine = create_engine(address)
    places = ", ".join(f":{name}" for name in LETTER)
    add = text(f"INSERT INTO letter ({', '.join(LETTER)}) VALUES ({places})")
    report = LETTER | {"id": 5, "kind": "report"}
    with engine.begin() as connection:
        connection.execute(add, LETTER)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(add, report)
    migrate(address)
    with engine.begin() as connection:
        connection.execute(add, report)
        assert connection.execute(text("SELECT kind, body FROM letter WHERE id = 4")).one() == (
            "letter",
            "正文",
        )
    command.downgrade(migrations(address), "0013")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM letter")).scalars().all() == [4]
    engine.dispose()


DELIVERED = {
    "id": 3, "uid": "msg_1", "cause": "test:1:1", "matter": "test", "about": 1, "title": "测试", "number": "",
    "who": "office", "way": "mail", "receiver_id": None, "stage": "waiting", "put_at": "2026-11-26 12:00:00.000000",
    "put_by": 1, "put_seq": 0, "tries": 2, "file": "", "signature": "", "receipt": "",
}  # fmt: skip


def test_deliveries_of_before_are_kept_and_a_filing_may_be_delivered_now(address: str) -> None:
    migrate(address, revision="0011")
    put(address, DELIVERED)
    with pytest.raises(IntegrityError):
        put(address, DELIVERED | {"id": 4, "uid": "msg_2", "cause": "b", "matter": "filing"})
    migrate(address)
    put(address, DELIVERED | {"id": 4, "uid": "msg_2", "cause": "b", "matter": "filing"})
    for bad in (
        {"matter": "poem"},
        {"stage": "lost"},
        {"who": "nobody"},
        {"way": "pigeon"},
        {"uid": "msg_2"},
    ):
        with pytest.raises(IntegrityError):
            put(address, DELIVERED | {"id": 5, "uid": "msg_3", "cause": "c"} | bad)
    assert kept(address) == [(3, "test", 2), (4, "filing", 2)]
    command.downgrade(migrations(address), "0011")
    assert kept(address) == [(3, "test", 2)]


def put(address: str, row: dict[str, object]) -> None:
    engine = create_engine(address)
    with engine.begin() as connection:
        places = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO delivery ({', '.join(row)}) VALUES ({places})"), row)
    engine.dispose()


def kept(address: str) -> list[tuple[int, str, int]]:
    engine = create_engine(address)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, matter, tries FROM delivery ORDER BY id")).all()
    engine.dispose()
    return [tuple(row) for row in rows]

"""One writer: changes are durable together, a failing job takes back only its own, readers cannot write."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, func, select

from congress.database import Database, after_commit
from congress.record import service as record
from congress.record.entries import Kind, read
from congress.record.store import Entry
from congress.roster.rules import UnitKind
from congress.roster.store import Unit


def add(name: str, *, fail: bool = False, told: list[str] | None = None):
    def job(session: Session) -> str:
        session.add(Unit(name=name, kind=UnitKind.WORKSHOP))
        record.append(session, Kind.FOUNDED, actor=1, facts={"unit": name})
        if told is not None:
            after_commit(session, lambda: told.append(name))
        if fail:
            raise ValueError(name)
        return name

    return job


def names(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.exec(select(Unit.name)))


def test_a_failing_job_disturbs_nobody_else(database: Database) -> None:
    blocked, told = threading.Event(), list[str]()
    database.submit(lambda _session: blocked.wait(10))  # so that what follows waits together
    futures = {n: database.submit(add(f"u{n}", fail=n % 3 == 0, told=told)) for n in range(30)}
    blocked.set()
    for n, future in futures.items():
        if n % 3 == 0:
            with pytest.raises(ValueError, match=f"u{n}"):
                future.result(10)
        else:
            assert future.result(10) == f"u{n}"
    good = {f"u{n}" for n in range(30) if n % 3}
    assert names(database) == good
    assert set(told) == good
    with database.read() as session:
        acts = [read(body.encode()) for body in session.exec(select(Entry.body).order_by(Entry.seq))]
    assert [act.seq for act in acts] == list(range(20))
    assert [act.prev for act in acts[1:]] == [act.leaf.hex() for act in acts[:-1]]


def test_who_no_longer_waits_disturbs_nobody_else(database: Database) -> None:
    blocked = threading.Event()
    database.submit(lambda _session: blocked.wait(10))
    futures = [database.submit(add(f"u{n}")) for n in range(3)]
    assert futures[1].cancel()
    blocked.set()
    assert (futures[0].result(10), futures[2].result(10)) == ("u0", "u2")
    assert names(database) == {"u0", "u2"}


def test_a_job_that_breaks_a_constraint_fails_alone(database: Database) -> None:
    database.write(add("same"))
    with ThreadPoolExecutor(8) as pool:
        results = list(
            pool.map(lambda n: database.submit(add("same" if n % 2 else f"v{n}")).exception(10), range(16))
        )
    assert [result is None for result in results] == [n % 2 == 0 for n in range(16)]


def test_many_threads_lose_nothing(database: Database) -> None:
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: database.write(add(f"w{n}")), range(200)))
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(Unit)).one() == 200


def test_readers_cannot_write(database: Database) -> None:
    with database.read() as session:
        session.add(Unit(name="x"))
        with pytest.raises(OperationalError, match="readonly"):
            session.flush()


def test_what_is_queued_at_the_end_is_finished(database: Database) -> None:
    futures = [database.submit(add(f"z{n}")) for n in range(50)]
    database.close()
    assert all(future.result(1) for future in futures)


def test_sqlite_is_set_to_lose_nothing(database: Database) -> None:
    with database.writers.connect() as connection:
        for pragma, value in {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}.items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value

"""One writer with group commit, many readers.

SQLite allows one writer at a time; instead of letting requests queue at its lock,
every change is a *job* that one thread runs. Jobs that wait together share one
durable commit (``synchronous=FULL``), each inside its own savepoint, so that one
refusal does not disturb its neighbours. Nothing here is special to SQLite except
the pragmas.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, create_engine

T = TypeVar("T")
Job = Callable[[Session], Any]
Hook = Callable[[Session], None]

BATCH = 256  # jobs in one commit: more than a hall presses within the few ms a commit takes
log = logging.getLogger(__name__)


class Database:
    """Readers by :meth:`read`, changes by :meth:`write`; ``before_commit`` hooks run inside the transaction."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.readers = _engine(url, readonly=True)
        self.writers = _engine(url, readonly=False)
        self.before_commit: list[Hook] = []
        self._jobs: queue.SimpleQueue[tuple[Job, Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one consistent moment and cannot write."""
        with Session(self.readers, expire_on_commit=False, autoflush=False) as session:
            yield session

    def submit(self, job: Callable[[Session], T]) -> "Future[T]":
        """Queue a change. The future is answered after the change is durable, or with the job's error."""
        future: Future[T] = Future()
        self._jobs.put((job, future))
        return future

    def write(self, job: Callable[[Session], T]) -> T:
        """Make a change and wait until it is durable."""
        return self.submit(job).result()

    async def change(self, job: Callable[[Session], T]) -> T:
        """:meth:`write` for the event loop."""
        return await asyncio.wrap_future(self.submit(job))

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._jobs.put(None)
        self._thread.join()
        self.readers.dispose()
        self.writers.dispose()

    def _work(self) -> None:
        while batch := self._collect():
            try:
                self._commit(batch)
            except Exception as error:
                log.exception("a batch of %d jobs was not committed", len(batch))
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)

    def _collect(self) -> list[tuple[Job, Future[Any]]]:
        """Wait for one job, then take all that wait with it. An empty list means stop."""
        batch: list[tuple[Job, Future[Any]]] = []
        item = self._jobs.get()
        while item is not None:
            batch.append(item)
            if len(batch) == BATCH or self._jobs.empty():
                return batch
            item = self._jobs.get()
        if batch:
            self._jobs.put(None)  # finish this batch first, then see the stop again
        return batch

    def _commit(self, batch: list[tuple[Job, Future[Any]]]) -> None:
        answers: list[tuple[Future[Any], Any, Exception | None]] = []
        with Session(self.writers, expire_on_commit=False) as session:
            session.info["after"] = []
            for job, future in batch:
                answers.append((future, *_attempt(session, job)))
            for hook in self.before_commit:
                hook(session)
            session.commit()
            news = session.info["after"]
        for future, value, error in answers:
            future.set_exception(error) if error else future.set_result(value)
        for tell in news:
            tell()


def after_commit(session: Session, tell: Callable[[], None]) -> None:
    """Have something told to the world once, and only if, this change is durable."""
    session.info["after"].append(tell)


def _attempt(session: Session, job: Job) -> tuple[Any, Exception | None]:
    """Run a job in a savepoint; a failure takes back its rows and what it noted in ``session.info``."""
    noted = {k: list(v) if isinstance(v, list) else v for k, v in session.info.items()}
    try:
        with session.begin_nested():
            return job(session), None
    except Exception as error:
        session.info.clear()
        session.info.update(noted)
        return None, error


def _engine(url: str, *, readonly: bool) -> Engine:
    engine = create_engine(url, pool_size=8, max_overflow=40)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_reader if readonly else _sqlite_writer)
        event.listen(engine, "begin", _begin_read if readonly else _begin_write)
    return engine


def _sqlite_writer(connection: Any, _entry: ConnectionPoolEntry | None = None) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, or savepoints do not work
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_reader(connection: Any, entry: ConnectionPoolEntry) -> None:
    _sqlite_writer(connection, entry)
    connection.execute("PRAGMA query_only=ON")


def _begin_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_write(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def migrate(url: str, *, revision: str = "head") -> None:
    """Bring the tables to this version of the software."""
    command.upgrade(migrations(url), revision)


def migrations(url: str) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", "congress:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config

"""One writer with group commit, many readers.

SQLite allows one writer at a time; instead of letting requests queue at its lock,
every change is a *job* that one thread runs. Jobs that wait together share one
durable commit (``synchronous=FULL``). A job that raises takes back its own changes
and nobody else's: the batch is run again with a savepoint around each job. So a job
may run twice, and must do nothing that a transaction cannot take back. Nothing here
is special to SQLite except the pragmas.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlmodel import Session, create_engine

T = TypeVar("T")
Job = Callable[[Session], Any]
Hook = Callable[[Session], None]
Answer = tuple[Any, Exception | None]
Compiled = tuple[str, list[tuple[str, Any]], bool]  # SQL, (parameter, how its type writes it), by position?
Attempt = Callable[[Session, Job], Answer]

VERSIONS = Path(__file__).parent / "migrations/versions"  # each file begins with the name of its revision
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
        while waiting := self._collect():
            batch = [item for item in waiting if item[1].set_running_or_notify_cancel()]
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
        """Run the batch without savepoints; only when a job fails, run it again with one around each job."""
        jobs = [job for job, _ in batch]
        try:
            answers, news = self._run(jobs, _trust)
        except Exception:  # noqa: BLE001 -- whatever a job raises is its own answer, found out in the second run
            answers, news = self._run(jobs, _attempt)
        for (_, future), (value, error) in zip(batch, answers, strict=True):
            future.set_exception(error) if error else future.set_result(value)
        for tell in news:
            tell()

    def _run(self, jobs: list[Job], attempt: Attempt) -> tuple[list[Answer], list[Callable[[], None]]]:
        with Session(self.writers, expire_on_commit=False) as session:
            session.info["after"] = []
            answers = [attempt(session, job) for job in jobs]
            for hook in self.before_commit:
                hook(session)
            session.commit()
            return answers, session.info["after"]


class Prepared:
    """A statement compiled once, run in the driver's own words: for the few that a whole hall runs at once.

    SQLAlchemy spends about 0.1 ms on each execution of an ordinary statement, this about 0.01 ms.
    Rows come as the driver gives them (PEP 249), without types: read plain text and numbers only.
    """

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None = None) -> None:
        self.statement = statement
        self.columns = columns
        self._compiled: dict[str, Compiled] = {}

    def run(self, session: Session, **values: Any) -> DBAPICursor:
        """Execute with these values for the statement's ``bindparam`` names."""
        connection = session.connection()
        sql, names, positional = self._for(connection.dialect)
        said = {name: bind(values[name]) if bind else values[name] for name, bind in names}
        cursor = connection.connection.cursor()
        cursor.execute(sql, tuple([said[name] for name, _ in names]) if positional else said)
        return cursor

    def _for(self, dialect: Dialect) -> Compiled:
        if dialect.name not in self._compiled:
            made = cast(SQLCompiler, self.statement.compile(dialect=dialect, column_keys=self.columns))
            order = made.positiontup if made.positional and made.positiontup else list(made.binds)
            names = [
                (name, made.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order
            ]
            self._compiled[dialect.name] = (str(made), names, bool(made.positional))
        return self._compiled[dialect.name]


def after_commit(session: Session, tell: Callable[[], None]) -> None:
    """Have something told to the world once, and only if, this change is durable."""
    session.info["after"].append(tell)


def _trust(session: Session, job: Job) -> Answer:
    """Run a job that will succeed, as nearly all do."""
    value = job(session)
    session.flush()
    return value, None


def _attempt(session: Session, job: Job) -> Answer:
    """Run a job in a savepoint; a failure takes back its rows and what it noted in ``session.info``."""
    noted = {k: list(v) if isinstance(v, list) else v for k, v in session.info.items()}
    try:
        with session.begin_nested():
            return job(session), None
    except Exception as error:  # noqa: BLE001 -- the job's answer, whatever it is
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


def known_revisions() -> frozenset[str]:
    """Every state of the tables that this version of the software can bring up to date, its own included."""
    return frozenset(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def migrations(url: str) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", "congress:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config

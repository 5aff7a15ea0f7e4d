"""The database: one connection, one writer, group commit.

::

    unit(work) ─┐
    unit(work) ─┼─▶ waiting ─▶ BEGIN IMMEDIATE · SAVEPOINT work RELEASE · SAVEPOINT work RELEASE · … · COMMIT ─▶ each caller has its answer
    unit(work) ─┘             (one job on the connection's thread)

``unit`` is the only door for writing. ``work`` is an ordinary function that gets a ``Unit`` and runs on the connection's own thread, from its
first statement to its last without an await in between: a cancelled task can neither leave a transaction open nor slip a statement into
someone else's. Everything that is waiting while a commit runs goes into the next one together, so one fsync serves many; each work has a
savepoint of its own, and one that raises takes back only what it did itself. A caller has its answer only after COMMIT.

All SQLite-only syntax stays in this file; a PostgreSQL store can stand behind the same door.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, TypeVar

import aiosqlite

from bot import faults, metrics
from bot.clock import Clock
from bot.crypt import Crypt
from bot.problems import KeyProblem, StoreProblem
from bot.store.failures import problem_of
from bot.store.ids import Ids
from bot.store.migrating import done, migrate, pending

log = logging.getLogger(__name__)
T = TypeVar("T")
QUICK_CHECK_BELOW = 256 * 1024 * 1024  # a larger file takes too long to check at every start
BUSY_MS = 30_000  # how long a write waits for another program's lock: what follows the database (Litestream) holds it for moments
CACHE = "cache_size = -16000"  # kB of pages kept: SQLite's own 2 MB hold too few once people's messages lie on many
SCRUB_AGAIN = 1.0  # s until it is tried again to empty a log that somebody else reads


class Unit:
    """What a work has in its hands inside the open transaction: the connection, the time of the transaction (epoch ms), ids and the seal."""

    __slots__ = ("crypt", "db", "ids", "measured", "now", "scrub")

    def __init__(self, db: sqlite3.Connection, now: int, ids: Ids, crypt: Crypt) -> None:
        self.db = db
        self.now = now
        self.ids = ids
        self.crypt = crypt
        self.scrub = False  # set by who erased something: the write-ahead log, which still has it, is emptied after COMMIT
        self.measured: list[tuple[str, float]] = []  # counted after COMMIT only: what is taken back and tried again counts once

    def run(self, sql: str, **values: Any) -> sqlite3.Cursor:
        return self.db.execute(sql, values)

    def one(self, sql: str, **values: Any) -> Any:
        """The first row, or None."""
        return self.db.execute(sql, values).fetchone()

    def all(self, sql: str, **values: Any) -> list[Any]:
        return self.db.execute(sql, values).fetchall()

    def value(self, sql: str, **values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.db.execute(sql, values).fetchone()
        return row[0] if row else None

    def measure(self, name: str, seconds: float) -> None:
        """A duration for ``metrics.observe``, if what it measures becomes durable."""
        self.measured.append((name, seconds))

    @contextlib.contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is done inside is taken back as a whole if it raises; the transaction around it goes on."""
        self.db.execute("SAVEPOINT inner_part")
        measured = len(self.measured)
        try:
            yield
        except BaseException:
            del self.measured[measured:]
            if self.db.in_transaction:
                self.db.execute("ROLLBACK TO inner_part")
                self.db.execute("RELEASE inner_part")
            raise
        self.db.execute("RELEASE inner_part")


class _Connection(aiosqlite.Connection):
    """aiosqlite's connection, whose thread also runs whole functions (see the module's text for why)."""

    async def open(self) -> _Connection:
        """Connects. If that fails the thread is waited for: left alone it would still speak to this event loop when that is gone."""
        try:
            await self
        except BaseException:
            await asyncio.to_thread(self._thread.join)
            raise
        return self

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._execute(work, self._conn)  # type: ignore[no-any-return,no-untyped-call]


class Database:
    """Open it with ``Database.open``; close it with ``close``. Errors that end the program are StoreProblem and KeyProblem."""

    def __init__(self, connection: _Connection, lock: IO[str], clock: Clock, ids: Ids, crypt: Crypt) -> None:
        self._connection = connection
        self._lock = lock
        self._clock = clock
        self._ids = ids
        self._crypt = crypt
        self._waiting: list[tuple[Callable[[Unit], Any], asyncio.Future[Any]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._closed = False
        self._scrub, self._scrub_at = False, 0.0
        self.on_broken: Callable[[StoreProblem], None] = lambda problem: None

    @classmethod
    async def open(cls, path: Path, crypt: Crypt, clock: Clock, before_migration: Callable[[], object] = lambda: None) -> Database:
        """``before_migration`` is called before the tables of an older program are changed (a backup); what it raises stops that."""
        lock = hold(path)
        _make_private(path)
        try:
            connection = await _Connection(lambda: _connect(path), iter_chunk_size=64).open()
            try:
                last = await connection.run(lambda db: _prepare(db, path, crypt, before_migration))
            except BaseException:
                await connection.close()
                raise
        except (sqlite3.Error, StoreProblem, KeyProblem) as error:
            lock.close()
            raise problem_of(error, path) from error
        return cls(connection, lock, clock, Ids(clock, last), crypt)

    async def unit(self, work: Callable[[Unit], T]) -> T:
        """Runs ``work`` in a transaction and returns its value once that is durable. What it raises comes back here, its rows undone."""
        if self._closed:
            raise StoreProblem("The database is closed.")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        return await future

    async def close(self) -> None:
        """Waits for what is under way, then closes and lets go of the lock."""
        while self._writer is not None:
            await asyncio.wait([self._writer])
        self._closed = True
        await self._connection.close()
        self._lock.close()

    async def _write(self) -> None:
        try:
            while self._waiting:
                jobs, self._waiting = self._waiting, []
                outcomes = await self._run([work for work, _ in jobs])
                for (_, future), (value, error) in zip(jobs, outcomes, strict=True):
                    if future.done():
                        continue  # its caller was cancelled; the work is done all the same
                    if error is None:
                        future.set_result(value)
                    else:
                        future.set_exception(error)
        finally:
            self._writer = None

    async def _run(self, works: list[Callable[[Unit], Any]]) -> list[tuple[Any, BaseException | None]]:
        """The outcomes of all works, whatever happens: nobody waits for ever for one that never came."""
        try:
            return await self._connection.run(lambda db: self._commit(db, works))
        except Exception as error:
            return [(None, StoreProblem(f"The database failed: {type(error).__name__}"))] * len(works)

    def _commit(self, db: sqlite3.Connection, works: list[Callable[[Unit], Any]]) -> list[tuple[Any, BaseException | None]]:
        """On the connection's thread: all works in one transaction. A failure of the transaction itself is the outcome of each of them."""
        unit = Unit(db, self._clock(), self._ids, self._crypt)
        outcomes: list[tuple[Any, BaseException | None]] = []
        begun = time.perf_counter()
        try:
            db.execute("BEGIN IMMEDIATE")
            for work in works:
                try:
                    with unit.savepoint():
                        outcomes.append((work(unit), None))
                except Exception as error:
                    if not db.in_transaction:  # SQLite gave up the whole transaction: disk full, I/O error
                        raise
                    outcomes.append((None, error))
            db.execute("COMMIT")
            unit.measure("sebaya_commit_seconds", time.perf_counter() - begun)
            for name, seconds in unit.measured:
                metrics.observe(name, seconds)
            if unit.scrub:
                faults.at("erased")
            self._scrub = self._scrub or unit.scrub
            if self._scrub and begun >= self._scrub_at:
                self._scrub, self._scrub_at = not _empty_log(db), begun + SCRUB_AGAIN
        except Exception as error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            broken = problem_of(error, None) if isinstance(error, sqlite3.Error) else error
            if isinstance(broken, StoreProblem):
                self.on_broken(broken)
            return [(None, broken)] * len(works)
        return outcomes


def hold(path: Path) -> IO[str]:
    """The file lock that keeps a second process off this database."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = open(f"{path}.lock", "a")  # noqa: SIM115 - held as long as the database is open
    except OSError as error:
        raise StoreProblem(f"{path} cannot be opened for writing ({error.strerror}). Check the folder's owner and rights.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise StoreProblem(f"Another Sebaya is already running on {path}. Stop that one first, or set SEBAYA_DATABASE to another file.") from error
    return lock


def _make_private(path: Path) -> None:
    """A new file that only its owner may read; SQLite gives its logs the same rights. That it cannot be made is said by who opens it."""
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _connect(path: Path) -> sqlite3.Connection:
    # autocommit (isolation_level None): transactions are begun by hand; the thread check is off because only aiosqlite's thread ever uses it
    return sqlite3.connect(path, BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=512)


def _empty_log(db: sqlite3.Connection) -> bool:
    """Moves the write-ahead log into the database and cuts it to nothing. False while somebody is reading (a backup): try again later.

    Nobody is waited for: a tool that follows the database reads for as long as it runs, and all that write would wait with this.
    """
    try:
        db.execute("PRAGMA busy_timeout = 0")
        return bool(db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    except sqlite3.Error:  # it concerns no transaction: what was committed is committed
        return False
    finally:
        with contextlib.suppress(sqlite3.Error):
            db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def _prepare(db: sqlite3.Connection, path: Path, crypt: Crypt, before_migration: Callable[[], object]) -> int:
    """Settings, check, migrations and key check; returns the highest row id in use."""
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY", CACHE):
        db.execute(f"PRAGMA {pragma}")
    if path.stat().st_size < QUICK_CHECK_BELOW:
        answer = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if answer != "ok":
            raise sqlite3.DatabaseError(f"malformed: {answer}")
    if pending(db) and done(db):
        check_key(db, crypt)  # a wrong key changes nothing
        before_migration()
    migrate(db)
    check_key(db, crypt)
    note_key(db, crypt)
    _empty_log(db)  # what an erasure left in it when the program was killed
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    with_id = [t for t in tables if any(column[1] == "id" for column in db.execute(f"PRAGMA table_info({t})"))]
    return max((db.execute(f"SELECT coalesce(max(id), 0) FROM {t}").fetchone()[0] for t in with_id), default=0)


def check_key(db: sqlite3.Connection, crypt: Crypt) -> None:
    """A word sealed with each key that is in use must open: else these are not the keys this database was written with. Changes nothing."""
    for name, sealed in db.execute("SELECT key, value FROM meta WHERE key IN ('key_check', 'key_next')").fetchall():
        try:
            crypt.open(bytes.fromhex(sealed), f"meta.{name}")
        except ValueError:
            raise KeyProblem(
                "This is not the key this database was written with. Put that one back (SEBAYA_KEY or data/key). Nothing was changed."
            ) from None


def note_key(db: sqlite3.Connection, crypt: Crypt, *, only: bool = False) -> None:
    """From now on this key seals, too: without it the database is not opened any more. ``only``: nothing is sealed with an older one now."""
    row = db.execute("SELECT value FROM meta WHERE key = 'key_check'").fetchone()
    name = "key_check" if only or row is None else "key_next"
    if row is None or row[0][2:10] != crypt.key_id.hex():
        sealed = crypt.seal("sebaya", f"meta.{name}").hex()
        db.execute("INSERT INTO meta (key, value) VALUES (:k, :v) ON CONFLICT (key) DO UPDATE SET value = :v", {"k": name, "v": sealed})
    if only:
        db.execute("DELETE FROM meta WHERE key = 'key_next'")

"""The database: group commit, savepoints, the lock, migrations, the key; and what the operator is told when it fails."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from bot.crypt import Crypt
from bot.problems import KeyProblem, StoreProblem
from bot.store import database, migrating
from bot.store.database import Database, Unit
from bot.store.failures import problem_of
from bot.store.ids import Ids
from tests.support import KEY

NOW = 1_700_000_000_000


async def opened(path: Path, key: bytes = KEY, now: int = NOW) -> Database:
    return await Database.open(path, Crypt(key), lambda: now)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "sebaya.db"


def note(key: str) -> Any:
    return lambda unit: unit.run("INSERT INTO meta (key, value) VALUES (:key, '1')", key=key)


async def keys(store: Database) -> set[str]:
    return {row[0] for row in await store.unit(lambda unit: unit.all("SELECT key FROM meta"))} - {"key_check"}


async def test_what_waits_together_is_committed_together(path: Path) -> None:
    store = await opened(path)
    commits = 0
    whole = store._commit

    def counted(db: sqlite3.Connection, works: Any) -> Any:
        nonlocal commits
        commits += 1
        return whole(db, works)

    store._commit = counted  # type: ignore[method-assign]
    await asyncio.gather(*(store.unit(note(str(n))) for n in range(100)))
    assert len(await keys(store)) == 100
    assert commits <= 3
    await store.close()


async def test_one_failing_work_does_not_harm_the_others(path: Path) -> None:
    store = await opened(path)

    def half(unit: Unit) -> None:
        note("half")(unit)
        raise ValueError("no")

    outcomes = await asyncio.gather(store.unit(note("a")), store.unit(half), store.unit(note("b")), return_exceptions=True)
    assert isinstance(outcomes[1], ValueError)
    assert await keys(store) == {"a", "b"}
    await store.close()


async def test_a_failing_commit_fails_all_of_them(path: Path) -> None:
    store = await opened(path)
    broken: list[StoreProblem] = []
    store.on_broken = broken.append

    def disk_full(unit: Unit) -> None:
        unit.db.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    outcomes = await asyncio.gather(store.unit(note("a")), store.unit(disk_full), store.unit(note("b")), return_exceptions=True)
    assert all(isinstance(one, StoreProblem) and "disk is full" in str(one) for one in outcomes)
    assert len(broken) == 1
    assert await keys(store) == set()
    await store.unit(note("later"))
    assert await keys(store) == {"later"}
    await store.close()


async def test_a_commit_that_is_refused_is_rolled_back(path: Path) -> None:
    store = await opened(path)
    store.on_broken = lambda problem: None

    def dangling(unit: Unit) -> None:
        unit.db.execute("PRAGMA defer_foreign_keys = ON")
        unit.run("INSERT INTO moods (id, person, mood, day, at) VALUES (1, 404, 1, 'x', 1)")

    with pytest.raises(StoreProblem, match="FOREIGN KEY"):
        await store.unit(dangling)
    await store.unit(note("after"))
    assert await keys(store) == {"after"}
    await store.close()


async def test_a_cancelled_caller_leaves_nothing_open(path: Path) -> None:
    store = await opened(path)
    caller = asyncio.create_task(store.unit(note("cancelled")))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await store.unit(note("next"))
    assert await keys(store) == {"cancelled", "next"}
    await store.close()


async def test_nobody_waits_for_ever_when_the_thread_fails(path: Path) -> None:
    store = await opened(path)

    def no_clock() -> int:
        raise OSError("no time")

    store._clock = no_clock
    with pytest.raises(StoreProblem, match="OSError"):
        await asyncio.wait_for(store.unit(note("a")), 5)
    await store.close()


async def test_close_waits_for_what_is_under_way(path: Path) -> None:
    store = await opened(path)
    work = asyncio.create_task(store.unit(note("last")))
    await asyncio.sleep(0)
    await store.close()
    await work
    with pytest.raises(StoreProblem):
        await store.unit(note("too late"))
    again = await opened(path)
    assert await keys(again) == {"last"}
    await again.close()


async def test_savepoints_inside_a_work(path: Path) -> None:
    store = await opened(path)

    def refused(unit: Unit) -> None:
        note("inside")(unit)
        raise ValueError("x")

    def work(unit: Unit) -> None:
        note("before")(unit)
        with pytest.raises(ValueError, match="x"), unit.savepoint():
            refused(unit)
        with unit.savepoint():
            note("kept")(unit)

    await store.unit(work)
    assert await keys(store) == {"before", "kept"}
    assert await store.unit(lambda unit: unit.value("SELECT value FROM meta WHERE key = 'none'")) is None
    await store.close()


async def test_ids_rise_over_restarts_and_with_a_clock_set_back(path: Path) -> None:
    store = await opened(path)
    first = await store.unit(lambda unit: [unit.ids.next() for _ in range(3000)])
    await store.unit(lambda unit: unit.run("INSERT INTO audit (id, action, subject, at) VALUES (:id, 'x', 1, 1)", id=first[-1]))
    await store.close()
    assert first == sorted(set(first)) and first[0] == NOW * 1000
    store = await opened(path, now=NOW - 86_400_000)
    assert await store.unit(lambda unit: unit.ids.next()) == first[-1] + 1
    await store.close()
    assert Ids(lambda: 5).next() == 5000


# ------------------------------------------------------------------------------------------------------------------------- opening


async def test_a_second_process_is_kept_off(path: Path) -> None:
    store = await opened(path)
    with pytest.raises(StoreProblem, match="already running"):
        await opened(path)
    await store.close()
    await (await opened(path)).close()


async def test_another_key_is_refused_and_nothing_changed(path: Path) -> None:
    await (await opened(path)).close()
    before = path.read_bytes()
    with pytest.raises(KeyProblem, match="not the key this database was written with"):
        await opened(path, key=b"x" * 32)
    assert path.read_bytes() == before
    await (await opened(path)).close()


async def test_a_newer_database_is_refused(path: Path) -> None:
    await (await opened(path)).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreProblem, match="newer Sebaya"):
        await opened(path)


async def test_a_file_that_is_no_database(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreProblem, match="damaged or not a Sebaya database"):
        await opened(path)


async def test_a_damaged_database(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await opened(path)).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    with pytest.raises(StoreProblem, match="damaged"):
        await opened(path)
    monkeypatch.setattr(database, "QUICK_CHECK_BELOW", 0)  # a large file is not checked at every start
    path.write_bytes(whole)
    await (await opened(path)).close()


async def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreProblem, match="cannot be opened for writing"):
        await opened(tmp_path / "file" / "sebaya.db")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreProblem, match="cannot be opened for writing"):
        await opened(tmp_path / "folder.db")


async def test_a_migration_that_fails_leaves_the_schema_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await opened(path)).close()
    good = migrating.migrations()
    twice = "CREATE TABLE extra (id INTEGER);\nCREATE TABLE extra (id INTEGER);\n"
    monkeypatch.setattr(migrating, "migrations", lambda: {**good, "9999_extra": twice})
    with pytest.raises(StoreProblem, match="already exists"):
        await opened(path)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == len(good)
        assert not db.execute("SELECT * FROM sqlite_master WHERE name = 'extra'").fetchall()


async def test_a_step_with_a_lower_number_may_arrive_later(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = migrating.migrations()
    first = dict(list(good.items())[:6])
    monkeypatch.setattr(migrating, "migrations", lambda: first)
    await (await opened(path)).close()
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE schema_steps")  # as the first programs left it: counted, not named
    monkeypatch.setattr(migrating, "migrations", lambda: {**first, "9998_later": "CREATE TABLE later (id INTEGER);\n"})
    await (await opened(path)).close()
    late = {**first, "0000_early": "CREATE TABLE early (id INTEGER);\n", "9998_later": "CREATE TABLE later (id INTEGER);\n"}
    monkeypatch.setattr(migrating, "migrations", lambda: dict(sorted(late.items())))
    await (await opened(path)).close()
    with sqlite3.connect(path) as db:
        assert {row[0] for row in db.execute("SELECT name FROM schema_steps")} == set(late)
    monkeypatch.setattr(migrating, "migrations", lambda: first)
    with pytest.raises(StoreProblem, match="does not know"):
        await opened(path)


async def test_the_database_is_durable_by_its_settings(path: Path) -> None:
    store = await opened(path)
    settings = await store._connection.run(lambda db: [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")])
    assert settings == ["wal", 2]
    await store.close()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("database or disk is full", "disk is full"),
        ("database disk image is malformed", "damaged"),
        ("attempt to write a readonly database", "Check the folder"),
        ("something else", "The database failed: something else"),
    ],
)
def test_what_an_error_means_to_the_operator(text: str, says: str) -> None:
    assert says in str(problem_of(sqlite3.OperationalError(text), None))


def test_a_problem_stays_what_it_is() -> None:
    problem = KeyProblem("key")
    assert problem_of(problem, Path("x")) is problem


async def test_nobody_waits_for_a_log_that_somebody_reads(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tool that follows the database reads for as long as it runs: an erasure beside it may not hold up what is written after it."""
    store, log = await opened(path), path.with_name("sebaya.db-wal")
    tries: list[bool] = []
    whole = database._empty_log
    monkeypatch.setattr(database, "_empty_log", lambda db: tries.append(whole(db)) or tries[-1])

    def erased(unit: Unit) -> None:
        note("erased")(unit)
        unit.scrub = True

    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM meta").fetchone()
        begun = time.monotonic()
        await store.unit(erased)
        for n in range(5):
            await store.unit(note(str(n)))
        assert time.monotonic() - begun < 2.5, "SQLite alone would have waited for the reader"
        assert len(tries) <= 3 and not any(tries), "once a second is enough"
    monkeypatch.setattr(database, "SCRUB_AGAIN", -1)
    store._scrub_at = 0
    await store.unit(note("later"))
    assert tries[-1] and not log.stat().st_size, "when nobody reads any more"
    await store.close()

"""From every earlier schema to this one: nothing of what was in it is lost, and the result is the same as a new database."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3

import pytest

from bot.store import migrating

STEPS = migrating.migrations()
ROWS = 3


def shape(db: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Every table with its columns (in whatever order), index and trigger."""
    found = set()
    for kind, name, sql in db.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall():
        columns = sorted(str(row[1:]) for row in db.execute(f"PRAGMA table_info({name})")) if kind == "table" else [sql]
        found.add((kind, name, "\n".join(columns)))
    return found


def fill(db: sqlite3.Connection) -> dict[str, int]:
    """Some rows in every table there is (references lead nowhere: what is kept is what counts); returns how many by table."""
    numbers, found = itertools.count(1000), {}
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA ignore_check_constraints = ON")
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    for name in set(names) - {"schema_steps"}:
        columns = [(row[1], row[2]) for row in db.execute(f"PRAGMA table_info({name})")]
        for _ in range(ROWS):
            values = {column: next(numbers) if kind == "INTEGER" else f"{column}{next(numbers)}" for column, kind in columns}
            db.execute(f"INSERT INTO {name} ({', '.join(values)}) VALUES ({', '.join(':' + column for column in values)})", values)
        found[name] = ROWS
    return found


@pytest.fixture(scope="module")
def newest() -> set[tuple[str, str, str]]:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrating.migrate(db)
        return shape(db)


@pytest.mark.parametrize("count", range(1, len(STEPS)))
def test_nothing_is_lost_on_the_way(monkeypatch: pytest.MonkeyPatch, newest: set[tuple[str, str, str]], count: int) -> None:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        with monkeypatch.context() as patch:
            patch.setattr(migrating, "migrations", lambda: dict(list(STEPS.items())[:count]))
            migrating.migrate(db)
        before = fill(db)
        assert migrating.migrate(db) == list(STEPS)[count:]
        assert shape(db) == newest
        assert set(migrating.done(db)) == set(STEPS)
        after = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in before}
        assert {name: (number, after[name]) for name, number in before.items() if after[name] < number} == {}
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"

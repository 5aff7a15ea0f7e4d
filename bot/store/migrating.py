"""The schema, step by step: ``migrations/NNNN_subject.sql``. Which steps a database has is kept in it by name, not by count: steps are written
side by side, and one with a lower number may arrive later than one with a higher."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from importlib import resources

from bot.problems import StoreProblem


def migrations() -> dict[str, str]:
    """The SQL of every step by its name, in the order of their numbers."""
    folder = resources.files("bot.store") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): file.read_text() for file in files}


def done(db: sqlite3.Connection) -> list[str]:
    """The steps a database has. Before they were kept by name, ``user_version`` counted them."""
    count = db.execute("PRAGMA user_version").fetchone()[0]
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_steps'").fetchone():
        known = [row[0] for row in db.execute("SELECT name FROM schema_steps")]
    else:
        known = list(migrations())[:count]
    return [*known, *(f"step {n + 1}" for n in range(len(known), count))]


def pending(db: sqlite3.Connection) -> dict[str, str]:
    """The steps a database still needs. Raises StoreProblem for one of a newer program."""
    steps, have = migrations(), done(db)
    if unknown := [name for name in have if name not in steps]:
        raise StoreProblem(
            f"This database was written by a newer Sebaya (this one does not know {unknown[0]}). Update the program. Nothing was changed."
        )
    return {name: sql for name, sql in steps.items() if name not in have}


def migrate(db: sqlite3.Connection) -> list[str]:
    """Brings the schema up to date, each step in a transaction; returns the names of those that were taken."""
    taken = pending(db)
    if taken:
        _keep_names(db)
    for name, sql in taken.items():
        db.execute("BEGIN IMMEDIATE")
        try:
            for statement in statements(sql):
                db.execute(statement)
            db.execute("INSERT INTO schema_steps (name) VALUES (:name)", {"name": name})
            count = db.execute("SELECT count(*) FROM schema_steps").fetchone()[0]
            db.execute(f"PRAGMA user_version = {count}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # SQLite takes it back by itself when the disk is full
                db.execute("ROLLBACK")
            raise
    return list(taken)


def _keep_names(db: sqlite3.Connection) -> None:
    have = done(db)
    db.execute("BEGIN IMMEDIATE")
    db.execute("CREATE TABLE IF NOT EXISTS schema_steps (name TEXT PRIMARY KEY)")
    db.executemany("INSERT INTO schema_steps (name) VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in have])
    db.execute("COMMIT")


def statements(sql: str) -> Iterator[str]:
    """The single statements of a step (executescript would commit the transaction around it)."""
    part = ""
    for line in sql.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""

"""Persistence: the world's records in one SQLite file, so that it goes on after a restart.

Written behind: changes are collected as keys and written together every half second and at the end, in one transaction. The simulator is
not what is killed in crash tests; if it is, it loses the last half second, never its consistency.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator import records

if TYPE_CHECKING:
    from simulator.core import Core

log = logging.getLogger("simulator")
FLUSH_EVERY = 0.5
VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, content BLOB, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""


class StorageError(Exception):
    """The file cannot be used; the text says why."""


class Storage:
    """One open file."""

    def __init__(self, core: Core, path: Path) -> None:
        self.core = core
        self.path = path
        self._task: asyncio.Task[None] | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.database = sqlite3.connect(path, isolation_level=None)
            self.database.execute("PRAGMA journal_mode = WAL")
            self.database.execute("PRAGMA synchronous = NORMAL")
            self._check_version()
            self.database.execute(SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"{path} cannot be used as the local Telegram's database: {error}") from None

    def _check_version(self) -> None:
        version = self.database.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StorageError(f"{self.path} was written by a newer version of the local Telegram ({version}, this one knows {VERSION})")
        self.database.execute(f"PRAGMA user_version = {VERSION}")

    def load(self) -> bool:
        """Put everything back into the (empty) world; False if there is nothing."""
        world = self.core.world
        rows = self.database.execute("SELECT kind, key, value, content FROM records").fetchall()
        decoded = [(json.loads(key), json.loads(value), content or b"") for _, key, value, content in rows]
        decoded.sort(key=lambda row: (records.ORDER.index(row[0][0]), row[0][2] if len(row[0]) > 2 else 0))
        for key, value, content in decoded:
            if tuple(key) == ("meta", "clock"):
                self.core.clock.set(self.core.clock.now() + value["offset"])
            elif tuple(key) == ("meta", "journal"):
                self.core.journal.last = value["last"]
            else:
                records.put(world, tuple(key), value, content)
        return bool(rows)

    def start(self) -> None:
        """Collect changes from now on, and write them in the background."""
        if self.core.world.dirty is None:
            self.core.world.dirty = set()
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            self.flush()

    def flush(self) -> None:
        """Write what has changed."""
        dirty = self.core.world.dirty
        if not dirty:
            return
        self.core.world.dirty = set()
        rows, gone = [], []
        for key in dirty:
            value = records.record(self.core.world, key)
            name = (key[0], json.dumps(key))
            if value is None:
                gone.append(name)
            else:
                rows.append((*name, json.dumps(value), self._content(key)))
        rows += [("meta", json.dumps(["meta", name]), json.dumps(value), None) for name, value in self._meta()]
        self._write(rows, gone)

    def _content(self, key: tuple[Any, ...]) -> bytes | None:
        return self.core.world.files.by_id[key[1]].content if key[0] == "file" else None

    def _meta(self) -> list[tuple[str, dict[str, Any]]]:
        return [("clock", {"offset": self.core.clock.offset}), ("journal", {"last": self.core.journal.last})]

    def _write(self, rows: list[Any], gone: list[Any]) -> None:
        try:
            self.database.execute("BEGIN")
            self.database.executemany("INSERT OR REPLACE INTO records (kind, key, value, content) VALUES (?, ?, ?, ?)", rows)
            self.database.executemany("DELETE FROM records WHERE kind = ? AND key = ?", gone)
            self.database.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self.database.execute("ROLLBACK")
            log.error("the local Telegram's database cannot be written: %s", error)

    async def stop(self) -> None:
        """Write the rest and close."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self.flush()
        self.database.close()

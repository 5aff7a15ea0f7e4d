"""A disk that fills while everything goes on, during a backup, during an upgrade: a sentence, nothing half done, and with room again it goes on."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from bot import backup
from bot.crypt import Crypt
from bot.problems import StoreProblem
from bot.store import migrating
from bot.store.database import Database
from tests.crash.count import count
from tests.crash.process import KEY
from tests.crash.town import Town

NOW = 1_795_413_600_000


def fill(path: Path, *, but: int = 0) -> None:
    """Writes until nothing more goes in; then leaves so many bytes free."""
    with path.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while file.write(b"\0" * 4096):
                pass
        file.truncate(max(0, file.tell() - but))


async def test_in_the_middle_of_everything(small_disk: Path) -> None:
    """It ends, says so; with room again it goes on and nothing is lost."""
    async with asyncio.timeout(120), Town(small_disk, pairs=3, sleepers=0).open() as town:
        town.play()
        await town.process.start()
        await town.calls(100)
        fill(small_disk / "filler")
        assert await town.process.ended() == 3, town.process.said()
        assert "disk is full" in town.process.said()
        (small_disk / "filler").unlink()
        await town.process.start()
        await town.finished()
        assert await town.process.end(signal.SIGTERM) == 0, town.process.said()
        found = await count(town)
    print(found)
    assert not found.wrong, "\n".join(found.wrong[:20])


async def filled(path: Path, rows: int) -> None:
    """A database with something in it."""
    store = await Database.open(path, Crypt(KEY), lambda: NOW)
    value = os.urandom(900).hex()
    await store.unit(lambda unit: [unit.run("INSERT INTO meta (key, value) VALUES (:n, :value)", n=f"n{n}", value=value) for n in range(rows)])
    await store.close()


@pytest.mark.parametrize("room", [0, 200_000, 2_500_000])
async def test_during_a_backup(small_disk: Path, room: int) -> None:
    """At its beginning, in the middle of the copy, in the middle of the sealing."""
    path, folder = small_disk / "sebaya.db", small_disk / "backups"
    await filled(path, 1000)
    whole = path.read_bytes()
    fill(small_disk / "filler", but=room)
    with pytest.raises(StoreProblem, match=r"the disk is full.*untouched"):
        backup.create(path, folder, Crypt(KEY), NOW)
    assert path.read_bytes() == whole and not (list(folder.iterdir()) if folder.exists() else [])
    (small_disk / "filler").unlink()
    file = backup.create(path, folder, Crypt(KEY), NOW)
    fill(small_disk / "filler", but=200_000)
    with pytest.raises(StoreProblem, match=r"the disk is full.*Nothing was changed"):
        backup.restore(file, path, Crypt(KEY), NOW)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("room", [0, 40_000, 400_000])
async def test_during_an_upgrade(small_disk: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """A step that rewrites much, and no room for it: the old tables are whole, and it is done at the next start with room."""
    path = small_disk / "sebaya.db"
    await filled(path, 1000)
    steps = migrating.migrations()
    step = "CREATE TABLE copied AS SELECT * FROM meta;\nUPDATE meta SET value = value || 'x' WHERE key LIKE 'n%';\n"
    monkeypatch.setattr(migrating, "migrations", lambda: {**steps, "9999_much": step})
    fill(small_disk / "filler", but=room)
    with pytest.raises(StoreProblem, match="disk is full"):
        await Database.open(path, Crypt(KEY), lambda: NOW)
    (small_disk / "filler").unlink()
    with contextlib.closing(sqlite3.connect(path)) as db:
        assert "9999_much" not in migrating.done(db)
        assert db.execute("SELECT count(*) FROM meta WHERE value LIKE '%x'").fetchone()[0] == 0
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    await (await Database.open(path, Crypt(KEY), lambda: NOW)).close()
    assert backup.verify(path)["copied"] >= 1000

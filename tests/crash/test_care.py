"""SIGKILL in the middle of erasure, export, retention, key rotation, backup and restore: nothing half done, nothing lost, and it goes on."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import sys
from pathlib import Path

import pytest

from bot import backup, keys, retention
from bot.config import Retention
from bot.content import ROOT
from bot.crypt import Crypt, load_keys
from bot.problems import KeyProblem
from bot.store import moods, timers
from bot.store import retention as steps
from bot.store.database import Database, Unit
from tests.bot.desk import PERSON, Desk
from tests.crash.installation import installed
from tests.support import KEY

TICK = "import asyncio, sys, pathlib\nfrom tests.bot.desk import Desk\n\nasync def main():\n    async with Desk(pathlib.Path(sys.argv[1])) as desk:\n        {}\n\nasyncio.run(main())"  # noqa: E501


async def dies(fault: str, folder: Path, *words: str, code: str = "") -> None:
    """Runs the command, or some code at the desk, and sees it killed at the fault point."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),  # the tests are not installed
        "SEBAYA_FAULT": fault,
        "SEBAYA_DATABASE": str(folder / "desk.db"),
        "SEBAYA_CONFIG": str(ROOT / "config.yaml"),
    }
    environment.pop("SEBAYA_KEY", None)
    what = ("-c", TICK.format(code), str(folder)) if code else ("-m", "bot", *words)
    run = await asyncio.create_subprocess_exec(
        sys.executable, *what, cwd=installed(), env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await run.communicate()
    assert run.returncode == -signal.SIGKILL, said.decode()


async def town(folder: Path, kind: str = "") -> int:
    """Somebody with some notes; ``kind``: a timer that is due."""
    (folder / "key").write_text(base64.b64encode(KEY).decode() + "\n")
    async with Desk(folder) as desk:
        person = await desk.person(PERSON, name="Awan")

        def work(unit: Unit) -> None:
            for n in range(5):
                moods.add(unit, person.id, 3, f"day{n}")
                moods.add_to_last(unit, person.id, "", f"catatan {n}")
            if kind:
                timers.put(unit, kind, person.id, unit.now)

        await desk.store.unit(work)
        return person.id


@pytest.mark.parametrize(("kind", "fault", "says"), [("wipe", "wiped", "semua tentangmu sudah dihapus"), ("export", "packed", "Ini semua tentangmu")])
async def test_erasure_and_export(tmp_path: Path, kind: str, fault: str, says: str) -> None:
    await town(tmp_path, kind)
    await dies(fault, tmp_path, code="await desk.tick()")
    async with Desk(tmp_path) as desk:
        assert await desk.value("SELECT count(*) FROM moods") == 5 and not await desk.value("SELECT count(*) FROM outbox"), "nothing half done"
        out = await desk.tick()
        assert says in str([row.params for row in out])
        assert await desk.value("SELECT count(*) FROM moods") == (0 if kind == "wipe" else 5)


async def test_an_erasure_that_is_done_but_not_yet_gone_from_the_log(tmp_path: Path) -> None:
    """Killed right after COMMIT: the receipt still goes out, and the next start empties the write-ahead log."""
    await town(tmp_path, "wipe")
    log = tmp_path / "desk.db-wal"
    await dies("erased", tmp_path, code="await desk.tick()")
    assert log.stat().st_size
    async with Desk(tmp_path) as desk:
        assert not log.stat().st_size
        assert await desk.value("SELECT count(*) FROM moods") == 0
        assert await desk.value("SELECT count(*) FROM outbox WHERE state = 'new'"), "the receipt"
        assert not await desk.value("SELECT count(*) FROM timers WHERE kind = 'wipe'"), "and it is not done twice"


async def test_retention(tmp_path: Path) -> None:
    await town(tmp_path)
    async with Desk(tmp_path) as desk:
        rows = [(n, 1) for n in range(2 * steps.STEP + 1)]
        await desk.store.unit(lambda unit: unit.db.executemany("INSERT INTO updates (update_id, at) VALUES (?, ?)", rows))
    await dies("retained:2", tmp_path, "retention")
    async with Desk(tmp_path) as desk:
        assert await desk.value("SELECT count(*) FROM updates") == 1, "two steps are done for good, the third is not begun"
    async with Desk(tmp_path) as desk:
        await retention.run(desk.store, Retention())
        assert await desk.value("SELECT count(*) FROM updates") == 0 and await desk.value("SELECT count(*) FROM moods") == 5


def moods_note(unit: Unit, row: tuple[int, bytes]) -> str:
    return unit.crypt.open(row[1], f"moods.note:{row[0]}")


async def test_rotation(tmp_path: Path) -> None:
    await town(tmp_path)
    await dies("resealed", tmp_path, "keys", "rotate")
    new, old = load_keys(None, tmp_path / "desk.db")
    assert old == KEY
    await dies("resealed", tmp_path, "keys", "rotate")
    assert load_keys(None, tmp_path / "desk.db") == [new, KEY], "it goes on with the same key"
    for alone in (new, KEY):
        with pytest.raises(KeyProblem):
            await Database.open(tmp_path / "desk.db", Crypt(alone), lambda: 0)
    store = await Database.open(tmp_path / "desk.db", Crypt(new, KEY), lambda: 0)
    await keys.reseal(store)
    await store.close()
    store = await Database.open(tmp_path / "desk.db", Crypt(new), lambda: 0)
    notes = await store.unit(
        lambda unit: [unit.crypt.open(note, f"moods.note:{n}") for n, note in unit.all("SELECT id, note_x FROM moods ORDER BY id")]
    )
    assert notes == [f"catatan {n}" for n in range(5)]
    await store.close()


async def test_backup_and_restore(tmp_path: Path) -> None:
    await town(tmp_path)
    folder, database = tmp_path / "backups", tmp_path / "desk.db"
    await dies("copied", tmp_path, "backup")
    assert not list(folder.glob("*.backup"))
    await dies("sealing", tmp_path, "backup")
    assert not list(folder.glob("*.backup")), "what is half sealed has no name"
    await dies("sealed", tmp_path, "backup")
    (file,) = folder.glob("*.backup")
    backup.restore(file, tmp_path / "elsewhere.db", Crypt(KEY), 1)
    assert backup.verify(tmp_path / "elsewhere.db")["moods"] == 5, "it has its name only when it is whole"
    file.unlink()
    file = backup.create(database, folder, Crypt(KEY), 0)
    assert sorted(path.name for path in folder.iterdir()) == [file.name], "and what it left is gone"
    async with Desk(tmp_path) as desk:
        await desk.store.unit(lambda unit: unit.run("DELETE FROM moods"))
    for fault in ("unpacked", "exchanged"):
        await dies(fault, tmp_path, "restore", str(file), "--yes")
        assert backup.verify(database)["moods"] == 0, "the old one is whole"
    backup.restore(file, database, Crypt(KEY), 1)
    assert backup.verify(database)["moods"] == 5

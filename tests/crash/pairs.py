"""People in open chats who write at a steady pace, and what became of every message: for the loss of a disk or of a whole machine.

The town (``town.py``) plays the whole story and expects that nothing is ever lost; here something may be, and is to be counted.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks import sebaya
from benchmarks.field import PERSON
from benchmarks.peers import PARTNER
from simulator import Simulator
from simulator.journal import Entry
from tests.crash.process import COORDINATOR, COUNSELORS

PATIENCE = 30.0


@dataclass(slots=True)
class Loss:
    """``confirmed``: messages whose update Telegram was told about; ``unknown``: those of them that the database does not have (any more);
    ``lost``: those of them that nobody ever saw; ``doubled``: shown twice; ``behind``: s from the newest update in the database to the end."""

    written: int = 0
    confirmed: int = 0
    unknown: int = 0
    lost: int = 0
    doubled: int = 0
    behind: float = 0.0


class Pairs:
    def __init__(self, telegram: Simulator, number: int) -> None:
        self.telegram, self.number = telegram, number
        for one in (*COUNSELORS, COORDINATOR):
            telegram.person("S", "en", id=one)
        self.writers = [telegram.person("P", "en", id=PERSON + n + side) for n in range(number) for side in (0, PARTNER)]
        for writer in self.writers:
            writer.chat.opened = True
        self.written: dict[str, tuple[int, int]] = {}  # by text: chat and message
        self.shown: Counter[str] = Counter()
        self._next = itertools.count()
        telegram.journal.listeners.append(self._heard)

    async def prepare(self, folder: Path) -> None:
        """A database in which everybody is in a chat already."""
        await sebaya.prepare(folder, self.number)

    def _heard(self, entry: Entry) -> None:
        text = entry.params.get("text")
        if entry.method == "sendMessage" and entry.status == 200 and text in self.written:
            self.shown[text] += 1

    async def write(self, seconds: float, pace: float) -> None:
        """For so long, so many a second; nobody waits for an answer."""
        begun = time.monotonic()
        while (gone := time.monotonic() - begun) < seconds:
            for _ in range(int(gone * pace) - self._since(begun)):
                await self._one()
            await asyncio.sleep(0.005)

    async def _one(self) -> None:
        n = next(self._next)
        text = f"#{n} makasih sudah dengerin ya"
        self.written[text] = (0, 0)  # it can be shown before its writer knows its number
        message = await self.writers[n % len(self.writers)].says(text)
        self.written[text] = message["chat"]["id"], message["message_id"]

    _counted: tuple[float, int] = (0.0, 0)

    def _since(self, begun: float) -> int:
        """How many were written since then."""
        if self._counted[0] != begun:
            self._counted = begun, len(self.written)
        return len(self.written) - self._counted[1]

    def confirmed(self) -> set[str]:
        """What Telegram will not deliver again."""
        pending = self.telegram.world.queues[self.telegram.bot.id].pending
        waiting = {update["message"]["text"] for _, update in pending.values() if "message" in update}
        return {text for text in self.written if text not in waiting}

    async def quiet(self) -> None:
        """Until every update is confirmed and nothing is under way."""
        await self.telegram.idle(PATIENCE)

    async def each_once_more(self) -> None:
        """Everybody writes once more, and it arrives."""
        before = len(self.written)
        for _ in self.writers:
            await self._one()
        new = list(self.written)[before:]
        await self.telegram.wait_for(lambda: all(self.shown[text] for text in new), PATIENCE)
        await self.quiet()


def known(database: Path) -> set[tuple[int, int]]:
    """The messages (chat and number) that a database has."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return set(db.execute("SELECT source_chat, source_message FROM relayed"))


def newest(database: Path) -> float:
    """When the newest update in it came in, in epoch seconds."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return float(db.execute("SELECT coalesce(max(at), 0) FROM updates").fetchone()[0]) / 1000

"""A soak: a very great many updates through the real process, and whether its memory, its database and its answers stay as they were.

People and volunteers write to each other, both ways, and every tenth update is somebody who opens the menu. So many are under way at once; the next
one is written when an answer has arrived. Looked at after every tenth of them.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import sebaya
from benchmarks.field import PERSON, Field, cpu_seconds
from benchmarks.peers import PARTNER
from benchmarks.tables import Table, percentile
from simulator.handles import PersonHandle
from simulator.journal import Entry

PAIRS, ASIDE = 200, 40
UNDER_WAY = 24
PARTS = 10
WARM = 50_000  # updates after which memory should not grow any more
MEGABYTE = 1 << 20
PATIENCE = 60.0
WORDS = "hari ini lumayan berat, tadi di kelas aku diam saja; makasih sudah dengerin ya, besok kita lanjut lagi"


@dataclass(slots=True)
class Part:
    """``took``: milliseconds from an update being there to its answer arriving; ``memory`` and ``size`` in bytes, at the end of it."""

    updates: int
    took: list[float] = field(default_factory=list)
    memory: int = 0
    size: int = 0
    cpu: float = 0.0
    seconds: float = 0.0


class Soak:
    """Writes, and notes when what was written arrived."""

    def __init__(self, ground: Field, folder: Path, pid: int) -> None:
        self.ground, self.folder, self.pid = ground, folder, pid
        self.waiting: dict[int | str, tuple[float, asyncio.Future[None]]] = {}
        ground.on_call = self._arrived
        known = ground.telegram.known
        self.writers = [known(n + extra) for n in range(PERSON, PERSON + PAIRS) for extra in (0, PARTNER)]
        self.others = [known(PERSON + PAIRS + n) for n in range(ASIDE)]

    def _arrived(self, entry: Entry, at: float) -> None:
        if entry.method != "sendMessage" or entry.status != 200:
            return
        for name in (entry.params.get("text", "").partition(" ")[0], entry.chat):
            found = self.waiting.pop(name, None) if name is not None else None
            if found is not None:
                found[1].get_loop().call_soon(_done, found[1])
                self.part.took.append((at - found[0]) * 1000)

    async def play(self, number: int, of: int) -> Part:
        """So many updates, from the number ``number`` on."""
        self.part = Part(of)
        before, begun = cpu_seconds(self.pid), time.perf_counter()
        left = iter(range(number, number + of))
        free = list(self.others)

        async def one() -> None:
            for n in left:
                if n % 10 == 0 and free:
                    who = free.pop()
                    await self._write(who, who.id, "/menu")
                    free.append(who)
                else:
                    await self._write(self.writers[n * 7 % len(self.writers)], f"#{n}", f"#{n} {WORDS[: 20 + n % 80]}")

        await asyncio.gather(*(one() for _ in range(UNDER_WAY)))
        self.part.seconds, self.part.cpu = time.perf_counter() - begun, cpu_seconds(self.pid) - before
        self.part.memory = memory(self.pid)
        self.part.size = sum(path.stat().st_size for path in self.folder.glob("sebaya.db*"))
        return self.part

    async def _write(self, who: PersonHandle, name: int | str, text: str) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting[name] = time.perf_counter(), future
        await who.says(text)
        await asyncio.wait_for(future, PATIENCE)


def _done(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def memory(pid: int) -> int:
    """Bytes of memory a process has in use (Linux; elsewhere 0)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)


async def measure(*, updates: int) -> Table:
    """``SEBAYA_SOAK`` in the environment: another number of updates."""
    updates = int(os.environ.get("SEBAYA_SOAK", updates))
    step = max(1, updates // PARTS)
    parts: list[Part] = []
    with tempfile.TemporaryDirectory(prefix="sebaya-bench-") as name:
        folder = await sebaya.prepare(Path(name) / "run", PAIRS, aside=ASIDE)
        async with Field(PAIRS + ASIDE, journal=1_000).open() as ground, ground.running(sebaya.runner(folder)) as process:
            ground.staff(sebaya.COUNSELOR, sebaya.COORDINATOR)
            soak = Soak(ground, folder, process.pid)
            for n in range(PARTS):
                parts.append(await soak.play(n * step, step))
    return table(parts)


def table(parts: list[Part]) -> Table:
    total = sum(part.updates for part in parts)
    warm = next((n for n in range(len(parts)) if sum(part.updates for part in parts[: n + 1]) >= WARM), 0)
    grown = (parts[-1].memory - parts[warm].memory) / MEGABYTE
    after = sum(part.updates for part in parts[: warm + 1])
    shown = Table(
        f"Soak: {total:,} updates, {UNDER_WAY} under way; memory grew by {grown:.1f} MB after the first {after:,}",
        ("updates", "a second", "p50 ms", "p99 ms", "CPU ms each", "memory MB", "database bytes an update"),
    )
    done, size = 0, 0
    for part in parts:
        done += part.updates
        each = (part.size - size) / part.updates if size else 0.0
        size = part.size
        shown.add(
            f"{done:,}",
            f"{part.updates / part.seconds:,.0f}",
            f"{percentile(part.took, 50):.1f}",
            f"{percentile(part.took, 99):.1f}",
            f"{part.cpu * 1000 / part.updates:.2f}",
            f"{part.memory / MEGABYTE:.1f}",
            f"{each:,.0f}" if each else "–",
        )
    return shown

"""The ground that is measured on: a local Telegram in this process, the bot under test in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.peers import PARTNER
from simulator import Simulator
from simulator.handles import PersonHandle
from simulator.journal import Entry

ROOT = Path(__file__).resolve().parent.parent
PERSON = 1_000
START_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Runner:
    """A program to be measured: what it is called in the tables, how it is started, what else its environment needs."""

    name: str
    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


class Field:
    """People who write, partners who should get it, and a note of when each call arrived (``time.perf_counter`` seconds)."""

    def __init__(self, pairs: int, *, limits: bool = False, journal: int = 400_000) -> None:
        self.telegram = Simulator(limits=limits, journal=journal, allow_violations=True)
        self.pairs = pairs
        self.people: list[PersonHandle] = []
        self.on_call: Callable[[Entry, float], None] = lambda entry, arrived: None

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[Field]:
        await self.telegram.start()
        try:
            for n in range(self.pairs):
                self.people.append(self._person(f"P{n}", PERSON + n))
                self._person(f"V{n}", PERSON + n + PARTNER)
            self.telegram.journal.listeners.append(self._heard)
            yield self
        finally:
            await self.telegram.stop()

    def crowd(self, first: int, count: int) -> None:
        """People who only ever get a prompt."""
        for n in range(count):
            self._person("D", first + n)

    def staff(self, *numbers: int) -> None:
        """Counselors and coordinators."""
        for number in numbers:
            self._person("S", number)

    def _person(self, name: str, number: int) -> PersonHandle:
        person = self.telegram.person(name, "en", id=number)
        person.chat.opened = True
        return person

    def _heard(self, entry: Entry) -> None:
        self.on_call(entry, time.perf_counter() - entry.took_ms / 1000)

    @contextlib.asynccontextmanager
    async def running(self, runner: Runner) -> AsyncIterator[asyncio.subprocess.Process]:
        """The program, from its first long poll on. RuntimeError with its last words if it ends before."""
        environment = {**os.environ, **runner.environment, "TELEGRAM_BOT_TOKEN": self.telegram.token, "TELEGRAM_API_URL": self.telegram.url}
        process = await asyncio.create_subprocess_exec(
            sys.executable, *runner.arguments, cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
        )
        try:
            await self._polling(process, runner.name)
            yield process
        finally:
            await end(process)

    async def _polling(self, process: asyncio.subprocess.Process, name: str) -> None:
        queue = self.telegram.world.queues[self.telegram.bot.id]
        ended = asyncio.create_task(process.wait())
        polling = asyncio.create_task(self.telegram.world.bell.wait(lambda: queue.polling, START_PATIENCE))
        await asyncio.wait({ended, polling}, return_when=asyncio.FIRST_COMPLETED)
        if not polling.done() or not polling.result():
            polling.cancel()
            said = (await process.stderr.read()).decode() if process.returncode is not None and process.stderr else "it does not poll"
            raise RuntimeError(f"{name} did not start: {said[-2000:]}")
        ended.cancel()


async def end(process: asyncio.subprocess.Process) -> None:
    """Ends a program at once: what it measured is measured."""
    if process.returncode is None:
        process.kill()
        await process.communicate()


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used so far (Linux; elsewhere 0, and the tables show a dash)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_relayed(entry: Entry) -> Any:
    """The text of a message that reached somebody's partner, else None."""
    if entry.method == "sendMessage" and entry.status == 200 and (entry.chat or 0) >= PERSON + PARTNER:
        return entry.params.get("text")
    return None

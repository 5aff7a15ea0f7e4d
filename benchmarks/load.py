"""Latency under load: thousands of daily prompts due at once, Telegram's limits at their real numbers, and people who need an answer now."""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import sebaya
from benchmarks.field import Field, Runner, is_relayed
from benchmarks.peers import PARTNER
from benchmarks.tables import Table, percentile
from simulator.journal import Entry

PER_SECOND = 30.0  # Telegram's overall limit
RELAY_EVERY, ALERT_EVERY = 0.25, 2.0  # s
SETTLING = 2.0  # s from the first prompt on that are not counted
ASIDE = 40  # people who call for help: not those who are in a chat
QUEUE = Runner("python-telegram-bot, one queue", ("-m", "benchmarks.peers.ptb_queue"))


@dataclass(slots=True)
class Seen:
    """What the journal of one run showed: seconds each relayed message and alert took, and the times at which messages of any kind came."""

    relays: list[float] = field(default_factory=list)
    alerts: list[float] = field(default_factory=list)
    prompts: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    missing: int = 0
    refused: int = 0
    until: float = 0.0


class Watch:
    """Writes down when what was written arrives."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.written: dict[str, float] = {}
        self.called: list[float] = []

    def note(self, entry: Entry, at: float) -> None:
        self.seen.refused += entry.status == 429
        if entry.status != 200 or entry.method != "sendMessage":
            return
        text = is_relayed(entry)
        if text in self.written:
            self.seen.relays.append(at - self.written.pop(text))
        elif entry.chat == sebaya.COUNSELOR and len(self.seen.alerts) < len(self.called):
            self.seen.alerts.append(at - self.called[len(self.seen.alerts)])
        is_prompt = (entry.chat or 0) >= 10 * PARTNER
        (self.seen.prompts if is_prompt else self.seen.others).append(at)


async def crowded(runner: Runner, pairs: int, prompts: int, seconds: float) -> Seen:
    """Prompts run; meanwhile somebody writes four times a second and somebody calls for help every two seconds."""
    watch = Watch()
    async with Field(pairs + ASIDE, limits=True).open() as ground:
        ground.crowd(10 * PARTNER, prompts)
        ground.staff(sebaya.COUNSELOR, sebaya.COORDINATOR)
        ground.on_call = watch.note
        async with ground.running(runner):
            await ground.telegram.wait_for(lambda: watch.seen.prompts, 60)
            await asyncio.gather(relays(ground, watch, pairs, seconds), alarms(ground, watch, pairs, seconds))
            watch.seen.until = time.perf_counter()
            watch.seen.missing = len(watch.written) + len(watch.called) - len(watch.seen.alerts)
    return watch.seen


async def relays(ground: Field, watch: Watch, pairs: int, seconds: float) -> None:
    for n in range(int(seconds / RELAY_EVERY)):
        watch.written[f"r{n}"] = time.perf_counter()
        await ground.people[n % pairs].says(f"r{n}")
        await asyncio.sleep(RELAY_EVERY)


async def alarms(ground: Field, watch: Watch, pairs: int, seconds: float) -> None:
    for n in range(int(seconds / ALERT_EVERY)):
        watch.called.append(time.perf_counter())
        await ground.people[pairs + n % ASIDE].says("/sos")
        await asyncio.sleep(ALERT_EVERY)


def share(seen: Seen) -> float:
    """Prompts sent, as a part of what the limit leaves beside all other messages."""
    begin = seen.prompts[0] + SETTLING
    span = seen.until - begin
    prompts, others = (sum(at >= begin for at in times) for times in (seen.prompts, seen.others))
    return prompts / (PER_SECOND * span - others)


async def measure(*, prompts: int, seconds: float, pairs: int = 60) -> Table:
    """Sebaya, and a bot that puts everything it sends into one queue."""
    table = Table(
        f"{prompts:,} daily prompts due at once, Telegram's limits on, {seconds:.0f} s of it",
        ("bot", "alert p50 s", "p99 s", "relay p50 s", "p99 s", "not yet there", "prompts of what is left", "429"),
    )
    with tempfile.TemporaryDirectory(prefix="sebaya-bench-") as name:
        folder = await sebaya.prepare(Path(name) / "run", pairs, prompts=prompts, aside=ASIDE, limits=True)
        for runner in (sebaya.runner(folder), QUEUE):
            seen = await crowded(runner, pairs, prompts, seconds)
            cells = [f"{percentile(times, q):.3f}" if times else "–" for times in (seen.alerts, seen.relays) for q in (50, 99)]
            table.add(runner.name, *cells, str(seen.missing), f"{share(seen):.1%}", str(seen.refused))
    return table

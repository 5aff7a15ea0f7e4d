"""Latency at a steady pace: from the update being available to the relayed call arriving."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks import sebaya
from benchmarks.field import Field, Runner, is_relayed
from benchmarks.relay import PEERS
from benchmarks.tables import Table, percentile
from simulator.journal import Entry

PATIENCE = 60.0
WARM = 30  # messages that are not counted: first connections, first plans of the database


async def paced(runner: Runner, pairs: int, messages: int, rate: float) -> list[float]:
    """One message every ``1/rate`` seconds; returns the milliseconds each took."""
    written: dict[str, float] = {}
    took: dict[str, float] = {}
    done = asyncio.Event()

    def note(entry: Entry, at: float) -> None:
        text = is_relayed(entry)
        if text in written and text not in took:
            took[text] = (at - written[text]) * 1000
            if len(took) == messages + WARM:
                done.set()

    async with Field(pairs).open() as field, field.running(runner):
        field.on_call = note
        started = time.perf_counter()
        for n in range(messages + WARM):
            await asyncio.sleep(max(0.0, started + n / rate - time.perf_counter()))
            written[str(n)] = time.perf_counter()
            await field.people[n % pairs].says(str(n))
        await asyncio.wait_for(done.wait(), PATIENCE)
    return [took[str(n)] for n in range(WARM, messages + WARM)]


async def measure(*, rounds: int, messages: int, pairs: int = 90) -> Table:
    """Sebaya without and with Telegram's limits (then a little below them: at the limit itself every queue grows), and two peers."""
    cases: list[tuple[str, Runner, float]] = []
    results: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="sebaya-bench-") as name:
        folder = Path(name)
        free = await sebaya.prepare(folder / "free", pairs)
        held = await sebaya.prepare(folder / "held", pairs, limits=True)
        cases = [
            ("Sebaya (durable), 30/s", sebaya.runner(folder / "run"), 30.0),
            ("Sebaya (durable), within the limits, 25/s", sebaya.runner(folder / "run"), 25.0),
            (f"{PEERS[0].name}, 30/s", PEERS[0], 30.0),
            (f"{PEERS[-1].name}, 30/s", PEERS[-1], 30.0),
        ]
        for _ in range(rounds):
            for title, runner, rate in cases:
                sebaya.copy(free if rate == 30.0 else held, folder / "run")
                results.setdefault(title, []).extend(await paced(runner, pairs, messages, rate))
    stock = percentile(results[cases[2][0]], 50)
    table = Table(
        f"Latency of a relayed message at a steady pace, {rounds} rounds of {messages}", ("relay", "p50 ms", "p99 ms", "max ms", "p50 to stock PTB")
    )
    for title, found in results.items():
        p50, p99 = percentile(found, 50), percentile(found, 99)
        table.add(title, f"{p50:.1f}", f"{p99:.1f}", f"{max(found):.1f}", f"{p50 / stock:.2f}")
    return table

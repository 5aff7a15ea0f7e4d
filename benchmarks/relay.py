"""Throughput: a burst of messages, person to volunteer, on Sebaya and on its peers in turn."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import sebaya
from benchmarks.field import Field, Runner, cpu_seconds, is_relayed
from benchmarks.tables import Table
from simulator.journal import Entry

PATIENCE = 120.0
PEERS = (
    Runner("python-telegram-bot, one at a time", ("-m", "benchmarks.peers.ptb")),
    Runner("python-telegram-bot, 64 at once", ("-m", "benchmarks.peers.ptb", "--at-once", "64")),
    Runner("python-telegram-bot on aiohttp, 64 at once", ("-m", "benchmarks.peers.ptb", "--at-once", "64", "--aiohttp")),
    Runner("aiogram 3", ("-m", "benchmarks.peers.aiogram_relay")),
    Runner("bare aiohttp: the limit", ("-m", "benchmarks.peers.bare")),
)
STOCK = {PEERS[0].name, PEERS[1].name}


@dataclass(frozen=True, slots=True)
class Result:
    """``rate``: messages a second; ``cpu``: milliseconds a message; ``disordered``: arrived after a later one of the same writer."""

    rate: float
    cpu: float
    lost: int
    disordered: int


async def burst(runner: Runner, pairs: int, messages: int) -> Result:
    """Everything is written at once to a bot that waits in its long poll; the clock stops with the last arrival."""
    arrived: dict[str, float] = {}
    order: list[str] = []
    done = asyncio.Event()

    def note(entry: Entry, at: float) -> None:
        text = is_relayed(entry)
        if text is not None and text not in arrived:
            arrived[text] = at
            order.append(text)
            if len(arrived) == messages:
                done.set()

    async with Field(pairs).open() as field, field.running(runner) as process:
        field.on_call = note
        before = cpu_seconds(process.pid)
        started = time.perf_counter()
        for n in range(messages):
            await field.people[n % pairs].says(f"{n % pairs}:{n // pairs}")
        await asyncio.wait_for(done.wait(), PATIENCE)
        seconds = max(arrived.values()) - started
        used = cpu_seconds(process.pid) - before
    return Result(messages / seconds, used * 1000 / messages, messages - len(arrived), disorder(order))


def disorder(order: list[str]) -> int:
    """How many messages arrived after a later one of the same writer. Texts are ``writer:number``."""
    highest: dict[str, int] = {}
    count = 0
    for text in order:
        writer, _, number = text.partition(":")
        count += int(number) < highest.get(writer, -1)
        highest[writer] = max(highest.get(writer, -1), int(number))
    return count


async def measure(*, rounds: int, pairs: int, messages: int, only: str = "") -> Table:
    """Rounds in which each takes its turn; the table has medians, also of the ratios within a round: what disturbs a round disturbs both."""
    results: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory(prefix="sebaya-bench-") as name:
        folder = Path(name)
        template = await sebaya.prepare(folder / "template", pairs)
        runners = [runner for runner in (sebaya.runner(folder / "run"), *PEERS) if only.lower() in runner.name.lower()]
        for _ in range(rounds):
            for runner in runners:
                sebaya.copy(template, folder / "run")
                results.setdefault(runner.name, []).append(await burst(runner, pairs, messages))
    return _table(results, rounds, pairs, messages)


def _table(results: dict[str, list[Result]], rounds: int, pairs: int, messages: int) -> Table:
    rates = {name: statistics.median(one.rate for one in found) for name, found in results.items()}
    rounds_best = [max((results[name][n].rate for name in STOCK & results.keys()), default=0.0) for n in range(rounds)]
    table = Table(
        f"Relay: {messages:,} messages of {pairs} people at once, median of {rounds} rounds",
        ("relay", "messages/s", "spread", "CPU ms each", "to the best stock PTB", "lost", "out of order"),
    )
    for name, found in sorted(results.items(), key=lambda item: rates[item[0]]):
        low, high = min(one.rate for one in found), max(one.rate for one in found)
        cpu = statistics.median(one.cpu for one in found)
        ratio = statistics.median(one.rate / best if best else 0.0 for one, best in zip(found, rounds_best, strict=True))
        table.add(
            name,
            f"{rates[name]:,.0f}",
            f"{low:,.0f}–{high:,.0f}",
            f"{cpu:.2f}" if cpu else "–",
            f"{ratio:.2f}" if ratio else "–",
            str(sum(one.lost for one in found)),
            str(sum(one.disordered for one in found)),
        )
    return table

"""``python -m benchmarks``: everything, some minutes. ``--quick``: a look whether it runs, its figures mean little. ``--only PART``."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import tempfile
import time
from pathlib import Path

from benchmarks import detector, latency, load, matching, prompts, relay, soak, telegram
from benchmarks.tables import console

PARTS = ("relay", "latency", "load", "telegram", "matching", "prompts", "detector", "soak")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller and once: a smoke test")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part (may be given more than once)")
    options = parser.parse_args()
    console.print(f"{date()}, Python {platform.python_version()}, {os.cpu_count()} processors, {fsyncs():,.0f} fsyncs a second\n")
    for part in options.only or PARTS:
        run(part, options.quick)


def run(part: str, quick: bool) -> None:
    match part:
        case "relay":
            table = asyncio.run(relay.measure(rounds=1 if quick else 3, pairs=30 if quick else 300, messages=300 if quick else 3000))
        case "latency":
            table = asyncio.run(latency.measure(rounds=1 if quick else 2, messages=60 if quick else 450))
        case "telegram":
            table = asyncio.run(telegram.measure(rounds=1 if quick else 3, calls=2_000 if quick else 40_000))
        case "matching":
            table = matching.measure(days=1 if quick else 7)
        case "prompts":
            table = prompts.measure(people=20_000 if quick else 1_000_000, due=2_000 if quick else 10_000, peers=2_000 if quick else 50_000)
        case "soak":
            table = asyncio.run(soak.measure(updates=3_000 if quick else 100_000))
        case "detector":
            table = detector.measure(rounds=1 if quick else 3, texts=100 if quick else 400)
        case _:
            table = asyncio.run(load.measure(prompts=1000 if quick else 20_000, seconds=8 if quick else 60))
    table.show()


def date() -> str:
    return time.strftime("%Y-%m-%d")


def fsyncs(seconds: float = 0.5) -> float:
    """How often this disk makes a page durable: what every commit waits for."""
    with tempfile.TemporaryDirectory(prefix="sebaya-bench-") as folder, (Path(folder) / "page").open("wb", buffering=0) as file:
        count, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())
            count += 1
    return count / seconds


if __name__ == "__main__":
    main()

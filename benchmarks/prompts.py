"""The daily questions of a million people: what a tick costs when nobody is due, when ten thousand are, and what being registered costs.

Sebaya's own engine on its own database (no Telegram: what is to be sent lies in the outbox, durable), against one APScheduler job for each
person in memory, the way a bot is usually written. Each runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.tables import Table, percentile
from bot.access import Access
from bot.content import ROOT, Content, load
from bot.crypt import Crypt
from bot.engine import Engine
from bot.local import staffed
from bot.store.database import Database, Unit
from bot.telegram.reader import Reader
from bot.telegram.render import Renderer
from bot.turn import World

NOW = 1_795_435_200_000  # Monday 23 November 2026, 19:00 in Jakarta
DAY = 86_400_000
Result = dict[str, float]


def measure(people: int, due: int, peers: int) -> Table:
    """``people`` registered, of whom ``due`` are due at once; ``peers``: how many jobs APScheduler is given (its list of jobs is sorted by hand)."""
    table = Table(
        f"Daily questions, {due:,} due at once",
        ("", "registered", "nobody due: ms, median", "p99", f"{due:,} due: s", "memory for the registered: MB", "ready after: s"),
    )
    runs: list[tuple[str, int, Callable[[], Result]]] = [
        ("Sebaya", people // 100, partial(ours, people // 100, due)),
        ("Sebaya", people, partial(ours, people, due)),
        ("APScheduler, a job each", peers // 10, partial(jobs, peers // 10, due)),
        ("APScheduler, a job each", peers, partial(jobs, peers, due)),
    ]
    for name, registered, run in runs:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found = pool.apply(run)
        cells = (f"{found['idle']:.2f}", f"{found['idle99']:.2f}", f"{found['due']:.2f}", f"{found['memory']:.0f}", f"{found['ready']:.1f}")
        table.add(name, f"{registered:,}", *cells)
    return table


def ours(registered: int, due: int) -> Result:
    return asyncio.run(_ours(registered, min(due, registered)))


async def _ours(registered: int, due: int) -> Result:
    content = staffed(load(ROOT / "config.yaml"))
    with tempfile.TemporaryDirectory(prefix="sebaya-bench-") as folder:
        clock = [NOW - 1000]
        path = Path(folder) / "sebaya.db"
        store = await Database.open(path, Crypt(b"k" * 32), lambda: clock[0])
        for start in range(0, registered, 50_000):
            await store.unit(lambda unit, start=start: _register(unit, start, min(start + 50_000, registered), due))  # type: ignore[misc]
        await store.close()
        before, began = _resident(), time.perf_counter()
        store = await Database.open(path, Crypt(b"k" * 32), lambda: clock[0])
        engine = _engine(store, content)
        ready = time.perf_counter() - began
        idle = [await _timed(engine) for _ in range(300)][20:]
        memory = _resident() - before
        clock[0] = NOW
        took = await _timed(engine)
        asked = await store.unit(lambda unit: unit.value("SELECT count(*) FROM outbox"))
        assert asked == due, f"{asked} of {due} were asked"
        await store.close()
    return {"idle": percentile(idle, 50) * 1000, "idle99": percentile(idle, 99) * 1000, "due": took, "memory": memory, "ready": ready}


def _engine(store: Database, content: Content) -> Engine:
    world = World(content.config, content.place(), Renderer(content.texts), Access(content.config), random.Random(1))
    return Engine(store, world, Reader(content.texts, content.detector), lambda rows: None)


def _register(unit: Unit, start: int, stop: int, due: int) -> None:
    """People as the onboarding leaves them; the first ``due`` at seven, the others at some other moment of the day."""
    chance, people, timers = random.Random(start), [], []
    for n in range(start, stop):
        number = unit.ids.next()
        name = unit.crypt.seal(f"Orang {n}", f"people.name:{number}")
        people.append((number, 1_000_000 + n, "id" if n % 3 else "en", name, "adult", 19, "Asia/Jakarta", "1", NOW))
        timers.append((unit.ids.next(), "prompt", number, NOW if n < due else NOW + chance.randrange(60_000, DAY)))
    unit.db.executemany(
        """INSERT INTO people (id, telegram_id, language, name_x, age_band, prompt_hour, zone, consent, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        people,
    )
    unit.db.executemany("INSERT INTO timers (id, kind, subject, due_at) VALUES (?, ?, ?, ?)", timers)


async def _timed(engine: Engine) -> float:
    began = time.perf_counter()
    await engine.tick()
    return time.perf_counter() - began


def _resident() -> float:
    """MB in memory now (Linux), else the most there ever was."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def jobs(registered: int, due: int) -> Result:
    """What APScheduler does itself: finding the due jobs, planning their next time, handing them over. Nothing is said or kept."""
    from apscheduler.executors.debug import DebugExecutor
    from apscheduler.schedulers.base import STATE_RUNNING
    from apscheduler.schedulers.blocking import BlockingScheduler
    from apscheduler.triggers.cron import CronTrigger

    due = min(due, registered)
    before, began = _resident(), time.perf_counter()
    scheduler: Any = BlockingScheduler(timezone=UTC)
    scheduler.add_executor(DebugExecutor())
    scheduler._lookup_executor("default").start(scheduler, "default")
    store = scheduler._create_default_jobstore()
    scheduler.add_jobstore(store)
    store.start(scheduler, "default")
    scheduler.state = STATE_RUNNING
    scheduler.wakeup = lambda: None
    chance, later = random.Random(1), datetime.now(UTC) + timedelta(hours=1)
    for n in range(registered):
        at = later if n < due else later + timedelta(seconds=chance.randrange(60, 86_000))
        scheduler.add_job(_nothing, CronTrigger(hour=at.hour, minute=at.minute, second=at.second, timezone=UTC), args=(n,), misfire_grace_time=86_400)
    ready = time.perf_counter() - began
    memory = _resident() - before
    idle = [_process(scheduler) for _ in range(300)][20:]
    for job in list(store._jobs)[:due]:
        job[0]._modify(next_run_time=datetime.now(UTC) - timedelta(seconds=1))
        store.update_job(job[0])
    took = _process(scheduler)
    return {"idle": percentile(idle, 50) * 1000, "idle99": percentile(idle, 99) * 1000, "due": took, "memory": memory, "ready": ready}


def _process(scheduler: Any) -> float:
    began = time.perf_counter()
    scheduler._process_jobs()
    return time.perf_counter() - began


def _nothing(number: int) -> None:
    pass

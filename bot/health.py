"""``/healthz`` (alive), ``/readyz`` (every part works, each with its age), ``/metrics`` (Prometheus). On this machine only by default."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot import metrics, stats
from bot.store.database import Database

log = logging.getLogger(__name__)
LIMITS = {"updates": 120.0, "scheduler": 30.0, "sender": 300.0}  # s after which a part counts as stuck
PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What is looked at. ``updates`` and ``scheduler``: when they last worked (monotonic seconds); ``waiting``: rows the sender
    holds; ``stuck``: seconds for which none of them was settled."""

    store: Database
    updates: Callable[[], float]
    scheduler: Callable[[], float]
    waiting: Callable[[], int]
    stuck: Callable[[], float]


class Health:
    def __init__(self, parts: Parts, host: str, port: int) -> None:
        self._parts, self._address = parts, (host, port)
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self) -> None:
        """A port that is taken is no reason not to help people: it is logged, and that is all."""
        app = web.Application()
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, *self._address).start()
            self.port = self._runner.addresses[0][1]
        except OSError as error:
            log.warning("health and metrics cannot be shown on port %s: %s", self._address[1], error.strerror)

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def ages(self) -> dict[str, float]:
        """Seconds since each part last worked."""
        now = time.monotonic()
        updates, scheduler = now - self._parts.updates(), now - self._parts.scheduler()
        return {"updates": round(updates, 1), "scheduler": round(scheduler, 1), "sender": round(self._parts.stuck(), 1)}

    async def _alive(self, request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, request: web.Request) -> web.Response:
        ages = self.ages()
        parts: dict[str, dict[str, Any]] = {name: {"ok": age < LIMITS[name], "age_seconds": age} for name, age in ages.items()}
        took = await self._database()
        parts["database"] = {"ok": took is not None, "age_seconds": took or 0.0}
        parts["sender"]["waiting"] = self._parts.waiting()
        good = all(part["ok"] for part in parts.values())
        return web.json_response({"ready": good, "parts": parts}, status=200 if good else 503)

    async def _database(self) -> float | None:
        """The seconds an empty transaction takes; None when it fails or hangs."""
        before = time.monotonic()
        try:
            await asyncio.wait_for(self._parts.store.unit(lambda unit: unit.value("SELECT 1")), PATIENCE)
        except Exception:
            return None
        return round(time.monotonic() - before, 4)

    async def _metrics(self, request: web.Request) -> web.Response:
        took = await self._database()
        if took is None:
            return web.Response(status=503)
        gauges, lanes = await self._parts.store.unit(lambda unit: (stats.standing(unit), stats.by_lane(unit)))
        shown = {**gauges, "waiting_rows": self._parts.waiting(), "database_seconds": took}
        return web.Response(text=metrics.text(shown, self.ages(), lanes), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

"""The running bot: what is started in which order, what ends it, and how it stops without losing anything."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.access import Access
from bot.clock import Clock, system_clock
from bot.content import Content
from bot.crypt import Crypt
from bot.delivered import Delivered
from bot.engine import Engine, forget_old
from bot.play import settle
from bot.problems import Problem, StoreProblem
from bot.store.database import Database
from bot.store.outbox import Outgoing
from bot.telegram.client import Client, NetworkError
from bot.telegram.limits import Limiter
from bot.telegram.poller import Poller
from bot.telegram.reader import Reader
from bot.telegram.render import Renderer
from bot.telegram.sender import Sender
from bot.turn import World
from conversations.interrupts import MENU

log = logging.getLogger(__name__)
TICK_SECONDS = 1
FIRST_TRIES = 5  # how often an unreachable server is tried at start before giving up


@dataclass(slots=True)
class Settings:
    """Where the bot runs: from the environment, or from a test."""

    token: str
    url: str
    database: Path
    key: bytes
    clock: Clock = system_clock
    chance: random.Random = field(default_factory=random.SystemRandom)
    ticking: bool = True


class App:
    """``start``, then ``run`` until it is cancelled or something ends it, then ``stop``."""

    def __init__(self, settings: Settings, content: Content) -> None:
        self.settings = settings
        self.content = content
        config = content.config
        self.client = Client(settings.token, settings.url)
        self.world = World(
            config,
            content.place(),
            Renderer(content.texts),
            Access(config),
            settings.chance,
            int(settings.token.partition(":")[0]) if settings.token.partition(":")[0].isdecimal() else 0,
        )
        limits = config.limits
        self.limiter = Limiter(
            enabled=limits.enabled,
            per_second=limits.per_second,
            chat_per_second=limits.chat_per_second,
            chat_burst=limits.chat_burst,
            group_per_minute=limits.group_per_minute,
            clock=lambda: asyncio.get_running_loop().time(),
        )
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._tasks: list[asyncio.Task[None]] = []
        self._broken: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Database first, then Telegram: nothing is fetched that could not be kept. Raises Problem."""
        self._broken = asyncio.get_running_loop().create_future()
        self.store = await Database.open(self.settings.database, Crypt(self.settings.key), self.settings.clock)
        self.store.on_broken = self._break
        self.sender = Sender(self.store, self.client, self.limiter, self._undelivered, Delivered(self.world, settle), self._prompt_life())
        self.engine = Engine(self.store, self.world, Reader(self.content.texts, self.content.detector), self._deliver)
        try:
            await self._reach_telegram()
            await self.sender.recover()
            await self._say_commands()
            await self.engine.ask_about_room()
        except BaseException:
            await self.client.stop()
            await self.store.close()
            raise
        self.poller = Poller(self.client, self.engine.handle)

    async def run(self) -> None:
        """Until cancelled. Raises the Problem that ended it."""
        assert self._broken is not None
        if self.settings.ticking:
            now = datetime.now(UTC)  # the first tick comes at once: what fell due while the bot was down has waited long enough
            self._scheduler.add_job(self._tick, "interval", seconds=TICK_SECONDS, next_run_time=now, coalesce=True, max_instances=1)
            self._scheduler.add_job(self._forget, "interval", hours=6, coalesce=True, max_instances=1)
            self._scheduler.start()
        self._tasks = [asyncio.create_task(self.sender.run()), asyncio.create_task(self.poller.run())]
        done, _ = await asyncio.wait([*self._tasks, self._broken], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """No new updates; what is being handled is finished, what is in flight arrives; the rest is in the database for the next start."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._tasks:
            sender, poller = self._tasks
            poller.cancel()
            await asyncio.wait([poller])
            await self.sender.stop()
            await asyncio.wait([sender], timeout=10)
            sender.cancel()
            await self.poller.confirm()
        await self.store.close()
        await self.client.stop()

    def _prompt_life(self) -> int:
        return int(self.world.place.prompt_window.total_seconds() * 1000) + 60_000

    async def _reach_telegram(self) -> None:
        for left in range(FIRST_TRIES - 1, -1, -1):
            try:
                await self.client.start()
                return
            except NetworkError as error:
                if not left:
                    raise Problem(
                        f"Telegram cannot be reached at {self.settings.url} ({error.message}). Check the network and TELEGRAM_API_URL."
                    ) from None
                await asyncio.sleep(1)

    async def _say_commands(self) -> None:
        """The bot's menu in every language, the first one also as the default."""
        texts = self.content.texts
        for n, language in enumerate(self.content.config.languages):
            commands = [{"command": name, "description": texts.render(language, f"command.{name}", plain=True)} for name in MENU]
            scopes: list[dict[str, Any]] = [{"language_code": language}, {}] if n == 0 else [{"language_code": language}]
            for scope in scopes:
                await self._try(self.client.call("setMyCommands", {"commands": commands, **scope}))

    async def _try(self, call: Coroutine[Any, Any, Any]) -> None:
        """Something that is nice to have: a failure is logged and the start goes on."""
        try:
            await call
        except NetworkError as error:
            log.warning("not done: %s", error.message)

    def _deliver(self, rows: list[Outgoing]) -> None:
        self.sender.offer(rows)

    async def _undelivered(self, row: Outgoing, why: str) -> None:
        await self.engine.undelivered(row, why)

    async def _tick(self) -> None:
        try:
            await self.engine.tick()
            self.limiter.forget_idle()
        except StoreProblem:
            log.error("the tick could not be written")
        except asyncio.CancelledError:  # the bot is stopping; what this tick wrote is in the database for the next start
            return

    async def _forget(self) -> None:
        while await forget_old(self.store):
            pass

    def _break(self, problem: StoreProblem) -> None:
        """Called on the database's thread."""
        broken = self._broken
        if broken is None:
            return

        def end() -> None:
            if not broken.done():
                broken.set_exception(problem)

        broken.get_loop().call_soon_threadsafe(end)

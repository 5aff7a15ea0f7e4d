"""The running bot: what is started in which order, what ends it, and how it stops without losing anything."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import backup, keys, metrics, retention, stats
from bot.access import Access
from bot.clock import Clock, system_clock
from bot.content import Content
from bot.crypt import Crypt
from bot.delivered import Delivered
from bot.engine import Engine
from bot.health import Health, Parts
from bot.logs import trace
from bot.problems import Problem, StoreProblem
from bot.stage import settle
from bot.store import meta
from bot.store.database import Database
from bot.store.outbox import Outgoing
from bot.telegram.client import Client, RetryAfter, TelegramError, retry_seconds
from bot.telegram.limits import Limiter
from bot.telegram.poller import Poller
from bot.telegram.reader import Reader
from bot.telegram.render import Renderer
from bot.telegram.sender import Sender
from bot.telegram.webhook import Webhook, leave, secret_of
from bot.turn import World
from bot.watch import Watcher
from conversations.interrupts import MENU

log = logging.getLogger(__name__)
TICK_SECONDS, WATCH_SECONDS = 1, 60
FIRST_TRIES = 5  # how often an unreachable server is tried at start before giving up


@dataclass(slots=True)
class Settings:
    """Where the bot runs: from the environment, or from a test."""

    token: str
    url: str
    database: Path
    key: bytes
    older: tuple[bytes, ...] = ()
    keys: Callable[[], list[bytes]] | None = None  # asked every minute: a rotation while the bot runs
    clock: Clock = system_clock
    chance: random.Random = field(default_factory=random.SystemRandom)
    ticking: bool = True


class App:
    """``start``, then ``run`` until it is cancelled or something ends it, then ``stop``."""

    def __init__(self, settings: Settings, content: Content) -> None:
        self.settings = settings
        self.content = content
        config = content.config
        self.crypt = Crypt(settings.key, *settings.older)
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
        self._loops: list[asyncio.Task[None]] = []
        self._broken: asyncio.Future[None] | None = None
        self._ticked = time.monotonic()
        self._rotated = False
        self.health: Health | None = None
        self._watcher = Watcher(config.watch, config.organisation, time.monotonic)

    async def start(self) -> None:
        """Database first, then Telegram: nothing is fetched that could not be kept. Raises Problem."""
        self._broken = asyncio.get_running_loop().create_future()
        self.store = await Database.open(self.settings.database, self.crypt, self.settings.clock, self._before_migration)
        self.store.on_broken = self._break
        self.sender = Sender(self.store, self.client, self.limiter, self._undelivered, Delivered(self.world, settle), self._prompt_life())
        self.engine = Engine(self.store, self.world, Reader(self.content.texts, self.content.detector), self._deliver)
        try:
            await self._reach_telegram()
            await self.store.unit(lambda unit: meta.note(unit, "username", self.client.username))  # for links that lead here
            if not self.world.config.webhook.url:
                await self._try(leave(self.client))
            await self.engine.let_staff_go()
            await self.sender.recover()
            await self._say_commands()
            await self.engine.ask_about_room()
        except BaseException:
            await self.client.stop()
            await self.store.close()
            raise
        self.poller = self._updates()

    async def run(self) -> None:
        """Until cancelled. Raises the Problem that ended it."""
        assert self._broken is not None
        if self.settings.ticking:
            self._scheduler.add_job(self._forget, "interval", hours=1, coalesce=True, max_instances=1)
            self._scheduler.add_job(self._rotate, "interval", minutes=1, coalesce=True, max_instances=1)
            if self._backups():
                hour = self.world.config.backups.hour
                self._scheduler.add_job(self._backup, "cron", hour=hour, coalesce=True, max_instances=1, misfire_grace_time=3600)
            self._scheduler.start()
            await self._show_health()
            self._loops = [asyncio.create_task(self._ticks()), asyncio.create_task(self._watches())]
        self._tasks = [asyncio.create_task(self.sender.run()), asyncio.create_task(self.poller.run())]
        done, _ = await asyncio.wait([*self._tasks, self._broken], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """No new updates; what is being handled is finished, what is in flight arrives; the rest is in the database for the next start."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        if self.health is not None:
            await self.health.stop()
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

    def _updates(self) -> Poller | Webhook:
        """How updates come in: fetched, or brought."""
        hook = self.world.config.webhook
        if not hook.url:
            return Poller(self.client, self._take)
        return Webhook(self.client, self._take, hook.url, (hook.host, hook.port), secret_of(self.settings.key))

    async def _take(self, batch: list[Any]) -> None:
        before = time.monotonic()
        await self.engine.handle(batch)
        metrics.add("sebaya_updates_total", len(batch))
        metrics.add("sebaya_batches_total")
        metrics.add("sebaya_batch_seconds_total", time.monotonic() - before)

    async def _show_health(self) -> None:
        shown = self.world.config.health
        if shown.port:
            parts = Parts(self.store, lambda: self.poller.heard, lambda: self._ticked, self.sender.waiting, self.sender.stuck)
            self.health = Health(parts, shown.host, shown.port)
            await self.health.start()

    async def _watches(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self._watch()
            except Exception as error:
                log.error("the watch could not look: %s", trace(error))

    async def _watch(self) -> None:
        standing = await self.store.unit(stats.standing)
        await self._watcher.look(time.monotonic() - self.poller.heard, standing["oldest_open_call_seconds"])

    async def _reach_telegram(self) -> None:
        for left in range(FIRST_TRIES - 1, -1, -1):
            try:
                await self.client.start()
                self.world.abilities.private_topics = self.client.private_topics
                return
            except TelegramError as error:
                if not left:
                    raise Problem(
                        f"Telegram cannot be reached at {self.settings.url} ({error.message}). Check the network and TELEGRAM_API_URL."
                    ) from None
                seconds = retry_seconds(error) if isinstance(error, RetryAfter) else 1.0
                log.warning("Telegram cannot be reached (%s); trying again in %.0f s", error.message, seconds)
                await asyncio.sleep(seconds)

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
        except TelegramError as error:
            log.warning("not done: %s", error.message)

    def _deliver(self, rows: list[Outgoing]) -> None:
        self.sender.offer(rows)

    async def _undelivered(self, row: Outgoing, why: str) -> None:
        await self.engine.undelivered(row, why)

    async def _ticks(self) -> None:
        """The first one comes at once: what fell due while the bot was down has waited long enough. Not the scheduler's job, which waits for a time
        of day: where the clock is set back an hour, it would wait that hour."""
        while True:
            await self._tick()
            await asyncio.sleep(TICK_SECONDS)

    async def _tick(self) -> None:
        try:
            await self.engine.tick()
            self._ticked = time.monotonic()
            self.limiter.forget_idle()
        except StoreProblem:
            log.error("the tick could not be written")
        except Exception as error:
            log.error("a tick failed: %s", trace(error))

    async def _forget(self) -> None:
        """Retention: what was kept long enough goes."""
        backup.forget_replaced(self.settings.database, self.world.config.backups.keep_days, self.settings.clock())
        gone = await retention.run(self.store, self.world.config.retention)
        if gone:
            log.info("retention: %s rows went", gone.total())

    async def _rotate(self) -> None:
        """New keys are taken up, and what older ones sealed is sealed anew, in small steps."""
        try:
            fresh = self.settings.keys is not None and keys.take_up(self.crypt, self.settings.keys())
            if not fresh and (self._rotated or len(self.crypt.key_ids) == 1):
                return
            broken = await keys.reseal(self.store)
            self._rotated = True
            if self.settings.keys is not None:
                keys.retire(self.settings.database)
            log.info("everything is sealed with the newest key; %s values could not be opened", broken)
        except Problem as problem:
            log.error("the keys could not be rotated: %s", problem)

    def _backups(self) -> Path | None:
        folder = self.world.config.backups.folder
        return self.settings.database.parent / folder if folder else None

    def _before_migration(self) -> None:
        folder = self._backups()
        if folder is not None:
            backup.create(self.settings.database, folder, self.crypt, self.settings.clock(), label="before-upgrade")

    async def _backup(self) -> None:
        """Every day; on a thread of its own, so that nobody waits for it."""
        folder, now = self._backups(), self.settings.clock()
        assert folder is not None
        try:
            await asyncio.to_thread(backup.create, self.settings.database, folder, self.crypt, now)
            await asyncio.to_thread(backup.rotate, folder, self.world.config.backups.keep_days, now)
            log.info("backup taken")
        except Problem as problem:
            log.error("no backup: %s", problem)

    def _break(self, problem: StoreProblem) -> None:
        """Called on the database's thread."""
        broken = self._broken
        if broken is None:
            return

        def end() -> None:
            if not broken.done():
                broken.set_exception(problem)

        broken.get_loop().call_soon_threadsafe(end)

"""The whole bot in this process, spoken to over real HTTP by the people of a local Telegram whose clock stands still until it is moved.

::

    async with Running(tmp_path) as bot:
        await bot.rani.says("/start")
        await bot.settled()                  # everything heard, everything answered
        await bot.advance(hours=3)           # what falls due on the way fires at its own time
        await bot.restart()                  # a new program on the same database
"""

from __future__ import annotations

import asyncio
import random
import shutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from bot import local
from bot.app import App, Settings
from bot.config import Config
from bot.content import ROOT, Content, load
from bot.store import people
from bot.store.database import Unit
from simulator.client import Simulator
from simulator.clock import Clock
from simulator.handles import Group, PersonHandle

KEY = b"k" * 32
NOW = 1_795_413_600.0  # Monday 23 November 2026, 06:00 UTC: 13:00 in Jakarta
PATIENCE = 15.0  # s of real time; only a hanging bot ever waits that long
NAMES = {101: "rani", 102: "alex", 103: "nisa", 201: "dimas", 202: "sari", 301: "ratna", 302: "hendra", 401: "maya"}
# The taps of the onboarding; an empty one is the first button there is.
LABELS = {"id": ("Ya, aku mau", "", "", "Selesai", "19.00"), "en": ("Yes, let's go", "", "", "Done", "19:00")}


@lru_cache(maxsize=1)
def content() -> Content:
    """The project's own content with the staff of the local world; Telegram's limits off."""
    staffed = local.staffed(load(ROOT / "config.yaml"))
    return replace(staffed, config=changed(staffed.config, limits={"enabled": False}))


FEW_RULES = ("suicide.yaml", "emergency.yaml", "soft.yaml", "short.yaml")


def few_rules(folder: Path) -> Path:
    """A copy of the words and idioms of ``data/risk`` and of ``FEW_RULES``, made as ``folder``: for tests that spoil a file, and load many times."""
    shutil.copytree(ROOT / "data" / "risk" / "words", folder / "words")
    for path in (ROOT / "data" / "risk").glob("*.yaml"):
        if path.name.startswith(("idioms", "turns")) or path.name in FEW_RULES:
            shutil.copy(path, folder / path.name)
    return folder


def changed(config: Config, **sections: dict[str, Any]) -> Config:
    """The config with some settings of some sections changed."""
    return config.model_copy(update={name: getattr(config, name).model_copy(update=values) for name, values in sections.items()})


class Running:
    """The bot, the local Telegram, and its people as attributes: rani, alex, nisa, dimas, sari, ratna, hendra, maya; ``group`` is the counselors'."""

    rani: PersonHandle
    alex: PersonHandle
    nisa: PersonHandle
    dimas: PersonHandle
    sari: PersonHandle
    ratna: PersonHandle
    hendra: PersonHandle
    maya: PersonHandle

    def __init__(self, folder: Path, *, language: str = "id", config: Config | None = None, volunteers: bool = True) -> None:
        self.database = folder / "sebaya.db"
        self.language = language
        self._volunteers = volunteers
        whole = content()
        config = changed(config or whole.config, group={"language": language})
        self.content = replace(whole, config=config)
        self.telegram = Simulator(world=True, clock=Clock(NOW, speed=0))
        self._work: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Running:
        await self.telegram.start()
        self.telegram.person("Nisa", "id", id=103)
        for number, name in NAMES.items():
            setattr(self, name, self.telegram.known(number))
            if number > 200:
                self.telegram.known(number).speaks(self.language)
        self.group = Group(self.telegram, local.GROUP)
        await self.start()
        if self._volunteers:
            await local.seed(self.app.store)
        await self.unit(self._speak)
        return self

    def _speak(self, unit: Unit) -> None:
        unit.run("UPDATE volunteers SET languages = ''")  # here everybody speaks one language, that of the bot in their chat
        for number in NAMES:
            known = people.by_telegram_id(unit, number)
            if known is not None:
                people.set_language(unit, known.id, self.language)

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            await self.stop()
        finally:
            await self.telegram.__aexit__(kind, error, trace)

    # ------------------------------------------------------------------------------------------------------------------------- life

    async def start(self) -> None:
        telegram, chance = self.telegram, random.Random(1)
        settings = Settings(telegram.token, telegram.url, self.database, KEY, clock=local.clock_of(telegram), chance=chance, ticking=False)
        self.app = App(settings, self.content)
        await self.app.start()
        self._work = asyncio.create_task(self.app.run())
        await self.app.engine.tick()

    async def stop(self) -> None:
        if self._work is None:
            return
        self._work.cancel()
        outcome = (await asyncio.gather(self._work, return_exceptions=True))[0]
        self._work = None
        await self.app.stop()
        if not isinstance(outcome, asyncio.CancelledError) and outcome is not None:
            raise outcome

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    # ------------------------------------------------------------------------------------------------------------------------- time

    async def settled(self) -> None:
        """Waits until every update is confirmed, the sender is idle and no call is under way."""
        async with asyncio.timeout(PATIENCE):
            quiet = 0
            while quiet < 2:
                await self.telegram.idle()
                if self._work is not None and self._work.done():
                    self._work.result()
                calm = self.app.sender.idle() and self.app.store._writer is None
                quiet = quiet + 1 if calm else 0
                await asyncio.sleep(0 if calm else 0.001)

    async def advance(self, **time: float) -> None:
        """``seconds``, ``minutes``, ``hours``, ``days``. Every timer on the way fires at its own moment."""
        await self.settled()
        clock = self.telegram.clock
        seconds = time.pop("seconds", 0.0)
        until = clock.now() + seconds + 60 * time.pop("minutes", 0.0) + 3600 * time.pop("hours", 0.0) + 86_400 * time.pop("days", 0.0)
        assert not time, time
        while (due := await self._next_due()) is not None and due <= until:
            clock.set(max(due, clock.now()))
            await self.app.engine.tick()
            await self.settled()
        clock.set(until)

    async def _next_due(self) -> float | None:
        due = await self.value("SELECT min(due_at) FROM timers")
        return None if due is None else due / 1000

    # --------------------------------------------------------------------------------------------------------------------- database

    async def unit(self, work: Any) -> Any:
        return await self.app.store.unit(work)

    async def value(self, sql: str, **values: Any) -> Any:
        return await self.app.store.unit(lambda unit: unit.value(sql, **values))

    async def all(self, sql: str, **values: Any) -> list[Any]:
        return await self.app.store.unit(lambda unit: unit.all(sql, **values))

    async def person(self, who: PersonHandle) -> people.Person:
        found = await self.app.store.unit(lambda unit: people.by_telegram_id(unit, who.id))
        assert found is not None
        return found

    # ------------------------------------------------------------------------------------------------------------------------ people

    async def onboard(self, who: PersonHandle, *, minor: bool = False) -> None:
        """The shortest way in: Start and five taps."""
        await who.starts()
        for number, label in enumerate(LABELS[who.account.language_code or "id"]):
            await self.settled()
            last = who.sees()[-1]
            buttons = [button["text"] for row in last["reply_markup"]["inline_keyboard"] for button in row]
            await who.taps(buttons[1] if minor and number == 2 else label or buttons[0], message=last)
        await self.settled()

    def update(self, who: PersonHandle, **fields: Any) -> dict[str, Any]:
        """A raw private message of a person, as Telegram would send it."""
        message = {"message_id": 9000, "date": int(NOW), "chat": {"id": who.id, "type": "private"}, "from": who.account.user, **fields}
        return {"update_id": 5, "message": message}

"""A whole town around one bot: the local Telegram, the people in it, the process, and a database in which the volunteers are approved."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.clock import system_clock
from bot.content import CONSENT_VERSION, ROOT, load
from bot.crypt import Crypt
from bot.store import people, timers, volunteers
from bot.store.database import Database, Unit
from bot.telegram.render import Renderer
from simulator import Simulator
from tests.crash.ears import Ears
from tests.crash.people import Actor, Counselor, Person, Volunteer
from tests.crash.process import COUNSELORS, KEY, Process

PERSON, VOLUNTEER, SLEEPER = 1_000, 2_000, 3_000
PICKY = 2
PROMPT_EVERY = 40  # ms between two daily prompts that fall due
LEFT = (  # what must be none when all is done
    "SELECT count(*) FROM outbox WHERE state IN ('new', 'sending')",
    "SELECT count(*) FROM timers WHERE due_at <= :now",
    "SELECT count(*) FROM conversations WHERE flow != 'prompt'",
)


class Town:
    """``pairs``: persons, with two volunteers more than that. ``sleepers``: people who only get their daily prompt."""

    def __init__(self, folder: Path, *, pairs: int = 6, sleepers: int = 200) -> None:
        self.folder = folder
        self.telegram = Simulator()
        self.pairs, self.sleepers = pairs, sleepers
        self.finish = asyncio.Event()
        self._tasks: list[asyncio.Task[Any]] = []

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[Town]:
        self.folder.mkdir(parents=True, exist_ok=True)
        async with self.telegram:
            self._settle()
            await self._prepare()
            try:
                yield self
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)
                if self.process.alive:
                    await self.process.end(signal.SIGKILL)

    def _settle(self) -> None:
        """The people come to be; a group of counselors with the bot in it."""
        telegram, ears = self.telegram, Ears(self.telegram)
        renderer = Renderer(load(ROOT / "config.yaml").texts)
        counselors = [Counselor(telegram, ears, renderer, f"C{n}", number) for n, number in enumerate(COUNSELORS)]
        self.group = telegram.group("Counselors", [one.me for one in counselors])
        taken: set[str] = set()
        for counselor in counselors:
            counselor.place, counselor.taken = self.group.id, taken
        self.persons = [Person(telegram, ears, renderer, f"P{n}", PERSON + n) for n in range(self.pairs)]
        self.volunteers = [Volunteer(telegram, ears, renderer, f"V{n}", VOLUNTEER + n) for n in range(self.pairs + 2)]
        for volunteer in self.volunteers[:PICKY]:
            volunteer.picky = True
        sleepers = [telegram.person("S", "en", id=SLEEPER + n) for n in range(self.sleepers)]
        for one in (*(volunteer.me for volunteer in self.volunteers), *sleepers):
            one.chat.opened = True
        self.counselors, self.ears = counselors, ears
        self.process = Process(telegram, self.folder, self.group.id)

    @property
    def actors(self) -> list[Actor]:
        return [*self.persons, *self.volunteers, *self.counselors]

    # ------------------------------------------------------------------------------------------------------------------- the story

    def play(self) -> None:
        """Everybody begins their part."""
        start = asyncio.get_running_loop().create_task
        self._playing = [start(person.lives(self.finish, alarms=n % 2 == 0)) for n, person in enumerate(self.persons)]
        others = [start(one.serves()) for one in self.volunteers] + [start(one.watches()) for one in self.counselors]
        self._tasks = [*self._playing, *others]

    async def calls(self, count: int) -> None:
        """Waits until the bot has made so many more calls, or has died."""
        journal = self.telegram.journal
        last = journal.last + count
        await self.ears.every.until(lambda: journal.last >= last)

    async def finished(self) -> None:
        """Everybody brings their round to an end, and all that was to be sent has been. AssertionError if the bot ends before."""
        self.finish.set()
        ended = asyncio.create_task(self.process.ended(forever=True))
        done = asyncio.create_task(self._rounds_end())
        await asyncio.wait([ended, done], return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            done.cancel()
            raise AssertionError(f"the bot ended with {ended.result()}; it said:\n{self.process.said()}")
        ended.cancel()
        await done

    async def _rounds_end(self) -> None:
        await asyncio.gather(*self._playing)
        await self.telegram.idle()
        with contextlib.closing(sqlite3.connect(f"file:{self.process.database}?mode=ro", uri=True)) as reader:
            # the database of another process tells nobody when it changes, so it is asked again and again
            while any(reader.execute(query, {"now": system_clock()}).fetchone()[0] for query in LEFT):  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    # ---------------------------------------------------------------------------------------------------------------- the database

    async def store(self) -> Database:
        return await Database.open(self.process.database, Crypt(KEY), system_clock)

    async def _prepare(self) -> None:
        store = await self.store()
        try:
            await store.unit(self._people)
        finally:
            await store.close()

    def _people(self, unit: Unit) -> None:
        for volunteer in self.volunteers:
            person = _known(unit, volunteer.me.id, volunteer.name)
            volunteers.apply(unit, person, ("study",))
            volunteers.decide(unit, person, "approved", person)
            volunteers.set_duty(unit, person, True)
        for n in range(self.sleepers):
            person = _known(unit, SLEEPER + n, "S")
            people.set_prompt(unit, person, 12, "UTC")
            timers.put(unit, "prompt", person, unit.now + n * PROMPT_EVERY)


def _known(unit: Unit, telegram_id: int, name: str) -> int:
    """Somebody who went through onboarding before; returns the row's id."""
    person = people.add(unit, telegram_id, "en", "UTC", reachable=True)
    people.set_name(unit, person.id, name)
    people.set_age_band(unit, person.id, "adult")
    people.give_consent(unit, person.id, CONSENT_VERSION)
    return person.id

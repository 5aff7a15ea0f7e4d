"""The people of the crash test. Each plays their part of the story over and over, and goes on only when the bot has answered.

Whoever writes numbered messages (``P3/2/17``: person 3, second chat, message 17) keeps a few under way, so that there is always something in
flight when the bot dies and something waiting when it comes back.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from bot.telegram.render import Renderer
from simulator import Simulator
from simulator.handles import PersonHandle
from tests.crash.ears import TAG, Ears, buttons

UNDER_WAY = 4
MESSAGES = 8
CASE_MESSAGES = 3


class Actor:
    """Somebody at their phone. ``at``: how far they have read their chat, ``known``: the buttons up to there (a message that a crash doubled
    shows them again; nobody taps those). ``done``: how often each part of the story was played."""

    def __init__(self, telegram: Simulator, ears: Ears, renderer: Renderer, name: str, number: int, place: int | None = None) -> None:
        self.telegram, self.ears, self.renderer = telegram, ears, renderer
        self.name = name
        self.place = place if place is not None else number
        self.me: PersonHandle = telegram.person(name, "en", id=number)
        self.at = 0
        self.known: set[str] = set()
        self.done: dict[str, int] = defaultdict(int)
        self.written: list[str] = []

    async def says(self, text: str) -> None:
        await self.me.says(text)

    async def taps(self, flow: str, menu: str, value: str) -> str:
        """Waits for a button that was not seen before and taps it; returns its data."""

        def find() -> tuple[int, int, str] | None:
            for n, entry in enumerate(self.ears.chats[self.me.id][self.at :], self.at):
                for data in buttons(entry):
                    parts = data.split(".")
                    if (parts[0], parts[2], parts[3]) == (flow, menu, value) and data not in self.known:
                        return n, entry.result["message_id"], data
            return None

        n, message, data = await self.ears.bells[self.me.id].until(find)
        self._read_to(n + 1)
        self.telegram.people.tap(self.me.account, self.me.chat, message, data)
        return data

    async def keyboard(self, name: str) -> None:
        """Waits for a message that puts up this reply keyboard."""
        await self._reads(lambda entry: entry.params.get("reply_markup") == self.renderer.keyboard("en", name))

    async def hears(self, key: str, **args: Any) -> None:
        """Waits for a text of the bot's."""
        text = self.renderer.text("en", key, args)["text"]
        await self._reads(lambda entry: entry.params["text"] == text)

    async def hears_numbered(self, writer: str, count: int) -> None:
        """Waits for so many different numbered messages of somebody like ``writer`` (P, V or C) that were not read before."""

        def find() -> int | None:
            found: set[str] = set()
            for n, entry in enumerate(self.ears.chats[self.me.id][self.at :], self.at):
                tag = TAG.match(entry.params["text"])
                if tag and tag[1].startswith(writer):
                    found.add(entry.params["text"])
                    if len(found) == count:
                        return n + 1
            return None

        self._read_to(await self.ears.bells[self.me.id].until(find))

    async def _reads(self, wanted: Any) -> None:
        def find() -> int | None:
            return next((n for n, entry in enumerate(self.ears.chats[self.me.id][self.at :], self.at + 1) if wanted(entry)), None)

        self._read_to(await self.ears.bells[self.me.id].until(find))

    def _read_to(self, at: int) -> None:
        self.known.update(data for entry in self.ears.chats[self.me.id][self.at : at] for data in buttons(entry))
        self.at = at

    async def writes(self, chat: str, count: int) -> None:
        """Numbered messages, a few under way at a time, until all have arrived."""
        bell = self.ears.bells[self.name]
        for k in range(count):
            await bell.until(lambda: len(self.written) - self.ears.arrived[self.name] < UNDER_WAY)
            text = f"{self.name}/{chat}/{k}"
            self.written.append(text)
            await self.says(text)
        await bell.until(lambda: len(self.written) == self.ears.arrived[self.name])


class Person(Actor):
    """Comes in, checks in, talks with peers, calls for help now and then."""

    async def onboards(self) -> None:
        await self.says("/start")
        for step in (("consent", "yes"), ("name", "0"), ("age", "adult"), ("topics", "done"), ("hours", "never")):
            await self.taps("onboarding", *step)
        await self.keyboard("person")

    async def lives(self, finish: asyncio.Event, alarms: bool) -> None:
        await self.onboards()
        while not finish.is_set():
            await self.checks_in()
            if alarms and self.done["peer"] % 2:
                await self.calls()
            await self.talks()

    async def checks_in(self) -> None:
        await self.says("/checkin")
        await self.taps("checkin", "mood", "4")
        await self.taps("checkin", "part", "what")
        await self.taps("checkin", "what", "study")
        await self.taps("checkin", "add", "done")
        self.done["checkin"] += 1

    async def talks(self) -> None:
        await self.says("/peer")
        await self.taps("peer_request", "topics", "any")
        await self.keyboard("chat_person")
        self.done["peer"] += 1
        await asyncio.gather(self.writes(str(self.done["peer"]), MESSAGES), self.hears_numbered("V", MESSAGES))
        await self.says("/end")
        await self.taps("feedback", "rate", "4")
        await self.taps("feedback", "skip", "skip")

    async def calls(self) -> None:
        await self.says("/sos")
        await self.keyboard("case_person")
        self.done["case"] += 1
        await asyncio.gather(self.writes(f"c{self.done['case']}", CASE_MESSAGES), self.hears_numbered("C", CASE_MESSAGES))
        await self.hears("case.closed")


class Volunteer(Actor):
    """Takes offers (a picky one declines the first) and talks until the person ends it."""

    picky = False

    async def serves(self) -> None:
        if self.picky:
            await self.taps("offer", "offer", "decline")
        while True:
            await self.taps("offer", "offer", "accept")
            await self.keyboard("chat_volunteer")
            self.done["peer"] += 1
            await self.writes(str(self.done["peer"]), MESSAGES)
            await self.taps("feedback", "rate", "5")
            await self.taps("feedback", "skip", "skip")


class Counselor(Actor):
    """Acknowledges what nobody else took, talks, ends it with a note. ``taken``: buttons somebody has tapped already."""

    taken: set[str]

    async def watches(self) -> None:
        await self.says("/start")
        while True:
            alert = await self.acknowledges()
            await self.tap_in_group(alert, "talk")
            await self.keyboard("case_counselor")
            self.done["case"] += 1
            writing = self.writes(f"c{self.done['case']}", CASE_MESSAGES)
            await asyncio.gather(writing, self.hears_numbered("P", CASE_MESSAGES))
            await self.says("/end")
            await self._reads(lambda entry: any(data.startswith("case_note.") for data in buttons(entry)))
            await self.says("talked, all well")
            await self.taps("case_note", "outcome", "resolved")
            await self.hears("note.thanks")

    async def acknowledges(self) -> str:
        def find() -> str | None:
            fresh = (data for entry in self.ears.chats[self.place] for data in buttons(entry) if data.endswith(".alert.ack"))
            return next((data for data in fresh if data not in self.taken), None)

        data = await self.ears.bells[self.place].until(find)
        self.taken.add(data)
        await self.tap_in_group(data, "ack")
        return data

    async def tap_in_group(self, alert: str, what: str) -> None:
        """A button of an alert's card, wherever the card stands in the group."""
        wanted = alert.removesuffix("ack") + what

        def find() -> int | None:
            cards = (entry for entry in self.ears.chats[self.place] if wanted in buttons(entry))
            return next((entry.result["message_id"] for entry in cards), None)

        message = await self.ears.bells[self.place].until(find)
        self.telegram.people.tap(self.me.account, self.telegram.world.group(self.place), message, wanted)

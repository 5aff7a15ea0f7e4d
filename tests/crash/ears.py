"""What the bot sends, chat by chat, as it arrives in the journal; and waiting for it."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from simulator import Simulator
from simulator.journal import Entry

T = TypeVar("T")
TAG = re.compile(r"^([PVC]\d+)/(c?\d+)/(\d+)$")
SHOWN = ("sendMessage", "editMessageText")


class Bell:
    """Wakes everybody who waits, to look again."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def ring(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, find: Callable[[], T | None]) -> T:
        """What ``find`` returns once it is neither None nor False."""
        while True:
            found = find()
            if found is not None and found is not False:
                return found
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future


class Ears:
    """``chats``: what was shown in each chat, oldest first. ``arrived``: how many different numbered messages of a writer got through."""

    def __init__(self, telegram: Simulator) -> None:
        self.chats: dict[int, list[Entry]] = defaultdict(list)
        self.bells: dict[int | str, Bell] = defaultdict(Bell)
        self.every = Bell()
        self.tags: set[str] = set()
        self.arrived: dict[str, int] = defaultdict(int)
        telegram.journal.listeners.append(self._heard)

    def _heard(self, entry: Entry) -> None:
        self.every.ring()
        if entry.status != 200 or entry.method not in SHOWN or entry.chat is None:
            return
        self.chats[entry.chat].append(entry)
        text = entry.params["text"]
        tag = TAG.match(text)
        if tag and text not in self.tags:
            self.tags.add(text)
            self.arrived[tag[1]] += 1
            self.bells[tag[1]].ring()
        self.bells[entry.chat].ring()


def buttons(entry: Entry) -> list[str]:
    """The callback data of a message's inline buttons."""
    rows: list[list[dict[str, Any]]] = (entry.params.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row]

"""People and groups as objects of the Python API: ``await person.says("…")``, ``await person.taps("…")``, ``await person.hears("…")``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from simulator.keyboards import keyboard
from simulator.model import Chat, Json, Person
from simulator.transcript import transcript

if TYPE_CHECKING:
    from simulator.client import Simulator

PATIENCE = 5.0


class Group:
    """A group. ``id`` follows a migration."""

    def __init__(self, telegram: Simulator, number: int) -> None:
        self._telegram = telegram
        self._first_id = number

    @property
    def chat(self) -> Chat:
        """The chat as it is now."""
        chat = self._telegram.world.group(self._first_id)
        return self._telegram.world.group(chat.migrated_to) if chat.migrated_to else chat

    @property
    def id(self) -> int:
        """Its id now."""
        return self.chat.id


class PersonHandle:
    """A person. Everything happens in the private chat with the first bot unless ``chat=group`` is given."""

    def __init__(self, telegram: Simulator, account: Person) -> None:
        self._telegram = telegram
        self.account = account
        self.id = account.id
        self._heard: dict[str, int] = {}

    @property
    def chat(self) -> Chat:
        """The private chat with the first bot."""
        return self._telegram.world.private(self._telegram.bot.id, self.id)

    def _place(self, chat: Group | None) -> Chat:
        return chat.chat if chat is not None else self.chat

    async def says(self, text: str, *, chat: Group | None = None, **where: Any) -> Json:
        """Write a text; returns the message. ``where``: thread, reply_to, quote, entities."""
        return self._telegram.people.say(self.account, self._place(chat), text, **where)

    async def hears(self, pattern: str = "", *, chat: Group | None = None, timeout: float = PATIENCE) -> Json:
        """The next message (or edit) of a bot, after the last one heard, that matches; AssertionError with the transcript if none comes."""
        place = self._place(chat)
        found = await self._telegram.world.bell.wait(lambda: self._next(place, pattern) is not None, timeout)
        message = self._next(place, pattern)
        if not found or message is None:
            raise AssertionError(f"{self.account.first_name} did not hear {pattern!r} within {timeout:g} s. The chat:\n{transcript(place)}")
        self._heard[place.key] = place.stamps[message["message_id"]]
        return message

    def _next(self, place: Chat, pattern: str) -> Json | None:
        after = self._heard.get(place.key, 0)
        fresh = sorted((stamp, number) for number, stamp in place.stamps.items() if stamp > after)
        for _, number in fresh:
            message = place.messages[number]
            if message["from"]["is_bot"] and matches(pattern, message.get("text") or message.get("caption") or ""):
                return message
        return None

    async def taps(self, label: str, *, chat: Group | None = None, message: Json | None = None, timeout: float = PATIENCE) -> Json:
        """Tap the newest inline button with this label (waits for it to appear); returns the callback query's record."""
        place = self._place(chat)
        await self._telegram.world.bell.wait(lambda: self._button(place, label, message) is not None, timeout)
        number = self._button(place, label, message)
        if number is None:
            raise AssertionError(f"{self.account.first_name} sees no button {label!r}. The chat:\n{transcript(place)}")
        return self._telegram.people.tap(self.account, place, number, button=label)

    @staticmethod
    def _button(place: Chat, label: str, message: Json | None) -> int | None:
        candidates = [message["message_id"]] if message is not None else sorted(place.messages, reverse=True)
        for number in candidates:
            rows = place.messages.get(number, {}).get("reply_markup", {}).get("inline_keyboard", [])
            if any(label.lower() in button["text"].lower() for row in rows for button in row):
                return number
        return None

    async def presses(self, label: str, *, chat: Group | None = None, timeout: float = PATIENCE) -> Json:
        """Press a button of the reply keyboard (waits for it); returns the message that it sends."""
        place = self._place(chat)
        await self._telegram.world.bell.wait(lambda: self._key(place, label) is not None, timeout)
        text = self._key(place, label)
        if text is None:
            raise AssertionError(f"{self.account.first_name} has no key {label!r}. The chat:\n{transcript(place)}")
        return self._telegram.people.say(self.account, place, text)

    def _key(self, place: Chat, label: str) -> str | None:
        rows = (keyboard(place, self.id) or {}).get("keyboard", [])
        return next((button["text"] for row in rows for button in row if label.lower() in button["text"].lower()), None)


def matches(pattern: str, text: str) -> bool:
    """Substring, or else regular expression."""
    if pattern in text:
        return True
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False

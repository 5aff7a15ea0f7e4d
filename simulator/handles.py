"""People and groups as objects of the Python API: ``await person.says("…")``, ``await person.taps("…")``, ``await person.hears("…")``."""

from __future__ import annotations

import base64
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from simulator import sharing
from simulator.keyboards import keyboard
from simulator.methods.commands import shown_to
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

    def migrates(self) -> int:
        """The group becomes a supergroup; returns the new id."""
        return self._telegram.core.groups.migrate(self.chat).id

    def kicks_bot(self) -> None:
        """The first bot is put out and banned."""
        owner = next((user for user, member in self.chat.members.items() if member.status == "creator"), 0)
        actor = self._telegram.world.user(owner) or self._telegram.bot.user
        self._telegram.core.groups.leave(self.chat, self._telegram.bot.id, actor, banned=True)

    def opens_topic(self, name: str, by: PersonHandle) -> int:
        """A person makes a topic; returns its thread id."""
        return self._telegram.core.groups.create_topic(self.chat, by.account.user, name).id


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

    async def replies(self, message: Json, text: str, *, quote: str | None = None, chat: Group | None = None) -> Json:
        """Answer a message, with or without a quote from it."""
        thread = message.get("message_thread_id")
        return await self.says(text, chat=chat, reply_to=message["message_id"], quote=quote, thread=thread)

    async def edits(self, message: Json, text: str, *, chat: Group | None = None) -> Json:
        """New text (or caption) for an own message."""
        return self._telegram.people.edit(self.account, self._place(chat), message["message_id"], text)

    async def deletes(self, message: Json, *, chat: Group | None = None) -> None:
        """Delete a message for everyone."""
        self._telegram.people.delete(self.account, self._place(chat), message["message_id"])

    async def reacts(self, message: Json, emoji: str | None, *, chat: Group | None = None) -> None:
        """React; None takes it back."""
        self._telegram.people.react(self.account, self._place(chat), message["message_id"], emoji)

    async def sends(self, *, chat: Group | None = None, thread: int | None = None, reply_to: int | None = None, **spec: Any) -> list[Json]:
        """Anything: the fields of the control API's ``send`` (photo=True, voice={…}, album=3, location=…); returns the messages."""
        place = self._place(chat)
        made = sharing.contents(self._telegram.world.files, spec)
        return [self._telegram.people.post(self.account, place, content, thread, reply_to) for content in made]

    async def sends_photo(self, caption: str | None = None, data: bytes | None = None, **where: Any) -> Json:
        """A photo: made up, or of these bytes."""
        return (await self.sends(photo=_file(data), caption=caption, **where))[0]

    async def sends_voice(self, data: bytes | None = None, **where: Any) -> Json:
        """A voice message: made up, or of these bytes."""
        return (await self.sends(voice=_file(data), **where))[0]

    async def sends_document(self, data: bytes | None = None, caption: str | None = None, **where: Any) -> Json:
        """A document: made up, or of these bytes."""
        return (await self.sends(document=_file(data), caption=caption, **where))[0]

    async def sends_album(self, count: int = 3, caption: str | None = None, **where: Any) -> list[Json]:
        """An album of photos."""
        return await self.sends(album=[{"photo": True} for _ in range(count)], caption=caption, **where)

    async def forwards(self, message: Json, *, source: Group | None = None, chat: Group | None = None) -> Json:
        """Forward a message from a chat (the private one, or ``source``) to another."""
        content = sharing.forwarded(self._place(source), message["message_id"])
        return self._telegram.people.post(self.account, self._place(chat), content)

    async def votes(self, message: Json, *options: int, chat: Group | None = None) -> Json:
        """Vote in a poll by option numbers from 0; none takes the vote back."""
        return self._telegram.people.vote(self.account, self._place(chat), message["message_id"], list(options))

    async def blocks(self) -> None:
        """Block the first bot."""
        self._telegram.people.block(self.account, True)

    async def unblocks(self) -> None:
        """Unblock it."""
        self._telegram.people.block(self.account, False)

    async def starts(self, payload: str = "") -> Json:
        """Open the bot, by a deep link if there is a payload."""
        return self._telegram.people.start(self.account, payload)

    async def joins(self, group: Group) -> None:
        """Come into a group."""
        self._telegram.core.groups.join(group.chat, self.id)

    async def leaves(self, group: Group) -> None:
        """Go out of a group."""
        self._telegram.core.groups.leave(group.chat, self.id)

    def deactivates(self) -> None:
        """Delete the account."""
        self.account.deactivated = True
        self._telegram.world.person_changed(self.account)

    def speaks(self, language: str | None) -> None:
        """Another language of the app."""
        self.account.language_code = language
        self._telegram.world.person_changed(self.account)

    def commands(self, chat: Group | None = None) -> list[Json]:
        """The commands in the menu, by scope and language."""
        return shown_to(self._telegram.bot, self._place(chat), self.id, self.account.language_code)

    def sees_keyboard(self, chat: Group | None = None) -> Any:
        """The reply keyboard, or None."""
        return keyboard(self._place(chat), self.id)

    def sees(self, chat: Group | None = None) -> list[Json]:
        """All messages of the chat, oldest first."""
        return list(self._place(chat).messages.values())

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
        fresh = takewhile(lambda number: place.stamps[number] > after, reversed(place.stamps))
        for number in reversed(list(fresh)):
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


def _file(data: bytes | None) -> Any:
    """A file for ``sends``: made up, or of these bytes."""
    return True if data is None else {"data": base64.b64encode(data).decode()}

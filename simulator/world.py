"""The world: who and what exists. Every change goes through here or through ``Messages`` so that it is seen, kept and stored.

    bots ──▶ queues (updates)          people ──▶ private chats (bot, person) ──▶ messages
                                               ╰▶ groups (members, topics)     ──▶ messages

Watchers (the page, the Python API) get each change as an event; storage gets the key of what changed and reads it when it flushes.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from typing import Any

from simulator.clock import Clock
from simulator.errors import ControlError
from simulator.files import Files
from simulator.model import Bot, Chat, Json, Member, Person, Topic, is_here
from simulator.signal import Bell
from simulator.updates import UpdateQueue

FIRST_PERSON = 500_000_001
FIRST_BOT = 7_000_000_001
FIRST_GROUP = -1_001_000_001_000
MESSAGES_KEPT = 50_000


class World:
    """Accounts, chats, files. ``messages_kept``: how many messages the whole world keeps (the oldest go first)."""

    def __init__(self, clock: Clock, messages_kept: int = MESSAGES_KEPT) -> None:
        self.clock = clock
        self.messages_kept = messages_kept
        self.bots: dict[int, Bot] = {}
        self.by_token: dict[str, Bot] = {}
        self.queues: dict[int, UpdateQueue] = {}
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Chat] = {}
        self.privates: dict[tuple[int, int], Chat] = {}
        self.columns: list[Json] = []
        self.files = Files(lambda file_id: self.touch("file", file_id))
        self.primary = 0
        self.callbacks: dict[str, Json] = {}
        self.order: deque[tuple[Chat, int]] = deque()
        self.stamp = 0
        self.bell = Bell()
        self.listeners: list[Callable[[Json], None]] = []
        self.dirty: set[tuple[Any, ...]] | None = None

    # -- seeing and storing

    def touch(self, kind: str, *key: Any) -> None:
        """Say to storage that this changed."""
        if self.dirty is not None:
            self.dirty.add((kind, *key))

    def emit(self, event: Json) -> None:
        """Tell those who watch, and wake those who wait."""
        self.bell.ring()
        for listener in self.listeners:
            listener(event)

    def next_stamp(self) -> int:
        """A number for the next change of a message, rising through the whole world."""
        self.stamp += 1
        return self.stamp

    # -- accounts

    def add_bot(self, token: str, username: str, first_name: str, **extra: Any) -> Bot:
        """A bot; its id is the part of the token before the colon. ValueError if the token has another form."""
        head, _, tail = token.partition(":")
        if not head.isdecimal() or not tail:
            raise ValueError(f"a token looks like 123456:ABC…, not {token[:12]!r}")
        bot = Bot(int(head), token, username, first_name, **extra)
        self.bots[bot.id], self.by_token[token] = bot, bot
        self.queue(bot.id)
        self.touch("bot", bot.id)
        return bot

    def queue(self, bot_id: int) -> UpdateQueue:
        """The update queue of a bot; its first id is random, as on the real server."""
        if bot_id not in self.queues:
            queue = UpdateQueue(self.clock, random.SystemRandom().randrange(100_000_000, 900_000_000))
            queue.on_change = lambda: self._queue_changed(bot_id)
            queue.on_poll = self.bell.ring
            self.queues[bot_id] = queue
        return self.queues[bot_id]

    def clear(self) -> None:
        """Empty the world. Update ids go on from where they were: a bot that has seen them must not meet them again."""
        if self.dirty is not None:
            self.dirty.update(("message", chat.key, number) for chat in self.all_chats() for number in chat.messages)
            self.dirty.update(("chat", chat.key) for chat in self.all_chats())
            self.dirty.update(("person", number) for number in self.people)
            self.dirty.update(("bot", number) for number in self.bots)
            self.dirty.update(("file", file_id) for file_id in self.files.by_id)
        for queue in self.queues.values():
            queue.drop_all()
            queue.allowed = queue.webhook = None
        for mapping in (self.bots, self.by_token, self.people, self.groups, self.privates, self.callbacks):
            mapping.clear()
        self.columns = []
        self.files.clear()
        self.order.clear()

    def _queue_changed(self, bot_id: int) -> None:
        self.touch("queue", bot_id)
        self.bell.ring()

    @property
    def first_bot(self) -> Bot:
        """The bot meant where none is named."""
        if not self.bots:
            raise ControlError("there is no bot in this world", 409)
        return self.bots.get(self.primary) or next(iter(self.bots.values()))

    def add_person(self, first_name: str, number: int | None = None, **extra: Any) -> Person:
        """A person; the id is the next free one unless given. ``extra``: last_name, username, language_code."""
        if number is None:
            number = max([FIRST_PERSON - 1, *self.people]) + 1
        if number in self.people or number in self.bots:
            raise ControlError(f"the id {number} is taken", 409)
        if number <= 0:
            raise ControlError("a person's id is positive")
        person = self.people[number] = Person(number, first_name, **extra)
        self.person_changed(person)
        return person

    def person(self, number: int) -> Person:
        """A person by id; ControlError 404 if there is none."""
        if number not in self.people:
            raise ControlError(f"no person {number}", 404)
        return self.people[number]

    def person_changed(self, person: Person) -> None:
        """After a change of name, language or standing: new User and Chat objects, everybody told."""
        person.refresh()
        for (_, owner), chat in self.privates.items():
            if owner == person.id:
                self.refresh_chat(chat)
        self.touch("person", person.id)
        self.emit({"type": "person", "person": self.person_view(person)})

    def person_view(self, person: Person) -> Json:
        """A person as the control API shows them."""
        blocked = any(chat.blocked for (_, owner), chat in self.privates.items() if owner == person.id)
        return {**person.user, "blocked": blocked, "deactivated": person.deactivated}

    def user(self, number: int) -> Json | None:
        """The User object of a person or a bot."""
        account = self.people.get(number) or self.bots.get(number)
        return account.user if account else None

    # -- chats

    def private(self, bot_id: int, person_id: int) -> Chat:
        """The private chat of a bot and a person; made when first needed (made is not opened)."""
        chat = self.privates.get((bot_id, person_id))
        if chat is None:
            chat = Chat(person_id, "private", bot_id=bot_id)
            self.privates[bot_id, person_id] = chat
            self.refresh_chat(chat)
        return chat

    def group(self, number: int) -> Chat:
        """A group by id; ControlError 404 if there is none."""
        if number not in self.groups:
            raise ControlError(f"no group {number}", 404)
        return self.groups[number]

    def add_group(self, title: str, number: int | None = None, forum: bool = False, kind: str = "supergroup") -> Chat:
        """A group without members."""
        if number is None:
            lowest = min([FIRST_GROUP, *self.groups]) if kind == "supergroup" else -4_000_000 - len(self.groups)
            number = lowest - 1
        if number in self.groups:
            raise ControlError(f"the id {number} is taken", 409)
        chat = self.groups[number] = Chat(number, kind, title=title, is_forum=forum)
        if forum:
            chat.topics[1], chat.last_id = Topic(1, "General"), 1
        self.refresh_chat(chat)
        return chat

    def refresh_chat(self, chat: Chat) -> None:
        """Recompute the Chat object that messages carry, and tell everybody."""
        if chat.private:
            person = self.people[chat.id].user
            chat.public = {"id": chat.id}
            chat.public.update({name: person[name] for name in ("first_name", "last_name", "username") if name in person}, type="private")
        else:
            chat.public = {"id": chat.id, "title": chat.title, "type": chat.type}
            if chat.username:
                chat.public["username"] = chat.username
            if chat.is_forum:
                chat.public["is_forum"] = True
        self.chat_changed(chat)

    def chat_changed(self, chat: Chat) -> None:
        """After any change of a chat that is not a message."""
        self.touch("chat", chat.key)
        if not chat.private:
            self.emit({"type": "chat", "chat": self.chat_view(chat)})
        else:
            self.bell.ring()

    def chat_view(self, chat: Chat) -> Json:
        """A group as the control API shows it."""
        topics = [
            {"message_thread_id": topic.id, "name": topic.name, "closed": topic.closed, "icon_color": topic.icon_color}
            for topic in chat.topics.values()
        ]
        return {**chat.public, "members": chat.members_here(), "topics": topics}

    def all_chats(self) -> list[Chat]:
        """Every chat, groups first."""
        return [*self.groups.values(), *self.privates.values()]

    def chat_by_key(self, key: str) -> Chat | None:
        """The chat of a storage key."""
        if ":" in key:
            bot_id, person_id = key.split(":")
            return self.privates.get((int(bot_id), int(person_id)))
        return self.groups.get(int(key))

    def set_member(self, chat: Chat, user: int, member: Member) -> None:
        """Record somebody's standing in a group."""
        chat.members[user] = member
        self.chat_changed(chat)

    def bots_in(self, chat: Chat) -> list[int]:
        """Ids of the bots that a chat belongs to."""
        if chat.private:
            return [chat.bot_id]
        return [number for number in self.bots if is_here(chat.members.get(number))]

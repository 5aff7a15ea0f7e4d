"""The world as records that JSON can carry, one per thing: what storage writes and what a snapshot is made of.

==========  ====================  =======================================================
kind        key                   value
==========  ====================  =======================================================
bot         id                    account, commands, profile texts
person      id                    account
chat        chat key              standing, topics, pins, keyboards (not the messages)
message     chat key, message id  message, reactions, votes
queue       bot id                next update id, allowed updates, webhook, pending updates
file        file id               everything but the bytes, which go beside it
meta        name                  columns, clock, journal number
==========  ====================  =======================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from simulator.files import StoredFile
from simulator.model import Bot, Chat, Json, Member, Person, Topic
from simulator.world import World

Key = tuple[Any, ...]
ORDER = ("bot", "person", "chat", "file", "message", "queue", "meta")
CHAT_FIELDS = (
    "id",
    "type",
    "bot_id",
    "title",
    "username",
    "description",
    "is_forum",
    "opened",
    "blocked",
    "last_id",
    "permissions",
    "pinned",
    "migrated_to",
    "invite_links",
)


def keys(world: World) -> Iterator[Key]:
    """The keys of everything, in an order in which it can be put back."""
    yield from (("bot", number) for number in world.bots)
    yield from (("person", number) for number in world.people)
    yield from (("chat", chat.key) for chat in world.all_chats())
    yield from (("file", file_id) for file_id in world.files.by_id)
    yield from (("message", chat.key, number) for chat in world.all_chats() for number in chat.messages)
    yield from (("queue", number) for number in world.queues)
    yield ("meta", "columns")


def record(world: World, key: Key) -> Json | None:
    """The record of a key; None if the thing is gone."""
    kind, rest = key[0], key[1:]
    if kind == "bot":
        return _account(world.bots.get(rest[0]))
    if kind == "person":
        return _account(world.people.get(rest[0]))
    if kind == "chat":
        chat = world.chat_by_key(rest[0])
        return None if chat is None else chat_record(chat)
    if kind == "message":
        return _message(world.chat_by_key(rest[0]), rest[1])
    if kind == "queue":
        return _queue(world, rest[0])
    if kind == "file":
        return _file(world.files.by_id.get(rest[0]))
    return {"columns": world.columns} if rest[0] == "columns" else None


def _account(account: Bot | Person | None) -> Json | None:
    if account is None:
        return None
    fields = asdict(account)
    del fields["user"]
    return fields


def chat_record(chat: Chat) -> Json:
    """A chat without its messages."""
    fields: Json = {name: getattr(chat, name) for name in CHAT_FIELDS}
    fields["members"] = [[user, asdict(member)] for user, member in chat.members.items()]
    fields["topics"] = [asdict(topic) for topic in chat.topics.values()]
    fields["keyboards"] = list(chat.keyboards.items())
    return fields


def _message(chat: Chat | None, number: int) -> Json | None:
    if chat is None or number not in chat.messages:
        return None
    value: Json = {"message": chat.messages[number]}
    if chat.reactions.get(number):
        value["reactions"] = list(chat.reactions[number].items())
    if chat.polls_voted.get(number):
        value["votes"] = list(chat.polls_voted[number].items())
    return value


def _queue(world: World, number: int) -> Json | None:
    queue = world.queues.get(number)
    if queue is None:
        return None
    pending = [[came, update] for came, update in queue.pending.values()]
    return {"next_id": queue.next_id, "allowed": queue.allowed, "webhook": queue.webhook, "pending": pending}


def _file(file: StoredFile | None) -> Json | None:
    if file is None:
        return None
    return {name: getattr(file, name) for name in ("file_id", "unique_id", "kind", "number", "name", "mime")}


# -- and back


def put(world: World, key: Key, value: Json, content: bytes = b"") -> None:
    """Put one record back. The caller keeps to ``ORDER`` and puts messages in the order of their ids."""
    kind = key[0]
    if kind == "bot":
        bot = Bot(**value)
        world.bots[bot.id] = world.by_token[bot.token] = bot
        world.queue(bot.id)
    elif kind == "person":
        world.people[value["id"]] = Person(**value)
    elif kind == "chat":
        put_chat(world, value)
    elif kind == "message":
        put_message(world, key[1], value)
    elif kind == "queue":
        put_queue(world, key[1], value)
    elif kind == "file":
        world.files.put(StoredFile(**value, content=content))
    elif "columns" in value:
        world.columns = value["columns"]


def put_chat(world: World, value: Json) -> None:
    """A chat without its messages."""
    chat = Chat(**{name: value[name] for name in CHAT_FIELDS})
    chat.members = {int(user): Member(**member) for user, member in value["members"]}
    chat.topics = {topic["id"]: Topic(**topic) for topic in value["topics"]}
    chat.keyboards = {int(user): markup for user, markup in value["keyboards"]}
    if chat.private:
        world.privates[chat.bot_id, chat.id] = chat
    else:
        world.groups[chat.id] = chat
    world.refresh_chat(chat)


def put_message(world: World, chat_key: str, value: Json) -> None:
    """A message at the end of its chat."""
    chat = world.chat_by_key(chat_key)
    if chat is None:
        return
    message = value["message"]
    number = message["message_id"]
    chat.messages[number] = message
    chat.stamps[number] = world.next_stamp()
    world.order.append((chat, number))
    if value.get("reactions"):
        chat.reactions[number] = {int(user): given for user, given in value["reactions"]}
    if value.get("votes"):
        chat.polls_voted[number] = {int(user): chosen for user, chosen in value["votes"]}


def put_queue(world: World, number: int, value: Json) -> None:
    """Unconfirmed updates; the next id never falls."""
    queue = world.queue(number)
    queue.next_id = max(queue.next_id if queue.used else 0, value["next_id"])
    queue.allowed, queue.webhook = value["allowed"], value["webhook"]
    queue.pending.clear()
    for came, update in value["pending"]:
        queue.pending[update["update_id"]] = (came, update)
    queue.used = True


def snapshot(world: World) -> list[tuple[Key, str, bytes]]:
    """Everything as (key, JSON text, bytes of a file)."""
    made = []
    for key in keys(world):
        content = world.files.by_id[key[1]].content if key[0] == "file" else b""
        made.append((key, json.dumps(record(world, key)), content))
    return made


def restore(world: World, made: list[tuple[Key, str, bytes]]) -> None:
    """Make the world what it was; update ids and the numbers of changes go on."""
    world.clear()
    for key, text, content in made:
        put(world, key, json.loads(text), content)
    for key in keys(world):
        world.touch(*key)
    world.emit({"type": "state"})

"""What people do: write, edit, delete, react, tap, press, block, open deep links. The bots are told as the real server tells them.

Two things differ from what a beginner expects, and are kept: a deleted message is not announced to bots at all, and a person who taps a
button sends the message as it is now, not as it was when the button was drawn.
"""

from __future__ import annotations

import re
from typing import Any

from simulator.entities import detect, utf16
from simulator.entities.formatted import LONGEST_TEXT, checked
from simulator.errors import ControlError
from simulator.members import chat_member
from simulator.messages import Messages, member_payload, sees
from simulator.model import Chat, Json, Member, Person
from simulator.world import World

CALLBACKS_KEPT = 10_000
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class People:
    """The hands of all people. Chats are given as ``Chat``; a refusal is a ``ControlError`` that says why."""

    def __init__(self, world: World, messages: Messages) -> None:
        self.world = world
        self.messages = messages
        self._callbacks = 0

    def chat_of(self, person: Person, chat: int | None, bot: int | None = None) -> Chat:
        """The chat meant by an id: a group, or (none, or their own id) the private chat with a bot."""
        if chat is not None and chat < 0:
            group = self.world.group(chat)
            return self.world.group(group.migrated_to) if group.migrated_to else group
        if chat not in (None, person.id):
            raise ControlError(f"{person.first_name} is not in chat {chat}", 404)
        if bot is not None and bot not in self.world.bots:
            raise ControlError(f"no bot {bot}", 404)
        return self.world.private(bot or self.world.first_bot.id, person.id)

    def check_may_write(self, person: Person, chat: Chat, thread: int | None) -> None:
        """Refuse what the app would not let the person do."""
        if person.deactivated:
            raise ControlError(f"{person.first_name}'s account is deactivated", 409)
        if chat.private and chat.blocked:
            raise ControlError(f"{person.first_name} has blocked the bot; unblock it first", 409)
        if not sees(chat, person.id):
            raise ControlError(f"{person.first_name} is not a member of {chat.title}", 409)
        if thread is not None and thread != 1 and thread not in chat.topics:
            raise ControlError(f"there is no topic {thread} in this chat", 404)
        topic = chat.topics.get(thread or 1)
        boss = chat.private or chat.members[person.id].status in ("creator", "administrator")
        if topic is not None and topic.closed and not boss:
            raise ControlError(f"the topic {topic.name} is closed", 409)

    def post(self, person: Person, chat: Chat, content: Json, thread: int | None = None, reply_to: int | None = None) -> Json:
        """Write a message and tell the bots; returns it."""
        self.check_may_write(person, chat, thread)
        if reply_to is not None and reply_to not in chat.messages:
            raise ControlError(f"there is no message {reply_to} to reply to", 404)
        if not chat.opened:
            chat.opened = True
            self.world.chat_changed(chat)
        message = self.messages.post(chat, person.user, content, None if thread == 1 else thread, reply_to)
        self.messages.deliver(chat, "message", message, message)
        return message

    def say(self, person: Person, chat: Chat, text: str, entities: list[Json] | None = None, **where: Any) -> Json:
        """A text message. ``where``: thread, reply_to, quote."""
        content = text_content(text, entities)
        quote = where.pop("quote", None)
        if quote:
            content["quote"] = self.quote(chat, where.get("reply_to"), quote)
        return self.post(person, chat, content, **where)

    def quote(self, chat: Chat, reply_to: int | None, words: str) -> Json:
        """The ``quote`` field of a reply."""
        target = chat.messages.get(reply_to or 0, {})
        whole = target.get("text") or target.get("caption") or ""
        if words not in whole:
            raise ControlError("the quoted words are not in the message replied to")
        return {"text": words, "position": utf16.length(whole[: whole.find(words)]), "is_manual": True}

    # -- own messages

    def own(self, person: Person, chat: Chat, number: int) -> Json:
        """A message that the person wrote."""
        message = self.message(chat, number)
        if message["from"]["id"] != person.id:
            raise ControlError(f"message {number} is not {person.first_name}'s own", 409)
        return message

    @staticmethod
    def message(chat: Chat, number: int) -> Json:
        """A message of the chat, 404 if there is none."""
        if number not in chat.messages:
            raise ControlError(f"there is no message {number} in this chat", 404)
        return chat.messages[number]

    def edit(self, person: Person, chat: Chat, number: int, text: str, entities: list[Json] | None = None) -> Json:
        """New text or caption for one's own message."""
        old = self.own(person, chat, number)
        self.check_may_write(person, chat, None)
        fields = ("text", "entities") if "text" in old else ("caption", "caption_entities")
        kept = {name: value for name, value in old.items() if name not in fields}
        content = text_content(text, entities)
        new = {**kept, **dict(zip(fields, [content["text"], content.get("entities")], strict=True))}
        new = {name: value for name, value in new.items() if value is not None}
        message = self.messages.replace(chat, new)
        self.messages.deliver(chat, "edited_message", message, message)
        return message

    def delete(self, person: Person, chat: Chat, number: int) -> None:
        """Delete a message for everyone. In private chats also the bot's; in groups one's own (administrators: any)."""
        self.message(chat, number)
        boss = chat.private or chat.members[person.id].status in ("creator", "administrator")
        if not boss:
            self.own(person, chat, number)
        self.messages.delete(chat, [number])

    def react(self, person: Person, chat: Chat, number: int, emoji: str | None) -> None:
        """React to a message, or take the reaction back (None)."""
        self.message(chat, number)
        if not sees(chat, person.id):
            raise ControlError(f"{person.first_name} is not a member of {chat.title}", 409)
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        old = self.messages.react(chat, number, person.id, new)
        update: Json = {"chat": chat.public, "message_id": number, "user": person.user, "date": self.world.clock.date()}
        self.messages.deliver(chat, "message_reaction", {**update, "old_reaction": old, "new_reaction": new})

    # -- standing

    def block(self, person: Person, blocked: bool, bot: int | None = None) -> None:
        """Block or unblock a bot; it is told by ``my_chat_member``."""
        chat = self.chat_of(person, None, bot)
        if chat.blocked == blocked:
            raise ControlError(f"{person.first_name} has {'blocked' if blocked else 'not blocked'} the bot already", 409)
        account = self.world.bots[chat.bot_id].user
        before, after = Member("kicked" if chat.blocked else "member"), Member("kicked" if blocked else "member")
        chat.blocked, chat.opened = blocked, True
        self.world.chat_changed(chat)
        self.world.person_changed(person)
        date = self.world.clock.date()
        update = member_payload(chat, person.user, date, chat_member(account, before), chat_member(account, after))
        self.world.queues[chat.bot_id].add("my_chat_member", update)

    def start(self, person: Person, payload: str = "", bot: int | None = None) -> Json:
        """Open the bot by a deep link (``t.me/bot?start=payload``); unblocks it, as the app does."""
        if payload and not _PAYLOAD.fullmatch(payload):
            raise ControlError("a deep link's payload has 1 to 64 letters, digits, - and _")
        chat = self.chat_of(person, None, bot)
        if chat.blocked:
            self.block(person, False, bot)
        return self.say(person, chat, f"/start {payload}".strip())

    def vote(self, person: Person, chat: Chat, number: int, options: list[int]) -> Json:
        """Vote in a poll (none: take the vote back); the bot gets ``poll_answer``, or ``poll`` if votes are anonymous."""
        message = self.message(chat, number)
        poll = message.get("poll")
        if poll is None or poll["is_closed"] or not sees(chat, person.id):
            raise ControlError(f"{person.first_name} cannot vote here: message {number} is no open poll", 409)
        if any(not isinstance(one, int) or not 0 <= one < len(poll["options"]) for one in options):
            raise ControlError(f"options are numbers from 0 to {len(poll['options']) - 1}")
        votes = chat.polls_voted.setdefault(number, {})
        votes[person.id] = options
        counts = [sum(index in chosen for chosen in votes.values()) for index in range(len(poll["options"]))]
        shown = [{**option, "voter_count": count} for option, count in zip(poll["options"], counts, strict=True)]
        new = {**poll, "options": shown, "total_voter_count": sum(bool(chosen) for chosen in votes.values())}
        message = self.messages.replace(chat, {**message, "poll": new}, edited=False)
        if not poll["is_anonymous"]:
            keys = [poll["options"][one]["persistent_id"] for one in options]
            answer = {"poll_id": poll["id"], "user": person.user, "option_ids": options, "option_persistent_ids": keys}
            self.messages.deliver(chat, "poll_answer", answer)
        if message["from"]["is_bot"]:
            self.world.queues[message["from"]["id"]].add("poll", new)
        return message

    # -- buttons

    def tap(self, person: Person, chat: Chat, number: int, data: str | None = None, button: str | None = None) -> Json:
        """Tap an inline button, found by its data or its label; returns the callback query's record."""
        message = self.message(chat, number)
        if not sees(chat, person.id):
            raise ControlError(f"{person.first_name} is not a member of {chat.title}", 409)
        if data is None:
            data = self.data_of(message, button)
        self._callbacks += 1
        number_text = str(person.id * 4_294_967_296 + int(self.world.clock.now() * 1000) % 4_294_967_296 + self._callbacks)
        record: Json = {"id": number_text, "bot": message["from"]["id"], "person": person.id, "chat": chat.id, "message": number}
        record.update(data=data, at=self.world.clock.now(), answer=None)
        self.world.callbacks[number_text] = record
        while len(self.world.callbacks) > CALLBACKS_KEPT:
            self.world.callbacks.pop(next(iter(self.world.callbacks)))
        self._send_query(person, chat, message, record)
        return record

    def _send_query(self, person: Person, chat: Chat, message: Json, record: Json) -> None:
        bot = record["bot"]
        if bot in self.world.queues:
            query: Json = {
                "id": record["id"],
                "from": person.user,
                "message": message,
                "chat_instance": chat_instance(chat),
                "data": record["data"],
            }
            self.world.queues[bot].add("callback_query", query)

    @staticmethod
    def data_of(message: Json, label: str | None) -> str:
        """The callback data behind a label; 404 names the buttons that are there."""
        buttons = [one for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]
        match = next((one for one in buttons if one["text"] == label), None)
        match = match or next((one for one in buttons if label and label.lower() in one["text"].lower()), None)
        if match is None:
            raise ControlError(f"no button {label!r}; there are {[one['text'] for one in buttons]}", 404)
        if "callback_data" not in match:
            raise ControlError(f"the button {match['text']!r} does not call the bot", 409)
        return str(match["callback_data"])


def text_content(text: str, entities: list[Json] | None = None) -> Json:
    """The text fields of a person's message, with the entities that the server finds by itself."""
    if not text.strip():
        raise ControlError("an empty text cannot be sent")
    shown, explicit = utf16.trim(text, checked(text, entities or []))
    if utf16.length(shown) > LONGEST_TEXT:
        raise ControlError("a message has at most 4096 characters")
    found = detect.merged(shown, explicit)
    return {"text": shown, "entities": found} if found else {"text": shown}


def chat_instance(chat: Chat) -> str:
    """The same for all buttons of one chat."""
    return str((chat.id * 2_654_435_761 + chat.bot_id) % (1 << 62))

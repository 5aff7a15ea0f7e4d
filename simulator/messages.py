"""Writing into chats: new messages, edits, deletions, reactions, and who is told of them.

What a person does reaches the bots as updates; what a bot does does not come back to it. Messages are written once; an edit puts a new
dictionary in the place of the old one.
"""

from __future__ import annotations

from typing import Any

from simulator.model import Chat, Json, Member, is_here
from simulator.world import World

SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "message_auto_delete_timer_changed",
        "new_chat_photo",
        "delete_chat_photo",
    }
)


class Messages:
    """The only writer of messages."""

    def __init__(self, world: World) -> None:
        self.world = world

    # -- new

    def post(self, chat: Chat, sender: Json, content: Json, thread: int | None = None, reply_to: int | None = None) -> Json:
        """A new message; returns it. ``content``: the fields that make it what it is. Nobody but the page is told yet."""
        chat.last_id += 1
        number = chat.last_id
        message: Json = {"message_id": number, "from": sender, "chat": chat.public, "date": self.world.clock.date()}
        if thread is not None:
            message["message_thread_id"] = thread
            message["is_topic_message"] = True
        reply = self._reply(chat, thread, reply_to)
        if reply is not None:
            message["reply_to_message"] = reply
        message.update(content)
        self._keep(chat, number, message)
        self.world.order.append((chat, number))
        self._drop_oldest()
        self.announce("message", chat, message)
        return message

    def _reply(self, chat: Chat, thread: int | None, reply_to: int | None) -> Json | None:
        """What ``reply_to_message`` shows. In a forum topic every message answers the one that opened the topic."""
        if reply_to is None and thread is not None and chat.is_forum:
            reply_to = thread
        target = chat.messages.get(reply_to) if reply_to is not None else None
        if target is None:
            return None
        return {name: value for name, value in target.items() if name != "reply_to_message"}

    def _keep(self, chat: Chat, number: int, message: Json) -> None:
        world = self.world
        world.stamp += 1
        chat.messages[number] = message
        chat.stamps.pop(number, None)  # so that the dictionary stays in the order of change
        chat.stamps[number] = world.stamp
        if world.dirty is not None:
            world.dirty.add(("message", chat.key, number))
            world.dirty.add(("chat", chat.key))

    def _drop_oldest(self) -> None:
        order = self.world.order
        while len(order) > self.world.messages_kept:
            chat, number = order.popleft()
            self._forget(chat, number)

    def _forget(self, chat: Chat, number: int) -> bool:
        if chat.messages.pop(number, None) is None:
            return False
        chat.stamps.pop(number, None)
        chat.reactions.pop(number, None)
        chat.polls_voted.pop(number, None)
        self.world.touch("message", chat.key, number)
        return True

    # -- changes

    def replace(self, chat: Chat, message: Json, edited: bool = True) -> Json:
        """Put a new version in place; ``edited`` sets ``edit_date``."""
        if edited:
            message["edit_date"] = self.world.clock.date()
        self._keep(chat, message["message_id"], message)
        self.announce("edited", chat, message)
        return message

    def delete(self, chat: Chat, numbers: list[int]) -> list[int]:
        """Take messages away; returns those that were there. Bots are never told of deletions."""
        gone = [number for number in numbers if self._forget(chat, number)]
        chat.pinned = [number for number in chat.pinned if number not in gone]
        if gone:
            self.world.emit({"type": "deleted", "bot": chat.bot_id or None, "chat": chat.id, "messages": gone})
        return gone

    def react(self, chat: Chat, number: int, actor: int, reactions: list[Json]) -> list[Json]:
        """Set somebody's reactions on a message; returns the ones before."""
        mine = chat.reactions.setdefault(number, {})
        old = mine.pop(actor, [])
        if reactions:
            mine[actor] = reactions
        self.world.touch("message", chat.key, number)
        shown = self.reactions_view(chat, number)
        self.world.emit({"type": "reaction", "bot": chat.bot_id or None, "chat": chat.id, "message": number, "reactions": shown})
        return old

    # -- who is told

    def announce(self, kind: str, chat: Chat, message: Json) -> None:
        """Tell the page and those who wait."""
        world = self.world
        if world.listeners:
            world.emit({"type": kind, "bot": chat.bot_id or None, "chat": chat.id, "message": self.view(chat, message)})
        else:
            world.bell.ring()

    def deliver(self, chat: Chat, kind: str, payload: Json, message: Json | None = None, but: int = 0) -> None:
        """Queue an update for every bot of the chat that may see it; ``message`` is what privacy mode looks at."""
        for number in self.world.bots_in(chat):
            if number != but and (message is None or chat.private or self._may_read(chat, number, message)):
                self.world.queues[number].add(kind, payload)

    def _may_read(self, chat: Chat, bot_id: int, message: Json) -> bool:
        """Privacy mode: a bot that is no administrator sees commands, answers to itself and service messages only."""
        bot, member = self.world.bots[bot_id], chat.members.get(bot_id) or Member("left")
        if bot.reads_all or member.status == "administrator" or SERVICE.intersection(message):
            return True
        reply = message.get("reply_to_message", {})
        if reply.get("from", {}).get("id") == bot_id and "forum_topic_created" not in reply:
            return True
        text = message.get("text") or message.get("caption") or ""
        if f"@{bot.username}".lower() in text.lower():
            return True
        return bool(text.startswith("/") and "@" not in text.split(maxsplit=1)[0])

    # -- views

    def view(self, chat: Chat, message: Json) -> Json:
        """A message as the control API shows it."""
        view = {**message, "reactions": self.reactions_view(chat, message["message_id"])}
        if chat.private:
            view["bot"] = chat.bot_id
        return view

    def reactions_view(self, chat: Chat, number: int) -> list[Json]:
        """[{"emoji", "from"}] of a message."""
        given = chat.reactions.get(number, {})
        return [{"emoji": one.get("emoji", "⭐"), "from": actor} for actor, all_of in given.items() for one in all_of]


def sees(chat: Chat, user: int) -> bool:
    """Whether somebody is in the chat."""
    return chat.id == user if chat.private else is_here(chat.members.get(user))


def member_payload(chat: Chat, actor: Json, date: int, old: Any, new: Any) -> Json:
    """A ChatMemberUpdated."""
    return {"chat": chat.public, "from": actor, "date": date, "old_chat_member": old, "new_chat_member": new}

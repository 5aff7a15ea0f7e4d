"""What happens to groups: joining and leaving, standing, topics, titles, migration; with the service messages and updates that follow.

Used from both sides: by the methods of the Bot API (``actor`` is the bot) and by people at the control API.
"""

from __future__ import annotations

from simulator.errors import ControlError
from simulator.members import chat_member
from simulator.messages import Messages, member_payload
from simulator.model import Chat, Json, Member, Topic, is_here
from simulator.world import World

TOPIC_COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


class Groups:
    """Changes of groups. A refusal is the caller's business; nothing here asks for rights."""

    def __init__(self, world: World, messages: Messages) -> None:
        self.world = world
        self.messages = messages

    def service(self, chat: Chat, actor: Json, content: Json, thread: int | None = None, to_actor: bool = False) -> Json:
        """A service message, seen by every bot of the chat but (unless ``to_actor``) the one that caused it."""
        message = self.messages.post(chat, actor, content, thread)
        self.messages.deliver(chat, "message", message, message, but=0 if to_actor else actor["id"])
        return message

    # -- members

    def set_member(self, chat: Chat, user: int, new: Member, actor: Json) -> None:
        """Change somebody's standing and tell the bots: ``my_chat_member`` to the bot concerned, ``chat_member`` to the others."""
        account = self.world.user(user)
        if account is None:
            raise ControlError(f"nobody has the id {user}", 404)
        before = chat.members.get(user) or Member("left")
        present = self.world.bots_in(chat)
        self.world.set_member(chat, user, new)
        payload = member_payload(chat, actor, self.world.clock.date(), chat_member(account, before), chat_member(account, new))
        for bot in {*present, *self.world.bots_in(chat)}:
            if bot == user:
                self.world.queues[bot].add("my_chat_member", payload)
            elif bot != actor["id"] and self._hears_of_members(chat, bot):
                self.world.queues[bot].add("chat_member", payload)

    @staticmethod
    def _hears_of_members(chat: Chat, bot: int) -> bool:
        """Only administrators get ``chat_member``."""
        member = chat.members.get(bot)
        return member is not None and member.status == "administrator"

    def join(self, chat: Chat, user: int, actor: Json | None = None) -> None:
        """Somebody comes in, on their own or added by ``actor``."""
        account = self.world.user(user)
        if account is None:
            raise ControlError(f"nobody has the id {user}", 404)
        member = chat.members.get(user)
        if is_here(member):
            raise ControlError(f"{account['first_name']} is in {chat.title} already", 409)
        if member is not None and member.status == "kicked" and actor is None:
            raise ControlError(f"{account['first_name']} is banned from {chat.title}", 409)
        self.set_member(chat, user, Member(), actor or account)
        self.service(chat, actor or account, {"new_chat_members": [account]})

    def leave(self, chat: Chat, user: int, actor: Json | None = None, banned: bool = False, until: int = 0) -> None:
        """Somebody goes, on their own or put out by ``actor``."""
        account = self.world.user(user)
        if account is None:
            raise ControlError(f"nobody has the id {user}", 404)
        was_here = is_here(chat.members.get(user))
        if not was_here and not banned:
            raise ControlError(f"{account['first_name']} is not in {chat.title}", 409)
        bots_before = self.world.bots_in(chat)
        self.set_member(chat, user, Member("kicked" if banned else "left", until=until), actor or account)
        chat.keyboards.pop(user, None)
        if was_here and (user not in bots_before or len(bots_before) > 1):
            self.service(chat, actor or account, {"left_chat_member": account})

    # -- topics

    def create_topic(self, chat: Chat, actor: Json, name: str, color: int | None = None, icon: str | None = None) -> Topic:
        """A new topic; its id is that of its first message, the service message."""
        color = color if color is not None else TOPIC_COLORS[0]
        shown: Json = {"name": name, "icon_color": color, **({"icon_custom_emoji_id": icon} if icon else {})}
        number = chat.last_id + 1
        topic = chat.topics[number] = Topic(number, name, color, icon or None)
        self.service(chat, actor, {"forum_topic_created": shown}, number)
        self.world.chat_changed(chat)
        return topic

    def edit_topic(self, chat: Chat, actor: Json, topic: Topic, name: str | None, icon: str | None) -> None:
        """New name or icon."""
        shown: Json = {}
        if name:
            topic.name = shown["name"] = name
        if icon is not None:
            topic.icon_custom_emoji_id = icon or None
            shown["icon_custom_emoji_id"] = icon
        self.service(chat, actor, {"forum_topic_edited": shown}, thread_field(topic))
        self.world.chat_changed(chat)

    def set_closed(self, chat: Chat, actor: Json, topic: Topic, closed: bool) -> None:
        """Close or reopen."""
        topic.closed = closed
        self.service(chat, actor, {"forum_topic_closed" if closed else "forum_topic_reopened": {}}, thread_field(topic))
        self.world.chat_changed(chat)

    def set_hidden(self, chat: Chat, actor: Json, hidden: bool) -> None:
        """Hide or show General; hiding closes it."""
        topic = chat.topics[1]
        topic.hidden = hidden
        topic.closed = topic.closed or hidden
        self.service(chat, actor, {"general_forum_topic_hidden" if hidden else "general_forum_topic_unhidden": {}})
        self.world.chat_changed(chat)

    def delete_topic(self, chat: Chat, topic: Topic) -> None:
        """Delete a topic with all its messages. Nobody is told, as on the real server."""
        gone = [number for number, message in chat.messages.items() if message.get("message_thread_id") == topic.id]
        del chat.topics[topic.id]
        self.messages.delete(chat, gone)
        self.world.chat_changed(chat)

    # -- the group itself

    def rename(self, chat: Chat, actor: Json, title: str) -> None:
        """A new title."""
        chat.title = title
        self.world.refresh_chat(chat)
        self.service(chat, actor, {"new_chat_title": title})

    def set_forum(self, chat: Chat, on: bool) -> None:
        """Topics on or off. With topics off all messages are in one list again."""
        chat.is_forum = on
        if on:
            chat.topics.setdefault(1, Topic(1, "General"))
            chat.last_id = max(chat.last_id, 1)
        self.world.refresh_chat(chat)

    def migrate(self, chat: Chat) -> Chat:
        """Turn a group into a supergroup with another id; both get the service message that names the other."""
        if chat.migrated_to is not None:
            raise ControlError("this group has migrated already", 409)
        new = self.world.add_group(chat.title or "", kind="supergroup", forum=chat.is_forum)
        new.members, new.permissions, new.description = dict(chat.members), dict(chat.permissions), chat.description
        owner = next((user for user, member in chat.members.items() if member.status == "creator"), None)
        actor = self.world.user(owner or 0) or self.world.first_bot.user
        self.service(chat, actor, {"migrate_to_chat_id": new.id}, to_actor=True)
        self.service(new, actor, {"migrate_from_chat_id": chat.id}, to_actor=True)
        chat.migrated_to = new.id
        self.world.columns = [{**column, "chat": new.id} if column.get("chat") == chat.id else column for column in self.world.columns]
        self.world.touch("meta", "columns")
        self.world.refresh_chat(new)
        self.world.chat_changed(chat)
        self.world.emit({"type": "state"})
        return new


def thread_field(topic: Topic) -> int | None:
    """General's messages carry no thread id."""
    return None if topic.id == 1 else topic.id

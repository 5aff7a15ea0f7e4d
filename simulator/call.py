"""One Bot API call on its way through a handler: the bot, the checked parameters, and the questions that most methods ask of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import bad_request, forbidden
from simulator.model import Bot, Chat, Json, is_here

if TYPE_CHECKING:
    from simulator.core import Core
    from simulator.messages import Messages
    from simulator.world import World


class Call:
    """``p`` has typed parameters (only those given); ``raw`` has everything, uploads for ``attach://`` too."""

    __slots__ = ("bot", "core", "messages", "method", "p", "raw", "world")

    def __init__(self, core: Core, bot: Bot, method: str, typed: Json, raw: Json) -> None:
        self.core = core
        self.world: World = core.world
        self.messages: Messages = core.messages
        self.bot = bot
        self.method = method
        self.p = typed
        self.raw = raw

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat of a parameter, if this bot knows it. 400 otherwise."""
        value = self.p.get(name)
        if value is None or value == "":
            raise bad_request(f"{name} is empty")
        chat = self._by_name(value) if isinstance(value, str) else self._by_id(value)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        return chat

    def _by_id(self, number: int) -> Chat | None:
        if number > 0:
            if number in self.world.bots and number != self.bot.id:
                raise forbidden("bot can't send messages to bots")
            chat = self.world.privates.get((self.bot.id, number))
            return chat if chat is not None and chat.opened else None
        group = self.world.groups.get(number)
        return group if group is not None and self.bot.id in group.members else None

    def _by_name(self, name: str) -> Chat | None:
        wanted = name.removeprefix("@").lower()
        known = (chat for chat in self.world.groups.values() if self.bot.id in chat.members)
        return next((chat for chat in known if (chat.username or "").lower() == wanted), None)

    def writable(self, name: str = "chat_id") -> Chat:
        """The chat, if the bot may write there. 403 if it was blocked or thrown out, or if the account is gone."""
        chat = self.chat(name)
        self.check_open(chat)
        return chat

    def check_open(self, chat: Chat) -> None:
        """403 with the official reason unless the bot is welcome."""
        if chat.private:
            if self.world.people[chat.id].deactivated:
                raise forbidden("user is deactivated")
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            return
        member = chat.members[self.bot.id]
        kind = "supergroup" if chat.type == "supergroup" else "group"
        if member.status == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        if not is_here(member):
            raise forbidden(f"bot is not a member of the {kind} chat")

    def message(self, chat: Chat, missing: str, name: str = "message_id") -> Json:
        """The message of a parameter; ``missing`` is the official text if there is none."""
        number = self.p.get(name)
        if number is None:
            raise bad_request("message identifier is not specified")
        found = chat.messages.get(number)
        if found is None:
            raise bad_request(missing)
        return found

    def has_right(self, chat: Chat, right: str) -> bool:
        """Whether the bot, as an administrator of the group, has a right. In private chats it may what it may."""
        if chat.private:
            return True
        member = chat.members[self.bot.id]
        return member.status == "creator" or (member.status == "administrator" and member.rights.get(right, False))

    def demand(self, chat: Chat, right: str, text: str) -> None:
        """400 with ``text`` unless the bot has the right."""
        if not self.has_right(chat, right):
            raise bad_request(text)

    def user_id(self) -> int:
        """The ``user_id`` parameter, of somebody who exists."""
        number = self.p.get("user_id")
        if number is None or number <= 0:
            raise bad_request("invalid user_id specified")
        if self.world.user(number) is None:
            raise bad_request("user not found")
        return int(number)

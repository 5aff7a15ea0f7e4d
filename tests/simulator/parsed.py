"""Everything that the simulator produces, parsed back by python-telegram-bot: no unknown field, no ``null``, nothing missing."""

from __future__ import annotations

from typing import Any

import telegram
from telegram import TelegramObject

from simulator import Simulator

RESULTS: dict[str, type[TelegramObject]] = {
    "getMe": telegram.User,
    "getChat": telegram.ChatFullInfo,
    "getChatMember": telegram.ChatMember,
    "getFile": telegram.File,
    "getWebhookInfo": telegram.WebhookInfo,
    "createForumTopic": telegram.ForumTopic,
    "copyMessage": telegram.MessageId,
    "stopPoll": telegram.Poll,
    "createChatInviteLink": telegram.ChatInviteLink,
    "revokeChatInviteLink": telegram.ChatInviteLink,
    "getUserProfilePhotos": telegram.UserProfilePhotos,
    "getChatMenuButton": telegram.MenuButton,
    "getMyDefaultAdministratorRights": telegram.ChatAdministratorRights,
}
LISTS: dict[str, type[TelegramObject]] = {
    "getChatAdministrators": telegram.ChatMember,
    "sendMediaGroup": telegram.Message,
    "copyMessages": telegram.MessageId,
    "forwardMessages": telegram.MessageId,
    "getMyCommands": telegram.BotCommand,
    "getForumTopicIconStickers": telegram.Sticker,
}
# Service fields that the Bot API documents for objects, and that the library moves elsewhere when it reads them.
KNOWN_LEFTOVERS = frozenset({"all_members_are_administrators", "correct_option_id", "can_send_welcome_messages"})


def check_everything(running: Simulator) -> None:
    """Parse all results in the journal and all messages of the world."""
    for entry in running.journal.entries:
        if entry.status == 200 and entry.result is not None:
            check_result(entry.method, entry.result)
    for queue in running.world.queues.values():
        check_result("getUpdates", [update for _, update in queue.pending.values()])
    for chat in running.world.all_chats():
        for message in chat.messages.values():
            check(telegram.Message, message)


def check_result(method: str, result: Any) -> None:
    """One answer."""
    no_nulls(result, method)
    if method == "getUpdates":
        for update in result:
            if set(update) - {"update_id"} and "nonsense" not in update:
                check(telegram.Update, update)
    elif method in RESULTS:
        check(RESULTS[method], result)
    elif method in LISTS:
        for member in result:
            check(LISTS[method], member)
    elif isinstance(result, dict) and "message_id" in result:
        check(telegram.Message, result)


def check(kind: type[TelegramObject], value: dict[str, Any]) -> None:
    """The library reads it, and knows every field of it."""
    parsed = kind.de_json(value, None)
    assert parsed is not None
    leftovers = set(unknown_fields(parsed)) - KNOWN_LEFTOVERS
    assert not leftovers, f"{kind.__name__} has unknown fields {leftovers}: {value}"


def unknown_fields(value: Any) -> list[str]:
    """Names of fields that the library has kept aside as unknown, at any depth."""
    found: list[str] = []
    if isinstance(value, TelegramObject):
        found += list(value.api_kwargs)
        members = [getattr(value, name, None) for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
        for member in members:
            found += unknown_fields(member) if isinstance(member, TelegramObject | tuple) else []
    elif isinstance(value, tuple):
        for member in value:
            found += unknown_fields(member)
    return found


def no_nulls(value: Any, where: str) -> None:
    """Absent fields are absent."""
    assert value is not None, f"null in the answer to {where}"
    for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        no_nulls(member, where)

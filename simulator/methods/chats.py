"""Chats themselves: getChat, title, description, permissions, pins, invite links, leaving."""

from __future__ import annotations

import random

from simulator.call import Call
from simulator.entities.utf16 import length
from simulator.errors import bad_request
from simulator.members import permissions
from simulator.methods.registry import method
from simulator.model import SENDING_RIGHTS, Chat, Json

ACCENT = 0


@method("getChat")
def get_chat(call: Call) -> Json:
    """A ChatFullInfo."""
    chat = call.chat()
    if not chat.private:
        call.check_open(chat)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full: Json = {
        **chat.public,
        "accent_color_id": ACCENT,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.username:
        full["active_usernames"] = [chat.username]
    if not chat.private:
        full["permissions"] = {name: chat.permissions.get(name, True) for name in SENDING_RIGHTS}
        if chat.description:
            full["description"] = chat.description
        if chat.invite_links and call.has_right(chat, "can_invite_users"):
            full["invite_link"] = chat.invite_links[0]["invite_link"]
    elif "username" in chat.public:
        full["active_usernames"] = [chat.public["username"]]
    pinned = next((number for number in reversed(chat.pinned) if number in chat.messages), None)
    if pinned is not None:
        full["pinned_message"] = chat.messages[pinned]
    return full


def group(call: Call, right: str, text: str) -> Chat:
    """The group, if the bot has the right there."""
    chat = call.writable()
    if chat.private:
        raise bad_request("can't change private chat title" if right == "can_change_info" else "method is available only for supergroups")
    call.demand(chat, right, text)
    return chat


@method("setChatTitle")
def set_title(call: Call) -> bool:
    """A new title, 1 to 128 characters."""
    chat = group(call, "can_change_info", "not enough rights to change chat title")
    title = call.p["title"].strip()
    if not 1 <= length(title) <= 128:
        raise bad_request("title must be non-empty" if not title else "chat title is too long")
    if title == chat.title:
        raise bad_request("chat title is not modified")
    call.core.groups.rename(chat, call.bot.user, title)
    return True


@method("setChatDescription")
def set_description(call: Call) -> bool:
    """A new description, up to 255 characters."""
    chat = group(call, "can_change_info", "not enough rights to set chat description")
    text = (call.p.get("description") or "").strip()
    if length(text) > 255:
        raise bad_request("chat description is too long")
    if text == (chat.description or ""):
        raise bad_request("chat description is not modified")
    chat.description = text or None
    call.world.chat_changed(chat)
    return True


@method("setChatPermissions")
def set_permissions(call: Call) -> bool:
    """What members may do by default."""
    chat = group(call, "can_restrict_members", "not enough rights to change chat permissions")
    chat.permissions = permissions(call.p["permissions"], bool(call.p.get("use_independent_chat_permissions")))
    call.world.chat_changed(chat)
    return True


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    """The bot goes."""
    chat = call.writable()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    call.core.groups.leave(chat, call.bot.id, call.bot.user)
    return True


# -- pins


def pinning(call: Call) -> Chat:
    """The chat, if the bot may pin there."""
    chat = call.writable()
    call.demand(chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    return chat


def pins_changed(call: Call, chat: Chat) -> None:
    """Tell the page what is pinned on top now."""
    call.world.chat_changed(chat)
    top = chat.messages.get(chat.pinned[-1]) if chat.pinned else None
    call.world.emit({"type": "pinned", "bot": chat.bot_id or None, "chat": chat.id, "message": top})


@method("pinChatMessage")
def pin(call: Call) -> bool:
    """Pin a message; groups and private chats get the service message."""
    chat = pinning(call)
    message = call.message(chat, "message to pin not found")
    number = message["message_id"]
    if number not in chat.pinned:
        chat.pinned.append(number)
        bare = {name: value for name, value in message.items() if name != "reply_to_message"}
        call.core.groups.service(chat, call.bot.user, {"pinned_message": bare}, message.get("message_thread_id"))
    pins_changed(call, chat)
    return True


@method("unpinChatMessage")
def unpin(call: Call) -> bool:
    """Unpin a message, or the last one pinned."""
    chat = pinning(call)
    number = call.p.get("message_id")
    if number is None and chat.pinned:
        number = chat.pinned[-1]
    if number is None or (number not in chat.pinned and number not in chat.messages):
        raise bad_request("message to unpin not found")
    chat.pinned = [one for one in chat.pinned if one != number]
    pins_changed(call, chat)
    return True


@method("unpinAllChatMessages")
def unpin_all(call: Call) -> bool:
    """Unpin everything."""
    chat = pinning(call)
    chat.pinned = []
    pins_changed(call, chat)
    return True


@method("unpinAllForumTopicMessages", "unpinAllGeneralForumTopicMessages")
def unpin_topic(call: Call) -> bool:
    """Unpin everything of a topic."""
    chat = pinning(call)
    if not chat.is_forum and not (chat.private and call.bot.has_topics):
        raise bad_request("the chat is not a forum")
    thread = call.p.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    chat.pinned = [number for number in chat.pinned if chat.messages.get(number, {}).get("message_thread_id") != thread]
    pins_changed(call, chat)
    return True


# -- invite links


def new_link(call: Call, chat: Chat, primary: bool) -> Json:
    """An invite link; kept with the chat."""
    link: Json = {
        "invite_link": f"https://t.me/+{random.getrandbits(80):020x}",
        "creator": call.bot.user,
        "creates_join_request": bool(call.p.get("creates_join_request")),
        "is_primary": primary,
        "is_revoked": False,
    }
    link.update({name: call.p[name] for name in ("name", "expire_date", "member_limit") if call.p.get(name)})
    if primary:
        chat.invite_links = [link, *(one for one in chat.invite_links if not one["is_primary"])]
    else:
        chat.invite_links.append(link)
    call.world.chat_changed(chat)
    return link


@method("exportChatInviteLink")
def export_link(call: Call) -> str:
    """A new main link; the old one ends."""
    chat = group(call, "can_invite_users", "not enough rights to manage chat invite link")
    return str(new_link(call, chat, primary=True)["invite_link"])


@method("createChatInviteLink")
def create_link(call: Call) -> Json:
    """One more link."""
    chat = group(call, "can_invite_users", "not enough rights to manage chat invite link")
    if call.p.get("creates_join_request") and call.p.get("member_limit"):
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    return new_link(call, chat, primary=False)


@method("revokeChatInviteLink")
def revoke_link(call: Call) -> Json:
    """End a link; returns it."""
    chat = group(call, "can_invite_users", "not enough rights to manage chat invite link")
    for link in chat.invite_links:
        if link["invite_link"] == call.p["invite_link"]:
            link["is_revoked"] = True
            call.world.chat_changed(chat)
            return link
    raise bad_request("INVITE_HASH_EXPIRED")

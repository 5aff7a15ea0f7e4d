"""Topics: create, edit, close, reopen, delete; General: edit, close, reopen, hide, show."""

from __future__ import annotations

from simulator.call import Call
from simulator.entities.utf16 import length
from simulator.errors import bad_request
from simulator.groups import TOPIC_COLORS
from simulator.methods.registry import method
from simulator.model import Chat, Json, Topic

NO_RIGHTS = {"createForumTopic": "not enough rights to create a topic", "deleteForumTopic": "not enough rights to delete the topic"}
LONGEST_NAME = 128
ICONS = ("📰", "💡", "⚡️", "🎙", "🔝", "🗣", "🆒", "❗️", "📝", "📆", "📁", "🔎", "📣", "🔥", "❤️", "❓", "📈", "💬")


def forum(call: Call, private_too: bool = False) -> Chat:
    """The chat, if it has topics and the bot may manage them."""
    chat = call.writable()
    if chat.private:
        if not (private_too and call.bot.has_topics):
            raise bad_request("the chat is not a forum")
        return chat
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    call.demand(chat, "can_manage_topics", NO_RIGHTS.get(call.method, "not enough rights to edit the topic"))
    return chat


def topic_of(call: Call, chat: Chat) -> Topic:
    """The topic of ``message_thread_id``; 400 if there is none, or if it is General, which has methods of its own."""
    number = call.p["message_thread_id"]
    if number == 1 or number not in chat.topics:
        raise bad_request("message thread not found" if number != 1 else "TOPIC_ID_INVALID")
    return chat.topics[number]


def checked_name(name: str) -> str:
    """A topic's name of 1 to 128 characters."""
    if not name.strip():
        raise bad_request("topic name must be non-empty")
    if length(name) > LONGEST_NAME:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    return name.strip()


@method("createForumTopic")
def create_forum_topic(call: Call) -> Json:
    """A new topic; returns a ForumTopic."""
    p = call.p
    chat = forum(call, private_too=True)
    color = p.get("icon_color")
    if color is not None and color not in TOPIC_COLORS:
        raise bad_request("wrong color specified")
    topic = call.core.groups.create_topic(chat, call.bot.user, checked_name(p["name"]), color, p.get("icon_custom_emoji_id"))
    icon = {"icon_custom_emoji_id": topic.icon_custom_emoji_id} if topic.icon_custom_emoji_id else {}
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color, **icon}


@method("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    """New name or icon."""
    chat = forum(call, private_too=True)
    topic = topic_of(call, chat)
    name = checked_name(call.p["name"]) if call.p.get("name") else None
    icon = call.p.get("icon_custom_emoji_id")
    if name in (None, topic.name) and icon in (None, topic.icon_custom_emoji_id):
        raise bad_request("TOPIC_NOT_MODIFIED")
    call.core.groups.edit_topic(chat, call.bot.user, topic, name, icon)
    return True


def set_closed(call: Call, chat: Chat, topic: Topic, closed: bool) -> bool:
    """Close or reopen; 400 if it is so already."""
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    call.core.groups.set_closed(chat, call.bot.user, topic, closed)
    return True


@method("closeForumTopic", "reopenForumTopic")
def close_or_reopen(call: Call) -> bool:
    """Close or reopen a topic."""
    chat = forum(call)
    return set_closed(call, chat, topic_of(call, chat), call.method.startswith("close"))


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    """Delete a topic with everything in it."""
    chat = forum(call, private_too=True)
    topic = topic_of(call, chat)
    call.demand(chat, "can_delete_messages", NO_RIGHTS[call.method])
    call.core.groups.delete_topic(chat, topic)
    return True


@method("editGeneralForumTopic")
def edit_general(call: Call) -> bool:
    """Rename General."""
    chat = forum(call)
    name = checked_name(call.p["name"])
    if name == chat.topics[1].name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    call.core.groups.edit_topic(chat, call.bot.user, chat.topics[1], name, None)
    return True


@method("closeGeneralForumTopic", "reopenGeneralForumTopic")
def close_or_reopen_general(call: Call) -> bool:
    """Close or reopen General."""
    chat = forum(call)
    return set_closed(call, chat, chat.topics[1], call.method.startswith("close"))


@method("hideGeneralForumTopic", "unhideGeneralForumTopic")
def hide_or_show_general(call: Call) -> bool:
    """Hide or show General."""
    chat = forum(call)
    hidden = call.method.startswith("hide")
    if chat.topics[1].hidden == hidden:
        raise bad_request("TOPIC_NOT_MODIFIED")
    call.core.groups.set_hidden(chat, call.bot.user, hidden)
    return True


@method("getForumTopicIconStickers")
def get_icon_stickers(call: Call) -> list[Json]:
    """The custom emoji that anybody may use as a topic's icon."""
    look: Json = {"type": "custom_emoji", "width": 100, "height": 100, "is_animated": True, "is_video": False, "set_name": "Topics"}
    first = 5_368_324_170_671_202_286
    return [
        {**look, "file_id": f"topic-icon-{n}", "file_unique_id": f"icon-{n}", "emoji": emoji, "custom_emoji_id": str(first + n)}
        for n, emoji in enumerate(ICONS)
    ]

"""What every sending method does around its content: chat, thread, rights, reply with quote, keyboard, protection, then the message."""

from __future__ import annotations

from typing import Any

from simulator import keyboards
from simulator.call import Call
from simulator.entities import utf16
from simulator.entities.formatted import formatted
from simulator.errors import bad_request
from simulator.model import Chat, Json

RIGHT_FOR = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "video": ("can_send_videos", "videos"),
    "audio": ("can_send_audios", "audios"),
    "document": ("can_send_documents", "documents"),
    "voice": ("can_send_voice_notes", "voice notes"),
    "video_note": ("can_send_video_notes", "video notes"),
    "poll": ("can_send_polls", "polls"),
    "sticker": ("can_send_other_messages", "stickers"),
    "animation": ("can_send_other_messages", "animations"),
}


def send(call: Call, content: Json) -> Json:
    """Send one message to ``chat_id``; returns it."""
    markup = keyboards.checked(call.p.get("reply_markup"))
    chat = call.writable()
    return send_to(call, chat, content, markup)


def send_to(call: Call, chat: Chat, content: Json, markup: Json | None = None) -> Json:
    """Send one message to a chat that was checked before."""
    p = call.p
    thread = thread_of(call, chat)
    check_rights(call, chat, content)
    reply_to, quote = reply_of(call, chat)
    content.update(quote)
    content.update(keyboards.shown_in_message(markup))
    if p.get("protect_content"):
        content["has_protected_content"] = True
    if "message_effect_id" in p and chat.private:
        content["effect_id"] = p["message_effect_id"]
    message = call.messages.post(chat, call.bot.user, content, thread, reply_to)
    if markup and "inline_keyboard" not in markup:
        keyboards.show(call.world, chat, message, markup)
    return message


def thread_of(call: Call, chat: Chat, general: bool = False) -> int | None:
    """The topic to write into, or None. 400 if there is none of that id or if it is closed to the bot.

    General is written to without a thread id; only chat actions take its id 1 (``general``), as on the real server.
    """
    thread = call.p.get("message_thread_id")
    if not thread:
        if chat.is_forum:
            check_topic_open(call, chat, 1)
        return None
    if thread == 1 and general and chat.is_forum:
        return None
    if thread == 1 or thread not in chat.topics:
        raise bad_request("message thread not found")
    check_topic_open(call, chat, thread)
    return int(thread)


def check_topic_open(call: Call, chat: Chat, thread: int) -> None:
    """400 if the topic is closed and the bot may not manage topics."""
    topic = chat.topics.get(thread)
    if topic is not None and topic.closed and not call.has_right(chat, "can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")


def check_rights(call: Call, chat: Chat, content: Json) -> None:
    """400 if the group does not let the bot send this kind of content."""
    if chat.private:
        return
    member = chat.members[call.bot.id]
    if member.status in ("administrator", "creator"):
        return
    rights = {**chat.permissions, **({} if member.status != "restricted" else member.rights)}
    for field, (right, name) in RIGHT_FOR.items():
        if field in content and rights.get(right, True) is False:
            raise bad_request(f"not enough rights to send {name} to the chat")


def reply_of(call: Call, chat: Chat) -> tuple[int | None, Json]:
    """(message replied to, ``quote`` fields). 400 if it is not there, unless the call allows sending without."""
    p = call.p
    parameters = p.get("reply_parameters") or ({"message_id": p["reply_to_message_id"]} if p.get("reply_to_message_id") else None)
    if parameters is None:
        return None, {}
    may_lack = bool(parameters.get("allow_sending_without_reply", p.get("allow_sending_without_reply")))
    other = parameters.get("chat_id")
    if other not in (None, chat.id):
        return None, external_reply(call, other, parameters, may_lack)
    target = chat.messages.get(parameters["message_id"])
    if target is None:
        if may_lack:
            return None, {}
        raise bad_request("message to be replied not found")
    return int(parameters["message_id"]), quote_of(target, parameters)


def external_reply(call: Call, other: Any, parameters: Json, may_lack: bool) -> Json:
    """A reply to a message of another chat: ``external_reply`` and ``quote`` instead of ``reply_to_message``."""
    place = call.world.groups.get(other) or call.world.privates.get((call.bot.id, other))
    target = place.messages.get(parameters["message_id"]) if place else None
    if place is None or target is None:
        if may_lack:
            return {}
        raise bad_request("message to be replied not found" if place else "chat not found")
    origin = {"type": "user", "sender_user": target["from"], "date": target["date"]}
    shown = {"origin": origin, "chat": place.public, "message_id": target["message_id"]}
    return {"external_reply": shown, **quote_of(target, parameters)}


def quote_of(target: Json, parameters: Json) -> Json:
    """The ``quote`` field; 400 unless the quoted words stand in the message."""
    wanted = parameters.get("quote")
    if not wanted:
        return {}
    text, entities = formatted(wanted, parameters.get("quote_parse_mode"), parameters.get("quote_entities"))
    whole = target.get("text") or target.get("caption") or ""
    place = whole.find(text)
    if place < 0 or utf16.length(text) > 1024:
        raise bad_request("QUOTE_TEXT_INVALID" if place < 0 else "QUOTE_TEXT_TOO_LONG")
    kept = [one for one in entities if one["type"] in ("bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji")]
    quote: Json = {"text": text, "position": parameters.get("quote_position") or utf16.length(whole[:place]), "is_manual": True}
    return {"quote": {**quote, "entities": kept} if kept else quote}

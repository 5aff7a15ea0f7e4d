"""Edits and deletions by the bot."""

from __future__ import annotations

from simulator import keyboards
from simulator.call import Call
from simulator.entities.formatted import caption, message_text
from simulator.errors import bad_request
from simulator.methods.copying import CAPTIONED, CONTENT
from simulator.methods.media import ALBUM_KINDS, medium
from simulator.methods.places import location
from simulator.methods.registry import method
from simulator.methods.text import link_preview
from simulator.model import Chat, Json

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
DELETABLE_FOR = 48 * 3600
MEDIA = frozenset({"photo", "video", "animation", "audio", "document"})


def editable(call: Call, what: str = "text") -> tuple[Chat, Json]:
    """The chat and the message to edit. 400 if it is not there, not the bot's, or has nothing of the kind to edit."""
    if "inline_message_id" in call.p:
        raise bad_request("MESSAGE_ID_INVALID")
    chat = call.writable()
    message = call.message(chat, "message to edit not found")
    if message["from"]["id"] != call.bot.id:
        raise bad_request("message can't be edited")
    return chat, message


def put(call: Call, chat: Chat, old: Json, new: Json, edited: bool = True) -> Json:
    """Replace a message; 400 if nothing changed."""
    if {**new, "edit_date": 0} == {**old, "edit_date": 0}:
        raise bad_request(NOT_MODIFIED)
    return call.messages.replace(chat, new, edited)


def with_markup(call: Call, message: Json) -> Json:
    """The message with the keyboard of the call (none given: the keyboard goes)."""
    new = {name: value for name, value in message.items() if name != "reply_markup"}
    markup = keyboards.checked(call.p.get("reply_markup"))
    return {**new, **keyboards.shown_in_message(markup)}


@method("editMessageText")
def edit_text(call: Call) -> Json:
    """New text for a text message."""
    p = call.p
    content = message_text(p["text"], p.get("parse_mode"), p.get("entities"), "MESSAGE_TOO_LONG")
    chat, message = editable(call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    kept = {name: value for name, value in message.items() if name not in ("text", "entities", "link_preview_options")}
    return put(call, chat, message, with_markup(call, {**kept, **content, **link_preview(p)}))


@method("editMessageReplyMarkup")
def edit_markup(call: Call) -> Json:
    """New inline keyboard, or none."""
    chat, message = editable(call)
    return put(call, chat, message, with_markup(call, message))


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    """Delete one message."""
    chat = call.chat()
    message = call.message(chat, "message to delete not found")
    check_deletable(call, chat, message)
    call.messages.delete(chat, [message["message_id"]])
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """Delete up to 100 messages; those that cannot be found are skipped."""
    chat = call.chat()
    numbers = call.p["message_ids"]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    there = [chat.messages[number] for number in numbers if number in chat.messages]
    for message in there:
        check_deletable(call, chat, message)
    call.messages.delete(chat, [message["message_id"] for message in there])
    return True


def check_deletable(call: Call, chat: Chat, message: Json) -> None:
    """The rules of deleteMessage: within 48 hours, and in groups others' messages only with the right."""
    if call.has_right(chat, "can_delete_messages") and not chat.private:
        return
    mine = message["from"]["id"] == call.bot.id
    if not mine and not chat.private:
        raise bad_request("message can't be deleted")
    if call.core.clock.now() - message["date"] > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone" if chat.private else "message can't be deleted")


@method("editMessageCaption")
def edit_caption(call: Call) -> Json:
    """New caption for a message with a medium."""
    fields = caption(call.p)
    chat, message = editable(call)
    if not CAPTIONED.intersection(message):
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.items() if name not in ("caption", "caption_entities", "show_caption_above_media")}
    return put(call, chat, message, with_markup(call, {**kept, **fields}))


@method("editMessageMedia")
def edit_media(call: Call) -> Json:
    """Another medium in place of the one that is there."""
    given = call.p["media"]
    if given["type"] not in ("photo", "video", "animation", "audio", "document"):
        raise bad_request(f"can't parse InputMedia: type {given['type']} is unsupported")
    content = medium(call, given["type"], given)
    chat, message = editable(call)
    if not MEDIA.intersection(message) and "text" not in message:
        raise bad_request("message can't be edited")
    if "media_group_id" in message and given["type"] not in ALBUM_KINDS:
        raise bad_request("message can't be edited: wrong media type for an album")
    gone = {*CONTENT}
    kept = {name: value for name, value in message.items() if name not in gone}
    return put(call, chat, message, with_markup(call, {**kept, **content}))


@method("editMessageLiveLocation", "stopMessageLiveLocation")
def edit_live_location(call: Call) -> Json:
    """Move or end a live location."""
    chat, message = editable(call)
    old = message.get("location")
    if old is None or "live_period" not in old:
        raise bad_request("message can't be edited")
    if call.core.clock.now() > message["date"] + old["live_period"]:
        raise bad_request("message can't be edited")
    if call.method.startswith("stop"):
        new = {name: value for name, value in old.items() if name not in ("live_period", "heading", "proximity_alert_radius")}
    else:
        new = {**old, **location(call.p)}
    return put(call, chat, message, with_markup(call, {**message, "location": new}))

"""copyMessage(s) and forwardMessage(s)."""

from __future__ import annotations

from typing import Any

from simulator import sending
from simulator.call import Call
from simulator.entities.formatted import caption
from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.model import Chat, Json

CONTENT = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "link_preview_options",
    "photo",
    "voice",
    "video",
    "video_note",
    "sticker",
    "animation",
    "audio",
    "document",
    "location",
    "venue",
    "contact",
    "dice",
    "poll",
)
ESSENTIAL = frozenset(CONTENT[7:]) | {"text"}
CAPTIONED = frozenset({"photo", "voice", "video", "animation", "audio", "document"})
MOST_AT_ONCE = 100


def source_chat(call: Call) -> Chat:
    """The chat to take messages from."""
    return call.chat("from_chat_id")


def copied(message: Json) -> Json:
    """The fields that make a message what it is."""
    return {name: message[name] for name in CONTENT if name in message}


def is_content(message: Json) -> bool:
    """Whether it is a message and no service message."""
    return bool(ESSENTIAL.intersection(message))


def origin(message: Json) -> Json:
    """The ``forward_origin`` of a forwarded message: the first sender stays known."""
    known = message.get("forward_origin")
    return {"forward_origin": known or {"type": "user", "sender_user": message["from"], "date": message["date"]}}


@method("copyMessage")
def copy_message(call: Call) -> Json:
    """A message again, without a link to the first; returns its MessageId."""
    call.chat()
    origin_chat = source_chat(call)
    message = call.message(origin_chat, "message to copy not found")
    if not is_content(message) or message.get("has_protected_content"):
        raise bad_request("message can't be copied")
    content = copied(message)
    if "caption" in call.p and CAPTIONED.intersection(content):
        for name in ("caption", "caption_entities", "show_caption_above_media"):
            content.pop(name, None)
        content.update(caption(call.p))
    sent = sending.send(call, content)
    return {"message_id": sent["message_id"]}


@method("forwardMessage")
def forward_message(call: Call) -> Json:
    """A message again, with its first sender named."""
    call.chat()
    message = call.message(source_chat(call), "message to forward not found")
    check_forwardable(message)
    return sending.send(call, {**origin(message), **copied(message)})


def check_forwardable(message: Json) -> None:
    """400 for service messages and protected ones."""
    if not is_content(message) or message.get("has_protected_content"):
        raise bad_request("message can't be forwarded")


def many(call: Call, forward: bool) -> list[Json]:
    """Several messages in order; those that cannot be found or sent on are skipped, albums stay albums."""
    numbers: list[int] = call.p["message_ids"]
    verb = "forward" if forward else "copy"
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MOST_AT_ONCE:
        raise bad_request(f"too many messages to {verb}")
    if sorted(set(numbers)) != numbers:
        raise bad_request("message identifiers must be in a strictly increasing order")
    chat, messages = call.writable(), source_chat(call).messages
    found = [messages[number] for number in numbers if number in messages and is_content(messages[number])]
    found = [message for message in found if not message.get("has_protected_content")]
    if not found:
        raise bad_request(f"messages to {verb} not found" if not forward else "messages to forward not found")
    groups: dict[str, str] = {}
    return [{"message_id": _again(call, chat, message, forward, groups)["message_id"]} for message in found]


def _again(call: Call, chat: Chat, message: Json, forward: bool, groups: dict[str, str]) -> Json:
    content: dict[str, Any] = copied(message)
    if call.p.get("remove_caption"):
        for name in ("caption", "caption_entities", "show_caption_above_media"):
            content.pop(name, None)
    if "media_group_id" in message:
        old = message["media_group_id"]
        content["media_group_id"] = groups.setdefault(old, str(int(old) % (1 << 52) + len(groups) + 1))
    if forward:
        content.update(origin(message))
    return sending.send_to(call, chat, content)


@method("copyMessages")
def copy_messages(call: Call) -> list[Json]:
    """Up to 100 messages again."""
    return many(call, forward=False)


@method("forwardMessages")
def forward_messages(call: Call) -> list[Json]:
    """Up to 100 messages again, with their senders named."""
    return many(call, forward=True)

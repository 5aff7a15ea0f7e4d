"""A chat as text, for failing tests and for reading."""

from __future__ import annotations

from datetime import UTC, datetime

from simulator.model import Chat, Json

MEDIA = (
    "photo",
    "voice",
    "video",
    "video_note",
    "sticker",
    "animation",
    "audio",
    "document",
    "location",
    "contact",
    "poll",
    "dice",
    "venue",
)


def transcript(chat: Chat) -> str:
    """One line per message: id, time (UTC), who, what, buttons."""
    return "\n".join(line(message) for message in chat.messages.values()) or "(nothing was said)"


def line(message: Json) -> str:
    """One message."""
    clock = datetime.fromtimestamp(message["date"], UTC).strftime("%H:%M:%S")
    sender = message["from"]["first_name"] + (" (bot)" if message["from"]["is_bot"] else "")
    kind = next((f"[{name}] " for name in MEDIA if name in message), "")
    words = message.get("text") or message.get("caption") or ""
    if not kind and not words:
        kind = f"[{next((name for name in message if name not in ('message_id', 'from', 'chat', 'date')), 'empty')}]"
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = "".join(f" [{button['text']}]" for row in rows for button in row)
    thread = f" #{message['message_thread_id']}" if "message_thread_id" in message else ""
    return f"{message['message_id']:>4}{thread} {clock} {sender}: {kind}{words}{buttons}{' (edited)' if 'edit_date' in message else ''}"

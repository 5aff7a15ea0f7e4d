"""The allow-list: what of a message may be kept and passed on. Whatever is not named here never gets in.

44 of the 114 fields of a Message can identify a person; a flow is handed words, their formatting and message ids, nothing else.
"""

from __future__ import annotations

import json
from typing import Any

# Formatting that carries no identity. Of custom emoji the sign stays; what leads to somebody is in CONTACTS.
FORMATTING = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre"})
# What Telegram itself lets people tap to find somebody; it knows more of them than any pattern.
CONTACTS = frozenset({"url", "text_link", "mention", "text_mention", "email", "phone_number"})
SHORTEST_NUMBER = 7  # shorter ones are those of services, as 119
MEDIA = (
    *("animation", "audio", "checklist", "contact", "dice", "document", "game", "gift", "giveaway", "invoice", "live_photo", "location"),
    *("paid_media", "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice"),
)
CAPTIONED = ("photo", "voice", "animation", "audio", "video", "document")
NAMES = {"voice": "voice.ogg", "video_note": "note.mp4", "animation": "animation.mp4", "audio": "audio.mp3", "video": "video.mp4", "sticker": ""}
# Of code, as it may be named in a message: any other word in this place could be a name.
LANGUAGES = (
    *("bash", "c", "cpp", "css", "go", "html", "java", "javascript", "json", "kotlin"),
    *("php", "python", "ruby", "rust", "sql", "swift", "typescript", "xml", "yaml"),
)


def formatting(entities: Any) -> str:
    """The harmless part of a text's entities as JSON, empty if there is none. Offsets are Telegram's: UTF-16 units."""
    kept = [_entity(e) for e in entities or () if e["type"] in FORMATTING]
    return json.dumps(kept, separators=(",", ":")) if kept else ""


def _entity(entity: dict[str, Any]) -> dict[str, Any]:
    kept = {"type": entity["type"], "offset": int(entity["offset"]), "length": int(entity["length"])}
    if entity["type"] == "pre" and entity.get("language") in LANGUAGES:
        kept["language"] = entity["language"]
    return kept


def contacts(text: str, entities: Any) -> tuple[tuple[int, int], ...]:
    """Where the words hold contact data by Telegram's own account, in code points (its offsets are UTF-16 units)."""
    units = text.encode("utf-16-le", "surrogatepass")
    found = []
    for entity in (one for one in entities or () if one["type"] in CONTACTS):
        begin = int(entity["offset"])
        start, end = (len(units[: 2 * at].decode("utf-16-le", "surrogatepass")) for at in (begin, begin + int(entity["length"])))
        if entity["type"] != "phone_number" or sum(sign.isdigit() for sign in text[start:end]) >= SHORTEST_NUMBER:
            found.append((start, end))
    return tuple(found)


def file_of(content: Any, kind: str) -> tuple[str, str]:
    """The id of the file and a neutral name for it. Of a photo the largest size; of a sticker the format it is in."""
    if kind == "photo" and content:
        return str(content[-1]["file_id"]), "photo.jpg"
    if kind not in NAMES or not isinstance(content, dict):
        return "", ""
    name = NAMES[kind]
    if kind == "sticker":
        name = "sticker.tgs" if content.get("is_animated") else "sticker.webm" if content.get("is_video") else "sticker.webp"
    return str(content["file_id"]), name


def size_of(content: Any) -> int:
    """In bytes; 0 where it is not said, and of a photo: it is never uploaded anew."""
    return int(content.get("file_size") or 0) if isinstance(content, dict) else 0


def thread_of(message: dict[str, Any]) -> int:
    """The topic of the private chat, 0 outside of any. (That of a group stands in ``Grouped``.)"""
    return int(message.get("message_thread_id", 0)) if message.get("is_topic_message") and message["chat"]["type"] == "private" else 0


def replied_to(message: dict[str, Any]) -> int:
    """What it answers. In a topic every message answers the one that opened it: that is no answer."""
    answered = message.get("reply_to_message") or {}
    return 0 if "forum_topic_created" in answered else int(answered.get("message_id", 0))

"""Raw updates become events, by allow-list: whatever is not named here never gets in.

44 of the 114 fields of a Message can identify a person; a flow is handed words, their formatting and message ids, nothing else.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.risk import Detector
from bot.texts import Texts
from conversations.kit import Command, Edited, Event, Media, Text

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
# Formatting that carries no identity. Mentions, links and custom emoji are left out: their words stay, what is behind them does not.
FORMATTING = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre"})
MEDIA = (
    *("animation", "audio", "checklist", "contact", "dice", "document", "game", "gift", "giveaway", "invoice", "live_photo", "location"),
    *("paid_media", "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice"),
)
_COMMAND = re.compile(r"^/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?$", re.IGNORECASE | re.DOTALL)


class Unreadable(Exception):
    """The update has not the shape the Bot API promises. It is parked with this reason."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who acted: Telegram id and the client's language (may be empty)."""

    telegram_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Written:
    """Something written in a private chat."""

    sender: Sender
    event: Event


@dataclass(frozen=True, slots=True)
class Tapped:
    """An inline button. ``token`` finds the conversation; ``chat`` and ``message`` are where the button stands (0: not told).

    ``text`` and ``entities`` are the bot's own message, ``label`` what the button says: to leave the choice readable when the buttons go.
    """

    sender: Sender
    query: str
    flow: str
    token: str
    menu: str
    value: str
    chat: int
    message: int
    private: bool
    text: str
    entities: list[Any]
    label: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot was blocked or unblocked in a private chat."""

    sender: Sender
    reachable: bool


Incoming = Written | Tapped | Membership


class Reader:
    def __init__(self, texts: Texts, detector: Detector) -> None:
        self._texts = texts
        self._detector = detector

    def read(self, update: Any) -> Incoming | None:
        """What the update means to us; None for kinds we have no use for. Raises Unreadable."""
        try:
            if "message" in update:
                return self._message(update["message"])
            if "edited_message" in update:
                return self._edited(update["edited_message"])
            if "callback_query" in update:
                return _tap(update["callback_query"])
            if "my_chat_member" in update:
                return _membership(update["my_chat_member"])
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise Unreadable(f"{type(error).__name__} in {_kind(update)}") from error
        return None

    def _message(self, message: dict[str, Any]) -> Written | None:
        if message["chat"]["type"] != "private" or message["from"].get("is_bot"):
            return None
        number = int(message["message_id"])
        if "text" in message:
            return Written(_sender(message["from"]), self._words(message, number))
        kind = next((name for name in MEDIA if name in message), "")
        if not kind:
            return None  # a service message: something was pinned, a background was set …
        caption = str(message.get("caption", ""))
        return Written(_sender(message["from"]), Media(kind, caption, number, self._detector.find(caption) if caption else ()))

    def _words(self, message: dict[str, Any], number: int) -> Event:
        text: str = message["text"]
        if not isinstance(text, str):
            raise TypeError("text")
        command = _COMMAND.match(text)
        if command:
            return Command(command[1].lower(), (command[2] or "").strip())
        key = self._texts.command_of(text)
        if key:
            return Command("counselor" if key == "call_counselor" else key)
        reply = message.get("reply_to_message") or {}
        crisis = self._detector.find(text)
        return Text(text, formatting(message.get("entities")), number, int(reply.get("message_id", 0)), crisis)

    def _edited(self, message: dict[str, Any]) -> Written | None:
        if message["chat"]["type"] != "private" or message["from"].get("is_bot") or "text" not in message:
            return None
        text = str(message["text"])
        event = Edited(text, formatting(message.get("entities")), int(message["message_id"]), self._detector.find(text))
        return Written(_sender(message["from"]), event)


def formatting(entities: Any) -> str:
    """The harmless part of a text's entities as JSON, empty if there is none. Offsets are Telegram's: UTF-16 units."""
    kept = [_entity(e) for e in entities or () if e["type"] in FORMATTING]
    return json.dumps(kept, separators=(",", ":")) if kept else ""


def _entity(entity: dict[str, Any]) -> dict[str, Any]:
    kept = {"type": entity["type"], "offset": int(entity["offset"]), "length": int(entity["length"])}
    if entity["type"] == "pre" and re.fullmatch(r"[\w+#-]{1,20}", str(entity.get("language", ""))):
        kept["language"] = entity["language"]
    return kept


def _sender(user: dict[str, Any]) -> Sender:
    return Sender(int(user["id"]), str(user.get("language_code") or "").split("-")[0].lower())


def _tap(query: dict[str, Any]) -> Tapped | None:
    message = query.get("message") or {}
    chat = message.get("chat") or {}
    parts = str(query.get("data", "")).split(".", 3)
    flow, token, menu, value = parts if len(parts) == 4 else ("", "", "", "")
    private = chat.get("type", "private") == "private"
    return Tapped(
        _sender(query["from"]),
        str(query["id"]),
        flow,
        token,
        menu,
        value,
        chat=int(chat.get("id", 0)),
        message=int(message.get("message_id", 0)),
        private=private,
        text=str(message.get("text", "")),
        entities=list(message.get("entities") or []),
        label=_label(message, query.get("data")),
    )


def _label(message: dict[str, Any], data: Any) -> str:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
    return next((str(button.get("text", "")) for row in rows for button in row if button.get("callback_data") == data), "")


def _membership(change: dict[str, Any]) -> Membership | None:
    if change["chat"]["type"] != "private":
        return None
    return Membership(_sender(change["from"]), change["new_chat_member"]["status"] not in {"kicked", "left"})


def _kind(update: Any) -> str:
    return next((key for key in update if key != "update_id"), "update") if isinstance(update, dict) else type(update).__name__

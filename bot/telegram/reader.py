"""Raw updates become what they mean to us, by the allow-list (``allowed.py``); words are looked at by the risk rules on the way."""

from __future__ import annotations

import logging
import re
import time
from typing import Any

from bot import metrics
from bot.risk import Detector, Result
from bot.risk.second import RULE
from bot.telegram.allowed import CAPTIONED, MEDIA, contacts, file_of, formatting, replied_to, size_of, thread_of
from bot.telegram.incoming import Grouped, Incoming, Membership, RoomChanged, Sender, Tapped, Written
from bot.telegram.lately import Lately
from bot.texts import Texts
from conversations.kit import Command, Edited, Event, Media, Reacted, Text

log = logging.getLogger(__name__)
_COMMAND = re.compile(r"^/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?$", re.IGNORECASE | re.DOTALL)


class Unreadable(Exception):
    """The update has not the shape the Bot API promises. It is parked with this reason."""


class Reader:
    def __init__(self, texts: Texts, detector: Detector) -> None:
        self._texts = texts
        self._detector = detector
        self._lately = Lately()

    def read(self, update: Any) -> Incoming | None:
        """What the update means to us; None for kinds we have no use for. Raises Unreadable."""
        try:
            if "message" in update:
                return self._message(update["message"])
            if "edited_message" in update:
                return self._edited(update["edited_message"])
            if "callback_query" in update:
                return _tap(update["callback_query"])
            if "message_reaction" in update:
                return _reaction(update["message_reaction"])
            if "my_chat_member" in update:
                return _membership(update["my_chat_member"])
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise Unreadable(f"{type(error).__name__} in {_kind(update)}") from error
        return None

    def _message(self, message: dict[str, Any]) -> Written | Grouped | RoomChanged | None:
        changed = _room_changed(message)
        if changed is not None:
            return changed
        if message["chat"]["type"] == "channel" or message["from"].get("is_bot"):
            return None
        event = self._said(message)
        if event is None or message["chat"]["type"] == "private":
            return Written(_sender(message["from"]), event) if event is not None else None
        return _grouped(message, event)

    def _said(self, message: dict[str, Any]) -> Event | None:
        number = int(message["message_id"])
        foreign = "forward" if "forward_origin" in message else "via_bot" if "via_bot" in message else ""
        if "text" in message and not foreign:
            return self._words(message, number)
        kind = foreign or next((name for name in MEDIA if name in message), "")
        if not kind:
            return None  # a service message: something was pinned, a background was set …
        return self._media(message, kind, number)

    def _media(self, message: dict[str, Any], kind: str, number: int) -> Media:
        """A picture or sound: the id of its file and its caption; of kinds that never pass, the words only."""
        caption = str(message.get("caption", message.get("text", "")))
        file, name = file_of(message.get(kind), kind)
        return Media(
            kind,
            caption,
            number,
            file=file,
            name=name,
            entities=formatting(message.get("caption_entities")),
            reply_to=replied_to(message),
            album=str(message.get("media_group_id", "")),
            spoiler=bool(message.get("has_media_spoiler")),
            thread=thread_of(message),
            size=size_of(message.get(kind)),
            contacts=contacts(caption, message.get("caption_entities", message.get("entities"))),
            **self._signs(caption, message),
        )

    def _words(self, message: dict[str, Any], number: int) -> Event:
        text: str = message["text"]
        if not isinstance(text, str):
            raise TypeError("text")
        command = _COMMAND.match(text)
        if command:
            words = (command[2] or "").strip()
            return Command(command[1].lower(), words, replied_to(message), thread=thread_of(message), message=number, **self._signs(words, message))
        key = self._texts.command_of(text, typed=message["chat"]["type"] == "private")
        if key:
            return Command("counselor" if key == "call_counselor" else key, thread=thread_of(message))
        quote = message.get("quote") or {}
        found = {"quote": str(quote.get("text", "")), "thread": thread_of(message), **self._signs(text, message)}
        found["contacts"] = contacts(text, message.get("entities"))
        return Text(text, formatting(message.get("entities")), number, replied_to(message), **found)

    def _signs(self, text: str, message: dict[str, Any]) -> dict[str, Any]:
        """What the risk rules say of the words. If they fail the message goes on all the same, marked, so that a coordinator is told."""
        if not text:
            return {}
        begun = time.perf_counter()
        try:
            result, earlier = self._look(text, message)
        except Exception as error:
            log.error("the risk rules failed: %s", type(error).__name__)  # never the words
            return {"level": "broken"}
        metrics.observe("sebaya_detector_seconds", time.perf_counter() - begun)
        if result.level == "none":
            return {}
        found = result.rules if result.level in ("ask", "alert") else ()
        return {"crisis": found, "level": result.level, "category": result.category, "spans": result.spans, "earlier": earlier}

    def _look(self, text: str, message: dict[str, Any]) -> tuple[Result, tuple[tuple[int, str], ...]]:
        """In a private chat together with what the same person wrote just before; and that, if without it nothing would be asked."""
        if message["chat"]["type"] != "private":
            return self._detector.look(text), ()
        who, number, at = int(message["from"]["id"]), int(message["message_id"]), int(message.get("date", 0))
        before = self._lately.before(who, number, at)
        result = self._detector.look(text, [one.said for one in before if one.said])
        self._lately.keep(who, number, at, result.said, text)
        together = before and RULE in result.rules and not self._detector.find(text)
        return result, tuple((one.at, one.text) for one in before) if together else ()

    def _edited(self, message: dict[str, Any]) -> Written | Grouped | None:
        if message["chat"]["type"] == "channel" or message["from"].get("is_bot"):
            return None
        caption = "text" not in message
        if caption and not any(kind in message for kind in CAPTIONED):
            return None  # a live location moves, a game counts: nothing was written
        text = str(message.get("caption", "") if caption else message["text"])
        entities = message.get("caption_entities" if caption else "entities")
        found = {"contacts": contacts(text, entities), **self._signs(text, message)}
        event = Edited(text, formatting(entities), int(message["message_id"]), caption=caption, **found)
        return Written(_sender(message["from"]), event) if message["chat"]["type"] == "private" else _grouped(message, event)


def _grouped(message: dict[str, Any], event: Event) -> Grouped:
    thread = int(message.get("message_thread_id", 0)) if message.get("is_topic_message") else 0
    return Grouped(_sender(message["from"]), int(message["chat"]["id"]), thread, event)


def _room_changed(message: dict[str, Any]) -> RoomChanged | None:
    if message["chat"]["type"] not in {"group", "supergroup"}:
        return None
    chat = int(message["chat"]["id"])
    if "migrate_to_chat_id" in message:
        return RoomChanged(chat, now=int(message["migrate_to_chat_id"]))
    if "forum_topic_closed" in message:
        return RoomChanged(chat, closed=int(message.get("message_thread_id", 0)))
    return None


def _reaction(change: dict[str, Any]) -> Written | Grouped | None:
    """An ordinary emoji somebody put on a message in their private chat; none left: empty. Custom emoji tell who uses them."""
    if change["chat"]["type"] == "channel" or "user" not in change:
        return None
    emoji = next((r["emoji"] for r in change["new_reaction"] if r["type"] == "emoji"), "")
    event = Reacted(int(change["message_id"]), str(emoji))
    private = change["chat"]["type"] == "private"
    return Written(_sender(change["user"]), event) if private else Grouped(_sender(change["user"]), int(change["chat"]["id"]), 0, event)


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


def _membership(change: dict[str, Any]) -> Membership | RoomChanged:
    if change["chat"]["type"] != "private":
        return RoomChanged(int(change["chat"]["id"]))
    return Membership(_sender(change["from"]), change["new_chat_member"]["status"] not in {"kicked", "left"})


def _kind(update: Any) -> str:
    return next((key for key in update if key != "update_id"), "update") if isinstance(update, dict) else type(update).__name__

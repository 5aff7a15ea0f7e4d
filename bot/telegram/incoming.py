"""What an update means to us, and the updates we ask Telegram for at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conversations.kit import Event

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]


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


@dataclass(frozen=True, slots=True)
class Grouped:
    """Something written (or edited, or a reaction put) in a group: ``chat`` and, in a topic, its ``thread`` (0: none, or not told)."""

    sender: Sender
    chat: int
    thread: int
    event: Event


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """A group is different: it has another id ``now``, a topic was ``closed``, or the bot stands differently in it (neither)."""

    chat: int
    now: int = 0
    closed: int = 0


Incoming = Written | Tapped | Membership | Grouped | RoomChanged

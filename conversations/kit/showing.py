"""What a conversation shows: texts by key with what is put into them, the buttons below them, and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conversations.kit.steps import Effect


@dataclass(frozen=True, slots=True)
class Ref:
    """A text to be put into another one, in the language of whoever reads it: ``Ref("topic.grief")``."""

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several texts joined the way the language joins a list, or by ``between``."""

    refs: tuple[Ref, ...]
    between: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button. Its label is the text ``key`` (default ``button.<menu>.<value>``) filled with ``args``."""

    value: str
    key: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons that belong together. The menu ``go`` starts things from anywhere; all others belong to the conversation that shows them."""

    name: str
    buttons: tuple[Button, ...]
    columns: int = 1


def menu(name: str, *values: str | Button, columns: int = 1) -> Menu:
    """A menu from plain values; a value that needs a label of its own is given as a Button."""
    return Menu(name, tuple(v if isinstance(v, Button) else Button(v) for v in values), columns)


def go(*values: str, columns: int = 1) -> Menu:
    """Buttons that start something new: the way on from an ended conversation."""
    return menu("go", *values, columns=columns)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ``bot/charts`` by name, and what it shows: plain data, in which texts stand as Ref."""

    name: str
    of: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Say(Effect):
    """Show a text to the owner of the conversation. ``keyboard`` names a reply keyboard (main, chat) to put up with it.

    ``lane`` is the sender's lane (crisis, relay, reply, prompt); what people in danger read goes ahead of everything else.
    With a ``picture`` the text stands below it, and is what screen readers read.
    """

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)
    menus: tuple[Menu, ...] = ()
    keyboard: str = ""
    lane: str = "reply"
    picture: Picture | None = None


def say(key: str, *menus: Menu, keyboard: str = "", lane: str = "reply", **args: Any) -> Say:
    """``Say`` with its arguments by name: ``say("peer.waiting", leave, place=3)``."""
    return Say(key, args, menus, keyboard, lane)


@dataclass(frozen=True, slots=True)
class Change(Effect):
    """Change the message whose button was tapped, in place."""

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)
    menus: tuple[Menu, ...] = ()


@dataclass(frozen=True, slots=True)
class Toast(Effect):
    """A short notice over the chat in answer to a tap; ``alert`` makes it a box that must be closed."""

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)
    alert: bool = False

"""Alerts and the cases behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conversations.kit import Effect, Menu


@dataclass(frozen=True, slots=True)
class RaiseAlert(Effect):
    """Call a counselor. ``severity``: concern, high, imminent; ``reason`` is an id of ``alert.reason.*``.

    ``about`` is ``me`` or ``other`` (the other side of the chat). One open alert per person: a second reason joins the first.
    ``answers``: the short questions that were asked (ids of ``screen.ask.*``), each with its answer (of ``screen.said.*``).
    """

    severity: str
    reason: str
    words: str = ""
    about: str = "me"
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AlertStaff(Effect):
    """Put the alert's card before these audiences (group, counselors, coordinators); ``again`` marks a repetition."""

    to: tuple[str, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class TellStaff(Effect):
    """A line about this alert to the group, or to the counselor who has it (``to`` = group, handler)."""

    key: str
    to: str = "group"
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class TellPerson(Effect):
    """A line to the person this shared conversation is about. ``name`` and ``args`` are put into it."""

    key: str
    name: str = ""
    menus: tuple[Menu, ...] = ()
    lane: str = "crisis"
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakeAlert(Effect):
    """The counselor who tapped has seen the alert; all its cards change to say so."""


@dataclass(frozen=True, slots=True)
class ReleaseAlert(Effect):
    """Nobody took it over in time: it counts as unseen again."""


@dataclass(frozen=True, slots=True)
class OpenCase(Effect):
    """Connect the counselor who tapped with the person, through the bot. A running peer chat ends kindly, or stays (``join``)."""

    join: bool = False


@dataclass(frozen=True, slots=True)
class AskNote(Effect):
    """Ask the counselor who tapped, in private, for the closing note."""


@dataclass(frozen=True, slots=True)
class CloseCase(Effect):
    """The counselor's note is written: the alert behind this link or alert is closed with it."""

    alert: int
    note: str


@dataclass(frozen=True, slots=True)
class CloseAlert(Effect):
    """The alert is over; all its cards say so, the note (encrypted) stays with it."""

    note: str


@dataclass(frozen=True, slots=True)
class ShowAlerts(Effect):
    """The open alerts, each with its card and buttons, to the counselor or coordinator who asks."""

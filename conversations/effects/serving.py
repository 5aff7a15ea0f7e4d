"""Shifts of volunteers, and texts they have ready."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class AddShifts(Effect):
    """A weekly shift on each of these days (0: Monday), from the local hour, for so many hours. Plans what is next."""

    weekdays: tuple[int, ...]
    hour: int
    hours: int


@dataclass(frozen=True, slots=True)
class DropShift(Effect):
    """One's own shift ends for good. Who is on duty stays so."""

    shift: int


@dataclass(frozen=True, slots=True)
class ShowReady(Effect):
    """The names of the texts that are ready, as buttons; ``change``: in place of the menu that was tapped."""

    change: bool = False


@dataclass(frozen=True, slots=True)
class SendReady(Effect):
    """Send a text that is ready into this chat, as if it had been written: by its name, or by what its button says.

    ``message`` is the volunteer's own message that asks for it.
    """

    name: str
    message: int = 0


@dataclass(frozen=True, slots=True)
class SaveReady(Effect):
    """Keep a text of one's own; the same name takes its place."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class DropReady(Effect):
    number: int

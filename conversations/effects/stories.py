"""Lines for others who feel the same."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class TellLine(Effect):
    """Put a line before the coordinators; only what they agreed to is ever shown."""

    words: str


@dataclass(frozen=True, slots=True)
class ReadLine(Effect):
    """Show the person a line of somebody else that they have not read. If there is none: nothing, or a word about that when they ``asked``."""

    asked: bool = False


@dataclass(frozen=True, slots=True)
class ThankWriter(Effect):
    """This line helped the person; its writer hears that, at most once a day."""

    story: int


@dataclass(frozen=True, slots=True)
class ShowLine(Effect):
    """The line's card, before the coordinators in private."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class DecideLine(Effect):
    """A coordinator decided; the cards say so and the writer hears it."""

    shown: bool

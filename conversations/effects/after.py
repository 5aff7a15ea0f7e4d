"""What somebody says after a chat."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class WantAgain(Effect):
    """Whether they would talk with the other side of this chat again. Only when both would, both hear of it."""

    link: int
    yes: bool


@dataclass(frozen=True, slots=True)
class LeaveWords(Effect):
    """Keep a line about this chat, sealed; nobody is shown it yet."""

    link: int
    words: str


@dataclass(frozen=True, slots=True)
class PassThanks(Effect):
    """Give the volunteer the line that was left for them. Says to the owner whether that could be done."""

    link: int

"""More about a check-in, and how often somebody wants to be asked."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.kit import Effect


@dataclass(frozen=True, slots=True)
class AddPart(Effect):
    """A part of the latest check-in: ``feelings`` (ids with commas between them), ``sleep``, ``energy``, ``stress``."""

    part: str
    value: str


@dataclass(frozen=True, slots=True)
class SetEvery(Effect):
    """Ask every so many days, beginning now: days off are over. ``asked``: they were asked whether that is right (and are not asked again)."""

    days: int
    asked: bool = False


@dataclass(frozen=True, slots=True)
class RestPrompts(Effect):
    """No questions for so many days, beginning with tomorrow."""

    days: int


@dataclass(frozen=True, slots=True)
class Asked(Effect):
    """The daily question is put: it counts as unanswered until something comes."""


@dataclass(frozen=True, slots=True)
class SeenPrompt(Effect):
    """The question was answered, if not with a mood: it does not count as unanswered."""


@dataclass(frozen=True, slots=True)
class SetDark(Effect):
    """Pictures in dark colours, or light ones."""

    dark: bool

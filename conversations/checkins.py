"""What conversations know of check-ins besides the moods themselves, and the patterns in them that matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

MOODS = ("5", "4", "3", "2", "1")
LOW, LOWEST = 2, 1
FEELINGS = ("calm", "happy", "grateful", "hopeful", "proud", "loved", "tired", "sad", "worried", "angry", "lonely", "ashamed", "empty", "overwhelmed")
WHATS = ("study", "work", "family", "friends", "love", "health", "money", "alone", "other")
SLEEPS = ("3", "4", "5", "6", "7", "8", "9")  # hours; the first means fewer than four, the last nine or more
LEVELS = ("1", "2", "3")
PARTS = {"feelings": FEELINGS, "sleep": SLEEPS, "energy": LEVELS, "stress": LEVELS, "what": WHATS}
DAYS_BEFORE = 7  # what a fall is measured against
FEWEST_BEFORE = 3


class Rated(Protocol):
    """One check-in: the local date (ISO), 1 (very bad) to 5 (very good)."""

    @property
    def day(self) -> str: ...
    @property
    def mood(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """How often somebody is asked. ``every``: days; ``unanswered``: questions since the last answer; ``dark``: how pictures are wanted."""

    every: int = 1
    unanswered: int = 0
    rest_until: str = ""
    asked_weekly: bool = False
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """What the latest check-in holds already: the parts that were filled, and the feelings that are ticked."""

    parts: tuple[str, ...] = ()
    feelings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patterns:
    """When something is offered without being asked for; ``tell``: of which patterns a counselor hears.

    ``lowest``: this many check-ins with the lowest mood in a row. ``fall``: so many steps below the mean of the days before.
    ``silence``: this many unanswered questions after a low mood.
    """

    lowest: int = 3
    fall: int = 3
    silence: int = 3
    tell: frozenset[str] = frozenset({"lowest", "fall", "silence"})


def days(moods: Sequence[Rated]) -> list[tuple[str, int]]:
    """The last mood of each day, oldest first."""
    return sorted({one.day: one.mood for one in moods}.items())


def pattern(before: Sequence[Rated], mood: int, today: str, rules: Patterns) -> str:
    """What the mood just given completes: ``lowest``, ``fall`` or nothing. ``before``: the check-ins up to now, oldest first."""
    earlier = [value for day, value in days(before) if day < today]
    if mood == LOWEST and rules.lowest and _run(earlier) % rules.lowest == rules.lowest - 1:
        return "lowest"
    recent = earlier[-DAYS_BEFORE:]
    fell = len(recent) >= FEWEST_BEFORE and sum(recent) / len(recent) - mood >= rules.fall
    return "fall" if rules.fall and mood <= LOW and fell and earlier[-1] > LOW else ""


def _run(earlier: Sequence[int]) -> int:
    """How many of the latest days were the lowest, without a break."""
    return next((n for n, value in enumerate(reversed(earlier)) if value != LOWEST), len(earlier))


def silent(before: Sequence[Rated], plan: Plan, rules: Patterns) -> bool:
    """Whether this is the moment at which a silence after a low mood is worth a word."""
    return bool(rules.silence and before and before[-1].mood <= LOW and plan.unanswered == rules.silence)


def away(before: Sequence[Rated], today: str) -> int:
    """Days since the last check-in; 0 for somebody new."""
    return (date.fromisoformat(today) - date.fromisoformat(before[-1].day)).days if before else 0

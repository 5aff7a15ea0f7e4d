"""What somebody's own check-ins show together, only where they carry it: enough days on both sides, and a difference that is no accident of few.

Nothing here says why; a difference is told with the number of days it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from typing import Protocol

FEWEST = 5  # days on each side
SMALLEST = 0.7  # steps of mood: less is not felt
SURE = 2.0  # standard errors (Welch): about one in twenty would be an accident
MOST = 2  # shown at once


class Day(Protocol):
    """A check-in with what was added to it; None and empty for what was not said."""

    @property
    def day(self) -> str: ...
    @property
    def mood(self) -> int: ...
    @property
    def what(self) -> str: ...
    @property
    def sleep(self) -> int | None: ...
    @property
    def energy(self) -> int | None: ...
    @property
    def stress(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Observation:
    """On ``n`` days that had ``what`` the mood was ``lower`` (or higher) than on the ``others``."""

    what: str
    lower: bool
    n: int
    others: int
    sure: float


# Each says of a day: it had this (True), it had not (False), nobody knows (None).
SIDES: dict[str, Callable[[Day], bool | None]] = {
    "short_sleep": lambda day: None if day.sleep is None else day.sleep < 6,
    "much_stress": lambda day: None if day.stress is None else day.stress == 3,
    "little_energy": lambda day: None if day.energy is None else day.energy == 1,
    "study": lambda day: day.what == "study" if day.what else None,
    "work": lambda day: day.what == "work" if day.what else None,
    "family": lambda day: day.what == "family" if day.what else None,
    "friends": lambda day: day.what == "friends" if day.what else None,
    "alone": lambda day: day.what == "alone" if day.what else None,
}


def observations(days: Sequence[Day]) -> tuple[Observation, ...]:
    """The surest first. Of a day with several check-ins the last one counts."""
    last = list({day.day: day for day in days}.values())
    found = [seen for what, side in SIDES.items() if (seen := _compare(what, last, side)) is not None]
    return tuple(sorted(found, key=lambda one: (-one.sure, one.what))[:MOST])


def _compare(what: str, days: Sequence[Day], side: Callable[[Day], bool | None]) -> Observation | None:
    had = [day.mood for day in days if side(day) is True]
    others = [day.mood for day in days if side(day) is False]
    if min(len(had), len(others)) < FEWEST:
        return None
    difference = fmean(had) - fmean(others)
    error = sqrt(variance(had) / len(had) + variance(others) / len(others))
    if abs(difference) < SMALLEST or abs(difference) < SURE * error:
        return None
    return Observation(what, difference < 0, len(had), len(others), abs(difference) / error if error else float("inf"))
